"""Read stored orders back as the documents they were: nothing is recomputed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, select, tuple_

from pos_app.adapters.persistence import discounts, policies
from pos_app.adapters.persistence.journal_tables import journal
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.tables import draft, order, order_item, order_tax, payment, staff
from pos_app.adapters.persistence.values import from_ms
from pos_app.domain.age_check import AgeCheck
from pos_app.domain.money import Currency, Money
from pos_app.domain.order_document import DocumentItem, OrderDocument, TaxPart
from pos_app.domain.order_item import OrderItem
from pos_app.domain.payment import Payment, PaymentState
from pos_app.domain.pricing import LineTotals, OrderTotals, TaxLine
from pos_app.domain.product import Unit
from pos_app.domain.quantity import Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.services.ports import OrderRow, PaymentRow

PAGE: Final = 1_000

# Both are there for every order. Joined so, they are looked up for each: whatever statistics
# somebody's ANALYZE has left, no cashier's orders are sorted to find the first ones.
_HEADER = (
    select(order, staff.c.name.label("cashier"), journal.c.hash.label("journal_hash"))
    .outerjoin(staff, staff.c.staff_id == order.c.completed_by)
    .outerjoin(journal, journal.c.seq == order.c.journal_seq)
)
_BY_NUMBER = Statement(_HEADER.where(order.c.number == bindparam("key")))
_BY_UID = Statement(_HEADER.where(order.c.uid == bindparam("key")))
_BY_ID = Statement(_HEADER.where(order.c.order_id == bindparam("key")))
_LATEST = Statement(
    _HEADER.where(order.c.state == "paid").order_by(order.c.order_id.desc()).limit(1)
)
# By date, as business dates never go back: a late period is not found by way of all before it.
_PAGE = Statement(
    _HEADER.where(
        tuple_(order.c.business_date, order.c.order_id)
        > tuple_(bindparam("after_date"), bindparam("after")),
        order.c.business_date <= bindparam("until"),
    )
    .order_by(order.c.business_date, order.c.order_id)
    .limit(bindparam("most"))
)
_ITEMS = Statement(
    select(order_item)
    .where(order_item.c.order_id == bindparam("order"))
    .order_by(order_item.c.position)
)
_TAXES = Statement(
    select(order_tax)
    .where(order_tax.c.order_id == bindparam("order"))
    .order_by(order_tax.c.tax_class, order_tax.c.tax_code)
)
_PAYMENTS = Statement(
    select(payment).where(payment.c.order_id == bindparam("order")).order_by(payment.c.payment_id)
)
_PAYMENTS_PAGE = Statement(
    select(payment, order.c.number, order.c.utc_offset_minutes)
    .outerjoin(order, order.c.order_id == payment.c.order_id)
    .where(payment.c.payment_id > bindparam("after"))
    .order_by(payment.c.payment_id)
    .limit(bindparam("most"))
)
_DRAFTS = Statement(
    select(draft, staff.c.name)
    .join(staff, staff.c.staff_id == draft.c.opened_by)
    .order_by(draft.c.uid)
)


class SqlOrderQueries:
    def __init__(self, readers: Readers, *, currency: Currency) -> None:
        self._readers = readers
        self._currency = currency

    def by_number(self, number: str) -> OrderDocument | None:
        return self._one(_BY_NUMBER, number)

    def by_id(self, order_id: str) -> OrderDocument | None:
        return self._one(_BY_UID, order_id)

    def latest(self) -> OrderDocument | None:
        with self._readers.connect() as connection:
            row = _LATEST.one(connection)
            return _document(connection, row) if row else None

    def listed(
        self, *, since: date | None = None, until: date | None = None, limit: int | None = None
    ) -> Iterator[OrderRow]:
        """Every order, oldest first; the open ones (no number, no date) come last."""
        after_date, after = (since or date.min).isoformat(), 0
        last_date = (until or date.max).isoformat()
        found = 0
        while limit is None or found < limit:
            size = PAGE if limit is None else min(PAGE, limit - found)
            page = {"after_date": after_date, "after": after, "until": last_date, "most": size}
            with self._readers.connect() as connection:
                rows = _PAGE.all(connection, page)
            yield from (row_of(row, self._currency) for row in rows)
            found += len(rows)
            if len(rows) < size:
                break
            after_date, after = rows[-1].business_date, rows[-1].order_id
        if since is None and until is None and limit is None:
            yield from self._open()

    def payments(self) -> Iterator[PaymentRow]:
        """Every tender, oldest first."""
        after = 0
        while True:
            with self._readers.connect() as connection:
                rows = _PAYMENTS_PAGE.all(connection, {"after": after, "most": PAGE})
            for row in rows:
                at = from_ms(row.at, row.utc_offset_minutes)
                yield PaymentRow(row.number, at, _payment(row))
            if len(rows) < PAGE:
                return
            after = rows[-1].payment_id

    def _open(self) -> Iterator[OrderRow]:
        with self._readers.connect() as connection:
            rows = _DRAFTS.all(connection)
        for row in rows:
            yield OrderRow(
                row.uid, None, row.state, None, None, Money(row.total, self._currency), row.name
            )

    def _one(self, statement: Statement, key: str) -> OrderDocument | None:
        with self._readers.connect() as connection:
            row = statement.one(connection, {"key": key})
            return _document(connection, row) if row else None


def row_of(row: Any, currency: Currency) -> OrderRow:
    """A row of a list, from one of the table with its cashier's name."""
    return OrderRow(
        order_id=row.uid,
        number=row.number,
        state=row.state,
        business_date=date.fromisoformat(row.business_date),
        completed_at=from_ms(row.completed_at, row.utc_offset_minutes),
        total=Money(row.total, currency),
        cashier=row.cashier,
    )


def document_of(connection: sqlite3.Connection, order_id: int) -> OrderDocument:
    """The document with this row id, on a connection that is already there."""
    row = _BY_ID.one(connection, {"key": order_id})
    assert row is not None, order_id
    return _document(connection, row)


def _document(connection: sqlite3.Connection, row: Any) -> OrderDocument:
    key = {"order": row.order_id}
    return assembled(
        row,
        items=_ITEMS.all(connection, key),
        taxes=_TAXES.all(connection, key),
        payments=_PAYMENTS.all(connection, key),
    )


def assembled(
    row: Any, *, items: Sequence[Any], taxes: Sequence[Any], payments: Sequence[Any]
) -> OrderDocument:
    """The document that these rows make."""
    currency = Currency.of(row.currency)
    lines = tuple(_item(one, currency) for one in items)
    return OrderDocument(
        order_id=row.uid,
        number=row.number,
        state=row.state,
        shift_id=row.shift_id,
        business_date=date.fromisoformat(row.business_date),
        completed_at=from_ms(row.completed_at, row.utc_offset_minutes),
        opened_by=row.opened_by,
        completed_by=row.completed_by,
        cashier=row.cashier,
        currency=currency,
        policy=policies.from_text(row.policy),
        items=lines,
        totals=OrderTotals(
            lines=tuple(one.totals for one in lines),
            tax_lines=_tax_lines(taxes),
            discount=row.discount,
            tax=row.tax,
            total=row.total,
            tip=row.tip,
        ),
        payments=tuple(_payment(one) for one in payments),
        rounding=row.rounding,
        journal_seq=row.journal_seq,
        journal_hash=row.journal_hash,
        discount=discounts.from_text(row.discount_terms),
        discount_approved_by=row.discount_approved_by,
        note=row.note or "",
        customer_id=row.customer_id,
        age_check=_age_check(row),
    )


def _age_check(row: Any) -> AgeCheck | None:
    return None if row.age_limit is None else AgeCheck(row.age_limit, row.age_checked_by)


def _tax_lines(rows: Sequence[Any]) -> tuple[TaxLine, ...]:
    return tuple(
        TaxLine(
            tax_class=one.tax_class,
            tax_code=one.tax_code,
            name=one.name,
            rate_millionths=one.rate_millionths,
            net=one.net,
            tax=one.tax,
        )
        for one in rows
    )


def _item(row: Any, currency: Currency) -> DocumentItem:
    return DocumentItem(
        item=OrderItem(
            product_id=row.product_id,
            sku=row.sku,
            barcode=row.barcode,
            name=row.name,
            unit=Unit(row.unit),
            unit_price=Money(row.unit_price, currency),
            quantity=Quantity(row.quantity),
            tax_class=row.tax_class,
            is_deposit=bool(row.is_deposit),
            discount=discounts.from_text(row.discount_terms),
            list_price=Money(row.list_price, currency) if row.list_price is not None else None,
            approved_by=row.approved_by,
            note=row.note or "",
            returns=_returned(row),
        ),
        tax_parts=_tax_parts(row.tax_parts),
        totals=LineTotals(
            before_discount=row.before_discount,
            discount=row.discount,
            order_discount=row.order_discount,
            total=row.total,
            tax=row.tax,
        ),
    )


def _returned(row: Any) -> Returned | None:
    if row.return_reason is None:
        return None
    return Returned(
        ReturnReason(row.return_reason),
        row.return_words or "",
        restocks=bool(row.restocks),
        number=row.returns or "",
        position=row.returns_position or 0,
    )


def _tax_parts(text: str | None) -> tuple[TaxPart, ...]:
    return tuple((code, int(tax)) for code, tax in json.loads(text)) if text else ()


def _payment(row: Any) -> Payment:
    return Payment(
        payment_id=row.uid,
        method=row.method,
        amount=row.amount,
        tendered=row.tendered,
        change=row.change,
        state=PaymentState(row.state),
        reference=row.reference or "",
        reverses=row.reverses or "",
        change_seq=row.change_seq,
        refunds=row.refunds or "",
    )
