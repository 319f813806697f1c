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
from pos_app.services.typed_dates import SHORT_DATE, is_day_first, typed_date

TEXT_LENGTH_MAX: Final = 200
NUMBER_DIGITS: Final = 6
MINUTES_AROUND: Final = 5
"""Nobody remembers the minute: what was paid a few minutes before or after is found too."""
_MINUTES_PER_HOUR: Final = 60
_HOURS: Final = 24
_CODE_DIGITS_MIN: Final = 8
_NUMBER: Final = re.compile(r"(?:X-)?[A-Z0-9]{2,8}-\d{1,9}")
_TIME: Final = re.compile(r"(\d{1,2})[:h](\d{2})\s*(am|pm)?", re.ASCII | re.IGNORECASE)


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
        object.__setattr__(self, "is_day_first", is_day_first(self.formats))
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
        short = SHORT_DATE.fullmatch(part)
        if short is not None:
            _first, separator, _second, year = short.groups()
            # 24.11 is an amount where a point begins the decimals; 24.11. and 24/11 are dates.
            is_whole = part.endswith(separator) or year is not None or separator == "/"
            if not is_whole and self.has_decimal_point:
                return None
        return typed_date(part, is_day_first=self.is_day_first, today=today)


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
