"""Who did what, out of the journal: pages by key, from the indexes over the signed bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from heapq import merge
from itertools import islice, pairwise
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, bindparam, cast, func, literal_column, select

from pos_app.adapters.persistence.journal_tables import (
    ENTRY_ACTOR,
    ENTRY_APPROVER,
    ENTRY_ORDER,
    HAS_APPROVER,
    IS_NO_ORDER,
    journal,
)
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import order
from pos_app.domain.journal import EntryKind
from pos_app.services.activity.ports import Piece, Search

WINDOW: Final = 20_000
"""So many entries at most are looked through at once for what somebody has allowed."""
SLACK: Final = 200
"""A jump of the clock is written down a few entries after it happened."""
JUMPS_MAX: Final = 10_000


def _newest(*conditions: ColumnElement[bool]) -> Statement:
    return Statement(
        select(journal.c.seq)
        .where(
            *conditions,
            journal.c.seq >= bindparam("low"),
            journal.c.seq < bindparam("before"),
        )
        .order_by(journal.c.seq.desc())
        .limit(bindparam("most"))
    )


_OF_KIND = journal.c.kind == bindparam("kind")
_ALL = _newest()
_BY_KIND = _newest(_OF_KIND)
_BY_ACTOR = _newest(bindparam("person") == ENTRY_ACTOR, _OF_KIND)
_BY_APPROVER = _newest(HAS_APPROVER, bindparam("person") == ENTRY_APPROVER, _OF_KIND)
# Only the body says it, where no index looks: wrong tries are few.
_BY_ASKER = _newest(
    func.instr(cast(journal.c.raw, Text), bindparam("asked_by")) > literal_column("0"), _OF_KIND
)
_ASKED: Final = EntryKind.LOGIN_FAILED.value
_OF_ORDER = _newest(IS_NO_ORDER, bindparam("order") == ENTRY_ORDER)
_OWN = Statement(
    select(order.c.journal_seq.label("seq")).where(
        order.c.uid == bindparam("order"),
        order.c.journal_seq >= bindparam("low"),
        order.c.journal_seq < bindparam("before"),
    )
)
_BY_NUMBER = Statement(select(order.c.uid).where(order.c.number == bindparam("number")))
_READ = Statement(
    select(journal.c.seq, journal.c.raw)
    .where(
        journal.c.seq.in_(select(func.json_each(bindparam("seqs")).table_valued("value").c.value))
    )
    .order_by(journal.c.seq.desc())
)
_FIRST_FROM = Statement(
    select(journal.c.seq, cast(func.substr(journal.c.raw, literal_column("-31")), Text).label("at"))
    .where(journal.c.seq >= bindparam("seq"))
    .order_by(journal.c.seq)
    .limit(1)
)
_LAST = Statement(select(func.max(journal.c.seq)))
_JUMPS = Statement(
    select(journal.c.seq)
    .where(journal.c.kind == literal_column(f"'{EntryKind.CLOCK_JUMP.value}'"))
    .order_by(journal.c.seq)
    .limit(literal_column(str(JUMPS_MAX)))
)


class SqlActivityQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def piece(self, search: Search, *, before: int, limit: int) -> Piece:
        before = min(before, search.high + 1)
        with self._readers.connect() as connection:
            before = min(before, _last(connection) + 1)
            is_walked = search.person is not None
            low = max(search.low, before - WINDOW) if is_walked else search.low
            values = {
                "low": low,
                "before": before,
                "most": limit,
                "person": search.person,
                "asked_by": f'"asked_by":{search.person},',
                "order": search.order,
            }
            found = merge(*_streams(connection, search, values), reverse=True)
            seqs = list(islice(_once(found), limit))
            rows = _READ.all(connection, {"seqs": str(seqs)})
        reached = seqs[-1] if len(seqs) == limit else low
        return Piece([(row.seq, row.raw) for row in rows], reached)

    def span(self, since: datetime | None, until: datetime | None) -> tuple[int, int]:
        with self._readers.connect() as connection:
            last = _last(connection)
            # Between two jumps of the clock entries stand in the order of their times.
            starts = [1, *(row.seq for row in _JUMPS.all(connection)), last + 1]
            parts = [(low, high) for low, high in pairwise(starts) if low < high]
            spans = [
                (
                    low if since is None else _first_at(connection, _said(since), low, high),
                    high if until is None else _first_at(connection, _said(until), low, high),
                )
                for low, high in parts
            ]
        spans = [(low, high) for low, high in spans if low < high]
        if not spans:
            return 1, 0
        slack = SLACK if len(parts) > 1 else 0
        low = min(low for low, _ in spans) - slack
        high = max(high for _, high in spans) - 1 + slack
        return max(1, low), min(last, high)

    def order_of(self, number: str) -> str:
        with self._readers.connect() as connection:
            return _BY_NUMBER.scalar(connection, {"number": number}) or ""


def _streams(
    connection: sqlite3.Connection, search: Search, values: dict[str, Any]
) -> Iterator[Sequence[int]]:
    """Numbers of entries, each newest first; one entry may be in two."""
    wanted: list[tuple[Statement, dict[str, Any]]]
    if search.order:
        wanted = [(_OF_ORDER, values), (_OWN, values)]
    elif search.person is not None:
        kinds = search.kinds or tuple(kind.value for kind in EntryKind)
        each = [{**values, "kind": kind} for kind in kinds]
        wanted = [(one, said) for one in (_BY_ACTOR, _BY_APPROVER) for said in each]
        wanted += [(_BY_ASKER, said) for said in each if said["kind"] == _ASKED]
    elif search.kinds:
        wanted = [(_BY_KIND, {**values, "kind": kind}) for kind in search.kinds]
    else:
        wanted = [(_ALL, values)]
    for statement, said in wanted:
        yield [row.seq for row in statement.all(connection, said)]


def _once(seqs: Iterator[int]) -> Iterator[int]:
    before = None
    for seq in seqs:
        if seq != before:
            yield seq
        before = seq


def _first_at(connection: sqlite3.Connection, moment: str, low: int, high: int) -> int:
    """The first of these entries that was not written before, or their end."""
    while low < high:
        middle = (low + high) // 2
        row = _FIRST_FROM.one(connection, {"seq": middle})
        if row is None or row.at[:-2] >= moment:
            high = middle
        else:
            low = max(middle, row.seq) + 1
    return low


def _last(connection: sqlite3.Connection) -> int:
    return _LAST.scalar(connection) or 0


def _said(moment: datetime) -> str:
    """As entries say it, so that texts are compared."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
