"""Use case: products, taxes, staff and settings are edited here, and reach every till."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pos_app.head_office.services.catalogue.ports import Forget, NewCatalogueWork
from pos_app.head_office.services.catalogue.things import (
    CHAIN,
    CUSTOM_SKU,
    Edited,
    Product,
    Tax,
    TaxClass,
)
from pos_app.head_office.services.errors import AbsentError, InvalidError
from pos_app.wire.changes import Subject


class NotInCatalogueError(AbsentError):
    text = "There is no {subject} {key} here. Nothing was changed."


class ReservedSkuError(InvalidError):
    text = (
        "The sku {sku} is every till's own, for items without a product. Nothing was changed; "
        "choose another sku."
    )


class CatalogueEditing:
    """`scope` is a store's id, or nothing for what all stores share."""

    def __init__(self, *, new_work: NewCatalogueWork, forget: Forget) -> None:
        self._new_work = new_work
        self._forget = forget

    def put_products(self, *, products: Sequence[Product], scope: str = CHAIN) -> int:
        """Return how many of them are new or another than before.

        :raises ReservedSkuError: for the one that tills keep for themselves
        """
        if any(one.sku == CUSTOM_SKU for one in products):
            raise ReservedSkuError(sku=CUSTOM_SKU)
        with self._new_work() as work:
            changed = work.catalogue.put_products(products, scope=scope)
            work.commit()
        for one in products:
            self._forget(one.sku)
        return changed

    def put_taxes(
        self, *, taxes: Sequence[Tax], classes: Sequence[TaxClass], scope: str = CHAIN
    ) -> None:
        with self._new_work() as work:
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
