"""The sheet of a void: what is taken back, and why."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.returns.void_order import VoidForm, VoidOrder
from pos_app.views.returns.reason_chips import ReasonChips
from pos_app.views.shared import tokens
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Sheet, bind_leaving
from pos_app.views.shared.theme import Theme

ACROSS: Final = 2


class VoidSheet(Sheet):
    def __init__(self, view_model: VoidOrder, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="void_title")
        self.facts = label(role="muted", name="void_facts")
        self.words = label(
            self.tr(
                "All of it is taken back as it was paid, and the goods go back to stock. "
                "Both receipts stay in the journal."
            ),
            name="void_about",
        )
        self.warning = label(role="warning", name="void_warning")
        self.reasons = ReasonChips(
            view_model.reasons, view_model.choose, theme=theme, name="void", across=ACROSS
        )
        self.reasons.ask(
            self.tr("Why it is voided, in words"), self.tr("Why it is voided, in a few words")
        )
        self.message = label(role="danger", name="void_problem")
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name="void_leave", key="Esc"
        )
        self.save_button = ActionButton(
            self.tr("Void it"), theme=theme, name="void_save", role="danger", key="Enter"
        )
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        gap = self._theme.px(tokens.GAP)
        for words in (self.title, self.facts, self.words, self.warning, self.message):
            words.setWordWrap(True)
        self.message.hide()
        layout = column(self.title, self.facts, self.words, spacing=self._theme.px(tokens.SPACE[2]))
        for part in (self.warning, self.reasons, self.message):
            layout.addWidget(part)
        layout.addLayout(row(self.leave_button, 1, self.save_button, spacing=gap))
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            "void",
            {"save": view_model.save, "leave": view_model.leave, **self.reasons.commands},
        )
        self.reasons.worded.connect(self._set_words)
        bind_leaving(self, view_model, self.leave_button)
        self.save_button.clicked.connect(view_model.save)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.refused.connect(self._refuse)

    def _set_words(self, text: str) -> None:
        self._view_model.words = text
        self._refuse("")

    @Slot(object)
    def _open(self, form: VoidForm) -> None:
        self.reasons.field.clear()
        self._show(form)
        self.open_sheet()
        announce(self, f"{form.title} {form.facts} {form.warning}".strip())

    @Slot(object)
    def _show(self, form: VoidForm) -> None:
        self.title.setText(form.title)
        self.facts.setText(form.facts)
        self.tell(self.warning, form.warning)
        self.reasons.show_choice(form.reason, asks_words=form.asks_words)
        self._refuse("")
        if self.isVisible():
            self.place()
            (self.reasons.field if form.asks_words else self).setFocus()

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.tell(self.message, words)
        announce(self, words, is_urgent=True)
