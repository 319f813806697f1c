"""One payment with one fault at one step, then a restart: is what is believed what was moved?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from pos_app.domain.attempt import Attempt
from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.domain.order import Order
from pos_app.domain.payment import PaymentState
from pos_app.domain.product import Product
from tests.fakes.processors.faults import Fault
from tests.fakes.shop import FakeShop
from tests.processors.benches import BENCHES, Bench, Door

TOTAL: Final = 2_482
ROUNDS: Final = 6
"""Of looks at where it stands, as a till has them while a customer pays."""
LATER: Final = timedelta(minutes=10)
"""By then no code on a screen or a phone is good any more."""
RECOVERIES: Final = 4


@dataclass(frozen=True, slots=True)
class Case:
    bench: str
    step: str
    fault: Fault
    seed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    is_met: bool
    """Whether the fault came up at all."""
    moved: int
    findings: tuple[str, ...]


class Till:
    def __init__(self, bench: Bench, case: Case) -> None:
        self.bench = bench
        self.case = case
        self.random = Random(f"{case.bench} {case.step} {case.fault} {case.seed}")
        self.door = Door(bench.processor, bench.simulator, case.step)
        method = ("card", "card", "", False, False, bench.name, bench.flow.value)
        self.shop = shop = FakeShop(currency_code=bench.currency, methods=(method,))
        shop.processors = lambda _name, _purpose: self.door
        shop.clock.wall = bench.simulator.now()
        shop.recovering = shop.new_charging()
        price = Money(TOTAL, Currency.of(bench.currency))
        shop.sells(Product(1, "CHAIR", "Chaise", price, "STANDARD"), stock=9_000)
        shop.open_shift()
        self.prompt = ""

    def pay(self) -> Attempt | None:
        """As far as it goes with a customer who may pay, be declined, or walk away."""
        order = self.shop.order_of("CHAIR")
        method = self.shop.profile.tender_terms.method("card")
        attempt = self.shop.charging.begin(
            order=order, method=method, amount=TOTAL, actor=self.shop.cashier
        )
        if self.case.step != "refund":
            self.plan()
        pays_in = self.random.randrange(4)
        is_good = self.random.random() < 0.8
        for turn in range(ROUNDS):
            if turn == self.stops_in:
                self.shop.charging.stop(attempt.attempt_id)
            self.go_on(attempt.attempt_id)
            known = self.known(attempt)
            if known.is_decided:
                break
            if turn >= pays_in:
                self.bench.customer(known, self.prompt, is_good)
        return self.known(attempt)

    @property
    def stops_in(self) -> int:
        """When the cashier cancels it, for the step that needs that; never otherwise."""
        return self.case.seed % ROUNDS if self.case.step == "cancel" else -1

    def give_back(self, charge: Attempt) -> None:
        order = self.order()
        if charge.state is not PaymentState.APPROVED or order is None:
            return
        refund = self.shop.charging.begin_refund(
            order=order,
            charge_id=charge.attempt_id,
            amount=charge.amount,
            actor=self.shop.cashier,
        )
        self.plan()
        for _ in range(ROUNDS):
            self.go_on(refund.attempt_id)

    def plan(self) -> None:
        """Once, or with an odd seed twice in a row."""
        times = 1 + self.case.seed % 2
        if self.case.fault is Fault.REFUSE:
            self.door.closed = times
        else:
            step = self.bench.steps.get(self.case.step, self.case.step)
            self.bench.simulator.faults.plan(step, *[self.case.fault] * times)

    def go_on(self, attempt_id: str) -> None:
        with suppress(PosError):
            code = self.bench.code()
            progress = self.shop.charging.advance(attempt_id, customer_code=code)
            self.prompt = progress.prompt or self.prompt

    def restart(self) -> None:
        """The till was killed; what was on its way arrives; then all is well again."""
        self.door.closed = 0
        self.bench.simulator.faults.clear()
        self.bench.simulator.deliver_late()
        self.shop.recovering = self.shop.new_charging()
        for _ in range(RECOVERIES):
            self.shop.recovering.resolve()
            self.shop.recovering.complete()
            self.bench.simulator.pass_time(LATER)
            self.shop.clock.wall = self.bench.simulator.now()

    @property
    def is_met(self) -> bool:
        if self.case.fault is Fault.REFUSE:
            return self.door.met > 0
        return any(fault is self.case.fault for _, fault in self.bench.simulator.faults.met)

    def order(self) -> Order | None:
        return next(iter(self.shop.drafting.open_orders()), None)

    def known(self, attempt: Attempt) -> Attempt:
        found = self.shop.attempt_queries.get(attempt.attempt_id)
        assert found is not None
        return found

    def believed(self) -> int:
        """In minor units: what the till says it has from the processor and has not given back."""
        waiting = [one for order in self.shop.drafting.open_orders() for one in order.tenders]
        paid = [one for order in self.shop.store.tables.orders.values() for one in order.payments]
        return sum(one.tendered for one in waiting) + sum(one.amount for one in paid)

    def findings(self) -> list[str]:
        """What is not as it must be."""
        ledger = self.bench.simulator.ledger
        undecided = [one.state.value for one in self.shop.recovering.undecided()]
        moved = ledger.captured() - ledger.given_back()
        counts: dict[tuple[str, bool], int] = {}
        for one in ledger.moves:
            key = (one.attempt_id, one.amount > 0)
            counts[key] = counts.get(key, 0) + 1
        return [
            *(f"undecided: {state}" for state in undecided),
            *(f"moved {count} times" for count in counts.values() if count > 1),
            *([f"believed {self.believed()}, moved {moved}"] if self.believed() != moved else []),
            *([] if self.shop.verdict().ok else ["the journal is broken"]),
        ]


def run(case: Case) -> Outcome:
    with BENCHES[case.bench]() as bench:
        till = Till(bench, case)
        charge = till.pay()
        if case.step == "refund" and charge is not None:
            till.give_back(charge)
        till.restart()
        ledger = bench.simulator.ledger
        moved = ledger.captured() - ledger.given_back()
        return Outcome(till.is_met, moved, tuple(till.findings()))
