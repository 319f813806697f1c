"""A till that takes Alipay, and the charges that it makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from pos_app.adapters.payments.alipay.processor import AlipayProcessor
from pos_app.domain.attempt import Flow
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import Charge, ProcessorConfig, Refund, TimeOuts
from tests.fakes.processors.alipay import AlipaySimulator

ATTEMPT: Final = "0199a1b2-0000-7000-8000-000000000001"
NUMBER: Final = ATTEMPT.replace("-", "_")
REFUND: Final = "0199a1b2-0000-7000-8000-000000000002"
CNY: Final = Currency.of("CNY")
PATIENCE: Final = TimeOuts(connect=timedelta(seconds=1), read=timedelta(seconds=5))
IMPATIENCE: Final = TimeOuts(connect=timedelta(seconds=0.2), read=timedelta(seconds=0.05))


class Till:
    """The adapter with the clock of the simulator, so that both are in the same moment."""

    def __init__(self, alipay: AlipaySimulator) -> None:
        self.alipay = alipay
        self.processor = self.open()
        self.hasty = self.open(time_outs=IMPATIENCE)

    def open(
        self, values: dict[str, str] | None = None, *, time_outs: TimeOuts = PATIENCE
    ) -> AlipayProcessor:
        """:param values: the settings that are other than they should be"""
        config = ProcessorConfig(self.alipay.values | (values or {}), "T01", time_outs)
        return AlipayProcessor(config, now=self.alipay.now)

    def charge(self, flow: Flow = Flow.CODE, *, code: str = "", amount: int = 88_88) -> Charge:
        return Charge(
            attempt_id=ATTEMPT,
            order_id="order-1",
            amount=amount,
            currency=CNY,
            flow=flow,
            description="Order T01/42 = 2 × 豆浆 & more",
            created_at=self.alipay.now(),
            customer_code=code,
        )

    def paid(self) -> Charge:
        charge = self.charge(code=self.alipay.customer_code())
        self.processor.create(charge)
        return known(charge)

    def refund(self, charge: Charge, amount: int = 8_88, *, attempt_id: str = REFUND) -> Refund:
        return Refund(attempt_id, amount, charge, self.now())

    def now(self) -> datetime:
        return self.alipay.now()


def known(charge: Charge) -> Charge:
    """As charging asks about it later: with its name, and without the customer's code."""
    return replace(charge, remote_id=NUMBER, customer_code="")
