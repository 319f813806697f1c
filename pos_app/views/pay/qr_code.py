"""A QR code as large as its place, for the customer's phone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.views.shared.codes import QR_QUIET, Matrix, paint_qr, qr_matrix
from pos_app.views.shared.theme import Theme


class QrCode(QWidget):
    """Black on white in every theme: phones read nothing else as surely."""

    def __init__(self, *, theme: Theme, name: str, side: int) -> None:
        super().__init__()
        self._theme = theme
        self._side = side
        self.payload = ""
        """What is drawn."""
        self._matrix: Matrix = ()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("QR code for the customer's phone"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_payload(self, payload: str) -> None:
        """Draw it; without anything to draw there is no widget."""
        self.setVisible(bool(payload))
        if payload and payload != self.payload:
            self.payload = payload
            self._matrix = qr_matrix(payload)
            self.updateGeometry()
            self.update()

    def set_side(self, side: int) -> None:
        """How large it is at most, in token pixels."""
        if side != self._side:
            self._side = side
            self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802
        modules = len(self._matrix) + 2 * QR_QUIET
        side = self._theme.px(self._side)
        # Whole pixels a module: edges that are blurred are misread.
        side = max(side // modules, 1) * modules
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        modules = len(self._matrix) + 2 * QR_QUIET
        size = min(self.width(), self.height()) // modules
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        first = QPoint(QR_QUIET * size, QR_QUIET * size)
        paint_qr(painter, self._matrix, at=first, module=size)
        painter.end()
