from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.barcode import check_digit
from pos_app.domain.card_number import (
    CardNumberError,
    looks_like_card,
    luhn_ok,
    masked,
    require_no_card,
)

# Numbers that processors publish for tests.
CARDS = [
    "4242424242424242",
    "4111111111111111",
    "5555555555554444",
    "2223003122003222",
    "378282246310005",
    "6011111111111117",
    "3566002020360505",
    "6200000000000005",
]
# Each passes Luhn and begins like a Visa number of 13 digits.
BARCODES_THAT_PASS_LUHN = [
    code
    for code in (f"{n}{check_digit(str(n))}" for n in range(400638133000, 400638133400))
    if luhn_ok(code)
]


class TestLooksLikeCard:
    @pytest.mark.parametrize("card", CARDS)
    @pytest.mark.parametrize("is_code", [True, False])
    def test_finds_the_known_schemes_in_every_field(self, card: str, is_code: bool) -> None:
        assert looks_like_card(card, field_is_code=is_code)

    @pytest.mark.parametrize(
        "text",
        [
            "4242 4242 4242 4242",
            "4242-4242-4242-4242",
            "card 4242424242424242 of Ms Roy",
            "4242 4242 4242 4242 12/29 123",
            "OFF-4242424242424242",
            "3782 822463 10005",
        ],
    )
    def test_finds_them_inside_text(self, text: str) -> None:
        assert looks_like_card(text, field_is_code=False)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "4242424242424241",
            "9999999999999995",
            "42424242424242424242",
            "Milk 1.5% 4 x 250 ml",
            "4242 and 4242 and 4242 and 4242",
        ],
    )
    def test_leaves_other_text(self, text: str) -> None:
        assert not looks_like_card(text, field_is_code=False)

    def test_finds_short_numbers_in_text_and_not_in_codes(self) -> None:
        visa_of_13 = "4222222222222"

        assert looks_like_card(visa_of_13, field_is_code=False)
        assert not looks_like_card(visa_of_13, field_is_code=True)

    def test_never_takes_a_right_gtin_for_a_card(self) -> None:
        assert len(BARCODES_THAT_PASS_LUHN) > 10
        assert not any(
            looks_like_card(code, field_is_code=False) for code in BARCODES_THAT_PASS_LUHN
        )

    def test_never_takes_a_stored_barcode_for_a_card(self) -> None:
        stored = {"4242424242424242"}

        assert not looks_like_card(
            "4242424242424242", field_is_code=True, is_stored=stored.__contains__
        )
        assert looks_like_card(
            "4111111111111111", field_is_code=True, is_stored=stored.__contains__
        )

    def test_does_not_join_barcodes_side_by_side(self) -> None:
        assert not looks_like_card("42424242 42424242", field_is_code=True)


class TestRequireNoCard:
    @pytest.mark.parametrize("gap", ["\u200b", "\u00ad", "\ufeff", "\t", "\n", "\u2009", "\u2028"])
    def test_is_not_got_round_by_what_is_not_seen(self, gap: str) -> None:
        text = f"Card {gap.join(['4111', '1111', '1111', '1111'])}"

        with pytest.raises(CardNumberError) as caught:
            require_no_card(text, field_is_code=False)
        assert "************1111" in str(caught.value)

    def test_leaves_what_hides_nothing(self) -> None:
        require_no_card("Rôle\u200b 4111 1111\n\u202e", field_is_code=False)

    @pytest.mark.parametrize("zero", ["\uff10", "\u0660", "\u0966", "\U0001d7ce", "\u2080"])
    def test_is_not_got_round_by_digits_of_another_script(self, zero: str) -> None:
        written = "".join(chr(ord(zero) + int(digit)) for digit in CARDS[0])

        with pytest.raises(CardNumberError, match=r"\*{12}4242"):
            require_no_card(f"Ms Roy {written}", field_is_code=False)

        require_no_card(f"Ms Roy {written[:8]}", field_is_code=False)
        require_no_card("4111111\x1d111111111", field_is_code=True)


class TestMasked:
    @pytest.mark.parametrize("card", CARDS)
    def test_shows_the_last_four_digits_only(self, card: str) -> None:
        assert masked(f"paid by {card}, thanks") == (
            f"paid by {'*' * (len(card) - 4)}{card[-4:]}, thanks"
        )

    def test_hides_a_number_written_in_groups(self) -> None:
        assert masked("4242 4242 4242 4242") == "************4242"

    def test_hides_every_number(self) -> None:
        assert masked(", ".join(CARDS)).count("*" * 11) == len(CARDS)

    @given(st.text(max_size=80))
    def test_leaves_nothing_that_looks_like_a_card(self, text: str) -> None:
        assert not looks_like_card(masked(text), field_is_code=False)

    @given(st.text("0123456789 -.x4", max_size=60))
    def test_hides_all_cards_in_texts_full_of_digits(self, text: str) -> None:
        assert not looks_like_card(masked(text), field_is_code=False)
