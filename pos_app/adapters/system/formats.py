"""How a store writes amounts, quantities and dates; loads Babel, so imported after first paint."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import (
    format_decimal,
    get_currency_symbol,
    get_decimal_symbol,
    list_currencies,
)

from pos_app.domain.money import Currency, InvalidAmountError, Money
from pos_app.domain.quantity import THOUSAND, Quantity

MINUS = "\N{MINUS SIGN}"
CACHED_AMOUNTS = 4_096
_RATE_SCALE = 1_000_000
_SPACES = str.maketrans("", "", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'’")
_TYPED = re.compile(r"-?\d+([.,]\d*)*", re.ASCII)


def is_currency(code: str) -> bool:
    """Whether ISO 4217 knows the code, now or in the past."""
    return code in list_currencies()


class BabelFormats:
    """The store's language and country decide; its time zone turns UTC into local time."""

    def __init__(self, *, language: str, country: str, time_zone: str) -> None:
        self._locale = _locale(language, country)
        self._zone = ZoneInfo(time_zone)
        self._decimal = get_decimal_symbol(self._locale)
        self._number = lru_cache(CACHED_AMOUNTS)(self._number_of)
        self._money = lru_cache(CACHED_AMOUNTS)(self._money_of)
        self._quantity = lru_cache(CACHED_AMOUNTS)(self._quantity_of)

    def money(self, amount: Money) -> str:
        return self._money(amount.minor, amount.currency)

    def number(self, amount: Money) -> str:
        return self._number(amount.minor, amount.currency)

    def quantity(self, quantity: Quantity) -> str:
        return self._quantity(quantity.thousandths)

    def percent(self, millionths: int) -> str:
        exact = Decimal(millionths * 100) / _RATE_SCALE
        number = format_decimal(exact, "#,##0.####", locale=self._locale)
        return f"{number}\N{NO-BREAK SPACE}%"

    def date(self, day: date) -> str:
        return format_date(day, "short", locale=self._locale)

    def time(self, moment: datetime) -> str:
        return format_time(self._local(moment), "short", locale=self._locale)

    def date_time(self, moment: datetime) -> str:
        return format_datetime(self._local(moment), "short", locale=self._locale)

    def parse_amount(self, text: str) -> str:
        """Read what a person typed; the last separator begins the decimals.

        :raises InvalidAmountError: for anything but digits, separators and a leading minus
        """
        plain = text.translate(_SPACES).replace(MINUS, "-")
        if not _TYPED.fullmatch(plain):
            raise InvalidAmountError(value=text, currency="")
        if "." in plain and "," in plain:
            last = max(plain.rfind("."), plain.rfind(","))
            whole = re.sub(r"[.,]", "", plain[:last])
            return f"{whole}.{plain[last + 1 :]}"
        separators = plain.count(".") + plain.count(",")
        if separators > 1:  # the same one more than once can only group thousands
            return re.sub(r"[.,]", "", plain)
        return plain.replace(",", ".")

    def _quantity_of(self, thousandths: int) -> str:
        exact = Decimal(thousandths) / THOUSAND
        return format_decimal(exact, "#,##0.###", locale=self._locale).replace("-", MINUS)

    def _number_of(self, minor: int, currency: Currency) -> str:
        digits = currency.minor_digits
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        exact = Decimal(minor).scaleb(-digits)
        return format_decimal(exact, pattern, locale=self._locale).replace("-", MINUS)

    def _money_of(self, minor: int, currency: Currency) -> str:
        symbol = get_currency_symbol(currency.code, locale=self._locale)
        pattern = self._locale.currency_formats["standard"].pattern.partition(";")[0]
        number = self._number_of(abs(minor), currency)
        text = re.sub(r"[#0,.]+", number.replace("\\", ""), pattern, count=1)
        text = text.replace("¤", symbol).replace("\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")
        return f"{MINUS}{text}" if minor < 0 else text

    def _local(self, moment: datetime) -> datetime:
        # A stored moment carries the offset of its time; only plain UTC is moved to the zone.
        offset = moment.utcoffset()
        return moment if offset else moment.astimezone(self._zone)


def _locale(language: str, country: str) -> Locale:
    """The nearest locale that exists: English words with French habits have none, so English."""
    for candidate in (f"{language}_{country}", language, "en"):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("English is always there")
