"""What an order comes to and what is paid of it, row by row; the first and the last are seen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.viewmodels.customer_display.customer_text import SumRow
from pos_app.views.customer_display.sizes import Sizes

ROW: Final = 32
WORDS: Final = 18
GAP: Final = 8
DOTS: Final = SumRow("…", "")
_WEIGHTS: Final = {"strong": 700, "success": 600}
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


class SumRows(QWidget):
    def __init__(self, *, sizes: Sizes, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._sizes = sizes
        self._rows: tuple[SumRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def show_rows(self, rows: tuple[SumRow, ...]) -> None:
        if rows != self._rows:
            self._rows = rows
            self.setAccessibleName("; ".join(f"{one.words} {one.amount}" for one in rows))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, 2 * self._height)

    @property
    def seen(self) -> tuple[SumRow, ...]:
        """Those that there is room for: of many, the first one and the newest."""
        room = max(self.height() // self._height, 1)
        if len(self._rows) <= room:
            return self._rows
        kept = max(room - 2, 1)
        return (self._rows[0], DOTS, *self._rows[-kept:])[:room]

    @property
    def _height(self) -> int:
        return self._sizes.px(ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        for place, one in enumerate(self.seen):
            room = QRect(0, place * self._height, self.width(), self._height)
            self._draw(painter, room, one)
        painter.end()

    def _draw(self, painter: QPainter, room: QRect, one: SumRow) -> None:
        """The amount is whole: its type is smaller where the column is narrow for it."""
        sizes, weight = self._sizes, _WEIGHTS.get(one.tone, 500)
        pixels = sizes.px(WORDS)
        while pixels > 1 and sizes.metrics(pixels, weight).horizontalAdvance(one.amount) > (
            room.width()
        ):
            pixels -= 1
        painter.setFont(sizes.font(pixels, weight))
        painter.setPen(sizes.theme.colour("success" if one.tone == "success" else "text"))
        painter.drawText(room, _MIDDLE | Qt.AlignmentFlag.AlignRight, one.amount)
        metrics = painter.fontMetrics()
        left = room.width() - metrics.horizontalAdvance(one.amount) - sizes.px(GAP)
        words = metrics.elidedText(one.words, Qt.TextElideMode.ElideRight, max(left, 0))
        painter.drawText(room, _MIDDLE | Qt.AlignmentFlag.AlignLeft, words)
