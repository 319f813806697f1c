from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from pos_app.domain.staff import (
    Approval,
    ApprovalNeededError,
    Decision,
    NotAllowedError,
    Permission,
    Role,
    StaffMember,
    WrongPinError,
)
from pos_app.domain.working_time import Side
from pos_app.services.staff.time_clock import (
    ClockedInError,
    NoSuchTimeEntryError,
    NotClockedInError,
    TimeClock,
    TimeLongAgoError,
    TimeOrderError,
    TimeOverlapError,
    TimeReasonError,
)
from tests.fakes.shop import CASHIER_PIN, OWNER_PIN, FakeShop
from tests.fakes.time_clock import time_clock_of

HOUR: Final = 3_600


@pytest.fixture
def shop() -> FakeShop:
    return FakeShop()


@pytest.fixture
def clock(shop: FakeShop) -> TimeClock:
    return time_clock_of(shop)


def punch(shop: FakeShop, clock: TimeClock) -> Side:
    return clock.punch(staff_id=shop.cashier.staff_id, pin=CASHIER_PIN).side


def test_the_same_pin_clocks_in_and_out(shop: FakeShop, clock: TimeClock) -> None:
    assert punch(shop, clock) is Side.IN
    running = clock.running(shop.cashier.staff_id)
    assert running is not None
    assert running.began == shop.clock.now()

    shop.clock.wait(seconds=8 * HOUR)

    assert punch(shop, clock) is Side.OUT
    assert clock.running(shop.cashier.staff_id) is None
    (worked,) = clock.worked()
    assert worked.minutes() == 480
    assert [one["kind"] for one in shop.entries("time_in", "time_out")] == ["time_in", "time_out"]


def test_a_badge_does_as_well(shop: FakeShop, clock: TimeClock) -> None:
    shop.staff.set_badge(actor=shop.owner, name="Ana", code="B-274916")

    clocked = clock.punch_by_badge(raw="B-274916", prefix="B-")

    assert (clocked.member.name, clocked.side) == ("Ana", Side.IN)


def test_a_wrong_pin_clocks_nobody(shop: FakeShop, clock: TimeClock) -> None:
    with pytest.raises(WrongPinError):
        clock.punch(staff_id=shop.cashier.staff_id, pin="111111")

    assert clock.worked() == []
    assert shop.entry(-1)["body"]["for"] == "time_clock"


def test_an_end_that_was_forgotten_stays_open_and_is_told(shop: FakeShop, clock: TimeClock) -> None:
    punch(shop, clock)
    shop.clock.wait(seconds=24 * HOUR)

    clocked = clock.punch(staff_id=shop.cashier.staff_id, pin=CASHIER_PIN)

    assert clocked.side is Side.IN
    assert clocked.forgotten is not None
    assert [one.ended for one in clock.worked()] == [None, None]


def test_coming_twice_and_leaving_first_are_refused(shop: FakeShop, clock: TimeClock) -> None:
    who = {"staff_id": shop.cashier.staff_id}
    with pytest.raises(NotClockedInError):
        clock.clock_out(**who, pin=CASHIER_PIN)
    clock.clock_in(**who, pin=CASHIER_PIN)
    with pytest.raises(ClockedInError):
        clock.clock_in(**who, pin=CASHIER_PIN)
    shop.clock.wait(seconds=24 * HOUR)
    with pytest.raises(NotClockedInError):
        clock.clock_out(**who, pin=CASHIER_PIN)
    assert clock.clock_in(**who, pin=CASHIER_PIN).forgotten is not None
    clock.clock_out(**who, pin=CASHIER_PIN)
    assert len(shop.entries("time_in", "time_out")) == 3


def test_a_correction_keeps_both_values_and_its_reason(shop: FakeShop, clock: TimeClock) -> None:
    punch(shop, clock)
    began = shop.clock.now()
    shop.clock.wait(seconds=24 * HOUR)
    (before,) = clock.worked()
    ended = began + timedelta(hours=8)

    after = clock.correct(
        actor=shop.owner, began=before.seq, times={Side.OUT: ended}, reason="  went  home sick "
    )

    assert clock.worked() == [after]
    assert (after.ended, after.minutes(), after.is_corrected) == (ended, 480, True)
    assert clock.running(shop.cashier.staff_id) is None
    earlier = began - timedelta(minutes=5)
    clock.correct(actor=shop.owner, began=before.seq, times={Side.IN: earlier}, reason="queue")
    first, second = (one["body"] for one in shop.entries("time_correct"))
    assert (first["before"], first["reason"]) == (None, "went home sick")
    assert second["before"] == began.isoformat(timespec="milliseconds")
    assert second["after"] == earlier.isoformat(timespec="milliseconds")
    assert clock.worked()[0].minutes() == 485


def test_what_cannot_be_is_not_recorded(shop: FakeShop, clock: TimeClock) -> None:
    punch(shop, clock)
    shop.clock.wait(seconds=24 * HOUR)
    (one,) = clock.worked()
    before = len(shop.store.tables.entries)

    for hours in (-1, 17, 25):
        at = one.began + timedelta(hours=hours)
        with pytest.raises(TimeOrderError):
            clock.correct(actor=shop.owner, began=one.seq, times={Side.OUT: at}, reason="late")
    ended = one.began + timedelta(hours=8)
    for reason in (" ", "x" * 101):
        with pytest.raises(TimeReasonError):
            clock.correct(actor=shop.owner, began=one.seq, times={Side.OUT: ended}, reason=reason)
    with pytest.raises(NoSuchTimeEntryError):
        clock.correct(actor=shop.owner, began=1, times={Side.OUT: ended}, reason="late")
    with pytest.raises(NotAllowedError):
        clock.correct(actor=shop.cashier, began=one.seq, times={Side.OUT: ended}, reason="late")

    assert len(shop.store.tables.entries) == before


def test_no_correction_makes_a_minute_count_twice(shop: FakeShop, clock: TimeClock) -> None:
    came = shop.clock.now().replace(second=0)

    def correct(began: int, side: Side, hours: float) -> None:
        at = came + timedelta(hours=hours)
        clock.correct(actor=shop.owner, began=began, times={side: at}, reason="said so")

    for hours in (4, 1, 4):  # at work from 0 to 4, from 5 to 6, and from 7 to 11
        punch(shop, clock)
        shop.clock.wait(seconds=hours * HOUR)
        punch(shop, clock)
        shop.clock.wait(seconds=HOUR)
    clock.punch(staff_id=shop.owner.staff_id, pin=OWNER_PIN)  # of somebody else: never in the way
    first, second, third = (one.seq for one in clock.worked()[:3])
    for began, side, at in ((first, Side.OUT, 5.5), (second, Side.IN, 3), (third, Side.IN, 5.5)):
        with pytest.raises(TimeOverlapError):
            correct(began, side, at)
    assert shop.entries("time_correct") == []

    correct(second, Side.IN, 4)  # one begins in the minute in which the other ends
    with pytest.raises(TimeOverlapError) as refused:
        correct(first, Side.OUT, 4.5)  # free as it was clocked, but not as it was corrected
    assert refused.value.values["entry"] == second
    assert f"{came + timedelta(hours=4):%Y-%m-%d %H:%M} – " in str(refused.value)
    assert sum(one.minutes() for one in clock.worked()) == 60 * (4 + 2 + 4)


def test_a_time_entry_without_an_end_is_in_the_way_from_its_beginning(
    shop: FakeShop, clock: TimeClock
) -> None:
    came = shop.clock.now()
    for hours in (24, 8):  # the first end was forgotten, the second time entry goes on
        punch(shop, clock)
        shop.clock.wait(seconds=hours * HOUR)
    first, second = clock.worked()
    assert (first.ended, second.ended) == (None, None)

    late = came + timedelta(hours=25)
    with pytest.raises(TimeOverlapError, match="– …"):
        clock.correct(actor=shop.owner, began=first.seq, times={Side.IN: late}, reason="late")
    early = came - timedelta(hours=1)
    clock.correct(actor=shop.owner, began=second.seq, times={Side.IN: early}, reason="early")
    at = came + timedelta(hours=8)
    with pytest.raises(TimeOverlapError):
        clock.correct(actor=shop.owner, began=second.seq, times={Side.OUT: at}, reason="left")


def test_time_entries_that_a_clock_set_back_made_overlap_are_not_drawn_out(
    shop: FakeShop, clock: TimeClock
) -> None:
    for hours in (4, 1):
        punch(shop, clock)
        shop.clock.wait(seconds=hours * HOUR)
        punch(shop, clock)
        shop.clock.wall -= timedelta(minutes=30)
    shop.clock.wall += timedelta(hours=48)
    first, second = clock.worked()
    assert first.began < second.began < (first.ended or first.began)

    late = second.began + timedelta(hours=15, minutes=30)
    with pytest.raises(TimeOverlapError):
        clock.correct(actor=shop.owner, began=second.seq, times={Side.OUT: late}, reason="late")


def test_only_what_began_in_a_time_is_listed(shop: FakeShop, clock: TimeClock) -> None:
    for _ in range(3):
        punch(shop, clock)
        shop.clock.wait(seconds=HOUR)
        punch(shop, clock)
        shop.clock.wait(seconds=23 * HOUR)
    first, second, third = clock.worked()

    assert clock.worked(second.began, third.began) == [second]
    assert clock.worked(third.began) == [third]
    assert clock.worked(None, second.began) == [first]


def test_both_ends_are_moved_in_one_go(shop: FakeShop, clock: TimeClock) -> None:
    punch(shop, clock)
    shop.clock.wait(seconds=4 * HOUR)
    punch(shop, clock)
    shop.clock.wait(seconds=10 * HOUR)
    (one,) = clock.worked()
    assert one.ended is not None
    came, left = one.ended + timedelta(hours=1), one.ended + timedelta(hours=5)

    times = {Side.IN: came, Side.OUT: left}  # neither end alone could be there
    after = clock.correct(actor=shop.owner, began=one.seq, times=times, reason="wrong day")

    assert clock.worked() == [after]
    assert (after.began, after.ended, after.minutes()) == (came, left, 240)
    assert [entry["body"]["side"] for entry in shop.entries("time_correct")] == ["in", "out"]


def test_a_time_entry_that_nobody_clocked_is_added_and_corrected(
    shop: FakeShop, clock: TimeClock
) -> None:
    shop.clock.wait(seconds=48 * HOUR)
    came = shop.clock.now() - timedelta(hours=30)
    left = came + timedelta(hours=8)

    clock.add(
        actor=shop.owner,
        person=shop.cashier,
        times={Side.IN: came, Side.OUT: left},
        reason="no  clock",
    )

    (added,) = clock.worked()
    assert (added.staff_id, added.began, added.ended) == (shop.cashier.staff_id, came, left)
    assert (added.minutes(), added.is_added, added.is_corrected) == (480, True, False)
    assert clock.running(shop.cashier.staff_id) is None
    (body,) = (one["body"] for one in shop.entries("time_correct"))
    assert (body["entry"], body["before"], body["reason"]) == (None, None, "no clock")
    times = {Side.OUT: left + timedelta(hours=1)}
    clock.correct(actor=shop.owner, began=added.seq, times=times, reason="stayed")
    (after,) = clock.worked()
    assert (after.minutes(), after.is_added, after.is_corrected) == (540, True, True)


def test_nothing_is_added_that_cannot_be(shop: FakeShop, clock: TimeClock) -> None:
    punch(shop, clock)
    shop.clock.wait(seconds=4 * HOUR)
    now = shop.clock.now()
    before = len(shop.store.tables.entries)

    def add(came: float, left: float, *, reason: str = "why", actor: StaffMember) -> None:
        clock.add(
            actor=actor,
            person=shop.cashier,
            times={Side.IN: now + timedelta(hours=came), Side.OUT: now + timedelta(hours=left)},
            reason=reason,
        )

    for came, left in ((-8, -9), (-8, 1), (-30, -10)):
        with pytest.raises(TimeOrderError):
            add(came, left, actor=shop.owner)
    with pytest.raises(TimeOverlapError):
        add(-5, -3, actor=shop.owner)
    with pytest.raises(TimeReasonError):
        add(-8, -5, reason=" ", actor=shop.owner)
    with pytest.raises(NotAllowedError):
        add(-8, -5, actor=shop.cashier)

    assert len(shop.store.tables.entries) == before


def test_who_allowed_it_is_kept_with_it_and_may_allow_this(
    shop: FakeShop, clock: TimeClock
) -> None:
    for permission in (Permission.MANAGE_STAFF, Permission.REFUND):
        shop.roles.decide(
            actor=shop.owner, role=Role.CASHIER, permission=permission, decision=Decision.ASK
        )
    punch(shop, clock)
    (one,) = clock.worked()
    shop.clock.wait(seconds=24 * HOUR)

    def approval(permission: Permission, by: StaffMember) -> Approval:
        return Approval(permission, asked_by=shop.cashier.staff_id, approver=by)

    def correct(approval: Approval | None) -> None:
        times = {
            Side.IN: one.began - timedelta(hours=1),
            Side.OUT: one.began + timedelta(hours=4),
        }
        clock.correct(
            actor=shop.cashier, began=one.seq, times=times, reason="why", approval=approval
        )

    def add(approval: Approval | None) -> None:
        clock.add(
            actor=shop.cashier,
            person=shop.owner,
            times={Side.IN: one.began, Side.OUT: one.began + timedelta(hours=4)},
            reason="why",
            approval=approval,
        )

    for act in (correct, add):
        for none in (
            None,
            approval(Permission.REFUND, shop.owner),
            approval(Permission.MANAGE_STAFF, shop.cashier),
        ):
            with pytest.raises(ApprovalNeededError):
                act(none)
    assert shop.entries("time_correct") == []

    correct(approval(Permission.MANAGE_STAFF, shop.owner))
    add(approval(Permission.MANAGE_STAFF, shop.owner))

    allowed = [(entry["user_id"], entry["approver_id"]) for entry in shop.entries("time_correct")]
    assert allowed == [(shop.cashier.staff_id, shop.owner.staff_id)] * 3


def test_a_time_entry_of_long_ago_is_taken_only_if_it_is_meant(
    shop: FakeShop, clock: TimeClock
) -> None:
    now = shop.clock.now()

    def add(came: datetime, *, is_meant: bool = False) -> None:
        clock.add(
            actor=shop.owner,
            person=shop.cashier,
            times={Side.IN: came, Side.OUT: came + timedelta(hours=8)},
            reason="why",
            is_long_ago_meant=is_meant,
        )

    add(now - timedelta(days=60))
    late = now - timedelta(days=61)
    for came in (late, datetime(1, 1, 1, 9, tzinfo=UTC)):
        with pytest.raises(TimeLongAgoError, match=f"{came.date()}.*60 days"):
            add(came)
    with pytest.raises(TimeOrderError):  # nothing to be confirmed
        add(now, is_meant=True)
    add(late, is_meant=True)

    recent, old = clock.worked()
    assert old.began == late
    for one, at in ((old, now - timedelta(days=1)), (recent, late - timedelta(days=1))):
        times = {Side.IN: at, Side.OUT: at + timedelta(hours=4)}
        with pytest.raises(TimeLongAgoError):
            clock.correct(actor=shop.owner, began=one.seq, times=times, reason="why")
        clock.correct(
            actor=shop.owner, began=one.seq, times=times, reason="why", is_long_ago_meant=True
        )
    assert [one.is_corrected for one in clock.worked()] == [True, True]


def test_what_is_moved_into_a_time_is_found_there(shop: FakeShop, clock: TimeClock) -> None:
    """Its entry is older than the time that is looked at."""
    punch(shop, clock)
    shop.clock.wait(seconds=72 * HOUR)
    (one,) = clock.worked()
    came = shop.clock.now() - timedelta(hours=10)
    times = {Side.IN: came, Side.OUT: came + timedelta(hours=8)}

    after = clock.correct(actor=shop.owner, began=one.seq, times=times, reason="wrong day")

    assert clock.worked(came) == [after]
    assert clock.worked(None, came) == []
