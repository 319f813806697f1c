"""A printer that writes each receipt into a folder: for a store without a printer, and the demo."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pos_app.domain.errors import UnavailableError
from pos_app.services.print_lines import Line, plain_lines

NAME_LENGTH_MAX: Final = 100
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL

log = logging.getLogger(__name__)


class PrintFolderError(UnavailableError):
    code = "printer.folder"
    text = (
        "The receipt could not be written into {folder} ({detail}). The order is safe and its "
        "receipt waits. Free some space or make the folder writable, then print again."
    )


class FilePrinter:
    """Writing the same name again replaces the file: an interrupted run leaves no double."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def print_lines(self, *, name: str, lines: Iterable[Line]) -> None:
        data = "".join(f"{line}\n" for line in plain_lines(lines)).encode()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._replace(self._folder / f"{safe_name(name)}.txt", data)
        except OSError as error:
            detail = error.strerror or str(error)
            raise PrintFolderError(folder=self._folder.name, detail=detail) from error

    def open_drawer(self) -> None:
        """A folder has no drawer; the log says when one would have opened."""
        log.info("a drawer would open now")

    def _replace(self, target: Path, data: bytes) -> None:
        """The receipt is there whole, or not at all."""
        partial = target.with_name(target.name + ".partial")
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, _NEW_FILE, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def safe_name(name: str) -> str:
    """A file name that stays inside its folder, whatever the name of the receipt."""
    return _UNSAFE.sub("_", name)[:NAME_LENGTH_MAX].lstrip(".") or "receipt"
