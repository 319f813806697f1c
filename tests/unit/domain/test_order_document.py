from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from pos_app.domain.cash import CashRounding, take_cash
from pos_app.domain.money import Currency, Money
from pos_app.domain.order import Order
from pos_app.domain.order_document import Completion, DocumentItem, completed
from pos_app.domain.order_item import OrderItem
from pos_app.domain.payment import Payment, PaymentMethod, PaymentState
from pos_app.domain.product import Product
from pos_app.domain.shift import Shift
from pos_app.domain.staff import Role, StaffMember
from pos_app.domain.tax import Tax, TaxClass, TaxPolicy, TaxScope

EUR = Currency.of("EUR")
TAX_CLASSES = {"STANDARD": TaxClass("STANDARD", "Standard", (Tax("S", "VAT", 200_000),))}
COMPLETION = Completion(
    shift=Shift(
        shift_id=7,
        number=3,
        business_date=date(2026, 3, 14),
        opened_at=datetime(2026, 3, 14, 20, 0, tzinfo=UTC),
        opened_by=1,
        opening_float=10_000,
    ),
    actor=StaffMember(2, "Ben", Role.CASHIER),
    at=datetime(2026, 3, 15, 0, 30, tzinfo=timezone(timedelta(hours=1))),
)


@pytest.fixture
def order() -> Order:
    policy = TaxPolicy(scope=TaxScope.ITEM)
    order = Order("o-1", EUR, policy, opened_by=1)
    for product_id, minor in ((1, 1_000), (2, 992)):
        product = Product(product_id, f"P{product_id}", "Pen", Money(minor, EUR), "STANDARD")
        order.add_item(OrderItem.from_product(product))
    return order


class TestCompleted:
    def test_keeps_every_item_with_its_amounts(self, order: Order) -> None:
        totals = order.calculate_total(TAX_CLASSES)

        document = completed(order, totals, COMPLETION)

        assert document.items == tuple(map(DocumentItem, order.items, totals.lines))
        assert document.totals is totals
        assert (document.currency, document.policy) == (EUR, order.policy)

    def test_belongs_to_the_day_of_its_shift_and_not_to_the_clock(self, order: Order) -> None:
        document = completed(order, order.calculate_total(TAX_CLASSES), COMPLETION)

        assert (document.shift_id, document.business_date) == (7, date(2026, 3, 14))
        assert document.completed_at == COMPLETION.at
        assert document.completed_at.utcoffset() == timedelta(hours=1)

    def test_names_who_opened_and_who_completed_it(self, order: Order) -> None:
        document = completed(order, order.calculate_total(TAX_CLASSES), COMPLETION)

        assert (document.opened_by, document.completed_by, document.cashier) == (1, 2, "Ben")

    def test_is_paid_exactly_by_its_payments_and_rounding(self, order: Order) -> None:
        totals = order.calculate_total(TAX_CLASSES)
        taken = take_cash(totals.total, 2_000, CashRounding(5))
        payment = Payment(
            "p-1",
            PaymentMethod.CASH,
            taken.amount,
            taken.tendered,
            taken.change,
            PaymentState.APPROVED,
        )

        document = completed(
            order, totals, COMPLETION, payments=(payment,), rounding=taken.rounding
        )

        assert document.state == "paid"
        assert (document.payments, document.rounding) == ((payment,), -2)
        assert sum(one.amount for one in document.payments) == document.totals.total - 2

    def test_is_cancelled_without_payments(self, order: Order) -> None:
        document = completed(order, order.calculate_total(TAX_CLASSES), COMPLETION)

        assert (document.state, document.payments, document.rounding) == ("cancelled", (), 0)

    def test_has_no_number_and_no_place_in_the_journal_yet(self, order: Order) -> None:
        document = completed(order, order.calculate_total(TAX_CLASSES), COMPLETION)

        assert (document.number, document.journal_seq, document.journal_hash) == (None, 0, b"")

    def test_does_not_follow_the_order_afterwards(self, order: Order) -> None:
        document = completed(order, order.calculate_total(TAX_CLASSES), COMPLETION)

        order.remove_item(0)

        assert len(document.items) == 2

    def test_refuses_the_totals_of_another_order(self, order: Order) -> None:
        totals = order.calculate_total(TAX_CLASSES)

        with pytest.raises(ValueError, match="shorter"):
            completed(order, replace(totals, lines=totals.lines[:1]), COMPLETION)
