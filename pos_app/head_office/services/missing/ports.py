"""What telling terminals of lost entries needs from the outside world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from pos_app.head_office.services.ingest.ports import Place
from pos_app.head_office.services.ingest.sent import Sent


class HeldJournal(Protocol):
    """What is held of one terminal's journal."""

    def epochs(self) -> Sequence[int]:
        """Those of which anything is held, in order."""
        ...

    def count_after(self, place: Place) -> int:
        """How many entries of the place's epoch stand behind it."""
        ...

    def after(self, place: Place, *, limit: int) -> Sequence[Sent]:
        """The entries of the place's epoch that stand behind it, in order."""
        ...


NewJournalReading = Callable[[str], AbstractContextManager[HeldJournal]]
"""Of the terminal with this id."""
