"""Files that are there complete or not at all, whatever stops the writing of them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pos_app.domain.errors import UnavailableError


class NotAFileError(UnavailableError):
    code = "file.not_a_file"
    text = "{path} is no ordinary file. Nothing was changed; choose another one."


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A path beside the target to write to, for the owner's eyes only.

    It takes the target's place when the block ends well, and is gone when it does not.

    :raises NotAFileError: if the target is a device, a pipe or a folder
    """
    place = target.resolve()
    if place.exists() and not place.is_file():
        raise NotAFileError(path=target)
    try:
        handle, name = tempfile.mkstemp(prefix=".pos-app-", suffix=".partial", dir=place.parent)
    except OSError as error:  # nobody knows the name that was tried
        raise OSError(error.errno, error.strerror, str(target)) from error
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        sync(partial)
        partial.replace(place)
        sync(place.parent)
    finally:
        partial.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
