"""The JSON shapes of the command line: money, quantities, times, orders, shifts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pos_app.domain.money import Currency, Money
from pos_app.domain.order import Order
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import Discount, LineTotals, OrderTotals
from pos_app.domain.returned import Returned
from pos_app.domain.shift import Shift
from pos_app.domain.tax import TaxPolicy
from pos_app.services.ports import OrderRow
from pos_app.services.return_records import ReturnRow


def money(minor: int, currency: Currency) -> dict[str, object]:
    return {"minor": minor, "currency": currency.code}


def plain(minor: int, currency: Currency) -> str:
    return Money(minor, currency).plain()


def moment(value: datetime | None, zone: str = "") -> str | None:
    """RFC 3339 with the store's offset."""
    if value is None:
        return None
    local = value.astimezone(ZoneInfo(zone)) if zone else value
    return local.isoformat(timespec="seconds")


def order_row(row: OrderRow) -> dict[str, Any]:
    return {
        "id": row.order_id,
        "number": row.number,
        "state": row.state,
        "business_date": row.business_date.isoformat() if row.business_date else None,
        "paid_at": moment(row.completed_at) if row.state == "paid" else None,
        "total": money(row.total.minor, row.total.currency),
        "cashier": row.cashier,
    }


def order_document(document: OrderDocument, back: Sequence[ReturnRow] = ()) -> dict[str, Any]:
    """:param back: what has come back of it since"""
    currency = document.currency
    row = OrderRow(
        document.order_id,
        document.number,
        document.state,
        document.business_date,
        document.completed_at,
        Money(document.totals.total, currency),
        document.cashier,
    )
    return order_row(row) | {
        "items": _items([(line.item, line.totals) for line in document.items], currency),
        "taxes": _taxes(document.totals, currency),
        "payments": [
            {
                "method": one.method,
                "amount": money(one.amount, currency),
                "tendered": money(one.tendered, currency),
                "change": money(one.change, currency),
                "state": one.state.value,
                **({"reference": one.reference} if one.reference else {}),
                **({"reversal": True} if one.reverses else {}),
                **({"refund": True} if one.refunds else {}),
            }
            for one in document.payments
        ],
        "rounding": money(document.rounding, currency),
        "tip": money(document.totals.tip, currency),
        "policy": _policy(document.policy),
        **_said(
            discount=_terms(document.discount),
            note=document.note,
            came_back=[_came_back(one, currency) for one in back],
        ),
    }


def open_order(order: Order, totals: OrderTotals, cashier: str) -> dict[str, Any]:
    """The same shape for an order that is not paid yet."""
    currency = order.currency
    items = [*order.items, *(one.item for one in order.returns)]
    total = Money(totals.total, currency)
    row = OrderRow(order.order_id, None, order.state.value, None, None, total, cashier)
    return order_row(row) | {
        "items": _items(list(zip(items, totals.lines, strict=True)), currency),
        "taxes": _taxes(totals, currency),
        "payments": [],
        "rounding": money(0, currency),
        "tip": money(totals.tip, currency),
        "policy": _policy(order.policy),
        **_said(discount=_terms(order.discount), note=order.note),
    }


def _items(lines: list[tuple[OrderItem, LineTotals]], currency: Currency) -> list[dict[str, Any]]:
    return [
        {
            "position": position,
            "sku": item.sku,
            "barcode": item.barcode,
            "name": item.name,
            "quantity": item.quantity.thousandths,
            "unit_price": money(item.unit_price.minor, currency),
            "discount": money(totals.discount + totals.order_discount, currency),
            "total": money(totals.total, currency),
            "tax": money(totals.tax, currency),
            "tax_class": item.tax_class,
            "deposit": item.is_deposit,
            **_said(
                list_price=money(item.list_price.minor, currency) if item.list_price else None,
                discount_terms=_terms(item.discount),
                note=item.note,
                returns=_returns(item.returns),
            ),
        }
        for position, (item, totals) in enumerate(lines, start=1)
    ]


def _returns(back: Returned | None) -> dict[str, object] | None:
    """Why it comes back, and which line of which order it was, where there is a receipt."""
    if back is None:
        return None
    return {
        "order": back.number or None,
        "position": back.position or None,
        "reason": back.reason.value,
        "words": back.words,
        "restocks": back.restocks,
    }


def _came_back(row: ReturnRow, currency: Currency) -> dict[str, object]:
    return {
        "order": row.number,
        "at": moment(row.at),
        "position": row.position,
        "quantity": row.quantity.thousandths,
        "total": money(row.total, currency),
    }


def _said(**parts: object) -> dict[str, object]:
    """Only what there is to say: nearly every order is without it."""
    return {name: part for name, part in parts.items() if part}


def _terms(discount: Discount | None) -> dict[str, Any] | None:
    """How a discount was given: basis points or minor units, by its kind."""
    if discount is None:
        return None
    return {"kind": discount.kind.value, "value": discount.value, "reason": discount.reason}


def _taxes(totals: OrderTotals, currency: Currency) -> list[dict[str, Any]]:
    return [
        {
            "name": line.name,
            "rate": rate(line.rate_millionths),
            "net": money(line.net, currency),
            "tax": money(line.tax, currency),
        }
        for line in totals.tax_lines
    ]


def _policy(policy: TaxPolicy) -> dict[str, str]:
    return {
        "prices": "inclusive" if policy.prices_include_tax else "exclusive",
        "scope": policy.scope.value,
        "rounding": policy.rounding.value,
    }


def rate(millionths: int) -> str:
    """A rate in per cent as exact digits: 88,750 millionths are "8.875"."""
    whole, rest = divmod(millionths, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def shift(value: Shift, currency: Currency, zone: str) -> dict[str, Any]:
    return {
        "id": value.shift_id,
        "number": value.number,
        "business_date": value.business_date.isoformat(),
        "opened_at": moment(value.opened_at, zone),
        "closed_at": moment(value.closed_at, zone),
        "float": money(value.opening_float, currency),
        "sales": money(value.sales, currency),
        "refunds": money(value.refunds, currency),
        "tips": money(value.tips, currency),
        "cash_in": money(value.cash_in, currency),
        "cash_out": money(value.cash_out, currency),
        "expected": money(value.expected, currency),
        "counted": money(value.counted, currency) if value.counted is not None else None,
        "difference": money(value.difference, currency) if value.difference is not None else None,
        "orders": value.orders,
        "no_sales": value.no_sales,
    }
