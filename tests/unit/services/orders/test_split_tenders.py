from __future__ import annotations

import pytest

from pos_app.domain.card_number import CardNumberError
from pos_app.domain.cash import TenderTooLargeError
from pos_app.domain.customer import CustomerDetails
from pos_app.domain.money import Money
from pos_app.domain.order import OrderState
from pos_app.domain.product import Product
from pos_app.domain.tender import CustomerNeededError, MethodUnknownError, OverTenderedError, Tender
from pos_app.services.orders.checkout import TenderTooSmallError
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop

ACCOUNT = ("account", "account", "", False, False)
CARD = ("card", "card", "", False, False)
MIX = (Tender("card", 1_000, reference="4242"), Tender("cash", 2_000))


@pytest.fixture
def shop() -> FakeShop:
    """One thing for 24.82, where the smallest coin is 5."""
    shop = FakeShop(cash_increment=5, methods=(CARD, ACCOUNT))
    shop.sells(Product(1, "CHAIR", "Chaise", Money(2_482, EUR), "STANDARD"), stock=9_000)
    shop.open_shift(opening_float=10_000)
    return shop


class TestSplit:
    def test_is_one_order_with_several_payments(self, shop: FakeShop) -> None:
        document = shop.checkout.pay(order=shop.order_of("CHAIR"), tenders=MIX, actor=shop.cashier)

        assert [(one.method, one.amount, one.change) for one in document.payments] == [
            ("card", 1_000, 0),
            ("cash", 1_480, 520),
        ]
        assert (document.totals.total, document.rounding) == (2_482, -2)
        assert document.tenders == document.payments
        assert document.payments[0].reference == "4242"
        assert shop.order_queries.by_id(document.order_id) == document
        assert shop.verdict().ok

    def test_counts_as_one_order_and_only_its_cash_as_cash(self, shop: FakeShop) -> None:
        shop.checkout.pay(order=shop.order_of("CHAIR"), tenders=MIX, actor=shop.cashier)

        shift = shop.shifts.current()
        assert shift is not None
        assert (shift.orders, shift.sales, shift.cash_sales) == (1, 2_482, 1_480)

    def test_is_journalled_payment_by_payment(self, shop: FakeShop) -> None:
        shop.checkout.pay(order=shop.order_of("CHAIR"), tenders=MIX, actor=shop.cashier)
        shop.shifts.close(actor=shop.cashier, counted=0)

        (entry,) = shop.entries("order")
        said = entry["body"]["payments"]
        assert [(one["method"], one["amount"]) for one in said] == [
            ("card", 1_000),
            ("cash", 1_480),
        ]
        assert [one.get("reference") for one in said] == ["4242", None]
        assert shop.entries("shift_close")[0]["body"]["expected"] == 11_480
        assert shop.verdict().ok

    def test_by_card_alone_is_not_rounded(self, shop: FakeShop) -> None:
        document = shop.checkout.pay(
            order=shop.order_of("CHAIR"), tenders=(Tender("card", 2_482),), actor=shop.cashier
        )

        assert (document.rounding, document.payments[0].amount) == (0, 2_482)


class TestOnAccount:
    def test_is_for_a_customer_who_is_known(self, shop: FakeShop) -> None:
        order = shop.order_of("CHAIR")
        with shop.store.new_uow() as uow:
            ann = uow.customers.add(
                CustomerDetails(name="Ann"), uid="c-1", at=shop.clock.now(), keys=()
            )
            uow.commit()
        order.customer_id = ann.customer_id

        document = shop.checkout.pay(
            order=order, tenders=(Tender("account", 2_482),), actor=shop.cashier
        )

        assert [(one.method, one.amount) for one in document.payments] == [("account", 2_482)]
        shift = shop.shifts.current()
        assert shift is not None
        assert (shift.sales, shift.cash_sales) == (2_482, 0)


class TestRefusal:
    @pytest.mark.parametrize(
        ("tenders", "error"),
        [
            ((Tender("card", 1_000), Tender("card", 1_000)), TenderTooSmallError),
            ((), TenderTooSmallError),
            ((Tender("card", 2_483),), OverTenderedError),
            ((Tender("cash", 500), Tender("cash", 50_000)), TenderTooLargeError),
            ((Tender("account", 2_482),), CustomerNeededError),
            ((Tender("gold", 2_482),), MethodUnknownError),
            ((Tender("card", 2_482, reference="5555 5555 5555 4444"),), CardNumberError),
        ],
    )
    def test_leaves_the_order_as_it_was(
        self, shop: FakeShop, tenders: tuple[Tender, ...], error: type[Exception]
    ) -> None:
        order, before = shop.order_of("CHAIR"), shop.store.tables.copy()

        with pytest.raises(error):
            shop.checkout.pay(order=order, tenders=tenders, actor=shop.cashier)

        assert order.state is OrderState.CREATED
        assert shop.store.tables == before

    def test_says_what_is_due_without_rounding_where_no_cash_is_given(self, shop: FakeShop) -> None:
        with pytest.raises(TenderTooSmallError, match=r"10\.00 EUR does not cover 24\.82 EUR"):
            shop.checkout.pay(
                order=shop.order_of("CHAIR"), tenders=(Tender("card", 1_000),), actor=shop.cashier
            )


class TestReceipt:
    @pytest.mark.parametrize(
        ("receipts", "wanted", "state"),
        [
            ("always", None, "waiting"),
            ("always", False, "skipped"),
            ("ask", None, "skipped"),
            ("ask", True, "waiting"),
            ("never", None, "skipped"),
        ],
    )
    def test_is_printed_as_the_store_or_the_cashier_says(
        self, receipts: str, wanted: bool | None, state: str
    ) -> None:
        shop = FakeShop(receipts=receipts)
        shop.sells(Product(1, "CHAIR", "Chaise", Money(2_482, EUR), "STANDARD"), stock=9_000)
        shop.open_shift()

        shop.checkout.pay(
            order=shop.order_of("CHAIR"),
            tenders=(Tender("cash", 2_482),),
            actor=shop.cashier,
            print_receipt=wanted,
        )

        assert [job.state for job in shop.store.tables.jobs.values()] == [state]
