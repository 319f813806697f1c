"""The last journal entry that this terminal has recorded, kept beside the store.

SQLite drops in silence whatever stands behind a damaged place of its log, and a log that was
removed altogether. What is left is a true store of some entries ago, so that only something
outside of it can tell. It costs no sync: written after each commit, it outlives the program, and
with the power it may fall behind what is on disk, never ahead of it.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Final

_BYTES: Final = 96


class LastEntry:
    """Of a journal, within one of its epochs: a restored backup goes on in another one."""

    def __init__(self, path: Path, *, journal_id: str) -> None:
        self._path = path
        self._journal_id = journal_id
        self._handle: int | None = None

    def read(self, epoch: int) -> int:
        """The number of the entry; 0 if none is known of this epoch."""
        with suppress(OSError, ValueError):
            series, seq, checksum = self._path.read_text("ascii").split()
            if series == f"{self._journal_id}/{epoch}" and checksum == _checksum(series, seq):
                return int(seq)
        return 0

    def note(self, epoch: int, seq: int) -> None:
        """Remember it; a disk that refuses this keeps nobody from selling."""
        series = f"{self._journal_id}/{epoch}"
        words = f"{series} {seq} {_checksum(series, str(seq))}"
        with suppress(OSError):
            if self._handle is None:
                flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC
                self._handle = os.open(self._path, flags, 0o600)
            os.pwrite(self._handle, words.ljust(_BYTES - 1).encode("ascii") + b"\n", 0)

    def close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _checksum(series: str, seq: str) -> str:
    return f"{zlib.crc32(f'{series} {seq}'.encode('ascii')):08x}"
