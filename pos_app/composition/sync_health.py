"""Examine the sync with head office as the store tells it; nothing is asked over the network."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from pos_app.composition.findings import Finding
from pos_app.composition.queries import Queries
from pos_app.services.sync.status import read_status

PATIENCE: Final = timedelta(days=1)
"""A shop may be offline for a day without anybody having to look."""
SEND: Final = "Open the till while it is online, or: pos-app sync once."
REPAIR: Final = "See which: pos-app sync status."


def sync_finding(queries: Queries) -> Finding:
    status = read_status(queries.settings, queries.outbox, most=1)
    counts, member = status.counts, status.member
    if member is None:
        detail = f"belongs to no head office; {counts.waiting} entries wait for one"
        return Finding("sync", ok=True, detail=detail)
    parts = [f"{member.store_name} at {member.url}"]
    parts.append(f"{counts.waiting} entries wait" if counts.waiting else "nothing waits")
    if status.lost:
        parts.append(f"{status.lost} entries held by head office, not here")
    advice = []
    is_late = bool(status.oldest) and status.oldest[0].at < datetime.now(UTC) - PATIENCE
    if is_late:
        parts.append(f"the oldest since {status.oldest[0].at:%Y-%m-%d}")
        if status.oldest[0].last_error:
            parts.append(status.oldest[0].last_error)
        advice.append(SEND)
    if counts.needs_person:
        parts.append(f"{counts.needs_person} were not taken")
        advice.append(REPAIR)
    return Finding("sync", ok=not advice, detail="; ".join(parts), what_to_do=" ".join(advice))
