from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import InvalidInputError
from pos_app.services.catalogue.number_style import (
    NumberAmbiguousError,
    NumberStyle,
    NumberStyleError,
    decide_style,
    plain_number,
)

POINT, COMMA, UNDECIDED = NumberStyle.POINT, NumberStyle.COMMA, NumberStyle.UNDECIDED


class TestDecideStyle:
    @pytest.mark.parametrize(
        ("amounts", "style"),
        [
            (["1.50", "2"], POINT),
            (["1,50", "2"], COMMA),
            (["1.234,50"], COMMA),
            (["1,234.50"], POINT),
            (["1.234.567"], COMMA),
            (["1,234,567"], POINT),
            (["1234,567"], COMMA),
            (["0.500"], POINT),
            (["1,234", "1.5"], POINT),
            (["1,234", "1,5"], COMMA),
            (["1,5", "1,5", "1.5"], COMMA),
            (["1,234", "17"], UNDECIDED),
            (["1,5", "1.5"], UNDECIDED),
            ([], UNDECIDED),
        ],
    )
    def test_follows_what_the_file_proves(self, amounts: list[str], style: NumberStyle) -> None:
        assert decide_style(amounts, 2) is style

    def test_takes_three_decimals_for_decimals_where_the_currency_has_them(self) -> None:
        assert decide_style(["1.234"], 3) is POINT

    def test_takes_them_for_thousands_where_the_currency_has_none(self) -> None:
        assert decide_style(["1.234"], 0) is COMMA


class TestPlainNumber:
    @pytest.mark.parametrize(
        ("text", "style", "plain"),
        [
            ("12", UNDECIDED, "12"),
            ("12.30", POINT, "12.30"),
            ("1,234.5", POINT, "1234.5"),
            ("1.234,50", COMMA, "1234.50"),
            ("1 234,50", COMMA, "1234.50"),
            ("1\u202f234,50", COMMA, "1234.50"),
            ("1'234.50", POINT, "1234.50"),
            ("-3,5", COMMA, "-3.5"),
            (",5", COMMA, "0.5"),
            ("3,50", UNDECIDED, "3.50"),
            ("3.50", UNDECIDED, "3.50"),
            ("1 234", UNDECIDED, "1234.0"),
        ],
    )
    def test_reads_the_number(self, text: str, style: NumberStyle, plain: str) -> None:
        assert plain_number(text, style, 2) == plain

    def test_refuses_what_could_be_two_numbers(self) -> None:
        with pytest.raises(NumberAmbiguousError, match="1,234"):
            plain_number("1,234", UNDECIDED, 2)

    @pytest.mark.parametrize(("text", "style"), [("3,50", POINT), ("3.50", COMMA)])
    def test_refuses_the_other_style_by_name(self, text: str, style: NumberStyle) -> None:
        with pytest.raises(NumberStyleError, match="as the rest of the file"):
            plain_number(text, style, 2)

    @pytest.mark.parametrize(
        "text", ["", "-", ".", "abc", "1e5", "NaN", "Infinity", "1_000", "\uff11\uff12", "3 €"]
    )
    @pytest.mark.parametrize("style", list(NumberStyle))
    def test_refuses_everything_else(self, text: str, style: NumberStyle) -> None:
        with pytest.raises(InvalidInputError):
            plain_number(text, style, 2)

    @given(st.integers(0, 10**12), st.integers(0, 99))
    def test_reads_both_styles_alike(self, whole: int, cents: int) -> None:
        american = f"{whole:,}.{cents:02d}"
        european = american.translate(str.maketrans(",.", ".,"))

        assert plain_number(american, POINT, 2) == f"{whole}.{cents:02d}"
        assert plain_number(european, COMMA, 2) == f"{whole}.{cents:02d}"

    @given(st.text("0123456789.,- '"), st.sampled_from(list(NumberStyle)))
    def test_gives_a_number_or_refuses(self, text: str, style: NumberStyle) -> None:
        try:
            plain = plain_number(text, style, 2)
        except InvalidInputError:
            return

        assert plain.lstrip("-").replace(".", "", 1).isdigit()
