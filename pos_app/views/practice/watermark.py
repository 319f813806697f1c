"""Words all over a window in which nothing is real; whatever is below them is used as ever."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_app.views.shared.theme import Theme

SIZE: Final = 56
OPACITY: Final = 0.10
ANGLE: Final = -24
_APART: Final = 2.6
"""Between two lines of words, in heights of their letters."""


class Watermark(QWidget):
    def __init__(self, words: str, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("watermark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = f"{words}      "
        self._theme = theme
        owner.installEventFilter(self)
        self.setGeometry(owner.rect())

    def eventFilter(self, owner: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Resize and isinstance(owner, QWidget):
            self.setGeometry(owner.rect())
        if event.type() is QEvent.Type.ChildAdded:
            self.raise_()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        font = self.font()
        font.setPixelSize(self._theme.px(SIZE))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._theme.colour("training"))
        painter.setOpacity(OPACITY)
        painter.translate(self.rect().center())
        painter.rotate(ANGLE)
        metrics = painter.fontMetrics()
        reach = self.width() + self.height()
        line = self._words * (2 * reach // max(1, metrics.horizontalAdvance(self._words)) + 1)
        step = metrics.height() * _APART
        for place in range(-int(reach / step), int(reach / step) + 1):
            painter.drawText(QPointF(-reach - (place % 2) * step, place * step), line)
