"""Use case: a terminal speaks; remember when, and how much it has not sent."""

from __future__ import annotations

import threading
from typing import Final, Protocol

from pos_app.head_office.services.access.moments import ms_of
from pos_app.head_office.services.access.ports import Clock

NOTED_AGAIN_MS: Final = 20_000
"""A terminal asks every two seconds; so often is it written down while nothing changes."""


class ContactBook(Protocol):
    def note(self, *, terminal_id: str, waiting: int | None, at: int) -> None:
        """`waiting` is None where the terminal did not say."""
        ...


class Contacts:
    def __init__(self, *, book: ContactBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock
        self._lock = threading.Lock()
        self._noted: dict[str, tuple[int, int | None]] = {}

    def note(self, *, terminal_id: str, waiting: int | None) -> None:
        at = ms_of(self._clock.now())
        with self._lock:
            then, said = self._noted.get(terminal_id, (at - NOTED_AGAIN_MS, None))
            if said == waiting and then <= at < then + NOTED_AGAIN_MS:
                return
            self._noted[terminal_id] = (at, waiting)
        self._book.note(terminal_id=terminal_id, waiting=waiting, at=at)
