"""Pictures in files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QImage


def draw_picture(path: Path, width: int = 64, height: int = 32, *, ink: str = "black") -> Path:
    """A frame of that colour on nothing, a quarter of it thick."""
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(ink))
    edge = height // 4
    for y in range(edge, height - edge):
        for x in range(edge, width - edge):
            image.setPixelColor(x, y, QColor(0, 0, 0, 0))
    assert image.save(str(path))
    return path


def draw_sign(path: Path) -> Path:
    """A sun over water, as a shop might have it on its door."""
    width, height = 600, 320
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for y in range(height):
        for x in range(width):
            if (x - 300) ** 2 + (y - 170) ** 2 < 140**2 and y < 190:
                image.setPixelColor(x, y, QColor("#e08a00"))
            elif 200 <= y < 300 and y % 40 < 20:
                image.setPixelColor(x, y, QColor("#103a6b"))
    assert image.save(str(path))
    return path
