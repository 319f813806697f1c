"""Move the write-ahead log into the file: only ever on the writer's connection."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from pos_app.adapters.persistence.failures import explained
from pos_app.adapters.persistence.sqlite_failures import StorageError

WAL_BYTES_BEFORE_CHECKPOINT: Final = 4 * 1024 * 1024


class CheckpointFailedError(StorageError):
    code = "storage.checkpoint"
    text = (
        "Everything is recorded, but the disk did not take the tidying up ({detail}). "
        "Check the free space on the disk."
    )


def checkpoint(writer: Engine) -> None:
    """Copy the log into the file and start it anew, if nobody reads an old part of it.

    :raises StorageError: if the disk refuses; a commit does not show that, this does
    """
    with explained():
        connection = writer.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, in_log, moved = cursor.fetchall()[0]
            cursor.close()
        finally:
            connection.close()
    if in_log >= 0 and moved < in_log and not busy:
        raise CheckpointFailedError(detail=f"{moved} of {in_log} pages")


def is_due(store: Path) -> bool:
    """Whether the log has grown enough for a checkpoint to be worth its time."""
    log = store.with_name(store.name + "-wal")
    return log.exists() and log.stat().st_size > WAL_BYTES_BEFORE_CHECKPOINT
