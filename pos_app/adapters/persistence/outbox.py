"""The outbox: what waits for head office, what needs a person, and what it has signed for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Text,
    bindparam,
    cast,
    delete,
    func,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from pos_app.adapters.persistence.journal_tables import journal
from pos_app.adapters.persistence.known_products import among
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.sync_tables import head_anchor
from pos_app.adapters.persistence.tables import outbox
from pos_app.services.sync.membership import padless
from pos_app.services.sync.ports import Counts, OutboxState, Unsent
from pos_app.wire.records import Countersigned, Record

_WAITING: Final[ColumnElement[str]] = literal_column(f"'{OutboxState.WAITING.value}'")


def _said(name: str) -> Any:
    """A field of the entry; SQLite reads it faster than Python would the whole entry."""
    return func.json_extract(cast(journal.c.raw, Text), f"$.{name}")


_ENTRY = (
    journal.c.seq,
    journal.c.kind,
    journal.c.raw,
    journal.c.hash,
    journal.c.signature,
    _said("epoch").label("epoch"),
)
_BATCH = Statement(
    select(*_ENTRY)
    .select_from(outbox)
    .join(journal, journal.c.seq == outbox.c.seq)
    .where(outbox.c.state == _WAITING)
    .order_by(outbox.c.seq)
    .limit(bindparam("most"))
)
_FIRST_WAITING = Statement(
    select(outbox.c.seq).where(outbox.c.state == _WAITING).order_by(outbox.c.seq).limit(1)
)
_NEWEST_BEFORE = Statement(
    select(*_ENTRY)
    .where(journal.c.seq < bindparam("before"))
    .order_by(journal.c.seq.desc())
    .limit(1)
)
_COUNT = Statement(select(func.count()).select_from(outbox))
_COUNT_OTHERS = Statement(
    select(func.count()).select_from(outbox).where(outbox.c.state != _WAITING)
)
_UNSENT = (
    *(outbox.c.seq, outbox.c.state, outbox.c.attempts, outbox.c.last_error),
    journal.c.kind,
    _said("number").label("number"),
    _said("wall_utc").label("at"),
)
_FIRST_OF_WAITING = Statement(
    select(*_UNSENT)
    .select_from(outbox)
    .join(journal, journal.c.seq == outbox.c.seq)
    .where(outbox.c.state == _WAITING)
    .order_by(outbox.c.seq)
    .limit(bindparam("most"))
)
_OTHERS = Statement(
    select(*_UNSENT)
    .select_from(outbox)
    .join(journal, journal.c.seq == outbox.c.seq)
    .where(outbox.c.state != _WAITING)
    .order_by(outbox.c.seq)
    .limit(bindparam("most"))
)
_ONE = Statement(
    select(*_UNSENT)
    .select_from(outbox)
    .join(journal, journal.c.seq == outbox.c.seq)
    .where(outbox.c.seq == bindparam("seq"))
)
_ANCHORS = Statement(select(head_anchor).order_by(head_anchor.c.epoch))
_DELETE = Statement(delete(outbox).where(outbox.c.seq.in_(among("seqs"))))
_MARK = Statement(
    update(outbox)
    .where(outbox.c.seq == bindparam("key"))
    .values(
        state=bindparam("new_state"),
        attempts=outbox.c.attempts + 1,
        last_error=bindparam("reason"),
    )
)
_FAILED = Statement(
    update(outbox)
    .where(outbox.c.seq == bindparam("key"))
    .values(attempts=outbox.c.attempts + 1, last_error=bindparam("reason"))
)
_LAST_OF_NEXT = Statement(
    select(func.max(literal_column("seq"))).select_from(
        select(journal.c.seq)
        .where(journal.c.seq > bindparam("after"))
        .order_by(journal.c.seq)
        .limit(bindparam("most"))
        .subquery()
    )
)
_again = insert(outbox).from_select(
    ["seq", "state", "attempts"],
    select(journal.c.seq, _WAITING, literal_column("0")).where(
        journal.c.seq > bindparam("after"), journal.c.seq <= bindparam("last")
    ),
)
_MAKE_AGAIN = Statement(
    _again.on_conflict_do_update(
        index_elements=[outbox.c.seq],
        set_={"state": _WAITING, "attempts": literal_column("0"), "last_error": null()},
    )
)
_ANCHOR: Final = tuple(column.name for column in head_anchor.columns)
_new_anchor = insert(head_anchor).values({name: bindparam(name) for name in _ANCHOR})
_KEEP = Statement(
    _new_anchor.on_conflict_do_update(
        index_elements=[head_anchor.c.epoch],
        set_={name: _new_anchor.excluded[name] for name in _ANCHOR},
        where=head_anchor.c.seq <= _new_anchor.excluded.seq,
    )
)
REASON_LENGTH_MAX: Final = 500


class SqlOutboxRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def delete(self, seqs: Collection[int]) -> None:
        if seqs:
            _DELETE.run(self._connection, {"seqs": json.dumps(list(seqs))})

    def mark(self, seq: int, state: OutboxState, *, reason: str) -> None:
        values = {"key": seq, "new_state": state.value, "reason": reason[:REASON_LENGTH_MAX]}
        _MARK.run(self._connection, values)

    def note_failure(self, seq: int, *, reason: str) -> None:
        _FAILED.run(self._connection, {"key": seq, "reason": reason[:REASON_LENGTH_MAX]})

    def make_again(self, *, after: int, most: int) -> int:
        last = _LAST_OF_NEXT.scalar(self._connection, {"after": after, "most": most})
        if last is None:
            return after
        _MAKE_AGAIN.run(self._connection, {"after": after, "last": last})
        return int(last)

    def keep_anchor(self, head: Countersigned) -> None:
        if head.seq:
            _KEEP.run(self._connection, asdict(head))


class SqlOutboxQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def next_batch(self, *, most: int, most_bytes: int) -> Sequence[Record]:
        with self._readers.connect() as connection:
            rows = _BATCH.all(connection, {"most": most})
        batch: list[Record] = []
        size = 0
        for row in rows:
            size += len(row.raw)
            if batch and size > most_bytes:
                break
            batch.append(_record(row))
        return batch

    def newest_sent(self) -> Record | None:
        with self._readers.connect() as connection:
            first = _FIRST_WAITING.scalar(connection)
            before = first if first is not None else 2**63 - 1
            row = _NEWEST_BEFORE.one(connection, {"before": before})
        return None if row is None else _record(row)

    def counts(self) -> Counts:
        with self._readers.connect() as connection:
            others = int(_COUNT_OTHERS.scalar(connection))
            return Counts(int(_COUNT.scalar(connection)) - others, others)

    def waiting(self, *, most: int) -> Sequence[Unsent]:
        with self._readers.connect() as connection:
            return [_unsent(row) for row in _FIRST_OF_WAITING.all(connection, {"most": most})]

    def needing_person(self, *, most: int) -> Sequence[Unsent]:
        with self._readers.connect() as connection:
            return [_unsent(row) for row in _OTHERS.all(connection, {"most": most})]

    def one(self, seq: int) -> Unsent | None:
        with self._readers.connect() as connection:
            row = _ONE.one(connection, {"seq": seq})
        return None if row is None else _unsent(row)

    def anchors(self) -> Sequence[Countersigned]:
        with self._readers.connect() as connection:
            return [Countersigned(**row._asdict()) for row in _ANCHORS.all(connection)]


def _record(row: Any) -> Record:
    return Record(
        epoch=row.epoch,
        seq=row.seq,
        kind=row.kind,
        raw=row.raw.decode("utf-8"),
        hash=row.hash.hex(),
        signature=padless(row.signature),
    )


def _unsent(row: Any) -> Unsent:
    return Unsent(
        seq=row.seq,
        state=OutboxState(row.state),
        kind=row.kind,
        number=row.number or "",
        at=datetime.fromisoformat(row.at),
        attempts=row.attempts,
        last_error=row.last_error or "",
    )
