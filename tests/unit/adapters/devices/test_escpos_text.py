import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.devices.escpos_text import FEED_AND_CUT, START, job_bytes, line_bytes
from pos_app.services.printing.cells import cells, clean

ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=()))


class TestLineBytes:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("Tea 1.20", b"Tea 1.20"),
            ("é € × £", b"\x82 \xd5 \x9e \x9c"),
            ("e\u0301", b"\x82"),  # composed first
            ("č", b"c"),
            ("d’or – “x”", b'd\'or - "x"'),
            ("Ω茶", b"???"),  # a wide character keeps its two columns
            ("e\u0301\u0332", b"\x82"),
            ("1\u00a0234", b"1\xff234"),
        ],
    )
    def test_are_one_byte_a_cell(self, line: str, expected: bytes) -> None:
        assert line_bytes(line) == expected

    @pytest.mark.parametrize("command", ["\x1bp\x00\x19\xfa", "\x1dV\x00", "\x10\x14\x01", "\x1b@"])
    def test_hold_no_command_even_if_a_line_does(self, command: str) -> None:
        assert not set(line_bytes(f"Tea{command}")) & {*range(0x20), 0x7F}

    @given(ANY_TEXT.map(clean))
    def test_are_as_wide_as_the_line(self, line: str) -> None:
        data = line_bytes(line)

        assert len(data) == cells(line)
        assert not set(data) & {*range(0x20), 0x7F}


class TestJobBytes:
    def test_begin_with_a_reset_and_end_with_a_cut(self) -> None:
        assert job_bytes(["a", "b"]) == START + b"a\nb\n" + FEED_AND_CUT
