"""A payment processor in memory, with its own ledger; what fails, and when, a test says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum, auto
from typing import TypeVar

from pos_app.domain.attempt import CardShown, Flow, Standing
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import (
    Answer,
    BusyError,
    Charge,
    Listed,
    NoAnswerError,
    NotReachedError,
    ProcessorKind,
    ProcessorRefusedError,
    Refund,
)

T = TypeVar("T")
VISA = CardShown("Visa", "4242", (("AID", "A0000000031010"),))
WHEN = datetime(2026, 11, 26, 9, tzinfo=UTC)


class Fault(Enum):
    """What goes wrong with one call."""

    NOT_REACHED = auto()
    LOST_ON_THE_WAY = auto()
    """It never comes there, and the till cannot know."""
    REPLY_LOST = auto()
    """It is done, and the till does not hear so."""
    COMES_LATE = auto()
    """It is done just before the next call, long after the till has given up waiting."""
    BUSY = auto()
    REFUSED = auto()


@dataclass(slots=True)
class Money:
    """What became of one attempt at the processor: the truth that a till must come to believe."""

    amount: int
    standing: Standing
    captured: int = 0
    refunded: dict[str, int] = field(default_factory=dict)


class FakeProcessor:
    """Asks the customer when a charge is handed over; `faults` are taken one a call.

    `on_call` is called before and after every effect: a test pulls the plug there.
    """

    def __init__(self) -> None:
        self.ledger: dict[str, Money] = {}
        self.faults: list[Fault | None] = []
        self.faults_of: dict[str, list[Fault]] = {}
        """For the calls of one name alone, where several threads ask."""
        self.calls: list[str] = []
        self.customer: Standing = Standing.AUTHORISED
        """What the customer does when asked: AUTHORISED, DECLINED, or WAITING for nothing yet."""
        self.clock: Callable[[], datetime] = lambda: WHEN
        self.prompt = ""
        """What the customer's phone is to scan, from when it is handed over."""
        self.codes: list[str] = []
        """What the customers' phones have shown."""
        self.gives_nothing_back = ""
        """Why it declines every refund; empty where it does not."""
        self.least = 0
        """What it takes no less of, in minor units, as it says beforehand."""
        self.on_call: Callable[[], None] = _nothing
        self._late: list[Callable[[], object]] = []

    def cannot_take(self, amount: int, _currency: Currency) -> str:
        return "it takes no less" if amount < self.least else ""

    @property
    def moved(self) -> int:
        """Minor units that it has taken from customers and not given back."""
        return sum(one.captured - sum(one.refunded.values()) for one in self.ledger.values())

    def create(self, charge: Charge) -> Answer:
        return self._call("create", lambda: self._create(charge))

    def hand_over(self, charge: Charge) -> Answer:
        return self._call("hand_over", lambda: self._hand_over(charge))

    def query(self, charge: Charge) -> Answer:
        return self._call("query", lambda: self._answer(charge.attempt_id))

    def capture(self, charge: Charge) -> Answer:
        return self._call("capture", lambda: self._capture(charge))

    def cancel(self, charge: Charge) -> Answer:
        return self._call("cancel", lambda: self._cancel(charge))

    def refund(self, refund: Refund) -> Answer:
        return self._call("refund", lambda: self._refund(refund))

    def query_refund(self, refund: Refund) -> Answer:
        return self._call("query_refund", lambda: self._refund_answer(refund))

    def listed(self, since: datetime, until: datetime) -> Iterator[Listed]:
        now = self.clock()
        for attempt_id, one in self.ledger.items():
            if one.captured:
                yield Listed(f"pi_{attempt_id}", attempt_id, one.captured, "EUR", now, True)
            for refund_id, amount in one.refunded.items():
                yield Listed(f"re_{refund_id}", refund_id, -amount, "EUR", now, True)

    def check(self) -> str:
        return self._call("check", lambda: "The simulated reader answers.")

    def pays(self, attempt_id: str) -> None:
        """The customer, who was asked, pays now."""
        one = self.ledger[attempt_id]
        if one.standing is Standing.WAITING:
            one.standing = Standing.AUTHORISED

    def _call(self, name: str, work: Callable[[], T]) -> T:
        self.on_call()
        while self._late:
            self._late.pop(0)()
        self.calls.append(name)
        faults = self.faults_of.get(name) or self.faults
        fault = faults.pop(0) if faults else None
        if fault is Fault.NOT_REACHED:
            raise NotReachedError(processor="Fake", reason="there is no connection to it")
        if fault is Fault.BUSY:
            raise BusyError(processor="Fake", reason="it was asked too often")
        if fault is Fault.REFUSED:
            raise ProcessorRefusedError(processor="Fake", reason="this key is not known")
        if fault is Fault.COMES_LATE:
            self._late.append(work)
        if fault in {Fault.LOST_ON_THE_WAY, Fault.COMES_LATE}:
            raise NoAnswerError(processor="Fake", reason="it takes too long")
        result = work()
        self.on_call()
        if fault is Fault.REPLY_LOST:
            raise NoAnswerError(processor="Fake", reason="the connection broke")
        return result

    def _create(self, charge: Charge) -> Answer:
        self.codes += [charge.customer_code] * bool(charge.customer_code)
        if charge.attempt_id not in self.ledger:
            self.ledger[charge.attempt_id] = Money(charge.amount, Standing.CREATED)
        return self._answer(charge.attempt_id)

    def _hand_over(self, charge: Charge) -> Answer:
        one = self._known(charge)
        if one.standing is Standing.CREATED:
            one.standing = self.customer
        return self._answer(charge.attempt_id)

    def _capture(self, charge: Charge) -> Answer:
        one = self._known(charge)
        if one.standing is Standing.AUTHORISED:
            one.standing, one.captured = Standing.DONE, one.amount
        return self._answer(charge.attempt_id)

    def _cancel(self, charge: Charge) -> Answer:
        # As with a key: what was never there is made, so that it can be closed for good.
        one = self.ledger.setdefault(charge.attempt_id, Money(charge.amount, Standing.CREATED))
        if one.standing is not Standing.DONE:
            one.standing = Standing.CANCELLED
        return self._answer(charge.attempt_id)

    def _refund(self, refund: Refund) -> Answer:
        one = self._known(refund.charge)
        if self.gives_nothing_back:
            return Answer(Standing.DECLINED, reason=self.gives_nothing_back)
        if refund.attempt_id not in one.refunded:
            if sum(one.refunded.values()) + refund.amount > one.captured:
                return Answer(Standing.DECLINED, reason="more than was charged")
            one.refunded[refund.attempt_id] = refund.amount
        return self._refund_answer(refund)

    def _refund_answer(self, refund: Refund) -> Answer:
        one = self.ledger.get(refund.charge.attempt_id)
        amount = one.refunded.get(refund.attempt_id) if one is not None else None
        if amount is None:
            return Answer(Standing.ABSENT)
        return Answer(Standing.DONE, f"re_{refund.attempt_id}", amount=amount)

    def _known(self, charge: Charge) -> Money:
        if charge.attempt_id not in self.ledger:
            raise ProcessorRefusedError(processor="Fake", reason="there is no such charge")
        return self.ledger[charge.attempt_id]

    def _answer(self, attempt_id: str) -> Answer:
        one = self.ledger.get(attempt_id)
        if one is None:
            return Answer(Standing.ABSENT)
        card = VISA if one.standing in {Standing.AUTHORISED, Standing.DONE} else CardShown()
        reason = "The card was declined." if one.standing is Standing.DECLINED else ""
        prompt = self.prompt if one.standing is Standing.WAITING else ""
        return Answer(
            one.standing,
            f"pi_{attempt_id}",
            amount=one.amount,
            prompt=prompt,
            card=card,
            reason=reason,
        )


KIND = ProcessorKind(
    name="fake",
    title="Fake",
    flows=(Flow.READER,),
    fields=(),
    open=lambda _config: FakeProcessor(),
)


def _nothing() -> None:
    """Nobody listens."""
