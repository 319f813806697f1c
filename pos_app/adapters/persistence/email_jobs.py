"""E-mails on their way: few rows, deleted some weeks after they were sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, func, literal_column, null, or_, select, update

from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.tables import email_job, order
from pos_app.adapters.persistence.values import from_ms, to_ms
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.services.email_jobs import EmailJob, EmailState, NewEmail

CLOCK_WAS_AHEAD: Final = timedelta(hours=2)
"""Nothing is put off for longer: what says so was written while the clock was ahead."""

_JOB = select(email_job, order.c.uid.label("order_uid"), order.c.number).join(
    order, order.c.order_id == email_job.c.order_id
)
# Written out: a partial index serves only a query that says in words what it holds.
_IS_UNSENT = email_job.c.state != literal_column("'sent'")
_DUE = Statement(
    _JOB.where(
        _IS_UNSENT,
        email_job.c.state == literal_column("'waiting'"),
        or_(
            email_job.c.next_at <= bindparam("now"),
            email_job.c.next_at > bindparam("latest"),
        ),
    )
    .order_by(email_job.c.job_id)
    .limit(bindparam("most"))
)
_UNSENT = Statement(
    _JOB.where(_IS_UNSENT).order_by(email_job.c.job_id.desc()).limit(bindparam("most"))
)
_ONE = Statement(_JOB.where(email_job.c.job_id == bindparam("job")))
_OF_ORDER = Statement(
    _JOB.where(order.c.uid == bindparam("uid")).order_by(email_job.c.job_id.desc())
)
_RECENT = Statement(
    select(email_job.c.address).order_by(email_job.c.job_id.desc()).limit(bindparam("most"))
)
_ORDER = Statement(select(order.c.order_id).where(order.c.uid == bindparam("uid")))
_ADD = insert_into(email_job, skip=("job_id", "last_error"))
_OF_JOB = email_job.c.job_id == bindparam("job")
_SENT = Statement(
    update(email_job)
    .where(_OF_JOB)
    .values(state="sent", attempts=email_job.c.attempts + 1, last_error=null())
)
_PUT_OFF = Statement(
    update(email_job)
    .where(_OF_JOB)
    .values(
        attempts=email_job.c.attempts + 1,
        next_at=bindparam("until"),
        last_error=bindparam("reason"),
    )
)
_FAILED = Statement(
    update(email_job)
    .where(_OF_JOB)
    .values(state="failed", attempts=email_job.c.attempts + 1, last_error=bindparam("reason"))
)
_READDRESS = Statement(
    update(email_job)
    .where(_OF_JOB, _IS_UNSENT)
    .values(
        state="waiting",
        attempts=0,
        last_error=null(),
        uid=bindparam("uid"),
        address=bindparam("address"),
        next_at=bindparam("at"),
    )
)
_DROP = Statement(delete(email_job).where(_OF_JOB, _IS_UNSENT))
_OLDEST = (
    select(email_job.c.job_id, email_job.c.queued_at)
    .where(email_job.c.state != "waiting")
    .order_by(email_job.c.job_id)
    .limit(bindparam("most"))
    .subquery()
)
_OLD = Statement(select(_OLDEST.c.job_id).where(_OLDEST.c.queued_at < bindparam("before")))
# An address is of ASCII letters only, as the domain checks it.
_FORGET = Statement(
    delete(email_job).where(func.lower(email_job.c.address) == bindparam("address"))
)
_PRUNE = Statement(delete(email_job).where(_OF_JOB))


class SqlEmailRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, new: NewEmail, *, at: datetime) -> int:
        order_id = _ORDER.scalar(self._connection, {"uid": new.order_id})
        assert order_id is not None, new.order_id
        row = {
            "uid": new.uid,
            "order_id": order_id,
            "address": new.address,
            "kind": new.kind.value,
            "state": EmailState.WAITING.value,
            "attempts": 0,
            "queued_at": to_ms(at),
            "next_at": to_ms(at),
        }
        return _ADD.insert(self._connection, row)

    def mark_sent(self, job_id: int) -> None:
        _SENT.run(self._connection, {"job": job_id})

    def put_off(self, job_id: int, *, until: datetime, reason: str) -> None:
        values = {"job": job_id, "until": to_ms(until), "reason": reason}
        _PUT_OFF.run(self._connection, values)

    def mark_failed(self, job_id: int, *, reason: str) -> None:
        _FAILED.run(self._connection, {"job": job_id, "reason": reason})

    def readdress(self, job_id: int, *, new: NewEmail, at: datetime) -> bool:
        values = {"job": job_id, "uid": new.uid, "address": new.address, "at": to_ms(at)}
        return _READDRESS.run(self._connection, values).rowcount == 1

    def drop(self, job_id: int) -> None:
        _DROP.run(self._connection, {"job": job_id})

    def prune(self, *, before: datetime, limit: int) -> int:
        old = _OLD.all(self._connection, {"before": to_ms(before), "most": limit})
        _PRUNE.run_many(self._connection, [{"job": row.job_id} for row in old])
        return len(old)

    def forget(self, address: str) -> None:
        _FORGET.run(self._connection, {"address": address.lower()})


class SqlEmailQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def due(self, *, now: datetime, limit: int) -> Sequence[EmailJob]:
        values = {"now": to_ms(now), "latest": to_ms(now + CLOCK_WAS_AHEAD), "most": limit}
        return self._jobs(_DUE, values)

    def get(self, job_id: int) -> EmailJob | None:
        return next(iter(self._jobs(_ONE, {"job": job_id})), None)

    def unsent(self, *, limit: int) -> Sequence[EmailJob]:
        return self._jobs(_UNSENT, {"most": limit})

    def of_order(self, order_id: str) -> Sequence[EmailJob]:
        return self._jobs(_OF_ORDER, {"uid": order_id})

    def recent_addresses(self, *, limit: int) -> Sequence[str]:
        with self._readers.connect() as connection:
            return [row.address for row in _RECENT.all(connection, {"most": limit})]

    def _jobs(self, statement: Statement, values: dict[str, Any]) -> Sequence[EmailJob]:
        with self._readers.connect() as connection:
            return [_job(row) for row in statement.all(connection, values)]


def _job(row: Any) -> EmailJob:
    return EmailJob(
        job_id=row.job_id,
        uid=row.uid,
        order_id=row.order_uid,
        number=row.number,
        address=row.address,
        kind=ReceiptKind(row.kind),
        state=EmailState(row.state),
        attempts=row.attempts,
        queued_at=from_ms(row.queued_at),
        next_at=from_ms(row.next_at),
        last_error=row.last_error or "",
    )
