"""The pictures of products: files in the store's folder, each named by what is in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from pos_app.domain.errors import InvalidInputError, UnavailableError

BYTES_MAX: Final = 2 * 1024 * 1024
_HASH_DIGITS: Final = 32
_NAME: Final = re.compile(r"[0-9a-f]{32}\.(png|jpg|webp)")


class ImageRefusedError(InvalidInputError):
    code = "image.refused"
    text = "{file} is no picture this till shows: PNG, JPEG or WebP of at most {most} MB."


class ImageUnreadableError(UnavailableError):
    code = "image.unreadable"
    text = "{file} cannot be read or kept: {reason}."


class ProductImages:
    def __init__(
        self, folder: Path, *, placing: Callable[[Path], AbstractContextManager[Path]]
    ) -> None:
        self._folder = folder
        self._placing = placing

    def keep(self, file: Path) -> str:
        """Copy a picture into the folder and return its name; the same one is there once.

        :raises ImageRefusedError: if it is too large, or none of the formats
        :raises ImageUnreadableError: if it cannot be read, or the folder not be written
        """
        try:
            with file.open("rb") as source:
                data = source.read(BYTES_MAX + 1)
            ending = _ending_of(data)
            if ending is None or len(data) > BYTES_MAX:
                raise ImageRefusedError(file=file.name, most=BYTES_MAX // 1024**2)
            name = f"{hashlib.sha256(data).hexdigest()[:_HASH_DIGITS]}.{ending}"
            self._folder.mkdir(mode=0o700, exist_ok=True)
            if not (self._folder / name).exists():
                with self._placing(self._folder / name) as place:
                    place.write_bytes(data)
        except OSError as error:
            raise ImageUnreadableError(file=file.name, reason=error.strerror or error) from error
        return name

    def path_of(self, name: str) -> Path:
        """:raises ImageRefusedError: for a name that `keep` never gave"""
        if not _NAME.fullmatch(name):
            raise ImageRefusedError(file=name, most=BYTES_MAX // 1024**2)
        return self._folder / name


def _ending_of(data: bytes) -> str | None:
    """By what is in it: the name of a file says nothing."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return None
