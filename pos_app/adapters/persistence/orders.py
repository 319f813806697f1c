"""Write an order document with all that follows from it: stock, shift, summaries, print job."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from pos_app.adapters.persistence import discounts, policies
from pos_app.adapters.persistence.drafts import DELETE_DRAFT
from pos_app.adapters.persistence.returns import SqlReturnRepository
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.tables import (
    daily_sales,
    epoch,
    order,
    order_item,
    order_tax,
    payment,
    print_job,
    sales_by_day_product,
    sales_by_month_product,
    shift,
    stock_level,
    stock_movement,
)
from pos_app.adapters.persistence.values import offset_minutes, to_ms
from pos_app.domain.order_document import DocumentItem, OrderDocument
from pos_app.domain.payment import Payment, cash_of
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.returned import Returned

_TAKE_NUMBER = Statement(
    update(epoch)
    .where(epoch.c.epoch == select(func.max(epoch.c.epoch)).scalar_subquery())
    .values(last_number=epoch.c.last_number + 1)
    .returning(epoch.c.series, epoch.c.last_number)
)
_ORDER = insert_into(order, skip=("order_id",))
_ITEM = insert_into(order_item)
_TAX = insert_into(order_tax)
_PAYMENT = insert_into(payment, skip=("payment_id",))
_MOVEMENT = insert_into(stock_movement, skip=("movement_id",))
_LEVEL = Statement(
    update(stock_level)
    .where(stock_level.c.product_id == bindparam("product"))
    .values(
        quantity=stock_level.c.quantity - bindparam("taken"),
        sold=stock_level.c.sold + bindparam("taken"),
    )
)
_SHIFT = Statement(
    update(shift)
    .where(shift.c.shift_id == bindparam("shift"))
    .values(
        orders=shift.c.orders + bindparam("counted"),
        sales=shift.c.sales + bindparam("amount"),
        refunds=shift.c.refunds + bindparam("given_back"),
        tips=shift.c.tips + bindparam("tip"),
        cash_sales=shift.c.cash_sales + bindparam("cash"),
    )
)
_SHIFT_CASH = Statement(
    update(shift)
    .where(shift.c.shift_id == bindparam("shift"))
    .values(cash_sales=shift.c.cash_sales + bindparam("cash"))
)
_ROW_ID = Statement(select(order.c.order_id).where(order.c.uid == bindparam("uid")))
_PRINT = insert_into(print_job, skip=("job_id", "last_error"))


def _add_up(table: Any, keys: tuple[str, ...], sums: tuple[str, ...]) -> Statement:
    """Insert a summary row, or add to the one that is there."""
    new = insert(table).values({name: bindparam(name) for name in keys + sums})
    return Statement(
        new.on_conflict_do_update(
            index_elements=list(keys),
            set_={name: table.c[name] + new.excluded[name] for name in sums},
        )
    )


_SUMS = ("orders", "quantity", "tax", "gross")
_DAY = _add_up(daily_sales, ("business_date",), _SUMS)
_DAY_PRODUCT = _add_up(sales_by_day_product, ("business_date", "product_id"), _SUMS)
_MONTH_PRODUCT = _add_up(sales_by_month_product, ("month", "product_id"), _SUMS)


class SqlOrderRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.number: str | None = None
        """What was given out here."""
        self.returns = SqlReturnRepository(connection)

    def take_number(self) -> str:
        # The counter moves in the same transaction, so a rollback gives the number back.
        row = _TAKE_NUMBER.one(self._connection)
        assert row is not None, "no epoch"
        self.number = f"{row[0]}-{row[1]:06d}"
        return self.number

    def save(self, document: OrderDocument, *, print_receipt: bool) -> None:
        order_id = self._save_document(document)
        self._move_stock(document, order_id)
        self._add_to_sums(document)
        _PRINT.run(
            self._connection,
            {
                "order_id": order_id,
                "copy": 0,
                "state": "waiting" if print_receipt else "skipped",
                "attempts": 0,
                "kind": ReceiptKind.RECEIPT.value,
            },
        )
        DELETE_DRAFT.run(self._connection, {"uid": document.order_id})

    def save_cancelled(self, document: OrderDocument) -> None:
        self._save_document(document)
        DELETE_DRAFT.run(self._connection, {"uid": document.order_id})

    def is_recorded(self, order_id: str) -> bool:
        return _ROW_ID.one(self._connection, {"uid": order_id}) is not None

    def change_tender(
        self, document: OrderDocument, payments: Sequence[Payment], *, at: datetime
    ) -> None:
        row = _ROW_ID.one(self._connection, {"uid": document.order_id})
        assert row is not None, document.order_id
        rows = [_payment_row(one, row.order_id, to_ms(at)) for one in payments]
        _PAYMENT.run_many(self._connection, rows)
        _SHIFT_CASH.run(self._connection, {"shift": document.shift_id, "cash": cash_of(payments)})

    def _save_document(self, document: OrderDocument) -> int:
        connection = self._connection
        order_id = _ORDER.insert(connection, _order_row(document))
        _ITEM.run_many(connection, _item_rows(document, order_id))
        _TAX.run_many(
            connection,
            [
                {
                    "order_id": order_id,
                    "tax_class": line.tax_class,
                    "tax_code": line.tax_code,
                    "name": line.name,
                    "rate_millionths": line.rate_millionths,
                    "net": line.net,
                    "tax": line.tax,
                }
                for line in document.totals.tax_lines
            ],
        )
        at = to_ms(document.completed_at)
        _PAYMENT.run_many(
            connection, [_payment_row(one, order_id, at) for one in document.payments]
        )
        return order_id

    def _move_stock(self, document: OrderDocument, order_id: int) -> None:
        at = to_ms(document.completed_at)
        taken = [
            (line.item.product_id, line.item.quantity.thousandths)
            for line in document.items
            if line.item.returns is None or line.item.returns.restocks
        ]
        _MOVEMENT.run_many(
            self._connection,
            [
                {
                    "product_id": product,
                    "kind": "order" if quantity > 0 else "refund",
                    "quantity": -quantity,
                    "at": at,
                    "order_id": order_id,
                }
                for product, quantity in taken
            ],
        )
        _LEVEL.run_many(
            self._connection,
            [{"product": product, "taken": quantity} for product, quantity in taken],
        )

    def _add_to_sums(self, document: OrderDocument) -> None:
        day = document.business_date.isoformat()
        totals, given_back = document.totals, document.given_back
        counted = 0 if document.is_refund else 1
        by_product: dict[int, list[int]] = {}
        for line in document.items:
            sums = by_product.setdefault(line.item.product_id, [0, 0, 0, 0])
            sums[0] += line.item.quantity.thousandths
            sums[1] += line.totals.tax
            sums[2] += line.totals.total
            if line.item.returns is None:
                sums[3] = 1
        _DAY.run(
            self._connection,
            {
                "business_date": day,
                "orders": counted,
                "quantity": sum(sums[0] for sums in by_product.values()),
                "tax": totals.tax,
                "gross": totals.total,
            },
        )
        products = [
            {
                "business_date": day,
                "month": day[:7],
                "product_id": product,
                "orders": sums[3],
                "quantity": sums[0],
                "tax": sums[1],
                "gross": sums[2],
            }
            for product, sums in by_product.items()
        ]
        _DAY_PRODUCT.run_many(self._connection, products)
        _MONTH_PRODUCT.run_many(self._connection, products)
        _SHIFT.run(
            self._connection,
            {
                "shift": document.shift_id,
                "counted": counted,
                "amount": totals.total + given_back,
                "given_back": given_back,
                "tip": totals.tip,
                "cash": cash_of(document.payments),
            },
        )


def _payment_row(one: Payment, order_id: int, at: int) -> dict[str, Any]:
    return {
        "uid": one.payment_id,
        "order_id": order_id,
        "method": one.method,
        "amount": one.amount,
        "tendered": one.tendered,
        "change": one.change,
        "state": one.state.value,
        "at": at,
        "reference": one.reference or None,
        "reverses": one.reverses or None,
        "change_seq": one.change_seq,
        "refunds": one.refunds or None,
    }


def _order_row(document: OrderDocument) -> dict[str, Any]:
    return {
        "uid": document.order_id,
        "number": document.number,
        "state": document.state,
        "shift_id": document.shift_id,
        "business_date": document.business_date.isoformat(),
        "completed_at": to_ms(document.completed_at),
        "utc_offset_minutes": offset_minutes(document.completed_at),
        "opened_by": document.opened_by,
        "completed_by": document.completed_by,
        "currency": document.currency.code,
        "policy": policies.to_text(document.policy),
        "discount": document.totals.discount,
        "tax": document.totals.tax,
        "total": document.totals.total,
        "rounding": document.rounding,
        "tip": document.totals.tip,
        "journal_seq": document.journal_seq,
        "discount_terms": discounts.to_text(document.discount),
        "discount_approved_by": document.discount_approved_by,
        "note": document.note or None,
        "customer_id": document.customer_id,
        "age_limit": document.age_check.limit if document.age_check else None,
        "age_checked_by": document.age_check.checked_by if document.age_check else None,
    }


_NO_RETURN: Final = dict.fromkeys(
    ("returns", "returns_position", "return_reason", "return_words", "restocks", "tax_parts")
)


def _return_row(line: DocumentItem, back: Returned) -> dict[str, Any]:
    return {
        "returns": back.number or None,
        "returns_position": back.position or None,
        "return_reason": back.reason.value,
        "return_words": back.words or None,
        "restocks": int(back.restocks),
        "tax_parts": json.dumps(line.tax_parts, separators=(",", ":")),
    }


def _item_rows(document: OrderDocument, order_id: int) -> list[dict[str, Any]]:
    return [
        {
            "order_id": order_id,
            "position": position,
            "product_id": line.item.product_id,
            "sku": line.item.sku,
            "barcode": line.item.barcode,
            "name": line.item.name,
            "unit": line.item.unit.value,
            "unit_price": line.item.unit_price.minor,
            "quantity": line.item.quantity.thousandths,
            "tax_class": line.item.tax_class,
            "before_discount": line.totals.before_discount,
            "discount": line.totals.discount,
            "order_discount": line.totals.order_discount,
            "total": line.totals.total,
            "tax": line.totals.tax,
            "is_deposit": int(line.item.is_deposit),
            "discount_terms": discounts.to_text(line.item.discount),
            "list_price": line.item.list_price.minor if line.item.list_price is not None else None,
            "approved_by": line.item.approved_by,
            "note": line.item.note or None,
            **(_NO_RETURN if line.item.returns is None else _return_row(line, line.item.returns)),
        }
        for position, line in enumerate(document.items, start=1)
    ]
