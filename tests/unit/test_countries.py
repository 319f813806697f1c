from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from babel.numbers import get_currency_precision, list_currencies

from pos_app.domain.rounding import Rounding

FILE: Final = Path(__file__).parents[2] / "resources" / "countries.json"
DOCUMENT: Final[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
COUNTRIES: Final[dict[str, dict[str, Any]]] = DOCUMENT["countries"]
CLASSES: Final = ("STANDARD", "REDUCED", "SUPER_REDUCED", "ZERO", "EXEMPT")
MILLIONTHS_PER_PERCENT: Final = 10_000

every_country = pytest.mark.parametrize("country", COUNTRIES.values(), ids=COUNTRIES)


class TestCountries:
    def test_are_the_twelve(self) -> None:
        assert set(COUNTRIES) == {
            *("FR", "DE", "AT", "ES", "IT", "PT", "NL", "BE"),
            *("GB", "CH", "JP", "US"),
        }

    def test_have_every_field_explained(self) -> None:
        explained = set(DOCUMENT["about"]) - {"for", "as_of"} | {"name"}

        assert {code: set(country) for code, country in COUNTRIES.items()} == dict.fromkeys(
            COUNTRIES, explained
        )

    def test_round_cash_where_the_law_or_custom_says_so(self) -> None:
        rounding = {code for code, country in COUNTRIES.items() if country["cash_rounding"]}

        assert rounding == {"IT", "NL", "BE", "CH"}

    def test_leave_taxes_out_only_where_a_store_must_state_its_own(self) -> None:
        assert [code for code, country in COUNTRIES.items() if not country["taxes"]] == ["US"]

    def test_say_what_the_law_asks_of_a_till(self) -> None:
        noticed = {code for code, country in COUNTRIES.items() if country["fiscal_notice"]}

        assert noticed == {"FR", "DE", "AT", "ES", "IT", "PT", "BE"}


class TestCountry:
    @every_country
    def test_has_a_currency_that_the_formatter_knows(self, country: dict[str, Any]) -> None:
        assert country["currency"] in list_currencies()

    @every_country
    def test_has_a_time_zone_that_exists(self, country: dict[str, Any]) -> None:
        assert ZoneInfo(country["timezone"]).key == country["timezone"]

    @every_country
    def test_says_whether_prices_contain_tax(self, country: dict[str, Any]) -> None:
        assert country["prices"] in {"inclusive", "exclusive"}

    @every_country
    def test_knows_only_the_five_tax_classes(self, country: dict[str, Any]) -> None:
        assert [code for code in CLASSES if code in country["taxes"]] == list(country["taxes"])

    @every_country
    def test_has_rates_that_are_exact_millionths(self, country: dict[str, Any]) -> None:
        rates = [Decimal(percent) for percent in country["taxes"].values()]

        assert all(rate * MILLIONTHS_PER_PERCENT % 1 == 0 for rate in rates)
        assert rates == sorted(rates, reverse=True)

    @every_country
    def test_rounds_cash_to_its_smallest_coin_or_more(self, country: dict[str, Any]) -> None:
        rounding = country["cash_rounding"] or {"increment_minor": 1, "mode": "half_up"}

        assert Rounding(rounding["mode"]) is Rounding.HALF_UP
        assert rounding["increment_minor"] in country["denominations"]["coins"]

    @every_country
    def test_lists_notes_and_coins_upwards(self, country: dict[str, Any]) -> None:
        for kind in ("notes", "coins"):
            values = country["denominations"][kind]

            assert values == sorted(set(values))
            assert values[0] > 0

    @every_country
    def test_offers_amounts_that_a_person_can_hand_over(self, country: dict[str, Any]) -> None:
        steps = country["quick_cash"]
        money = country["denominations"]["notes"] + country["denominations"]["coins"]

        assert set(steps) <= set(money)
        assert steps == sorted(steps)
        assert steps[0] >= 10 ** get_currency_precision(country["currency"])

    @every_country
    def test_names_its_source(self, country: dict[str, Any]) -> None:
        assert country["source"].endswith(".")
