from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.money import Money
from pos_app.domain.order import Order, OrderState, TenderTakenError
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.staff import NotAllowedError
from pos_app.domain.tender import CustomerNeededError, OverTenderedError, Tender
from pos_app.services.orders.drafting import OrderGoneError
from pos_app.services.shifts.shift_service import TendersLeftError
from pos_app.services.store.settings import SettingsRefusedError
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError
from tests.fakes.store_settings import settings_of

CARD = ("card", "card", "", False, False)
ACCOUNT = ("account", "account", "", False, False)
TEN = Tender("cash", 1_000)


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop(cash_increment=5, methods=(CARD, ACCOUNT))
    shop.sells(Product(1, "CHAIR", "Chaise", Money(2_482, EUR), "STANDARD"), stock=9_000)
    shop.open_shift()
    return shop


@pytest.fixture
def order(shop: FakeShop) -> Order:
    """10.00 of 24.82 was taken."""
    order = shop.order_of("CHAIR")
    shop.tendering.take(order=order, tender=TEN, actor=shop.cashier)
    return order


def kept_of(shop: FakeShop) -> Order:
    """The order as a power cut would leave it."""
    (kept,) = shop.drafting.open_orders()
    return kept


class TestTake:
    def test_leaves_the_rest_to_pay(self, shop: FakeShop, order: Order) -> None:
        settlement = shop.tendering.settlement(order)

        assert (settlement.remaining, settlement.is_settled) == (1_482, False)
        assert order.tenders == (TEN,)

    def test_is_on_disk_when_it_returns(self, shop: FakeShop, order: Order) -> None:
        assert kept_of(shop) == order

    def test_keeps_the_part_and_the_reference(self, shop: FakeShop, order: Order) -> None:
        tender = Tender("cash", 1_000, part=500)
        shop.tendering.take(order=order, tender=tender, actor=shop.cashier)
        card = Tender("card", 100, reference="4242")
        shop.tendering.take(order=order, tender=card, actor=shop.cashier)

        kept = kept_of(shop)
        assert kept.tenders == (TEN, tender, card)

    def test_is_followed_by_the_payment_of_the_rest(self, shop: FakeShop, order: Order) -> None:
        document = shop.checkout.pay(
            order=order, tenders=(*order.tenders, Tender("card", 1_482)), actor=shop.cashier
        )

        assert [(one.method, one.amount) for one in document.payments] == [
            ("cash", 1_000),
            ("card", 1_482),
        ]
        assert shop.drafting.open_orders() == []
        assert shop.verdict().ok

    def test_lets_nothing_else_become_of_the_order(self, shop: FakeShop, order: Order) -> None:
        for change in (
            lambda: shop.orders.scan(raw="CHAIR"),
            lambda: shop.orders.remove(position=0),
            lambda: shop.orders.set_quantity(position=0, quantity=Quantity.of(2)),
            shop.orders.undo,
            order.hold,
            lambda: shop.cancelling.cancel(order=order, actor=shop.cashier),
        ):
            with pytest.raises(TenderTakenError):
                change()
        assert (len(order.items), order.state) == (1, OrderState.CREATED)

    def test_of_what_is_too_much_is_refused(self, shop: FakeShop, order: Order) -> None:
        with pytest.raises(OverTenderedError):
            shop.tendering.take(order=order, tender=Tender("card", 1_483), actor=shop.cashier)
        with pytest.raises(CustomerNeededError):
            shop.tendering.take(order=order, tender=Tender("account", 100), actor=shop.cashier)
        assert order.tenders == (TEN,)

    def test_takes_nothing_if_the_disk_refuses(self, shop: FakeShop, order: Order) -> None:
        shop.store.refusal = DiskRefusedError()
        with pytest.raises(DiskRefusedError):
            shop.tendering.take(order=order, tender=Tender("card", 100), actor=shop.cashier)
        assert order.tenders == (TEN,)

        shop.store.refusal = None
        shop.tendering.take(order=order, tender=Tender("card", 100), actor=shop.cashier)
        kept = kept_of(shop)
        assert len(kept.tenders) == 2

    def test_keeps_the_way_to_pay_that_the_order_is_paid_on_with(
        self, shop: FakeShop, order: Order
    ) -> None:
        shop.tendering.take(order=order, tender=Tender("card", 100), actor=shop.cashier)
        settings = settings_of(shop)

        with pytest.raises(SettingsRefusedError, match="partly paid by card"):
            settings.change(actor=shop.owner, texts={"way_place.card": "0"})

        assert settings.read().values["way_place.card"] != "0"

    def test_keeps_the_shift_open_that_the_money_belongs_to(
        self, shop: FakeShop, order: Order
    ) -> None:
        shop.tendering.take(order=order, tender=Tender("cash", 1_000, part=500), actor=shop.cashier)
        with pytest.raises(TendersLeftError, match=r"15\.00"):
            shop.shifts.close(actor=shop.owner, counted=1_500)
        shop.tendering.remove(order=order, index=1, actor=shop.cashier)
        shop.tendering.remove(order=order, index=0, actor=shop.cashier)

        assert shop.shifts.close(actor=shop.owner, counted=0).difference == 0

    def test_of_what_somebody_else_has_paid_meanwhile_is_refused(
        self, shop: FakeShop, order: Order
    ) -> None:
        stale = replace(order, items=list(order.items))
        shop.checkout.pay(order=order, tenders=(TEN, Tender("card", 1_482)), actor=shop.cashier)
        before = shop.store.tables.copy()

        with pytest.raises(OrderGoneError):
            shop.tendering.take(order=stale, tender=TEN, actor=shop.cashier)
        with pytest.raises(OrderGoneError):
            shop.tendering.remove(order=stale, index=0, actor=shop.cashier)

        assert stale.tenders == (TEN,)
        assert shop.store.tables == before

    def test_is_for_who_may_sell(self, shop: FakeShop, order: Order) -> None:
        gone = replace(shop.cashier, active=False)
        with pytest.raises(NotAllowedError):
            shop.tendering.take(order=order, tender=TEN, actor=gone)
        with pytest.raises(NotAllowedError):
            shop.tendering.remove(order=order, index=0, actor=gone)


class TestRemove:
    def test_gives_it_back_and_says_so_in_the_journal(self, shop: FakeShop, order: Order) -> None:
        shop.tendering.remove(order=order, index=0, actor=shop.cashier)

        assert order.tenders == ()
        (entry,) = shop.entries("payment_cancelled")
        assert entry["body"]["payment"] == {"method": "cash", "tendered": 1_000}
        assert (entry["order_id"], entry["number"]) == (order.order_id, None)
        assert entry["shift_id"] == 1
        assert kept_of(shop) == order
        assert shop.verdict().ok

    def test_says_who_else_has_allowed_it(self, shop: FakeShop, order: Order) -> None:
        shop.tendering.take(order=order, tender=Tender("card", 100), actor=shop.cashier)
        for by in (shop.owner, shop.cashier):
            shop.tendering.remove(order=order, index=0, actor=shop.cashier, approver=by)

        approvers = [one["approver_id"] for one in shop.entries("payment_cancelled")]
        assert approvers == [shop.owner.staff_id, None]

    def test_takes_the_one_that_was_meant(self, shop: FakeShop, order: Order) -> None:
        card = Tender("card", 100)
        shop.tendering.take(order=order, tender=card, actor=shop.cashier)

        shop.tendering.remove(order=order, index=0, actor=shop.cashier)

        assert order.tenders == (card,)

    def test_lets_the_order_be_changed_again(self, shop: FakeShop, order: Order) -> None:
        shop.tendering.remove(order=order, index=0, actor=shop.cashier)
        shop.orders.scan(raw="CHAIR")

        assert order.items[0].quantity == Quantity.of(2)

    def test_keeps_it_if_the_disk_refuses(self, shop: FakeShop, order: Order) -> None:
        shop.store.refusal = DiskRefusedError()
        with pytest.raises(DiskRefusedError):
            shop.tendering.remove(order=order, index=0, actor=shop.cashier)

        assert order.tenders == (TEN,)
        assert shop.entries("payment_cancelled") == []
