from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Final

import pytest

from pos_app.adapters.payments.alipay.kind import KIND as ALIPAY
from pos_app.adapters.payments.paypal.kind import KIND as PAYPAL
from pos_app.adapters.payments.stripe.kind import KIND as STRIPE
from pos_app.domain.attempt import Attempt, AttemptKind, Flow
from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency
from pos_app.domain.payment import PaymentState
from pos_app.services.activity.choosing import key_of
from pos_app.services.activity.telling import SAYINGS
from pos_app.services.payments.processor import (
    AmountError,
    NoAnswerError,
    ProcessorKind,
    takes_money,
)
from pos_app.services.payments.reconciling import Mismatch, Reconciling, ReconcilingPorts
from pos_app.services.payments.trials import (
    LiveTrialError,
    TrialOpenError,
    Trials,
    TrialUnpaidError,
    TrialUnsettledError,
    TrialWayError,
    least_of,
    require_paid,
)
from tests.fakes.journal import body_of
from tests.fakes.processors.memory import Fault
from tests.fakes.shop import FakeShop
from tests.fakes.system import MORNING
from tests.matrix.managing import ACME, trials_of

LEAST: Final = 50
APPROVED, DECLINED = PaymentState.APPROVED, PaymentState.DECLINED


@pytest.fixture
def shop() -> FakeShop:
    """No shift is open, and the least that its processor takes is 0.50."""
    shop = FakeShop()
    shop.processor.least = LEAST
    return shop


@pytest.fixture
def kind(shop: FakeShop) -> ProcessorKind:
    return replace(ACME, cannot_take=shop.processor.cannot_take)


@pytest.fixture
def trials(shop: FakeShop, kind: ProcessorKind) -> Trials:
    return trials_of(shop, kind)


@pytest.fixture
def charge(shop: FakeShop, kind: ProcessorKind, trials: Trials) -> Attempt:
    return trials.begin(actor=shop.owner, kind=kind)


def told_of(shop: FakeShop, attempt: Attempt) -> list[tuple[str, int, int, str]]:
    """What the activity log says of it: its sentence, who, how much and the reference."""
    bodies = map(body_of, shop.store.tables.entries)
    return [
        (
            key_of(one, SAYINGS),
            one["user_id"],
            one["body"]["amount"],
            one["body"].get("remote_id", ""),
        )
        for one in bodies
        if one["body"].get("attempt") == attempt.attempt_id
    ]


class TestTrial:
    def test_is_paid_and_given_back_and_no_order(
        self, shop: FakeShop, trials: Trials, charge: Attempt
    ) -> None:
        paid = shop.charging.advance(charge.attempt_id).attempt
        back = shop.charging.advance(trials.reversal(paid).attempt_id).attempt

        assert (paid.state, back.state, back.kind) == (APPROVED, APPROVED, AttemptKind.REVERSAL)
        assert (paid.amount, back.amount) == (LEAST, LEAST)
        assert shop.processor.ledger[paid.attempt_id].refunded == {back.attempt_id: LEAST}
        assert list(shop.order_queries.listed()) == []
        assert shop.draft_queries.drafts() == []

    def test_is_told_by_the_journal(self, shop: FakeShop, trials: Trials, charge: Attempt) -> None:
        shop.charging.advance(charge.attempt_id)
        back = trials.reversal(charge)
        shop.charging.advance(back.attempt_id)

        assert told_of(shop, charge) == [
            ("payment_intent.trial", 1, LEAST, ""),
            ("payment_sent.trial", 1, LEAST, ""),
            ("payment_approved.trial", 1, LEAST, f"pi_{charge.attempt_id}"),
        ]
        assert told_of(shop, back) == [
            ("payment_intent.back", 1, LEAST, ""),
            ("payment_sent.back", 1, LEAST, ""),
            ("payment_approved.trial_back", 1, LEAST, f"re_{back.attempt_id}"),
        ]

    @pytest.mark.parametrize("step", ["create", "hand_over", "capture", "refund"])
    def test_that_was_interrupted_is_given_back_later_once(
        self, shop: FakeShop, trials: Trials, charge: Attempt, step: str
    ) -> None:
        shop.processor.faults_of[step] = [Fault.REPLY_LOST]
        with suppress(NoAnswerError):
            shop.charging.advance(charge.attempt_id)
        with suppress(NoAnswerError, IndexError):
            shop.charging.advance(trials.reversal(charge).attempt_id)
        assert shop.recovering.undecided() != []

        recovering = shop.new_charging()
        recovering.resolve()

        assert recovering.undecided() == []
        assert shop.processor.moved == 0
        assert all(len(one.refunded) <= 1 for one in shop.processor.ledger.values())

    def test_is_not_begun_beside_another(
        self, shop: FakeShop, kind: ProcessorKind, trials: Trials, charge: Attempt
    ) -> None:
        with pytest.raises(TrialOpenError, match=r"0\.50"):
            trials.begin(actor=shop.owner, kind=kind)

        shop.recovering.resolve()
        assert trials.begin(actor=shop.owner, kind=kind).attempt_id != charge.attempt_id

    def test_holds_up_no_shift(self, shop: FakeShop, charge: Attempt) -> None:
        shop.open_shift()

        shop.shifts.close(actor=shop.owner, counted=0)

        assert not charge.is_decided

    def test_that_is_not_given_back_is_owed_and_told_by_the_list(
        self, shop: FakeShop, trials: Trials, charge: Attempt
    ) -> None:
        shop.processor.gives_nothing_back = "the account is closed"
        shop.charging.advance(charge.attempt_id)
        back = shop.charging.advance(trials.reversal(charge).attempt_id).attempt

        assert back.state is DECLINED
        assert list(shop.owing.listed()) == [back]
        assert mismatches(shop) == [Mismatch.NO_ORDER]

    def test_is_no_difference_once_it_is_given_back(
        self, shop: FakeShop, trials: Trials, charge: Attempt
    ) -> None:
        shop.charging.advance(charge.attempt_id)
        shop.charging.advance(trials.reversal(charge).attempt_id)

        assert mismatches(shop) == []

    def test_that_nobody_pays_says_so(self, shop: FakeShop, charge: Attempt) -> None:
        ended = shop.charging.stop(charge.attempt_id)

        with pytest.raises(TrialUnpaidError, match="nobody has paid it"):
            require_paid(ended)

    def test_that_is_open_is_not_said_to_be_unpaid(self, charge: Attempt) -> None:
        with pytest.raises(TrialUnsettledError, match=r"0\.50 EUR is not settled"):
            require_paid(charge)


def mismatches(shop: FakeShop) -> list[Mismatch]:
    ports = ReconcilingPorts(
        *(shop.attempt_queries, shop.order_queries, shop.draft_queries),
        *(shop.processors, shop.calls),
    )
    found = Reconciling(ports=ports, profile=shop.profile).run(
        processor="acme", since=MORNING.replace(hour=0), until=MORNING.replace(hour=23)
    )
    return [one.kind for one in found.differences]


class TestRefusal:
    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"is_for_tests": takes_money}, LiveTrialError),
            ({"flows": (Flow.CODE,)}, TrialWayError),
            ({"cannot_take": lambda _amount, _currency: "it takes yen only"}, AmountError),
        ],
    )
    def test_begins_nothing(
        self, shop: FakeShop, changes: dict[str, object], error: type[PosError]
    ) -> None:
        kind = replace(ACME, **changes)  # type: ignore[arg-type]  # fields by name

        with pytest.raises(error):
            trials_of(shop, kind).begin(actor=shop.owner, kind=kind)

        assert shop.attempt_queries.undecided() == []


@pytest.mark.parametrize(
    ("kind", "code", "amount"),
    [
        *((STRIPE, "EUR", "0.50"), (STRIPE, "GBP", "0.30"), (STRIPE, "CZK", "15.00")),
        *((STRIPE, "HUF", "175.00"), (STRIPE, "JPY", "50"), (STRIPE, "BHD", "20.000")),
        *((STRIPE, "VND", "50000"), (STRIPE, "ISK", "50000"), (STRIPE, "CLF", "50000.0000")),
        (STRIPE, "PHP", "50000.00"),
        *((PAYPAL, "EUR", "0.01"), (PAYPAL, "HUF", "1.00"), (ALIPAY, "CNY", "0.01")),
        (ALIPAY, "EUR", None),
    ],
)
def test_the_least_is_what_the_processor_takes(
    kind: ProcessorKind, code: str, amount: str | None
) -> None:
    least = least_of(kind, Currency.of(code))

    assert (least.plain() if least is not None else None) == amount


@pytest.mark.parametrize(
    ("kind", "values", "is_for_tests"),
    [
        *((STRIPE, {"key": "rk_test_1"}, True), (STRIPE, {"key": "sk_live_1"}, False)),
        *((PAYPAL, {"environment": "sandbox"}, True), (PAYPAL, {"environment": "live"}, False)),
        *((ALIPAY, {"environment": "sandbox"}, True), (ALIPAY, {}, False)),
        (PAYPAL, {"environment": "sandbox", "base": "https://api-m.paypal.com"}, False),
        (PAYPAL, {"environment": "sandbox", "base": "api-m.paypal.com"}, False),
        (PAYPAL, {"environment": "sandbox", "base": "https://["}, False),
        (ALIPAY, {"environment": "sandbox", "base": "http://127.0.0.1:8000"}, True),
        (ALIPAY, {"environment": "sandbox", "base": "http://[::1]:8000"}, True),
        (PAYPAL, {"environment": "sandbox", "base": "https://api-m.sandbox.paypal.com/"}, True),
        (PAYPAL, {"environment": "live", "base": "https://api-m.sandbox.paypal.com"}, False),
        (PAYPAL, {"environment": "sandbox", "base": "https://api-m.sandbox.paypal.com.x"}, False),
    ],
)
def test_who_only_pretends_says_so(
    kind: ProcessorKind, values: dict[str, str], is_for_tests: bool
) -> None:
    assert kind.is_for_tests(values) is is_for_tests
