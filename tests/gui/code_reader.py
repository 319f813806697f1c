"""Reads codes off a picture as a scanner does: from dark and light, knowing no coordinates."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtGui import QImage

FINDER_MODULES = 7
"""How wide the dark edge of a QR code's corner is."""


def is_dark(image: QImage, x: int, y: int) -> bool:
    return image.pixelColor(x, y).lightness() < 128


def read_qr(image: QImage) -> list[list[int]]:
    """The modules of the one QR code in a picture that has nothing else dark in it."""
    rows, columns = range(image.height()), range(image.width())
    top = next(y for y in rows if any(is_dark(image, x, y) for x in columns))
    left = next(x for x in columns if is_dark(image, x, top))
    right = max(x for x in columns if is_dark(image, x, top))
    edge = next(x for x in range(left, image.width()) if not is_dark(image, x, top)) - left
    count = round((right - left + 1) / (edge / FINDER_MODULES))
    module = (right - left + 1) / count
    middles = [round((at + 0.5) * module - 0.5) for at in range(count)]
    return [[int(is_dark(image, left + x, top + y)) for x in middles] for y in middles]


def read_line(image: QImage) -> str:
    """The modules of the one bar code in a picture, off the line through its middle."""
    line = [is_dark(image, x, image.height() // 2) for x in range(image.width())]
    runs = [(dark, len(list(group))) for dark, group in groupby(line)]
    runs = [one for at, one in enumerate(runs) if one[0] or 0 < at < len(runs) - 1]
    module = min(length for _, length in runs)
    return "".join(str(int(dark)) * round(length / module) for dark, length in runs)
