"""Move the write-ahead log into the file: only ever on the writer's connection."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from pos_app.adapters.persistence.engine import BUSY_TIMEOUT_MS
from pos_app.adapters.persistence.failures import explained
from pos_app.adapters.persistence.sqlite_failures import StorageError, StoreBusyError

WAL_BYTES_BEFORE_CHECKPOINT: Final = 4 * 1024 * 1024


class CheckpointFailedError(StorageError):
    code = "storage.checkpoint"
    text = (
        "Everything is recorded, but the disk refused to tidy it up ({detail}). "
        "Check the disk and its free space."
    )


def checkpoint(writer: Engine) -> None:
    """Copy the log into the file and start it anew, if nobody reads an old part of it.

    :raises CheckpointFailedError: if the disk refuses; a commit does not show that, this does
    :raises StoreBusyError: if another task holds the connection for too long
    """
    try:
        with explained():
            busy, in_log, moved = _checkpoint(writer)
    except StoreBusyError:
        raise
    except StorageError as error:
        # Whatever the disk said: what was committed is in the log, and stays there.
        raise CheckpointFailedError(detail=error.values["detail"]) from error
    if in_log >= 0 and moved < in_log and not busy:
        raise CheckpointFailedError(detail=f"{moved} of {in_log} pages")


def _checkpoint(writer: Engine) -> tuple[int, int, int]:
    connection = writer.raw_connection()
    try:
        cursor = connection.cursor()
        # A backup reads one old part of the log for as long as it copies: not waited for.
        cursor.execute("PRAGMA busy_timeout=0")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, in_log, moved = cursor.fetchall()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            cursor.close()
    except sqlite3.Error:
        connection.invalidate()  # after a failed write or sync it is not to be trusted
        raise
    finally:
        connection.close()
    return busy, in_log, moved


def is_due(store: Path) -> bool:
    """Whether the log has grown enough for a checkpoint to be worth its time."""
    return log_bytes(store) > WAL_BYTES_BEFORE_CHECKPOINT


def log_bytes(store: Path) -> int:
    """How long the log is; 0 if there is none."""
    log = store.with_name(store.name + "-wal")
    return log.stat().st_size if log.exists() else 0
