"""How figures and moments are written on the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Final

from babel.numbers import format_currency, format_decimal, get_currency_precision

LOCALE: Final = "en_GB"
THOUSANDTHS: Final = 1_000
MINOR_MAX: Final = 10**12
_AMOUNT: Final = re.compile(r"[+-]?[0-9]{1,16}(?:[.,](?P<part>[0-9]{0,4}))?")
_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


def money(minor: int, currency: str) -> str:
    """Without a currency, where none is known yet, the plain minor units."""
    if not currency:
        return str(minor)
    amount = Decimal(minor).scaleb(-_places(currency))
    text: str = format_currency(amount, currency, locale=LOCALE)
    return text.replace("-", "−")


def plain_money(minor: int, currency: str) -> str:
    """As it stands in a field to be edited, such as 12.50."""
    return f"{Decimal(minor).scaleb(-_places(currency)):f}"


def minor_of(text: str, currency: str) -> int | None:
    """Minor units of what was typed, with a point or a comma; None if that is no amount.

    What has more places than the currency is none: it may have been meant as thousands.
    """
    plain = text.strip().replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    typed = _AMOUNT.fullmatch(plain)
    places = _places(currency)
    if typed is None or len(typed["part"] or "") > places:
        return None
    amount = Decimal(plain.replace(",", ".")).scaleb(places)
    return int(amount) if abs(amount) <= MINOR_MAX else None


def count(number: int) -> str:
    text: str = format_decimal(number, locale=LOCALE)
    return text.replace("-", "−")


def quantity(thousandths: int) -> str:
    text: str = format_decimal(Decimal(thousandths) / THOUSANDTHS, locale=LOCALE)
    return text.replace("-", "−")


def day(value: date) -> str:
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def moment(value: datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M}"


def ago(then: datetime, now: datetime) -> str:
    passed = max(now - then, timedelta(0))
    for length, one, many in ((_DAY, "day", "days"), (_HOUR, "hour", "hours")):
        if passed >= length:
            number = passed // length
            return f"{number} {one if number == 1 else many} ago"
    minutes = passed // _MINUTE
    if minutes:
        return f"{minutes} minute{'' if minutes == 1 else 's'} ago"
    return "just now"


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    "money": money,
    "count": count,
    "quantity": quantity,
    "day": day,
    "moment": moment,
    "ago": ago,
}


@cache
def _places(currency: str) -> int:
    return int(get_currency_precision(currency)) if currency else 0
