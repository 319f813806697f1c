"""Products: found by name or SKU, and one of them."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Path, Query, Request, Response

from pos_app.head_office.api.fields import NO_NUL
from pos_app.head_office.page.desk import AtDesk, Desk, Visiting, Visitor, show
from pos_app.head_office.page.failures import PageRoute
from pos_app.head_office.services.access.roles import Role
from pos_app.head_office.services.overview.overview import PRODUCTS_SHOWN

_SAVED: Final = "Saved. Every terminal takes it over within seconds while it is online."

Sku = Annotated[str, Path(max_length=64, pattern=NO_NUL)]

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/app/products")
def products(
    request: Request,
    desk: AtDesk,
    visitor: Visiting,
    q: Annotated[str, Query(max_length=64, pattern=NO_NUL)] = "",
    after: Annotated[str, Query(max_length=64, pattern=NO_NUL)] = "",
) -> Response:
    found = desk.overview.find_products(caller=visitor.caller, words=q, after=after)
    behind = {"q": q, "after": found[PRODUCTS_SHOWN - 1].sku} if len(found) > PRODUCTS_SHOWN else {}
    return show(
        *(request, desk, visitor, "products"),
        here="/app/products",
        words=q,
        products=[(one, address_of(one.sku)) for one in found[:PRODUCTS_SHOWN]],
        currency=currency_of(desk, visitor),
        next_page=f"/app/products?{urlencode(behind)}" if behind else "",
    )


# A SKU may hold a slash.
@router.get("/app/products/{sku:path}")
def product(
    request: Request,
    desk: AtDesk,
    visitor: Visiting,
    sku: Sku,
    saved: Annotated[str, Query(max_length=1)] = "",
) -> Response:
    return show(
        *(request, desk, visitor, "product"),
        here="/app/products",
        product=desk.overview.product(caller=visitor.caller, sku=sku),
        currency=currency_of(desk, visitor),
        edit_address=edit_address_of(sku) if visitor.caller.role.covers(Role.HEAD_OFFICE) else "",
        told=_SAVED if saved else "",
    )


def address_of(sku: str) -> str:
    return f"/app/products/{quote(sku, safe='')}"


def edit_address_of(sku: str) -> str:
    return f"/app/edit/{quote(sku, safe='')}"


def currency_of(desk: Desk, visitor: Visitor) -> str:
    """Of the chain: a product has one price in it."""
    stores = desk.overview.stores(caller=visitor.caller)
    return stores[0].currency if stores else ""
