"""The outbox of a store in memory, and a unit of work that reaches it; it receives nothing."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NoReturn, Self

from pos_app.services.ports import Entry
from pos_app.services.sync.membership import padless
from pos_app.services.sync.ports import (
    Counts,
    OutboxState,
    ReceivedRepository,
    RestoredStock,
    Unsent,
)
from pos_app.wire.changes import Subject
from pos_app.wire.records import Countersigned, Record
from tests.fakes.storage import FakeStore, FakeUnitOfWork, StoredOutbox, Tables

WAITING = OutboxState.WAITING.value


def _receives_nothing(*_values: Any, **_named: Any) -> NoReturn:
    raise AssertionError("it receives nothing")


class FakeOutboxRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def delete(self, seqs: Collection[int]) -> None:
        for seq in seqs:
            self._tables.outbox.pop(seq, None)

    def mark(self, seq: int, state: OutboxState, *, reason: str) -> None:
        self.note_failure(seq, reason=reason)
        if seq in self._tables.outbox:
            known = self._tables.outbox[seq]
            self._tables.outbox[seq] = replace(known, state=state.value)

    def note_failure(self, seq: int, *, reason: str) -> None:
        known = self._tables.outbox.get(seq)
        if known is not None:
            self._tables.outbox[seq] = replace(
                known, attempts=known.attempts + 1, last_error=reason
            )

    def make_again(self, *, after: int, most: int) -> int:
        later = [one.seq for one in self._tables.entries if one.seq > after][:most]
        self._tables.outbox.update(dict.fromkeys(later, StoredOutbox()))
        return later[-1] if later else after

    def keep_anchor(self, head: Countersigned) -> None:
        known = self._tables.anchors.get(head.epoch)
        if head.seq and (known is None or known.seq <= head.seq):
            self._tables.anchors[head.epoch] = head


class FakeSyncedRepository:
    """The versions only: nothing here stands for a person."""

    def __init__(self, tables: Tables) -> None:
        self._versions = tables.versions

    def newer(
        self, subject: Subject, versions: Mapping[str, int], *, generation: int
    ) -> frozenset[str]:
        return frozenset(
            key
            for key, version in versions.items()
            if self._versions.get((subject, key), (0, 0)) < (generation, version)
        )

    def note(self, subject: Subject, versions: Mapping[str, int], *, generation: int) -> None:
        for key, version in versions.items():
            self._versions[subject, key] = (generation, version)

    def local_id(self, subject: Subject, key: str) -> int | None:
        return _receives_nothing(subject, key)

    def link(self, subject: Subject, key: str, local_id: int) -> None:
        _receives_nothing(subject, key, local_id)


class FakeReceivedRepository:
    """No changes; what was booked again is read."""

    put_products = take_off_sale = put_tax = put_tax_class = set_elsewhere = change_person = (
        merge_search
    ) = _receives_nothing

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def restored(self, skus: Collection[str]) -> Mapping[str, RestoredStock]:
        found = {one.sku: one.product_id for one in self._tables.products.values()}
        return {sku: self._restored(found[sku]) for sku in skus if sku in found}

    def _restored(self, product_id: int) -> RestoredStock:
        booked = counted_in = 0
        opened: dict[int, int] = {}
        sold: list[tuple[int, int]] = []
        for movement in [move for one, move in self._tables.movements if one == product_id]:
            more = movement.quantity.thousandths
            epoch = max(one.number for one in self._tables.epochs if one.started_at <= movement.at)
            if movement.kind == "restored":
                booked += more
            elif movement.kind == "count" and epoch > 1:
                counted_in, opened = epoch, {}
            elif movement.kind == "opening" and epoch > 1:
                opened[epoch] = opened.get(epoch, 0) + more
            elif movement.kind in {"order", "refund", "receipt"}:
                sold.append((epoch, more))
        return RestoredStock(
            product_id,
            booked,
            counted_in,
            opened,
            self._tables.levels[product_id].thousandths,
            lambda after: sum(more for epoch, more in sold if epoch > after),
        )


class FakeSyncWork(FakeUnitOfWork):
    outbox: FakeOutboxRepository
    synced: FakeSyncedRepository
    received: ReceivedRepository

    def __enter__(self) -> Self:
        super().__enter__()
        self.outbox = FakeOutboxRepository(self._tables)
        self.synced = FakeSyncedRepository(self._tables)
        self.received = FakeReceivedRepository(self._tables)
        return self


class FakeOutboxQueries:
    def __init__(self, store: FakeStore) -> None:
        self._store = store

    def next_batch(self, *, most: int, most_bytes: int) -> Sequence[Record]:
        batch: list[Record] = []
        size = 0
        for seq in self._seqs(waiting=True)[:most]:
            entry = self._entry(seq)
            size += len(entry.raw)
            if batch and size > most_bytes:
                break
            batch.append(record_of(entry))
        return batch

    def newest_sent(self) -> Record | None:
        waiting = self._seqs(waiting=True)
        before = waiting[0] if waiting else len(self._store.tables.entries) + 1
        return record_of(self._entry(before - 1)) if before > 1 else None

    def counts(self) -> Counts:
        return Counts(len(self._seqs(waiting=True)), len(self._seqs(waiting=False)))

    def waiting(self, *, most: int) -> Sequence[Unsent]:
        return [self._unsent(seq) for seq in self._seqs(waiting=True)[:most]]

    def needing_person(self, *, most: int) -> Sequence[Unsent]:
        return [self._unsent(seq) for seq in self._seqs(waiting=False)[:most]]

    def one(self, seq: int) -> Unsent | None:
        return self._unsent(seq) if seq in self._store.tables.outbox else None

    def anchors(self) -> Sequence[Countersigned]:
        return [one for _, one in sorted(self._store.tables.anchors.items())]

    def _seqs(self, *, waiting: bool) -> list[int]:
        rows = sorted(self._store.tables.outbox.items())
        return [seq for seq, row in rows if (row.state == WAITING) is waiting]

    def _entry(self, seq: int) -> Entry:
        entry = self._store.tables.entries[seq - 1]
        assert entry.seq == seq
        return entry

    def _unsent(self, seq: int) -> Unsent:
        row, entry = self._store.tables.outbox[seq], self._entry(seq)
        body = json.loads(entry.raw)
        at = datetime.fromisoformat(body["wall_utc"])
        return Unsent(
            seq,
            OutboxState(row.state),
            entry.kind,
            body["number"] or "",
            at,
            row.attempts,
            row.last_error,
        )


def record_of(entry: Entry) -> Record:
    return Record(
        epoch=json.loads(entry.raw)["epoch"],
        seq=entry.seq,
        kind=entry.kind,
        raw=entry.raw.decode("utf-8"),
        hash=entry.hash.hex(),
        signature=padless(entry.signature),
    )
