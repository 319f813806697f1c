"""Whether somebody who was given a token may still use it: the database's word, half a minute old.

Every replica asks this for every request. What it keeps lasts `STANDING_SECONDS`, so that whoever
is revoked is out on all of them within half a minute, whatever the cache does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Final

from pos_app.head_office.services.access.ports import (
    Cache,
    NewAccessReading,
    TerminalState,
)

STANDING_SECONDS: Final = 15


@dataclass(frozen=True, slots=True)
class PersonStanding:
    name: str
    role: str
    store_id: str | None
    is_active: bool
    generation: int


@dataclass(frozen=True, slots=True)
class TerminalStanding:
    """`key_id` is of the key it signs with now."""

    code: str
    store_id: str
    state: str
    epoch: int
    key_id: str

    @property
    def is_active(self) -> bool:
        return self.state == TerminalState.ACTIVE


def standing_key(subject: str) -> str:
    return f"standing:{subject}"


class Standings:
    def __init__(self, *, new_reading: NewAccessReading, cache: Cache) -> None:
        self._new_reading = new_reading
        self._cache = cache

    def person(self, person_id: str, *, generation: int) -> PersonStanding | None:
        """What is kept, unless that is older than `generation`; None for nobody."""
        one = self._person(person_id)
        if one is not None and generation > one.generation:
            one = self._person(person_id, afresh=True)
        return one

    def _person(self, person_id: str, *, afresh: bool = False) -> PersonStanding | None:
        kept = self._kept(person_id, self._read_person, afresh=afresh)
        return PersonStanding(**kept) if isinstance(kept, dict) else None

    def terminal(self, terminal_id: str, *, afresh: bool = False) -> TerminalStanding | None:
        """What is kept, or with `afresh` what the database says now; None for nobody."""
        kept = self._kept(terminal_id, self._read_terminal, afresh=afresh)
        return TerminalStanding(**kept) if isinstance(kept, dict) else None

    def _kept(self, subject: str, read: Callable[[str], object], *, afresh: bool) -> object:
        key = standing_key(subject)
        if afresh:
            self._cache.forget(key)
        return self._cache.get(key, partial(read, subject), seconds=STANDING_SECONDS)

    def _read_person(self, person_id: str) -> dict[str, object] | None:
        with self._new_reading() as reading:
            one = reading.people.get(person_id)
        if one is None:
            return None
        return asdict(
            PersonStanding(one.name, one.role, one.store_id, one.is_active, one.generation)
        )

    def _read_terminal(self, terminal_id: str) -> dict[str, object] | None:
        with self._new_reading() as reading:
            one = reading.terminals.get(terminal_id)
            keys = reading.terminals.keys(terminal_id)
        if one is None or not keys:
            return None
        return asdict(
            TerminalStanding(one.code, one.store_id, one.state, one.epoch, keys[0].key_id)
        )
