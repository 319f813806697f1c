from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pos_app.services.backup.keeping import (
    KEPT,
    AutomaticBackup,
    BackupKind,
    automatic,
    is_daily_due,
    outlived,
)

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def named(kind: BackupKind, days: int, hours: int = 0) -> str:
    return AutomaticBackup.of(kind, NOON + timedelta(days=days, hours=hours)).name


class TestName:
    @pytest.mark.parametrize("kind", BackupKind)
    def test_says_what_it_is_and_when_it_was_made(self, kind: BackupKind) -> None:
        made_at = NOON + timedelta(microseconds=7)
        made = AutomaticBackup.of(kind, made_at)

        assert made.name == f"{kind.value}-20260314T120000000007Z.sqlite3"
        assert automatic([made.name]) == [made]

    @pytest.mark.parametrize(
        "name",
        [
            "replaced-20260314T120000000007Z.sqlite3",
            "daily-20260314T120000000007Z.sqlite3.partial",
            "daily-20261340T120000000007Z.sqlite3",
            "daily.sqlite3",
            "backup.sqlite3",
        ],
    )
    def test_of_another_file_is_nothing(self, name: str) -> None:
        assert automatic([name]) == []


class TestDailyBackup:
    def test_is_due_once_a_day(self) -> None:
        names = [named(BackupKind.DAILY, 0)]

        assert is_daily_due([], now=NOON)
        assert not is_daily_due(names, now=NOON + timedelta(hours=11))
        assert is_daily_due(names, now=NOON + timedelta(hours=12))

    @pytest.mark.parametrize(
        ("hours", "is_due"),
        [(-24, True), (-10, True), (-9, False), (-1, False), (0, False)],
    )
    def test_is_due_from_its_hour_on(self, hours: int, is_due: bool) -> None:
        """Noon here is eight in New York, and 22 o'clock there was ten hours ago."""
        names = [
            AutomaticBackup.of(BackupKind.DAILY, NOON + timedelta(hours=hours, minutes=-1)).name
        ]

        assert is_daily_due(names, now=NOON, hour=22, zone="America/New_York") is is_due

    def test_of_an_hour_to_come_is_that_of_the_day_before(self) -> None:
        names = [named(BackupKind.DAILY, -1, hours=-1)]

        assert is_daily_due(names, now=NOON, hour=11)
        assert not is_daily_due(names, now=NOON - timedelta(hours=1, seconds=1), hour=11)
        assert not is_daily_due([named(BackupKind.DAILY, 0, -1)], now=NOON, hour=11)

    def test_is_not_replaced_by_that_of_a_shift(self) -> None:
        assert is_daily_due([named(BackupKind.SHIFT, 0)], now=NOON)

    def test_is_due_although_a_wrong_clock_made_one_for_the_future(self) -> None:
        assert is_daily_due([named(BackupKind.DAILY, 400)], now=NOON)


class TestOutlived:
    def test_are_the_oldest_of_a_kind(self) -> None:
        days = [named(BackupKind.DAILY, day) for day in range(9)]
        shifts = [named(BackupKind.SHIFT, 0, hour) for hour in range(6)]

        assert outlived([*shifts, *days], newest=days[-1]) == [*days[:2], shifts[0]]

    def test_are_none_of_those_kept(self) -> None:
        names = [named(kind, day) for kind in BackupKind for day in range(KEPT[kind])]

        assert outlived(names, newest=names[0]) == []

    def test_are_never_files_of_others(self) -> None:
        names = [f"replaced-{day}.sqlite3" for day in range(20)]

        assert outlived(names, newest=names[0]) == []

    def test_is_never_the_one_just_made_with_a_clock_that_went_back(self) -> None:
        later = [named(BackupKind.DAILY, 300 + day) for day in range(9)]
        newest = named(BackupKind.DAILY, 0)

        assert outlived([newest, *later], newest=newest) == later[:3]
