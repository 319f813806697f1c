"""The list of held orders: how a row is said and painted, and the widget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from pos_app.viewmodels.held.rows import HeldRow
from pos_app.views.shared import tokens
from pos_app.views.shared.rows import RowDelegate, Rows, RowsView
from pos_app.views.shared.theme import Theme

ROW_HEIGHT: Final = 64


class HeldDelegate(RowDelegate):
    """Name and what is in it above, who and how many below; an old one has a clock."""

    height = ROW_HEIGHT

    def draw(self, painter: QPainter, inside: QRect, row: HeldRow) -> None:
        theme, pad = self.theme, self.theme.px(tokens.SPACE[2])
        amount = self.write_end(painter, inside, row.amount)
        left = inside.left()
        right = inside.right() - amount - pad
        half, inset = inside.height() // 2, theme.px(tokens.SPACE[1])
        above = QRect(left, inside.top() + inset, right - left, half - inset)
        below = QRect(left, inside.top() + half, right - left, half - inset)
        ink = "text" if row.order is not None else "danger"
        self.write(painter, above, row.title, tokens.LINE, ink)
        if row.is_old:
            size = tokens.BODY[0]
            icon = theme.icon("history", size, "warning")
            side = theme.px(size)
            top = below.top() + (below.height() - side) // 2
            painter.drawPixmap(QRect(below.left(), top, side, side), icon)
            below.setLeft(below.left() + side + inset)
        words = "  ·  ".join(part for part in (row.time, row.detail) if part)
        self.write(painter, below, words, tokens.SMALL, "warning" if row.is_old else "text2")


class HeldTable(RowsView):
    def __init__(self, *, theme: Theme) -> None:
        super().__init__(theme=theme, name="held_rows", says=self.tr("Held orders"))
        self._rows = Rows(self, spoken=self._spoken)
        self.fill(self._rows, HeldDelegate(theme=theme, parent=self))

    def show_rows(self, rows: Sequence[HeldRow]) -> None:
        self._rows.show(rows)

    def _spoken(self, row: HeldRow) -> str:
        old = self.tr("older than a day") if row.is_old else ""
        return ", ".join(
            part for part in (row.time, old, row.title, row.detail, row.amount) if part
        )
