"""A till at the simulated PayPal, and what is bought there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from pos_app.adapters.payments.paypal.processor import PayPalProcessor
from pos_app.domain.attempt import Flow
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import Answer, Charge, ProcessorConfig, Refund, TimeOuts
from tests.fakes.processors.paypal import CLIENT_ID, SECRET, PayPalSimulator

EUR: Final = Currency.of("EUR")
PAGE: Final = "https://shop.example/thanks"
TIME_OUTS: Final = TimeOuts(connect=timedelta(seconds=5), read=timedelta(seconds=5))
IMPATIENT: Final = TimeOuts(connect=timedelta(milliseconds=150), read=timedelta(milliseconds=100))


def till(
    paypal: PayPalSimulator, *, time_outs: TimeOuts = TIME_OUTS, **values: str
) -> PayPalProcessor:
    """A processor as one purpose has it; each has a token of its own."""
    told = {"client_id": CLIENT_ID, "secret": SECRET, "environment": "sandbox", "page": PAGE}
    config = ProcessorConfig(told | {"base": paypal.base} | values, time_outs=time_outs)
    return PayPalProcessor(config, now=paypal.now)


def charge(attempt_id: str = "0190-attempt", *, amount: int = 1230) -> Charge:
    return Charge(
        attempt_id=attempt_id,
        order_id="0190-order",
        amount=amount,
        currency=EUR,
        flow=Flow.QR,
        description="Épicerie du Marché",
        created_at=datetime.now(UTC),
    )


def known(asked: Charge, answer: Answer) -> Charge:
    """The charge as the till has it after this answer."""
    return replace(
        asked,
        remote_id=answer.remote_id or asked.remote_id,
        capture_id=answer.capture_id or asked.capture_id,
    )


def agreed(paypal: PayPalSimulator, processor: PayPalProcessor) -> Charge:
    """A charge that the customer has agreed to."""
    asked = charge()
    asked = known(asked, processor.create(asked))
    paypal.approve(asked.remote_id)
    return asked


def paid(paypal: PayPalSimulator, processor: PayPalProcessor) -> Charge:
    asked = agreed(paypal, processor)
    return known(asked, processor.capture(asked))


def refund(of: Charge, attempt_id: str = "0190-refund", *, amount: int = 1230) -> Refund:
    return Refund(attempt_id, amount, of, created_at=datetime.now(UTC))
