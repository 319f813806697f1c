"""Print jobs: rows of the order's transaction, worked off one by one afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, func, literal_column, select, update

from pos_app.adapters.persistence.order_queries import document_of
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.tables import order, print_job
from pos_app.adapters.persistence.values import to_ms
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.services.print_jobs import PrintJob

# Written out: a partial index serves only a query that says in words what it holds.
_WAITING = Statement(
    select(
        print_job.c.job_id,
        print_job.c.order_id,
        print_job.c.copy,
        print_job.c.attempts,
        print_job.c.kind,
    )
    .where(print_job.c.state == literal_column("'waiting'"))
    .order_by(print_job.c.job_id)
    .limit(bindparam("most"))
)
_NEXT_COPY = Statement(
    select(order.c.order_id, func.coalesce(func.max(print_job.c.copy), 0) + 1)
    .select_from(
        order.outerjoin(
            print_job,
            (print_job.c.order_id == order.c.order_id)
            & (print_job.c.kind == bindparam("kind"))
            & (print_job.c.copy > literal_column("0")),
        )
    )
    .where(order.c.uid == bindparam("uid"))
    .group_by(order.c.order_id)
)
_ADD = insert_into(print_job, skip=("job_id", "last_error"))
_DONE = Statement(
    update(print_job)
    .where(print_job.c.job_id == bindparam("job"))
    .values(state="done", attempts=print_job.c.attempts + 1)
)
_FAILED = Statement(
    update(print_job)
    .where(print_job.c.job_id == bindparam("job"))
    .values(attempts=print_job.c.attempts + 1, last_error=bindparam("reason"))
)

# Copies stay, for their numbers go on; the receipt's own job is the one that each order brings.
# The oldest jobs are taken before their orders are looked at: a day on which none is old enough
# must not walk through all that wait for their day.
_OLDEST = (
    select(print_job.c.job_id, print_job.c.order_id)
    .where(print_job.c.copy == 0, print_job.c.state != "waiting")
    .order_by(print_job.c.job_id)
    .limit(bindparam("most"))
    .subquery()
)
_OLD = Statement(
    select(_OLDEST.c.job_id, _OLDEST.c.order_id)
    .join(order, order.c.order_id == _OLDEST.c.order_id)
    .where(order.c.completed_at < bindparam("before"))
)
_PRUNE = Statement(delete(print_job).where(print_job.c.job_id == bindparam("job")))
PRUNED_TO: Final = "print_jobs_pruned_to"
"""The setting with the newest order whose job was pruned; later ones must have theirs."""


class SqlPrintJobRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, order_id: str, kind: ReceiptKind = ReceiptKind.RECEIPT) -> int:
        row = _NEXT_COPY.one(self._connection, {"uid": order_id, "kind": kind.value})
        assert row is not None, order_id
        row_id, copy = row
        self._add(row_id, copy, kind)
        return int(copy)

    def add_receipt(self, order_id: str) -> None:
        kind = ReceiptKind.RECEIPT
        row = _NEXT_COPY.one(self._connection, {"uid": order_id, "kind": kind.value})
        assert row is not None, order_id
        self._add(row.order_id, 0, kind)

    def _add(self, row_id: int, copy: int, kind: ReceiptKind) -> None:
        _ADD.run(
            self._connection,
            {
                "order_id": row_id,
                "copy": copy,
                "state": "waiting",
                "attempts": 0,
                "kind": kind.value,
            },
        )

    def mark_done(self, job_id: int) -> None:
        _DONE.run(self._connection, {"job": job_id})

    def mark_failed(self, job_id: int, *, reason: str) -> None:
        _FAILED.run(self._connection, {"job": job_id, "reason": reason})

    def prune(self, *, before: datetime, limit: int) -> int:
        old = _OLD.all(self._connection, {"before": to_ms(before), "most": limit})
        if old:
            _PRUNE.run_many(self._connection, [{"job": row.job_id} for row in old])
            newest = max(row.order_id for row in old)
            self._connection.execute(
                "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE "
                "SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))",
                (PRUNED_TO, str(newest)),
            ).close()
        return len(old)


class SqlPrintJobQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def waiting(self, *, limit: int) -> Sequence[PrintJob]:
        with self._readers.connect() as connection:
            rows = _WAITING.all(connection, {"most": limit})
            return [
                PrintJob(
                    row.job_id,
                    document_of(connection, row.order_id),
                    row.copy,
                    row.attempts,
                    ReceiptKind(row.kind),
                )
                for row in rows
            ]
