"""Attempts at payment processors in memory; what the database refuses is refused here too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pos_app.domain.attempt import Attempt, is_owed

if TYPE_CHECKING:
    from tests.fakes.storage import FakeStore, Tables


class FakeAttemptRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, attempt: Attempt) -> None:
        assert attempt.attempt_id not in self._tables.attempts
        assert not attempt.reverses or attempt.reverses in self._tables.attempts
        _check(attempt)
        self._tables.attempts[attempt.attempt_id] = attempt

    def get(self, attempt_id: str) -> Attempt | None:
        return self._tables.attempts.get(attempt_id)

    def save(self, attempt: Attempt) -> bool:
        stored = self._tables.attempts.get(attempt.attempt_id)
        if stored is None or stored.is_decided:
            return False
        _check(attempt)
        # What an attempt is does not change with what becomes of it.
        self._tables.attempts[attempt.attempt_id] = replace(
            attempt,
            kind=stored.kind,
            order_id=stored.order_id,
            amount=stored.amount,
            reverses=stored.reverses,
        )
        return True

    def of_order(self, order_id: str) -> Sequence[Attempt]:
        return [one for one in self._tables.attempts.values() if one.order_id == order_id]

    def undecided(self) -> Sequence[Attempt]:
        return [one for one in self._tables.attempts.values() if not one.is_decided]


class FakeAttemptQueries:
    def __init__(self, store: FakeStore) -> None:
        self._store = store

    def get(self, attempt_id: str) -> Attempt | None:
        return self._store.tables.attempts.get(attempt_id)

    def undecided(self) -> Sequence[Attempt]:
        return [one for one in self._all() if not one.is_decided]

    def owed(self) -> Sequence[Attempt]:
        return [one for one in self._all() if is_owed(one, self.of_order(one.order_id))]

    def of_order(self, order_id: str) -> Sequence[Attempt]:
        return [one for one in self._all() if one.order_id == order_id]

    def reversals(self, attempt_id: str) -> Sequence[Attempt]:
        return [one for one in self._all() if one.reverses == attempt_id]

    def made(self, since: datetime, until: datetime) -> Sequence[Attempt]:
        return [one for one in self._all() if since <= one.created_at < until]

    def _all(self) -> list[Attempt]:
        return list(self._store.tables.attempts.values())


def _check(attempt: Attempt) -> None:
    assert attempt.amount > 0, attempt
    assert (attempt.decided_at is not None) == attempt.is_decided, attempt
