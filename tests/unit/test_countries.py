from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from babel.numbers import get_currency_precision, list_currencies

from pos_app.adapters.system.countries import load_countries
from pos_app.domain.money import Currency
from pos_app.domain.rounding import Rounding

FILE: Final = Path(__file__).parents[2] / "resources" / "countries.json"
DOCUMENT: Final[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
COUNTRIES: Final[dict[str, dict[str, Any]]] = DOCUMENT["countries"]
CLASSES: Final = ("STANDARD", "REDUCED", "SUPER_REDUCED", "ZERO", "EXEMPT")
MILLIONTHS_PER_PERCENT: Final = 10_000

every_country = pytest.mark.parametrize("country", COUNTRIES.values(), ids=COUNTRIES)


EU: Final = frozenset(
    {
        *("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE"),
        *("IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"),
    }
)
OF_THE_EURO: Final = EU - {"CZ", "DK", "HU", "PL", "RO", "SE"}
BEYOND_THE_EU: Final = frozenset(
    {
        *("GB", "CH", "NO", "IS", "US", "CA", "AU", "NZ", "JP", "KR"),
        *("SG", "IN", "ZA", "MX", "BR", "CL", "TR", "IL", "AE", "SA"),
    }
)
LEAST_IN_THE_EU: Final = 15
"""Per cent: the VAT Directive, art. 97, for the standard rate."""
RATE_MAX: Final = 27


class TestCountries:
    def test_are_the_union_and_twenty_more(self) -> None:
        assert set(COUNTRIES) == EU | BEYOND_THE_EU

    def test_of_the_euro_have_its_notes_and_coins(self) -> None:
        paying = {code for code, country in COUNTRIES.items() if country["currency"] == "EUR"}
        money = {str(COUNTRIES[code]["denominations"]) for code in paying}

        assert paying == OF_THE_EURO
        assert len(money) == 1

    def test_of_the_union_keep_to_its_least_standard_rate(self) -> None:
        for code in EU:
            standard = Decimal(COUNTRIES[code]["taxes"]["STANDARD"])

            assert LEAST_IN_THE_EU <= standard <= RATE_MAX, code

    def test_of_the_union_name_its_database_or_their_law(self) -> None:
        assert all(re.search(r"\d", COUNTRIES[code]["source"]) for code in EU)

    def test_are_read_as_they_are_written(self) -> None:
        countries = load_countries(FILE.parent)

        for code, country in COUNTRIES.items():
            preset = countries.get(code)
            rates = [sum(tax.rate_millionths for tax in one.taxes) for one in preset.tax_classes]

            assert preset.name == country["name"]
            assert preset.currency.code == country["currency"]
            assert rates == [
                int(Decimal(percent) * MILLIONTHS_PER_PERCENT)
                for percent in country["taxes"].values()
            ]

    def test_are_listed_by_name(self) -> None:
        names = [one.name for one in load_countries(FILE.parent).listed()]

        assert names == sorted(country["name"] for country in COUNTRIES.values())

    def test_have_every_field_explained(self) -> None:
        explained = set(DOCUMENT["about"]) - {"for", "as_of", "coin_rolls"} | {"name"}

        assert {code: set(country) for code, country in COUNTRIES.items()} == dict.fromkeys(
            COUNTRIES, explained
        )

    def test_round_cash_where_the_law_or_custom_says_so(self) -> None:
        rounding = {code for code, country in COUNTRIES.items() if country["cash_rounding"]}

        assert rounding == {
            *("IT", "NL", "BE", "IE", "FI", "EE", "LT", "SK", "CZ", "DK", "HU", "SE"),
            *("CH", "NO", "CA", "AU", "NZ", "KR", "SG", "IN", "ZA", "MX", "CL", "IL", "AE"),
        }

    def test_leave_taxes_out_only_where_a_store_must_state_its_own(self) -> None:
        without = {code for code, country in COUNTRIES.items() if not country["taxes"]}

        assert without == {"US", "CA", "BR"}
        assert all("--tax" in COUNTRIES[code]["note"] for code in without)

    def test_say_what_the_law_asks_of_a_till(self) -> None:
        noticed = {code for code, country in COUNTRIES.items() if country["fiscal_notice"]}

        assert noticed == {
            *("FR", "DE", "AT", "ES", "IT", "PT", "BE", "BG", "HR", "DK", "GR", "HU", "LV", "LT"),
            *("MT", "PL", "RO", "SK", "SI", "SE", "NO", "CA", "KR", "MX", "BR", "CL", "TR", "IL"),
            "SA",
        }


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
        assert all(0 <= rate <= RATE_MAX for rate in rates)

    @every_country
    def test_rounds_cash_to_its_smallest_coin_or_more(self, country: dict[str, Any]) -> None:
        rounding = country["cash_rounding"] or {"increment_minor": 1, "mode": "half_up"}

        assert rounding["increment_minor"] in country["denominations"]["coins"]

    @every_country
    def test_rounds_cash_as_it_names(self, country: dict[str, Any]) -> None:
        if country["cash_rounding"]:
            assert Rounding(country["cash_rounding"]["mode"]) in {
                *(Rounding.HALF_UP, Rounding.HALF_DOWN, Rounding.DOWN)
            }
            assert "cash to" in country["source"]

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


class TestRolls:
    def test_are_of_every_coin_in_use(self) -> None:
        for code, packed in DOCUMENT["coin_rolls"].items():
            coins = {
                str(coin)
                for country in COUNTRIES.values()
                if country["currency"] == code
                for coin in country["denominations"]["coins"]
            }

            assert set(packed["coins"]) == coins, code

    def test_say_where_they_are_from(self) -> None:
        for packed in DOCUMENT["coin_rolls"].values():
            assert packed["source"]
            assert packed["packed_in"] in {"roll", "bag"}
            assert all(10 <= size <= 100 for size in packed["coins"].values())

    def test_are_read_as_they_are_written(self) -> None:
        countries = load_countries(FILE.parent)

        assert countries.rolls(Currency.of("EUR")).of(200) == 25
        assert countries.rolls(Currency.of("GBP")).are_bags
        assert countries.rolls(Currency.of("PLN")).of(100) == 0
