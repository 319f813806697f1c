"""Pictures in a folder of the owner's, for the customer display while nothing is sold."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage

from pos_app.adapters.documents.thumbnails import ImageBrokenError, thumbnail
from pos_app.domain.errors import InvalidInputError, UnavailableError

KINDS: Final = frozenset({".jpg", ".jpeg", ".png"})
PICTURES_MAX: Final = 50


class PictureFolderError(InvalidInputError):
    code = "display.folder"
    text = "{folder} is no folder of this computer. Nothing was changed."


class PictureFolderGoneError(UnavailableError):
    code = "display.folder_gone"
    text = "The customer display cannot read its pictures in {folder}: {reason}."


class SlideBrokenError(UnavailableError):
    code = "display.picture"
    text = "The customer display cannot show {name}: {reason}."


def require_folder(text: str) -> None:
    """None at all is right as well.

    :raises PictureFolderError: if there is no such folder
    """
    try:
        is_folder = not text or (Path(text).is_absolute() and Path(text).is_dir())
    except (OSError, ValueError) as error:  # too long, or no path at all
        raise PictureFolderError(folder=text) from error
    if not is_folder:
        raise PictureFolderError(folder=text)


def pictures_in(folder: str) -> tuple[str, ...]:
    """By their names; those beyond the first fifty are left out.

    :raises PictureFolderGoneError: if it cannot be read
    """
    try:
        found = sorted(one for one in Path(folder).iterdir() if one.suffix.lower() in KINDS)
    except OSError as error:
        raise PictureFolderGoneError(folder=folder, reason=error.strerror) from error
    return tuple(str(one) for one in found[:PICTURES_MAX])


def slide_picture(path: Path, *, width: int, height: int) -> QImage:
    """As large as fits into the box.

    :raises SlideBrokenError: if it cannot be shown
    """
    try:
        return thumbnail(path, width=width, height=height)
    except ImageBrokenError as error:
        raise SlideBrokenError(name=path.name, reason=error.values["reason"]) from error
