"""How far something is that takes a while: a bar in the colours of the theme."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme

WHOLE: Final = 100


class ProgressBar(QWidget):
    def __init__(self, *, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._percent = 0
        self.setObjectName(name)
        self.setFixedHeight(theme.px(tokens.SPACE[2]))

    def show_percent(self, percent: int) -> None:
        self._percent = min(percent, WHOLE)
        self.setAccessibleName(f"{self._percent} %")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() // 2
        painter.setBrush(self._theme.colour("surface2"))
        painter.drawRoundedRect(self.rect(), radius, radius)
        painter.setBrush(self._theme.colour("primary"))
        done = QRect(0, 0, self.width() * self._percent // WHOLE, self.height())
        painter.drawRoundedRect(done, radius, radius)
        painter.end()
