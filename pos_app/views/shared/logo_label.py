"""The logo of the store, as small as a screen has room for it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

from pos_app.viewmodels.shared.logo_text import dots_of
from pos_app.views.shared.codes import logo_image
from pos_app.views.shared.theme import Theme


class LogoLabel(QLabel):
    """Black on white in every theme, as on the paper; without a logo it is not there."""

    def __init__(self, *, theme: Theme, name: str, box: tuple[int, int]) -> None:
        """:param box: the most that it takes, before it is scaled with the rest"""
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._box = box
        self._shown: str | None = None

    def show_logo(self, text: str) -> None:
        """:param text: of a Logo, or nothing"""
        if text == self._shown:
            return
        self._shown = text
        logo = dots_of(text)
        self.setVisible(logo is not None)
        if logo is not None:
            most = QSize(*(self._theme.px(side) for side in self._box))
            size = QSize(logo.width, logo.height)
            size.scale(most, Qt.AspectRatioMode.KeepAspectRatio)
            size = size.expandedTo(QSize(1, 1))  # else a thin rule is nothing
            mode = Qt.TransformationMode.SmoothTransformation
            image = logo_image(logo).convertToFormat(QImage.Format.Format_Grayscale8)
            self.setPixmap(QPixmap.fromImage(image.scaled(size, mode=mode)))
