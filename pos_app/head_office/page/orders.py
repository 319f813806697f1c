"""Orders of the stores: searched for, and one of them in full."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from pos_app.head_office.api.fields import NO_NUL
from pos_app.head_office.page.desk import AtDesk, Visiting, show
from pos_app.head_office.page.failures import PageRoute
from pos_app.head_office.page.formats import minor_of
from pos_app.head_office.page.order_facts import facts_of
from pos_app.head_office.page.stores import day_of
from pos_app.head_office.services.overview.overview import ORDERS_SHOWN, Search
from pos_app.head_office.services.overview.shapes import OrderShown

KINDS: Final[Mapping[str, str]] = {
    "paid": "Order",
    "refund": "Refund",
    "cancelled": "Cancelled order",
}
_MOMENT: Final = re.compile(r"[0-9]{1,15}")
_NO_AMOUNT: Final = "This is no amount, so it was left out. Type one such as 12.50."

router = APIRouter(route_class=PageRoute, include_in_schema=False)


class Sought(BaseModel):
    """The fields of the search, as they were typed."""

    q: str = Field("", max_length=64, pattern=NO_NUL)
    amount: str = Field("", max_length=64, pattern=NO_NUL)
    day: str = Field("", max_length=10)
    store: str = Field("", max_length=64, pattern=NO_NUL)
    before: str = Field("", max_length=100, pattern=NO_NUL)

    def behind(self, last: OrderShown) -> str:
        """The address of the page that goes on behind this order."""
        fields = {**self.model_dump(), "before": f"{last.completed_ms}.{last.order_id}"}
        return "/app/orders?" + urlencode({name: text for name, text in fields.items() if text})

    @property
    def place(self) -> tuple[int, str] | None:
        milliseconds, _, order_id = self.before.partition(".")
        is_moment = _MOMENT.fullmatch(milliseconds) is not None
        return (int(milliseconds), order_id) if is_moment else None


@router.get("/app/orders")
def orders(
    request: Request, desk: AtDesk, visitor: Visiting, sought: Annotated[Sought, Query()]
) -> Response:
    stores = desk.overview.stores(caller=visitor.caller)
    chosen = [one for one in stores if one.store_id == sought.store] or stores
    total = minor_of(sought.amount, chosen[0].currency) if sought.amount and chosen else None
    search = Search(
        number=sought.q.strip(),
        total=total,
        day=day_of(sought.day),
        store_id=sought.store,
        before=sought.place,
    )
    found = desk.overview.find_orders(caller=visitor.caller, search=search)
    has_more = len(found) > ORDERS_SHOWN
    return show(
        *(request, desk, visitor, "orders"),
        here="/app/orders",
        stores=stores,
        sought=sought,
        amount_problem=_NO_AMOUNT if sought.amount and total is None else "",
        orders=[(one, KINDS[one.state]) for one in found[:ORDERS_SHOWN]],
        older=sought.behind(found[ORDERS_SHOWN - 1]) if has_more else "",
    )


@router.get("/app/orders/{order_id}")
def order(
    request: Request,
    desk: AtDesk,
    visitor: Visiting,
    order_id: Annotated[str, Path(max_length=64, pattern=NO_NUL)],
) -> Response:
    found = desk.overview.order(caller=visitor.caller, order_id=order_id)
    return show(
        *(request, desk, visitor, "order"),
        here="/app/orders",
        found=found,
        kind=KINDS[found.order.state],
        facts=facts_of(found.entry),
    )
