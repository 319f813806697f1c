from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.money import AMOUNT_MINOR_MAX, Money
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.staff import NotAllowedError, Role
from pos_app.services.catalogue.editing import (
    AddedProduct,
    PriceChange,
    PriceOutOfRangeError,
    ProductCells,
)
from pos_app.services.catalogue.row_refusal import RowRefusedError
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError

TEA = Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD")
TEA_CODE = "0012345678905"
PEN = ProductCells("4006381333931", "Stylo", "2.50")
MAY = {Role.MANAGER, Role.OWNER}


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop()
    shop.sells(TEA, TEA_CODE, stock=9_000)
    return shop


def add(shop: FakeShop, cells: ProductCells = PEN, **changes: str) -> AddedProduct:
    return shop.editing.add(actor=shop.owner, cells=replace(cells, **changes))


def change(shop: FakeShop, minor: int) -> PriceChange:
    return shop.editing.change_price(actor=shop.owner, product=TEA, price=Money(minor, EUR))


class TestAdd:
    def test_puts_it_on_sale_with_the_stores_terms_and_no_stock(self, shop: FakeShop) -> None:
        added = add(shop)

        stored = shop.store.tables.products[added.product_id]
        assert stored == Product(2, PEN.barcode, "Stylo", Money(250, EUR), "STANDARD")
        assert shop.store.tables.levels[added.product_id] == Quantity(0)
        assert [one for one, _ in shop.store.tables.movements] == [TEA.product_id]

    def test_takes_what_is_said(self, shop: FakeShop) -> None:
        added = add(shop, sku="BRIE", category="Käse", tax_class="reduced", unit="kg")

        stored = shop.store.tables.products[added.product_id]
        assert (stored.sku, stored.category, stored.tax_class, stored.unit) == (
            *("BRIE", "Käse", "REDUCED", "kg"),
        )

    def test_is_journalled(self, shop: FakeShop) -> None:
        add(shop)

        entry = shop.entries("config_change")[-1]
        assert entry["user_id"] == shop.owner.staff_id
        assert entry["body"] == {
            "product_added": PEN.barcode,
            "name": "Stylo",
            "price": 250,
            "tax_class": "STANDARD",
            "unit": "each",
            "barcodes": [PEN.barcode],
            "deposit": None,
        }
        assert shop.verdict().ok

    @pytest.mark.parametrize(
        ("changes", "column", "reason"),
        [
            ({"name": " "}, "name", "missing"),
            ({"price": ""}, "price", "missing"),
            ({"price": "0.00"}, "price", "more than zero"),
            ({"price": "-1"}, "price", "negative"),
            ({"price": "1.005"}, "price", "1.005"),
            ({"price": "abc"}, "price", "no number"),
            ({"barcode": ""}, "sku", "neither"),
            ({"barcode": "ü"}, "barcode", "no barcode has"),
            ({"barcode": "1" * 49}, "barcode", "longer than 48"),
            ({"tax_class": "LUXURY"}, "tax_class", "STANDARD"),
            ({"unit": "barrel"}, "unit", "each"),
            ({"deposit": "TEA", "unit": "kg"}, "deposit", "by the piece"),
            ({"sku": "PEN", "deposit": "PEN"}, "deposit", "not its own"),
            ({"name": "4111 1111 1111 1111"}, "name", "card number"),
        ],
    )
    def test_refuses_what_cannot_be_taken_at_its_field(
        self, shop: FakeShop, changes: dict[str, str], column: str, reason: str
    ) -> None:
        before = shop.store.tables.copy()

        with pytest.raises(RowRefusedError) as refused:
            add(shop, PEN, **changes)

        assert refused.value.column == column
        assert reason in refused.value.reason
        assert shop.store.tables == before

    @pytest.mark.parametrize(
        ("changes", "column"),
        [
            ({"barcode": TEA_CODE}, "barcode"),
            ({"barcode": TEA_CODE.removeprefix("0")}, "barcode"),
            ({"barcode": f"4006381333931 {TEA_CODE}"}, "barcode"),
            ({"barcode": "TEA"}, "barcode"),
            ({"sku": "TEA"}, "sku"),
        ],
    )
    def test_refuses_a_code_that_is_taken(
        self, shop: FakeShop, changes: dict[str, str], column: str
    ) -> None:
        with pytest.raises(RowRefusedError, match="belongs to Thé") as refused:
            add(shop, PEN, **changes)

        assert refused.value.column == column

    def test_warns_of_a_wrong_check_digit_and_keeps_it(self, shop: FakeShop) -> None:
        added = add(shop, barcode="4006381333932")

        [warning] = added.warnings
        assert (warning.column, warning.reason) == ("barcode", "the check digit is wrong")
        assert shop.store.tables.barcodes["4006381333932"] == added.product_id

    @pytest.mark.parametrize("role", Role)
    def test_is_for_those_who_may(self, shop: FakeShop, role: Role) -> None:
        actor = shop.staff.add(actor=shop.owner, name="Bea", role=role, pin="918273")

        if role in MAY:
            shop.editing.add(actor=actor, cells=PEN)
        else:
            with pytest.raises(NotAllowedError):
                shop.editing.add(actor=actor, cells=PEN)

        assert (PEN.barcode in shop.store.tables.barcodes) is (role in MAY)

    def test_leaves_nothing_if_the_disk_refuses(self, shop: FakeShop) -> None:
        before = shop.store.tables.copy()
        shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            add(shop)

        assert shop.store.tables == before


class TestChangePrice:
    def test_holds_from_now_on_and_says_what_it_was(self, shop: FakeShop) -> None:
        done = change(shop, 495)

        assert (done.old, done.new) == (Money(450, EUR), Money(495, EUR))
        assert shop.store.tables.products[TEA.product_id].unit_price == Money(495, EUR)

    def test_is_journalled_with_both_prices(self, shop: FakeShop) -> None:
        change(shop, 495)

        entry = shop.entries("config_change")[-1]
        assert entry["body"] == {"price_changed": "TEA", "currency": "EUR", "old": 450, "new": 495}
        assert shop.verdict().ok

    def test_to_the_same_price_leaves_no_entry(self, shop: FakeShop) -> None:
        before = len(shop.store.tables.entries)

        change(shop, 450)

        assert len(shop.store.tables.entries) == before

    @pytest.mark.parametrize("minor", [0, -1, AMOUNT_MINOR_MAX + 1])
    def test_refuses_nothing_less_and_too_much(self, shop: FakeShop, minor: int) -> None:
        with pytest.raises(PriceOutOfRangeError):
            change(shop, minor)

        assert shop.store.tables.products[TEA.product_id].unit_price == Money(450, EUR)

    @pytest.mark.parametrize("role", Role)
    def test_is_for_those_who_may(self, shop: FakeShop, role: Role) -> None:
        actor = shop.staff.add(actor=shop.owner, name="Bea", role=role, pin="918273")
        price = Money(495, EUR)

        if role in MAY:
            shop.editing.change_price(actor=actor, product=TEA, price=price)
        else:
            with pytest.raises(NotAllowedError):
                shop.editing.change_price(actor=actor, product=TEA, price=price)

        changed = shop.store.tables.products[TEA.product_id].unit_price == price
        assert changed is (role in MAY)
