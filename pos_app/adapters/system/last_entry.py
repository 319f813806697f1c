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
    """Of a journal: its epoch, and its number. It never goes back within the same journal."""

    def __init__(self, path: Path, *, journal_id: str) -> None:
        self._path = path
        self._journal_id = journal_id
        self._handle: int | None = None
        self._known = (0, 0)

    def read(self) -> tuple[int, int]:
        """Its epoch and its number; zeros if none is known of this journal."""
        with suppress(OSError, ValueError):
            series, seq, checksum = self._path.read_text("ascii").split()
            journal_id, _, epoch = series.rpartition("/")
            if journal_id == self._journal_id and checksum == _checksum(series, seq):
                return int(epoch), int(seq)
        return 0, 0

    def note(self, epoch: int, seq: int) -> None:
        """Remember it, unless a later one is known: what is missing must not be forgotten.

        A disk that refuses this keeps nobody from selling.
        """
        if self._handle is None:
            self._known = self.read()
        if (epoch, seq) < self._known:
            return
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
