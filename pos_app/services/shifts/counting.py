"""A count by notes and coins, kept while somebody counts: a killed program loses none of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

DRAFT: Final = "count_draft"
PIECES_MAX: Final = 99_999


class Drafts(Protocol):
    """Where the draft is kept: a text by name, of each person."""

    def get(self, name: str, *, staff_id: int | None = None) -> str: ...
    def put(self, name: str, value: str, *, staff_id: int | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of each note and coin, by its value in minor units."""

    pieces: Mapping[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(value * number for value, number in self.pieces.items())

    def of(self, value: int) -> int:
        return self.pieces.get(value, 0)

    def with_number(self, value: int, number: int) -> Count:
        """Of one note or coin; none at least, and never more than a drawer can hold."""
        counted = {**self.pieces, value: max(0, min(number, PIECES_MAX))}
        return Count({piece: many for piece, many in counted.items() if many})


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
            pieces = {int(value): int(many) for value, many in said["pieces"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            return Count()
        return Count({value: many for value, many in pieces.items() if 0 < many <= PIECES_MAX})

    def save(self, shift: int, count: Count, *, staff_id: int) -> None:
        """:raises StorageError: if the disk refuses"""
        pieces = {str(value): many for value, many in count.pieces.items()}
        draft = json.dumps({"shift": shift, "pieces": pieces})
        self._drafts.put(DRAFT, draft, staff_id=staff_id)
