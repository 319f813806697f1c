from __future__ import annotations

from typing import Any

import pytest

from pos_app.domain.money import Money
from pos_app.domain.pricing import Discount, DiscountKind
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.staff import Permission
from tests.fakes.catalogue import EUR
from tests.fakes.editing import Desk, desk_of
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError

TEA_CODE, MILK_CODE = "4006381333931", "4006381333948"
TEA = Product(1, "TEA", "Thé", Money(1_000, EUR), "STANDARD")
MILK = Product(2, "MILK", "Lait", Money(200, EUR), "REDUCED")
TENTH = Discount(DiscountKind.PERCENT, 1_000, "Damaged")
HALF = Discount(DiscountKind.PERCENT, 5_000, "Staff")


@pytest.fixture
def desk() -> Desk:
    shop = FakeShop()
    for product, code in ((TEA, TEA_CODE), (MILK, MILK_CODE)):
        shop.sells(product, code, stock=900_000)
    shop.order_of(TEA_CODE, TEA_CODE, TEA_CODE, MILK_CODE)
    return desk_of(shop)


def told(desk: Desk, kind: str) -> list[dict[str, Any]]:
    desk.acts.write()
    return desk.shop.entries(kind)


def bodies(desk: Desk, kind: str, *names: str) -> list[tuple[object, ...]]:
    return [tuple(one["body"][name] for name in names) for one in told(desk, kind)]


class TestVoids:
    def test_name_who_what_and_how_much(self, desk: Desk) -> None:
        desk.counting.remove(position=0, actor=desk.shop.cashier)

        (entry,) = told(desk, "item_void")
        assert entry["user_id"] == desk.shop.cashier.staff_id
        assert entry["order_id"] == desk.shop.orders.order.order_id
        assert entry["body"] == {
            "at": desk.shop.clock.now().isoformat(timespec="milliseconds"),
            "way": "done",
            "sku": "TEA",
            "name": "Thé",
            "quantity": 3_000,
            "unit_price": 1_000,
            "amount": 3_000,
        }

    def test_are_told_of_less_and_not_of_more(self, desk: Desk) -> None:
        for pieces in (2, 5):
            desk.counting.set_quantity(
                position=0, quantity=Quantity.of(pieces), actor=desk.shop.cashier
            )

        assert bodies(desk, "item_void", "quantity") == [(1_000,)]

    def test_taken_back_after_another_order_was_seen_to_are_told_too(self, desk: Desk) -> None:
        cashier, first = desk.shop.cashier, desk.shop.orders.order
        desk.counting.remove(position=1, actor=cashier)
        history = desk.shop.orders.history
        desk.shop.order_of(TEA_CODE, MILK_CODE)
        desk.counting.remove(position=1, actor=cashier)
        desk.shop.orders.take_up(first)
        desk.shop.orders.history = history
        desk.steps.undo(actor=cashier)

        assert bodies(desk, "item_void", "quantity") == [(1_000,), (1_000,), (-1_000,)]

    def test_taken_back_have_the_other_sign(self, desk: Desk) -> None:
        cashier = desk.shop.cashier
        desk.counting.remove(position=1, actor=cashier)
        desk.steps.undo(actor=cashier)
        desk.steps.redo(actor=cashier)

        assert bodies(desk, "item_void", "way", "sku", "quantity", "amount") == [
            ("done", "MILK", 1_000, 200),
            ("undone", "MILK", -1_000, -200),
            ("redone", "MILK", 1_000, 200),
        ]

    def test_by_undoing_a_scan_are_voids(self, desk: Desk) -> None:
        desk.steps.undo(actor=desk.shop.cashier)

        assert bodies(desk, "item_void", "way", "sku", "quantity") == [("undone", "MILK", 1_000)]

    def test_never_bring_back_more_than_went(self, desk: Desk) -> None:
        """As after a cancelled order, whose lines come back into another one."""
        content = desk.shop.orders.order.content
        desk.shop.orders.create_order(actor=desk.shop.cashier)
        desk.shop.orders.history.remember(content)

        desk.steps.undo(actor=desk.shop.cashier)

        assert len(desk.shop.orders.order.items) == 2
        assert told(desk, "item_void") == []


class TestDiscounts:
    def test_tell_what_holds_before_and_after_and_who_allowed_it(self, desk: Desk) -> None:
        desk.editing.discount_line(position=0, discount=TENTH, actor=desk.shop.cashier)
        desk.editing.discount_line(
            position=0,
            discount=HALF,
            actor=desk.shop.cashier,
            approval=desk.approval(Permission.DISCOUNT_OVER_LIMIT),
        )

        first, second = told(desk, "discount")
        assert (first["approver_id"], second["approver_id"]) == (None, desk.manager.staff_id)
        tenth = {"kind": "percent", "value": 1_000, "reason": "Damaged"}
        half = {"kind": "percent", "value": 5_000, "reason": "Staff"}
        assert (first["body"]["before"], first["body"]["after"]) == (None, tenth)
        assert (second["body"]["before"], second["body"]["after"]) == (tenth, half)
        assert second["body"]["scope"] == "item"
        assert (second["body"]["quantity"], second["body"]["unit_price"]) == (3_000, 1_000)

    def test_of_the_order_and_what_falls_off_are_told(self, desk: Desk) -> None:
        amount = Discount(DiscountKind.AMOUNT, 300)
        desk.editing.discount_order(discount=amount, actor=desk.shop.cashier)
        desk.counting.remove(position=0, actor=desk.shop.cashier)

        off = {"kind": "amount", "value": 300, "reason": ""}
        assert bodies(desk, "discount", "scope", "before", "after") == [
            ("order", None, off),
            ("order", off, None),
        ]


class TestPrices:
    def test_tell_the_list_the_one_before_and_the_one_after(self, desk: Desk) -> None:
        desk.editing.set_price(position=0, price=Money(900, EUR), actor=desk.supervisor)
        desk.editing.set_price(position=0, price=Money(800, EUR), actor=desk.supervisor)
        desk.editing.set_price(position=0, price=None, actor=desk.supervisor)

        assert bodies(desk, "price_override", "list_price", "before", "after") == [
            (1_000, 1_000, 900),
            (1_000, 900, 800),
            (1_000, 800, 1_000),
        ]
        assert bodies(desk, "item_void") == []


class TestNotes:
    def test_are_nobodys_business(self, desk: Desk) -> None:
        desk.editing.note_line(position=0, text="cold", actor=desk.shop.cashier)

        assert not desk.acts.are_waiting


class TestWriting:
    def test_is_one_transaction_for_all_that_waits(self, desk: Desk) -> None:
        for _ in range(2):
            desk.counting.remove(position=0, actor=desk.shop.cashier)
        commits = desk.shop.store.commits

        assert desk.acts.write() == 2
        assert desk.acts.write() == 0
        assert desk.shop.store.commits == commits + 1

    def test_keeps_all_in_order_while_the_disk_refuses(self, desk: Desk) -> None:
        desk.counting.remove(position=0, actor=desk.shop.cashier)
        desk.shop.store.refusal = DiskRefusedError()
        with pytest.raises(DiskRefusedError):
            desk.acts.write()
        desk.counting.remove(position=0, actor=desk.shop.cashier)
        assert desk.shop.entries("item_void") == []

        desk.shop.store.refusal = None

        assert bodies(desk, "item_void", "sku") == [("TEA",), ("MILK",)]

    def test_leaves_a_journal_that_can_be_verified(self, desk: Desk) -> None:
        desk.shop.open_shift()
        desk.editing.discount_order(discount=TENTH, actor=desk.shop.cashier)
        desk.counting.remove(position=0, actor=desk.shop.cashier)
        desk.acts.write()
        order = desk.shop.orders.order
        desk.shop.checkout.pay_cash(order=order, tendered=180, actor=desk.shop.cashier)

        assert desk.shop.verdict().ok
        kinds = [one.kind for one in desk.shop.store.tables.entries[-3:]]
        assert kinds == ["discount", "item_void", "order"]
