"""The payment processors of a store: what is set up, and what works, each loaded on first use."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.key_store import KeyStoreWhenAsked
from pos_app.composition.opening import OpenStore
from pos_app.composition.queries import Queries
from pos_app.domain.money import Currency
from pos_app.services.payments.kept_processors import KeptProcessors
from pos_app.services.payments.processor import (
    PaymentProcessor,
    ProcessorGoneError,
    ProcessorKind,
    Purpose,
)
from pos_app.services.payments.processor_settings import ProcessorPorts, ProcessorSettings
from pos_app.services.payments.silence import Silence
from pos_app.services.processor_titles import title_of

if TYPE_CHECKING:  # nothing of a processor is loaded before one is used
    from pos_app.adapters.payments.breakers import Breakers, BreakerState
    from pos_app.adapters.payments.factory import PaymentProcessorFactory


def _none() -> Mapping[str, ProcessorKind]:
    """In a practice copy no card and no account is ever charged."""
    return {}


def kinds() -> Mapping[str, ProcessorKind]:
    """Every processor there is, by name; looks for those of third parties on each call."""
    found: Mapping[str, ProcessorKind] = import_module("pos_app.adapters.payments.factory").kinds()
    return found


def processor_settings_of(store: OpenStore) -> ProcessorSettings:
    queries, services = store.queries, store.services
    return ProcessorSettings(
        ProcessorPorts(
            kinds=_none if queries.profile.copy_of else cache(kinds),
            settings=queries.settings,
            attempts=queries.attempts,
            new_uow=services.new_uow,
            journal=services.journal,
            secrets=KeyStoreWhenAsked(store.folder, queries.profile),
        )
    )


def kept_processors_of(folder: DataFolder, queries: Queries) -> KeptProcessors:
    """What is set up, of a store that is only read."""
    secrets = KeyStoreWhenAsked(folder, queries.profile)
    return KeptProcessors(settings=queries.settings, secrets=secrets)


def check(kept: KeptProcessors, kind: ProcessorKind, typed: Mapping[str, str] | None = None) -> str:
    """Try it now, whatever it did before, with what is `typed` in place of what is kept.

    :raises PosError: with what is wrong
    """
    return kind.open(kept.config(kind, typed)).check()


class ProcessorDesk:
    """Everything about payment processors of one open store."""

    def __init__(
        self, store: OpenStore, tell: Callable[[Sequence[Silence]], None] = lambda _silences: None
    ) -> None:
        """:param tell: gets those that are left alone, whenever that changes"""
        self.settings = processor_settings_of(store)
        self._tell = tell
        self._lock = threading.Lock()

    def get(self, name: str, purpose: Purpose = Purpose.CHARGE) -> PaymentProcessor:
        """The processor behind its breaker; `Processors`, as the services want it.

        :raises ProcessorGoneError: if there is none of that name
        :raises ProcessorNotSetUpError: if something that it must be told is missing
        """
        return self._factory_of(name).get_processor(name, purpose)

    def account(self, name: str) -> str:
        """Which one is set up for it now; `Accounts`, as the services want it.

        :raises ProcessorGoneError, ProcessorNotSetUpError: as `get`
        """
        return self._factory_of(name).account(name)

    def warm(self, currency: Currency) -> None:
        """Load what answers at once whether one can be asked, before a customer stands there."""
        self._parts()
        for kind in self.settings.kinds():
            kind.cannot_take(1, currency)

    def state(self, name: str, purpose: Purpose = Purpose.CHARGE) -> BreakerState:
        """Whether it is left alone for a while, at once."""
        return self._parts()[1].state(name, purpose)

    def forget(self, name: str) -> None:
        """It is set up anew."""
        self._parts()[0].forget(name)

    def check(self, name: str, typed: Mapping[str, str] | None = None) -> str:
        """Try it now, with what is `typed` in place of what is kept.

        :raises PosError: with what is wrong
        """
        return check(self.settings.kept, self.settings.kind(name), typed)

    @cached_property
    def _opened(self) -> tuple[PaymentProcessorFactory, Breakers]:
        factory = import_module("pos_app.adapters.payments.factory")
        module = import_module("pos_app.adapters.payments.breakers")
        breakers: Breakers = module.Breakers(tell=self._tell)
        made = factory.PaymentProcessorFactory(
            config_of=self.settings.kept.config, breakers=breakers
        )
        return made, breakers

    def _factory_of(self, name: str) -> PaymentProcessorFactory:
        factory = self._parts()[0]
        try:
            factory.kind(name)
        except ValueError as error:
            raise ProcessorGoneError(processor=title_of(name)) from error
        return factory

    def _parts(self) -> tuple[PaymentProcessorFactory, Breakers]:
        with self._lock:  # whichever lane asks first: there is one set of breakers for all
            return self._opened
