"""The sheet of one person: a name, a role, and a PIN that is typed twice; Enter saves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from pos_app.viewmodels.staff.person_form import Part, PersonCard, PersonForm
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.fields import go_round
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

FIELDS: Final = {"name": Part.NAME, "pin": Part.PIN, "again": Part.PIN}


class PersonSheet(Sheet):
    def __init__(self, view_model: PersonForm, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.fields = {name: QLineEdit() for name in FIELDS}
        self._labels: dict[str, QLabel] = {}
        self.title = label(role="title", name="person_title")
        self.help = label(role="small", name="person_help")
        self.message = label(role="danger", name="person_problem")
        self.role_words = label(self.tr("Role"), role="small", name="person_role_words")
        self.role_button = ActionButton(
            "", theme=theme, name="person_role", key="Ctrl+T", icon="chevron-down"
        )
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name="person_leave", key="Esc"
        )
        self.save_button = ActionButton(
            self.tr("Save"), theme=theme, name="person_save", key="Enter", role="primary"
        )
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        theme = self._theme
        gap = theme.px(tokens.GAP)
        names = {
            "name": self.tr("Name"),
            "pin": self.tr("New PIN"),
            "again": self.tr("The same PIN again"),
        }
        for part in (self.help, self.message):
            part.setWordWrap(True)
        fields = column(spacing=theme.px(tokens.SPACE[0]))
        for name, words in names.items():
            self._add_field(fields, name, words)
        fields.addWidget(self.role_words)
        fields.addWidget(self.role_button)
        layout = column(self.title, self.help, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(fields)
        layout.addWidget(self.message)
        layout.addLayout(row(self.leave_button, 1, self.save_button, spacing=gap))
        self.fill(layout)

    def _add_field(self, layout: QVBoxLayout, name: str, words: str) -> None:
        field = self.fields[name]
        field.setObjectName(f"person_{name}")
        field.setAccessibleName(words)
        field.setFixedHeight(self._theme.px(tokens.TARGET))
        is_pin = FIELDS[name] is Part.PIN
        form = self._view_model
        field.setMaxLength(form.pin_length if is_pin else form.name_length)
        if is_pin:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self._labels[name] = label(words, role="small")
        layout.addWidget(self._labels[name])
        layout.addWidget(field)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            "person",
            {"save": self._save, "role": view_model.next_role, "leave": view_model.leave},
        )
        self.role_button.clicked.connect(view_model.next_role)
        self.leave_button.clicked.connect(view_model.leave)
        self.save_button.clicked.connect(self._save)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.refused.connect(self._refuse)
        view_model.hidden.connect(self.close_sheet)
        self.closed.connect(view_model.leave)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802
        """Tab goes round the fields, and never to the screen below."""
        shown = [field for field in self.fields.values() if not field.isHidden()]
        if shown:
            go_round(shown, forward=next)
        return True

    @Slot(object)
    def _open(self, card: PersonCard) -> None:
        for name, part in FIELDS.items():
            is_asked = part in card.parts
            self.fields[name].setText(card.name if part is Part.NAME else "")
            self.fields[name].setVisible(is_asked)
            self._labels[name].setVisible(is_asked)
        for one in (self.role_words, self.role_button):
            one.setVisible(Part.ROLE in card.parts)
        self._show(card)
        self._say("")
        asked = [self.fields[name] for name, part in FIELDS.items() if part in card.parts]
        self.open_sheet(keys_to=asked[0] if asked else None)
        if asked:
            asked[0].selectAll()

    @Slot(object)
    def _show(self, card: PersonCard) -> None:
        self.title.setText(card.title)
        self.help.setText(card.help)
        self.role_button.set_text(card.role)
        self.role_button.updateGeometry()

    @Slot()
    def _save(self) -> None:
        self._say("")
        self._view_model.save({name: field.text() for name, field in self.fields.items()})

    @Slot(str, bool)
    def _refuse(self, words: str, is_pin: bool) -> None:
        """A PIN that cannot be is typed anew; what else stands there stays."""
        if is_pin:
            self.fields["pin"].clear()
            self.fields["again"].clear()
            self.fields["pin"].setFocus()
        self._say(words)

    @Slot(str)
    def _say(self, words: str) -> None:
        self.tell(self.message, words)
