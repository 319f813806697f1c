"""Checked rows on their way into the store: one line of JSON each, in a file beside it."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from pos_app.domain.errors import UnavailableError
from pos_app.services.catalogue.ports import ProductRow
from pos_app.services.catalogue.staging import Chunk

_LOG = logging.getLogger(__name__)
_END: Final = ".jsonl"
_PARTIAL: Final = ".partial"


class StagingError(UnavailableError):
    code = "import.staging"
    text = (
        "The rows could not be kept beside the store: {reason}. "
        "What is in stays in, and no product was changed by this."
    )


class StagedFile:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def write(self, rows: Sequence[ProductRow]) -> None:
        lines = (f"{json.dumps(row, separators=(',', ':'))}\n" for row in rows)
        self._file.write("".join(lines).encode("ascii"))


class StagedRows:
    """The folder of the imports that are under way; seldom more than one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def writing(self, import_id: str) -> Iterator[StagedFile]:
        place = self._place(import_id)
        partial = place.with_name(place.name + _PARTIAL)
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "wb") as file:
                yield StagedFile(file)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(place)
            self._sync_names()
        except OSError as error:
            raise StagingError(reason=error.strerror or error) from error
        finally:
            partial.unlink(missing_ok=True)

    def read(self, import_id: str, *, first_byte: int, most: int) -> Chunk:
        """The next rows, up to a damaged one; none if the file has ended or is gone."""
        try:
            with self._place(import_id).open("rb") as file:
                file.seek(first_byte)
                lines = list(islice(file, most))
        except FileNotFoundError:
            return Chunk((), first_byte)
        except OSError as error:
            raise StagingError(reason=error.strerror or error) from error
        rows: list[ProductRow] = []
        for line in lines:
            try:
                rows.append(_row(line))
            except (TypeError, ValueError) as error:
                _LOG.warning("A staged row of import %s is damaged: %s", import_id, error)
                break
        return Chunk(tuple(rows), first_byte + sum(len(line) for line in lines[: len(rows)]))

    def discard(self, import_id: str) -> None:
        """What cannot be removed now goes at the next start, by `keep_only`."""
        try:
            self._place(import_id).unlink(missing_ok=True)
        except OSError as error:
            _LOG.warning("The staged rows of import %s stay: %s", import_id, error)

    def keep_only(self, import_id: str | None) -> None:
        kept = self._place(import_id) if import_id is not None else None
        for path in self._folder.glob(f"*{_END}*"):
            if path != kept:
                path.unlink(missing_ok=True)

    def _place(self, import_id: str) -> Path:
        return self._folder / f"{import_id}{_END}"

    def _sync_names(self) -> None:
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _row(line: bytes) -> ProductRow:
    row = ProductRow(*json.loads(line))
    return row._replace(barcodes=tuple(row.barcodes))
