"""The dates of a time entry are read as every store writes them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pos_app.adapters.system.countries import load_countries
from pos_app.composition.lazy import LazyFormats
from pos_app.domain.working_time import Side
from pos_app.viewmodels.hours.typed_times import TypedTimes

COUNTRIES = [one.code for one in load_countries(Path("resources")).listed()]
DAY = date(2026, 11, 12)


def typed_in(language: str, country: str) -> TypedTimes:
    formats = LazyFormats(language=language, country=country, time_zone="UTC")
    return TypedTimes(formats, ZoneInfo("UTC"))


@pytest.mark.parametrize("language", ["en", "de", "fr", "nl", "ja", "ko", "bg"])
def test_are_those_that_each_country_writes(language: str) -> None:
    for country in COUNTRIES:
        typed = typed_in(language, country)
        first = typed.of_day(DAY)
        written = typed.later(first)
        texts = {"day": first["day"], "came": "22:00", "left": f"{written} 06:00"}

        times = typed.changed(texts, first, is_new=True)

        got = [f"{times[side]:%Y-%m-%d %H}" for side in (Side.IN, Side.OUT)]
        assert got == ["2026-11-12 22", "2026-11-13 06"], (country, written)


@pytest.mark.parametrize("text", ["13/11/2026", "13-11-26", "13. 11. 2026", "2026-11-13"])
def test_are_read_however_the_numbers_are_parted(text: str) -> None:
    typed = typed_in("en", "NL")
    first = typed.of_day(DAY)

    times = typed.changed({**first, "day": text, "came": "09:00"}, first, is_new=False)

    assert f"{times[Side.IN]:%Y-%m-%d}" == "2026-11-13"
