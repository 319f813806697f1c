"""What SQLite says through SQLAlchemy, as words for a person: the environment's fault or ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from pos_app.adapters.persistence.sqlite_failures import (
    StorageError,
    StoreBusyError,
    explanation_of,
)


def explanation(error: BaseException | None) -> StorageError | None:
    """Words for what the environment did, or None if it was a bug."""
    if isinstance(error, PoolTimeoutError):
        return StoreBusyError()
    return explanation_of(error.orig if isinstance(error, DBAPIError) else error)


@contextmanager
def explained() -> Iterator[None]:
    """Turn a refusal by the disk into words; let a bug through as it is."""
    try:
        yield
    except (PoolTimeoutError, DBAPIError, sqlite3.Error) as error:
        failure = explanation(error)
        if failure is None:
            raise
        raise failure from error
