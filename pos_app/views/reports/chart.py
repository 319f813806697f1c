"""Bars, painted: the highlighted one says its value, and so does the one under the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.viewmodels.reports.shown import NO_ROW, Bar
from pos_app.views.reports.chart_painter import NOBODY, ChartPainter, Marks
from pos_app.views.shared.controls import plain_tip
from pos_app.views.shared.theme import Theme

HEIGHT_MIN: Final = 150


class BarChart(QWidget):
    """What went down stands below the line; the period before is drawn as outlines.

    Signals:
        picked: Emitted with the row of the bar that is tapped, if it has one.
    """

    picked = Signal(int)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: Sequence[Bar] = ()
        self._title = ""
        self._current = self._under = NOBODY
        self.setObjectName("report_chart")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(theme.px(HEIGHT_MIN))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_bars(self, bars: Sequence[Bar], *, title: str) -> None:
        """:param title: what a bar is high with"""
        self._title = title
        self._bars, self._current, self._under = bars, NOBODY, NOBODY
        self._say()

    @Slot(int)
    def highlight(self, row: int) -> None:
        places = (place for place, bar in enumerate(self._bars) if bar.row == row != NO_ROW)
        self._current = next(places, NOBODY)
        self._say()

    @property
    def words(self) -> str:
        """What is said of the bar that is looked at."""
        place = self._under if self._under != NOBODY else self._current
        return self._bars[place].words if 0 <= place < len(self._bars) else ""

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._theme.px(400), self._theme.px(HEIGHT_MIN))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseMoveEvent(event)
        self._point_at(self._at(event))

    def leaveEvent(self, event: object) -> None:  # noqa: N802
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._point_at(NOBODY)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = self._at(event)
        if place != NOBODY and self._bars[place].row != NO_ROW:
            self.picked.emit(self._bars[place].row)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        if self._bars:
            marks = Marks(self._current, self._under, f"{self._title} · {self.words}")
            ChartPainter(painter, self._bars, theme=self._theme, area=self.rect()).paint(marks)
        painter.end()

    def _at(self, event: QMouseEvent) -> int:
        if not self._bars:
            return NOBODY
        place = int(event.position().x() * len(self._bars) / max(self.width(), 1))
        return min(max(place, 0), len(self._bars) - 1)

    def _point_at(self, place: int) -> None:
        if place != self._under:
            self._under = place
            self._say()

    def _say(self) -> None:
        self.setAccessibleName(
            self.tr("Chart of {title}. {words}").format(title=self._title, words=self.words)
        )
        self.setToolTip(plain_tip(self.words))
        self.update()
