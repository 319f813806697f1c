"""A disk that fills up stops what is new, never what is in hand."""

from __future__ import annotations

import pytest

from pos_app.domain.disk_space import MEBIBYTE, NoRoomForOrderError, NoRoomForShiftError
from tests.fakes.catalogue import a_product
from tests.fakes.shop import FakeShop

CODE = "4006381333931"


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop()
    shop.sells(a_product(), CODE)
    return shop


class TestNearlyFullDisk:
    def test_opens_no_shift(self, shop: FakeShop) -> None:
        shop.disk.free = 100 * MEBIBYTE - 1

        with pytest.raises(NoRoomForShiftError):
            shop.open_shift()

        assert shop.shifts.current() is None
        assert shop.entries("shift_open") == []

    def test_begins_no_order(self, shop: FakeShop) -> None:
        shop.open_shift()
        shop.disk.free = 20 * MEBIBYTE - 1

        with pytest.raises(NoRoomForOrderError, match="can still be paid"):
            shop.order_of(CODE)

        assert list(shop.orders.order.items) == []

    def test_goes_on_with_the_order_that_is_open(self, shop: FakeShop) -> None:
        shop.open_shift()
        order = shop.order_of(CODE)
        shop.disk.free = 0

        shop.orders.scan(raw=CODE)
        due = shop.checkout.cash_due(order)
        paid = shop.checkout.pay_cash(order=order, tendered=due, actor=shop.cashier)

        assert paid.number == "T01-000001"

    def test_closes_the_shift(self, shop: FakeShop) -> None:
        shop.open_shift()
        shop.disk.free = 0

        assert shop.shifts.close(actor=shop.cashier, counted=0).closed_at is not None
