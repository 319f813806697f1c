"""An amount as large as its place allows: it is never clipped, whatever the currency."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme

STEP: Final = 2


class AmountLabel(QLabel):
    """Its height is that of its token; in width it takes what it gets and shrinks its type."""

    def __init__(
        self,
        *,
        theme: Theme,
        name: str,
        size: tuple[int, int],
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        self._size = size
        self._align = align
        self._ink = "text"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_ink(self, token: str) -> None:
        self._ink = token
        self.update()

    def set_size(self, size: tuple[int, int]) -> None:
        """Another token, where there is more room or less."""
        if size != self._size:
            self._size = size
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        theme = self._theme
        return QSize(theme.advance(self._size, self.text()), theme.metrics(self._size).height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._theme.px(tokens.TARGET), self.sizeHint().height())

    @property
    def type_size(self) -> int:
        """What it would have with room enough."""
        return self._size[0]

    def fits_at(self, size: int) -> bool:
        return self._theme.advance((size, self._size[1]), self.text()) <= self.width()

    def fitting(self) -> tuple[int, int]:
        """The type in which the whole amount fits."""
        size, weight = self._size
        while size > tokens.BODY[0] and not self.fits_at(size):
            size -= STEP
        return size, weight

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setFont(self._theme.font(self.fitting()))
        painter.setPen(self._theme.colour(self._ink))
        painter.drawText(self.rect(), self._align | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()
