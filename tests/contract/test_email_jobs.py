"""E-mails on their way, in memory and on disk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.services.email_jobs import EmailJob, EmailState, NewEmail
from tests.contract.samples import MORNING, an_order, open_shift, paid, sell
from tests.contract.stores import Store

MARIA = "maria@example.com"
MINUTE = timedelta(minutes=1)


def queue(store: Store, order: str, uid: str, address: str = MARIA) -> int:
    with store.new_uow() as uow:
        new = NewEmail(order, address, ReceiptKind.GIFT, uid)
        job = uow.emails.add(new, at=MORNING)
        uow.commit()
    return job


def get(store: Store, job: int) -> EmailJob:
    found = store.emails.get(job)
    assert found is not None
    return found


@pytest.fixture
def job(store: Store) -> int:
    sell(store, paid(an_order("order-1"), open_shift(store)))
    return queue(store, "order-1", "uid-1")


class TestEmailJob:
    def test_waits_with_all_that_was_said(self, store: Store, job: int) -> None:
        assert store.emails.due(now=MORNING, limit=9) == [
            EmailJob(
                job_id=job,
                uid="uid-1",
                order_id="order-1",
                number="T01-000001",
                address=MARIA,
                kind=ReceiptKind.GIFT,
                state=EmailState.WAITING,
                attempts=0,
                queued_at=MORNING,
                next_at=MORNING,
            )
        ]

    def test_is_not_due_before_its_time_unless_the_clock_was_ahead(
        self, store: Store, job: int
    ) -> None:
        with store.new_uow() as uow:
            uow.emails.put_off(job, until=MORNING + MINUTE, reason="450 later")
            uow.commit()

        due = [
            [one.job_id for one in store.emails.due(now=now, limit=9)]
            for now in (MORNING, MORNING + MINUTE, MORNING - timedelta(days=1))
        ]

        assert due == [[], [job], [job]]
        assert (get(store, job).attempts, get(store, job).last_error) == (1, "450 later")

    def test_is_settled_by_being_sent_or_refused(self, store: Store, job: int) -> None:
        other = queue(store, "order-1", "uid-2")
        with store.new_uow() as uow:
            uow.emails.mark_sent(job)
            uow.emails.mark_failed(other, reason="550 no")
            uow.commit()

        assert store.emails.due(now=MORNING + MINUTE, limit=9) == []
        assert [one.job_id for one in store.emails.unsent(limit=9)] == [other]
        states = [(one.state, one.last_error) for one in store.emails.of_order("order-1")]
        assert states == [(EmailState.FAILED, "550 no"), (EmailState.SENT, "")]

    def test_is_readdressed_and_dropped_only_while_it_is_not_sent(
        self, store: Store, job: int
    ) -> None:
        other = queue(store, "order-1", "uid-2")
        new = NewEmail("order-1", "m@example.com", ReceiptKind.GIFT, "uid-3")
        with store.new_uow() as uow:
            uow.emails.mark_sent(job)
            uow.emails.mark_failed(other, reason="550 no")
            done = [
                uow.emails.readdress(one, new=replace_uid(new, one), at=MORNING)
                for one in (job, other, 99)
            ]
            uow.emails.drop(job)
            uow.commit()

        assert done == [False, True, False]
        assert get(store, job).address == MARIA
        assert get(store, other).address == "m@example.com"
        assert (get(store, other).attempts, get(store, other).state) == (0, EmailState.WAITING)
        with store.new_uow() as uow:
            uow.emails.drop(other)
            uow.commit()
        assert store.emails.get(other) is None

    def test_goes_some_weeks_after_it_was_settled(self, store: Store, job: int) -> None:
        waiting = queue(store, "order-1", "uid-2", "w@example.com")
        with store.new_uow() as uow:
            uow.emails.mark_sent(job)
            pruned = [
                uow.emails.prune(before=before, limit=9)
                for before in (MORNING, MORNING + MINUTE, MORNING + MINUTE)
            ]
            uow.commit()

        assert pruned == [0, 1, 0]
        assert store.emails.recent_addresses(limit=9) == ["w@example.com"]
        assert store.emails.get(waiting) is not None

    def test_goes_at_once_with_whoever_is_forgotten(self, store: Store, job: int) -> None:
        other = queue(store, "order-1", "uid-2", "w@example.com")
        with store.new_uow() as uow:
            uow.emails.mark_sent(job)
            uow.emails.forget(MARIA.upper())
            uow.commit()

        assert store.emails.get(job) is None
        assert store.emails.get(other) is not None

    def test_of_an_unknown_order_is_a_bug(self, store: Store) -> None:
        with pytest.raises((AssertionError, KeyError)):
            queue(store, "order-unknown", "uid-1")


def replace_uid(new: NewEmail, job: int) -> NewEmail:
    return NewEmail(new.order_id, new.address, new.kind, f"{new.uid}-{job}")
