"""Where the sync stands: what waits, since when, what went wrong, and what needs a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pos_app.domain.errors import PosError
from pos_app.services.ports import SettingQueries
from pos_app.services.sync.lost_stock import lost_entries
from pos_app.services.sync.membership import RECEIVED_AT, Membership, membership
from pos_app.services.sync.ports import Counts, OutboxQueries, Unsent

SHOWN_MAX = 20


class Link(StrEnum):
    """How things stand with head office: what the chip says."""

    ALONE = "alone"
    SYNCED = "synced"
    SENDING = "sending"
    OFFLINE = "offline"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What can be read from the store alone, beside a till or in it."""

    member: Membership | None
    counts: Counts
    oldest: Sequence[Unsent] = ()
    """The first that wait."""
    needs_person: Sequence[Unsent] = ()
    sent_at: datetime | None = None
    """When head office last signed for what it holds, by its own clock."""
    received_at: datetime | None = None
    lost: int = 0
    """Entries that head office holds and this store does not, since it was put back."""


@dataclass(frozen=True, slots=True)
class Running:
    """What only the running sync knows. `next_try_ms` from now; `left` of a first read."""

    link: Link = Link.ALONE
    error: PosError | None = None
    next_try_ms: int = 0
    taken: int = 0
    left: int = 0
    clock_off_ms: int | None = None
    is_by_choice: bool = False
    """Somebody wants to work offline."""


def read_status(
    settings: SettingQueries, outbox: OutboxQueries, *, most: int = SHOWN_MAX
) -> SyncStatus:
    counts = outbox.counts()
    received = settings.get(RECEIVED_AT)
    anchors = outbox.anchors()
    return SyncStatus(
        member=membership(settings),
        counts=counts,
        oldest=outbox.waiting(most=most) if counts.waiting else (),
        needs_person=outbox.needing_person(most=most) if counts.needs_person else (),
        sent_at=datetime.fromisoformat(anchors[-1].at) if anchors else None,
        received_at=datetime.fromisoformat(received) if received else None,
        lost=lost_entries(settings).entries,
    )
