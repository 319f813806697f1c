"""Attempts at payment processors: rows of the store, each written before what it announces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from pos_app.domain.attempt import Attempt


class AttemptRepository(Protocol):
    def add(self, attempt: Attempt) -> None: ...
    def get(self, attempt_id: str) -> Attempt | None: ...
    def save(self, attempt: Attempt) -> bool:
        """Replace what is stored of it, unless that is decided already; say whether."""
        ...

    def of_order(self, order_id: str) -> Sequence[Attempt]:
        """Oldest first."""
        ...

    def undecided(self) -> Sequence[Attempt]:
        """Of every order, oldest first."""
        ...


class AttemptQueries(Protocol):
    def get(self, attempt_id: str) -> Attempt | None: ...
    def undecided(self) -> Sequence[Attempt]:
        """Of every order, oldest first."""
        ...

    def owed(self) -> Sequence[Attempt]:
        """Reversals that a processor has refused, with nothing after them, oldest first."""
        ...

    def of_order(self, order_id: str) -> Sequence[Attempt]:
        """Oldest first."""
        ...

    def reversals(self, attempt_id: str) -> Sequence[Attempt]:
        """The refunds of a charge, oldest first."""
        ...

    def made(self, since: datetime, until: datetime) -> Sequence[Attempt]:
        """Begun in that time, oldest first."""
        ...
