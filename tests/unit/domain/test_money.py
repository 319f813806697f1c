from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.money import (
    AMOUNT_MINOR_MAX,
    AmountTooFineError,
    AmountTooLargeError,
    Currency,
    CurrencyMismatchError,
    InvalidAmountError,
    InvalidCurrencyError,
    Money,
)
from pos_app.domain.rounding import Rounding
from tests.unit.domain.exact import rounded

JPY, EUR, KWD, CLF = (Currency.of(code) for code in ("JPY", "EUR", "KWD", "CLF"))
CURRENCIES = [JPY, EUR, KWD, CLF]

currencies = st.sampled_from(CURRENCIES)
minors = st.integers(-AMOUNT_MINOR_MAX, AMOUNT_MINOR_MAX) | st.integers(-10_000, 10_000)


def named(currency: Currency) -> str:
    return currency.code


class TestCurrency:
    @pytest.mark.parametrize(
        ("code", "digits"),
        [("JPY", 0), ("KRW", 0), ("EUR", 2), ("USD", 2), ("CHF", 2), ("KWD", 3), ("CLF", 4)],
    )
    def test_knows_its_minor_digits(self, code: str, digits: int) -> None:
        assert Currency.of(code) == Currency(code, digits)

    @pytest.mark.parametrize("code", ["", "EU", "EURO", "eur", "E1R", "ÉUR", "EUR\n", " EUR", "€"])
    def test_refuses_what_is_no_code(self, code: str) -> None:
        with pytest.raises(InvalidCurrencyError):
            Currency.of(code)


class TestMoney:
    @pytest.mark.parametrize("not_an_int", [1.0, True, "1", None, Fraction(1)])
    def test_refuses_anything_but_a_plain_int(self, not_an_int: object) -> None:
        with pytest.raises(AssertionError):
            Money(not_an_int, EUR)  # type: ignore[arg-type]

    def test_adds_subtracts_and_negates(self) -> None:
        assert Money(150, EUR) + Money(-49, EUR) == Money(101, EUR)
        assert Money(150, EUR) - Money(49, EUR) == Money(101, EUR)
        assert -Money(150, EUR) == Money(-150, EUR)

    def test_is_ordered_by_amount(self) -> None:
        less, more = Money(-2, EUR), Money(1, EUR)

        assert less < more
        assert less <= more
        assert more > less
        assert more >= more  # noqa: PLR0124
        assert not less > more
        assert not more <= less

    @pytest.mark.parametrize(
        "operation",
        [Money.__add__, Money.__sub__, Money.__lt__, Money.__le__],
        ids=["+", "-", "<", "<="],
    )
    def test_never_mixes_currencies(self, operation: Callable[[Money, Money], object]) -> None:
        with pytest.raises(CurrencyMismatchError):
            operation(Money(1, EUR), Money(1, JPY))

    def test_of_another_currency_is_not_equal(self) -> None:
        assert Money(1, EUR) != Money(1, JPY)

    def test_starts_at_zero(self) -> None:
        assert Money.zero(KWD) == Money(0, KWD)


class TestTimes:
    def test_rounds_half_up_away_from_zero(self) -> None:
        assert Money(25, EUR).times(1, 10) == Money(3, EUR)
        assert Money(-25, EUR).times(1, 10) == Money(-3, EUR)

    def test_rounds_as_told(self) -> None:
        assert Money(25, EUR).times(1, 10, rounding=Rounding.HALF_EVEN) == Money(2, EUR)

    @given(minors, st.integers(-9_999, 9_999), st.integers(1, 9_999), st.sampled_from(Rounding))
    def test_agrees_with_fractions(
        self, minor: int, numerator: int, denominator: int, rounding: Rounding
    ) -> None:
        product = Money(minor, EUR).times(numerator, denominator, rounding=rounding)

        assert product.currency is EUR
        assert product.minor == rounded(Fraction(minor * numerator, denominator), rounding)


class TestParse:
    @pytest.mark.parametrize(
        ("text", "currency", "minor"),
        [
            ("12.30", EUR, 1_230),
            ("12.3", EUR, 1_230),
            ("12", EUR, 1_200),
            ("12.", EUR, 1_200),
            (".5", EUR, 50),
            ("-4", EUR, -400),
            ("+4", EUR, 400),
            ("-0.01", EUR, -1),
            ("-0", EUR, 0),
            ("  7.00\n", EUR, 700),
            ("007", EUR, 700),
            ("1.230", EUR, 123),
            ("500", JPY, 500),
            ("500.00", JPY, 500),
            ("1.234", KWD, 1_234),
            ("1.2345", CLF, 12_345),
        ],
    )
    def test_reads(self, text: str, currency: Currency, minor: int) -> None:
        assert Money.parse(text, currency) == Money(minor, currency)

    @pytest.mark.parametrize(
        "text",
        [
            *("", " ", ".", "-", "+", "--1", "+-1", "1-", "1.2.3", "1,20", "1 000", "1'000"),
            *("1e3", "0x10", "NaN", "inf", "€1", "1 EUR", "1_000", "\uff11", "\u0661", "½", "\0"),
        ],
    )
    def test_refuses_what_is_no_plain_number(self, text: str) -> None:
        with pytest.raises(InvalidAmountError):
            Money.parse(text, EUR)

    @pytest.mark.parametrize(
        ("text", "currency"),
        [("1.005", EUR), ("-0.001", EUR), ("0.5", JPY), ("1.0005", KWD), ("1.00005", CLF)],
    )
    def test_refuses_what_is_finer_than_the_currency(self, text: str, currency: Currency) -> None:
        with pytest.raises(AmountTooFineError):
            Money.parse(text, currency)

    @pytest.mark.parametrize("currency", CURRENCIES, ids=named)
    @pytest.mark.parametrize("sign", [1, -1])
    def test_reads_up_to_the_largest_amount(self, currency: Currency, sign: int) -> None:
        largest = Money(sign * AMOUNT_MINOR_MAX, currency)
        larger = Money(sign * (AMOUNT_MINOR_MAX + 1), currency)

        assert Money.parse(largest.plain(), currency) == largest
        with pytest.raises(AmountTooLargeError):
            Money.parse(larger.plain(), currency)

    def test_reads_up_to_a_hundred_billion_euros(self) -> None:
        assert Money.parse("100000000000.00", EUR).minor == AMOUNT_MINOR_MAX

    @pytest.mark.parametrize("digit", "01")
    @pytest.mark.parametrize("form", ["{}", "-{}", "0.{}", "{}.{}"])
    def test_survives_more_digits_than_python_reads(self, digit: str, form: str) -> None:
        text = form.format(*[digit * 5_000] * 2)

        try:
            amount = Money.parse(text, EUR)
        except InvalidInputError:
            assert digit == "1"
        else:
            assert amount == Money.zero(EUR)

    @given(minors, currencies)
    def test_reads_back_what_plain_wrote(self, minor: int, currency: Currency) -> None:
        amount = Money(minor, currency)

        assert Money.parse(amount.plain(), currency) == amount

    @given(st.text(max_size=30) | st.text("0123456789.-+ ", max_size=30), currencies)
    def test_reads_any_text_or_refuses_it(self, text: str, currency: Currency) -> None:
        try:
            amount = Money.parse(text, currency)
        except InvalidInputError:
            return

        assert Fraction(text.strip()) == Fraction(amount.minor, 10**currency.minor_digits)


class TestStr:
    @pytest.mark.parametrize(
        ("minor", "currency", "text"),
        [
            (1_230, EUR, "12.30 EUR"),
            (-1_230, EUR, "-12.30 EUR"),
            (5, EUR, "0.05 EUR"),
            (-5, EUR, "-0.05 EUR"),
            (0, EUR, "0.00 EUR"),
            (500, JPY, "500 JPY"),
            (-7, JPY, "-7 JPY"),
            (1_234, KWD, "1.234 KWD"),
            (-5, KWD, "-0.005 KWD"),
            (12, CLF, "0.0012 CLF"),
        ],
    )
    def test_shows_every_minor_digit(self, minor: int, currency: Currency, text: str) -> None:
        assert str(Money(minor, currency)) == text

    @given(minors, currencies)
    def test_is_the_plain_number_and_the_code(self, minor: int, currency: Currency) -> None:
        number, code = str(Money(minor, currency)).split(" ")

        assert code == currency.code
        assert Fraction(number) == Fraction(minor, 10**currency.minor_digits)
        assert len(number.partition(".")[2]) == currency.minor_digits
