"""A processor is set up with another account while something is not decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.adapters.payments.factory import OWN
from pos_app.domain.attempt import Attempt, Move, Standing
from pos_app.domain.payment import PaymentState
from pos_app.services.payments.accounts import account_of
from pos_app.services.payments.attempt_terms import bring
from pos_app.services.payments.processor import AccountChangedError, ProcessorNotSetUpError
from pos_app.services.payments.reconciling import Mismatch, Reconciling, ReconcilingPorts
from tests.fakes.processors.memory import FakeProcessor, Fault
from tests.fakes.system import MORNING
from tests.unit.services.payments.test_charging import TOTAL, a_shop, begin, stored

STRIPE, PAYPAL, ALIPAY = OWN
LIVE = f"rk_live_51H8yFTLbkQabcdef{'x' * 70}"


class Changed:
    """A till whose processor may be set up with another account."""

    def __init__(self) -> None:
        self.shop = a_shop()
        self.account = "ours"
        self.shop.recovering = self.shop.new_charging(accounts=lambda _name: self.account)
        self.order = self.shop.order_of("CHAIR")

    def begin(self, *faults: Fault | None) -> Attempt:
        """Asked of our account, and the customer has not paid yet."""
        self.shop.processor.customer = Standing.WAITING
        attempt = begin(self.shop, self.order)
        self.shop.processor.faults = list(faults)
        return attempt

    def change(self) -> FakeProcessor:
        """To an account that knows of nothing."""
        self.account = "theirs"
        ours, self.shop.processor = self.shop.processor, FakeProcessor()
        return ours


@pytest.fixture
def till() -> Changed:
    return Changed()


class TestChanged:
    def test_is_remembered_before_anything_is_asked(self, till: Changed) -> None:
        attempt = till.begin(Fault.LOST_ON_THE_WAY)
        assert attempt.account == ""
        with pytest.raises(Exception, match="has not answered"):
            till.shop.charging.advance(attempt.attempt_id)

        assert stored(till.shop, attempt).account == "ours"

    @pytest.mark.parametrize("fault", [None, Fault.LOST_ON_THE_WAY, Fault.REPLY_LOST])
    def test_proves_nothing_by_what_it_does_not_know(
        self, till: Changed, fault: Fault | None
    ) -> None:
        attempt = till.begin(fault)
        if fault is None:
            till.shop.charging.advance(attempt.attempt_id)
        else:
            with pytest.raises(Exception, match="has not answered"):
                till.shop.charging.advance(attempt.attempt_id)
        ours = till.change()
        before = stored(till.shop, attempt)

        for _ in range(2):
            (resolved,) = till.shop.recovering.resolve()
            assert "another account" in resolved.trouble
        with pytest.raises(AccountChangedError):
            till.shop.charging.act(attempt.attempt_id, Move.CREATE)

        after = stored(till.shop, attempt)
        assert not after.is_decided
        assert after.account == before.account == "ours"
        assert till.shop.processor.ledger == {}

        till.account, till.shop.processor = "ours", ours
        till.shop.recovering.resolve()
        assert stored(till.shop, attempt).state is PaymentState.CANCELLED

    def test_is_none_where_the_new_key_knows_the_charge(self, till: Changed) -> None:
        attempt = till.begin()
        till.shop.charging.advance(attempt.attempt_id)
        till.account = "renewed"
        one = till.shop.processor.ledger[attempt.attempt_id]
        one.standing, one.captured = Standing.DONE, TOTAL

        till.shop.charging.look(attempt.attempt_id)

        assert stored(till.shop, attempt).state is PaymentState.APPROVED

    def test_gives_nothing_back_that_it_does_not_know(self, till: Changed) -> None:
        paid = paid_of(till)
        till.change()

        with pytest.raises(AccountChangedError, match="another account"):
            give_back(till, paid)

        (refund,) = till.shop.attempt_queries.reversals(paid.attempt_id)
        assert refund.state is PaymentState.CANCELLED
        assert "another account" in refund.reason
        assert "refund" not in till.shop.processor.calls

    def test_gives_back_by_a_renewed_key(self, till: Changed) -> None:
        paid = paid_of(till)
        till.account = "renewed"

        give_back(till, paid)

        assert till.shop.processor.moved == 0

    def test_is_not_asked_about_while_it_cannot_be_read(
        self, till: Changed, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def gone(_name: str) -> str:
            raise ProcessorNotSetUpError(processor="Fake", missing="Key")

        till.shop.recovering = till.shop.new_charging(accounts=gone)
        attempt = till.begin()
        till.shop.charging.advance(attempt.attempt_id)

        assert stored(till.shop, attempt).account == ""
        assert not stored(till.shop, attempt).is_decided

    def test_is_named_by_the_report(self, till: Changed) -> None:
        paid_of(till)
        till.shop.recovering.complete()
        till.change()
        till.shop.processor.clock = till.shop.clock.now
        reconciling = Reconciling(
            ports=ReconcilingPorts(
                *(till.shop.attempt_queries, till.shop.order_queries, till.shop.draft_queries),
                *(till.shop.processors, till.shop.calls),
            ),
            profile=till.shop.profile,
        )
        day = MORNING.replace(hour=0, minute=0)
        found = reconciling.run(processor="fake", since=day, until=day.replace(hour=23))

        assert [one.kind for one in found.differences] == [Mismatch.ELSEWHERE]


def paid_of(till: Changed) -> Attempt:
    attempt = begin(till.shop, till.order)
    done = till.shop.charging.advance(attempt.attempt_id).attempt
    bring(till.order, done)
    return done


def give_back(till: Changed, paid: Attempt) -> None:
    refund = till.shop.charging.begin_refund(
        order=till.order, charge_id=paid.attempt_id, amount=TOTAL, actor=till.shop.cashier
    )
    till.shop.charging.advance(refund.attempt_id)


class TestName:
    def test_stays_with_a_renewed_key_of_the_same_account(self) -> None:
        renewed = LIVE.replace("x", "y")
        assert account_of(STRIPE, {"key": LIVE}) == account_of(STRIPE, {"key": renewed})

    @pytest.mark.parametrize(
        "key",
        [
            LIVE.replace("live", "test"),
            LIVE.replace("TLbk", "TLbj"),
            "rk_live_older_than_that",
            LIVE[:-15],
        ],
    )
    def test_is_another_for_another_account(self, key: str) -> None:
        assert account_of(STRIPE, {"key": LIVE}) != account_of(STRIPE, {"key": key})

    def test_of_an_older_key_is_of_that_key_alone(self) -> None:
        one, other = ({"key": f"sk_live_{end}"} for end in "ab")
        assert account_of(STRIPE, one) == account_of(STRIPE, dict(one))
        assert account_of(STRIPE, one) != account_of(STRIPE, other)

    def test_tells_nothing_of_a_key(self) -> None:
        name = account_of(STRIPE, {"key": LIVE})
        assert len(name) == 16
        assert name not in LIVE
        assert not any(LIVE[at : at + 6] in name for at in range(len(LIVE) - 6))

    def test_is_told_by_what_is_not_secret_elsewhere(self) -> None:
        sandbox = {"client_id": "AX", "secret": "S", "environment": "sandbox"}
        for kind, values in ((PAYPAL, sandbox), (ALIPAY, {"app_id": "2021", **sandbox})):
            same = account_of(kind, {**values, "secret": "another", "page": "https://a.example"})
            assert account_of(kind, values) == same
            assert account_of(kind, {**values, "environment": "live"}) != same

    def test_is_none_where_no_setting_names_one(self) -> None:
        nothing = replace(STRIPE, fields=tuple(f for f in STRIPE.fields if not f.names_account))
        assert account_of(nothing, {"key": LIVE}) == ""
