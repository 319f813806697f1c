"""Use case: head office renames a product or sets its price, and every till takes that over."""

from __future__ import annotations

from dataclasses import replace

from pos_app.head_office.services.access.roles import PersonCaller, Role
from pos_app.head_office.services.catalogue.editing import require_one_currency
from pos_app.head_office.services.catalogue.ports import Forget, NewCatalogueWork
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
    def __init__(self, *, overview: Overview, new_work: NewCatalogueWork, forget: Forget) -> None:
        self._overview = overview
        self._new_work = new_work
        self._forget = forget

    def edit(self, *, caller: PersonCaller, sku: str, name: str, price: int, version: int) -> None:
        """All else of the product stays as it is.

        :param price: minor units
        :param version: of the product as it was shown
        :raises EditForbiddenError: for whoever belongs to a store
        :raises ProductAbsentError: if it is not there
        :raises EditedMeanwhileError: if it is another version by now
        :raises CurrenciesDifferError: if stores of several currencies would share the price
        """
        if not caller.role.covers(Role.HEAD_OFFICE):
            raise EditForbiddenError
        shown = self._overview.product(caller=caller, sku=sku)
        with self._new_work() as work:
            require_one_currency(work.catalogue, scope=shown.scope)
            kept = work.catalogue.product(sku, scope=shown.scope)
            if kept is None:
                raise ProductAbsentError
            whole, known = kept
            if known != version:
                raise EditedMeanwhileError
            edited = replace(whole, name=name, price=price)
            work.catalogue.put_products([edited], scope=shown.scope)
            work.commit()
        self._forget(sku)
