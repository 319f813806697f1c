"""Payment processors by name: those that come along, and any that registers an entry point."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Final

from pos_app.adapters.payments.alipay import kind as alipay
from pos_app.adapters.payments.paypal import kind as paypal
from pos_app.adapters.payments.stripe import kind as stripe
from pos_app.services.payments.accounts import account_of
from pos_app.services.payments.processor import (
    PaymentProcessor,
    ProcessorConfig,
    ProcessorKind,
    Purpose,
)
from pos_app.services.processor_titles import learn

if TYPE_CHECKING:  # to list what there is takes none of it
    from pos_app.adapters.payments.breakers import Breakers

GROUP: Final = "pos_app.payment_processors"
OWN: Final = (stripe.KIND, paypal.KIND, alipay.KIND)
"""Named here too, as a source tree that is not installed has no entry points."""
ConfigOf = Callable[[ProcessorKind], ProcessorConfig]
"""What was set for it in this store.

:raises ProcessorNotSetUpError: if something needed is missing
"""
log = logging.getLogger(__name__)


def kinds() -> dict[str, ProcessorKind]:
    """Every processor there is, by name; nothing of them is loaded but what they are called.

    One of a third party that cannot be used is left out: the others go on working.
    """
    found = {one.name: one for one in OWN}
    for entry in entry_points(group=GROUP):
        kind = None if entry.name in found else _loaded(entry)
        if kind is not None:
            found[kind.name] = kind
    learn({one.name: one.title for one in found.values()})
    return found


def _loaded(entry: EntryPoint) -> ProcessorKind | None:
    try:
        kind = entry.load()
    except Exception as error:
        log.error("The payment processor %s cannot be loaded", entry.value, exc_info=error)
        return None
    if not isinstance(kind, ProcessorKind) or kind.name != entry.name:
        log.error("The payment processor %s is no ProcessorKind of that name", entry.value)
        return None
    return kind


class PaymentProcessorFactory:
    """Opens each processor once for each purpose, as each purpose asks in a thread of its own."""

    def __init__(self, *, config_of: ConfigOf, breakers: Breakers) -> None:
        self._config_of = config_of
        self._breakers = breakers
        self._kinds = kinds()
        self._opened: dict[tuple[str, Purpose], PaymentProcessor] = {}
        self._accounts: dict[str, str] = {}
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
                guarded = import_module("pos_app.adapters.payments.breakers").GuardedProcessor
                self._opened[name, purpose] = guarded(
                    processor, kind=kind, purpose=purpose, breakers=self._breakers
                )
            return self._opened[name, purpose]

    def account(self, name: str) -> str:
        """Which account is set up for it, as `account_of` names it.

        :raises ValueError: if there is none of that name
        :raises ProcessorNotSetUpError: if something that it must be told is missing
        """
        kind = self.kind(name)
        with self._lock:
            if name not in self._accounts:
                self._accounts[name] = account_of(kind, self._config_of(kind).values)
            return self._accounts[name]

    def forget(self, name: str) -> None:
        """Its settings were changed: it is opened anew."""
        with self._lock:
            for purpose in Purpose:
                self._opened.pop((name, purpose), None)
            self._accounts.pop(name, None)
        self._breakers.forget(name)
