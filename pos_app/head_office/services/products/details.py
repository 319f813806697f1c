"""Use case: one product as a store sells it, from a copy that is a few minutes old at most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final, Protocol

from pos_app.head_office.services.catalogue.things import CHAIN, Product
from pos_app.head_office.services.errors import AbsentError

DETAILS_SECONDS: Final = 300


class UnknownProductError(AbsentError):
    text = "There is no such product here. Nothing was changed; check its number."


class Cache(Protocol):
    def get(self, key: str, create: Callable[[], object], *, seconds: int) -> object: ...
    def forget(self, key: str) -> None: ...


class ProductRepository(Protocol):
    def get_by_id(self, product_id: str, *, store_id: str) -> Product | None:
        """A store's own, or else what all stores share."""
        ...

    def everywhere(self, sku: str) -> Mapping[str, Product]:
        """By scope."""
        ...


class ProductDetails:
    def __init__(self, *, everywhere: Callable[[str], Mapping[str, Product]], cache: Cache) -> None:
        self._everywhere = everywhere
        self._cache = cache

    def get(self, *, sku: str, store_id: str | None) -> Product:
        """:raises UnknownProductError: if the store sells no such product"""
        kept: Any = self._cache.get(key_of(sku), lambda: self._read(sku), seconds=DETAILS_SECONDS)
        found = kept.get(store_id or CHAIN) or kept.get(CHAIN)
        if found is None:
            raise UnknownProductError
        return _product(found)

    def forget(self, sku: str) -> None:
        self._cache.forget(key_of(sku))

    def _read(self, sku: str) -> dict[str, object]:
        found = self._everywhere(sku)
        return {
            scope: {**asdict(one), "barcodes": list(one.barcodes)} for scope, one in found.items()
        }


def key_of(sku: str) -> str:
    return f"product:{sku}"


def _product(kept: Mapping[str, Any]) -> Product:
    barcodes: Sequence[str] = tuple(kept["barcodes"])
    return Product(**{**kept, "barcodes": barcodes})
