"""The stores of the chain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from zoneinfo import available_timezones

from pos_app.head_office.services.access.moments import ms_of
from pos_app.head_office.services.access.names import NameTakenError, require_name
from pos_app.head_office.services.access.ports import (
    Clock,
    Event,
    EventKind,
    Ids,
    NewAccessReading,
    NewAccessWork,
    Store,
    StoreRepository,
)
from pos_app.head_office.services.errors import AbsentError, ConflictError, InvalidError

CURRENCY: Final = re.compile(r"[A-Z]{3}\Z")


class StoreUnknownError(AbsentError):
    text = "There is no store {name}. Nothing was changed; add it first."


class StoreUnfitError(InvalidError):
    text = "{value} is no {what}. Nothing was changed; write it like {example}."


class OtherCurrencyError(ConflictError):
    text = (
        "The prices that all stores share are in {others}, and would be taken for {currency} in "
        "this one. Nothing was added; give every store its own prices first, and drop the shared "
        "ones."
    )


def find_store(stores: StoreRepository, name: str) -> Store:
    """By its id or its name.

    :raises StoreUnknownError: if there is none
    """
    store = stores.get(name) or stores.named(name)
    if store is None:
        raise StoreUnknownError(name=name)
    return store


class Stores:
    def __init__(
        self,
        *,
        new_work: NewAccessWork,
        new_reading: NewAccessReading,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._new_work = new_work
        self._new_reading = new_reading
        self._clock = clock
        self._ids = ids

    def add(
        self,
        *,
        name: str,
        currency: str,
        time_zone: str,
        prices_include_tax: bool = True,
        actor: str,
    ) -> Store:
        """:raises HeadOfficeError: if anything about it will not do"""
        require_name(name)
        if not CURRENCY.match(currency):
            raise StoreUnfitError(value=currency, what="currency", example="EUR")
        if time_zone not in available_timezones():
            raise StoreUnfitError(value=time_zone, what="time zone", example="Europe/Paris")
        at = ms_of(self._clock.now())
        store = Store(self._ids.new(), name, currency, time_zone, prices_include_tax)
        with self._new_work() as work:
            if work.stores.named(name) is not None:
                raise NameTakenError(what="store", name=name)
            others = work.stores.currencies() - {currency}
            if others and work.stores.has_shared_amounts():
                raise OtherCurrencyError(currency=currency, others=" and ".join(sorted(others)))
            work.stores.add(store, at=at)
            work.events.add(Event(at, EventKind.STORE_ADDED, store.store_id, actor, {}))
            work.commit()
        return store

    def find(self, name: str) -> Store:
        """By its id or its name.

        :raises StoreUnknownError: if there is none
        """
        with self._new_reading() as reading:
            return find_store(reading.stores, name)

    def listed(self) -> Sequence[Store]:
        with self._new_reading() as reading:
            return reading.stores.listed()
