"""A product's name and price, edited by head office."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field

from pos_app.head_office.api.problems import STATUS
from pos_app.head_office.page.desk import AtDesk, Desk, Visiting, Visitor, show
from pos_app.head_office.page.failures import PageRoute
from pos_app.head_office.page.formats import minor_of, plain_money
from pos_app.head_office.page.products import Sku, address_of, currency_of, edit_address_of
from pos_app.head_office.page.rendering import see_other
from pos_app.head_office.services.catalogue.editing import CurrenciesDifferError
from pos_app.head_office.services.overview.product_editing import EditedMeanwhileError
from pos_app.head_office.services.overview.visits import require_own_form

NAME_LENGTH_MAX: Final = 200
_NO_PRICE: Final = "Type a price such as 12.50, not below zero."
_NO_NAME: Final = f"Type a name of 1 to {NAME_LENGTH_MAX} characters that can be printed."
_UNFIT: Final = 422

router = APIRouter(route_class=PageRoute, include_in_schema=False)


class Edited(BaseModel):
    """The fields of the form, as they were typed; `version` is of what was shown."""

    name: str = Field("", max_length=1_000)
    price: str = Field("", max_length=64)
    version: int = 0
    csrf: str = Field("", max_length=64)


@router.get("/app/edit/{sku:path}")
def form(request: Request, desk: AtDesk, visitor: Visiting, sku: Sku) -> Response:
    return _form(request, desk, visitor, sku)


@router.post("/app/edit/{sku:path}")
def edit(
    request: Request, desk: AtDesk, visitor: Visiting, sku: Sku, edited: Annotated[Edited, Form()]
) -> Response:
    require_own_form(visitor.visit, edited.csrf)
    name, price = edited.name.strip(), minor_of(edited.price, currency_of(desk, visitor))
    typed = {"name": edited.name, "price": edited.price}
    name_problem = "" if is_name(name) else _NO_NAME
    if name_problem or price is None or price < 0:
        price_problem = _NO_PRICE if price is None or price < 0 else ""
        problems = {"name_problem": name_problem, "price_problem": price_problem}
        return _form(request, desk, visitor, sku, status=_UNFIT, **problems, **typed)
    try:
        desk.product_editing.edit(
            caller=visitor.caller, sku=sku, name=name, price=price, version=edited.version
        )
    except (EditedMeanwhileError, CurrenciesDifferError) as error:
        status = STATUS[error.code]
        return _form(request, desk, visitor, sku, status=status, refusal=str(error), **typed)
    return see_other(f"{address_of(sku)}?saved=1")


def is_name(text: str) -> bool:
    return 0 < len(text) <= NAME_LENGTH_MAX and text.isprintable()


def _form(request: Request, desk: Desk, visitor: Visitor, sku: str, **values: Any) -> Response:
    """With what was typed, or with what the product has."""
    found = desk.overview.product(caller=visitor.caller, sku=sku)
    currency = currency_of(desk, visitor)
    shown = {
        "name": found.name,
        "price": plain_money(found.price, currency),
        "name_problem": "",
        "price_problem": "",
        "refusal": "",
        **values,
    }
    return show(
        *(request, desk, visitor, "product_edit"),
        here="/app/products",
        product=found,
        address=address_of(sku),
        action=edit_address_of(sku),
        currency=currency,
        **shown,
    )
