"""The sheet of payment processors: what one must be told, and whether it answers so."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from pos_app.viewmodels.payments.processor_form import WAYS_MAX, ProcessorForm
from pos_app.viewmodels.payments.processor_settings import ProcessorChoices
from pos_app.views.payments.processor_fields import ProcessorFields
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.fields import go_round
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

HELP_LINES: Final = 2


class ProcessorSheet(Sheet):
    """Enter saves from every field; a secret that is kept is never shown again."""

    def __init__(self, view_model: ProcessorChoices, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.fields = ProcessorFields(theme=theme)
        self.state = label(role="small", name="processor_state")
        self.help = label(role="small", name="processor_help")
        self.answer = label(role="success", name="processor_answer")
        self.message = label(role="danger", name="processor_problem")
        self.next_button = ActionButton(
            "", theme=theme, name="processor_next", key="Ctrl+N", icon="chevron-down"
        )
        self.ways = [
            ActionButton(
                "", theme=theme, name=f"processor_way_{number}", role="tab", key=f"Alt+{number}"
            )
            for number in range(1, WAYS_MAX + 1)
        ]
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name="processor_leave", key="Esc"
        )
        self.test_button = ActionButton(
            self.tr("Test connection"), theme=theme, name="processor_test", key="Ctrl+T"
        )
        self.trial_button = ActionButton("", theme=theme, name="processor_trial", key="Ctrl+R")
        self.save_button = ActionButton(
            self.tr("Save"), theme=theme, name="processor_save", key="Enter", role="primary"
        )
        self._lay_out()
        self._bind()
        self.setFocusProxy(self.fields.first)

    def _lay_out(self) -> None:
        theme = self._theme
        gap = theme.px(tokens.GAP)
        layout = column(spacing=theme.px(tokens.SPACE[2]))
        title = label(self.tr("Payment processors"), role="title", name="processor_title")
        head = row(spacing=gap)
        head.addLayout(column(title, self.state, spacing=0), 1)
        head.addWidget(self.next_button)
        layout.addLayout(head)
        layout.addWidget(self.fields)
        self.help.setMinimumHeight(HELP_LINES * theme.metrics(tokens.SMALL).lineSpacing())
        layout.addWidget(self.help)
        self.spare = self.help
        self._lay_out_ways(layout)
        for words in (self.help, self.answer, self.message):
            words.setWordWrap(True)
        layout.addWidget(self.answer)
        layout.addWidget(self.message)
        layout.addLayout(row(self.trial_button, 1, spacing=gap))
        layout.addLayout(row(self.leave_button, self.test_button, 1, self.save_button, spacing=gap))
        self.fill(layout)

    def _lay_out_ways(self, layout: QVBoxLayout) -> None:
        words = label(self.tr("Pay offers it as"), role="small", name="processor_ways")
        for button in self.ways:
            button.setCheckable(True)
        place = column(words, spacing=self._theme.px(tokens.SPACE[0]))
        place.addLayout(row(*self.ways, 1, spacing=self._theme.px(tokens.GAP)))
        layout.addLayout(place)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            "processors",
            {
                "save": self._save,
                "leave": view_model.leave,
                "test": self._test,
                "pay": self._pay,
                "next": view_model.next_processor,
                "next_choice": partial(self.fields.turn, 1),
                "previous_choice": partial(self.fields.turn, -1),
                **{f"way_{n + 1}": partial(view_model.switch_way, n) for n in range(WAYS_MAX)},
            },
        )
        self.fields.explained.connect(self._show_help)
        for number, button in enumerate(self.ways):
            button.clicked.connect(partial(self._switch_way, number))
        self.next_button.clicked.connect(view_model.next_processor)
        self.leave_button.clicked.connect(view_model.leave)
        self.test_button.clicked.connect(self._test)
        self.trial_button.clicked.connect(self._pay)
        self.save_button.clicked.connect(self._save)
        view_model.opened.connect(self._open)
        view_model.ways_changed.connect(self._show_ways)
        view_model.busy_changed.connect(self._show_busy)
        view_model.answered.connect(partial(self._say, self.answer))
        view_model.refused.connect(partial(self._say, self.message))
        view_model.hidden.connect(self.close_sheet)
        self.closed.connect(view_model.leave)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802
        """Tab goes round the fields, and never to the screen below."""
        go_round(self.fields.shown, forward=next)
        return True

    @Slot(object)
    def _open(self, form: ProcessorForm) -> None:
        self.next_button.set_text(f"{form.title} · {form.place}")
        self.next_button.updateGeometry()
        self.state.setText(form.state)
        self.trial_button.set_text(form.trial)
        self.trial_button.setVisible(bool(form.trial))
        self.fields.show_form(form)
        for number, button in enumerate(self.ways):
            button.setVisible(number < len(form.ways))
            if number < len(form.ways):
                button.set_text(form.ways[number].label)
        self._form = form
        self._clear()
        self.open_sheet(keys_to=self.fields.first)

    @Slot(object)
    def _show_ways(self, ways: frozenset[object]) -> None:
        for button, way in zip(self.ways, self._form.ways, strict=False):
            button.setChecked(way.flow in ways)
            button.update()

    def _switch_way(self, number: int, _checked: bool = False) -> None:
        self._view_model.switch_way(number)

    @Slot(str)
    def _show_help(self, words: str) -> None:
        self.help.setText(words)
        if self.isVisible():
            self.place()

    @Slot()
    def _save(self) -> None:
        self._clear()
        self._view_model.save(self.fields.typed())

    @Slot()
    def _test(self) -> None:
        self._clear()
        self._view_model.try_it(self.fields.typed())

    @Slot()
    def _pay(self) -> None:
        self._clear()
        self._view_model.try_payment(self.fields.typed())

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        parts = (self.test_button, self.trial_button, self.save_button, self.next_button)
        for button in parts:
            button.setEnabled(not busy)
        self.test_button.set_text(self.tr("One moment…") if busy else self.tr("Test connection"))

    def _clear(self) -> None:
        for part in (self.answer, self.message):
            self.tell(part, "")

    def _say(self, part: QLabel, words: str) -> None:
        self._clear()
        self.tell(part, words)
