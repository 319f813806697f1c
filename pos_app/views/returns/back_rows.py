"""What was bought, one row each: a tick, what it is, and what of it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter

from pos_app.viewmodels.returns.give_back_form import BackRow
from pos_app.views.shared import tokens
from pos_app.views.shared.rows import BOX, RowDelegate, Rows, RowsView
from pos_app.views.shared.theme import Theme

QUANTITY: Final = 84
AMOUNT: Final = 96
_STRONG: Final = (tokens.LINE[0], 600)


class _Delegate(RowDelegate):
    def draw(self, painter: QPainter, inside: QRect, row: BackRow) -> None:
        theme, gap = self.theme, self.theme.px(tokens.SPACE[2])
        ink = "text" if row.can_come else "text2"
        box = theme.px(BOX)
        place = QRect(inside.left(), inside.center().y() - box // 2, box, box)
        if row.can_come:
            self.draw_box(painter, place, is_ticked=bool(row.chosen))
        worth = QRect(inside)
        worth.setLeft(inside.right() - theme.px(AMOUNT))
        self.write_end(painter, worth, row.worth, ink=ink)
        quantity = QRect(worth)
        quantity.moveLeft(worth.left() - theme.px(QUANTITY))
        quantity.setWidth(theme.px(QUANTITY))
        self.write_end(painter, quantity, row.chosen, _STRONG, ink)
        words = QRect(inside)
        words.setLeft(place.right() + gap)
        words.setRight((quantity.left() if row.chosen else inside.right()) - gap)
        half, inset = words.height() // 2, theme.px(tokens.SPACE[0])
        above = QRect(words.left(), words.top() + inset, words.width(), half - inset)
        self.write(painter, above, row.name, ink=ink)
        self.write(painter, above.translated(0, half - inset), row.detail, tokens.SMALL, "text2")


class BackRows(RowsView):
    """As high as there is room for.

    Signals:
        picked: Emitted with the row that is tapped.
    """

    picked = Signal(int)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__(theme=theme, name="back_lines", says=self.tr("What was bought"))
        self._rows = Rows(self, spoken=lambda row: row.spoken)
        self._shown: Sequence[BackRow] = ()
        self.fill(self._rows, _Delegate(theme=theme, parent=self))
        self.clicked.connect(lambda index: self.picked.emit(index.row()))

    def show_rows(self, rows: Sequence[BackRow], current: int) -> None:
        if rows != self._shown:
            top = self.verticalScrollBar().value()
            self._rows.show(rows)
            self.verticalScrollBar().setValue(top)
            self._shown = rows
        self.highlight(current)

    def limit(self, rows: int) -> None:
        """So many rows are seen at most."""
        seen = max(1, min(rows, self._rows.rowCount()))
        self.setFixedHeight(seen * self._theme.px(tokens.ROW))
