"""Reports of what the stores sold."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query

from pos_app.head_office.api.auth import ManagerPerson, guarded_router
from pos_app.head_office.api.fields import Id, Told
from pos_app.head_office.api.parts import TradeParts
from pos_app.head_office.services.reports.sales import Period, SalesBy

router = guarded_router(tags=["reports"])


class Money(Told):
    minor: int
    currency: str


class SalesTold(Told):
    """The last row of each currency has the key `total`; `orders` counts paid orders."""

    key: str
    label: str
    orders: int
    quantity: int
    net: Money
    tax: Money
    gross: Money


@router.get("/v1/reports/sales", summary="What was sold, by day, hour, store, product or till")
def sales(
    person: ManagerPerson,
    trade: TradeParts,
    since: Annotated[date, Query(alias="from", description="The first business date.")],
    until: Annotated[date, Query(alias="to", description="The last one, included.")],
    by: SalesBy = SalesBy.DAY,
    store: Annotated[Id | None, Query(description="One store of those I may see.")] = None,
) -> list[SalesTold]:
    """Of a manager's store, or of all stores."""
    period = Period(since, until, person.store_id or store)
    return [
        SalesTold(
            key=row.key,
            label=row.label,
            orders=row.orders,
            quantity=row.quantity,
            net=Money(minor=row.net, currency=row.currency),
            tax=Money(minor=row.tax, currency=row.currency),
            gross=Money(minor=row.gross, currency=row.currency),
        )
        for row in trade.reports.sales(by=by, period=period)
    ]
