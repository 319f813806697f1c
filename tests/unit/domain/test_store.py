from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.barcode import Embedded, EmbeddedRule
from pos_app.domain.cash import CashRounding
from pos_app.domain.money import Currency
from pos_app.domain.rounding import Rounding
from pos_app.domain.shift import CUT_OVER_HOUR_DEFAULT
from pos_app.domain.staff import PIN_LENGTH_DEFAULT
from pos_app.domain.store import StoreProfile
from pos_app.domain.tax import TaxPolicy, TaxScope

PROFILE = StoreProfile(
    name="Épicerie du Marché",
    country="CH",
    currency_code="CHF",
    time_zone="Europe/Zurich",
    terminal="T01",
    journal_id="0190-journal",
    tax_scope=TaxScope.ITEM.value,
    tax_rounding=Rounding.HALF_EVEN.value,
    cash_increment=5,
    cash_rounding=Rounding.DOWN.value,
    steps=(100, 500, 1_000),
    embedded=(("21", 5, 5, 3, "weight", False), ("22", 5, 4, 2, "price", True)),
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(0, 10**6)
profiles = st.builds(
    StoreProfile,
    **dict.fromkeys(["name", "country", "currency_code", "time_zone", "address", "footer"], texts),
    **dict.fromkeys(["terminal", "journal_id", "printer", "fiscal_notice"], texts),
    **dict.fromkeys(["practice", "demo", "keys_in_file", "prices_include_tax"], st.booleans()),
    **dict.fromkeys(["pin_length", "cut_over_hour", "cash_increment", "largest_note"], numbers),
    steps=st.lists(numbers, max_size=4).map(tuple),
    embedded=st.lists(
        st.tuples(texts, numbers, numbers, numbers, texts, st.booleans()), max_size=3
    ).map(tuple),
)


class TestToText:
    @given(profiles)
    def test_is_read_back_as_the_same_profile(self, profile: StoreProfile) -> None:
        assert StoreProfile.from_text(profile.to_text()) == profile

    def test_writes_every_field(self) -> None:
        assert set(json.loads(PROFILE.to_text())) == set(asdict(PROFILE))

    def test_can_be_read_by_a_person(self) -> None:
        text = PROFILE.to_text()

        assert "Épicerie du Marché" in text
        assert list(json.loads(text)) == sorted(asdict(PROFILE))


class TestFromText:
    def test_ignores_what_a_newer_version_added(self) -> None:
        values = json.loads(PROFILE.to_text()) | {"loyalty": {"points": 3}, "policy": "x"}

        assert StoreProfile.from_text(json.dumps(values)) == PROFILE

    def test_fills_in_what_an_older_version_did_not_know(self) -> None:
        required = ("name", "country", "currency_code", "time_zone", "terminal", "journal_id")
        values = {name: getattr(PROFILE, name) for name in required}

        profile = StoreProfile.from_text(json.dumps(values))

        assert profile == StoreProfile(**values)
        assert (profile.pin_length, profile.cut_over_hour) == (
            PIN_LENGTH_DEFAULT,
            CUT_OVER_HOUR_DEFAULT,
        )
        assert (profile.steps, profile.embedded) == ((), ())
        assert [profile.practice, profile.demo, profile.keys_in_file] == [False] * 3
        assert (profile.largest_note, profile.receipt_columns) == (0, 48)

    @pytest.mark.parametrize("missing", ["name", "currency_code", "terminal", "journal_id"])
    def test_refuses_a_profile_without_its_core(self, missing: str) -> None:
        values = json.loads(PROFILE.to_text())
        del values[missing]

        with pytest.raises(TypeError, match=missing):
            StoreProfile.from_text(json.dumps(values))


class TestStoreProfile:
    def test_knows_its_currency(self) -> None:
        assert PROFILE.currency == Currency("CHF", 2)

    def test_knows_its_tax_policy(self) -> None:
        assert PROFILE.policy == TaxPolicy(
            prices_include_tax=True, scope=TaxScope.ITEM, rounding=Rounding.HALF_EVEN
        )

    def test_knows_its_cash_rounding(self) -> None:
        assert PROFILE.cash == CashRounding(5, Rounding.DOWN)

    def test_knows_its_rules_for_embedded_values(self) -> None:
        assert PROFILE.embedded_rules == (
            EmbeddedRule("21", 5, 5, 3, Embedded.WEIGHT),
            EmbeddedRule("22", 5, 4, 2, Embedded.PRICE, price_check_digit=True),
        )

    def test_knows_them_when_read_back(self) -> None:
        assert StoreProfile.from_text(PROFILE.to_text()).embedded_rules == PROFILE.embedded_rules

    def test_marks_the_numbers_of_a_practice_store(self) -> None:
        assert PROFILE.number_prefix == "T01"
        assert replace(PROFILE, practice=True).number_prefix == "X-T01"

    def test_is_by_default_the_policy_of_the_house(self) -> None:
        plain = StoreProfile("Shop", "FR", "EUR", "Europe/Paris", "T01", "j")

        assert plain.policy == TaxPolicy()
        assert plain.cash == CashRounding()
