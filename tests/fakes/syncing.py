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
    Unsent,
)
from pos_app.services.sync.restored_stock import RestoredStock
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

    def restored(
        self, skus: Collection[str], known: Mapping[str, RestoredStock]
    ) -> Mapping[str, RestoredStock]:
        return read_restored(self._tables, skus, known)


class FakeRestoredQueries:
    def __init__(self, store: FakeStore) -> None:
        self._store = store

    def read(self, skus: Collection[str]) -> Mapping[str, RestoredStock]:
        return read_restored(self._store.tables, skus, {})

    def opened(self, *, after: int) -> tuple[bool, int]:
        movements = self._store.tables.movements
        return any(move.kind == "opening" for _, move in movements[after:]), len(movements)


def read_restored(
    tables: Tables, skus: Collection[str], known: Mapping[str, RestoredStock]
) -> Mapping[str, RestoredStock]:
    first = next((one.moved_before for one in tables.epochs if one.number > 1), 0)
    found: dict[str, RestoredStock] = {}
    for product in tables.products.values():
        if product.sku in skus:
            stock = known.get(product.sku) or RestoredStock(product.product_id, reached=first)
            _go_on(tables, stock)
            found[product.sku] = stock
    return found


def _go_on(tables: Tables, stock: RestoredStock) -> None:
    stock.level = tables.levels[stock.product_id].thousandths
    moves = [(n, one) for n, (of, one) in enumerate(tables.movements, 1) if of == stock.product_id]
    stock.booked = sum(one.quantity.thousandths for _, one in moves if one.kind == "restored")
    for number, one in moves:
        if number > stock.reached:
            epoch = max(one.number for one in tables.epochs if one.moved_before < number)
            stock.take(number, one.kind, one.quantity.thousandths, epoch=epoch)


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
