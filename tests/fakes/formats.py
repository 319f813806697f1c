"""Formats without a locale library: the same text everywhere, French unless told otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pos_app.domain.money import Money
from pos_app.domain.quantity import Quantity

NO_BREAK = "\u00a0"
SYMBOLS = {"EUR": "€", "CHF": "CHF", "USD": "$"}


@dataclass(frozen=True, slots=True)
class FakeFormats:
    decimal: str = ","
    group: str = NO_BREAK
    in_cents: bool = False

    def money(self, amount: Money) -> str:
        symbol = SYMBOLS.get(amount.currency.code, amount.currency.code)
        return f"{self.number(amount)}{NO_BREAK}{symbol}"

    def number(self, amount: Money) -> str:
        return self._local(amount.plain())

    def quantity(self, quantity: Quantity) -> str:
        return self._local(str(quantity))

    def percent(self, millionths: int) -> str:
        number = f"{millionths // 10_000}.{millionths % 10_000:04d}".rstrip("0").rstrip(".")
        return f"{self._local(number)}{NO_BREAK}%"

    def date(self, day: date) -> str:
        return f"{day:%d/%m/%Y}"

    def time(self, moment: datetime) -> str:
        return f"{moment:%H:%M}"

    def date_time(self, moment: datetime) -> str:
        return f"{self.date(moment)} {self.time(moment)}"

    def parse_amount(self, text: str) -> str:
        return text.replace(self.group, "").replace(self.decimal, ".")

    def _local(self, plain: str) -> str:
        whole, point, rest = plain.partition(".")
        grouped = f"{int(whole):,}".replace(",", self.group)
        sign = "-" if whole.startswith("-") and not grouped.startswith("-") else ""
        return f"{sign}{grouped}{self.decimal if point else ''}{rest}"
