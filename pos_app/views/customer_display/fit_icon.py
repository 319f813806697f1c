"""An icon as large as its place allows."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.views.customer_display.sizes import Sizes


class FitIcon(QWidget):
    """It says nothing that the words beside it do not say."""

    def __init__(self, *, sizes: Sizes, name: str, units: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self._sizes = sizes
        self._units = units
        self._icon = ""
        self._ink = "text2"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: str, ink: str) -> None:
        """Without an icon there is no widget."""
        self._icon, self._ink = icon, ink
        self.setVisible(bool(icon))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        side = self._sizes.px(self._units)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        if self._icon:
            sizes = self._sizes
            token = sizes.token(sizes.px(self._units))
            painter = QPainter(self)
            painter.drawPixmap(0, 0, sizes.theme.icon(self._icon, token, self._ink))
            painter.end()
