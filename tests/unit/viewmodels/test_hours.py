"""The hours as a screen shows them, on a shop in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

import pytest

from pos_app.domain.errors import PosError
from pos_app.domain.working_time import Side
from pos_app.services.reports.giving_out import ReportNotWrittenError
from pos_app.viewmodels.reports.choice import Unit
from pos_app.viewmodels.shared import double_tap
from tests.fakes.shop import CASHIER_PIN, OWNER_PIN, FakeShop
from tests.fakes.tasks import HeldTaskRunner, SlowTaskRunner
from tests.fakes.time_clock import time_clock_of
from tests.unit.viewmodels.hours_of import PARIS, Desk, desk_of

T = TypeVar("T")
HOUR: Final = 3_600
CHANGES: Final = {"day": "2026-11-25", "came": "08:00", "left": "17:00", "reason": "forgotten"}


@pytest.fixture
def shop() -> FakeShop:
    """A Wednesday: Ana works 4 hours, forgets to leave in the evening; Olga is at work."""
    shop = FakeShop()
    shop.clock.wall = at("2026-11-25 09:00")
    clock = time_clock_of(shop)
    for hours in (4, 1, 20):
        clock.punch(staff_id=shop.cashier.staff_id, pin=CASHIER_PIN)
        shop.clock.wait(seconds=hours * HOUR)
    clock.punch(staff_id=shop.owner.staff_id, pin=OWNER_PIN)
    shop.clock.wait(seconds=HOUR)
    return shop


@pytest.fixture
def desk(shop: FakeShop) -> Desk:
    return desk_of(shop)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def test_time_entries_stand_below_the_sum_of_whose_they_are(desk: Desk) -> None:
    assert desk.rows == [
        ("Ana", "", "", "", "4:00", ""),
        ("Ana", "25/11/2026", "09:00", "13:00", "4:00", ""),
        ("Ana", "25/11/2026", "14:00", "–", "", "not clocked out"),
        ("Olga", "", "", "", "0:00", ""),
        ("Olga", "26/11/2026", "10:00", "–", "", "at work"),
    ]
    hours = desk.screens.hours
    assert (hours.total, hours.time_entries.unended) == ("4:00", 1)
    assert hours.present == "In now: Olga since 10:00"
    assert hours.span_words == "Week from 23/11/2026"


def test_sums_are_passed_over(desk: Desk) -> None:
    time_entries = desk.screens.hours.time_entries
    assert time_entries.current == 1
    seen = []
    for steps in (1, 1, 1, -1, -5, 9):
        time_entries.move(steps)
        seen.append(time_entries.current)
    assert seen == [2, 4, 4, 2, 1, 4]
    time_entries.select(3)
    assert time_entries.current == 4


def test_weeks_and_months_are_stepped_through_up_to_now(desk: Desk) -> None:
    hours = desk.screens.hours
    assert not hours.can_step
    hours.step(1)
    assert hours.span_words == "Week from 23/11/2026"
    hours.step(-1)
    assert (hours.span_words, desk.rows, hours.total) == ("Week from 16/11/2026", [], "0:00")
    assert hours.present == "In now: Olga since 10:00"
    desk.screens.correct()
    assert not desk.screens.form.is_open
    hours.choose_unit(Unit.MONTH)
    assert (hours.span_words, hours.total) == ("November 2026", "4:00")


def test_what_is_read_for_another_week_is_not_shown(shop: FakeShop) -> None:
    tasks = HeldTaskRunner()
    hours = desk_of(shop, reader=tasks).screens.hours
    hours.step(-1)
    assert hours.is_busy
    tasks.run_all()
    assert (hours.is_busy, list(hours.time_entries.rows)) == (False, [])


@pytest.mark.parametrize("trouble", [None, ReportNotWrittenError(path="x", reason="gone")])
def test_a_slow_answer_is_dropped_when_it_comes_after_the_one_that_is_wanted(
    shop: FakeShop, trouble: PosError | None
) -> None:
    tasks = SlowTaskRunner()
    hours = desk_of(shop, reader=tasks).screens.hours
    tasks.answer()
    tasks.trouble = trouble
    hours.step(-1)
    tasks.trouble = None
    hours.step(1)

    tasks.answer(1)
    tasks.answer(0)

    assert (hours.total, len(hours.time_entries.rows), hours.problem) == ("4:00", 5, "")
    assert hours.found is not None
    assert hours.found.span == hours.span


@pytest.mark.parametrize(("minutes", "is_present"), [(16 * 60 - 1, True), (16 * 60 + 1, False)])
def test_who_came_within_sixteen_hours_is_in(
    shop: FakeShop, minutes: int, is_present: bool
) -> None:
    """Longer ago they forgot to leave."""
    shop.clock.wait(seconds=60 * (minutes - 60))  # Olga has been at work for an hour

    present = desk_of(shop).screens.hours.present

    assert ("Olga since 10:00" in present) is is_present


def test_a_night_is_of_the_day_on_which_it_began(shop: FakeShop) -> None:
    time_clock_of(shop).add(
        actor=shop.owner,
        person=shop.cashier,
        times={Side.IN: at("2026-10-24 22:00"), Side.OUT: at("2026-10-25 06:00")},
        reason="stock-taking",
    )
    desk = desk_of(shop)
    desk.screens.hours.choose_unit(Unit.MONTH)
    desk.screens.hours.step(-1)

    # The clocks were put back in that night: nine hours passed.
    assert desk.rows[1] == ("Ana", "24/10/2026", "22:00", "06:00 +1", "9:00", "added")
    desk.screens.correct()
    assert desk.screens.form.is_open
    desk.screens.out.write("x.csv")
    ((report, _path, facts),) = desk.outlet.written
    assert [row.cells for row in report.rows] == [
        ("Ana", "2026-10-24", "2:00", 120, ""),
        ("Ana", "2026-10-25", "7:00", 420, ""),
    ]
    assert (report.totals, facts) == (("", "", "9:00", 540, ""), ("Ana: 9:00",))


def test_a_forgotten_end_is_put_right(desk: Desk) -> None:
    time_entries = desk.screens.hours.time_entries
    time_entries.move(1)
    desk.screens.correct()

    desk.screens.form.save({**CHANGES, "came": "14:00", "left": "18:30"})

    assert desk.heard.told == ["The time entry is corrected. Ana: 25/11/2026, 14:00 – 18:30"]
    assert desk.rows[2] == ("Ana", "25/11/2026", "14:00", "18:30", "4:30", "corrected")
    assert time_entries.current == 2
    (body,) = (one["body"] for one in desk.shop.entries("time_correct"))
    assert (body["side"], body["reason"]) == ("out", "forgotten")
    assert not desk.screens.form.is_open


def test_who_is_at_work_can_have_come_earlier(desk: Desk) -> None:
    desk.screens.hours.time_entries.move(9)
    cards: list[str] = []
    desk.screens.form.opened.connect(lambda card: cards.append(card.help))
    desk.screens.correct()
    assert "27/11/2026 06:00" in cards[0]

    texts = {"day": "2026-11-26", "came": "9:45", "left": "", "reason": "queue at the door"}
    desk.screens.form.save(texts)

    assert desk.heard.told == ["The time entry is corrected. Olga: 26/11/2026, from 09:45 on"]
    assert desk.rows[-1] == ("Olga", "26/11/2026", "09:45", "–", "", "at work, corrected")


@pytest.mark.parametrize(
    ("changes", "said", "field"),
    [
        ({}, "These are the times that are known already", ""),
        ({"left": "9.30"}, "Write the day as 25/11/2026", "left"),
        ({"left": "25/11 18:00"}, "or as 26/11/2026 06:00", "left"),
        ({"day": "11/25/2026"}, "Write the day as", "day"),
        ({"left": ""}, "Write the day as", "left"),
        ({"day": "yesterday"}, "Write the day as", "day"),
        ({"left": "08:00"}, "Somebody leaves after they came", ""),
        ({"left": "2026-11-27 02:00"}, "not in the future", ""),
        ({"left": "15:00"}, "at work then already", ""),
        ({"left": "12:00", "reason": " "}, "Say why", "reason"),
        ({"day": "2026-03-29", "came": "02:30", "left": "04:00"}, "No clock showed", ""),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    desk: Desk, changes: dict[str, str], said: str, field: str
) -> None:
    desk.screens.correct()
    first = {"day": "2026-11-25", "came": "09:00", "left": "13:00", "reason": "said so"}

    desk.screens.form.save({**first, **changes})

    ((words, name),) = desk.heard.refused
    assert said in words
    assert name == field
    assert desk.shop.entries("time_correct") == []
    assert desk.screens.form.is_open


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ("13:30", "The time entry is corrected. Ana: 25/11/2026, 09:00 – 13:30"),
        ("15:00", "at work then already"),
    ],
)
def test_what_is_saved_late_is_said_and_leaves_the_next_form_open(
    shop: FakeShop, left: str, said: str
) -> None:
    tasks = HeldTaskRunner()
    desk = desk_of(shop, writer=tasks)
    form = desk.screens.form
    desk.screens.correct()
    form.save({**CHANGES, "came": "09:00", "left": left})
    form.leave()
    desk.screens.hours.time_entries.move(9)
    desk.screens.correct()

    tasks.run_all()

    (words,) = desk.heard.told
    assert said in words
    assert (form.is_open, form.is_busy, desk.heard.refused) == (True, False, [])


@pytest.mark.parametrize(
    ("first", "shown", "moved"),
    [
        (1, {"day": "25/11/2026", "came": "09:00", "left": "13:00"}, ("09:00", "13:00", "4:00")),
        (2, {"day": "25/11/2026", "came": "14:00", "left": ""}, ("14:00", "–", "")),
    ],
)
def test_another_day_moves_both_ends(
    desk: Desk, first: int, shown: dict[str, str], moved: tuple[str, ...]
) -> None:
    cards: list[object] = []
    desk.screens.form.opened.connect(lambda card: cards.append(card.texts))
    desk.screens.hours.time_entries.select(first)
    desk.screens.correct()
    assert cards == [shown]

    desk.screens.form.save({**shown, "day": "2026-11-24", "reason": "the day before"})

    row = desk.screens.hours.time_entries.row
    assert row is not None
    assert (row.day, row.came, row.left, row.hours) == ("24/11/2026", *moved)


def test_a_night_keeps_the_day_of_its_end(shop: FakeShop) -> None:
    time_clock_of(shop).add(
        actor=shop.owner,
        person=shop.cashier,
        times={Side.IN: at("2026-11-23 22:00"), Side.OUT: at("2026-11-24 06:00")},
        reason="stock-taking",
    )
    desk = desk_of(shop)
    cards: list[dict[str, str]] = []
    desk.screens.form.opened.connect(lambda card: cards.append(card.texts))
    desk.screens.correct()
    assert cards == [{"day": "23/11/2026", "came": "22:00", "left": "24/11/2026 06:00"}]

    desk.screens.form.save({**cards[0], "day": "2026-11-24", "came": "01:00", "reason": "late"})

    assert desk.rows[1][1:5] == ("24/11/2026", "01:00", "06:00", "5:00")
    sides = [one["body"]["side"] for one in shop.entries("time_correct")]
    assert sides == ["in", "in"], "the end was as it is"


@pytest.mark.parametrize("day", ["24/11/2026", "24/11/26", " 24.11.2026", "2026-11-24"])
def test_a_day_is_typed_as_it_is_shown_or_year_first(desk: Desk, day: str) -> None:
    desk.screens.correct()
    desk.screens.form.save({"day": day, "came": "09:00", "left": f"{day} 13:30", "reason": "so"})

    assert desk.heard.refused == []
    assert desk.rows[1][1:4] == ("24/11/2026", "09:00", "13:30")


def test_what_is_saved_twice_is_done_once(shop: FakeShop) -> None:
    tasks = HeldTaskRunner()
    desk = desk_of(shop, writer=tasks)
    desk.screens.correct()
    for _ in range(2):
        desk.screens.form.save({**CHANGES, "came": "09:00", "left": "13:30"})

    tasks.run_all()

    assert len(shop.entries("time_correct")) == 1


def test_what_is_refused_after_the_form_is_gone_is_said(shop: FakeShop) -> None:
    tasks = HeldTaskRunner()
    desk = desk_of(shop, writer=tasks)
    desk.screens.correct()
    desk.screens.form.save({**CHANGES, "came": "09:00", "left": "15:00"})
    desk.screens.form.leave()

    tasks.run_all()

    (words,) = desk.heard.told
    assert "at work then already" in words


def test_a_time_entry_is_added_for_whom_is_chosen(desk: Desk) -> None:
    cards: list[str] = []
    desk.screens.form.opened.connect(lambda card: cards.append(card.person))
    desk.screens.form.changed.connect(lambda card: cards.append(card.person))
    desk.screens.add()
    desk.screens.form.step(1)
    assert cards == ["Ana", "Olga"]

    desk.screens.form.save({**CHANGES, "day": "2026-11-24"})

    assert desk.heard.told == ["The time entry is added. Olga: 24/11/2026, 08:00 – 17:00"]
    assert ("Olga", "24/11/2026", "08:00", "17:00", "9:00", "added") in desk.rows
    row = desk.screens.hours.time_entries.row
    assert row is not None
    assert (row.name, row.day) == ("Olga", "24/11/2026")


def test_a_day_long_ago_is_asked_about_until_the_same_is_saved_once_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(double_tap, "DOUBLE_TAP_MS", 0)
    form, refused = desk.screens.form, desk.heard.refused
    desk.screens.add()
    for year in ("2016", "2015", "2015"):
        form.save({**CHANGES, "day": f"{year}-11-25"})
        if len(refused) == 1:
            assert refused[0][0].startswith(
                "This time entry is of 2016-11-25, more than 60 days ago"
            )
            assert refused[0][1] == "day"
    assert len(refused) == 2
    assert desk.heard.told == ["The time entry is added. Ana: 25/11/2015, 08:00 – 17:00"]

    desk.screens.hours.choose_unit(Unit.WEEK)
    desk.screens.correct()
    moved = {"day": "2015-11-24", "came": "09:00", "left": "13:00", "reason": "typed"}
    form.save(moved)
    form.leave()
    desk.screens.correct()
    form.save(moved)  # of another form nothing was confirmed
    assert len(refused) == 4
    form.save(moved)
    assert desk.heard.told[1:] == ["The time entry is corrected. Ana: 24/11/2015, 09:00 – 13:00"]


def test_a_day_long_ago_that_is_meant_for_one_person_is_asked_about_for_another(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(double_tap, "DOUBLE_TAP_MS", 0)
    form, texts = desk.screens.form, {**CHANGES, "day": "2016-11-25"}
    desk.screens.add()
    form.save(texts)

    form.step(1)
    form.save(texts)
    assert (len(desk.heard.refused), desk.heard.told) == (2, [])

    form.save(texts)
    assert desk.heard.told == ["The time entry is added. Olga: 25/11/2016, 08:00 – 17:00"]


def test_a_day_long_ago_is_not_confirmed_by_a_key_pressed_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    form, texts = desk.screens.form, {**CHANGES, "day": "2016-11-25"}
    monkeypatch.setattr(double_tap, "DOUBLE_TAP_MS", HOUR * 1_000)
    desk.screens.add()
    form.save(texts)
    form.save(texts)
    assert (len(desk.heard.refused), desk.heard.told) == (1, [])

    form.leave()
    desk.screens.add()
    form.save(texts)  # of another form, no second press
    assert len(desk.heard.refused) == 2

    monkeypatch.setattr(double_tap, "DOUBLE_TAP_MS", 0)
    form.save(texts)
    assert len(desk.heard.told) == 1


def test_what_is_shown_goes_into_files_and_onto_paper(desk: Desk) -> None:
    desk.screens.out.ask("xlsx")
    assert desk.heard.paths == ["hours_2026-11-23_2026-11-29.xlsx"]
    desk.screens.out.write("")
    assert desk.outlet.written == []

    desk.screens.out.write("x.xlsx")
    desk.screens.out.print()

    ((report, path, facts),) = desk.outlet.written
    assert path == Path("x.xlsx")
    assert facts == ("Ana: 4:00", "Olga: 0:00")
    assert [row.cells for row in report.rows] == [
        ("Ana", "2026-11-25", "4:00", 240, "not clocked out"),
        ("Olga", "2026-11-26", "0:00", 0, "not clocked out"),
    ]
    (paper,) = desk.outlet.printed
    assert [row.cells for row in paper.rows] == [
        ("Ana", "4:00"),
        ("· 2026-11-25 not clocked out", "4:00"),
        ("Olga", "0:00"),
        ("· 2026-11-26 not clocked out", "0:00"),
    ]
    assert paper.totals == ("", "4:00")
    desk.outlet.trouble = ReportNotWrittenError(path="x.csv", reason="no room")
    desk.screens.out.write("x.csv")
    assert desk.heard.told[:2] == ["The hours are in x.xlsx", "The hours are printed"]
    assert "no room" in desk.heard.told[2]


class _Broken:
    """A disk that gives nothing out."""

    def submit(
        self,
        _work: Callable[[], T],
        *,
        on_success: Callable[[T], None],
        on_failure: Callable[[PosError], None],
    ) -> None:
        on_failure(ReportNotWrittenError(path="x", reason="the disk is gone"))


def test_a_read_that_fails_is_told(shop: FakeShop) -> None:
    hours = desk_of(shop, reader=_Broken()).screens.hours

    assert "the disk is gone" in hours.problem
    assert (hours.is_busy, list(hours.time_entries.rows), hours.present) == (False, [], "")
