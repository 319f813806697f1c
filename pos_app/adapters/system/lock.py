"""One process writes to a store: a lock that a kill sets free."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pos_app.domain.errors import UnavailableError


class StoreOpenElsewhereError(UnavailableError):
    code = "store.open_elsewhere"
    text = "The till is open (pid {pid}). Close it, or use Import in the till."


class LockRefusedError(UnavailableError):
    code = "store.lock_refused"
    text = (
        "The store's lock cannot be had ({reason}), so the store was not opened and nothing was "
        "changed. Check the disk and who may write to the folder, then start again."
    )


@contextmanager
def turn_in(folder: Path) -> Iterator[None]:
    """Wait until no other process has its turn in this folder; no file is left in it.

    :raises LockRefusedError: if the disk refuses
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise LockRefusedError(reason=error.strerror) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:  # such as a network share that knows no locks
            raise LockRefusedError(reason=error.strerror) from error
        yield
    finally:
        os.close(handle)


class WriterLock:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> None:
        """Hold the lock until `release`, or until this process ends in any way.

        :raises StoreOpenElsewhereError: with the process that holds it
        :raises LockRefusedError: if the disk refuses
        """
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise LockRefusedError(reason=error.strerror) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(handle, 20).decode("ascii", "replace").strip()
            os.close(handle)
            raise StoreOpenElsewhereError(pid=holder or "unknown") from error
        except OSError as error:  # such as a network share that knows no locks
            os.close(handle)
            raise LockRefusedError(reason=error.strerror) from error
        self._handle = handle
        # Only words for a second till: a full disk keeps no store closed.
        with suppress(OSError):
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
