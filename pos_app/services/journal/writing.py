"""Append a signed link to the journal, inside the transaction of what it records."""

from __future__ import annotations

import hashlib
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import StaffMember
from pos_app.services.journal.clock_trust import ClockTrust
from pos_app.services.ports import Clock, Entry, JournalRepository, Signer
from pos_app.wire import canonical

JOURNAL_VERSION: Final = 1
SIGNED_PREFIX: Final = b"pos-journal-v1"
MS_PER_S: Final = 1_000


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened, before it becomes a link of the chain. `amount` in minor units."""

    kind: EntryKind
    actor: StaffMember | None
    body: dict[str, object] = field(default_factory=dict)
    approver: StaffMember | None = None
    order_id: str | None = None
    number: str | None = None
    shift_id: int | None = None
    business_date: date | None = None
    amount: int = 0
    new_period: bool = False


@dataclass(frozen=True, slots=True)
class TerminalIdentity:
    """Which terminal writes, in which epoch; practice stores mark every entry."""

    journal_id: str
    terminal: str
    epoch: int
    practice: bool
    time_zone: str
    app_version: str


class JournalWriter:
    def __init__(self, *, signer: Signer, clock: Clock, identity: TerminalIdentity) -> None:
        self._signer = signer
        self._identity = identity
        self._heard_ms: int | None = None
        self.trust = ClockTrust(clock)

    @property
    def epoch(self) -> int:
        return self._identity.epoch

    def in_next_epoch(self, after: int) -> JournalWriter:
        """One that writes the first entry of the epoch after both its own and that one."""
        ahead = replace(self._identity, epoch=max(self.epoch, after) + 1)
        writer: JournalWriter = copy(self)
        writer._identity = ahead
        return writer

    def follow(self, other: JournalWriter) -> None:
        """Go on in the epoch of the other one, now that it has begun."""
        self._identity = other._identity

    def hear_head_office(self) -> None:
        """It has just said what time it is: entries tell how long ago that was."""
        self._heard_ms = self.trust.read().mono_ms

    def append(self, journal: JournalRepository, fact: Fact) -> Entry:
        """Read the head, add the next link, and return it.

        Every append goes through here, inside the one open transaction, so that nothing can
        come between reading the head and writing the link.
        """
        head = journal.head()
        totals = head.totals.new_period() if fact.new_period else head.totals
        totals = totals.plus(fact.amount)
        identity, now = self._identity, self.trust.read()
        raw = canonical.encode(
            {
                "v": JOURNAL_VERSION,
                "journal_id": identity.journal_id,
                "terminal_id": identity.terminal,
                "epoch": identity.epoch,
                "seq": head.seq + 1,
                "prev_sha256": head.hash.hex(),
                "kind": fact.kind.value,
                "order_id": fact.order_id,
                "number": fact.number,
                "business_date": fact.business_date.isoformat() if fact.business_date else None,
                "shift_id": fact.shift_id,
                "wall_utc": now.wall.isoformat(timespec="milliseconds"),
                "tz": identity.time_zone,
                "boot_id": now.boot_id,
                "mono_ms": now.mono_ms,
                "head_office_time_age_s": None
                if self._heard_ms is None
                else max(0, now.mono_ms - self._heard_ms) // MS_PER_S,
                "clock_suspect": bool(self.trust.off_by_ms(now)),
                "user_id": fact.actor.staff_id if fact.actor else None,
                "approver_id": fact.approver.staff_id if fact.approver else None,
                "role": fact.actor.role.value if fact.actor else None,
                "mode": "practice" if identity.practice else "normal",
                "body": fact.body,
                "period_total": totals.period,
                "perpetual_total": totals.perpetual,
                "perpetual_abs_total": totals.perpetual_abs,
                "app_version": identity.app_version,
                "key_id": self._signer.key_id,
            }
        )
        digest = hashlib.sha256(raw).digest()
        entry = Entry(
            seq=head.seq + 1,
            kind=fact.kind.value,
            raw=raw,
            hash=digest,
            signature=self._signer.sign(SIGNED_PREFIX + digest),
        )
        journal.append(entry)
        return entry
