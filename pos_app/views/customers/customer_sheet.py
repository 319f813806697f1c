"""The sheet of a customer: search and choose, or three fields; the order beside it stays in use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.customers.customer_form import CustomerForm
from pos_app.viewmodels.customers.picker import CustomerPicker
from pos_app.viewmodels.shared.row_text import RowText
from pos_app.views.customers.customer_field import CustomerField, SheetOfFields
from pos_app.views.customers.customer_fields import CustomerFields
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.row_list import RowList
from pos_app.views.shared.theme import Theme


def _button(theme: Theme, words: str, name: str, key: str, icon: str = "") -> ActionButton:
    return ActionButton(words, theme=theme, name=name, key=key, icon=icon)


class CustomerSheet(SheetOfFields):
    """Letters and digits search, wherever the cursor was; scans go to the order."""

    def __init__(self, view_model: CustomerPicker, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="customer_title")
        self.search = CustomerField()
        self.fields = CustomerFields(view_model.typing, theme=theme)
        self.words = label(role="muted", name="customer_words")
        self.message = label(role="danger", name="customer_problem")
        self.list = RowList(theme=theme, name="customers", says=self.tr("Customers"))
        self.new_button = _button(theme, self.tr("New"), "customer_new", "Ctrl+N", "plus")
        self.edit_button = _button(theme, self.tr("Edit"), "customer_edit", "Ctrl+E", "pencil")
        self.remove_button = _button(theme, self.tr("None"), "customer_none", "Shift+F4", "x")
        self.leave_button = _button(theme, self.tr("Leave"), "customer_leave", "Esc")
        self.choose_button = ActionButton(
            self.tr("Choose"), theme=theme, name="customer_choose", role="primary", key="Enter"
        )
        self._lay_out()
        self._bind()
        self.setFocusProxy(self.search)

    def _lay_out(self) -> None:
        theme = self._theme
        gap = theme.px(tokens.GAP)
        self.search.setObjectName("customer_search")
        self.search.setAccessibleName(self.tr("Search for a customer"))
        self.search.setPlaceholderText(self.tr("Name, e-mail, or three digits of the phone number"))
        self.search.setFixedHeight(theme.px(tokens.TARGET))
        self.search.setMaxLength(100)
        for part in (self.words, self.message):
            part.setWordWrap(True)
        layout = column(
            *(self.title, self.search, self.fields, self.words, self.list, self.message),
            spacing=theme.px(tokens.SPACE[2]),
        )
        acts = row(self.new_button, self.edit_button, self.remove_button, 1, spacing=gap)
        layout.addLayout(acts)
        layout.addLayout(row(self.leave_button, 1, self.choose_button, spacing=gap))
        self.fill(layout)

    def _bind(self) -> None:
        view_model, typing = self._view_model, self._view_model.typing
        commands = {
            "choose": self._choose,
            "leave": view_model.leave,
            "up": lambda: self.list.move_by(-1),
            "down": lambda: self.list.move_by(1),
            "new": self._new,
            "edit": self._edit,
            "none": view_model.remove,
        }
        self.bind_keys("customer", commands)
        self.bind_own_keys((self._new, self._edit, view_model.remove))
        self.search.textChanged.connect(view_model.look_for)
        self.list.picked.connect(view_model.choose)
        self.fields.edited.connect(self._forget_problems)
        for button, act in (
            (self.new_button, self._new),
            (self.edit_button, self._edit),
            (self.remove_button, view_model.remove),
            (self.leave_button, view_model.leave),
            (self.choose_button, self._choose),
        ):
            button.clicked.connect(act)
        view_model.opened.connect(self._open)
        view_model.found.connect(self._show_found)
        view_model.troubled.connect(partial(self._refuse, ""))
        view_model.hidden.connect(self.close_sheet)
        typing.opened.connect(self._open_form)
        typing.alike.connect(self._show_alike)
        typing.refused.connect(self._refuse)
        self.closed.connect(view_model.close)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802
        """Tab goes round the fields, and never to the screen below."""
        if self.fields.isVisible():
            self.fields.go_on(forward=next)
        return True

    @Slot()
    def _open(self) -> None:
        self._arrange(is_form=False)
        self.title.setText(self.tr("Who is it for?"))
        self.setAccessibleName(self.title.text())
        self.search.clear()
        self._show_found(())
        self.open_sheet(keys_to=self.search)

    @Slot(object)
    def _open_form(self, form: CustomerForm) -> None:
        self._arrange(is_form=True)
        self.title.setText(
            self.tr("Edit customer") if form.customer_id else self.tr("New customer")
        )
        self.fields.show_form(form)
        self.list.show_rows(())
        self.place()

    def _arrange(self, *, is_form: bool) -> None:
        self.list.show_rows(())
        self.search.setVisible(not is_form)
        self.fields.setVisible(is_form)
        self.edit_button.setVisible(not is_form)
        self.remove_button.setVisible(not is_form)
        self.new_button.setVisible(not is_form)
        self.choose_button.set_text(self.tr("Save") if is_form else self.tr("Choose"))
        self._forget_problems()
        self.tell(self.words, "")

    @Slot(object)
    def _show_found(self, rows: Sequence[RowText]) -> None:
        if self.fields.isVisible():
            return
        self.list.show_rows(rows)
        is_vain = bool(self.search.text().strip()) and not rows
        self.tell(
            self.words,
            self.tr("Nobody yet. Type on, or take a new customer down: Ctrl+N") if is_vain else "",
        )

    @Slot(object)
    def _show_alike(self, rows: Sequence[RowText]) -> None:
        self.list.show_rows(rows)
        self.tell(
            self.words,
            self.tr("Known already? Enter takes the one below; Ctrl+N saves a new one anyway."),
        )
        self.choose_button.set_text(self.tr("Take this one"))
        self.new_button.setVisible(True)
        self.place()

    @Slot()
    def _choose(self) -> None:
        chosen = self.list.chosen() if self.list.isVisible() else None
        if chosen is not None:
            self._view_model.choose(chosen)
        elif self.fields.isVisible():
            self._view_model.typing.save(*self.fields.typed())

    @Slot()
    def _new(self) -> None:
        if self.fields.isVisible():
            self._view_model.typing.save(*self.fields.typed(), anyway=True)
        else:
            self._view_model.typing.new(self.search.text())

    @Slot()
    def _edit(self) -> None:
        if not self.fields.isVisible():
            self._view_model.edit(self.list.chosen() or 0)

    @Slot()
    def _forget_problems(self) -> None:
        """What is typed on is another customer."""
        self.fields.say("", "")
        if self.fields.isVisible() and self.list.isVisible():
            self.list.show_rows(())
            self._arrange(is_form=True)
        self.tell(self.message, "")

    @Slot(str, str)
    def _refuse(self, field: str, words: str) -> None:
        if field:
            self.fields.say(field, words)
            self.place()
        else:
            self.tell(self.message, words)
