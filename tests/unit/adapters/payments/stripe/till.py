"""A till that pays through the simulated Stripe, as the tests of its adapter need one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from pos_app.adapters.payments.stripe.processor import StripeProcessor
from pos_app.domain.attempt import Flow
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import Charge, ProcessorConfig, Refund, TimeOuts
from tests.fakes.processors.stripe import KEY, StripeSimulator
from tests.fakes.processors.stripe_cards import VISA
from tests.fakes.processors.stripe_terminal import READER

EUR: Final = Currency.of("EUR")
PAGE: Final = "https://shop.example/thanks"
ATTEMPT: Final = "0190-attempt"
PATIENT: Final = TimeOuts(*[timedelta(seconds=5)] * 3)
HASTY: Final = TimeOuts(*[timedelta(milliseconds=50)] * 3)


class Till:
    """Does what the charging service does, one step at a time."""

    def __init__(self, stripe: StripeSimulator) -> None:
        self.stripe = stripe
        self.processor = self.opened()

    def opened(self, time_outs: TimeOuts = PATIENT, **values: str) -> StripeProcessor:
        config = config_of(self.stripe, values, time_outs)
        return StripeProcessor(config, now=self.stripe.now)

    def charge(
        self,
        amount: int = 1250,
        *,
        flow: Flow = Flow.READER,
        currency: Currency = EUR,
        attempt_id: str = ATTEMPT,
    ) -> Charge:
        return Charge(
            attempt_id=attempt_id,
            order_id="0190-order",
            amount=amount,
            currency=currency,
            flow=flow,
            description="Épicerie du Marché",
            created_at=self.stripe.now(),
        )

    def created(self, charge: Charge | None = None) -> Charge:
        charge = charge or self.charge()
        return replace(charge, remote_id=self.processor.create(charge).remote_id)

    def handed(self, charge: Charge | None = None) -> Charge:
        charge = self.created(charge)
        return self.handed_again(charge)

    def handed_again(self, charge: Charge) -> Charge:
        charge = replace(charge, handed=charge.handed + 1)
        self.processor.hand_over(charge)
        return charge

    def authorised(self, charge: Charge | None = None, number: str = VISA) -> Charge:
        charge = self.handed(charge)
        self.stripe.terminal.present(number=number)
        return charge

    def paid(self, charge: Charge | None = None) -> Charge:
        charge = self.authorised(charge)
        self.processor.capture(charge)
        return charge

    def refund(
        self, charge: Charge, amount: int = 500, *, attempt_id: str = "0190-refund"
    ) -> Refund:
        return Refund(
            attempt_id=attempt_id, amount=amount, charge=charge, created_at=self.stripe.now()
        )


def config_of(
    stripe: StripeSimulator, values: Mapping[str, str], time_outs: TimeOuts = PATIENT
) -> ProcessorConfig:
    told = {"key": KEY, "reader": READER, "page": PAGE, "base": stripe.base}
    return ProcessorConfig(told | dict(values), terminal="T01", time_outs=time_outs)
