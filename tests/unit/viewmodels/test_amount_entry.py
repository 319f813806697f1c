"""Amounts as they are typed: in whole units, or in cents."""

from __future__ import annotations

import pytest

from pos_app.domain.money import Currency, Money
from pos_app.viewmodels.shared.amount_entry import AmountEntry, amount_of
from pos_app.viewmodels.shared.decimal_sign import decimal_sign
from tests.fakes.catalogue import EUR
from tests.fakes.formats import FakeFormats

JPY = Currency.of("JPY")
KEYS = [
    ("50", 5_000, 50),
    ("5000", 500_000, 5_000),
    ("5", 500, 5),
    ("50.", 5_000, 5_000),
    ("12.5", 1_250, 1_250),
    ("007", 700, 7),
]


def typed(keys: str, currency: Currency = EUR, *, in_cents: bool) -> int:
    entry = AmountEntry(currency, in_cents=in_cents)
    for key in keys:
        entry.press(key)
    return entry.amount.minor


class TestAmount:
    @pytest.mark.parametrize(("keys", "whole", "cents"), KEYS)
    def test_is_what_was_typed(self, keys: str, whole: int, cents: int) -> None:
        assert (typed(keys, in_cents=False), typed(keys, in_cents=True)) == (whole, cents)

    @pytest.mark.parametrize(("digits", "whole", "cents"), [one for one in KEYS if one[0] != "50."])
    def test_of_digits_typed_before_is_the_same(self, digits: str, whole: int, cents: int) -> None:
        assert amount_of(digits, EUR, in_cents=False) == Money(whole, EUR)
        assert amount_of(digits, EUR, in_cents=True) == Money(cents, EUR)

    def test_is_as_large_in_cents(self) -> None:
        assert typed("99999999999", in_cents=True) == typed("999999999.99", in_cents=False)
        assert typed("99999999999.", in_cents=True) == 99_999_999_999

    def test_of_money_without_cents_is_whole(self) -> None:
        assert typed("5000", JPY, in_cents=True) == 5_000
        assert amount_of("5000", JPY, in_cents=True) == Money(5_000, JPY)

    def test_in_cents_leaves_the_place_of_the_point_to_two_noughts(self) -> None:
        assert decimal_sign(EUR, FakeFormats()) == ","
        assert decimal_sign(EUR, FakeFormats(in_cents=True)) == ""
