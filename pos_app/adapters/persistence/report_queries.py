"""What reports read beside the sales: goods with their costs, what people do, and the shelves."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, case, func, literal_column, select

from pos_app.adapters.persistence.catalogue_tables import product
from pos_app.adapters.persistence.earnings import earnings
from pos_app.adapters.persistence.journal_tables import journal
from pos_app.adapters.persistence.order_sums import ORDERS_IN_SCOPE, values_of
from pos_app.adapters.persistence.part_sales import IN_SCOPE, LINES
from pos_app.adapters.persistence.periods import parts_of
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.sales_queries import SOLD
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.stock import IN_STORE
from pos_app.adapters.persistence.tables import order, order_item, shift, staff, stock_level
from pos_app.domain.journal import EntryKind
from pos_app.domain.product import CUSTOM_ID
from pos_app.domain.returned import ReturnReason
from pos_app.services.reports.ports import ConductRow, Earnings, OnShelf, SoldProduct
from pos_app.services.reports.report import Scope

LAST: Final = 1 << 62
_NAMED = (product.c.product_id, product.c.sku, product.c.name, product.c.category)
_SOLD_WHOLE = Statement(
    select(
        *(*_NAMED, product.c.cost),
        *(SOLD.c.orders, SOLD.c.quantity, SOLD.c.tax, SOLD.c.gross),
    )
    .select_from(SOLD.outerjoin(product, product.c.product_id == SOLD.c.product_id))
    .order_by(product.c.product_id)
)
_BOUGHT = order_item.c.quantity > 0
_VOID = order_item.c.return_reason == literal_column(f"'{ReturnReason.VOID.value}'")
_SOLD_IN_PART = Statement(
    select(
        *(*_NAMED, product.c.cost),
        func.count(case((_BOUGHT, order_item.c.order_id)).distinct()).label("orders"),
        func.sum(order_item.c.quantity).label("quantity"),
        func.sum(order_item.c.tax).label("tax"),
        func.sum(order_item.c.total).label("gross"),
    )
    .select_from(LINES)
    .where(*IN_SCOPE, order.c.state == literal_column("'paid'"))
    .group_by(product.c.product_id)
    .order_by(product.c.product_id)
)


def _max(condition: Any) -> ColumnElement[int]:
    """1 for an order of which it is true for any line, else 0."""
    return func.max(case((condition, literal_column("1")), else_=literal_column("0")))


def _sum_where(condition: Any, amount: Any) -> ColumnElement[int]:
    return func.sum(case((condition, amount), else_=literal_column("0")))


_PAID = order.c.state == literal_column("'paid'")
_OFF = order_item.c.discount + order_item.c.order_discount
_DISCOUNTED = _PAID & _BOUGHT & (_OFF > 0)
_REFUNDED = _PAID & ~_BOUGHT & ~_VOID
_VOIDED = _PAID & ~_BOUGHT & _VOID
_CONDUCT_NAMES: Final = ConductRow._fields[2:]
# Order by order, as these lie one after the other: no order is sorted in among the others.
_of_order = (
    select(
        order.c.completed_by,
        *(
            column.label(name)
            for name, column in zip(
                _CONDUCT_NAMES,
                (
                    *(_max(_DISCOUNTED), _sum_where(_DISCOUNTED, _OFF)),
                    *(_max(_REFUNDED), _sum_where(_REFUNDED, -order_item.c.total)),
                    *(_max(_VOIDED), _sum_where(_VOIDED, -order_item.c.total)),
                    *(_max(~_PAID), _sum_where(~_PAID, order_item.c.total)),
                ),
                strict=True,
            )
        ),
    )
    .select_from(order.outerjoin(order_item, order_item.c.order_id == order.c.order_id))
    .where(*ORDERS_IN_SCOPE)
    .group_by(order.c.business_date, order.c.order_id)
    .subquery()
)
_CONDUCT = Statement(
    select(
        _of_order.c.completed_by,
        staff.c.name,
        *(func.sum(_of_order.c[name]).label(name) for name in _CONDUCT_NAMES),
    )
    .select_from(_of_order.outerjoin(staff, staff.c.staff_id == _of_order.c.completed_by))
    .group_by(_of_order.c.completed_by)
    .order_by(staff.c.name, _of_order.c.completed_by)
)
# A shift knows what was given back in it: `report closing` proves that its orders say the same.
_GIVEN_BACK = Statement(
    select(func.coalesce(func.sum(shift.c.refunds), 0)).where(
        shift.c.business_date.between(bindparam("since"), bindparam("until"))
    )
)
_GIVEN_BACK_IN_PART = Statement(
    # Which lines count is no condition of the join: it would turn the join round.
    select(func.coalesce(_sum_where(~_BOUGHT, -order_item.c.total), 0))
    .select_from(LINES)
    .where(*IN_SCOPE, order.c.state == "paid")
)
_OPENED = Statement(
    select(func.sum(shift.c.no_sales)).where(
        shift.c.business_date.between(bindparam("since"), bindparam("until"))
    )
)
# Where the period lies in the journal: business dates never go back.
_LAST_BEFORE = Statement(
    select(order.c.journal_seq)
    .where(order.c.business_date < bindparam("since"))
    .order_by(order.c.business_date.desc(), order.c.order_id.desc())
    .limit(1)
)
_FIRST_AFTER = Statement(
    select(order.c.journal_seq)
    .where(order.c.business_date > bindparam("until"))
    .order_by(order.c.business_date, order.c.order_id)
    .limit(1)
)
_NO_SALES = Statement(
    select(journal.c.raw).where(
        journal.c.seq > bindparam("low"),
        journal.c.seq < bindparam("high"),
        journal.c.kind == literal_column(f"'{EntryKind.NO_SALE.value}'"),
    )
)
_PEOPLE = Statement(select(staff.c.staff_id, staff.c.name))
_ON_SALE = product.c.active == literal_column("1")
_SHELF = Statement(
    select(*_NAMED, product.c.price, product.c.cost, IN_STORE.label("quantity"))
    .join(stock_level, stock_level.c.product_id == product.c.product_id)
    .where(
        # What has no product is booked on this one: it stands on no shelf.
        product.c.product_id != literal_column(str(CUSTOM_ID)),
        _ON_SALE | (IN_STORE != 0),
    )
)


class SqlReportQueries:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def sold(self, scope: Scope) -> Sequence[SoldProduct]:
        statement = _SOLD_WHOLE if scope.is_whole else _SOLD_IN_PART
        values = {**values_of(scope), **parts_of(scope.since, scope.until)}
        with self._readers.connect() as connection:
            rows = statement.all(connection, values)
        return [SoldProduct(*row) for row in rows if row.product_id is not None]

    def conduct(self, scope: Scope) -> Sequence[ConductRow]:
        """Of whole orders: a category is no part of it."""
        with self._readers.connect() as connection:
            rows = _CONDUCT.all(connection, values_of(scope))
        return [ConductRow(*row) for row in rows]

    def earned(self, scope: Scope) -> Earnings:
        with self._readers.connect() as connection:
            return earnings(connection, scope)

    def given_back(self, scope: Scope) -> int:
        statement = _GIVEN_BACK if scope.is_whole else _GIVEN_BACK_IN_PART
        with self._readers.connect() as connection:
            amount: int = statement.scalar(connection, values_of(scope))
        return amount

    def no_sales(self, scope: Scope) -> Sequence[tuple[int, str]]:
        values = values_of(scope)
        with self._readers.connect() as connection:
            if scope.method is not None or not _OPENED.scalar(connection, values):
                return []
            low = _LAST_BEFORE.scalar(connection, values) or 0
            high = _FIRST_AFTER.scalar(connection, values) or LAST
            rows = _NO_SALES.all(connection, {"low": low, "high": high})
            names = {row.staff_id: row.name for row in _PEOPLE.all(connection)}
        times: defaultdict[int, int] = defaultdict(int)
        for row in rows:
            entry = json.loads(row.raw)
            is_within = values["since"] <= (entry["business_date"] or "") <= values["until"]
            if is_within and scope.cashier in (None, entry["user_id"]):
                times[entry["user_id"]] += 1
        return [(who, names[who]) for who, count in times.items() for _ in range(count)]

    def shelf(self) -> Sequence[OnShelf]:
        with self._readers.connect() as connection:
            return [OnShelf(*row) for row in _SHELF.all(connection)]
