"""Decode a picture small, in whatever thread asks for it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from pos_app.domain.errors import UnavailableError

SIDE_MAX: Final = 10_000
ALLOCATION_MB: Final = 128


class ImageBrokenError(UnavailableError):
    code = "image.broken"
    text = "A picture of a product cannot be shown: {reason}."


def thumbnail(path: Path, *, width: int, height: int) -> QImage:
    """The picture, as large as fits into the box.

    :raises ImageBrokenError: if it cannot be decoded, or is larger than any picture of a product
    """
    QImageReader.setAllocationLimit(ALLOCATION_MB)
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        if max(size.width(), size.height()) > SIDE_MAX:
            raise ImageBrokenError(reason=f"{size.width()} x {size.height()}")
        reader.setScaledSize(size.scaled(QSize(width, height), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise ImageBrokenError(reason=reader.errorString())
    return image
