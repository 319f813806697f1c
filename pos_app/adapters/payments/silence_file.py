"""Which processors the till leaves alone, in a file beside its store that other programs read.

The till holds it with a lock as long as it runs, which a kill sets free: what is left of a till
that is gone says nothing any more.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pos_app.services.payments.processor import Purpose
from pos_app.services.payments.silence import Silence

_READS: Final = 3
"""One that falls into the middle of a change is done once more."""
log = logging.getLogger(__name__)


class SilenceFile:
    """A disk that refuses it keeps nobody from paying: then the log says so."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def put(self, silences: Sequence[Silence]) -> None:
        body = json.dumps([_as_json(one) for one in silences], ensure_ascii=False)
        words = f"{_checksum(body)} {body}\n".encode()
        try:
            if self._handle is None:
                self._handle = _held(self._path)
            os.pwrite(self._handle, words, 0)
            os.ftruncate(self._handle, len(words))
        except OSError as error:
            log.info("That a processor does not answer was not written down: %s", error)

    def close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def read_silences(path: Path) -> tuple[Silence, ...]:
    """What the till that runs has written; nothing if none runs."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return ()  # no till has written one
    try:
        for _ in range(_READS):
            found = _read(handle) if _is_held(handle) else ()
            if found is not None:
                return found
    finally:
        os.close(handle)
    return ()


def _held(path: Path) -> int:
    """:raises OSError: if another process holds it, or the disk refuses"""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle


def _is_held(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    fcntl.flock(handle, fcntl.LOCK_UN)
    return False


def _read(handle: int) -> tuple[Silence, ...] | None:
    """None for what is not whole."""
    text = os.pread(handle, os.fstat(handle).st_size, 0).decode("utf-8", "replace")
    checksum, _, body = text.removesuffix("\n").partition(" ")
    if checksum != _checksum(body):
        return None
    return tuple(_from_json(one) for one in json.loads(body))


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"


def _as_json(one: Silence) -> dict[str, Any]:
    return {
        "processor": one.processor,
        "purpose": one.purpose.value,
        "since": one.since.isoformat(),
        "tried_at": one.tried_at.isoformat(),
        "until": one.until.isoformat(),
        "failures": one.failures,
        "reason": one.reason,
    }


def _from_json(one: Mapping[str, Any]) -> Silence:
    return Silence(
        *(one["processor"], Purpose(one["purpose"])),
        since=datetime.fromisoformat(one["since"]),
        tried_at=datetime.fromisoformat(one["tried_at"]),
        until=datetime.fromisoformat(one["until"]),
        failures=one["failures"],
        reason=one["reason"],
    )
