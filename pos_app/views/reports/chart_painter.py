"""Draws bars, their labels, the outlines of the period before, and what is said of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from pos_app.viewmodels.reports.shown import Bar
from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme

GAP_SHARE: Final = 4
"""One part in so many of a bar's room is left free."""
BAR_MAX: Final = 96
EDGE: Final = 2
NOBODY: Final = -1


class Marks(NamedTuple):
    """The bar that is highlighted, the one under the pointer, and what is said above."""

    current: int
    under: int
    words: str


class ChartPainter:
    def __init__(
        self, painter: QPainter, bars: Sequence[Bar], *, theme: Theme, area: QRect
    ) -> None:
        self._painter = painter
        self._bars = bars
        self._theme = theme
        self._size = area.size()
        self._line = theme.metrics(tokens.SMALL).height() + theme.px(tokens.SPACE[0])
        values = [0, *(one.value for one in bars), *(one.before or 0 for one in bars)]
        room = self._size.height() - 2 * self._line
        reach = max(values) - min(values)
        self._scale = room / max(reach, 1)
        self._zero = self._line + (max(values) * self._scale if reach else room)

    def paint(self, marks: Marks) -> None:
        painter, theme = self._painter, self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(tokens.SMALL))
        painter.setPen(theme.colour("text"))
        head = QRect(0, 0, self._size.width(), self._line)
        said = painter.fontMetrics().elidedText(
            marks.words, Qt.TextElideMode.ElideRight, head.width()
        )
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, said)
        for place, bar in enumerate(self._bars):
            self._bar(place, bar, marks)
        painter.setPen(QPen(theme.colour("border_strong"), 1))
        painter.drawLine(0, round(self._zero), self._size.width(), round(self._zero))
        self._labels()

    def _bar(self, place: int, bar: Bar, marks: Marks) -> None:
        painter, theme, edge = self._painter, self._theme, self._theme.px(EDGE)
        is_lit = place in (marks.current, marks.under)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("primary_press" if is_lit else "primary"))
        painter.drawRect(self._standing(place, bar.value))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if bar.before is not None:
            painter.setPen(QPen(theme.colour("warning"), edge))
            painter.drawRect(self._standing(place, bar.before))
        if place == marks.current:
            painter.setPen(QPen(theme.colour("focus"), edge))
            painter.drawRect(self._standing(place, bar.value).adjusted(-edge, 0, edge, 0))

    def _labels(self) -> None:
        """As many as there is room for, each below its bar."""
        painter, theme = self._painter, self._theme
        painter.setPen(theme.colour("text2"))
        metrics = theme.metrics(tokens.SMALL)
        widest = max(metrics.horizontalAdvance(one.label) for one in self._bars)
        slot = self._size.width() / len(self._bars)
        wanted = min(widest, theme.px(BAR_MAX)) + theme.px(tokens.GAP)
        every = max(1, -(-round(wanted) // max(1, round(slot))))
        width = round(slot * every) - theme.px(tokens.SPACE[0])
        for place in range(0, len(self._bars), every):
            left = round(slot * place)
            room = min(width, self._size.width() - left)
            words = metrics.elidedText(self._bars[place].label, Qt.TextElideMode.ElideRight, room)
            box = QRect(left, self._size.height() - self._line, room, self._line)
            edge = Qt.AlignmentFlag.AlignHCenter if every == 1 else Qt.AlignmentFlag.AlignLeft
            painter.drawText(box, edge | Qt.AlignmentFlag.AlignVCenter, words)

    def _standing(self, place: int, value: int) -> QRectF:
        """On the line of nothing, or hanging from it."""
        slot = self._size.width() / len(self._bars)
        width = min(slot * (GAP_SHARE - 1) / GAP_SHARE, self._theme.px(BAR_MAX))
        height = value * self._scale
        left = slot * place + (slot - width) / 2
        return QRectF(left, self._zero - max(height, 0), width, abs(height))
