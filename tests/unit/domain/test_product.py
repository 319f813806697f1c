from __future__ import annotations

import pytest

from pos_app.domain.money import Currency, Money
from pos_app.domain.product import Oversell, Product, Unit


class TestUnit:
    @pytest.mark.parametrize(
        ("name", "is_measured"), [("each", False), ("kg", True), ("l", True), ("m", True)]
    )
    def test_is_measured_unless_it_counts_pieces(self, name: str, is_measured: bool) -> None:
        assert Unit(name).is_measured is is_measured

    def test_has_no_member_that_this_file_forgot(self) -> None:
        assert {unit.value for unit in Unit} == {"each", "kg", "l", "m"}


class TestProduct:
    def test_is_sold_by_the_piece_and_warns_when_oversold_unless_told(self) -> None:
        product = Product(1, "PEN", "Pen", Money(250, Currency.of("EUR")), "STANDARD")

        assert (product.unit, product.oversell) == (Unit.EACH, Oversell.WARN)
