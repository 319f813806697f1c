"""Amounts in Stripe's units, by the table of Stripe's own page about currencies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.payments.stripe.amounts import from_stripe, to_stripe
from pos_app.domain.money import Currency
from pos_app.services.payments.processor import AmountError

CODES = [
    *("EUR", "USD", "CNY", "HUF", "TWD", "ISK", "UGX", "JPY", "KRW", "BIF", "CLP", "DJF", "GNF"),
    *("KMF", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"),
    *("BHD", "JOD", "KWD", "OMR", "TND"),
]


@pytest.mark.parametrize(
    ("code", "amount", "units"),
    [
        ("EUR", 1099, 1099),
        ("JPY", 500, 500),
        ("ISK", 5, 500),
        ("UGX", 5, 500),
        ("HUF", 1000, 1000),
        ("TWD", 1000, 1000),
        ("MGA", 1200, 12),
        ("KWD", 5120, 5120),
    ],
)
def test_are_counted_as_stripe_counts(code: str, amount: int, units: int) -> None:
    assert to_stripe(amount, Currency.of(code)) == units


@pytest.mark.parametrize(
    ("code", "amount"),
    [("KWD", 5123), ("MGA", 1250), ("IQD", 1005), ("EUR", 0), ("EUR", -1)],
)
def test_are_refused_where_stripe_cannot_say_them(code: str, amount: int) -> None:
    with pytest.raises(AmountError, match=f"cannot take .*{code}"):
        to_stripe(amount, Currency.of(code))


@given(code=st.sampled_from(CODES), amount=st.integers(1, 10**13))
def test_come_back_as_they_went(code: str, amount: int) -> None:
    currency = Currency.of(code)
    try:
        units = to_stripe(amount, currency)
    except AmountError:
        return

    assert from_stripe(units, currency) == amount


@given(code=st.sampled_from(CODES), amount=st.integers(1, 10**11))
def test_can_be_said_in_every_whole_unit(code: str, amount: int) -> None:
    currency = Currency.of(code)

    assert to_stripe(amount * 10**currency.minor_digits, currency) > 0


@given(code=st.sampled_from(["BHD", "JOD", "KWD", "OMR", "TND"]), amount=st.integers(1, 10**11))
def test_end_in_nought_where_they_have_three_decimals(code: str, amount: int) -> None:
    currency = Currency.of(code)
    if amount % 10:
        with pytest.raises(AmountError):
            to_stripe(amount, currency)
    else:
        assert to_stripe(amount, currency) == amount


@pytest.mark.parametrize(("code", "units"), [("ISK", 550), ("UGX", 1)])
def test_are_not_guessed_where_stripe_says_less_than_there_is(code: str, units: int) -> None:
    with pytest.raises(ValueError, match=code):
        from_stripe(units, Currency.of(code))
