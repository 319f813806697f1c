"""The sheet of one time entry: its day, when they came and left, and why it is put right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.hours.time_entry_form import TEXT_LENGTH_MAX, TimeEntryCard, TimeEntryForm
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.form_sheet import FormSheet
from pos_app.views.shared.theme import Theme


class TimeEntrySheet(FormSheet):
    def __init__(self, view_model: TimeEntryForm, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(view_model, "time_entry", theme=theme, owner=owner)
        self.person_words = label(self.tr("Person"), role="small")
        self.person_button = ActionButton(
            "", theme=theme, name="time_entry_person", key="Down", icon="user"
        )
        times = row(spacing=theme.px(tokens.GAP))
        for name, words in (
            ("day", self.tr("Day")),
            ("came", self.tr("Came")),
            ("left", self.tr("Left")),
        ):
            times.addLayout(self.new_field(name, words, length=TEXT_LENGTH_MAX))
        reason = self.new_field("reason", self.tr("Why"), length=view_model.reason_length)
        whose = column(self.person_words, self.person_button, spacing=theme.px(tokens.SPACE[0]))
        self.lay_out(whose, times, reason)
        self.bind_form(
            {
                "next_person": partial(view_model.step, 1),
                "previous_person": partial(view_model.step, -1),
            }
        )
        self.person_button.clicked.connect(lambda: view_model.step(1))
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)

    @Slot(object)
    def _open(self, card: TimeEntryCard) -> None:
        for name, field in self.fields.items():
            field.setText(card.texts.get(name, ""))
        for one in (self.person_words, self.person_button):
            one.setVisible(card.is_new)
        self._show(card)
        is_left = bool(card.texts["came"]) and not card.texts["left"]
        self.open_form(self.fields["left" if is_left else "came"])

    @Slot(object)
    def _show(self, card: TimeEntryCard) -> None:
        self.show_head(card)
        self.person_button.set_text(card.person)
        self.person_button.updateGeometry()
