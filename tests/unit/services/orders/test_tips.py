from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.domain.money import Money
from pos_app.domain.order import Order, OrderClosedError
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.payment import PaymentState
from pos_app.domain.product import Product
from pos_app.domain.quantity import ONE, Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.shift import Shift
from pos_app.domain.tender import Tender
from pos_app.domain.tip import NothingToTipError, TipLargeError, TipTakenError
from pos_app.services.open_payments import PaymentOpenError
from pos_app.services.order_drafts import draft_of
from pos_app.services.orders.checkout import TenderTooSmallError
from pos_app.services.orders.drafting import OrderGoneError
from pos_app.services.orders.returning import Line
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError

CARD = ("card", "card", "", False, False, "", "")
READER = ("card", "card", "", False, False, "stripe", "reader")
FAULTY = Returned(ReturnReason.FAULTY)


def new_shop(**profile: Any) -> FakeShop:
    """Soup for 8.02 and tea for 4.00; no coin is smaller than five cents."""
    shop = FakeShop(**{"cash_increment": 5, "methods": (CARD,), **profile})
    for number, (sku, price) in enumerate((("SOUP", 802), ("TEA", 400)), start=1):
        product = Product(number, sku, sku.title(), Money(price, EUR), "STANDARD")
        shop.sells(product, sku, stock=90_000)
    shop.open_shift(opening_float=10_000)
    return shop


@pytest.fixture
def shop() -> FakeShop:
    return new_shop()


@pytest.fixture
def order(shop: FakeShop) -> Order:
    """12.02 to pay, and 1.50 on top."""
    order = shop.order_of("SOUP", "TEA")
    shop.tendering.set_tip(order=order, tip=150, actor=shop.cashier)
    return order


def pay(shop: FakeShop, order: Order, *tenders: Tender) -> OrderDocument:
    return shop.checkout.pay(order=order, tenders=(*order.tenders, *tenders), actor=shop.cashier)


def sold_with_tip(shop: FakeShop, tip: int = 150) -> OrderDocument:
    order = shop.order_of("SOUP", "TEA")
    shop.tendering.set_tip(order=order, tip=tip, actor=shop.cashier)
    return pay(shop, order, Tender("card", 500), Tender("cash", 1_202 + tip))


def kept_of(shop: FakeShop) -> Order:
    """The order as a power cut would leave it."""
    (kept,) = shop.drafting.open_orders()
    return kept


def shift_of(shop: FakeShop) -> Shift:
    shift = shop.shifts.current()
    assert shift is not None
    return shift


class TestSet:
    def test_is_on_disk_when_it_returns(self, shop: FakeShop, order: Order) -> None:
        assert kept_of(shop) == order
        assert kept_of(shop).tip == 150

    def test_leaves_more_to_pay(self, shop: FakeShop, order: Order) -> None:
        totals = shop.tendering.totals(order)

        assert (totals.total, totals.tip, totals.due) == (1_202, 150, 1_352)
        assert totals.tax == shop.tendering.totals(shop.order_of("SOUP", "TEA")).tax
        assert shop.checkout.cash_due(order) == 1_350

    def test_is_taken_back_by_nothing(self, shop: FakeShop, order: Order) -> None:
        shop.tendering.set_tip(order=order, tip=0, actor=shop.cashier)

        assert (order.tip, kept_of(shop).tip) == (0, 0)

    def test_of_more_than_the_order_must_be_said_twice(self, shop: FakeShop, order: Order) -> None:
        with pytest.raises(TipLargeError):
            shop.tendering.set_tip(order=order, tip=1_203, actor=shop.cashier)
        assert order.tip == 150

        shop.tendering.set_tip(order=order, tip=1_203, actor=shop.cashier, is_sure=True)
        assert order.tip == 1_203

    def test_needs_something_to_pay(self, shop: FakeShop) -> None:
        with pytest.raises(NothingToTipError):
            shop.tendering.set_tip(order=shop.order_of(), tip=1, actor=shop.cashier)

    def test_is_as_it_was_where_the_disk_refuses(self, shop: FakeShop, order: Order) -> None:
        shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            shop.tendering.set_tip(order=order, tip=0, actor=shop.cashier)

        assert order.tip == 150

    def test_is_refused_once_the_order_is_gone(self, shop: FakeShop, order: Order) -> None:
        same = kept_of(shop)
        pay(shop, same, Tender("card", 1_352))

        with pytest.raises(OrderGoneError):
            shop.tendering.set_tip(order=order, tip=0, actor=shop.cashier)
        with pytest.raises(OrderClosedError):
            shop.tendering.set_tip(order=same, tip=0, actor=shop.cashier)

    def test_waits_while_a_processor_is_asked(self) -> None:
        shop = new_shop(methods=(READER,))
        order = shop.order_of("SOUP")
        shop.charge(order, 802)

        with pytest.raises(PaymentOpenError):
            shop.tendering.set_tip(order=order, tip=100, actor=shop.cashier)

        assert order.tip == 0


class TestBetweenParts:
    def test_is_given_after_the_first_part(self, shop: FakeShop) -> None:
        order = shop.order_of("SOUP", "TEA")
        shop.tendering.take(order=order, tender=Tender("card", 600), actor=shop.cashier)

        shop.tendering.set_tip(order=order, tip=100, actor=shop.cashier)

        assert shop.tendering.settlement(order).remaining == 702
        document = pay(shop, order, Tender("card", 702))
        assert (document.totals.tip, document.paid) == (100, 1_302)

    def test_is_not_taken_from_under_what_was_paid(self, shop: FakeShop, order: Order) -> None:
        shop.tendering.take(order=order, tender=Tender("card", 1_300), actor=shop.cashier)

        with pytest.raises(TipTakenError, match="give a part back first"):
            shop.tendering.set_tip(order=order, tip=0, actor=shop.cashier)

        assert order.tip == 150

    def test_may_make_what_was_paid_enough(self, shop: FakeShop, order: Order) -> None:
        shop.tendering.take(order=order, tender=Tender("card", 1_202), actor=shop.cashier)

        shop.tendering.set_tip(order=order, tip=0, actor=shop.cashier)

        assert shop.tendering.settlement(order).is_settled
        assert pay(shop, order).totals.tip == 0


class TestPaid:
    def test_is_paid_beside_the_total(self, shop: FakeShop, order: Order) -> None:
        document = pay(shop, order, Tender("cash", 2_000))

        (payment,) = document.payments
        assert (payment.amount, payment.change) == (1_350, 650)
        assert (document.totals.total, document.totals.tip, document.rounding) == (1_202, 150, -2)
        assert shop.order_queries.by_id(document.order_id) == document

    def test_is_part_of_what_a_card_is_charged(self, shop: FakeShop, order: Order) -> None:
        with pytest.raises(TenderTooSmallError, match=r"12\.02 EUR does not cover 13\.52 EUR"):
            pay(shop, order, Tender("card", 1_202))

        assert pay(shop, order, Tender("card", 1_352)).payments[0].amount == 1_352

    def test_is_no_sale_of_the_shift_but_lies_in_its_drawer(
        self, shop: FakeShop, order: Order
    ) -> None:
        pay(shop, order, Tender("cash", 1_350))

        shift = shift_of(shop)
        assert (shift.sales, shift.tips, shift.cash_sales) == (1_202, 150, 1_350)
        assert shift.expected == 11_350

    def test_is_journalled_where_there_is_one(self, shop: FakeShop, order: Order) -> None:
        pay(shop, order, Tender("cash", 1_350))
        shop.sell("TEA")
        shop.shifts.close(actor=shop.cashier, counted=0)

        said = [entry["body"].get("tip") for entry in shop.entries("order")]
        assert said == [150, None]
        (closed,) = shop.entries("shift_close")
        assert (closed["body"]["tips"], closed["body"]["sales"]) == (150, 1_602)
        assert shop.entry(-1)["perpetual_total"] == 1_602
        assert shop.verdict().ok

    def test_is_charged_by_a_processor_with_the_rest(self) -> None:
        shop = new_shop(methods=(READER,))
        order = shop.order_of("SOUP")
        shop.tendering.set_tip(order=order, tip=198, actor=shop.cashier)

        attempt = shop.charge(order, 1_000)

        assert shop.charging.advance(attempt.attempt_id).attempt.state is PaymentState.APPROVED
        document = pay(shop, kept_of(shop))
        assert (document.totals.tip, document.payments[0].amount) == (198, 1_000)


class TestOrder:
    def test_keeps_it_while_more_is_rung_up(self, shop: FakeShop, order: Order) -> None:
        shop.orders.scan(raw="TEA")
        shop.orders.remove(position=0)

        assert order.tip == 150

    def test_keeps_it_when_a_line_is_undone(self, shop: FakeShop, order: Order) -> None:
        shop.orders.undo()

        assert (len(order.items), order.tip) == (1, 150)

    def test_of_nothing_has_none(self, shop: FakeShop, order: Order) -> None:
        shop.orders.remove(position=1)
        shop.orders.remove(position=0)
        shop.orders.scan(raw="TEA")

        assert order.tip == 0

    def test_undone_to_nothing_has_none(self, shop: FakeShop, order: Order) -> None:
        shop.orders.undo()
        shop.orders.undo()
        shop.orders.redo()

        assert (len(order.items), order.tip) == (1, 0)

    def test_that_is_given_up_has_none(self, shop: FakeShop, order: Order) -> None:
        shop.cancelling.cancel(order=order, actor=shop.cashier)

        (document,) = shop.store.tables.orders.values()
        assert (document.totals.total, document.totals.tip) == (1_202, 0)
        assert "tip" not in shop.entry(-1)["body"]

    def test_that_comes_to_nothing_settles_none(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA")
        order = shop.order_of("TEA")
        shop.tendering.set_tip(order=order, tip=50, actor=shop.owner)
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)

        totals = shop.tendering.totals(order)

        assert (totals.total, totals.tip, totals.due) == (0, 0, 0)


class TestComesBack:
    def test_goes_with_a_whole_refund(self, shop: FakeShop) -> None:
        sold = sold_with_tip(shop)

        document = shop.give_back(sold)

        assert (document.totals.total, document.totals.tip) == (-1_202, -150)
        back = {one.refunds: -one.amount for one in document.payments}
        assert back == {one.payment_id: one.amount for one in sold.payments}
        shift = shift_of(shop)
        assert (shift.tips, shift.cash_sales) == (0, 0)
        assert shop.verdict().ok

    def test_goes_with_a_void(self, shop: FakeShop) -> None:
        sold = sold_with_tip(shop)

        document = shop.returns.void(document=sold, actor=shop.owner)

        assert (document.totals.tip, document.paid) == (-150, -sold.paid)
        assert shop.verdict().ok

    def test_goes_with_all_lines_chosen_one_after_the_other(self, shop: FakeShop) -> None:
        sold = sold_with_tip(shop)
        order = shop.orders.create_order(actor=shop.owner)
        for position in (1, 2):
            lines = [Line(position)]
            shop.returns.add(document=sold, lines=lines, why=FAULTY, actor=shop.owner)

        assert shop.tendering.totals(order).tip == -150
        shop.returns.take_out(0)
        assert shop.tendering.totals(order).tip == 0
        shop.orders.undo()
        assert shop.tendering.totals(order).tip == -150

    def test_is_kept_with_the_draft(self, shop: FakeShop) -> None:
        sold = sold_with_tip(shop)
        order = shop.orders.create_order(actor=shop.owner)
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)
        shop.drafting.save(draft_of(order, total=0))

        assert kept_of(shop) == order

    def test_stays_where_a_part_comes_back(self, shop: FakeShop) -> None:
        sold = sold_with_tip(shop)

        first = shop.give_back(sold, Line(1, ONE))
        rest = shop.give_back(sold)

        assert (first.totals.tip, rest.totals.tip) == (0, 0)
        assert -first.paid - rest.paid == 1_202 - first.rounding - rest.rounding
        assert shift_of(shop).tips == 150

    def test_stays_where_something_else_is_bought(self, shop: FakeShop) -> None:
        sold = sold_with_tip(shop)
        order = shop.order_of("TEA")
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)

        assert shop.tendering.totals(order).tip == 0
        shop.orders.remove(position=0)
        assert shop.tendering.totals(order).tip == -150


class TestAnyDay:
    @settings(max_examples=20)
    @given(
        st.lists(
            st.tuples(st.integers(0, 1_202), st.integers(0, 1_500), st.integers(0, 3)),
            min_size=1,
            max_size=4,
        ),
        st.sampled_from([1, 5]),
    )
    def test_balances_its_books(self, orders: list[tuple[int, int, int]], coin: int) -> None:
        shop = new_shop(cash_increment=coin)
        for tip, by_card, back in orders:
            order = shop.order_of("SOUP", "TEA")
            shop.tendering.set_tip(order=order, tip=tip, actor=shop.cashier)
            tenders = [Tender("cash", 5_000)]
            if 0 < by_card < shop.tendering.totals(order).due:
                tenders.insert(0, Tender("card", by_card))
            sold = pay(shop, order, *tenders)
            if back:
                lines = [Line(place, Quantity(1_000)) for place in (1, 2) if back & place]
                shop.give_back(sold, *lines)

        documents = [*shop.store.tables.orders.values()]
        for one in documents:
            paid = sum(payment.amount for payment in one.payments)
            assert paid == one.totals.total + one.totals.tip + one.rounding
        shift = shift_of(shop)
        assert shift.tips == sum(one.totals.tip for one in documents) >= 0
        assert shift.sales - shift.refunds == sum(one.totals.total for one in documents)
        shop.shifts.close(actor=shop.owner, counted=0)
        assert shop.verdict().ok
