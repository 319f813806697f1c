"""Payment processors by name: those that come along, and any that registers an entry point."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Final

from pos_app.adapters.payments.alipay import kind as alipay
from pos_app.adapters.payments.breakers import Breakers, GuardedProcessor
from pos_app.adapters.payments.paypal import kind as paypal
from pos_app.adapters.payments.stripe import kind as stripe
from pos_app.services.payments.processor import (
    PaymentProcessor,
    ProcessorConfig,
    ProcessorKind,
    Purpose,
)

GROUP: Final = "pos_app.payment_processors"
OWN: Final = (stripe.KIND, paypal.KIND, alipay.KIND)
"""Named here, as a source tree that is not installed has no entry points."""
ConfigOf = Callable[[ProcessorKind], ProcessorConfig]
"""What was set for it in this store.

:raises ProcessorNotSetUpError: if something needed is missing
"""


def kinds() -> dict[str, ProcessorKind]:
    """Every processor there is, by name; nothing of them is loaded but what they are called."""
    others = {one.name: one.load() for one in entry_points(group=GROUP)}
    for name, kind in others.items():
        assert isinstance(kind, ProcessorKind), f"{name} is no ProcessorKind"
        assert kind.name == name, f"{name} calls itself {kind.name}"
    return others | {one.name: one for one in OWN}


class PaymentProcessorFactory:
    """Opens each processor once for each purpose, as each purpose asks in a thread of its own."""

    def __init__(self, *, config_of: ConfigOf, breakers: Breakers) -> None:
        self._config_of = config_of
        self._breakers = breakers
        self._kinds = kinds()
        self._opened: dict[tuple[str, Purpose], PaymentProcessor] = {}
        self._lock = threading.Lock()

    def kind(self, name: str) -> ProcessorKind:
        """:raises ValueError: if there is none of that name"""
        if name not in self._kinds:
            raise ValueError(f"there is no payment processor {name!r}")
        return self._kinds[name]

    def get_processor(self, name: str, purpose: Purpose = Purpose.CHARGE) -> PaymentProcessor:
        """The processor behind its breaker.

        :raises ValueError: if there is none of that name
        :raises ProcessorNotSetUpError: if something that it must be told is missing
        """
        kind = self.kind(name)
        with self._lock:
            if (name, purpose) not in self._opened:
                processor = kind.open(self._config_of(kind))
                self._opened[name, purpose] = GuardedProcessor(
                    processor, kind=kind, purpose=purpose, breakers=self._breakers
                )
            return self._opened[name, purpose]

    def forget(self, name: str) -> None:
        """Its settings were changed: it is opened anew."""
        with self._lock:
            for purpose in Purpose:
                self._opened.pop((name, purpose), None)
