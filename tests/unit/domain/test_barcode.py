from __future__ import annotations

import pytest
from biip import checksums
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.barcode import (
    SCAN_LENGTH_MAX,
    Embedded,
    EmbeddedRule,
    EmptyScanError,
    Scan,
    ScanTooLongError,
    ScanUnreadableError,
    check_digit,
    check_digit_ok,
    check_digit_wrong,
    padded_forms,
    read_embedded,
    value_check_digit,
)

digit_strings = st.text("0123456789", min_size=1, max_size=20)
WEIGHT = EmbeddedRule("21", 5, 5, 3, Embedded.WEIGHT)
PRICE = EmbeddedRule("02", 5, 4, 2, Embedded.PRICE, price_check_digit=True)


def with_check_digit(digits: str) -> str:
    return f"{digits}{check_digit(digits)}"


class TestScan:
    @pytest.mark.parametrize("prefix", ["]E0", "]E4", "]C0", "]A0", "]d1"])
    def test_drops_the_symbology_prefix(self, prefix: str) -> None:
        assert Scan.of(f"{prefix}4006381333931\r\n") == Scan("4006381333931", says_gs1=False)

    @pytest.mark.parametrize("prefix", ["]C1", "]d2", "]Q3", "]e0"])
    def test_says_gs1_by_its_prefix(self, prefix: str) -> None:
        assert Scan.of(f"{prefix}0104006381333931") == Scan("0104006381333931", says_gs1=True)

    def test_keeps_a_separator_inside_and_drops_it_at_the_ends(self) -> None:
        assert Scan.of("\x1d3103\x1d10A\x1d") == Scan("3103\x1d10A", says_gs1=True)

    def test_treats_keys_of_the_keyboard_as_nothing(self) -> None:
        assert Scan.of("\t400\x11638\x1b1333931\r").code == "4006381333931"

    def test_joins_digits_typed_in_groups(self) -> None:
        assert Scan.of("4 006381 333931").code == "4006381333931"

    def test_keeps_spaces_of_other_codes(self) -> None:
        assert Scan.of("ABC 1").code == "ABC 1"

    @pytest.mark.parametrize("raw", ["", "  ", "\r\n", "]C1", "\x1d", "\u200b"])
    def test_refuses_nothing(self, raw: str) -> None:
        with pytest.raises(EmptyScanError):
            Scan.of(raw)

    def test_refuses_what_no_scanner_sends(self) -> None:
        with pytest.raises(ScanTooLongError):
            Scan.of("1" * (SCAN_LENGTH_MAX + 1))

    def test_refuses_half_a_character(self) -> None:
        with pytest.raises(ScanUnreadableError):
            Scan.of("400\ud8006381")

    @given(st.text(max_size=60))
    def test_never_holds_a_line_break(self, raw: str) -> None:
        try:
            code = Scan.of(raw).code
        except EmptyScanError:
            return

        assert code
        assert not set(code) & set("\r\n\t\x1b\0")


class TestCheckDigit:
    @pytest.mark.parametrize(
        "code", ["4006381333931", "20928315", "012345678905", "00012345678905"]
    )
    def test_accepts_right_ones(self, code: str) -> None:
        assert check_digit_ok(code)
        assert not check_digit_wrong(code)

    @pytest.mark.parametrize("code", ["4006381333932", "20928316"])
    def test_refuses_wrong_ones(self, code: str) -> None:
        assert not check_digit_ok(code)
        assert check_digit_wrong(code)

    @pytest.mark.parametrize("code", ["", "12345", "400638133393X", "\uff14" * 13])
    def test_says_nothing_of_other_codes(self, code: str) -> None:
        assert not check_digit_ok(code)
        assert not check_digit_wrong(code)

    @given(digit_strings)
    def test_agrees_with_an_independent_calculation(self, digits: str) -> None:
        assert check_digit(digits) == checksums.gs1_standard_check_digit(digits)

    @given(st.integers(0, 10**12 - 1), st.integers(0, 12), st.integers(1, 9))
    def test_finds_any_one_wrong_digit(self, number: int, place: int, by: int) -> None:
        code = with_check_digit(f"{number:012d}")
        wrong = str((int(code[place]) + by) % 10)

        assert not check_digit_ok(f"{code[:place]}{wrong}{code[place + 1 :]}")

    @given(st.text("0123456789", min_size=4, max_size=5))
    def test_of_an_embedded_value_agrees_with_an_independent_calculation(self, value: str) -> None:
        assert value_check_digit(value) == checksums.gs1_price_weight_check_digit(value)


class TestPaddedForms:
    def test_name_the_code_itself_first(self) -> None:
        assert padded_forms("0012345678905") == (
            "0012345678905",
            "012345678905",
            "00012345678905",
        )

    def test_go_down_to_eight_digits(self) -> None:
        assert "20928315" in padded_forms("0000020928315")

    def test_leave_other_codes_alone(self) -> None:
        assert padded_forms("A-1") == ("A-1",)
        assert padded_forms("12345") == ("12345",)

    @given(st.integers(0, 10**14 - 1), st.sampled_from([8, 12, 13, 14]))
    def test_are_the_same_from_each_of_them(self, number: int, length: int) -> None:
        code = str(number).zfill(length)

        forms = padded_forms(code)

        assert all(set(padded_forms(form)) == set(forms) for form in forms)
        assert len({int(form) for form in forms}) == 1


class TestReadEmbedded:
    def test_reads_a_weight(self) -> None:
        value = read_embedded(with_check_digit("211234500842"), (WEIGHT,))

        assert value is not None
        assert (value.item_code, value.kind, value.scaled(3)) == ("12345", Embedded.WEIGHT, 842)
        assert value.stored_code == with_check_digit("211234500000")

    def test_reads_a_price_with_its_own_check_digit(self) -> None:
        value = read_embedded(with_check_digit("021234592875"), (PRICE,))

        assert value is not None
        assert (value.item_code, value.value, value.decimals) == ("12345", 2875, 2)

    def test_refuses_a_wrong_price_check_digit(self) -> None:
        assert read_embedded(with_check_digit("021234582875"), (PRICE,)) is None

    def test_refuses_a_wrong_check_digit(self) -> None:
        right = with_check_digit("211234500842")

        assert read_embedded(f"{right[:-1]}{(int(right[-1]) + 1) % 10}", (WEIGHT,)) is None

    def test_leaves_codes_of_other_prefixes_and_lengths(self) -> None:
        assert read_embedded("4006381333931", (WEIGHT, PRICE)) is None
        assert read_embedded("20928315", (WEIGHT, PRICE)) is None

    def test_takes_a_zero_that_the_cashier_is_asked_about(self) -> None:
        value = read_embedded(with_check_digit("211234500000"), (WEIGHT,))

        assert value is not None
        assert value.value == 0

    @given(st.integers(0, 99_999), st.integers(0, 99_999))
    def test_gives_back_what_was_put_in(self, item: int, grams: int) -> None:
        value = read_embedded(with_check_digit(f"21{item:05d}{grams:05d}"), (WEIGHT,))

        assert value is not None
        assert (int(value.item_code), value.scaled(3)) == (item, grams)
