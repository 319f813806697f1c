"""Three fields of a customer, what is wrong with each, and the usual endings of an address."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.viewmodels.customers.customer_form import CHIPS, FIELDS, CustomerForm
from pos_app.viewmodels.customers.customer_typing import CustomerTyping
from pos_app.views.customers.customer_field import CustomerField
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label
from pos_app.views.shared.fields import go_round
from pos_app.views.shared.theme import Theme

CHIPS_ACROSS = 4


class CustomerFields(QWidget):
    """Only the name is needed.

    Signals:
        edited: Emitted when something is typed.
    """

    edited = Signal()

    def __init__(self, typing: CustomerTyping, *, theme: Theme) -> None:
        super().__init__()
        self._typing = typing
        self._theme = theme
        self.fields = {name: CustomerField() for name in FIELDS}
        self.problems = {
            name: label(role="danger", name=f"customer_{name}_problem") for name in FIELDS
        }
        self.chips = [
            ActionButton("", theme=theme, name=f"customer_domain_{n}", role="tab")
            for n in range(1, CHIPS + 1)
        ]
        self._lay_out()

    def show_form(self, form: CustomerForm) -> None:
        for name, text in (("name", form.name), ("phone", form.phone), ("email", form.email)):
            self.fields[name].setText(text)
        for place, chip in enumerate(self.chips):
            chip.setVisible(place < len(form.domains))
            chip.set_text(f"@{form.domains[place]}" if place < len(form.domains) else "")
        # Behind what was searched for: it is the beginning of a name, more often than all of it.
        self.fields["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def typed(self) -> tuple[str, str, str]:
        name, phone, email = (self.fields[one].text() for one in FIELDS)
        return name, phone, email

    def say(self, field: str, words: str) -> None:
        """What is wrong with one of them; the cursor goes there. Nothing: all is well."""
        for name, problem in self.problems.items():
            problem.setText(words if name == field else "")
            problem.setVisible(bool(words) and name == field)
        if field in self.fields:
            self.fields[field].setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self, *, forward: bool) -> None:
        go_round(self.fields.values(), forward=forward)

    def _lay_out(self) -> None:
        theme = self._theme
        names = {
            "name": self.tr("Name"),
            "phone": self.tr("Phone"),
            "email": self.tr("E-mail"),
        }
        layout = column(spacing=theme.px(tokens.SPACE[0]))
        for name, words in names.items():
            field, problem = self.fields[name], self.problems[name]
            field.setObjectName(f"customer_{name}")
            field.setAccessibleName(words)
            field.setFixedHeight(theme.px(tokens.TARGET))
            field.setMaxLength(FIELDS[name])
            field.textEdited.connect(lambda _text: self.edited.emit())
            problem.setWordWrap(True)
            problem.hide()
            for part in (label(words, role="small"), field, problem):
                layout.addWidget(part)
        grid = QGridLayout()
        grid.setSpacing(theme.px(tokens.GAP))
        for place, chip in enumerate(self.chips):
            grid.addWidget(chip, *divmod(place, CHIPS_ACROSS // 2))
            chip.clicked.connect(partial(self._complete, place))
        layout.addLayout(grid)
        self.setLayout(layout)

    def _complete(self, place: int) -> None:
        field = self.fields["email"]
        field.setText(self._typing.completed(field.text(), place))
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
