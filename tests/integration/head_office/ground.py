"""A head office's database with stores and terminals in it, and what it holds in the end."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import Table, delete, insert, select

from pos_app.adapters.system.signing import Ed25519Check, Ed25519Signer
from pos_app.head_office.services.ingest.ingesting import Ingest, IngestPorts
from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.ingest import SqlIngestWork
from pos_app.head_office.storage.partitions import Months
from pos_app.head_office.storage.schema import metadata
from pos_app.head_office.storage.tables import (
    order,
    quarantine,
    record,
    sales_by_day,
    sales_by_day_product,
    stock,
    store,
    terminal,
    terminal_head,
    terminal_key,
)
from pos_app.wire.records import Answer, Received, Record
from tests.fakes.till_journal import StoreJournal, TillJournal, sent

NOW: Final = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
STORE: Final = "01932c5e-0000-7000-8000-000000000001"
OTHER_STORE: Final = "01932c5e-0000-7000-8000-000000000002"
# What depends on when and in how many requests something came.
PASSING: Final = {"received_at", "txid", "version", "quarantine_id", "last_contact_at", "waiting"}
KEPT: Final = (
    record,
    order,
    sales_by_day,
    sales_by_day_product,
    stock,
    quarantine,
    terminal_head,
)
"""What records leave behind."""


class HeadKey:
    """Signs heads."""

    def __init__(self) -> None:
        self.signer = Ed25519Signer(b"\7" * 32)

    def key_id(self) -> str:
        return self.signer.key_id

    def sign(self, data: bytes, *, key_id: str) -> bytes:
        assert key_id == self.signer.key_id
        return self.signer.sign(data)


class StandingClock:
    def now(self) -> datetime:
        return NOW


@dataclass
class Ground:
    """`noticed` is what a person would be told of."""

    database: Database
    head_key: HeadKey = field(default_factory=HeadKey)
    noticed: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.months = Months(self.database)
        self.ingest = Ingest(
            ports=IngestPorts(
                new_work=partial(SqlIngestWork, self.database),
                months=self.months,
                signatures=Ed25519Check(),
                signing=self.head_key,
                clock=StandingClock(),
                noticed=lambda what, count: self.noticed.append((what, count)),
            )
        )

    def add_store(self, store_id: str = STORE, name: str = "Old Town") -> str:
        with self.database.writer.begin() as connection:
            connection.execute(
                insert(store).values(
                    store_id=store_id,
                    name=name,
                    currency="EUR",
                    time_zone="Europe/Paris",
                    created_at=0,
                )
            )
        return store_id

    def enrol(
        self, journal: TillJournal | StoreJournal, *, code: str = "T01", store_id: str = STORE
    ) -> str:
        """Make the journal's terminal known; its id is told by its code."""
        if isinstance(journal, TillJournal):
            keys: Sequence[Any] = [(journal.signer.key_id, journal.signer.public_key, 1)]
            journal_id = journal.identity.journal_id
        else:
            keys, journal_id = journal.keys, journal.journal_id
        terminal_id = terminal_id_of(code, store_id)
        with self.database.writer.begin() as connection:
            connection.execute(
                insert(terminal).values(
                    terminal_id=terminal_id,
                    store_id=store_id,
                    code=code,
                    journal_id=journal_id,
                    currency="EUR",
                    epoch=1,
                    enrolled_at=0,
                )
            )
            connection.execute(
                insert(terminal_key),
                [
                    {
                        "terminal_id": terminal_id,
                        "key_id": key_id,
                        "public_key": public_key,
                        "first_seq": first_seq,
                        "added_at": 0,
                    }
                    for key_id, public_key, first_seq in keys
                ],
            )
        return terminal_id

    def receive(self, terminal_id: str, records: Sequence[Record]) -> Received:
        return self.ingest.receive(terminal_id=terminal_id, records=sent(records))

    def answers(self, terminal_id: str, records: Sequence[Record]) -> list[tuple[Answer, str]]:
        received = self.receive(terminal_id, records)
        return [(result.answer, result.reason) for result in received.results]

    def rows(self, table: Table) -> list[dict[str, Any]]:
        """All of them, in the order of their keys."""
        keys = table.primary_key.columns
        with self.database.reader.connect() as connection:
            return [
                dict(row) for row in connection.execute(select(table).order_by(*keys)).mappings()
            ]

    def digest(self) -> str:
        """Of everything that records leave behind, but not of when they came."""
        found = hashlib.sha256()
        for table in KEPT:
            rows = [
                repr([(name, value) for name, value in row.items() if name not in PASSING])
                for row in self.rows(table)
            ]
            found.update("\n".join([table.name, *sorted(rows), ""]).encode())
        return found.hexdigest()

    def forget(self) -> None:
        """Empty every table."""
        with self.database.writer.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))


def terminal_id_of(code: str, store_id: str) -> str:
    number = hashlib.sha256(f"{store_id}/{code}".encode()).hexdigest()
    return f"01932c5e-{number[:4]}-7000-8000-{number[4:16]}"
