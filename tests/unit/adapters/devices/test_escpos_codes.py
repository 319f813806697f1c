import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.devices.escpos_codes import bars_bytes, logo_bytes, qr_bytes
from pos_app.adapters.devices.escpos_text import FEED_AND_CUT, START, job_bytes
from pos_app.domain.logo import Logo
from pos_app.services.print_lines import BarsLine, QrLine
from tests.fakes.logos import ARROW, drawn_by, logos

PULSE = "\x1bp\x00\x19\xfa"


class TestQr:
    def test_is_the_printers_own_command_in_the_middle(self) -> None:
        assert qr_bytes("HELD-3F2A9C01B7D4") == (
            b"\x1ba\x01"
            b"\x1d(k\x04\x001A2\x00"
            b"\x1d(k\x03\x001C\x06"
            b"\x1d(k\x03\x001E1"
            b"\x1d(k\x14\x001P0HELD-3F2A9C01B7D4"
            b"\x1d(k\x03\x001Q0"
            b"\x1ba\x00"
        )

    def test_counts_its_bytes_in_two(self) -> None:
        assert b"\x1d(k\x5b\x021P0" + b"x" * 600 in qr_bytes("x" * 600)

    def test_has_what_can_be_typed_beneath_it(self) -> None:
        assert qr_bytes("T01-1", b"T01-1").endswith(b"1Q0T01-1\n\x1ba\x00")

    @pytest.mark.parametrize("payload", [f"POS1:{'T' * 8}-000001:99999999:EUR:T01:1:{'F' * 64}"])
    def test_of_a_receipt_is_narrower_than_any_paper(self, payload: str) -> None:
        modules = len(segno.make(payload, error="m", micro=False).matrix) + 8

        assert modules * 6 <= 32 * 12


class TestBars:
    def test_are_the_printers_own_command_in_the_middle(self) -> None:
        assert bars_bytes("T01-000123") == (
            b"\x1ba\x01\x1dH\x00\x1dh\x40\x1dw\x02\x1dkI\x0c{BT01-000123\n\x1ba\x00"
        )

    def test_double_a_brace_which_would_command_the_code(self) -> None:
        assert b"\x1dkI\x06{B{{A1" in bars_bytes("{A1")


class TestJob:
    def test_has_codes_between_its_lines(self) -> None:
        code = QrLine("T01-1", "T01-1", ("QR", "T01-1"))

        assert job_bytes(["a", code, BarsLine("T01-1"), "b"]) == (
            START
            + b"a\n"
            + qr_bytes("T01-1", b"T01-1")
            + bars_bytes("T01-1")
            + b"b\n"
            + FEED_AND_CUT
        )

    @given(st.text(max_size=50))
    def test_says_before_a_payload_how_long_it_is(self, text: str) -> None:
        """So that no printer takes a byte of it for a command."""
        payload = text + PULSE
        data = qr_bytes(payload)
        start = data.index(b"1P0") + 3
        length = int.from_bytes(data[start - 5 : start - 3], "little") - 3

        assert data[start : start + length] == payload.encode()
        assert data[start + length :].startswith(b"\x1d(k\x03\x001Q0")


class TestLogo:
    def test_is_the_printers_own_command_in_the_middle(self) -> None:
        assert logo_bytes(ARROW) == (
            b"\x1ba\x01\x1dv0\x00\x02\x00\x03\x00\xff\xf0\x0f\x00\x06\x00\x1ba\x00"
        )

    @given(logos())
    def test_is_drawn_with_the_same_dots(self, logo: Logo) -> None:
        drawn = drawn_by(logo_bytes(logo))

        assert (drawn.height, drawn.bits) == (logo.height, logo.bits)
        assert 0 <= drawn.width - logo.width < 8

    def test_stands_between_its_lines(self) -> None:
        assert job_bytes([ARROW, "Tea"]) == START + logo_bytes(ARROW) + b"Tea\n" + FEED_AND_CUT
