"""Make the dots of a logo from a picture: as large as the paper allows, greys as dots among white.

No application of Qt is needed: the command line reads a logo, too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.logo import DOTS_PER_BYTE, HEIGHT_MAX, WIDTH_MAX, Logo

BYTES_MAX: Final = 2 * 1024**2
SIDE_MAX: Final = 4_000
"""In pixels."""
_FORMATS: Final = {b"\x89PNG\r\n\x1a\n": b"png", b"\xff\xd8\xff": b"jpeg"}
_WHITE: Final = 255
_BLACK_TO: Final = 80
_WHITE_FROM: Final = 230
_LEVELS: Final = bytes(
    max(0, min(_WHITE, (grey - _BLACK_TO) * _WHITE // (_WHITE_FROM - _BLACK_TO)))
    for grey in range(_WHITE + 1)
)
"""What is almost black or white is wholly so: specks in letters are hard to read."""


class LogoFileError(InvalidInputError):
    code = "logo.file"
    text = "{file} cannot be read: {reason}. Nothing was changed."


class LogoFormatError(InvalidInputError):
    code = "logo.format"
    text = "{file} is no PNG or JPEG, or it is broken. Nothing was changed."


class LogoSizeError(InvalidInputError):
    code = "logo.size"
    text = (
        "{file} is too large for a logo: at most {most} MB, and {side} pixels a side. "
        "Nothing was changed."
    )


class LogoBlankError(InvalidInputError):
    code = "logo.blank"
    text = (
        "Nothing of {file} would be seen on white paper. Take one that is dark on white. "
        "Nothing was changed."
    )


def read_logo(path: Path) -> Logo:
    """:raises InvalidInputError: saying why a file is no logo"""
    image = _decoded(_read(path), path.name)
    if image.width() > WIDTH_MAX or image.height() > HEIGHT_MAX:
        image = image.scaled(
            WIDTH_MAX,
            HEIGHT_MAX,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    mono = _on_paper(image).convertToFormat(
        QImage.Format.Format_Mono,
        Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.DiffuseDither,
    )
    lines = _lines_of(mono, -(-mono.width() // DOTS_PER_BYTE))
    drawn = [place for place, line in enumerate(lines) if any(line)]
    if not drawn:
        raise LogoBlankError(file=path.name)
    # What is white above and below would be paper for nothing.
    lines = lines[drawn[0] : drawn[-1] + 1]
    return Logo(mono.width(), len(lines), b"".join(lines))


def _read(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():  # a pipe would keep one waiting
            raise LogoFormatError(file=path.name or path)
        with path.open("rb") as source:
            data = source.read(BYTES_MAX + 1)
    except (OSError, ValueError) as error:  # a path with a zero in it
        reason = getattr(error, "strerror", None) or error
        raise LogoFileError(file=path.name, reason=reason) from error
    if len(data) > BYTES_MAX:
        raise LogoSizeError(file=path.name, most=BYTES_MAX // 1024**2, side=SIDE_MAX)
    return data


def _decoded(data: bytes, name: str) -> QImage:
    kind = next((kind for start, kind in _FORMATS.items() if data.startswith(start)), None)
    if kind is None:
        raise LogoFormatError(file=name)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > SIDE_MAX:
        raise LogoSizeError(file=name, most=BYTES_MAX // 1024**2, side=SIDE_MAX)
    image = reader.read()
    if image.isNull():
        raise LogoFormatError(file=name)
    return image.convertToFormat(QImage.Format.Format_ARGB32)


def _on_paper(image: QImage) -> QImage:
    """In greys; where the picture lets through what is behind it, that is white paper."""
    width, height = image.width(), image.height()
    greys = b"".join(_lines_of(image.convertToFormat(QImage.Format.Format_Grayscale8), width))
    alphas = b"".join(_lines_of(image.convertToFormat(QImage.Format.Format_Alpha8), width))
    paper = bytes(
        (grey * alpha + _WHITE * (_WHITE - alpha)) // _WHITE
        for grey, alpha in zip(greys, alphas, strict=True)
    ).translate(_LEVELS)
    # A copy: the bytes go with this function.
    return QImage(paper, width, height, width, QImage.Format.Format_Grayscale8).copy()


def _lines_of(image: QImage, length: int) -> list[bytes]:
    """Line by line, without what fills each up to four bytes."""
    data, step = bytes(image.constBits()), image.bytesPerLine()
    return [data[at : at + length] for at in range(0, step * image.height(), step)]
