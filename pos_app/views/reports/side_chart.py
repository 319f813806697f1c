"""Lying bars beside the chart: a name, its amount, and below them how long it is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.viewmodels.reports.sides import Side, SideRow
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import plain_tip
from pos_app.views.shared.theme import Theme

BAR_HEIGHT: Final = 6
WIDTH_MIN: Final = 200
MILLION: Final = 1_000_000


class SideChart(QWidget):
    """As many rows as there is room for; all of them are told to who listens.

    Signals:
        picked: Emitted with the cut that it is of, when it is tapped.
    """

    picked = Signal(str)

    def __init__(self, *, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.side: Side | None = None
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(theme.px(WIDTH_MIN))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_side(self, side: Side | None) -> None:
        """Without one it is hidden, and nothing of what it said is left to be read out."""
        self.side = side
        self.setVisible(side is not None)
        rows = [f"{row.label}: {row.amount}" for row in side.rows] if side is not None else []
        self.setAccessibleName(f"{side.title}. {'. '.join(rows)}" if side is not None else "")
        self.setToolTip(plain_tip("\n".join(rows)))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._theme.px(WIDTH_MIN), self._theme.px(WIDTH_MIN))

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        if self.side is not None:
            self.picked.emit(self.side.by)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        if self.side is None:
            return
        painter, theme = QPainter(self), self._theme
        line = theme.metrics(tokens.SMALL).height()
        step = line + theme.px(BAR_HEIGHT + tokens.GAP)
        painter.setFont(theme.font(tokens.SMALL))
        painter.setPen(theme.colour("text2"))
        head = QRect(0, 0, self.width(), line + theme.px(tokens.SPACE[0]))
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, self.side.title)
        room = (self.height() - head.height()) // step
        for place, row in enumerate(self.side.rows[:room]):
            top = head.bottom() + place * step
            self._row(painter, QRect(0, top, self.width(), line), row)
        painter.end()

    def _row(self, painter: QPainter, place: QRect, row: SideRow) -> None:
        theme, metrics = self._theme, self._theme.metrics(tokens.SMALL)
        amount = metrics.horizontalAdvance(row.amount) + theme.px(tokens.GAP)
        room = place.width() - amount
        label = metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, room)
        painter.setPen(theme.colour("text"))
        lead, trail = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if theme.is_mirrored:
            lead, trail = trail, lead
        painter.drawText(place, lead | Qt.AlignmentFlag.AlignVCenter, label)
        painter.drawText(place, trail | Qt.AlignmentFlag.AlignVCenter, row.amount)
        width = place.width() * row.part // MILLION
        left = place.width() - width if theme.is_mirrored else 0
        bar = QRect(left, place.bottom() + 1, width, theme.px(BAR_HEIGHT))
        painter.fillRect(bar, theme.colour("primary"))
