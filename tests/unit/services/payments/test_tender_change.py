from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.adapters.documents.receipt_words import read_receipt_words
from pos_app.adapters.system.paths import bundled
from pos_app.domain.card_number import CardNumberError
from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.product import Product
from pos_app.domain.staff import NotAllowedError
from pos_app.domain.tender import CustomerNeededError, MethodUnknownError, Tender
from pos_app.services.payments.tender_change import (
    Correction,
    PaidOrderUnknownError,
    SameTenderError,
    ShiftOverError,
    TenderGoneError,
)
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.reports.sales import SalesBy, SalesReports
from tests.fakes.catalogue import EUR
from tests.fakes.formats import FakeFormats
from tests.fakes.paper import paper
from tests.fakes.printing import HEADER
from tests.fakes.queries import FakeSalesQueries
from tests.fakes.shop import FakeShop

CARD = ("card", "card", "", False, False)
ACCOUNT = ("account", "account", "", False, False)


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop(cash_increment=5, methods=(CARD, ACCOUNT))
    shop.sells(Product(1, "CHAIR", "Chaise", Money(2_482, EUR), "STANDARD"), stock=9_000)
    shop.open_shift(opening_float=10_000)
    return shop


@pytest.fixture
def paid(shop: FakeShop) -> OrderDocument:
    """24.80 in cash for 24.82."""
    order = shop.order_of("CHAIR")
    return shop.checkout.pay_cash(order=order, tendered=5_000, actor=shop.cashier)


def change(
    shop: FakeShop, paid: OrderDocument, method: str = "card", **other: str
) -> OrderDocument:
    ids = {"order_id": paid.order_id, "payment_id": paid.payments[0].payment_id, "method": method}
    correction = Correction(**ids | other)
    return shop.tender_change.change(correction=correction, actor=shop.cashier)


class TestChange:
    def test_takes_the_payment_back_and_adds_one_of_the_same_amount(
        self, shop: FakeShop, paid: OrderDocument
    ) -> None:
        changed = change(shop, paid, reference="4242")

        wrong, back, right = changed.payments
        assert wrong == paid.payments[0]
        assert (back.method, back.amount, back.tendered, back.change) == (
            "cash",
            -2_480,
            -5_000,
            -2_520,
        )
        assert back.reverses == wrong.payment_id
        assert (right.method, right.amount, right.change, right.reference) == (
            "card",
            2_480,
            0,
            "4242",
        )
        assert changed.tenders == (right,)
        assert sum(one.amount for one in changed.payments) == 2_482 + changed.rounding

    def test_leaves_all_else_as_it_was(self, shop: FakeShop, paid: OrderDocument) -> None:
        changed = change(shop, paid)

        assert replace(changed, payments=paid.payments) == paid
        assert shop.order_queries.by_id(paid.order_id) == changed

    def test_is_one_journal_entry_and_moves_no_total(
        self, shop: FakeShop, paid: OrderDocument
    ) -> None:
        change(shop, paid)

        (entry,) = shop.entries("tender_change")
        assert (entry["number"], entry["order_id"]) == (paid.number, paid.order_id)
        assert (entry["user_id"], entry["shift_id"]) == (shop.cashier.staff_id, paid.shift_id)
        assert [one["amount"] for one in entry["body"]["payments"]] == [-2_480, 2_480]
        assert entry["perpetual_total"] == 2_482
        assert len(shop.entries("order")) == 1
        assert shop.verdict().ok

    def test_corrects_the_cash_of_the_shift(self, shop: FakeShop, paid: OrderDocument) -> None:
        change(shop, paid)
        shop.shifts.close(actor=shop.cashier, counted=10_000)

        (shift,) = shop.shift_queries.listed()
        assert (shift.orders, shift.sales, shift.cash_sales, shift.difference) == (1, 2_482, 0, 0)
        assert shop.verdict().ok

    def test_can_be_changed_again(self, shop: FakeShop, paid: OrderDocument) -> None:
        once = change(shop, paid)
        twice = change(shop, once, "cash", payment_id=once.tenders[0].payment_id)

        (tender,) = twice.tenders
        assert (tender.method, tender.amount, tender.tendered) == ("cash", 2_480, 2_480)
        assert len(twice.payments) == 5
        shift = shop.shifts.current()
        assert shift is not None
        assert shift.cash_sales == 2_480

    def test_is_what_the_receipt_and_the_report_show(
        self, shop: FakeShop, paid: OrderDocument
    ) -> None:
        changed = change(shop, paid)

        words = read_receipt_words(bundled("resources") / "translations", "fr")
        text = ReceiptRenderer(paper(HEADER, 48), words, FakeFormats()).text(changed)
        assert "Carte bancaire" in text
        assert "Espèces" not in text
        reports = SalesReports(sales=FakeSalesQueries(shop.store))
        day = paid.business_date
        row, total = reports.sales(by=SalesBy.PAYMENT, since=day, until=day)
        assert (row.key, row.orders, row.gross, row.tax) == ("card", 1, 2_480, total.tax)

    def test_of_one_part_leaves_the_other(self, shop: FakeShop) -> None:
        tenders = (Tender("card", 1_000), Tender("cash", 2_000))
        order = shop.order_of("CHAIR")
        paid = shop.checkout.pay(order=order, tenders=tenders, actor=shop.cashier)

        changed = change(shop, paid, "cash")

        assert [(one.method, one.amount) for one in changed.tenders] == [
            ("cash", 1_480),
            ("cash", 1_000),
        ]


class TestRefusal:
    def refused(
        self, shop: FakeShop, paid: OrderDocument, error: type[PosError], **how: str
    ) -> None:
        before = shop.store.tables.copy()
        with pytest.raises(error):
            change(shop, paid, **how)
        assert shop.store.tables == before

    def test_of_the_same_way(self, shop: FakeShop, paid: OrderDocument) -> None:
        self.refused(shop, paid, SameTenderError, method="cash")

    def test_of_a_way_that_the_store_does_not_take(
        self, shop: FakeShop, paid: OrderDocument
    ) -> None:
        self.refused(shop, paid, MethodUnknownError, method="gold")

    def test_on_account_without_a_customer(self, shop: FakeShop, paid: OrderDocument) -> None:
        self.refused(shop, paid, CustomerNeededError, method="account")

    def test_of_a_card_number(self, shop: FakeShop, paid: OrderDocument) -> None:
        self.refused(shop, paid, CardNumberError, reference="4111111111111111")

    def test_of_an_order_that_is_not_there(self, shop: FakeShop, paid: OrderDocument) -> None:
        self.refused(shop, paid, PaidOrderUnknownError, order_id="other")

    def test_of_an_order_that_was_given_up(self, shop: FakeShop, paid: OrderDocument) -> None:
        order = shop.order_of("CHAIR")
        shop.cancelling.cancel(order=order, actor=shop.cashier)
        self.refused(shop, paid, PaidOrderUnknownError, order_id=order.order_id)

    def test_of_what_was_changed_already(self, shop: FakeShop, paid: OrderDocument) -> None:
        change(shop, paid)
        self.refused(shop, paid, TenderGoneError)

    def test_when_the_shift_is_closed(self, shop: FakeShop, paid: OrderDocument) -> None:
        shop.shifts.close(actor=shop.cashier, counted=0)
        self.refused(shop, paid, ShiftOverError)

    def test_when_another_shift_is_open(self, shop: FakeShop, paid: OrderDocument) -> None:
        shop.shifts.close(actor=shop.cashier, counted=0)
        shop.open_shift()
        self.refused(shop, paid, ShiftOverError)

    def test_of_somebody_who_left(self, shop: FakeShop, paid: OrderDocument) -> None:
        correction = Correction(paid.order_id, paid.payments[0].payment_id, "card")
        with pytest.raises(NotAllowedError):
            shop.tender_change.change(
                correction=correction, actor=replace(shop.cashier, active=False)
            )
