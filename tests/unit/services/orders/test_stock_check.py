from __future__ import annotations

import pytest

from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.order_item import OrderItem
from pos_app.domain.product import Oversell, Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.tax import TaxPolicy
from pos_app.services.orders.stock_check import (
    OutOfStockError,
    never_oversold,
    require_stock,
    shortage,
)
from tests.fakes.catalogue import EUR, FakeCatalogue

WARN, BLOCK, ALLOW = (
    Product(number, one.value.upper(), f"Pen {number}", Money(100, EUR), "STANDARD", oversell=one)
    for number, one in enumerate(Oversell, start=1)
)


class Shelf:
    """Levels by product id, in thousandths."""

    def __init__(self, **levels: int) -> None:
        self._levels = levels

    def level(self, product_id: int) -> Quantity:
        return Quantity(self._levels.get(f"p{product_id}", 0))


def an_order(*lines: tuple[Product, int]) -> Order:
    items = [OrderItem.from_product(one, quantity=Quantity(amount)) for one, amount in lines]
    return Order("id-1", EUR, TaxPolicy(), opened_by=1, items=items)


class TestShortage:
    @pytest.mark.parametrize("product", [WARN, BLOCK, ALLOW])
    @pytest.mark.parametrize("wanted", [0, 1, 1_999, 2_000])
    def test_is_none_while_there_is_enough(self, product: Product, wanted: int) -> None:
        assert shortage(product, wanted=Quantity(wanted), left=Quantity(2_000)) is None

    @pytest.mark.parametrize(
        ("left", "missing"), [(2_000, 1), (1_500, 501), (0, 2_001), (-1_000, 3_001)]
    )
    def test_is_what_is_missing(self, left: int, missing: int) -> None:
        found = shortage(WARN, wanted=Quantity(2_001), left=Quantity(left))

        assert found == Quantity(missing)

    def test_is_no_matter_where_the_product_says_so(self) -> None:
        assert shortage(ALLOW, wanted=Quantity(2_001), left=Quantity(0)) is None

    def test_is_an_error_where_the_product_says_so(self) -> None:
        with pytest.raises(OutOfStockError) as caught:
            shortage(BLOCK, wanted=Quantity(2_001), left=Quantity(1_500))

        assert caught.value.values == {"product": "Pen 2", "wanted": "2.001", "left": "1.5"}


class TestNeverOversold:
    def test_adds_up_the_lines_of_what_must_not_be_oversold(self) -> None:
        catalogue = FakeCatalogue()
        for product in (WARN, BLOCK, ALLOW):
            catalogue.add(product)
        order = an_order((BLOCK, 2_000), (WARN, 9_000), (BLOCK, 500), (ALLOW, 9_000))

        found = never_oversold(order, products=catalogue)

        assert found == {BLOCK: Quantity(2_500)}

    def test_leaves_out_what_is_no_longer_in_the_catalogue(self) -> None:
        found = never_oversold(an_order((BLOCK, 1_000)), products=FakeCatalogue())

        assert found == {}


class TestRequireStock:
    def test_lets_pass_what_is_there(self) -> None:
        require_stock({BLOCK: Quantity(2_000)}, stock=Shelf(p2=2_000))

    def test_names_the_first_that_is_short(self) -> None:
        other = Product(4, "OTHER", "Cup", Money(100, EUR), "STANDARD", oversell=Oversell.BLOCK)
        wanted = {BLOCK: Quantity(1), other: Quantity(1)}

        with pytest.raises(OutOfStockError, match="Cup: only 0 left"):
            require_stock(wanted, stock=Shelf(p2=1))
