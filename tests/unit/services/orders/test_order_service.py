from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.barcode import check_digit
from pos_app.domain.money import Money
from pos_app.domain.order import (
    ITEMS_PER_ORDER_MAX,
    DepositFollowsError,
    Order,
    OrderClosedError,
    OrderFullError,
    OrderState,
)
from pos_app.domain.order_item import FractionOfPieceError, OrderItem
from pos_app.domain.pricing import Discount, DiscountKind, DiscountOutOfRangeError
from pos_app.domain.product import Oversell, Product, Unit
from pos_app.domain.quantity import Quantity, QuantityOutOfRangeError
from pos_app.domain.staff import NotAllowedError
from pos_app.domain.tax import TaxPolicy
from pos_app.services.asking import PriceNeededError, QuantityNeededError
from pos_app.services.catalogue.lookup import UnknownBarcodeError
from pos_app.services.orders.history import STEPS_MAX, NothingToRedoError, NothingToUndoError
from pos_app.services.orders.order_service import NoSuchProductError
from pos_app.services.orders.stock_check import OutOfStockError
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop

TEA_CODE = "4006381333931"
TEA = Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD")
MILK = Product(2, "MILK", "Lait", Money(119, EUR), "REDUCED")
BRIE = Product(3, "00012", "Brie", Money(1_990, EUR), "REDUCED", Unit.KILOGRAM)
GIFT = Product(4, "GIFT", "Bon cadeau", Money(0, EUR), "EXEMPT")
WARN = Product(5, "WARN", "Avertir", Money(100, EUR), "STANDARD", oversell=Oversell.WARN)
BLOCK = Product(6, "BLOCK", "Bloquer", Money(100, EUR), "STANDARD", oversell=Oversell.BLOCK)
ALLOW = Product(7, "ALLOW", "Permettre", Money(100, EUR), "STANDARD", oversell=Oversell.ALLOW)
# Prefix, item digits, value digits, decimals, what the value is, a check digit of its own.
EMBEDDED = (("21", 5, 5, 3, "weight", False), ("22", 5, 5, 2, "price", False))


def code_of(digits: str) -> str:
    return f"{digits}{check_digit(digits)}"


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop(embedded=EMBEDDED)
    shop.sells(TEA, TEA_CODE, stock=50_000)
    for product in (MILK, BRIE, GIFT):
        shop.sells(product, stock=50_000)
    for product in (WARN, BLOCK, ALLOW):
        shop.sells(product, stock=2_000)
    shop.orders.create_order(actor=shop.cashier)
    return shop


def lines(shop: FakeShop) -> list[tuple[str, int]]:
    return [(item.sku, item.quantity.thousandths) for item in shop.orders.order.items]


class TestScan:
    def test_adds_a_line_with_what_the_product_is_now(self, shop: FakeShop) -> None:
        added = shop.orders.scan(raw=f"{TEA_CODE}\r")

        assert added.position == 0
        assert added.short_by is None
        assert added.item == OrderItem.from_product(TEA, barcode=TEA_CODE)
        assert shop.orders.order.items == [added.item]

    def test_of_the_same_again_makes_one_line_of_two(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)

        added = shop.orders.scan(raw=TEA_CODE)

        assert (added.position, added.item.quantity) == (0, Quantity.of(2))
        assert lines(shop) == [("TEA", 2_000)]

    def test_of_the_same_again_makes_two_lines_where_the_store_wants_that(
        self, shop: FakeShop
    ) -> None:
        shop.profile = replace(shop.profile, own_lines=True)
        shop.orders.scan(raw=TEA_CODE)

        added = shop.orders.scan(raw=TEA_CODE)

        assert added.position == 1
        assert lines(shop) == [("TEA", 1_000), ("TEA", 1_000)]

    def test_of_the_same_after_something_else_makes_a_new_line(self, shop: FakeShop) -> None:
        for code in ("TEA", "MILK", "TEA"):
            shop.orders.scan(raw=code)

        assert lines(shop) == [("TEA", 1_000), ("MILK", 1_000), ("TEA", 1_000)]

    def test_takes_the_count_that_was_typed_before(self, shop: FakeShop) -> None:
        added = shop.orders.scan(raw=TEA_CODE, quantity=Quantity.of(6))

        assert added.item.quantity == Quantity.of(6)

    def test_adds_the_count_to_the_line(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)

        shop.orders.scan(raw=TEA_CODE, quantity=Quantity.of(6))

        assert lines(shop) == [("TEA", 7_000)]

    @pytest.mark.parametrize("count", [-1_000, 0, 999_999_001])
    def test_refuses_a_count_out_of_range(self, shop: FakeShop, count: int) -> None:
        with pytest.raises(QuantityOutOfRangeError):
            shop.orders.scan(raw=TEA_CODE, quantity=Quantity(count))

        assert lines(shop) == []
        assert not shop.orders.history.can_undo

    def test_refuses_a_part_of_a_piece(self, shop: FakeShop) -> None:
        with pytest.raises(FractionOfPieceError, match=r"Thé.*0\.5"):
            shop.orders.scan(raw=TEA_CODE, quantity=Quantity(500))

        assert lines(shop) == []

    def test_takes_the_weight_from_the_label(self, shop: FakeShop) -> None:
        added = shop.orders.scan(raw=code_of("210001200842"))

        assert added.item.quantity == Quantity(842)
        assert added.item.unit_price == BRIE.unit_price
        assert shop.orders.totals().total == 1_676

    def test_never_adds_two_weights_together(self, shop: FakeShop) -> None:
        for _ in range(2):
            shop.orders.scan(raw=code_of("210001200842"))

        assert lines(shop) == [("00012", 842), ("00012", 842)]

    def test_takes_the_price_of_the_piece_from_the_label(self, shop: FakeShop) -> None:
        added = shop.orders.scan(raw=code_of("220001200399"))

        assert added.item.quantity == Quantity.of(1)
        assert added.item.unit_price == Money(399, EUR)
        assert shop.orders.totals().total == 399

    def test_asks_for_a_price_that_is_not_there(self, shop: FakeShop) -> None:
        for code in ("GIFT", code_of("220001200000")):
            with pytest.raises(PriceNeededError, match="has no price"):
                shop.orders.scan(raw=code)

        assert lines(shop) == []

    def test_asks_how_much_of_something_measured(self, shop: FakeShop) -> None:
        with pytest.raises(QuantityNeededError, match="Brie is sold by measure"):
            shop.orders.scan(raw="00012")

        assert lines(shop) == []

    def test_takes_how_much_the_cashier_said(self, shop: FakeShop) -> None:
        added = shop.orders.scan(raw="00012", quantity=Quantity(1_250))

        assert added.item.quantity == Quantity(1_250)

    def test_asks_how_much_a_label_without_weight_is_for(self, shop: FakeShop) -> None:
        shop.sells(replace(TEA, product_id=8, sku="00077"), stock=50_000)

        for code in (code_of("210001200000"), code_of("210007700000")):
            with pytest.raises(QuantityNeededError):
                shop.orders.scan(raw=code)

        assert lines(shop) == []

    def test_of_an_unknown_code_changes_nothing(self, shop: FakeShop) -> None:
        with pytest.raises(UnknownBarcodeError):
            shop.orders.scan(raw="20928315")

        assert lines(shop) == []
        assert not shop.orders.history.can_undo

    def test_into_a_closed_order_is_refused(self, shop: FakeShop) -> None:
        shop.orders.order.hold()

        with pytest.raises(OrderClosedError, match="held"):
            shop.orders.scan(raw=TEA_CODE)

        assert not shop.orders.history.can_undo


class TestAddProduct:
    def test_adds_what_was_chosen_by_hand(self, shop: FakeShop) -> None:
        added = shop.orders.add_product(product_id=TEA.product_id)

        assert added.item == OrderItem.from_product(TEA)
        assert lines(shop) == [("TEA", 1_000)]

    def test_goes_on_with_the_line_of_a_scan(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)

        shop.orders.add_product(product_id=TEA.product_id, quantity=Quantity.of(2))

        assert lines(shop) == [("TEA", 3_000)]

    def test_asks_for_a_price_that_is_not_there(self, shop: FakeShop) -> None:
        with pytest.raises(PriceNeededError, match="Bon cadeau has no price"):
            shop.orders.add_product(product_id=GIFT.product_id)

        assert lines(shop) == []

    def test_asks_how_much_of_something_measured(self, shop: FakeShop) -> None:
        with pytest.raises(QuantityNeededError):
            shop.orders.add_product(product_id=BRIE.product_id)

        assert lines(shop) == []

    def test_takes_a_measure(self, shop: FakeShop) -> None:
        shop.orders.add_product(product_id=BRIE.product_id, quantity=Quantity(333))

        assert lines(shop) == [("00012", 333)]

    def test_that_is_gone_is_refused(self, shop: FakeShop) -> None:
        with pytest.raises(NoSuchProductError):
            shop.orders.add_product(product_id=99)


class TestStock:
    def test_that_is_short_is_a_warning(self, shop: FakeShop) -> None:
        first = shop.orders.scan(raw="WARN", quantity=Quantity.of(2))
        second = shop.orders.scan(raw="WARN", quantity=Quantity.of(3))

        assert first.short_by is None
        assert second.short_by == Quantity.of(3)
        assert lines(shop) == [("WARN", 5_000)]

    def test_that_is_short_blocks_where_the_product_says_so(self, shop: FakeShop) -> None:
        shop.orders.scan(raw="BLOCK", quantity=Quantity.of(2))

        with pytest.raises(OutOfStockError, match="Bloquer: only 2 left"):
            shop.orders.scan(raw="BLOCK")

        assert lines(shop) == [("BLOCK", 2_000)]

    def test_of_no_matter_is_not_counted(self, shop: FakeShop) -> None:
        added = shop.orders.scan(raw="ALLOW", quantity=Quantity.of(99))

        assert added.short_by is None

    def test_counts_every_line_of_the_order(self, shop: FakeShop) -> None:
        for code in ("BLOCK", "TEA", "BLOCK", "TEA"):
            shop.orders.scan(raw=code)

        with pytest.raises(OutOfStockError):
            shop.orders.scan(raw="BLOCK")
        with pytest.raises(OutOfStockError):
            shop.orders.add_product(product_id=BLOCK.product_id)

    def test_of_a_changed_quantity_counts_the_other_lines_too(self, shop: FakeShop) -> None:
        for code in ("BLOCK", "TEA", "WARN", "TEA", "WARN"):
            shop.orders.scan(raw=code)

        exact = shop.orders.set_quantity(position=0, quantity=Quantity.of(2))
        short = shop.orders.set_quantity(position=2, quantity=Quantity.of(5))
        with pytest.raises(OutOfStockError):
            shop.orders.set_quantity(position=0, quantity=Quantity.of(3))

        assert exact.short_by is None
        assert short.short_by == Quantity.of(4)
        assert shop.orders.order.items[0].quantity == Quantity.of(2)


class TestSetQuantity:
    def test_replaces_it(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)
        shop.orders.scan(raw="MILK")

        changed = shop.orders.set_quantity(position=0, quantity=Quantity.of(4))

        assert (changed.position, changed.short_by) == (0, None)
        assert changed.item == shop.orders.order.items[0]
        assert lines(shop) == [("TEA", 4_000), ("MILK", 1_000)]
        assert shop.orders.totals().total == 1_919

    @pytest.mark.parametrize("count", [-1_000, 0, 999_999_001])
    def test_out_of_range_changes_nothing(self, shop: FakeShop, count: int) -> None:
        shop.orders.scan(raw=TEA_CODE)
        shop.orders.undo()
        shop.orders.scan(raw=TEA_CODE)

        with pytest.raises(QuantityOutOfRangeError):
            shop.orders.set_quantity(position=0, quantity=Quantity(count))

        shop.orders.undo()
        assert lines(shop) == []
        assert not shop.orders.history.can_undo

    def test_works_for_a_product_that_has_gone(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)
        shop.catalogue.stored.clear()

        changed = shop.orders.set_quantity(position=0, quantity=Quantity.of(4))

        assert changed.short_by is None
        assert lines(shop) == [("TEA", 4_000)]


def set_discount(order: Order, discount: Discount) -> None:
    order.set_content(replace(order.content, discount=discount, note="for the tea house"))


class TestUndo:
    def test_of_everything_brings_back_everything_that_was(self, shop: FakeShop) -> None:
        seen = [lines(shop)]
        for change in (
            lambda: shop.orders.scan(raw=TEA_CODE),
            lambda: shop.orders.scan(raw=TEA_CODE),
            lambda: shop.orders.scan(raw=code_of("210001200842")),
            lambda: shop.orders.add_product(product_id=MILK.product_id),
            lambda: shop.orders.set_quantity(position=0, quantity=Quantity.of(9)),
            lambda: shop.orders.remove(position=1),
            lambda: shop.orders.remove(position=0),
            lambda: shop.orders.scan(raw="MILK"),
        ):
            change()
            seen.append(lines(shop))

        undone = [lines(shop)]
        while shop.orders.history.can_undo:
            shop.orders.undo()
            undone.append(lines(shop))

        assert undone == seen[::-1]
        assert undone[-1] == []

    def test_goes_forward_in_revisions(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)
        before = shop.orders.order.revision
        total = shop.orders.totals().total

        shop.orders.undo()

        assert shop.orders.order.revision > before
        assert (total, shop.orders.totals().total) == (450, 0)

    def test_of_nothing_is_refused(self, shop: FakeShop) -> None:
        with pytest.raises(NothingToUndoError):
            shop.orders.undo()

    def test_reaches_back_some_way(self, shop: FakeShop) -> None:
        for _ in range(STEPS_MAX + 5):
            shop.orders.scan(raw="ALLOW")

        for _ in range(STEPS_MAX):
            shop.orders.undo()

        assert lines(shop) == [("ALLOW", 5_000)]
        assert not shop.orders.history.can_undo

    def test_brings_back_what_was_just_given_up(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)
        given_up = shop.orders.order.content
        shop.orders.create_order(actor=shop.cashier)

        shop.orders.history.remember(given_up)
        shop.orders.scan(raw="MILK")
        shop.orders.undo()
        shop.orders.undo()

        assert lines(shop) == [("TEA", 1_000)]

    def test_ends_with_the_order(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)

        shop.orders.create_order(actor=shop.cashier)

        assert not shop.orders.history.can_undo

    def test_waits_while_the_order_is_being_paid(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)
        shop.orders.order.submit()

        with pytest.raises(OrderClosedError):
            shop.orders.undo()

        assert lines(shop) == [("TEA", 1_000)]
        shop.orders.order.resume()
        shop.orders.undo()
        assert lines(shop) == []

    @given(
        steps=st.lists(
            st.tuples(st.sampled_from(["TEA", "MILK", "ALLOW", "*", "-"]), st.integers(0, 9)),
            max_size=25,
        )
    )
    def test_after_any_changes_comes_back_to_where_it_began(
        self, steps: list[tuple[str, int]]
    ) -> None:
        shop = FakeShop()
        for product in (TEA, MILK, ALLOW):
            shop.sells(product)
        order = shop.orders.create_order(actor=shop.cashier)
        seen = [lines(shop)]

        for step, number in steps:
            place = number % len(order.items) if order.items else -1
            if step == "*" and order.items:
                shop.orders.set_quantity(position=place, quantity=Quantity.of(number + 1))
            elif step == "-" and order.items:
                shop.orders.remove(position=place)
            elif step not in "*-":
                shop.orders.scan(raw=step)
            else:
                continue
            seen.append(lines(shop))

        for expected in seen[-2::-1]:
            shop.orders.undo()
            assert lines(shop) == expected
        assert not shop.orders.history.can_undo
        for expected in seen[1:]:
            shop.orders.redo()
            assert lines(shop) == expected
        assert not shop.orders.history.can_redo


class TestRedo:
    def test_of_nothing_is_refused(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)

        with pytest.raises(NothingToRedoError):
            shop.orders.redo()

        assert lines(shop) == [("TEA", 1_000)]

    def test_ends_with_the_next_change(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)
        shop.orders.undo()
        shop.orders.scan(raw="MILK")

        assert not shop.orders.history.can_redo

    def test_brings_back_discounts_and_notes_too(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)
        cut = Discount(DiscountKind.PERCENT, 1_000, "Regular customer")
        shop.orders.change(lambda order: set_discount(order, cut))

        shop.orders.undo()
        without = (shop.orders.order.discount, shop.orders.totals().total)
        shop.orders.redo()

        assert without == (None, 450)
        assert (shop.orders.order.discount, shop.orders.totals().total) == (cut, 405)
        assert shop.orders.order.note == "for the tea house"


class TestChange:
    def test_that_cannot_be_paid_is_taken_back(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)
        too_much = Discount(DiscountKind.AMOUNT, 451)

        with pytest.raises(DiscountOutOfRangeError):
            shop.orders.change(lambda order: set_discount(order, too_much))

        assert shop.orders.order.discount is None
        assert shop.orders.totals().total == 450
        shop.orders.undo()
        assert not shop.orders.history.can_undo


class TestRemove:
    def test_takes_the_line_out_and_returns_it(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)
        shop.orders.scan(raw="MILK")

        removed = shop.orders.remove(position=0)

        assert removed.sku == "TEA"
        assert lines(shop) == [("MILK", 1_000)]
        assert shop.orders.totals().total == 119


class TestLimit:
    def test_of_lines_is_kept_and_explained(self, shop: FakeShop) -> None:
        for number in range(ITEMS_PER_ORDER_MAX):
            shop.orders.scan(raw="TEA" if number % 2 else "MILK")

        with pytest.raises(OrderFullError, match="at most 500 lines"):
            shop.orders.scan(raw="WARN")

        assert len(shop.orders.order.items) == ITEMS_PER_ORDER_MAX

    def test_of_lines_lets_the_last_one_grow(self, shop: FakeShop) -> None:
        for number in range(ITEMS_PER_ORDER_MAX):
            shop.orders.scan(raw="TEA" if number % 2 else "MILK")

        added = shop.orders.scan(raw="TEA")

        assert (added.position, added.item.quantity) == (499, Quantity.of(2))


class TestOrder:
    def test_begins_empty_with_the_habits_of_the_store(self) -> None:
        shop = FakeShop(prices_include_tax=False, tax_scope="item")

        order = shop.orders.create_order(actor=shop.cashier)

        assert (order.items, order.state, order.revision) == ([], OrderState.CREATED, 0)
        assert order.opened_by == shop.cashier.staff_id
        assert order.currency == EUR
        assert order.policy == shop.profile.policy != TaxPolicy()
        assert shop.orders.order is order

    def test_has_an_id_of_its_own(self, shop: FakeShop) -> None:
        ids = [shop.orders.create_order(actor=shop.cashier).order_id for _ in range(2)]

        assert ids == sorted(set(ids))

    def test_is_not_begun_by_somebody_who_left(self, shop: FakeShop) -> None:
        with pytest.raises(NotAllowedError):
            shop.orders.create_order(actor=replace(shop.cashier, active=False))

    def test_can_be_taken_up_again(self, shop: FakeShop) -> None:
        first = shop.orders.order
        shop.orders.scan(raw=TEA_CODE)
        shop.orders.create_order(actor=shop.cashier)
        shop.orders.scan(raw="MILK")

        shop.orders.take_up(first)

        assert shop.orders.order is first
        assert lines(shop) == [("TEA", 1_000)]
        assert shop.orders.totals().total == 450
        assert not shop.orders.history.can_undo

    def test_comes_before_anything_else(self) -> None:
        with pytest.raises(AssertionError):
            _ = FakeShop().orders.order


class TestTotals:
    def test_are_those_of_the_order_after_every_change(self, shop: FakeShop) -> None:
        for change in (
            lambda: shop.orders.scan(raw=TEA_CODE),
            lambda: shop.orders.set_quantity(position=0, quantity=Quantity.of(7)),
            lambda: shop.orders.remove(position=0),
            shop.orders.undo,
        ):
            change()

            expected = shop.orders.order.calculate_total(shop.setting_queries.tax_classes())
            assert shop.orders.totals() == expected

    def test_are_computed_once_for_each_change(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)

        assert shop.orders.totals() is shop.orders.totals()

    def test_are_not_those_of_another_order_of_the_same_age(self, shop: FakeShop) -> None:
        shop.orders.scan(raw=TEA_CODE)
        before = shop.orders.totals()
        other = Order("id-x", EUR, TaxPolicy(), shop.cashier.staff_id, revision=1)

        shop.orders.take_up(other)

        assert (before.total, shop.orders.totals().total) == (450, 0)


CAN = Product(8, "PFAND", "Pfand", Money(25, EUR), "REDUCED", oversell=Oversell.BLOCK)
COLA = Product(9, "COLA", "Cola", Money(149, EUR), "STANDARD", deposit=CAN)


class TestDeposit:
    @pytest.fixture
    def shop(self) -> FakeShop:
        shop = FakeShop()
        shop.sells(CAN, stock=2_000)
        shop.sells(COLA, "33", stock=50_000)
        shop.open_shift()
        shop.orders.create_order(actor=shop.cashier)
        return shop

    def test_comes_with_a_scan_and_with_a_tap(self, shop: FakeShop) -> None:
        scanned = shop.orders.scan(raw="33", quantity=Quantity.of(2))
        tapped = shop.orders.add_product(product_id=COLA.product_id)

        assert scanned.position == tapped.position == 0
        assert tapped.item.sku == "COLA"
        assert lines(shop) == [("COLA", 3_000), ("PFAND", 3_000)]
        assert shop.orders.totals().total == 3 * (149 + 25)

    def test_is_taxed_as_its_own_class(self, shop: FakeShop) -> None:
        shop.orders.scan(raw="33")

        by_class = {one.tax_class: one.net + one.tax for one in shop.orders.totals().tax_lines}
        assert by_class == {"REDUCED": 25, "STANDARD": 149}

    def test_is_undone_with_its_parent(self, shop: FakeShop) -> None:
        shop.orders.scan(raw="33")
        shop.orders.set_quantity(position=0, quantity=Quantity.of(6))
        shop.orders.remove(position=0)
        assert lines(shop) == []

        shop.orders.undo()
        assert lines(shop) == [("COLA", 6_000), ("PFAND", 6_000)]
        shop.orders.undo()
        assert lines(shop) == [("COLA", 1_000), ("PFAND", 1_000)]
        shop.orders.undo()
        assert lines(shop) == []

    def test_is_refused_by_itself(self, shop: FakeShop) -> None:
        shop.orders.scan(raw="33")

        with pytest.raises(DepositFollowsError):
            shop.orders.remove(position=1)
        with pytest.raises(DepositFollowsError):
            shop.orders.set_quantity(position=1, quantity=Quantity.of(2))
        assert lines(shop) == [("COLA", 1_000), ("PFAND", 1_000)]

    def test_without_a_price_is_not_passed_over(self, shop: FakeShop) -> None:
        free = replace(CAN, unit_price=Money(0, EUR))
        shop.sells(replace(COLA, deposit=free), "33", stock=50_000)

        with pytest.raises(PriceNeededError, match="Pfand"):
            shop.orders.scan(raw="33")
        assert lines(shop) == []

    def test_is_stored_journalled_and_counted_as_its_own_product(self, shop: FakeShop) -> None:
        document = shop.sell("33", "33")

        assert [(one.item.sku, one.item.is_deposit) for one in document.items] == [
            ("COLA", False),
            ("PFAND", True),
        ]
        said = shop.entries("order")[-1]["body"]["items"]
        assert [(one["sku"], one.get("deposit")) for one in said] == [
            ("COLA", None),
            ("PFAND", True),
        ]
        assert shop.stock_queries.level(CAN.product_id) == Quantity(0)
        assert shop.stock_queries.level(COLA.product_id) == Quantity.of(48)
