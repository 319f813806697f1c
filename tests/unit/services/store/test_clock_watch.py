from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.domain.shift import ShiftTooLongError
from pos_app.domain.staff import NotAllowedError, Role
from pos_app.wire import canonical
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError

HOUR_MS = 3_600_000
BACK = -3 * HOUR_MS - 12 * 60_000
TEA = Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD")
STEPS = st.lists(
    st.tuples(st.integers(0, 10**7), st.integers(-(10**11), 10**11)), min_size=1, max_size=9
)


class Till:
    """A till whose clock can be set, looked at as its banner does."""

    def __init__(self) -> None:
        self.shop = FakeShop()
        self.shop.sells(TEA, "111", stock=9_000)
        self.shop.open_shift()
        self.watch = self.shop.clock_watch
        self.watch.look()

    def set_clock(self, ms: int) -> None:
        self.shop.clock.wall += timedelta(milliseconds=ms)

    def restart(self, *, boot: bool = False) -> None:
        """Stop the program, perhaps the computer, and start it again."""
        if boot:
            self.shop.clock.reboot()
        self.watch = self.shop.new_clock_watch()

    def jumps(self) -> list[dict[str, Any]]:
        return self.shop.entries("clock_jump")

    def is_suspect(self) -> bool:
        """Whether the next entry says so."""
        self.shop.sell("111")
        return bool(self.shop.entries("order")[-1]["clock_suspect"])


@pytest.fixture
def till() -> Till:
    return Till()


class TestLook:
    @pytest.mark.parametrize("ms", [BACK, HOUR_MS, 120_001, -120_001, 366 * 24 * HOUR_MS])
    def test_records_a_jump_with_both_times(self, till: Till, ms: int) -> None:
        till.shop.clock.wait(seconds=10)
        expected = till.shop.clock.wall
        till.set_clock(ms)

        assert till.watch.has_news()
        assert till.watch.look() == ms
        [entry] = till.jumps()
        assert entry["body"] == {
            "from": expected.isoformat(timespec="milliseconds"),
            "to": till.shop.clock.wall.isoformat(timespec="milliseconds"),
            "offset_ms": ms,
        }
        assert entry["clock_suspect"] is True
        assert till.is_suspect()
        assert till.shop.verdict().ok

    @pytest.mark.parametrize("ms", [0, 1_000, -2_000, 120_000, -120_000])
    def test_lets_the_clock_be_set_right(self, till: Till, ms: int) -> None:
        till.set_clock(ms)

        assert not till.watch.has_news()
        assert till.watch.look() == 0
        assert till.jumps() == []
        assert not till.is_suspect()

    def test_does_not_add_small_steps_up(self, till: Till) -> None:
        for _ in range(50):
            till.shop.clock.wait(seconds=10)
            till.set_clock(60_000)
            till.watch.look()

        assert till.jumps() == []

    def test_takes_sleep_for_time_that_passed(self, till: Till) -> None:
        till.shop.clock.wait(seconds=8 * 3_600)

        assert not till.watch.has_news()

    def test_records_a_jump_once(self, till: Till) -> None:
        till.set_clock(BACK)
        till.watch.look()
        till.shop.clock.wait(seconds=10)

        assert not till.watch.has_news()
        assert till.watch.look() == BACK
        assert len(till.jumps()) == 1

    def test_believes_a_clock_that_is_right_again(self, till: Till) -> None:
        till.set_clock(BACK)
        till.watch.look()
        till.shop.clock.wait(seconds=600)
        till.set_clock(-BACK + 1_000)

        assert till.watch.look() == 0
        assert [entry["body"]["offset_ms"] for entry in till.jumps()] == [BACK, 0]
        assert till.jumps()[-1]["clock_suspect"] is False
        assert not till.is_suspect()

    def test_marks_orders_before_anybody_has_looked(self, till: Till) -> None:
        till.set_clock(BACK)

        assert till.jumps() == []
        assert till.is_suspect()

    def test_finds_the_jump_again_if_the_disk_refuses(self, till: Till) -> None:
        till.set_clock(BACK)
        till.shop.store.refusal = DiskRefusedError()
        with pytest.raises(DiskRefusedError):
            till.watch.look()

        till.shop.store.refusal = None
        assert till.watch.look() == BACK
        assert len(till.jumps()) == 1

    @given(steps=STEPS)
    def test_always_says_what_the_jumps_add_up_to(self, steps: list[tuple[int, int]]) -> None:
        till = Till()
        offset = 0
        for passed, jump in steps:
            till.shop.clock.wait(milliseconds=passed)
            till.set_clock(jump)
            if abs(jump) > 120_000:
                offset = 0 if abs(offset + jump) <= 120_000 else offset + jump

            assert till.watch.look() == offset
        assert till.is_suspect() is (offset != 0)
        assert till.shop.verdict().ok


class TestStart:
    def test_holds_the_clock_against_the_journal(self, till: Till) -> None:
        till.shop.sell("111")
        till.shop.clock.wait(seconds=60)
        till.set_clock(BACK)
        till.restart()

        assert till.watch.look() == BACK
        assert till.is_suspect()

    def test_knows_from_the_journal_alone_after_a_boot(self, till: Till) -> None:
        till.set_clock(BACK)
        till.restart(boot=True)

        assert till.watch.look() == BACK
        assert len(till.jumps()) == 1

    @pytest.mark.parametrize("boot", [True, False])
    def test_lets_a_night_pass(self, till: Till, boot: bool) -> None:
        till.shop.clock.wait(seconds=14 * 3_600)
        till.restart(boot=boot)

        assert till.watch.look() == 0
        assert till.jumps() == []

    @pytest.mark.parametrize("boot", [True, False])
    @pytest.mark.parametrize("ms", [BACK, HOUR_MS])
    def test_remembers_a_doubt(self, till: Till, ms: int, boot: bool) -> None:
        till.set_clock(ms)
        till.watch.look()
        till.shop.clock.wait(seconds=600)
        till.restart(boot=boot)

        assert till.watch.look() == ms
        assert len(till.jumps()) == 1
        assert till.is_suspect()

    @pytest.mark.parametrize("ms", [BACK, HOUR_MS])
    def test_believes_a_clock_that_was_set_right_meanwhile(self, till: Till, ms: int) -> None:
        till.set_clock(ms)
        till.watch.look()
        till.shop.clock.wait(seconds=600)
        till.set_clock(-ms)
        till.restart(boot=True)

        assert till.watch.look() == 0
        assert not till.is_suspect()

    def test_finds_a_jump_that_a_kill_left_unrecorded(self, till: Till) -> None:
        till.set_clock(BACK)
        till.shop.sell("111")
        till.restart()

        assert till.watch.look() == BACK

    def test_looks_past_an_entry_that_cannot_be_read(self, till: Till) -> None:
        entries = till.shop.store.tables.entries
        said = json.loads(entries[-1].raw)
        del said["boot_id"]
        entries[-1] = replace(entries[-1], raw=canonical.encode(said))
        till.set_clock(BACK)
        till.restart()

        assert till.watch.look() == BACK


class TestConfirm:
    def test_ends_the_doubt(self, till: Till) -> None:
        till.set_clock(BACK)
        till.watch.look()
        till.watch.confirm(actor=till.shop.owner)

        assert till.watch.off_by_ms() == 0
        assert not till.is_suspect()
        entry = till.shop.entries("config_change")[-1]
        assert entry["body"] == {
            "clock_confirmed": till.shop.clock.wall.isoformat(timespec="milliseconds"),
            "offset_ms": BACK,
        }
        assert entry["user_id"] == till.shop.owner.staff_id

    @pytest.mark.parametrize("boot", [True, False])
    def test_holds_after_a_restart(self, till: Till, boot: bool) -> None:
        till.set_clock(BACK)
        till.watch.look()
        till.watch.confirm(actor=till.shop.owner)
        till.restart(boot=boot)

        assert till.watch.look() == 0

    @pytest.mark.parametrize("role", Role)
    def test_is_for_those_who_may(self, till: Till, role: Role) -> None:
        actor = till.shop.staff.add(actor=till.shop.owner, name="Bea", role=role, pin="918273")
        till.set_clock(BACK)
        till.watch.look()

        if role in {Role.MANAGER, Role.OWNER}:
            till.watch.confirm(actor=actor)
        else:
            with pytest.raises(NotAllowedError):
                till.watch.confirm(actor=actor)

        assert bool(till.watch.off_by_ms()) is (role not in {Role.MANAGER, Role.OWNER})

    def test_leaves_the_doubt_if_the_disk_refuses(self, till: Till) -> None:
        till.set_clock(BACK)
        till.watch.look()
        till.shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            till.watch.confirm(actor=till.shop.owner)

        assert till.watch.off_by_ms() == BACK


class TestSelling:
    @pytest.mark.parametrize("ms", [366 * 24 * HOUR_MS, -366 * 24 * HOUR_MS, BACK])
    def test_goes_on_under_the_date_of_its_shift(self, till: Till, ms: int) -> None:
        date = till.shop.sell("111").business_date
        till.set_clock(ms)

        document = till.shop.sell("111")
        assert document.business_date == date
        assert not till.shop.shifts.is_overdue()

    def test_still_ends_when_the_shift_has_been_open_too_long(self, till: Till) -> None:
        till.set_clock(BACK)
        till.shop.clock.wait(seconds=41 * 3_600)

        with pytest.raises(ShiftTooLongError):
            till.shop.sell("111")

    def test_goes_on_in_a_shift_opened_after_the_clock_was_set_back(self, till: Till) -> None:
        till.shop.shifts.close(actor=till.shop.owner, counted=0)
        till.set_clock(-7 * 24 * HOUR_MS)
        till.shop.shifts.open(actor=till.shop.owner, opening_float=0)

        assert till.shop.sell("111").number
