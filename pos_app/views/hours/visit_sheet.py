"""The sheet of one visit: its day, when they came and left, and why it is put right."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from pos_app.viewmodels.hours.visit_form import TEXT_LENGTH_MAX, VisitCard, VisitForm
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.fields import go_round
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

FIELDS: Final = ("day", "came", "left", "reason")


class VisitSheet(Sheet):
    def __init__(self, view_model: VisitForm, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.fields = {name: QLineEdit() for name in FIELDS}
        self.title = label(role="title", name="visit_title")
        self.help = label(role="small", name="visit_help")
        self.message = label(role="danger", name="visit_problem")
        self.person_words = label(self.tr("Person"), role="small")
        self.person_button = ActionButton(
            "", theme=theme, name="visit_person", key="Down", icon="user"
        )
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name="visit_leave", key="Esc"
        )
        self.save_button = ActionButton(
            self.tr("Save"), theme=theme, name="visit_save", key="Enter", role="primary"
        )
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        theme = self._theme
        gap = theme.px(tokens.GAP)
        for part in (self.title, self.help, self.message):
            part.setWordWrap(True)
        whose = column(self.person_words, self.person_button, spacing=theme.px(tokens.SPACE[0]))
        times = row(spacing=gap)
        for name, words in (
            ("day", self.tr("Day")),
            ("came", self.tr("Came")),
            ("left", self.tr("Left")),
        ):
            times.addLayout(self._field(name, words))
        layout = column(self.title, self.help, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(whose)
        layout.addLayout(times)
        layout.addLayout(self._field("reason", self.tr("Why")))
        layout.addWidget(self.message)
        layout.addLayout(row(self.leave_button, 1, self.save_button, spacing=gap))
        self.fill(layout)

    def _field(self, name: str, words: str) -> QVBoxLayout:
        field, called = self.fields[name], QLabel(words)
        called.setProperty("role", "small")
        field.setObjectName(f"visit_{name}")
        field.setAccessibleName(words)
        field.setFixedHeight(self._theme.px(tokens.TARGET))
        is_reason = name == "reason"
        field.setMaxLength(self._view_model.reason_length if is_reason else TEXT_LENGTH_MAX)
        return column(called, field, spacing=self._theme.px(tokens.SPACE[0]))

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            "visit",
            {
                "save": self._save,
                "next_person": partial(view_model.step, 1),
                "previous_person": partial(view_model.step, -1),
                "leave": view_model.leave,
            },
        )
        self.person_button.clicked.connect(lambda: view_model.step(1))
        self.leave_button.clicked.connect(view_model.leave)
        self.save_button.clicked.connect(self._save)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.refused.connect(self._refuse)
        view_model.hidden.connect(self.close_sheet)
        self.closed.connect(view_model.leave)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802
        """Tab goes round the fields, and never to the screen below."""
        go_round(self.fields.values(), forward=next)
        return True

    @Slot(object)
    def _open(self, card: VisitCard) -> None:
        for name, field in self.fields.items():
            field.setText(card.texts.get(name, ""))
        for one in (self.person_words, self.person_button):
            one.setVisible(card.is_new)
        self._show(card)
        self.tell(self.message, "")
        field = self.fields["left" if card.texts["came"] and not card.texts["left"] else "came"]
        self.open_sheet(keys_to=field)
        field.selectAll()

    @Slot(object)
    def _show(self, card: VisitCard) -> None:
        self.title.setText(card.title)
        self.help.setText(card.help)
        self.person_button.set_text(card.person)
        self.person_button.updateGeometry()

    @Slot()
    def _save(self) -> None:
        self.tell(self.message, "")
        self._view_model.save({name: field.text() for name, field in self.fields.items()})

    @Slot(str, str)
    def _refuse(self, words: str, field: str) -> None:
        """The keys go to what is wrong; what stands there stays."""
        if field in self.fields:
            self.fields[field].setFocus()
            self.fields[field].selectAll()
        self.tell(self.message, words)
