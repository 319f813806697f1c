"""Orders: made by people here, and read from every till."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Header, Path, status
from pydantic import Field

from pos_app.head_office.api.auth import AnyPerson, guarded_router
from pos_app.head_office.api.fields import Id, Sent, Told, text
from pos_app.head_office.api.limits import ID_MAX, PAGE_USUAL, PageSize
from pos_app.head_office.api.parts import TradeParts
from pos_app.head_office.services.access.roles import PersonCaller, Role
from pos_app.head_office.services.orders.order_service import NewOrder, Wanted, content_of
from pos_app.head_office.services.orders.ports import Kept

ITEMS_MAX = 500
QUANTITY_MAX = 10**9

router = guarded_router(tags=["orders"])

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=128,
        pattern=r"^[!-~]+$",
        description="The same key never makes a second order.",
    ),
]


class ItemSent(Sent):
    product_id: Annotated[str, text(64, least=1)] = Field(description="A sku.", examples=["TEA"])
    quantity: Annotated[int, Field(ge=1, le=QUANTITY_MAX, strict=True)] = Field(
        description="Thousandths.", examples=[1000]
    )


class OrderSent(Sent):
    items: list[ItemSent] = Field(min_length=1, max_length=ITEMS_MAX)
    store_id: Id | None = Field(None, description="For whom no store bounds.")
    note: Annotated[str, text(512)] = ""


class Money(Told):
    minor: int
    currency: str


class OrderTold(Told):
    """`items`, `taxes` and `payments` are as the till wrote them, in minor units.

    `warnings` name what was sold all the same though the store has too little of it, in
    thousandths.
    """

    id: str
    number: str | None
    state: str
    store_id: str
    business_date: str
    completed_at: str
    total: Money
    tax: Money
    items: list[dict[str, Any]]
    taxes: list[dict[str, Any]]
    payments: list[dict[str, Any]]
    warnings: list[dict[str, Any]]
    note: str


@router.post("/orders", status_code=status.HTTP_201_CREATED, summary="Make an order")
def create_order(
    sent: OrderSent, person: AnyPerson, trade: TradeParts, idempotency_key: IdempotencyKey
) -> OrderTold:
    """The stock of the store is looked at and moved in the same transaction.

    Of what may never be oversold too little is a refusal; of what only warns, a warning.
    """
    new = NewOrder(
        person_id=person.person_id,
        # Whom a store bounds orders there, whatever else is said.
        store_id=person.store_id or sent.store_id,
        key=idempotency_key,
        items=[Wanted(one.product_id, one.quantity) for one in sent.items],
        note=sent.note,
    )
    return _told(trade.orders.create_order(new=new))


# Before the next route, which would take "my" for an order's id.
@router.get("/orders/my", summary="The orders that I made")
def my_orders(
    person: AnyPerson, trade: TradeParts, limit: PageSize = PAGE_USUAL
) -> list[OrderTold]:
    """The newest first."""
    return [_told(one) for one in trade.orders.of_person(person_id=person.person_id, limit=limit)]


@router.get("/orders/{order_id}", summary="One order")
def order(
    order_id: Annotated[str, Path(min_length=1, max_length=ID_MAX, pattern=r"^[^\x00/]+$")],
    person: AnyPerson,
    trade: TradeParts,
) -> OrderTold:
    """A cashier sees their own, a manager those of the store."""
    return _told(trade.orders.get(order_id=order_id, may_see=lambda one: _may_see(person, one)))


def _may_see(person: PersonCaller, one: Kept) -> bool:
    if not person.sees_store(one.store_id):
        return False
    return person.role.covers(Role.MANAGER) or one.person_id == person.person_id


def _told(kept: Kept) -> OrderTold:
    content = content_of(kept)
    body = content["body"]
    return OrderTold(
        id=kept.order_id,
        number=content["number"],
        state={"order": "paid", "order_cancel": "cancelled"}.get(content["kind"], content["kind"]),
        store_id=kept.store_id,
        business_date=content["business_date"],
        completed_at=body["completed_at"],
        total=Money(minor=body["total"], currency=body["currency"]),
        tax=Money(minor=body["tax"], currency=body["currency"]),
        items=_listed(body, "items"),
        taxes=_listed(body, "taxes"),
        payments=_listed(body, "payments"),
        warnings=_listed(body, "short"),
        note=str(body.get("note", "")),
    )


def _listed(body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """What nobody looked into when the entry came in."""
    found = body.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
