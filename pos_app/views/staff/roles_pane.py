"""What the roles may do: the table, and below it the highlighted cell with its states."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.staff.roles import RolesTable
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, frame, label, row
from pos_app.views.shared.rescale import SIZE_MAX
from pos_app.views.shared.theme import Theme
from pos_app.views.staff.rights_table import RightsHead, RightsTable

BESIDE_FROM: Final = 1_600
CARD_WIDTH: Final = 480


class RolesPane(QWidget):
    def __init__(self, model: RolesTable, *, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self._theme = theme
        self.table = RightsTable(theme=theme, says=self.tr("What the roles may do"))
        self.title = label(role="strong", name="rights_title")
        self.help = label(role="muted", name="rights_help")
        words = {
            "allowed": (self.tr("Allowed"), "Alt+1"),
            "ask": (self.tr("Ask a manager"), "Alt+2"),
            "no": (self.tr("No"), "Alt+3"),
        }
        self.states = {
            state: ActionButton(text, theme=theme, name=f"rights_{state}", role="tab", key=key)
            for state, (text, key) in words.items()
        }
        self.less_button = ActionButton(self.tr("Less"), theme=theme, name="rights_less", key="-")
        self.more_button = ActionButton(self.tr("More"), theme=theme, name="rights_more", key="+")
        self._lay_out()
        self._bind()
        self.show_table()

    def _lay_out(self) -> None:
        theme = self._theme
        gap, pad = theme.px(tokens.GAP), theme.px(tokens.SPACE[2])
        self.help.setWordWrap(True)
        bar = self.table.verticalScrollBar().sizeHint()
        head = RightsHead(self._model.heads, theme=theme, scroll_bar=QSize(bar).width())
        for button in self.states.values():
            button.setCheckable(True)
        states = row(*self.states.values(), self.less_button, self.more_button, 1, spacing=gap)
        below = column(self.title, self.help, spacing=theme.px(tokens.SPACE[1]))
        below.addLayout(states)
        below.setContentsMargins(pad, pad, pad, pad)
        self._card = frame("card")
        self._card.setLayout(below)
        below.addStretch(1)
        self._table_side = QWidget()
        side = column(head, spacing=gap)
        side.addWidget(self.table, 1)
        self._table_side.setLayout(side)
        self._whole = column(spacing=gap)
        self._whole.addWidget(self._table_side, 1)
        self._whole.addWidget(self._card)
        self.setLayout(self._whole)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The cell stands beside the table where that leaves room, and else below it."""
        super().resizeEvent(event)
        is_beside = self.width() >= self._theme.px(BESIDE_FROM)
        ways = self._whole.Direction
        self._whole.setDirection(ways.LeftToRight if is_beside else ways.TopToBottom)
        self._card.setMaximumWidth(self._theme.px(CARD_WIDTH) if is_beside else SIZE_MAX)
        self._card.setMinimumWidth(self._theme.px(CARD_WIDTH) if is_beside else 0)

    def _bind(self) -> None:
        model = self._model
        self.table.picked.connect(self._take)
        model.changed.connect(self.show_table)
        model.selected.connect(self._show_cell)
        for state, button in self.states.items():
            button.clicked.connect(partial(self._decide, state))
        self.less_button.clicked.connect(partial(self._step, -1))
        self.more_button.clicked.connect(partial(self._step, 1))

    @Slot()
    def show_table(self) -> None:
        self.table.show_rows(self._model.heads, self._model.rows)
        self._show_cell()

    def _take(self, place: int, column: int) -> None:
        """The first tap highlights a cell, another takes its next state."""
        if (place, column) == (self._model.row, self._model.column):
            self._model.turn()
        else:
            self._model.select(place, column)

    def _decide(self, state: str, _checked: bool = False) -> None:
        self._model.decide(state)
        self._show_cell()

    def _step(self, by: int, _checked: bool = False) -> None:
        self._model.step_limit(by)

    @Slot()
    def _show_cell(self) -> None:
        model = self._model
        self.table.show_cell(model.row, model.column)
        self.title.setText(model.title)
        self.help.setText(model.help)
        is_limit = model.permission is None
        for state, button in self.states.items():
            button.setVisible(not is_limit)
            button.setEnabled(state in model.choices)
            button.setChecked(state == model.state)
        for button in (self.less_button, self.more_button):
            button.setVisible(is_limit)
            button.setEnabled(model.can_limit)
