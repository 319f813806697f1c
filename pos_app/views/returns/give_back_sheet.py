"""The sheet of a return: what was bought, how much of it comes back, and why."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.returns.give_back import GiveBack
from pos_app.viewmodels.returns.give_back_form import BackForm
from pos_app.views.input.keys import Command
from pos_app.views.returns.back_rows import BackRows
from pos_app.views.returns.why_bar import WhyBar
from pos_app.views.shared import tokens
from pos_app.views.shared.amount_label import AmountLabel
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Sheet, bind_leaving
from pos_app.views.shared.theme import Theme

ROWS_MIN: Final = 2


class GiveBackSheet(Sheet):
    def __init__(self, view_model: GiveBack, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name="back_title")
        self.facts = label(role="muted", name="back_facts")
        self.warning = label(role="warning", name="back_warning")
        self.list = BackRows(theme=theme)
        self.why = WhyBar(view_model.why, theme=theme, name="back")
        self.caption = label(self.tr("To give back"), role="strong", name="back_caption")
        self.total = AmountLabel(theme=theme, name="back_total", size=tokens.LAST)
        self.message = label(role="danger", name="back_problem")
        self.less_button = self._button("", "back_less", "", "minus")
        self.more_button = self._button("", "back_more", "", "plus")
        self.less_button.setAccessibleName(self.tr("One less comes back (-)"))
        self.more_button.setAccessibleName(self.tr("One more comes back (+)"))
        self.all_button = self._button(self.tr("All of it"), "back_all", "Ctrl+A", "check")
        self.leave_button = self._button(self.tr("Leave"), "back_leave", "Esc")
        self.exchange_button = self._button(self.tr("Exchange"), "back_exchange", "Ctrl+X")
        self.save_button = ActionButton(
            self.tr("Give back"), theme=theme, name="back_save", role="primary", key="Enter"
        )
        self._lay_out()
        self._bind()

    def _button(self, text: str, name: str, key: str, icon: str = "") -> ActionButton:
        return ActionButton(text, theme=self._theme, name=name, key=key, icon=icon)

    def _lay_out(self) -> None:
        gap = self._theme.px(tokens.GAP)
        for words in (self.title, self.facts, self.warning, self.message):
            words.setWordWrap(True)
        amounts = row(self.less_button, self.more_button, self.all_button, 1, spacing=gap)
        amounts.addWidget(self.caption)
        amounts.addWidget(self.total)
        layout = column(self.title, self.facts, self.warning, self.list, spacing=gap)
        layout.addLayout(amounts)
        layout.addWidget(self.why)
        layout.addWidget(self.message)
        buttons = row(self.leave_button, 1, self.exchange_button, self.save_button, spacing=gap)
        layout.addLayout(buttons)
        self.fill(layout)
        self.message.hide()

    def _bind(self) -> None:
        view_model, lines = self._view_model, self._view_model.lines
        save, exchange = partial(view_model.save, pays=True), partial(view_model.save, pays=False)
        commands: dict[str, Command] = {
            "save": save,
            "exchange": exchange,
            "leave": view_model.leave,
            "tick": lines.tick,
            "tick_all": lines.tick_all,
            "more": partial(lines.step, 1),
            "less": partial(lines.step, -1),
            "backspace": lines.backspace,
            "up": lambda: lines.select(lines.current - 1),
            "down": lambda: lines.select(lines.current + 1),
            **self.why.commands,
        }
        self.bind_keys("give_back", commands, typed=lines.press)
        self.list.picked.connect(self._tap)
        self.less_button.clicked.connect(commands["less"])
        self.more_button.clicked.connect(commands["more"])
        self.all_button.clicked.connect(lines.tick_all)
        bind_leaving(self, view_model, self.leave_button)
        self.exchange_button.clicked.connect(exchange)
        self.save_button.clicked.connect(save)
        self.why.words_asked.connect(self.why.field.setFocus)
        self.why.words_left.connect(self.setFocus)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._show)
        view_model.refused.connect(self._refuse)

    def place(self) -> None:
        """The list takes what the rest leaves."""
        row_height = self._theme.px(tokens.ROW)
        self.list.limit(ROWS_MIN)
        super().place()
        margins = 2 * self._theme.px(tokens.SPACE[2])
        spare = self.owner.height() - margins - self.height()
        self.list.limit(ROWS_MIN + max(0, spare) // row_height)
        super().place()

    @Slot(int)
    def _tap(self, place: int) -> None:
        lines = self._view_model.lines
        lines.select(place)
        lines.tick()

    @Slot(object)
    def _open(self, form: BackForm) -> None:
        self._show(form)
        self.open_sheet()
        announce(self, f"{form.title} {form.warning}".strip())

    @Slot(object)
    def _show(self, form: BackForm) -> None:
        self.title.setText(form.title)
        self.facts.setText(form.facts)
        self.tell(self.warning, form.warning)
        self.list.show_rows(form.rows, form.current)
        self.total.setText(form.total)
        self.total.setAccessibleName(f"{self.caption.text()} {form.total}")
        for part in (self.caption, self.total):
            part.setVisible(bool(form.total))
        self.all_button.set_text(self.tr("Nothing") if form.has_all else self.tr("All of it"))
        self.why.show_choice(reason=form.reason, restocks=form.restocks, asks_words=form.asks_words)
        self._refuse("")
        if self.isVisible():
            self.place()
            announce(self, f"{form.rows[form.current].spoken}; {form.total}")

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.tell(self.message, words)
        announce(self, words, is_urgent=True)
