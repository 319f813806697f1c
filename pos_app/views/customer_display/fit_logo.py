"""The logo of the store beside its name, in proportion to the screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.viewmodels.shared.logo_text import Dots, dots_of
from pos_app.views.customer_display.sizes import Sizes
from pos_app.views.shared.codes import logo_image

BOX: Final = (160, 36)
"""The most it takes, in units."""
EDGE: Final = 3


class FitLogo(QWidget):
    """Black on white in every theme; it says nothing that the name beside it does not say."""

    def __init__(self, *, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("display_logo")
        self._sizes = sizes
        self._dots: Dots | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_logo(self, text: str) -> None:
        """Without a logo there is no widget."""
        self._dots = dots_of(text)
        self.setVisible(self._dots is not None)
        self.refit()

    def refit(self) -> None:
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        if self._dots is None:
            return QSize(0, 0)
        edges = 2 * self._sizes.px(EDGE)
        return self._drawn(self._dots) + QSize(edges, edges)

    def _drawn(self, dots: Dots) -> QSize:
        box = QSize(self._sizes.px(BOX[0]), self._sizes.px(BOX[1]))
        return QSize(dots.width, dots.height).scaled(box, Qt.AspectRatioMode.KeepAspectRatio)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        if self._dots is None:
            return
        place = QRect(self.rect().topLeft(), self._drawn(self._dots))
        place.moveCenter(self.rect().center())
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, logo_image(self._dots))
        painter.end()
