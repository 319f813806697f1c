"""Paid orders of every kind, and what comes back of them, for the tests of returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Final

from hypothesis import strategies as st

from pos_app.domain.money import Currency, Money
from pos_app.domain.order import Order
from pos_app.domain.order_document import Completion, OrderDocument, completed
from pos_app.domain.order_item import OrderItem
from pos_app.domain.payment import Payment, PaymentState
from pos_app.domain.pricing import LineTotals
from pos_app.domain.product import Product, Unit
from pos_app.domain.quantity import Quantity
from pos_app.domain.return_item import ReturnItem
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.returning import Returning
from pos_app.domain.shift import Shift
from pos_app.domain.staff import Role, StaffMember
from pos_app.domain.tax import TaxClass
from tests.unit.domain.test_pricing import Case, cases

EUR: Final = Currency.of("EUR")
WHY: Final = Returned(ReturnReason.CHANGED_MIND)
COMPLETION: Final = Completion(
    Shift(7, 3, date(2026, 3, 14), datetime(2026, 3, 14, 8, tzinfo=UTC), 1, 0),
    StaffMember(2, "Ben", Role.CASHIER),
    datetime(2026, 3, 14, 10, tzinfo=UTC),
)


@dataclass(slots=True)
class Desk:
    """What has come back of one paid order, as the table of it says."""

    document: OrderDocument
    returned: Counter[int] = field(default_factory=Counter)

    @property
    def returning(self) -> Returning:
        return Returning(self.document, self.returned)

    def give_back(self, position: int, thousandths: int | None = None) -> tuple[ReturnItem, ...]:
        quantity = None if thousandths is None else Quantity(thousandths)
        found = self.returning.give_back(position, quantity, WHY)
        self.keep(found)
        return found

    def keep(self, items: Sequence[ReturnItem]) -> None:
        for one in items:
            assert one.item.returns is not None
            self.returned[one.item.returns.position] -= one.item.quantity.thousandths


def order_of(case: Case, *, returns: Sequence[ReturnItem] = ()) -> Order:
    """An open order that buys this; by weight, so that any part of it may come back."""
    items = []
    for line in case.lines:
        price = Money(line.unit_price, EUR)
        product = Product(1, "P", "Pears", price, line.tax_class, Unit.KILOGRAM)
        item = OrderItem.from_product(product, quantity=Quantity(line.thousandths))
        items.append(replace(item, discount=line.discount))
    return Order(
        "o-1",
        EUR,
        case.policy,
        opened_by=1,
        items=items,
        discount=case.discount,
        returns=tuple(returns),
    )


def paid(
    order: Order, tax_classes: dict[str, TaxClass], number: str = "T01-000001"
) -> OrderDocument:
    totals = order.calculate_total(tax_classes)
    payment = Payment("p-1", "cash", totals.total, totals.total, 0, PaymentState.APPROVED)
    document = completed(order, totals, COMPLETION, payments=(payment,))
    return replace(document, number=number)


def paid_cases() -> st.SearchStrategy[Case]:
    return cases(returns=False)


def taxes_of(items: Sequence[ReturnItem]) -> Counter[tuple[str, str, str]]:
    """Net and tax of each tax line that these take back."""
    found: Counter[tuple[str, str, str]] = Counter()
    for line in (line for one in items for line in one.taxes):
        found["net", line.tax_class, line.tax_code] += line.net
        found["tax", line.tax_class, line.tax_code] += line.tax
    return found


def amounts_of(totals: LineTotals) -> tuple[int, ...]:
    return (
        totals.before_discount,
        totals.discount,
        totals.order_discount,
        totals.total,
        totals.tax,
    )
