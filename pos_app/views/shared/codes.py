"""QR codes and bar codes in whole pixels, for blurred edges are misread; and the logo's dots."""

from __future__ import annotations

from typing import Final

import segno
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter

from pos_app.viewmodels.shared.logo_text import Dots

QR_QUIET: Final = 4
"""Modules of white around a QR code, which scanners need."""

Matrix = tuple[bytearray, ...]


def qr_matrix(payload: str) -> Matrix:
    return segno.make(payload, error="m", micro=False).matrix


def paint_qr(painter: QPainter, matrix: Matrix, *, at: QPoint, module: int) -> None:
    """Only what is dark; `at` is the corner of the first module."""
    for y, line in enumerate(matrix):
        for x, dark in enumerate(line):
            if dark:
                square = QRect(at.x() + x * module, at.y() + y * module, module, module)
                painter.fillRect(square, Qt.GlobalColor.black)


def paint_bars(painter: QPainter, modules: str, *, at: QPoint, module: int, height: int) -> None:
    """Only what is dark of the "1" and "0" of a bar code."""
    for x, dark in enumerate(modules):
        if dark == "1":
            bar = QRect(at.x() + x * module, at.y(), module, height)
            painter.fillRect(bar, Qt.GlobalColor.black)


def logo_image(logo: Dots) -> QImage:
    """A pixel for each dot, black on white."""
    mono = QImage.Format.Format_Mono
    # A copy: the picture does not keep the bytes that it is made of.
    image = QImage(logo.bits, logo.width, logo.height, logo.line_bytes, mono).copy()
    image.setColorTable([0xFFFFFFFF, 0xFF000000])
    return image
