from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.working_time import (
    Correction,
    Punch,
    Side,
    TimeEntry,
    TimeGapError,
    Worked,
    by_day,
    in_zone,
    time_entries,
)

PARIS, NEW_YORK = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")
ANA, BEN = 1, 2


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def test_leaving_ends_what_the_same_person_began() -> None:
    found = time_entries(
        [
            Punch(1, ANA, Side.IN, at("2026-03-02 09:00")),
            Punch(2, BEN, Side.IN, at("2026-03-02 10:00")),
            Punch(3, ANA, Side.OUT, at("2026-03-02 12:30")),
            Punch(4, ANA, Side.OUT, at("2026-03-02 12:31")),
        ]
    )

    assert found == [
        TimeEntry(1, ANA, at("2026-03-02 09:00"), at("2026-03-02 12:30")),
        TimeEntry(2, BEN, at("2026-03-02 10:00")),
    ]
    assert [one.minutes() for one in found] == [210, 0]


def test_an_end_that_was_forgotten_is_not_made_up() -> None:
    found = time_entries(
        [
            Punch(1, ANA, Side.IN, at("2026-03-02 09:00")),
            Punch(2, ANA, Side.IN, at("2026-03-03 09:00")),
            Punch(3, ANA, Side.OUT, at("2026-03-03 17:00")),
        ]
    )

    assert [one.ended for one in found] == [None, at("2026-03-03 17:00")]
    assert found[0].is_forgotten(at("2026-03-03 09:00"))
    assert not found[0].is_forgotten(at("2026-03-02 23:00"))
    assert by_day(found, PARIS) == [
        Worked(ANA, date(2026, 3, 2), 0, is_open=True),
        Worked(ANA, date(2026, 3, 3), 480, is_open=False),
    ]


def test_of_corrections_the_last_one_of_each_end_counts() -> None:
    punches = [Punch(1, ANA, Side.IN, at("2026-03-02 09:00"))]
    corrections = [
        Correction(1, Side.OUT, at("2026-03-02 17:00")),
        Correction(1, Side.OUT, at("2026-03-02 17:30")),
        Correction(1, Side.IN, at("2026-03-02 08:55")),
        Correction(99, Side.IN, at("2026-03-02 08:55")),
    ]

    assert time_entries(punches, corrections) == [
        TimeEntry(1, ANA, at("2026-03-02 08:55"), at("2026-03-02 17:30"), is_corrected=True)
    ]


@pytest.mark.parametrize(
    ("began", "ended", "days"),
    [
        ("2026-03-02 22:00", "2026-03-03 02:15", {2: 120, 3: 135}),
        ("2026-03-28 22:00", "2026-03-29 06:00", {28: 120, 29: 300}),  # 02:00 is 03:00
        ("2026-10-24 22:00", "2026-10-25 06:00", {24: 120, 25: 420}),  # 03:00 comes twice
        ("2026-03-02 09:00", "2026-03-02 09:00", {2: 0}),
        ("2026-03-02 22:00", "2026-03-03 00:00", {2: 120}),
    ],
)
def test_minutes_are_those_that_passed_and_stand_at_their_days(
    began: str, ended: str, days: dict[int, int]
) -> None:
    worked = by_day([TimeEntry(1, ANA, at(began), at(ended))], PARIS)

    assert {one.day.day: one.minutes for one in worked} == days


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 16 * 3_600)), max_size=8))
def test_days_add_up_to_the_time_entries(parts: list[tuple[int, int]]) -> None:
    first = datetime(2026, 3, 20, tzinfo=UTC)
    worked = [
        TimeEntry(seq, ANA, began, began + timedelta(seconds=long))
        for seq, (after, long) in enumerate(parts)
        for began in (first + timedelta(seconds=after),)
    ]

    assert sum(one.minutes for one in by_day(worked, PARIS)) == sum(one.minutes() for one in worked)


def test_a_time_of_the_store_is_one_that_its_clocks_showed() -> None:
    assert in_zone(datetime.fromisoformat("2026-03-02 09:00"), PARIS) == at("2026-03-02 09:00")
    first = in_zone(datetime.fromisoformat("2026-10-25 02:30"), PARIS)  # shown twice
    assert first.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    with pytest.raises(TimeGapError, match="2026-03-29 02:30"):
        in_zone(datetime.fromisoformat("2026-03-29 02:30"), PARIS)
    for end, zone in (("0001-01-01 00:00", PARIS), ("9999-12-31 23:59", NEW_YORK)):
        with pytest.raises(TimeGapError, match="the calendar ends"):
            in_zone(datetime.fromisoformat(end), zone)


def test_what_was_added_can_be_corrected() -> None:
    added = TimeEntry(7, ANA, at("2026-03-02 09:00"), at("2026-03-02 12:00"), is_added=True)

    (found,) = time_entries([], [Correction(7, Side.OUT, at("2026-03-02 13:00"))], [added])

    assert (found.minutes(), found.is_added, found.is_corrected) == (240, True, True)
