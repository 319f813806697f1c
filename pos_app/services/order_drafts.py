"""An open order as it is written to disk, and the same order again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pos_app.domain.age_check import AgeCheck
from pos_app.domain.errors import PosError
from pos_app.domain.keeping import Keeping
from pos_app.domain.money import Currency, Money
from pos_app.domain.order import Order, OrderState
from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import Discount, DiscountKind
from pos_app.domain.product import CUSTOM_ID, Unit
from pos_app.domain.quantity import Quantity
from pos_app.domain.return_item import ReturnItem
from pos_app.domain.rounding import Rounding
from pos_app.domain.tax import TaxPolicy, TaxScope
from pos_app.domain.tender import Tender
from pos_app.services.journal.bodies import said
from pos_app.services.ports import Draft
from pos_app.services.return_drafts import (
    returned_in,
    returned_out,
    tax_in,
    tax_out,
    totals_in,
    totals_out,
)

_EPOCH: Final = datetime.fromtimestamp(0, UTC)


class ItemTexts:
    """What was written of each item the last time.

    Five hundred of them are written 20 times a second, by the thread that paints, and all but one
    are as they were.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[OrderItem, str]] = {}

    def of(self, items: Sequence[OrderItem]) -> str:
        """The items as JSON; what is no longer among them is forgotten."""
        known, self._known = self._known, {}
        texts = []
        for item in items:
            # By identity: as long as it is kept here, no other item can have its number.
            place = id(item)
            kept = known.get(place) or (item, _json(_item_out(item)))
            self._known[place] = kept
            texts.append(kept[1])
        return f"[{','.join(texts)}]"


def draft_of(order: Order, *, total: int, texts: ItemTexts | None = None) -> Draft:
    """A snapshot of the order as it is now; `total` in minor units."""
    items = (texts or ItemTexts()).of(order.items)
    terms = {
        "currency": [order.currency.code, order.currency.minor_digits],
        "policy": [
            order.policy.prices_include_tax,
            order.policy.scope.value,
            order.policy.rounding.value,
        ],
        **said(
            discount=_discount_out(order.discount),
            discount_approved_by=order.discount_approved_by,
            note=order.note,
            customer=order.customer_id,
            age_check=_age_check_out(order.age_check),
            keeping=_keeping_out(order.keeping) or None,
            tenders=[_tender_out(one) for one in order.tenders] or None,
            returns=[_return_out(one) for one in order.returns] or None,
            tip_back=order.tip_back or None,
            tip=order.tip or None,
        ),
    }
    return Draft(
        order_id=order.order_id,
        revision=order.revision,
        state=order.state.value,
        opened_by=order.opened_by,
        total=total,
        body=f'{{"items":{items},{_json(terms)[1:]}',
    )


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def order_of(draft: Draft) -> Order:
    """The order again, exactly as it was when the draft was written."""
    body = json.loads(draft.body)
    currency = Currency(*body["currency"])
    inclusive, scope, rounding = body["policy"]
    return Order(
        order_id=draft.order_id,
        currency=currency,
        policy=TaxPolicy(inclusive, TaxScope(scope), Rounding(rounding)),
        opened_by=draft.opened_by,
        state=OrderState(draft.state),
        items=[_item_in(values, currency) for values in body["items"]],
        discount=_discount_in(body.get("discount")),
        discount_approved_by=body.get("discount_approved_by"),
        note=body.get("note", ""),
        customer_id=body.get("customer"),
        age_check=AgeCheck(*body["age_check"]) if "age_check" in body else None,
        keeping=_keeping_in(body.get("keeping", {})),
        tenders=tuple(_tender_in(values) for values in body.get("tenders", ())),
        returns=tuple(_return_in(values, currency) for values in body.get("returns", ())),
        tip_back=body.get("tip_back", 0),
        tip=body.get("tip", 0),
        revision=draft.revision,
    )


def readable(draft: Draft) -> Order | None:
    """The same, or None where it cannot be opened: one broken draft never hides the others."""
    try:
        return order_of(draft)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, PosError):
        return None


def tenders_in(draft: Draft) -> Sequence[Tender]:
    """What was tendered, without making the items again; none where it cannot be opened."""
    try:
        return [_tender_in(values) for values in json.loads(draft.body).get("tenders", ())]
    except (ValueError, KeyError, TypeError, AttributeError):
        return ()


def _keeping_out(keeping: Keeping) -> dict[str, object]:
    at = keeping.held_at
    held_at = None if at is None else (at - _EPOCH) // timedelta(milliseconds=1)
    return said(name=keeping.name, held_at=held_at, taken_by=keeping.taken_by)


def _keeping_in(values: dict[str, Any]) -> Keeping:
    held_at = values.get("held_at")
    return Keeping(
        name=values.get("name", ""),
        held_at=None if held_at is None else _EPOCH + timedelta(milliseconds=held_at),
        taken_by=values.get("taken_by"),
    )


def _item_out(item: OrderItem) -> dict[str, object]:
    values: dict[str, object] = {
        "product": item.product_id,
        "sku": item.sku,
        "barcode": item.barcode,
        "name": item.name,
        "unit": item.unit.value,
        "price": item.unit_price.minor,
        "quantity": item.quantity.thousandths,
        "tax_class": item.tax_class,
    }
    if item.is_deposit:
        values["deposit"] = True
    if item.discount is not None:
        values["discount"] = _discount_out(item.discount)
    if item.list_price is not None:
        values["list_price"] = item.list_price.minor
    if item.approved_by is not None:
        values["approved_by"] = item.approved_by
        if item.product_id == CUSTOM_ID:
            # Said even if nobody did: a draft of before says nothing of it.
            values["sale_approved_by"] = item.sale_approved_by
    if item.note:
        values["note"] = item.note
    if item.returns is not None:
        values["returns"] = returned_out(item.returns)
    return values


def _item_in(values: dict[str, Any], currency: Currency) -> OrderItem:
    list_price = values.get("list_price")
    approved_by = values.get("approved_by")
    sold_by = approved_by if values["product"] == CUSTOM_ID else None
    return OrderItem(
        product_id=values["product"],
        sku=values["sku"],
        barcode=values.get("barcode", ""),
        name=values["name"],
        unit=Unit(values["unit"]),
        unit_price=Money(values["price"], currency),
        quantity=Quantity(values["quantity"]),
        tax_class=values["tax_class"],
        discount=_discount_in(values.get("discount")),
        is_deposit=values.get("deposit", False),
        list_price=Money(list_price, currency) if list_price is not None else None,
        approved_by=approved_by,
        sale_approved_by=values.get("sale_approved_by", sold_by),
        note=values.get("note", ""),
        returns=returned_in(values["returns"]) if "returns" in values else None,
    )


def _return_out(one: ReturnItem) -> dict[str, object]:
    return {
        "item": _item_out(one.item),
        "totals": totals_out(one.totals),
        "taxes": [tax_out(line) for line in one.taxes],
        "already": one.already,
    }


def _return_in(values: dict[str, Any], currency: Currency) -> ReturnItem:
    return ReturnItem(
        _item_in(values["item"], currency),
        totals_in(values["totals"]),
        tuple(tax_in(line) for line in values["taxes"]),
        already=values["already"],
    )


def _age_check_out(check: AgeCheck | None) -> list[int] | None:
    return [check.limit, check.checked_by] if check else None


def _tender_out(tender: Tender) -> dict[str, object]:
    return {
        "method": tender.method,
        "tendered": tender.tendered,
        **said(
            part=tender.part or None,
            reference=tender.reference,
            attempt=tender.attempt_id,
            refunds=tender.refunds,
        ),
    }


def _tender_in(values: dict[str, Any]) -> Tender:
    return Tender(
        values["method"],
        values["tendered"],
        part=values.get("part", 0),
        reference=values.get("reference", ""),
        attempt_id=values.get("attempt", ""),
        refunds=values.get("refunds", ""),
    )


def _discount_out(discount: Discount | None) -> list[object] | None:
    return [discount.kind.value, discount.value, discount.reason] if discount else None


def _discount_in(values: list[Any] | None) -> Discount | None:
    return Discount(DiscountKind(values[0]), values[1], values[2]) if values else None
