"""Amounts in PayPal's own decimals: never a cent more or less than the till means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.payments.paypal.amounts import AT_HOME, TAKEN, WHOLE, amount_of, minor_of
from pos_app.adapters.payments.paypal.fields import Fields
from pos_app.domain.money import AMOUNT_MINOR_MAX, Currency
from pos_app.services.payments.processor import AmountError

amounts = st.integers(min_value=1, max_value=AMOUNT_MINOR_MAX)
currencies = st.sampled_from(sorted(TAKEN)).map(Currency.of)


@pytest.mark.parametrize(
    ("minor", "code", "value"),
    [
        (1, "EUR", "0.01"),
        (1230, "EUR", "12.30"),
        (100, "USD", "1.00"),
        (1250, "JPY", "1250"),
        (125_000, "HUF", "1250"),
        (100, "TWD", "1"),
        (990, "CNY", "9.90"),
    ],
)
def test_are_written_as_paypal_reads_them(minor: int, code: str, value: str) -> None:
    assert amount_of(minor, Currency.of(code)) == {"currency_code": code, "value": value}


@given(minor=amounts, currency=currencies)
def test_come_back_as_they_went_or_do_not_go(minor: int, currency: Currency) -> None:
    try:
        written = amount_of(minor, currency)
    except AmountError:
        assert currency.code in WHOLE
        assert minor % 100
        return

    assert minor_of(Fields(written), currency) == minor
    assert ("." in written["value"]) is (currency.code not in WHOLE)


@pytest.mark.parametrize("code", ["HUF", "TWD"])
def test_with_cents_are_refused_where_paypal_has_none(code: str) -> None:
    with pytest.raises(AmountError, match=f"PayPal cannot take 12.50 {code}.*without decimals"):
        amount_of(1250, Currency.of(code))


@pytest.mark.parametrize("code", ["KWD", "KRW", "ISK", "XOF", "TRY"])
def test_in_a_currency_that_paypal_does_not_take_are_refused(code: str) -> None:
    with pytest.raises(AmountError, match=f"it does not take {code}"):
        amount_of(1000, Currency.of(code))


def test_of_in_country_accounts_are_left_to_paypal_to_judge() -> None:
    assert all(amount_of(100, Currency.of(code))["value"] == "1.00" for code in AT_HOME)


@pytest.mark.parametrize(
    ("value", "code", "minor"),
    [
        ("12.3", "EUR", 1230),
        ("12", "EUR", 1200),
        ("1250.00", "HUF", 125_000),
        ("-5.00", "EUR", -500),
        (".50", "EUR", 50),
    ],
)
def test_are_read_however_exactly_they_are_written(value: str, code: str, minor: int) -> None:
    told = Fields({"currency_code": code, "value": value})

    assert minor_of(told, Currency.of(code)) == minor


@pytest.mark.parametrize(
    "told",
    [
        {"currency_code": "USD", "value": "12.30"},
        {"currency_code": "EUR", "value": 12.3},
        {"currency_code": "EUR", "value": "12.305"},
        {"currency_code": "EUR", "value": "1e3"},
        {"currency_code": "EUR", "value": "12,30"},
        {"currency_code": "EUR", "value": "NaN"},
        {"currency_code": "EUR", "value": "9" * 30},
        {"currency_code": "EUR"},
        {"value": "12.30"},
    ],
)
def test_that_are_none_are_not_guessed_at(told: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        minor_of(Fields(told), Currency.of("EUR"))
