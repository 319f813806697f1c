"""Attempts at payment processors, in memory and on disk."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.attempt import Attempt, AttemptKind, CardShown, Flow, Step, Wanted
from pos_app.domain.payment import PaymentState
from tests.contract.samples import EUR, MORNING
from tests.contract.stores import Store

VISA = CardShown("Visa", "4242", (("AID", "A0000000031010"),))
SECOND = timedelta(seconds=1)


def an_attempt(attempt_id: str = "attempt-1", order_id: str = "order-1") -> Attempt:
    return Attempt(
        attempt_id=attempt_id,
        kind=AttemptKind.CHARGE,
        order_id=order_id,
        method="card",
        processor="stripe",
        flow=Flow.READER,
        amount=1482,
        currency=EUR,
        staff_id=1,
        created_at=MORNING,
    )


def add(store: Store, *attempts: Attempt) -> None:
    with store.new_uow() as uow:
        for one in attempts:
            uow.attempts.add(one)
        uow.commit()


def save(store: Store, attempt: Attempt) -> bool:
    with store.new_uow() as uow:
        is_saved = uow.attempts.save(attempt)
        uow.commit()
    return is_saved


def decided(attempt: Attempt, state: PaymentState = PaymentState.APPROVED) -> Attempt:
    return replace(attempt, state=state, decided_at=MORNING + SECOND)


class TestAttempt:
    def test_comes_back_with_all_that_is_known_of_it(self, store: Store) -> None:
        known = replace(
            an_attempt(),
            state=PaymentState.UNKNOWN,
            step=Step.CAPTURE,
            wanted=Wanted.CANCELLED,
            remote_id="pi_1",
            capture_id="ch_1",
            handed=2,
            sent_at=MORNING + SECOND,
            card=VISA,
            reason="it takes too long",
            request_id="req_1",
            account="0011223344556677",
            released_by=1,
        )
        add(store, an_attempt())

        assert save(store, known)

        assert store.attempts.get("attempt-1") == known
        with store.new_uow() as uow:
            assert uow.attempts.get("attempt-1") == known

    def test_stays_as_it_was_decided(self, store: Store) -> None:
        add(store, an_attempt())
        approved = decided(an_attempt())
        save(store, approved)

        assert not save(store, decided(an_attempt(), PaymentState.CANCELLED))

        assert store.attempts.get("attempt-1") == approved

    def test_that_is_not_there_cannot_be_saved(self, store: Store) -> None:
        assert not save(store, an_attempt())

    def test_is_added_once(self, store: Store) -> None:
        add(store, an_attempt())

        with pytest.raises((AssertionError, sqlite3.IntegrityError)):
            add(store, an_attempt())

    def test_moves_more_than_nothing(self, store: Store) -> None:
        with pytest.raises((AssertionError, sqlite3.IntegrityError)):
            add(store, replace(an_attempt(), amount=0))

    def test_is_undecided_until_it_is_decided(self, store: Store) -> None:
        first, second = an_attempt(), an_attempt("attempt-2", "order-2")
        add(store, first, second)
        save(store, decided(first, PaymentState.DECLINED))

        assert store.attempts.undecided() == [second]
        with store.new_uow() as uow:
            assert uow.attempts.undecided() == [second]
            assert uow.attempts.of_order("order-2") == [second]

    @pytest.mark.parametrize("refused", [PaymentState.DECLINED, PaymentState.CANCELLED])
    def test_is_owed_once_its_reversal_is_refused_until_another_comes(
        self, store: Store, refused: PaymentState
    ) -> None:
        charge = an_attempt()
        first, second, third = (
            replace(
                an_attempt(f"attempt-{number}"), kind=AttemptKind.REVERSAL, reverses="attempt-1"
            )
            for number in (2, 3, 4)
        )
        refund = replace(an_attempt("attempt-5"), kind=AttemptKind.REFUND, reverses="attempt-1")
        by_hand = replace(decided(third), kind=AttemptKind.BY_HAND)
        add(store, charge, refund)
        save(store, decided(charge, refused))
        save(store, decided(refund, refused))
        assert store.attempts.owed() == []

        add(store, first)
        assert store.attempts.owed() == []
        save(store, decided(first, refused))
        assert store.attempts.owed() == [decided(first, refused)]

        add(store, second)
        assert store.attempts.owed() == []
        save(store, decided(second, refused))
        assert store.attempts.owed() == [decided(second, refused)]

        add(store, by_hand)
        assert store.attempts.owed() == []

    def test_is_not_owed_once_it_was_reversed(self, store: Store) -> None:
        reversal = replace(an_attempt("attempt-2"), kind=AttemptKind.REVERSAL, reverses="attempt-1")
        add(store, an_attempt(), reversal)
        save(store, decided(reversal))

        assert store.attempts.owed() == []

    def test_is_found_by_its_order_by_what_it_reverses_and_by_its_time(self, store: Store) -> None:
        charge = an_attempt()
        refund = replace(
            an_attempt("attempt-2"),
            kind=AttemptKind.REFUND,
            reverses="attempt-1",
            created_at=MORNING + SECOND,
        )
        add(store, charge, refund)

        assert store.attempts.of_order("order-1") == [charge, refund]
        assert store.attempts.of_order("order-2") == []
        assert store.attempts.reversals("attempt-1") == [refund]
        assert store.attempts.made(MORNING, MORNING + SECOND) == [charge]
