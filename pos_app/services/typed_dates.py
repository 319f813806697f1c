"""Dates as somebody types them: as the store writes them, or year first."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Final

from pos_app.services.ports import Formats

SHORT_DATE: Final = re.compile(r"(\d{1,2})([./])(\d{1,2})(?:\2(\d{2}|\d{4})?)?", re.ASCII)
# Without its year it might as well be a number.
_DASHED_DATE: Final = re.compile(r"(\d{1,2})(-)(\d{1,2})-(\d{4})", re.ASCII)
_ISO_DATE: Final = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})", re.ASCII)
_CENTURY: Final = 2_000
_SAMPLE_DAY: Final = date(2033, 11, 22)
_GROUPS: Final = re.compile(r"\d+")
_WHOLE_DATE: Final = re.compile(r"\d+\D+\d+\D+\d+\D*")


def is_day_first(formats: Formats) -> bool:
    """Whether the store writes the day before the month."""
    groups = _GROUPS.findall(formats.date(_SAMPLE_DAY))
    return groups.index(str(_SAMPLE_DAY.day)) < groups.index(str(_SAMPLE_DAY.month))


def typed_date(text: str, *, is_day_first: bool, today: date | None = None) -> date | None:
    """The day that is meant; without its year the last such day, if `today` is said."""
    iso = _ISO_DATE.fullmatch(text)
    if iso is not None:
        year, _separator, month, day = iso.groups()
        return _date(int(year), int(month), int(day))
    short = SHORT_DATE.fullmatch(text) or _DASHED_DATE.fullmatch(text)
    if short is None:
        return None
    first, _separator, second, year = short.groups()
    day, month = (first, second) if is_day_first else (second, first)
    if year is not None:
        return _date(_full_year(int(year)), int(month), int(day))
    return None if today is None else _latest(int(month), int(day), today)


def written_date(text: str, formats: Formats) -> date | None:
    """The day in three numbers, in the order of the store's own dates, however they are parted."""
    if _WHOLE_DATE.fullmatch(text) is None:
        return None
    order = _GROUPS.findall(formats.date(_SAMPLE_DAY))
    numbers = dict(zip(order, map(int, _GROUPS.findall(text)), strict=True))
    month, day = numbers.pop(str(_SAMPLE_DAY.month)), numbers.pop(str(_SAMPLE_DAY.day))
    return _date(_full_year(*numbers.values()), month, day)


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
