"""What setup fills in for a country: currency, taxes, cash rounding, notes, time zone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pos_app.domain.cash import CashRounding
from pos_app.domain.errors import InvalidInputError
from pos_app.domain.money import Currency
from pos_app.domain.rounding import Rounding
from pos_app.domain.tax import Tax, TaxClass
from pos_app.services.shifts.counting import CoinRolls

_MILLIONTHS_PER_PERCENT = 10_000


class CountryNotKnownError(InvalidInputError):
    code = "country.unknown"
    text = "There are no presets for {value!r}. Known countries: {known}."


@dataclass(frozen=True, slots=True)
class CountryPreset:
    """Notes, coins and quick cash steps in minor units, ascending."""

    code: str
    name: str
    currency: Currency
    time_zone: str
    languages: tuple[str, ...]
    prices_include_tax: bool
    tax_classes: tuple[TaxClass, ...]
    cash_rounding: CashRounding
    notes: tuple[int, ...]
    coins: tuple[int, ...]
    quick_cash: tuple[int, ...]
    fiscal_notice: str
    tax_number_label: str


class Countries:
    def __init__(self, values: dict[str, Any], rolls: dict[str, Any]) -> None:
        self._values = values
        self._rolls = rolls

    def listed(self) -> tuple[CountryPreset, ...]:
        """All of them, by name."""
        presets = (_preset(code, values) for code, values in self._values.items())
        return tuple(sorted(presets, key=lambda preset: preset.name))

    def get(self, code: str) -> CountryPreset:
        """The presets of a country by its two letters.

        :raises CountryNotKnownError: naming those that are known
        """
        values = self._values.get(code.upper())
        if values is None:
            raise CountryNotKnownError(value=code, known=", ".join(self._values))
        return _preset(code.upper(), values)

    def rolls(self, currency: Currency) -> CoinRolls:
        """How its banks pack coins; of some it is not known, and then there are none."""
        packed = self._rolls.get(currency.code)
        if packed is None:
            return CoinRolls()
        sizes = {int(value): size for value, size in packed["coins"].items()}
        return CoinRolls(sizes, are_bags=packed["packed_in"] == "bag")


def load_countries(resources: Path) -> Countries:
    text = (resources / "countries.json").read_text(encoding="utf-8")
    document = json.loads(text)
    return Countries(document["countries"], document["coin_rolls"])


def _preset(code: str, values: dict[str, Any]) -> CountryPreset:
    rounding = values["cash_rounding"]
    return CountryPreset(
        code=code,
        name=values["name"],
        currency=Currency.of(values["currency"]),
        time_zone=values["timezone"],
        languages=tuple(values["languages"]),
        prices_include_tax=values["prices"] == "inclusive",
        tax_classes=tuple(
            _tax_class(name, percent, values) for name, percent in values["taxes"].items()
        ),
        cash_rounding=(
            CashRounding(rounding["increment_minor"], Rounding(rounding["mode"]))
            if rounding
            else CashRounding()
        ),
        notes=tuple(values["denominations"]["notes"]),
        coins=tuple(values["denominations"]["coins"]),
        quick_cash=tuple(values["quick_cash"]),
        fiscal_notice=values["fiscal_notice"] or "",
        tax_number_label=values["vat_number_label"] or "",
    )


def _tax_class(code: str, percent: str, values: dict[str, Any]) -> TaxClass:
    name = code.replace("_", " ").capitalize()
    exact = Decimal(percent) * _MILLIONTHS_PER_PERCENT
    assert exact == exact.to_integral_value(), percent
    # A rate of nothing is a class without a tax; its line on the receipt would say nothing.
    label = values.get("tax_name", "Tax")
    taxes = (Tax(f"{code}", label, int(exact)),) if exact else ()
    return TaxClass(code, name, taxes)
