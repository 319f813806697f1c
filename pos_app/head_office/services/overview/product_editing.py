"""Use case: head office renames a product or sets its price, and every till takes that over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from pos_app.head_office.services.access.roles import PersonCaller, Role
from pos_app.head_office.services.catalogue.editing import CatalogueEditing
from pos_app.head_office.services.catalogue.things import Product
from pos_app.head_office.services.errors import ConflictError, ForbiddenError
from pos_app.head_office.services.overview.overview import Overview, ProductAbsentError


class EditForbiddenError(ForbiddenError):
    text = "Names and prices are edited by head office. Nothing was changed."


class EditedMeanwhileError(ConflictError):
    text = (
        "Somebody else has edited this product meanwhile. Nothing was overwritten; look at what "
        "stands there now, and save again if it is still to be changed."
    )


class ProductEditing:
    def __init__(
        self,
        *,
        overview: Overview,
        everywhere: Callable[[str], Mapping[str, Product]],
        catalogue: CatalogueEditing,
    ) -> None:
        self._overview = overview
        self._everywhere = everywhere
        self._catalogue = catalogue

    def edit(self, *, caller: PersonCaller, sku: str, name: str, price: int, version: int) -> None:
        """All else of the product stays as it is.

        :param price: minor units
        :param version: of the product as it was shown
        :raises EditForbiddenError: for whoever belongs to a store
        :raises ProductAbsentError: if it is not there
        :raises EditedMeanwhileError: if it is another version by now
        """
        if not caller.role.covers(Role.HEAD_OFFICE):
            raise EditForbiddenError
        shown = self._overview.product(caller=caller, sku=sku)
        if shown.version != version:
            raise EditedMeanwhileError
        whole = self._everywhere(sku).get(shown.scope)
        if whole is None:
            raise ProductAbsentError
        self._catalogue.put_products(
            products=[replace(whole, name=name, price=price)], scope=shown.scope
        )
