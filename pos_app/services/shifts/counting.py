"""A count by notes and coins, kept while somebody counts: a killed program loses none of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

DRAFT: Final = "count_draft"
NOTE_DRAFT: Final = "count_note_draft"
PIECES_MAX: Final = 99_999
OTHER_MAX: Final = 10**12 - 1
"""In minor units: more than anybody can type."""


class Drafts(Protocol):
    """Where the draft is kept: a text by name, of each person."""

    def get(self, name: str, *, staff_id: int | None = None) -> str: ...
    def put(self, name: str, value: str, *, staff_id: int | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class CoinRolls:
    """How many coins are in a roll, or in a bag, by the coin's value in minor units."""

    sizes: Mapping[int, int] = field(default_factory=dict)
    are_bags: bool = False

    def of(self, value: int) -> int:
        """Nothing where that coin comes in none."""
        return self.sizes.get(value, 0)


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of each note and coin, by its value in minor units.

    `rolls` says how many rolls are among them: their coins are in `pieces` already. `other` is
    what lies there besides, in minor units: vouchers, or the coins of a neighbour.
    """

    pieces: Mapping[int, int] = field(default_factory=dict)
    rolls: Mapping[int, int] = field(default_factory=dict)
    other: int = 0

    @property
    def total(self) -> int:
        return sum(value * number for value, number in self.pieces.items()) + self.other

    def of(self, value: int) -> int:
        return self.pieces.get(value, 0)

    def with_number(self, value: int, number: int, *, rolls: int = 0) -> Count:
        """Of one note or coin; none at least, and never more than a drawer can hold."""
        counted = {**self.pieces, value: max(0, min(number, PIECES_MAX))}
        rolled = {**self.rolls, value: rolls}
        return replace(self, pieces=_some(counted), rolls=_some(rolled))

    def with_other(self, minor: int) -> Count:
        return replace(self, other=max(0, min(minor, OTHER_MAX)))


def _some(numbers: Mapping[int, int]) -> dict[int, int]:
    return {value: many for value, many in numbers.items() if many}


class CountDraft:
    """Of one shift and one person: whoever counts after somebody does not see their numbers."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    def load(self, shift: int, *, staff_id: int) -> Count:
        """What they counted before; nothing if it is of another shift or cannot be read."""
        try:
            said = json.loads(self._drafts.get(DRAFT, staff_id=staff_id) or "{}")
            if said.get("shift") != shift:
                return Count()
            pieces = _read(said["pieces"])
            rolls, other = _read(said.get("rolls", {})), int(said.get("other", 0))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
            return Count()
        rolls = {value: many for value, many in rolls.items() if value in pieces}
        return Count(pieces, rolls).with_other(other)

    def save(self, shift: int, count: Count, *, staff_id: int) -> None:
        """:raises StorageError: if the disk refuses"""
        said = {"shift": shift, "pieces": _written(count.pieces), "rolls": _written(count.rolls)}
        draft = json.dumps({**said, "other": count.other})
        self._drafts.put(DRAFT, draft, staff_id=staff_id)

    def load_note(self, shift: int, *, staff_id: int) -> str:
        """What they said of their count; nothing if it is of another shift or cannot be read."""
        try:
            said = json.loads(self._drafts.get(NOTE_DRAFT, staff_id=staff_id) or "{}")
            return str(said["note"]) if said.get("shift") == shift else ""
        except (ValueError, KeyError, AttributeError):
            return ""

    def save_note(self, shift: int, note: str, *, staff_id: int) -> None:
        """:raises StorageError: if the disk refuses"""
        draft = json.dumps({"shift": shift, "note": note})
        self._drafts.put(NOTE_DRAFT, draft, staff_id=staff_id)


def _read(numbers: Mapping[str, int]) -> dict[int, int]:
    known = {int(value): int(many) for value, many in numbers.items()}
    return {value: many for value, many in known.items() if 0 < many <= PIECES_MAX}


def _written(numbers: Mapping[int, int]) -> dict[str, int]:
    return {str(value): many for value, many in numbers.items()}
