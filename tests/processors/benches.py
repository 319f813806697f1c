"""Each processor's adapter with its simulator, and the customers in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from pos_app.adapters.payments.alipay.processor import AlipayProcessor
from pos_app.adapters.payments.paypal.processor import PayPalProcessor
from pos_app.adapters.payments.stripe.processor import StripeProcessor
from pos_app.domain.attempt import Attempt, Flow
from pos_app.services.payments.processor import PaymentProcessor, ProcessorConfig, TimeOuts
from tests.fakes.processors.alipay import AlipaySimulator
from tests.fakes.processors.paypal import CLIENT_ID, SECRET, PayPalSimulator
from tests.fakes.processors.server import Simulator
from tests.fakes.processors.stripe import KEY, StripeSimulator
from tests.fakes.processors.stripe_cards import DECLINED, VISA
from tests.fakes.processors.stripe_terminal import READER

HASTY: Final = TimeOuts(*[timedelta(milliseconds=50)] * 3)
PAGE: Final = "https://shop.example/thanks"
STEPS: Final = ("create", "hand_over", "query", "capture", "cancel", "refund")


@dataclass(slots=True)
class Bench:
    """One processor and one way of its customers."""

    name: str
    flow: Flow
    currency: str
    simulator: Any
    processor: PaymentProcessor
    customer: Callable[[Attempt, str, bool], None]
    """Pays, or tries to and is declined: the attempt, its prompt, whether it is good."""
    steps: Mapping[str, str] = field(default_factory=dict)
    """What the simulator calls a step, where it is not the port's name."""
    code: Callable[[], str] = lambda: ""


@contextmanager
def stripe_reader() -> Iterator[Bench]:
    with StripeSimulator() as stripe:

        def hold_a_card(_attempt: Attempt, _prompt: str, is_good: bool) -> None:
            action = stripe.terminal.readers[READER]["action"]
            if action is not None and action["status"] == "in_progress":
                stripe.terminal.present(READER, VISA if is_good else DECLINED)

        yield Bench("stripe", Flow.READER, "EUR", stripe, _stripe(stripe), hold_a_card)


@contextmanager
def stripe_qr() -> Iterator[Bench]:
    with StripeSimulator() as stripe:

        def pay_on_the_page(attempt: Attempt, _prompt: str, is_good: bool) -> None:
            session = stripe.book.sessions.get(attempt.remote_id)
            if is_good and session is not None and session["status"] == "open":
                stripe.book.pay_session(attempt.remote_id)

        yield Bench("stripe", Flow.QR, "EUR", stripe, _stripe(stripe), pay_on_the_page)


@contextmanager
def paypal_qr() -> Iterator[Bench]:
    with PayPalSimulator() as paypal:
        values = {"client_id": CLIENT_ID, "secret": SECRET, "page": PAGE, "base": paypal.base}

        def approve(attempt: Attempt, _prompt: str, is_good: bool) -> None:
            order = paypal.orders.get(attempt.remote_id)
            if order is not None and order.status == "PAYER_ACTION_REQUIRED":
                if not is_good:
                    paypal.plan("capture", "INSTRUMENT_DECLINED")
                paypal.approve(attempt.remote_id)

        processor = PayPalProcessor(ProcessorConfig(values, "T01", HASTY), now=paypal.now)
        steps = {"hand_over": "query", "cancel": "query"}
        yield Bench("paypal", Flow.QR, "EUR", paypal, processor, approve, steps)


@contextmanager
def alipay_code() -> Iterator[Bench]:
    with AlipaySimulator() as alipay:

        def type_the_password(attempt: Attempt, _prompt: str, is_good: bool) -> None:
            number = attempt.attempt_id.replace("-", "_")
            trade = alipay.trades.get(number)
            if is_good and trade is not None and trade.status == "WAIT_BUYER_PAY":
                alipay.confirm(number)

        yield Bench(
            *("alipay", Flow.CODE, "CNY", alipay, _alipay(alipay), type_the_password),
            {"hand_over": "query", "capture": "query"},
            lambda: alipay.customer_code(asks_password=True),
        )


@contextmanager
def alipay_qr() -> Iterator[Bench]:
    with AlipaySimulator() as alipay:

        def scan(_attempt: Attempt, prompt: str, is_good: bool) -> None:
            if prompt:
                alipay.scan(prompt, pays=is_good)

        steps = {"hand_over": "query", "capture": "query"}
        yield Bench("alipay", Flow.QR, "CNY", alipay, _alipay(alipay), scan, steps)


BENCHES: Final = {
    "stripe reader": stripe_reader,
    "stripe qr": stripe_qr,
    "paypal qr": paypal_qr,
    "alipay code": alipay_code,
    "alipay qr": alipay_qr,
}


class Door:
    """The processor, where a step may find the door closed: nobody answers there at all."""

    def __init__(self, processor: PaymentProcessor, simulator: Simulator, step: str) -> None:
        self._processor = processor
        self._simulator = simulator
        self._step = step
        self.closed = 0
        """How many times more."""
        self.met = 0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._processor, name)
        if name != self._step or self.closed == 0:
            return found
        self.closed -= 1
        self.met += 1

        def behind_it(*asked: Any) -> Any:
            with self._simulator.closed():
                return found(*asked)

        return behind_it


def _stripe(stripe: StripeSimulator) -> StripeProcessor:
    values = {"key": KEY, "reader": READER, "page": PAGE, "base": stripe.base}
    return StripeProcessor(ProcessorConfig(values, "T01", HASTY), now=stripe.now)


def _alipay(alipay: AlipaySimulator) -> AlipayProcessor:
    return AlipayProcessor(ProcessorConfig(alipay.values, "T01", HASTY), now=alipay.now)
