import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.services.printing.cells import (
    TEXT_LENGTH_MAX,
    cell_width,
    cells,
    clean,
    is_mark,
    pieces,
    wrap,
)

ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=()))


class TestClean:
    @pytest.mark.parametrize(
        ("hostile", "shown"),
        [
            ("Tea\x1bp\x00\x19\xfa", "Teapú"),  # drawer pulse
            ("Tea\x1dV\x00", "TeaV"),  # cut
            ("Tea\x10\x14\x01", "Tea"),  # real-time command
            ("Tea\x1b@", "Tea@"),  # reset
            ("Tea\x1d(k\x03", "Tea(k"),  # QR code
            ("Tea" + "\n" * 500 + "cup", "Tea cup"),
            ("Tea\u2028\u2029\x85cup", "Tea cup"),
            ("\u202e001\u202c", "001"),
            ("\u2066Tea\u2069", "Tea"),
            ("T\u200be\u200da\ufeff", "Tea"),
            ("e" + "\u0301" * 200, "é\u0301\u0301"),
            ("\u0301Tea", "Tea"),
            ("{command:\x1b}", "{command:}"),
            ("<b>Tea</b>", "<b>Tea</b>"),
            ("%s%n {0.__class__}", "%s%n {0.__class__}"),
            ("\ud800", "?"),
            ("\ue000", "?"),
            ("  Tea   cup ", "Tea cup"),
            ("1\u202f234\u00a0€", "1\u00a0234\u00a0€"),
        ],
    )
    def test_leaves_nothing_that_commands_moves_or_hides(self, hostile: str, shown: str) -> None:
        assert clean(hostile) == shown

    def test_bounds_the_length(self) -> None:
        assert len(clean("é" * 100_000)) == TEXT_LENGTH_MAX

    @given(ANY_TEXT)
    def test_changes_nothing_the_second_time(self, text: str) -> None:
        assert clean(clean(text)) == clean(text)

    @given(ANY_TEXT)
    def test_leaves_no_control_character(self, text: str) -> None:
        kinds = {unicodedata.category(char) for char in clean(text)}

        assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class TestCells:
    @pytest.mark.parametrize(
        ("text", "width"),
        [("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("日本", 4), ("\uff21", 2)],
    )
    def test_count_columns_not_characters(self, text: str, width: int) -> None:
        assert cells(text) == width


class TestPieces:
    def test_never_halve_a_wide_character(self) -> None:
        assert pieces("日本語", 5) == ["日本", "語"]

    @given(ANY_TEXT.map(clean), st.integers(2, 50))
    def test_are_the_whole_word_and_never_too_wide(self, word: str, width: int) -> None:
        parts = pieces(word, width)

        assert "".join(parts) == word
        assert all(sum(map(cell_width, part)) <= width for part in parts)

    @given(ANY_TEXT.map(clean), st.integers(2, 50))
    def test_keep_marks_with_their_letter(self, word: str, width: int) -> None:
        assert not any(is_mark(part[0]) for part in pieces(word, width) if part)


class TestWrap:
    def test_breaks_at_spaces(self) -> None:
        assert wrap("the quick brown fox", 10, lines_max=9) == ["the quick", "brown fox"]

    def test_cuts_a_word_that_fits_nowhere(self) -> None:
        assert wrap("a bcdefghijk", 5, lines_max=9) == ["a", "bcdef", "ghijk"]

    def test_keeps_what_is_joined_by_a_no_break_space(self) -> None:
        assert wrap("for 1\u00a0234\u00a0€", 9, lines_max=9) == ["for", "1\u00a0234\u00a0€"]

    def test_ends_in_dots_beyond_the_last_line(self) -> None:
        assert wrap("one two three four", 5, lines_max=2) == ["one", "tw..."]
