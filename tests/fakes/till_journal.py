"""Journals that terminals send: one that a test writes itself, and those of real stores."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from pos_app.adapters.system.ids import UuidV7
from pos_app.adapters.system.paths import DataFolder
from pos_app.adapters.system.signing import Ed25519Signer, generate
from pos_app.domain.journal import EntryKind, RunningTotals
from pos_app.head_office.services.ingest.sent import Sent, encoded
from pos_app.services.journal.writing import Fact, JournalWriter, TerminalIdentity
from pos_app.services.ports import Entry, Head
from pos_app.wire.records import Record
from tests.fakes.system import FakeClock
from tests.integration import shop

DAY: Final = date(2026, 11, 26)
PARIS_MORNING: Final = datetime.fromisoformat("2026-11-26T10:15:00.000+01:00")
TAX_SHARE: Final = 6
"""One sixth of a price that includes a fifth."""


@dataclass
class MemoryJournal:
    """As the table, without the table."""

    entries: list[Entry] = field(default_factory=list)

    def head(self) -> Head:
        if not self.entries:
            return Head(0, b"", RunningTotals())
        last = self.entries[-1]
        said = json.loads(last.raw)
        names = ("period_total", "perpetual_total", "perpetual_abs_total")
        return Head(last.seq, last.hash, RunningTotals(*(said[name] for name in names)))

    def append(self, entry: Entry) -> None:
        self.entries.append(entry)


class TillJournal:
    """Written by the terminal's own writer and key, so that only the facts are the test's."""

    def __init__(self, *, journal_id: str = "", key: bytes = b"", epoch: int = 1) -> None:
        self.key = key or generate()
        self.signer = Ed25519Signer(self.key)
        self.memory = MemoryJournal()
        self.identity = TerminalIdentity(
            journal_id=journal_id or UuidV7().new(),
            terminal="T01",
            epoch=epoch,
            practice=False,
            time_zone="Europe/Paris",
            app_version="1.0.0",
        )
        self._writer = JournalWriter(signer=self.signer, clock=FakeClock(), identity=self.identity)

    @classmethod
    def begun(cls, **options: Any) -> TillJournal:
        """With the entry that every journal begins with."""
        journal = cls(**options)
        journal.add(EntryKind.EPOCH_START, {"reason": "setup", "series": "T01", "store": "Shop"})
        return journal

    @property
    def records(self) -> list[Record]:
        return [record_of(entry) for entry in self.memory.entries]

    def add(self, kind: EntryKind, body: dict[str, object] | None = None, **more: Any) -> Record:
        fact = Fact(kind=kind, actor=None, body=body or {}, **more)
        return record_of(self._writer.append(self.memory, fact))

    def order(self, *lines: tuple[str, int, int], **changes: Any) -> Record:
        """One that was paid; a line is a sku, thousandths, and what it costs in all."""
        kind = changes.pop("kind", EntryKind.ORDER)
        number = changes.pop("number", f"T01-{len(self.memory.entries):06d}")
        return self.add(
            kind,
            order_body(*lines, **changes),
            order_id=UuidV7().new(),
            number=number,
            business_date=changes.get("day", DAY),
            shift_id=1,
            amount=sum(total for _, _, total in lines),
        )

    def copied(self, seq: int, *, epoch: int = 1) -> TillJournal:
        """A copy of what it was after that entry, by the same key."""
        other = TillJournal(journal_id=self.identity.journal_id, key=self.key, epoch=epoch)
        other.memory.entries = self.memory.entries[:seq]
        return other

    def restored(self, seq: int) -> TillJournal:
        """The same in the next epoch, which a restored backup begins."""
        other = self.copied(seq, epoch=self.identity.epoch + 1)
        other.add(EntryKind.EPOCH_START, {"reason": "restored", "series": "T01B"})
        return other


def order_body(*lines: tuple[str, int, int], **changes: Any) -> dict[str, object]:
    total = sum(one for _, _, one in lines)
    tax = sum(_tax(one) for _, _, one in lines)
    back = changes.get("returns")
    at: datetime = changes.get("at", PARIS_MORNING)
    items = [
        {
            "sku": sku,
            "name": f"Product {sku}",
            "quantity": quantity,
            "unit_price": abs(one * 1000 // quantity) if quantity else 0,
            "tax_class": "STANDARD",
            "discount": 0,
            "total": one,
            "tax": _tax(one),
            **({"returns": back} if back is not None else {}),
        }
        for sku, quantity, one in lines
    ]
    return {
        "currency": "EUR",
        "state": "paid",
        "opened_by": 1,
        "completed_at": at.isoformat(timespec="milliseconds"),
        "policy": {"inclusive": True, "scope": "group", "rounding": "half_up"},
        "items": items,
        "taxes": [],
        "payments": [
            {"id": UuidV7().new(), "method": "cash", "amount": total, "state": "approved"}
        ],
        "discount": 0,
        "tax": tax,
        "total": total,
        "rounding": 0,
    }


def _tax(total: int) -> int:
    return total // TAX_SHARE


def busy_journal(orders: int, *, seed: int, skus: int = 40) -> TillJournal:
    """Orders at all hours of some days, returns among them, a cancelled one, goods that came."""
    chance = random.Random(seed)
    journal = TillJournal.begun()
    for number in range(orders):
        moment = PARIS_MORNING + timedelta(minutes=37 * number)
        lines = [
            (f"SKU-{chance.randrange(skus):03d}", 1000 * (1 + chance.randrange(3)), price)
            for price in (chance.randrange(50, 2_000) for _ in range(1 + chance.randrange(6)))
        ]
        match chance.randrange(12):
            case 0:
                journal.add(EntryKind.LOGIN, {"how": "pin"})
            case 1:
                received: dict[str, object] = {"received": "SKU-001", "quantity": 24_000}
                journal.add(EntryKind.CONFIG_CHANGE, received)
            case 2:
                body = {"reason": "left", **order_body(*lines, at=moment)}
                journal.add(
                    EntryKind.ORDER_CANCEL,
                    body,
                    order_id=UuidV7().new(),
                    business_date=moment.date(),
                )
            case 3:
                back = {"reason": "damaged", "restocks": chance.random() < 0.5, "taxes": {}}
                given = [(sku, -quantity, -price) for sku, quantity, price in lines]
                journal.order(
                    *given, kind=EntryKind.REFUND, at=moment, day=moment.date(), returns=back
                )
            case _:
                journal.order(*lines, at=moment, day=moment.date())
    return journal


def record_of(entry: Entry) -> Record:
    return Record(
        epoch=json.loads(entry.raw)["epoch"],
        seq=entry.seq,
        kind=entry.kind,
        raw=entry.raw.decode(),
        hash=entry.hash.hex(),
        signature=encoded(entry.signature),
    )


def sent(records: Iterable[Record]) -> list[Sent]:
    return [Sent(r.epoch, r.seq, r.kind, r.raw, r.hash, r.signature) for r in records]


@dataclass(frozen=True)
class StoreJournal:
    """What a real store's file holds, and what head office has to know of it."""

    folder: DataFolder
    journal_id: str
    keys: Sequence[tuple[str, bytes, int]]
    records: Sequence[Record]


def journal_of(folder: DataFolder) -> StoreJournal:
    path = folder.store
    entries = [
        Entry(*row)
        for row in shop.rows(
            path, "SELECT seq, kind, raw, hash, signature FROM journal ORDER BY seq"
        )
    ]
    keys = shop.rows(path, "SELECT key_id, public_key, first_seq FROM signing_key")
    journal_id = json.loads(entries[0].raw)["journal_id"]
    return StoreJournal(
        folder,
        journal_id,
        [(row[0], row[1], row[2]) for row in keys],
        [record_of(one) for one in entries],
    )
