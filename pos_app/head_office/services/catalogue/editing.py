"""Use case: products, taxes, staff and settings are edited here, and reach every till."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pos_app.head_office.services.catalogue.ports import (
    CatalogueRepository,
    Forget,
    NewCatalogueWork,
)
from pos_app.head_office.services.catalogue.things import (
    CHAIN,
    CUSTOM_SKU,
    Edited,
    Product,
    Tax,
    TaxClass,
)
from pos_app.head_office.services.errors import AbsentError, ConflictError, InvalidError
from pos_app.wire.changes import Subject


class NotInCatalogueError(AbsentError):
    text = "There is no {subject} {key} here. Nothing was changed."


class ReservedSkuError(InvalidError):
    text = (
        "The sku {sku} is every till's own, for items without a product. Nothing was changed; "
        "choose another sku."
    )


class CurrenciesDifferError(ConflictError):
    text = (
        "The stores sell in {currencies}: an amount that all of them share would be another price "
        "in each. Nothing was changed; give it to one store after another."
    )


class CatalogueEditing:
    """`scope` is a store's id, or nothing for what all stores share."""

    def __init__(self, *, new_work: NewCatalogueWork, forget: Forget) -> None:
        self._new_work = new_work
        self._forget = forget

    def put_products(self, *, products: Sequence[Product], scope: str = CHAIN) -> int:
        """Return how many of them are new or another than before.

        :raises ReservedSkuError: for the one that tills keep for themselves
        :raises CurrenciesDifferError: if stores of several currencies would share their prices
        """
        if any(one.sku == CUSTOM_SKU for one in products):
            raise ReservedSkuError(sku=CUSTOM_SKU)
        with self._new_work() as work:
            require_one_currency(work.catalogue, scope=scope)
            changed = work.catalogue.put_products(products, scope=scope)
            work.commit()
        for one in products:
            self._forget(one.sku)
        return changed

    def put_taxes(
        self, *, taxes: Sequence[Tax], classes: Sequence[TaxClass], scope: str = CHAIN
    ) -> None:
        """:raises CurrenciesDifferError: as for products, where it is an amount on each piece"""
        with self._new_work() as work:
            if any(one.amount_minor for one in taxes):
                require_one_currency(work.catalogue, scope=scope)
            work.catalogue.put_taxes(taxes, scope=scope)
            work.catalogue.put_tax_classes(classes, scope=scope)
            work.commit()

    def put(
        self, *, subject: Subject, key: str, body: Mapping[str, object], scope: str = CHAIN
    ) -> None:
        """Of what head office itself does not look into: a setting, a person at the tills."""
        with self._new_work() as work:
            work.catalogue.put(subject, [Edited(key, body)], scope=scope)
            work.commit()

    def remove(self, *, subject: Subject, key: str, scope: str = CHAIN) -> None:
        """:raises NotInCatalogueError: if it is not there"""
        with self._new_work() as work:
            if not work.catalogue.remove(subject, key, scope=scope):
                raise NotInCatalogueError(subject=subject.value.replace("_", " "), key=key)
            work.commit()
        if subject is Subject.PRODUCT:
            self._forget(key)


def require_one_currency(catalogue: CatalogueRepository, *, scope: str) -> None:
    """:raises CurrenciesDifferError: for what all stores share, if they sell in several"""
    if scope == CHAIN:
        known = catalogue.currencies()
        if len(known) > 1:
            raise CurrenciesDifferError(currencies=" and ".join(sorted(known)))
