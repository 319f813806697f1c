from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.quantity import (
    ONE,
    QUANTITY_MAX,
    InvalidQuantityError,
    Quantity,
    QuantityOutOfRangeError,
)

thousandths = st.integers(-QUANTITY_MAX, QUANTITY_MAX) | st.integers(-5_000, 5_000)


class TestQuantity:
    @pytest.mark.parametrize("not_an_int", [1.0, True, "1", None])
    def test_refuses_anything_but_a_plain_int(self, not_an_int: object) -> None:
        with pytest.raises(AssertionError):
            Quantity(not_an_int)  # type: ignore[arg-type]

    def test_counts_pieces(self) -> None:
        assert Quantity.of(3) == Quantity(3_000)
        assert Quantity.of(1) == ONE

    def test_adds_subtracts_and_negates(self) -> None:
        assert Quantity(842) + ONE == Quantity(1_842)
        assert Quantity(842) - ONE == Quantity(-158)
        assert -Quantity(842) == Quantity(-842)

    def test_is_ordered_by_amount(self) -> None:
        assert sorted([ONE, Quantity(-1), Quantity(842)]) == [Quantity(-1), Quantity(842), ONE]

    @pytest.mark.parametrize(
        ("amount", "is_whole"), [(0, True), (1_000, True), (-2_000, True), (1, False), (500, False)]
    )
    def test_says_whether_it_is_whole(self, amount: int, is_whole: bool) -> None:
        assert Quantity(amount).is_whole is is_whole


class TestParse:
    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("2", 2_000),
            ("0.842", 842),
            ("0.5", 500),
            ("1.50", 1_500),
            ("-1", -1_000),
            ("-0.001", -1),
            ("-0", 0),
            (" 3\n", 3_000),
            ("007", 7_000),
            ("999999", QUANTITY_MAX),
            ("-999999", -QUANTITY_MAX),
        ],
    )
    def test_reads(self, text: str, amount: int) -> None:
        assert Quantity.parse(text) == Quantity(amount)

    @pytest.mark.parametrize(
        "text",
        [
            *("", " ", ".", "-", "--1", "+1", "1.", ".5", "1.2345", "1,5", "1 000", "1e3", "1/2"),
            *("NaN", "inf", "0x1", "1_0", "\uff11", "\u0661", "two", "1" * 5_000, "0" * 5_000),
        ],
    )
    def test_refuses_what_is_no_such_number(self, text: str) -> None:
        with pytest.raises(InvalidQuantityError):
            Quantity.parse(text)

    @pytest.mark.parametrize("text", ["999999.001", "1000000", "-999999.001", "999999999.999"])
    def test_refuses_what_is_out_of_range(self, text: str) -> None:
        with pytest.raises(QuantityOutOfRangeError) as refused:
            Quantity.parse(text)

        assert refused.value.values == {"value": text, "largest": 999_999}

    @given(thousandths)
    def test_reads_back_what_str_wrote(self, amount: int) -> None:
        quantity = Quantity(amount)

        assert Quantity.parse(str(quantity)) == quantity

    @given(st.text(max_size=20) | st.text("0123456789.- ", max_size=20))
    def test_reads_any_text_or_refuses_it(self, text: str) -> None:
        try:
            quantity = Quantity.parse(text)
        except InvalidInputError:
            return

        assert Fraction(text.strip()) == Fraction(quantity.thousandths, 1_000)


class TestStr:
    @pytest.mark.parametrize(
        ("amount", "text"),
        [
            (1_000, "1"),
            (10_000, "10"),
            (100_000, "100"),
            (1_500, "1.5"),
            (842, "0.842"),
            (10, "0.01"),
            (-500, "-0.5"),
            (-20_000, "-20"),
            (0, "0"),
        ],
    )
    def test_shows_no_more_than_is_needed(self, amount: int, text: str) -> None:
        assert str(Quantity(amount)) == text
