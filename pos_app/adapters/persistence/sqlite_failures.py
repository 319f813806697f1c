"""What SQLite itself says when it cannot go on, as words; loads nothing but sqlite3."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from pos_app.domain.disk_space import OutOfRoomError
from pos_app.domain.errors import UnavailableError


class StorageError(UnavailableError):
    code = "storage.failed"
    text = (
        "The disk refused ({detail}). This was NOT recorded and nothing was lost. "
        "Check the disk, then try again."
    )


class DiskFullError(StorageError, OutOfRoomError):
    code = "storage.full"
    text = (
        "The disk is full. This was NOT recorded and nothing was lost. "
        "Free some space, then try again."
    )


class DoubtfulError(StorageError):
    code = "storage.doubtful"
    text = (
        "The disk refused at the last moment ({detail}), and does not say whether it recorded "
        "{what}. What was recorded before is safe. Check the disk, then try again: it is recorded "
        "only once. If the till was restarted, look at the last order first."
    )


class StoreBusyError(StorageError):
    code = "storage.busy"
    text = "The store is busy with something else. Nothing was recorded; try again in a moment."


class DamagedStoreError(StorageError):
    code = "store.damaged"
    text = (
        "The store's file is damaged ({detail}). Nothing was changed. "
        "Restore the latest backup: pos-app backup restore FILE."
    )


# The environment, not a bug: everything else is raised as it is.
_KNOWN: Final = {
    sqlite3.SQLITE_FULL: DiskFullError,
    sqlite3.SQLITE_BUSY: StoreBusyError,
    sqlite3.SQLITE_LOCKED: StoreBusyError,
    sqlite3.SQLITE_IOERR: StorageError,
    sqlite3.SQLITE_CANTOPEN: StorageError,
    sqlite3.SQLITE_READONLY: StorageError,
    sqlite3.SQLITE_CORRUPT: DamagedStoreError,
    sqlite3.SQLITE_NOTADB: DamagedStoreError,
}
# What a row reads like whose bytes were changed: the file itself may be whole.
_UNREADABLE: Final = ("Could not decode to UTF-8", "malformed JSON")
_PRIMARY_CODE: Final = 0xFF
_BEFORE_THE_END: Final = frozenset({sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_READ})
"""Failures of COMMIT after which its last page is surely not in the log."""


def explanation_of(error: BaseException | None) -> StorageError | None:
    """Words for what the environment did, or None if it was a bug."""
    code = getattr(error, "sqlite_errorcode", None)
    known = _KNOWN.get(code & _PRIMARY_CODE) if code is not None else None
    if known is None and isinstance(error, sqlite3.Error) and str(error).startswith(_UNREADABLE):
        known = DamagedStoreError
    return known(detail=str(error)) if known else None


def leaves_doubt(error: sqlite3.Error) -> bool:
    """Whether a COMMIT that failed so may be found after a crash all the same.

    A failed sync leaves a whole transaction in the log, of which this process knows that it does
    not count; whoever reads the log after a crash cannot know it.
    """
    code = error.sqlite_errorcode
    return code & _PRIMARY_CODE == sqlite3.SQLITE_IOERR and code not in _BEFORE_THE_END


@contextmanager
def sqlite_explained() -> Iterator[None]:
    """Turn a refusal by the disk into words; let a bug through as it is."""
    try:
        yield
    except sqlite3.Error as error:
        failure = explanation_of(error)
        if failure is None:
            raise
        raise failure from error
