"""Pictures in a folder of the owner's, for the customer display while nothing is sold."""

from __future__ import annotations

from heapq import nsmallest
from pathlib import Path
from stat import S_ISREG
from typing import Final

from PySide6.QtGui import QImage, QImageReader

from pos_app.adapters.documents.thumbnails import ALLOCATION_MB, ImageBrokenError, thumbnail
from pos_app.domain.errors import InvalidInputError, UnavailableError

KINDS: Final = frozenset({".jpg", ".jpeg", ".png"})
FORMATS: Final = frozenset({"jpeg", "png"})
"""What may be in them: a name is no proof, and not everything that Qt reads is only a picture."""
PICTURES_MAX: Final = 50
MEBIBYTE: Final = 1 << 20
MEBIBYTES_MAX: Final = 32
PIXELS_MAX: Final = ALLOCATION_MB * MEBIBYTE // 4
"""A JPEG is made small as it is read, but a progressive one takes as much room before."""


class PictureFolderError(InvalidInputError):
    code = "display.folder"
    text = "{folder} is not the whole path of a folder. Nothing was changed."


class PictureFolderGoneError(UnavailableError):
    code = "display.folder_gone"
    text = "The customer display cannot read its pictures in {folder}: {reason}."


class SlideBrokenError(UnavailableError):
    code = "display.picture"
    text = "The customer display cannot show {name}: {reason}."


def require_folder(text: str) -> None:
    """None at all is right as well; it is not looked for, since orders would wait for a dead share.

    :raises PictureFolderError: if it cannot be one
    """
    if text and (not Path(text).is_absolute() or "\0" in text):
        raise PictureFolderError(folder=text)


def pictures_in(folder: str) -> tuple[str, ...]:
    """By their names; those beyond the first fifty are left out.

    :raises PictureFolderGoneError: if it cannot be read
    """
    try:
        found = nsmallest(PICTURES_MAX, filter(_is_picture, Path(folder).iterdir()))
    except OSError as error:
        raise PictureFolderGoneError(folder=folder, reason=error.strerror) from error
    return tuple(str(one) for one in found)


def _is_picture(path: Path) -> bool:
    """By its name; those that begin with a dot are what some systems lay beside a picture."""
    return path.suffix.lower() in KINDS and not path.name.startswith(".")


def slide_picture(path: Path, *, width: int, height: int) -> QImage:
    """As large as fits into the box.

    :raises SlideBrokenError: if it cannot be shown
    """
    try:
        _require_small(path)
        return thumbnail(path, width=width, height=height)
    except OSError as error:
        raise SlideBrokenError(name=path.name, reason=error.strerror) from error
    except ImageBrokenError as error:
        raise SlideBrokenError(name=path.name, reason=error.values["reason"]) from error


def _require_small(path: Path) -> None:
    """What is read of a picture before it is decoded tells what decoding it would take.

    :raises ImageBrokenError: if it is none, or is larger than any should be
    """
    status = path.stat()
    if not S_ISREG(status.st_mode):  # a pipe would keep its reader for ever
        raise ImageBrokenError(reason="no file")
    if status.st_size > MEBIBYTES_MAX * MEBIBYTE:
        raise ImageBrokenError(reason=f"more than {MEBIBYTES_MAX} MiB")
    reader = QImageReader(str(path))
    if bytes(reader.format().data()).decode() not in FORMATS:
        raise ImageBrokenError(reason="neither JPEG nor PNG")
    size = reader.size()
    if size.width() * size.height() > PIXELS_MAX:
        raise ImageBrokenError(reason=f"{size.width()} x {size.height()}")
