"""The journal table: append one link, read links in order, know the head."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Text, bindparam, cast, func, select

from pos_app.adapters.persistence.journal_tables import journal
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.sqlite_failures import DamagedStoreError
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.tables import epoch, outbox, signing_key
from pos_app.domain.journal import EntryKind, RunningTotals
from pos_app.services.ports import Entry, Head

PAGE: Final = 500

# In the order of RunningTotals. SQLite reads them faster than Python would the whole entry.
_TOTALS: Final = ("period_total", "perpetual_total", "perpetual_abs_total")
_HEAD = Statement(
    select(
        journal.c.seq,
        journal.c.hash,
        *(func.json_extract(cast(journal.c.raw, Text), f"$.{name}") for name in _TOTALS),
    )
    .order_by(journal.c.seq.desc())
    .limit(1)
)
_APPEND = insert_into(journal)
_TO_HEAD_OFFICE = insert_into(outbox, skip=("last_error",))
_PAGE_AFTER = Statement(
    select(journal).where(journal.c.seq > bindparam("after")).order_by(journal.c.seq).limit(PAGE)
)
_WAITING = Statement(select(func.count()).select_from(outbox))
_KEYS = Statement(select(signing_key))
_EPOCHS = Statement(select(epoch.c.epoch).order_by(epoch.c.epoch))
_EPOCH_STARTS = Statement(
    select(journal.c.seq)
    .where(journal.c.kind == EntryKind.EPOCH_START.value)
    .order_by(journal.c.seq)
)


class SqlJournalRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.appended: Entry | None = None
        """The last entry that was appended here."""

    def head(self) -> Head:
        return _head(self._connection)

    def append(self, entry: Entry) -> None:
        _APPEND.run(
            self._connection,
            {
                "seq": entry.seq,
                "kind": entry.kind,
                "raw": entry.raw,
                "hash": entry.hash,
                "signature": entry.signature,
            },
        )
        self.appended = entry
        _TO_HEAD_OFFICE.run(self._connection, {"seq": entry.seq, "state": "waiting", "attempts": 0})


class SqlJournalQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def head(self) -> Head:
        with self._readers.connect() as connection:
            return _head(connection)

    def waiting(self) -> int:
        with self._readers.connect() as connection:
            return int(_WAITING.scalar(connection))

    def entries(self, *, after: int = 0) -> Iterator[Entry]:
        # Page by page: no read transaction stays open while the caller thinks.
        while True:
            with self._readers.connect() as connection:
                rows = _PAGE_AFTER.all(connection, {"after": after})
            for row in rows:
                yield _entry(row)
            if len(rows) < PAGE:
                return
            after = rows[-1].seq

    def signing_keys(self) -> Mapping[str, tuple[bytes, int]]:
        with self._readers.connect() as connection:
            rows = _KEYS.all(connection)
        return {row.key_id: (row.public_key, row.first_seq) for row in rows}

    def epochs(self) -> Mapping[int, int]:
        with self._readers.connect() as connection:
            epochs, starts = _EPOCHS.all(connection), _EPOCH_STARTS.all(connection)
        # Not strict: a store in which one of the two is missing is for a verifier to judge.
        return {one.epoch: start.seq for one, start in zip(epochs, starts, strict=False)}


def _head(connection: sqlite3.Connection) -> Head:
    row = _HEAD.one(connection)
    if row is None:
        return Head(0, b"", RunningTotals())
    seq, digest, *totals = row
    if None in totals:
        raise DamagedStoreError(detail=f"journal entry {seq} cannot be read")
    return Head(seq, digest, RunningTotals(*totals))


def _entry(row: Any) -> Entry:
    return Entry(seq=row.seq, kind=row.kind, raw=row.raw, hash=row.hash, signature=row.signature)
