import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.services.printing.code128 import LENGTH_MAX, is_drawable, modules_of, symbol_of
from tests.fakes.bar_reader import VALUES, WIDTH, read_bars

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=48)


class TestModules:
    def test_of_a_number_are_what_scanners_read(self) -> None:
        """As a reader of another maker (zbar) has read them."""
        assert modules_of("T01-000123") == (
            "11010010000"  # start B
            "11011100010"  # T
            "10011101100"  # 0
            "10011100110"  # 1
            "10011011100"  # -
            "10011101100"  # 0
            "10011101100"  # 0
            "10011101100"  # 0
            "10011100110"  # 1
            "11001110010"  # 2
            "11001011100"  # 3
            "10001101000"  # check
            "1100011101011"
        )

    @given(PRINTABLE)
    def test_say_what_was_put_in(self, text: str) -> None:
        assert read_bars(modules_of(text)) == text

    def test_are_three_bars_and_as_many_gaps_an_even_part_of_them_dark(self) -> None:
        symbols = [symbol_of(value) for value in range(106)]

        assert len(VALUES) == len(symbols)
        for one in symbols:
            assert len(one) == WIDTH
            assert one.count("1") % 2 == 0
            assert one.count("01") == 2
            assert (one[0], one[-1]) == ("1", "0")

    @pytest.mark.parametrize("text", ["", "é", "a\x1b", "x" * (LENGTH_MAX + 1)])
    def test_are_not_made_of_what_they_cannot_say(self, text: str) -> None:
        assert not is_drawable(text)
