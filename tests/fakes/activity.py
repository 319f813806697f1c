"""The journal of a shop in memory, asked who did what."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from pos_app.services.activity.ports import Piece, Search
from tests.fakes.storage import FakeStore


class FakeActivityQueries:
    """Reads all of it each time, and looks through `window` entries at once for a person."""

    def __init__(self, store: FakeStore, *, window: int = 50) -> None:
        self._store = store
        self._window = window

    def piece(self, search: Search, *, before: int, limit: int) -> Piece:
        before = min(before, search.high + 1, len(self._store.tables.entries) + 1)
        is_walked = search.person is not None
        low = max(search.low, before - self._window) if is_walked else search.low
        found = [
            (entry.seq, entry.raw)
            for entry in reversed(self._store.tables.entries)
            if low <= entry.seq < before and _fits(json.loads(entry.raw), search)
        ][:limit]
        return Piece(found, found[-1][0] if len(found) == limit else low)

    def span(self, since: datetime | None, until: datetime | None) -> tuple[int, int]:
        seqs = [
            entry.seq for entry in self._store.tables.entries if _is_of(entry.raw, since, until)
        ]
        return (seqs[0], seqs[-1]) if seqs else (1, 0)

    def order_of(self, number: str) -> str:
        orders = self._store.tables.orders.values()
        return next((one.order_id for one in orders if one.number == number), "")


def _fits(entry: dict[str, Any], search: Search) -> bool:
    return (
        (not search.kinds or entry["kind"] in search.kinds)
        and (search.person is None or search.person in _people(entry))
        and (not search.order or search.order == entry["order_id"])
    )


def _people(entry: dict[str, Any]) -> tuple[int | None, ...]:
    is_try = entry["kind"] == "login_failed"
    asker = entry["body"].get("asked_by") if is_try else None
    return entry["user_id"], entry["approver_id"], asker


def _is_of(raw: bytes, since: datetime | None, until: datetime | None) -> bool:
    at = datetime.fromisoformat(json.loads(raw)["wall_utc"])
    return (since is None or at >= since) and (until is None or at < until)
