"""The sheet of one person: a name, a role, and a PIN that is typed twice; Enter saves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.viewmodels.staff.person_form import Part, PersonCard, PersonForm
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label
from pos_app.views.shared.form_sheet import FormSheet
from pos_app.views.shared.theme import Theme

FIELDS: Final = {"name": Part.NAME, "pin": Part.PIN, "again": Part.PIN}
PINS: Final = ("pin", "again")


class PersonSheet(FormSheet):
    def __init__(self, view_model: PersonForm, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(view_model, "person", theme=theme, owner=owner)
        self.role_words = label(self.tr("Role"), role="small", name="person_role_words")
        self.role_button = ActionButton(
            "", theme=theme, name="person_role", key="Ctrl+T", icon="chevron-down"
        )
        fields = column(spacing=theme.px(tokens.SPACE[0]))
        for name, words, length in (
            ("name", self.tr("Name"), view_model.name_length),
            ("pin", self.tr("New PIN"), view_model.pin_length),
            ("again", self.tr("The same PIN again"), view_model.pin_length),
        ):
            fields.addLayout(self.new_field(name, words, length=length))
        for name in PINS:
            self.fields[name].setEchoMode(QLineEdit.EchoMode.Password)
        fields.addWidget(self.role_words)
        fields.addWidget(self.role_button)
        self.lay_out(fields)
        self.bind_form({"role": view_model.next_role})
        self.role_button.clicked.connect(view_model.next_role)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)

    @Slot(object)
    def _open(self, card: PersonCard) -> None:
        for name, part in FIELDS.items():
            self.fields[name].setText(card.name if part is Part.NAME else "")
            for one in (self.fields[name], self.labels[name]):
                one.setVisible(part in card.parts)
        for button in (self.role_words, self.role_button):
            button.setVisible(Part.ROLE in card.parts)
        self._show(card)
        asked = (self.fields[name] for name, part in FIELDS.items() if part in card.parts)
        self.open_form(next(asked, None))

    @Slot(object)
    def _show(self, card: PersonCard) -> None:
        self.show_head(card)
        self.role_button.set_text(card.role)
        self.role_button.updateGeometry()

    @Slot(str, str)
    def refuse(self, words: str, name: str) -> None:
        """A PIN that cannot be is typed anew; what else stands there stays."""
        if name in PINS:
            for pin in PINS:
                self.fields[pin].clear()
        super().refuse(words, name)
