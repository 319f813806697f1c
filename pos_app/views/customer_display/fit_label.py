"""Words and amounts as large as their place allows: never cut, only smaller."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from pos_app.views.customer_display.sizes import Sizes

SIZE_MIN: Final = 10
STEP: Final = 2
SLACK: Final = 2
"""What words may need beyond their lines, by rounding."""
_WORDS: Final = Qt.TextFlag.TextWordWrap


class FitLabel(QLabel):
    """`units` is the size of its type with room enough, `lines` how many it may take.

    With `elides_at`, type of that size ends in dots: a name is known by how it begins.
    """

    def __init__(
        self,
        *,
        sizes: Sizes,
        name: str,
        units: int,
        weight: int = 600,
        lines: int = 1,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.elides_at = 0
        self.ink = "text"
        self._sizes = sizes
        self._units = units
        self._weight = weight
        self._lines = lines
        self._taken = 1
        self._align = align | Qt.AlignmentFlag.AlignVCenter
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str, *, ink: str = "text") -> None:
        """Without words there is no label."""
        self.ink = ink
        self.setText(words)
        self.setVisible(bool(words))
        self.refit()

    def refit(self) -> None:
        """Its place or its words have changed: so may the lines that it takes."""
        self._taken = self._count_lines()
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self._count_lines() != self._taken:
            self.refit()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, self._metrics.lineSpacing() * self._taken + SLACK)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    @property
    def is_whole(self) -> bool:
        """Whether all of it is seen, in a type that can be read."""
        return bool(self.elides_at) or self._fits(self._fitting())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        pixels, words = self._fitting(), self.text()
        painter = QPainter(self)
        painter.setFont(self._font(pixels))
        if self._align & Qt.AlignmentFlag.AlignHCenter:  # an end mark stands where its words end
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setPen(self._sizes.theme.colour(self.ink))
        if self.elides_at:
            words = painter.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, self.width()
            )
        painter.drawText(self.rect(), self._flags, words)
        painter.end()

    @property
    def _metrics(self) -> QFontMetrics:
        """Of its type with room enough."""
        return self._sizes.metrics(self._sizes.px(self._units), self._weight)

    def _count_lines(self) -> int:
        """In its own type, as many as it may take at most."""
        metrics = self._metrics
        tall = QRect(0, 0, max(self.width(), 1), metrics.lineSpacing() * (self._lines + 1))
        needed = metrics.boundingRect(tall, self._flags, self.text()).height()
        return max(1, min(self._lines, round(needed / metrics.lineSpacing())))

    @property
    def _flags(self) -> int:
        return int(self._align | _WORDS) if self._lines > 1 else int(self._align)

    def _font(self, pixels: int) -> QFont:
        return self._sizes.font(pixels, self._weight)

    def _fitting(self) -> int:
        pixels = self._sizes.px(self._units)
        least = max(self._sizes.px(self.elides_at), SIZE_MIN)
        while pixels > least and not self._fits(pixels):
            pixels -= STEP
        return max(pixels, least)

    def _fits(self, pixels: int) -> bool:
        metrics = self._sizes.metrics(pixels, self._weight)
        place = QRect(0, 0, self.width(), self.height())
        needed = metrics.boundingRect(place, self._flags, self.text())
        return needed.width() <= place.width() and needed.height() <= place.height()
