"""What can be read from a store in memory: the last commit, never an open unit of work."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pos_app.domain.customer import Customer
from pos_app.domain.journal import EntryKind
from pos_app.domain.money import Money
from pos_app.domain.order import OrderState
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.quantity import Quantity
from pos_app.domain.rounding import spread
from pos_app.domain.shift import Shift
from pos_app.domain.shift_report import ShiftSums
from pos_app.domain.staff import StaffMember
from pos_app.domain.tax import TaxClass
from pos_app.services.ports import Draft, Entry, Head, OrderRow, PaymentRow, StockMovement
from pos_app.services.print_jobs import PrintJob
from pos_app.services.reports.sales import TOTAL_KEY, SalesBy, SalesRow, TipRow
from pos_app.services.shift_sums import SumsSoFar
from pos_app.services.staff.facts import StaffFacts
from pos_app.wire import canonical
from tests.fakes.shift_sums import sums_of_documents
from tests.fakes.storage import FakeStore, documents_of, head_of, open_shift


class _Reads:
    def __init__(self, store: FakeStore) -> None:
        self._store = store


class FakeOrderQueries(_Reads):
    def by_number(self, number: str) -> OrderDocument | None:
        return next((one for one in self._all() if one.number == number), None)

    def by_id(self, order_id: str) -> OrderDocument | None:
        return self._store.tables.orders.get(order_id)

    def latest(self) -> OrderDocument | None:
        paid = [one for one in self._all() if one.state == OrderState.PAID]
        return paid[-1] if paid else None

    def payments(self) -> Iterator[PaymentRow]:
        for one in self._all():
            for payment in one.payments:
                yield PaymentRow(one.number, one.completed_at, payment)

    def listed(
        self, *, since: date | None = None, until: date | None = None, limit: int | None = None
    ) -> Iterator[OrderRow]:
        first, last = since or date.min, until or date.max
        within = [one for one in self._all() if first <= one.business_date <= last]
        for one in within[:limit]:
            yield OrderRow(
                one.order_id,
                one.number,
                one.state,
                one.business_date,
                one.completed_at,
                Money(one.totals.total, self._store.currency),
                one.cashier,
            )
        if since is None and until is None and limit is None:
            yield from self._open()

    def _open(self) -> Iterator[OrderRow]:
        for _, one in sorted(self._store.tables.drafts.items()):
            total = Money(one.total, self._store.currency)
            name = self._store.tables.name_of(one.opened_by)
            yield OrderRow(one.order_id, None, one.state, None, None, total, name)

    def _all(self) -> list[OrderDocument]:
        return list(self._store.tables.orders.values())


class FakeDraftQueries(_Reads):
    def drafts(self) -> Sequence[Draft]:
        return [draft for _, draft in sorted(self._store.tables.drafts.items())]

    def draft(self, order_id: str) -> Draft | None:
        return self._store.tables.drafts.get(order_id)


class FakeJournalQueries(_Reads):
    def head(self) -> Head:
        return head_of(self._store.tables.entries)

    def waiting(self) -> int:
        return len(self._store.tables.outbox)

    def entries(self, *, after: int = 0) -> Iterator[Entry]:
        yield from [one for one in self._store.tables.entries if one.seq > after]

    def signing_keys(self) -> Mapping[str, tuple[bytes, int]]:
        return dict(self._store.tables.keys)

    def epochs(self) -> Mapping[int, int]:
        starts = [one.seq for one in self._store.tables.entries if one.kind == "epoch_start"]
        numbers = [one.number for one in self._store.tables.epochs]
        return dict(zip(numbers, starts, strict=False))


class FakeShiftQueries(_Reads):
    def current(self) -> Shift | None:
        return open_shift(self._store.tables.shifts)

    def get(self, shift_id: int) -> Shift | None:
        return self._store.tables.shifts.get(shift_id)

    def last_number(self) -> int:
        return max((one.number for one in self._store.tables.shifts.values()), default=0)

    def left_in_drawer(self) -> int:
        return int(self._store.tables.settings.get("left_in_drawer", 0))

    def by_number(self, number: int) -> Shift | None:
        shifts = self._store.tables.shifts.values()
        return next((one for one in shifts if one.number == number), None)

    def sums(self, shift_id: int) -> SumsSoFar:
        return sums_of_documents(documents_of(self._store.tables, shift_id))

    def with_sums(self, shift_id: int) -> tuple[Shift, ShiftSums]:
        return self._store.tables.shifts[shift_id], self.sums(shift_id).sums

    def close_entry(self, shift_id: int) -> Entry | None:
        closes = (one for one in self._store.tables.entries if one.kind == EntryKind.SHIFT_CLOSE)
        return next((one for one in closes if _shift_of(one) == shift_id), None)

    def was_printed(self, number: int, *, after: int) -> bool:
        entries = (one for one in self._store.tables.entries if one.seq > after)
        return any(
            one.kind in {EntryKind.PRINT, EntryKind.REPRINT}
            and json.loads(one.raw)["body"] == {"form": "z", "number": number}
            for one in entries
        )

    def listed(self) -> Sequence[Shift]:
        return list(self._store.tables.shifts.values())


def _shift_of(entry: Entry) -> object:
    body = canonical.decode(entry.raw)
    assert isinstance(body, Mapping)
    return body["shift_id"]


class FakeStaffQueries(_Reads):
    def listed(self) -> Sequence[StaffMember]:
        signed_in = self._store.tables.signed_in
        by_name = sorted(self._members(), key=lambda one: one.name)
        here = [one for one in by_name if one.staff_id in signed_in]
        here.sort(key=lambda one: signed_in[one.staff_id], reverse=True)
        return here + [one for one in by_name if one.staff_id not in signed_in]

    def by_name(self, name: str) -> StaffMember | None:
        return next((one for one in self._members() if one.name == name), None)

    def with_pin(self) -> frozenset[int]:
        staff = self._store.tables.staff
        return frozenset(staff_id for staff_id, one in staff.items() if one.pin_hash)

    def facts(self) -> Mapping[int, StaffFacts]:
        tables = self._store.tables
        with_badge = set(tables.badges.values())
        return {
            key: StaffFacts(bool(one.pin_hash), key in with_badge, tables.signed_in.get(key))
            for key, one in tables.staff.items()
        }

    def has_badges(self) -> bool:
        tables = self._store.tables
        return any(tables.staff[owner].member.active for owner in tables.badges.values())

    def locks(self) -> Mapping[int, tuple[int, int]]:
        return {
            staff_id: (one.failures, one.lock_seconds_left)
            for staff_id, one in self._store.tables.staff.items()
        }

    def _members(self) -> list[StaffMember]:
        return [one.member for one in self._store.tables.staff.values()]


class FakeSyncedPeople(_Reads):
    def ids(self) -> Collection[int]:
        return self._store.tables.from_head_office


class FakeStockQueries(_Reads):
    def level(self, product_id: int) -> Quantity:
        return self._store.tables.levels.get(product_id, Quantity(0))

    def movements(self, product_id: int, *, limit: int) -> Sequence[StockMovement]:
        newest_first = reversed(self._store.tables.movements)
        return [one for product, one in newest_first if product == product_id][:limit]


class FakeCustomerQueries(_Reads):
    def get(self, customer_id: int) -> Customer | None:
        return self._store.tables.customers.get(customer_id)

    def by_key(self, beginning: str, *, limit: int) -> Sequence[Customer]:
        tables = self._store.tables
        found = sorted(
            (key, customer_id)
            for customer_id, keys in tables.customer_keys.items()
            for key in keys
            if key.startswith(beginning)
        )[:limit]
        return [tables.customers[one] for one in dict.fromkeys(number for _, number in found)]

    def everybody(self) -> Iterator[Customer]:
        yield from (one for one in self._store.tables.customers.values() if one.active)


class FakePrintJobQueries(_Reads):
    def waiting(self, *, limit: int) -> Sequence[PrintJob]:
        tables = self._store.tables
        found = [
            PrintJob(job_id, tables.orders[one.order_id], one.copy, one.attempts, one.kind)
            for job_id, one in sorted(tables.jobs.items())
            if one.state == "waiting"
        ]
        return found[:limit]


class FakeSettingQueries(_Reads):
    def get(self, name: str) -> str | None:
        return self._store.tables.settings.get(name)

    def tax_classes(self) -> dict[str, TaxClass]:
        return dict(sorted(self._store.tables.tax_classes.items()))

    def epoch(self) -> int:
        epochs = self._store.tables.epochs
        return epochs[-1].number if epochs else 0


@dataclass(frozen=True, slots=True)
class _Sold:
    """One part of an order that a report adds up."""

    order: str
    key: str
    label: str
    quantity: int
    tax: int
    gross: int
    counts: bool = True


class FakeSalesQueries(_Reads):
    """Adds everything up from the documents, where the real one keeps summaries."""

    def sales(self, by: SalesBy, *, since: date, until: date) -> Sequence[SalesRow]:
        parts = self._payments(since, until) if by is SalesBy.PAYMENT else []
        if by is not SalesBy.PAYMENT:
            parts = self._items(self._naming(by), since, until)
        keys = dict.fromkeys((one.key, one.label) for one in parts)
        rows = [
            _summed(key, label, [one for one in parts if one.key == key]) for key, label in keys
        ]
        if by is SalesBy.PRODUCT:
            return sorted(rows, key=lambda row: (-row.gross, row.key))
        return sorted(rows, key=lambda row: row.key)

    def total(self, *, since: date, until: date) -> SalesRow:
        items = self._items(lambda _order, _product, _tax_class: ("", ""), since, until)
        return _summed(TOTAL_KEY, TOTAL_KEY, items)

    def tips(self, *, since: date, until: date) -> Sequence[TipRow]:
        rows: dict[int, TipRow] = {}
        for one in self._paid(since, until):
            tip = one.totals.tip
            if tip:
                by = (self._sold_with(one) if tip < 0 else one).completed_by
                name = self._store.tables.name_of(by)
                row = rows.setdefault(by, TipRow(str(by), name, 0, 0, 0))
                rows[by] = row.plus(1 if tip > 0 else -1, tip, _tips_by_way(one).get("cash", 0))
        return sorted(rows.values(), key=lambda row: row.label)

    def _sold_with(self, document: OrderDocument) -> OrderDocument:
        backs = [one.item.returns for one in document.items if one.item.returns is not None]
        orders = self._store.tables.orders.values()
        return next(one for one in orders if one.number == backs[0].number)

    def _naming(self, by: SalesBy) -> Callable[[OrderDocument, int, str], tuple[str, str]]:
        tables = self._store.tables

        def name(order: OrderDocument, product_id: int, tax_class: str) -> tuple[str, str]:
            product = tables.products[product_id]
            day, hour = order.business_date.isoformat(), f"{order.completed_at:%H}"
            return {
                SalesBy.DAY: (day, day),
                SalesBy.HOUR: (hour, hour),
                SalesBy.PRODUCT: (product.sku, product.name),
                SalesBy.CATEGORY: (product.category, product.category),
                SalesBy.CASHIER: (str(order.completed_by), order.cashier),
                SalesBy.TAX: (tax_class, tables.tax_classes[tax_class].name),
            }[by]

        return name

    def _items(
        self,
        naming: Callable[[OrderDocument, int, str], tuple[str, str]],
        since: date,
        until: date,
    ) -> list[_Sold]:
        return [
            _Sold(
                order.order_id,
                *naming(order, line.item.product_id, line.item.tax_class),
                line.item.quantity.thousandths,
                line.totals.tax,
                line.totals.total,
                counts=line.item.returns is None,
            )
            for order in self._paid(since, until)
            for line in order.items
        ]

    def _payments(self, since: date, until: date) -> list[_Sold]:
        return [part for order in self._paid(since, until) for part in _ways(order)]

    def _paid(self, since: date, until: date) -> list[OrderDocument]:
        return [
            one
            for one in self._store.tables.orders.values()
            if one.state == OrderState.PAID and since <= one.business_date <= until
        ]


def _ways(order: OrderDocument) -> list[_Sold]:
    """One part for each way in which the order was paid, its tax and tip in proportion."""
    amounts, tips = _amounts_by_way(order), _tips_by_way(order)
    taxes = spread(order.totals.tax, list(amounts.values()))
    counts = order.totals.total > 0 or (order.totals.total == 0 and not order.is_refund)
    return [
        _Sold(order.order_id, method, method, 0, tax, amount - tip, counts=counts)
        for (method, amount), tax, tip in zip(amounts.items(), taxes, tips.values(), strict=True)
    ]


def _amounts_by_way(order: OrderDocument) -> dict[str, int]:
    amounts: dict[str, int] = {}
    for one in sorted(order.tenders, key=lambda one: one.method):
        amounts[one.method] = amounts.get(one.method, 0) + one.amount
    return amounts


def _tips_by_way(order: OrderDocument) -> dict[str, int]:
    amounts = _amounts_by_way(order)
    tips = spread(order.totals.tip, list(amounts.values()))
    return dict(zip(amounts, tips, strict=True))


def _summed(key: str, label: str, parts: Sequence[_Sold]) -> SalesRow:
    return SalesRow(
        key=key,
        label=label,
        orders=len({one.order for one in parts if one.counts}),
        quantity=Quantity(sum(one.quantity for one in parts)),
        tax=sum(one.tax for one in parts),
        gross=sum(one.gross for one in parts),
    )
