"""E-mails in memory, and a mail server in memory that keeps what the port promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pos_app.domain.errors import PosError
from pos_app.services.email_jobs import EmailJob, EmailState, NewEmail
from pos_app.services.emailing.ports import Mail

if TYPE_CHECKING:
    from tests.fakes.storage import FakeStore, Tables

CLOCK_WAS_AHEAD = timedelta(hours=2)


class FakeEmailRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, new: NewEmail, *, at: datetime) -> int:
        number = self._tables.orders[new.order_id].number
        assert number is not None
        assert new.uid not in {one.uid for one in self._tables.emails.values()}
        job_id = max(self._tables.emails, default=0) + 1
        self._tables.emails[job_id] = EmailJob(
            job_id=job_id,
            uid=new.uid,
            order_id=new.order_id,
            number=number,
            address=new.address,
            kind=new.kind,
            state=EmailState.WAITING,
            attempts=0,
            queued_at=at,
            next_at=at,
        )
        return job_id

    def mark_sent(self, job_id: int) -> None:
        self._tried(job_id, state=EmailState.SENT, last_error="")

    def put_off(self, job_id: int, *, until: datetime, reason: str) -> None:
        self._tried(job_id, next_at=until, last_error=reason)

    def mark_failed(self, job_id: int, *, reason: str) -> None:
        self._tried(job_id, state=EmailState.FAILED, last_error=reason)

    def readdress(self, job_id: int, *, new: NewEmail, at: datetime) -> bool:
        job = self._tables.emails.get(job_id)
        if job is None or job.state is EmailState.SENT:
            return False
        self._tables.emails[job_id] = replace(
            job,
            uid=new.uid,
            address=new.address,
            state=EmailState.WAITING,
            attempts=0,
            next_at=at,
            last_error="",
        )
        return True

    def drop(self, job_id: int) -> None:
        job = self._tables.emails.get(job_id)
        if job is not None and job.state is not EmailState.SENT:
            del self._tables.emails[job_id]

    def prune(self, *, before: datetime, limit: int) -> int:
        settled = [one for one in self._tables.emails.values() if one.state != EmailState.WAITING]
        old = [one.job_id for one in settled[:limit] if one.queued_at < before]
        for job_id in old:
            del self._tables.emails[job_id]
        return len(old)

    def forget(self, address: str) -> None:
        for job in tuple(self._tables.emails.values()):
            if job.address.lower() == address.lower():
                del self._tables.emails[job.job_id]

    def _tried(self, job_id: int, **changes: object) -> None:
        job = self._tables.emails[job_id]
        self._tables.emails[job_id] = replace(job, attempts=job.attempts + 1, **changes)  # type: ignore[arg-type]  # fields by name


class FakeEmailQueries:
    def __init__(self, store: FakeStore) -> None:
        self._store = store

    def due(self, *, now: datetime, limit: int) -> Sequence[EmailJob]:
        waiting = [one for one in self._all() if one.state is EmailState.WAITING]
        due = [one for one in waiting if not now < one.next_at <= now + CLOCK_WAS_AHEAD]
        return due[:limit]

    def get(self, job_id: int) -> EmailJob | None:
        return self._store.tables.emails.get(job_id)

    def unsent(self, *, limit: int) -> Sequence[EmailJob]:
        return [one for one in reversed(self._all()) if one.state != EmailState.SENT][:limit]

    def of_order(self, order_id: str) -> Sequence[EmailJob]:
        return [one for one in reversed(self._all()) if one.order_id == order_id]

    def recent_addresses(self, *, limit: int) -> Sequence[str]:
        return [one.address for one in reversed(self._all())][:limit]

    def _all(self) -> list[EmailJob]:
        return [job for _, job in sorted(self._store.tables.emails.items())]


class FakeMailer:
    """Keeps what it took; `failures` are raised instead, one a mail, until there are no more."""

    def __init__(self, *failures: PosError | None) -> None:
        self.taken: list[Mail] = []
        self.failures = list(failures)

    def send(self, mail: Mail) -> None:
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        self.taken.append(mail)
