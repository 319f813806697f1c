"""A till that charges a card and is killed at one moment: run in a process of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pos_app.adapters.payments.stripe.processor import StripeProcessor
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.charging import CardDesk, card_desk_of
from pos_app.composition.opening import OpenStore, writing
from pos_app.domain.attempt import Flow
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.tender import TenderMethod
from pos_app.services.payments.processor import PaymentProcessor, ProcessorConfig
from tests.fakes.processors.stripe import KEY
from tests.fakes.processors.stripe_terminal import READER
from tests.integration import shop as shops

CARD = TenderMethod(
    "reader", PaymentMethod.CARD, "Card reader", processor="stripe", flow=Flow.READER.value
)

LOOKS = 3
"""As often as it takes for the reader to say that the card was held to it."""


class Moments:
    """Counts what happens, and pulls the plug at one of them."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at = kill_at
        self.seen = 0

    def pass_one(self) -> None:
        self.seen += 1
        if self.seen == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any) -> Any:
            self.pass_one()
            result = work(*arguments)
            self.pass_one()
            return result

        return counted


class Watched:
    """The processor, with a moment on either side of every request."""

    def __init__(self, processor: PaymentProcessor, moments: Moments) -> None:
        self._processor = processor
        self._moments = moments

    def __getattr__(self, name: str) -> Any:
        return self._moments.around(getattr(self._processor, name))


def desk_of(store: OpenStore, base: str, moments: Moments | None = None) -> CardDesk:
    processor: Any = StripeProcessor(
        ProcessorConfig({"key": KEY, "reader": READER, "base": base}, "T01")
    )
    asked = Watched(processor, moments) if moments is not None else processor
    return card_desk_of(store, lambda _name, _purpose: asked)


def pay_by_card(root: str, base: str, kill_at: int) -> None:
    """Ring an order up, charge all of it to a card, and finish the order."""
    moments = Moments(kill_at)
    with writing(DataFolder(Path(root))) as store:
        order = shops.ring(store, shops.MILK, shops.SODA)
        desk = desk_of(store, base, moments)
        SqlUnitOfWork.commit = moments.around(SqlUnitOfWork.commit)  # type: ignore[method-assign]  # this process only
        attempt = desk.charging.begin(
            order=order,
            method=CARD,
            amount=order.calculate_total(store.queries.tax_classes).total,
            actor=shops.owner(store),
        )
        for _ in range(LOOKS):
            desk.charging.advance(attempt.attempt_id)
        desk.recovering.complete()
