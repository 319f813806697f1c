"""What somebody types to find an order: a number, a time, a date, an amount, or words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.money import Currency, Money
from pos_app.services.journal.anchoring import QR_VERSION
from pos_app.services.ports import Formats

TEXT_LENGTH_MAX: Final = 200
NUMBER_DIGITS: Final = 6
MINUTES_AROUND: Final = 5
"""Nobody remembers the minute: what was paid a few minutes before or after is found too."""
_MINUTES_PER_HOUR: Final = 60
_HOURS: Final = 24
_CODE_DIGITS_MIN: Final = 8
_CENTURY: Final = 2_000
_NUMBER: Final = re.compile(r"(?:X-)?[A-Z0-9]{2,8}-\d{1,9}")
_TIME: Final = re.compile(r"(\d{1,2})[:h](\d{2})\s*(am|pm)?", re.ASCII | re.IGNORECASE)
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_SHORT_DATE: Final = re.compile(r"(\d{1,2})([./])(\d{1,2})(?:\2(\d{2}|\d{4})?)?", re.ASCII)
_SAMPLE_DAY: Final = date(2033, 11, 22)
_GROUPS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an order must be like; what is empty says nothing.

    `digits` may be a receipt number or an amount, whichever there is.
    """

    number: str = ""
    digits: str = ""
    code: str = ""
    amount: Money | None = None
    minute: int | None = None
    day: date | None = None
    words: tuple[str, ...] = ()
    address: str | None = None


@dataclass(frozen=True, slots=True)
class FindText:
    """How a store's people write amounts and dates; `today` completes a date without its year."""

    formats: Formats
    currency: Currency
    is_day_first: bool = field(init=False)
    has_decimal_point: bool = field(init=False)

    def __post_init__(self) -> None:
        groups = _GROUPS.findall(self.formats.date(_SAMPLE_DAY))
        is_day_first = groups.index(str(_SAMPLE_DAY.day)) < groups.index(str(_SAMPLE_DAY.month))
        object.__setattr__(self, "is_day_first", is_day_first)
        shown = self.formats.number(Money(10**self.currency.minor_digits * 3 // 2, self.currency))
        object.__setattr__(self, "has_decimal_point", "." in shown)

    def read(self, text: str, *, today: date) -> Wanted:
        """What is meant; a part that can be nothing else is a word."""
        scanned = self._scanned(text)
        if scanned:
            return Wanted(number=scanned)
        wanted = Wanted()
        parts = text[:TEXT_LENGTH_MAX].split()
        for part in parts:
            wanted = self._with(wanted, part, today)
        if wanted.words and wanted.digits:  # Cola 330: of an item's name, and no amount
            words = tuple(one for one in parts if one in wanted.words or one.isdigit())
            return replace(wanted, words=words, digits="")
        return wanted

    def _scanned(self, text: str) -> str:
        """The number in the code of a receipt, or in that of a gift receipt."""
        version, _, rest = text.strip().upper().partition(":")
        if version == QR_VERSION:
            return rest.partition(":")[0]
        return ""

    def _with(self, wanted: Wanted, part: str, today: date) -> Wanted:
        if "@" in part:
            return replace(wanted, address="" if part == "@" else part.lower())
        if _NUMBER.fullmatch(part.upper()):
            return replace(wanted, number=part.upper())
        if part.isascii() and part.isdigit():
            is_code = len(part) >= _CODE_DIGITS_MIN
            return replace(wanted, code=part) if is_code else replace(wanted, digits=part)
        minute = _minute_of(part)
        if minute is not None:
            return replace(wanted, minute=minute)
        return self._with_day_or_amount(wanted, part, today)

    def _with_day_or_amount(self, wanted: Wanted, part: str, today: date) -> Wanted:
        day = self._day_of(part, today)
        if day is not None:
            return replace(wanted, day=day)
        amount = self.amount_of(part)
        if amount is not None:
            return replace(wanted, amount=amount)
        return replace(wanted, words=(*wanted.words, part))

    def amount_of(self, text: str) -> Money | None:
        with suppress(InvalidInputError):
            return Money.parse(self.formats.parse_amount(text), self.currency)
        return None

    def _day_of(self, part: str, today: date) -> date | None:
        iso = _ISO_DATE.fullmatch(part)
        if iso is not None:
            return _date(*(int(group) for group in iso.groups()))
        short = _SHORT_DATE.fullmatch(part)
        if short is None:
            return None
        first, separator, second, year = short.groups()
        # 24.11 is an amount where a point begins the decimals; 24.11. and 24/11 are dates.
        is_whole = part.endswith(separator) or year is not None or separator == "/"
        if not is_whole and self.has_decimal_point:
            return None
        day, month = (first, second) if self.is_day_first else (second, first)
        if year is not None:
            return _date(_full_year(int(year)), int(month), int(day))
        return _latest(int(month), int(day), today)


def numbers_of(digits: str, series: Iterable[str]) -> tuple[str, ...]:
    """The receipt numbers that these digits may be, in each series of the terminal."""
    return tuple(f"{one}-{digits.zfill(NUMBER_DIGITS)}" for one in series)


def minute_of_day(moment: datetime) -> int:
    return moment.hour * _MINUTES_PER_HOUR + moment.minute


def _minute_of(part: str) -> int | None:
    found = _TIME.fullmatch(part)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour >= _HOURS or minute >= _MINUTES_PER_HOUR:
        return None
    return hour * _MINUTES_PER_HOUR + minute


def _full_year(year: int) -> int:
    return year if year >= _CENTURY else _CENTURY + year


def _date(year: int, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day)
    return None


def _latest(month: int, day: int, today: date) -> date | None:
    """The last such day: in December, 24 Nov is of this year, and in January of the last one."""
    this_year = _date(today.year, month, day)
    if this_year is not None and this_year <= today:
        return this_year
    return _date(today.year - 1, month, day)
