from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pos_app.domain.attempt import Attempt, AttemptKind, Standing
from pos_app.domain.money import Money
from pos_app.domain.payment import PaymentState
from pos_app.domain.product import Product
from pos_app.services.payments.processor import Listed, ProcessorRefusedError
from pos_app.services.payments.reconciling import (
    Mismatch,
    Reconciled,
    Reconciling,
    ReconcilingPorts,
)
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop

REMOTE = ("card", "card", "", False, False, "fake", "reader")
TOTAL = 2_482
DAY = timedelta(days=1)


class Bench:
    def __init__(self) -> None:
        self.shop = shop = FakeShop(methods=(REMOTE,))
        shop.sells(Product(1, "CHAIR", "Chaise", Money(TOTAL, EUR), "STANDARD"), stock=9_000)
        shop.open_shift()
        shop.processor.clock = shop.clock.now

    def pay(self) -> Attempt:
        order = self.shop.order_of("CHAIR")
        method = self.shop.profile.tender_terms.method("card")
        begun = self.shop.charging.begin(
            order=order, method=method, amount=TOTAL, actor=self.shop.cashier
        )
        done = self.shop.charging.advance(begun.attempt_id).attempt
        self.shop.recovering.complete()
        return done

    def give_back(self, charge: Attempt, amount: int) -> Attempt:
        return self.shop.charging.begin_refund(
            order=self.shop.order_of("CHAIR"),
            charge_id=charge.attempt_id,
            amount=amount,
            actor=self.shop.owner,
        )

    def run(self) -> Reconciled:
        shop, now = self.shop, self.shop.clock.now()
        ports = ReconcilingPorts(
            attempts=shop.attempt_queries,
            orders=shop.order_queries,
            drafts=shop.draft_queries,
            processors=shop.processors,
            calls=shop.calls,
        )
        reconciling = Reconciling(ports=ports, profile=shop.profile)
        return reconciling.run(processor="fake", since=now - DAY, until=now + DAY)

    def kinds(self) -> list[Mismatch]:
        return [one.kind for one in self.run().differences]


@pytest.fixture
def bench() -> Bench:
    return Bench()


class TestReconciled:
    def test_agree_where_all_went_well(self, bench: Bench) -> None:
        bench.pay()
        bench.pay()

        assert bench.run() == Reconciled("fake", 2 * TOTAL, 2 * TOTAL, 2, (), has_list=True)

    def test_count_what_was_given_back(self, bench: Bench) -> None:
        charge = bench.pay()
        refund = bench.shop.charging.begin_refund(
            order=bench.shop.order_of("CHAIR"),
            charge_id=charge.attempt_id,
            amount=500,
            actor=bench.shop.owner,
        )
        bench.shop.charging.advance(refund.attempt_id)

        found = bench.run()

        assert (found.ours, found.theirs, found.differences) == (TOTAL - 500, TOTAL - 500, ())

    def test_leave_out_what_was_declined(self, bench: Bench) -> None:
        bench.shop.processor.customer = Standing.DECLINED
        bench.pay()

        assert bench.run() == Reconciled("fake", 0, 0, 0, (), has_list=True)


class TestMismatch:
    def test_is_a_payment_that_is_not_decided(self, bench: Bench) -> None:
        bench.shop.processor.customer = Standing.WAITING
        bench.pay()

        assert bench.kinds() == [Mismatch.UNDECIDED]

    def test_is_money_that_the_processor_does_not_have(self, bench: Bench) -> None:
        charge = bench.pay()
        bench.shop.processor.ledger[charge.attempt_id].captured = 0

        (found,) = bench.run().differences

        assert (found.kind, found.ours, found.theirs) == (Mismatch.NOT_THERE, TOTAL, None)
        assert found.number == "T01-000001"

    def test_is_another_amount(self, bench: Bench) -> None:
        charge = bench.pay()
        bench.shop.processor.ledger[charge.attempt_id].captured = TOTAL - 1

        (found,) = bench.run().differences

        assert (found.kind, found.ours, found.theirs) == (Mismatch.AMOUNT, TOTAL, TOTAL - 1)

    def test_is_money_of_what_was_declined_here(self, bench: Bench) -> None:
        bench.shop.processor.customer = Standing.DECLINED
        charge = bench.pay()
        bench.shop.processor.ledger[charge.attempt_id].captured = TOTAL

        assert bench.kinds() == [Mismatch.NOT_HERE]

    def test_is_money_that_was_never_asked_for_here(self, bench: Bench) -> None:
        charge = bench.pay()
        stranger = bench.shop.processor.ledger[charge.attempt_id]
        bench.shop.processor.ledger["of another till"] = replace(stranger)

        (found,) = bench.run().differences

        assert (found.kind, found.theirs) == (Mismatch.NOT_HERE, TOTAL)

    def test_is_a_payment_that_was_moved_twice(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bench.pay()
        listed = bench.shop.processor.listed

        def twice(since: datetime, until: datetime) -> Iterator[Listed]:
            for one in list(listed(since, until)):
                yield from (one, replace(one, remote_id="pi_again"))

        monkeypatch.setattr(bench.shop.processor, "listed", twice)

        assert bench.kinds() == [Mismatch.TWICE]

    def test_is_money_that_is_part_of_no_order(self, bench: Bench) -> None:
        charge = bench.pay()
        tables = bench.shop.store.tables
        (order_id,) = tables.orders
        del tables.orders[order_id]
        assert tables.attempts[charge.attempt_id].state is PaymentState.APPROVED

        assert bench.kinds() == [Mismatch.NO_ORDER]

    def test_is_an_order_that_names_what_was_never_asked_for(self, bench: Bench) -> None:
        charge = bench.pay()
        bench.shop.store.tables.attempts.clear()
        bench.shop.processor.ledger.clear()

        (found,) = bench.run().differences

        assert (found.kind, found.attempt_id) == (Mismatch.NO_ATTEMPT, charge.attempt_id)


class TestProcessorWithoutAList:
    @pytest.fixture(autouse=True)
    def refuses(self, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
        def no_list(_since: datetime, _until: datetime) -> Iterator[Listed]:
            raise ProcessorRefusedError(processor="Fake", reason="it has no list")

        monkeypatch.setattr(bench.shop.processor, "listed", no_list)

    def test_is_asked_payment_by_payment(self, bench: Bench) -> None:
        bench.pay()

        assert bench.run() == Reconciled("fake", TOTAL, TOTAL, 1, (), has_list=False)

    def test_is_believed_where_it_has_nothing(self, bench: Bench) -> None:
        charge = bench.pay()
        bench.shop.processor.ledger[charge.attempt_id].standing = Standing.CANCELLED

        assert bench.kinds() == [Mismatch.NOT_THERE]

    def test_knows_refunds_too(self, bench: Bench) -> None:
        charge = bench.pay()
        refund = bench.shop.charging.begin_refund(
            order=bench.shop.order_of("CHAIR"),
            charge_id=charge.attempt_id,
            amount=500,
            actor=bench.shop.owner,
        )
        done = bench.shop.charging.advance(refund.attempt_id).attempt

        assert done.kind is AttemptKind.REFUND
        assert bench.run().ours == bench.run().theirs == TOTAL - 500
