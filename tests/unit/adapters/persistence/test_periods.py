"""A period falls into whole months and single days, each day once."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.persistence.periods import month_of, parts_of

DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


@given(since=DAYS, length=st.integers(0, 800))
def test_every_day_of_the_period_is_in_one_part_and_no_other_day(since: date, length: int) -> None:
    until = since + timedelta(days=length)
    parts = parts_of(since, until)

    for day in (since + timedelta(days=n) for n in range(-70, length + 71)):
        text = day.isoformat()
        hits = [
            parts["first_month"] <= month_of(day) <= parts["last_month"],
            parts["first_day"] <= text <= parts["day_before"],
            parts["day_after"] <= text <= parts["last_day"],
        ]
        assert sum(hits) == (since <= day <= until), (day, parts)


def test_from_the_first_day_to_the_last_there_is_takes_every_month() -> None:
    parts = parts_of(date.min, date.max)

    assert parts["first_month"] < "2026-01" < parts["last_month"]


def test_whole_months_are_read_as_months_alone() -> None:
    parts = parts_of(date(2026, 1, 1), date(2026, 2, 28))

    assert (parts["first_month"], parts["last_month"]) == ("2026-01", "2026-02")
    assert parts["first_day"] > parts["day_before"]
    assert parts["day_after"] > parts["last_day"]
