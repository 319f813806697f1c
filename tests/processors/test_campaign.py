from __future__ import annotations

from functools import cache

import pytest

from pos_app.domain.attempt import Attempt
from pos_app.domain.payment import PaymentState
from pos_app.services.payments.attempt_book import AttemptBook
from tests.fakes.processors.faults import Fault
from tests.processors.benches import STEPS
from tests.processors.campaign import TOTAL, Case, run

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

CASES = [
    Case(bench, step, fault, seed=1)
    for bench in ("stripe reader", "paypal qr", "alipay code")
    for step in STEPS
    for fault in Fault
    if fault is not Fault.NONE
]

once = cache(run)


@pytest.mark.parametrize("case", CASES, ids=lambda one: f"{one.bench}-{one.step}-{one.fault}")
def test_the_till_believes_what_was_moved(case: Case) -> None:
    assert once(case).findings == ()


@pytest.mark.parametrize("bench", ["stripe reader", "paypal qr", "alipay code"])
def test_most_faults_are_met_and_most_money_is_kept(bench: str) -> None:
    outcomes = [once(one) for one in CASES if one.bench == bench and one.step == "create"]

    assert all(one.is_met for one in outcomes)
    assert sum(one.moved == TOTAL for one in outcomes) >= 3


def test_a_till_that_takes_silence_for_a_no_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def take_it_for_a_no(book: AttemptBook, attempt: Attempt, reason: str) -> Attempt:
        return book.decide(attempt, PaymentState.CANCELLED, reason)

    monkeypatch.setattr(AttemptBook, "doubt", take_it_for_a_no)

    found = [run(Case("stripe reader", "capture", Fault.LOST, seed)) for seed in range(5)]

    assert any("believed 0" in words for one in found for words in one.findings)
