"""A receipt on the screen: what the printer gives, with its codes drawn so that they scan."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from pos_app.viewmodels.shared.logo_text import Dots
from pos_app.viewmodels.shared.paper import NO_PAPER, Paper, PaperPart
from pos_app.views.shared import tokens
from pos_app.views.shared.codes import QR_QUIET, Matrix, logo_image, paint_bars, paint_qr, qr_matrix
from pos_app.views.shared.theme import Theme

QR_MODULE: Final = 4
"""In token pixels, and so is the next."""
BAR_MODULE: Final = 2
BARS_QUIET: Final = 10
BARS_HEIGHT: Final = 48
DOTS_PER_COLUMN: Final = 12
"""Of a receipt printer's usual type: so a logo is as wide beside the words as on the paper."""


class ReceiptPaper(QLabel):
    """Its text is the whole receipt in plain words; what is painted has codes in their place.

    Codes are black on white in every theme: scanners read nothing else as surely.

    Signals:
        picked: Emitted with the line that was touched.
    """

    picked = Signal(int)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._paper = NO_PAPER
        self._matrices: dict[str, Matrix] = {}
        self._highlighted = -1
        self.setProperty("role", "receipt")
        self.setObjectName("receipt")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    def show_paper(self, paper: Paper) -> None:
        self._paper, self._highlighted = paper, -1
        self._matrices = {one.qr: qr_matrix(one.qr) for one in paper.parts if one.qr}
        self.setText(paper.plain)
        self.updateGeometry()

    def highlight(self, line: int) -> None:
        self._highlighted = line
        self.update()

    def place_of(self, line: int) -> QRect:
        """As wide as the paper."""
        heights = [self._size(part).height() for part in self._paper.parts[: line + 1]]
        return QRect(0, sum(heights[:-1]), self.width(), heights[-1])

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        at = event.position().toPoint()
        top = 0
        for line, part in enumerate(self._paper.parts):
            top += self._size(part).height()
            if at.y() < top:
                self.picked.emit(line)
                return

    def sizeHint(self) -> QSize:  # noqa: N802
        self.ensurePolished()
        sizes = [self._size(part) for part in self._paper.parts]
        width = max((one.width() for one in sizes), default=0)
        return QSize(width, sum(one.height() for one in sizes))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        if self._highlighted >= 0:
            place = self.place_of(self._highlighted)
            painter.fillRect(place, self._theme.colour("selected"))
            painter.setPen(self._theme.colour("primary"))  # colour alone is too little
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.setPen(self.palette().color(self.foregroundRole()))
        width, top = self.sizeHint().width(), 0
        for part in self._paper.parts:
            size = self._size(part)
            place = QRect(QPoint(0, top), size)
            if part.logo is not None:
                place.moveLeft((width - size.width()) // 2)
                _paint_logo(painter, part.logo, place)
            elif part.qr or part.bars:
                place.moveLeft((width - size.width()) // 2)
                self._paint_code(painter, part, place)
            else:
                painter.drawText(place, Qt.AlignmentFlag.AlignLeft, part.text)
            top += size.height()
        painter.end()

    def _size(self, part: PaperPart) -> QSize:
        if part.qr:
            side = (len(self._matrices[part.qr]) + 2 * QR_QUIET) * self._theme.px(QR_MODULE)
            return QSize(side, side)
        quiet = self._theme.px(tokens.SPACE[1])
        if part.bars:
            modules = len(part.bars) + 2 * BARS_QUIET
            height = self._theme.px(BARS_HEIGHT) + 2 * quiet
            return QSize(modules * self._theme.px(BAR_MODULE), height)
        metrics = QFontMetrics(self.font())
        if part.logo is not None:
            dot = metrics.horizontalAdvance("0") / DOTS_PER_COLUMN
            return QSize(round(part.logo.width * dot), round(part.logo.height * dot))
        return QSize(metrics.horizontalAdvance(part.text), metrics.lineSpacing())

    def _paint_code(self, painter: QPainter, part: PaperPart, place: QRect) -> None:
        painter.fillRect(place, Qt.GlobalColor.white)
        if part.qr:
            module = self._theme.px(QR_MODULE)
            first = place.topLeft() + QPoint(QR_QUIET * module, QR_QUIET * module)
            paint_qr(painter, self._matrices[part.qr], at=first, module=module)
            return
        module, quiet = self._theme.px(BAR_MODULE), self._theme.px(tokens.SPACE[1])
        first = place.topLeft() + QPoint(BARS_QUIET * module, quiet)
        height = place.height() - 2 * quiet
        paint_bars(painter, part.bars, at=first, module=module, height=height)


def _paint_logo(painter: QPainter, logo: Dots, place: QRect) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(place, logo_image(logo))
    painter.restore()
