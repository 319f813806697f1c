from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.money import Money
from pos_app.domain.order import Order, OrderClosedError, OrderState
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.shift import NoShiftError
from pos_app.domain.staff import NotAllowedError
from pos_app.services.order_drafts import draft_of
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError

TEA = Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD")
MILK = Product(2, "MILK", "Lait", Money(119, EUR), "REDUCED")


def stocked() -> FakeShop:
    shop = FakeShop()
    shop.sells(TEA, stock=9_000)
    shop.sells(MILK, stock=9_000)
    return shop


@pytest.fixture
def shop() -> FakeShop:
    shop = stocked()
    shop.open_shift()
    return shop


def cancel(shop: FakeShop, order: Order, reason: str = "") -> None:
    shop.cancelling.cancel(order=order, actor=shop.cashier, reason=reason)


class TestCancel:
    def test_keeps_the_order_as_a_document(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA", "MILK")

        cancel(shop, order)

        document = shop.order_queries.by_id(order.order_id)
        assert document is not None
        assert (document.state, document.number, document.payments) == ("cancelled", None, ())
        assert [line.item.sku for line in document.items] == ["TEA", "MILK"]
        assert document.totals.total == 569
        assert (document.cashier, document.completed_by) == ("Ana", shop.cashier.staff_id)
        assert document.completed_at.isoformat() == "2026-03-14T10:00:00+01:00"
        assert order.state is OrderState.CANCELLED

    def test_journals_what_was_in_it_and_why(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA", "MILK")

        cancel(shop, order, "customer left")

        (entry,) = shop.entries("order_cancel")
        assert (entry["order_id"], entry["number"]) == (order.order_id, None)
        assert (entry["user_id"], entry["shift_id"]) == (shop.cashier.staff_id, 1)
        assert entry["business_date"] == "2026-03-14"
        assert entry["body"]["reason"] == "customer left"
        assert [item["sku"] for item in entry["body"]["items"]] == ["TEA", "MILK"]
        assert entry["perpetual_total"] == 0
        assert shop.verdict().ok

    def test_names_its_link_in_the_journal(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")

        cancel(shop, order)

        document = shop.order_queries.by_id(order.order_id)
        entry = shop.store.tables.entries[-1]
        assert document is not None
        assert (document.journal_seq, document.journal_hash) == (entry.seq, entry.hash)

    def test_moves_no_stock_no_cash_and_no_number(self, shop: FakeShop) -> None:
        before = shop.shifts.current()

        cancel(shop, shop.order_of("TEA"))

        assert shop.shifts.current() == before
        assert shop.stock_queries.level(TEA.product_id) == Quantity.of(9)
        assert shop.print_job_queries.waiting(limit=9) == []
        assert shop.sell("TEA").number == "T01-000001"

    def test_ends_the_draft_for_good(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        late = draft_of(order, total=450)
        shop.drafting.save(late)

        cancel(shop, order)
        saved_late = shop.drafting.save(replace(late, revision=99))

        assert not saved_late
        assert shop.drafting.open_orders() == []

    def test_takes_a_held_order_and_an_empty_one(self, shop: FakeShop) -> None:
        held, empty = shop.order_of("TEA"), shop.order_of()
        held.hold()

        for order in (held, empty):
            cancel(shop, order)

        assert [row.state for row in shop.order_queries.listed()] == ["cancelled"] * 2
        assert shop.verdict().ok


class TestRefusal:
    """Whatever is refused, the order is as it was and nothing was stored."""

    def test_of_a_paid_order(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        shop.checkout.pay_cash(order=order, tendered=450, actor=shop.cashier)
        before = shop.store.tables.copy()

        with pytest.raises(OrderClosedError, match="already paid"):
            cancel(shop, order)

        assert order.state is OrderState.PAID
        assert shop.store.tables == before

    def test_of_an_order_that_is_being_paid(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        order.submit()

        with pytest.raises(OrderClosedError, match="already submitted"):
            cancel(shop, order)

        assert order.state is OrderState.SUBMITTED

    def test_of_an_order_that_was_given_up_before(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        cancel(shop, order)

        with pytest.raises(OrderClosedError, match="already cancelled"):
            cancel(shop, order)

        assert len(shop.entries("order_cancel")) == 1

    def test_of_somebody_who_left(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")

        with pytest.raises(NotAllowedError):
            shop.cancelling.cancel(order=order, actor=replace(shop.cashier, active=False))

        assert order.state is OrderState.CREATED

    def test_without_a_shift_leaves_the_order_open(self) -> None:
        shop = stocked()
        order = shop.order_of("TEA")

        with pytest.raises(NoShiftError):
            cancel(shop, order)

        shop.open_shift()
        shop.orders.scan(raw="MILK")
        document = shop.checkout.pay_cash(order=order, tendered=569, actor=shop.cashier)
        assert document.totals.total == 569
        assert shop.entries("order_cancel") == []

    @pytest.mark.parametrize("held", [False, True])
    def test_by_the_disk_leaves_the_order_as_it_was(self, shop: FakeShop, *, held: bool) -> None:
        order = shop.order_of("TEA")
        if held:
            order.hold()
        state, draft = order.state, draft_of(order, total=450)
        shop.drafting.save(draft)
        before = shop.store.tables.copy()
        shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            cancel(shop, order)

        assert order.state is state
        assert shop.store.tables == before
        shop.store.refusal = None
        assert shop.drafting.save(draft_of(order, total=450))
        cancel(shop, order)
        assert order.state is OrderState.CANCELLED
