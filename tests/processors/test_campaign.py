from __future__ import annotations

import pytest

from pos_app.domain.attempt import Move
from pos_app.services.payments import charging
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


@pytest.mark.parametrize("case", CASES, ids=lambda one: f"{one.bench}-{one.step}-{one.fault}")
def test_the_till_believes_what_was_moved(case: Case) -> None:
    assert run(case).findings == ()


@pytest.mark.parametrize("bench", ["stripe reader", "paypal qr", "alipay code"])
def test_most_faults_are_met_and_most_money_is_kept(bench: str) -> None:
    outcomes = [run(one) for one in CASES if one.bench == bench and one.step == "create"]

    assert all(one.is_met for one in outcomes)
    assert sum(one.moved == TOTAL for one in outcomes) >= 3


def test_a_till_that_does_not_ask_first_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def believes_the_worst(self: charging.Charging, attempt_id: str) -> charging.Progress:
        attempt = self._book.get(attempt_id)
        return charging.Progress(attempt, Move.GIVE_UP if attempt.in_doubt else Move.CREATE)

    monkeypatch.setattr(charging.Charging, "look", believes_the_worst)

    found = [run(Case("stripe reader", "capture", Fault.LOST, seed)) for seed in range(8)]

    assert any("believed 0" in words for one in found for words in one.findings)
