"""The stock of a store that was put back, booked once, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from pos_app.services.sync.lost_stock import LostEntries
from pos_app.services.sync.ports import BadAnswerError, OfflineError
from pos_app.services.sync.reclaiming import ASK_EVERY_MS
from pos_app.services.sync.status import Link
from pos_app.services.sync.syncing import sync_once
from pos_app.wire.changes import Subject
from pos_app.wire.missing import LostEpoch, Missing
from tests.fakes.put_back_till import BREAD, Till
from tests.fakes.upstream import lost


class KilledError(RuntimeError):
    """Nothing after it happens."""


@pytest.fixture
def till() -> Till:
    return Till()


class TestReclaiming:
    def test_asks_nothing_for_a_store_that_never_began_anew(self, till: Till) -> None:
        asked = till.synced.line.asked

        assert not till.ask()
        assert till.synced.line.asked == asked

    def test_books_the_sum_once_and_says_so_in_the_journal(self, till: Till) -> None:
        till.receive(3, 4)
        till.put_back()
        assert till.level() == 99_000

        assert till.ask()
        till.synced.start()
        assert not till.ask()

        assert till.level() == 106_000
        assert till.booked() == [[["TEA", 7_000]]]
        assert till.lost() == LostEntries(2)

    def test_asks_again_after_a_while_and_books_the_difference(self, till: Till) -> None:
        till.receive(3)
        wreck = till.store.tables.copy()
        till.put_back()
        till.ask()
        held = till.synced.office.books.terminals[till.synced.member.terminal_id]
        held.raws.append(held.raws[len(wreck.entries) - 1].replace('"seq":', '"seq":9'))
        asked = till.synced.line.asked
        assert not till.ask()
        assert till.synced.line.asked == asked

        till.synced.shop.clock.wait(milliseconds=ASK_EVERY_MS)

        assert till.ask()
        assert till.booked() == [[["TEA", 3_000]], [["TEA", 3_000]]]
        assert till.lost() == LostEntries(2)

    def test_looks_for_the_beginning_of_each_epoch_once(
        self, till: Till, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        till.put_back()
        till.ask()
        monkeypatch.setattr(till.synced.shop.journal_queries, "epochs", lost)
        till.synced.start()
        asked = till.synced.line.asked

        assert not till.ask()
        assert till.synced.line.asked == asked + 1

    def test_of_the_same_backup_twice_books_both_pasts(self, till: Till) -> None:
        till.receive(3)
        till.put_back()
        till.ask()
        till.receive(5)

        till.put_back()
        till.ask()

        assert till.level() == 107_000
        assert till.booked() == [[["TEA", 8_000]]]

    def test_of_a_later_backup_books_what_came_after_it(self, till: Till) -> None:
        till.receive(3)
        till.put_back()
        till.ask()
        later = till.store.tables.copy()
        till.receive(5)

        till.put_back(later)
        till.ask()

        assert till.level() == 107_000
        assert till.booked() == [[["TEA", 3_000]], [["TEA", 5_000]]]

    def test_waits_for_a_product_that_is_lost_too(self, till: Till) -> None:
        till.synced.shop.sells(BREAD)
        till.receive(6, product_id=BREAD.product_id)
        till.put_back()
        assert not till.ask()
        assert till.lost() == LostEntries(1, wait=True)

        till.synced.shop.sells(BREAD)
        till.synced.start()

        assert till.ask()
        assert till.level(BREAD.product_id) == 6_000
        assert till.lost() == LostEntries(1)

    def test_leaves_what_was_counted_meanwhile_as_it_was_counted(self, till: Till) -> None:
        till.receive(3)
        till.put_back()
        till.count(102)

        assert till.ask()
        till.synced.start()
        assert not till.ask()

        assert till.level() == 102_000
        assert till.moved_there() == 3_000
        assert till.booked() == [[["TEA", 3_000]]]

    def test_books_what_was_counted_before_the_backup(self, till: Till) -> None:
        till.count(98)
        till.synced.shop.clock.wait(seconds=1)
        till.backup = till.store.tables.copy()
        till.receive(3)
        till.put_back()

        assert till.ask()
        assert till.level() == 101_000

    def test_books_what_was_counted_before_the_backup_by_a_clock_that_was_ahead(
        self, till: Till
    ) -> None:
        clock = till.synced.shop.clock
        clock.wall += timedelta(hours=1)
        till.count(98)
        clock.wall -= timedelta(hours=1)
        till.backup = till.store.tables.copy()
        till.receive(3)
        till.put_back()

        assert till.ask()
        assert till.level() == till.moved_there() + 99_000 == 101_000

    def test_of_the_same_backup_twice_remembers_the_count(self, till: Till) -> None:
        till.receive(3)
        till.put_back()
        till.count(101)
        till.ask()
        till.synced.drain()

        till.put_back()
        till.ask()

        assert till.level() == 101_000
        assert till.moved_there() == 2_000

    def test_books_opening_stock_once_that_was_imported_again(self, till: Till) -> None:
        till.bring_in(BREAD, 10)
        till.move(-3, product_id=BREAD.product_id)
        till.synced.drain()
        till.put_back()
        assert not till.ask()
        till.bring_in(BREAD, 10)
        till.synced.start()

        assert till.ask()
        till.synced.start()
        assert not till.ask()

        assert till.level(BREAD.product_id) == till.moved_there(BREAD.sku) == 7_000
        kinds = [move.kind for one, move in till.store.tables.movements if one == BREAD.product_id]
        assert kinds == ["opening", "restored", "opening"]

    def test_waits_for_opening_stock_that_was_all_sold(self, till: Till) -> None:
        till.bring_in(BREAD, 10)
        till.move(-10, product_id=BREAD.product_id)
        till.synced.drain()
        till.put_back()
        till.ask()
        till.bring_in(BREAD, 10)
        till.synced.start()

        till.ask()

        assert till.level(BREAD.product_id) == till.moved_there(BREAD.sku) == 0

    def test_books_what_is_lost_though_the_import_after_it_was_undone(self, till: Till) -> None:
        till.bring_in(BREAD, 10)
        till.move(-3, product_id=BREAD.product_id)
        till.synced.drain()
        till.put_back()
        till.bring_in(BREAD, 10)
        till.take_back(BREAD.product_id, 10)

        till.ask()

        assert till.level(BREAD.product_id) == till.moved_there(BREAD.sku) == 7_000

    def test_books_anew_what_was_taken_off_for_an_import_that_is_undone(self, till: Till) -> None:
        till.bring_in(BREAD, 10)
        till.move(-3, product_id=BREAD.product_id)
        till.synced.drain()
        till.put_back()
        till.ask()
        till.bring_in(BREAD, 10)
        till.synced.start()
        till.ask()
        till.take_back(BREAD.product_id, 10)
        assert till.level(BREAD.product_id) == -3_000

        assert till.ask()
        assert not till.ask()
        till.synced.start()
        assert not till.ask()

        assert till.level(BREAD.product_id) == till.moved_there(BREAD.sku) == 7_000

    def test_asks_again_for_an_import_that_no_answer_came_to(self, till: Till) -> None:
        till.receive(3)
        till.put_back()
        till.ask()
        till.bring_in(BREAD, 10)
        till.synced.line.after = lost
        with pytest.raises(OfflineError):
            till.ask()
        till.synced.line.after = lambda: None
        asked = till.synced.line.asked

        assert not till.ask()
        assert not till.ask()
        assert till.synced.line.asked == asked + 1

    def test_leaves_opening_stock_that_was_not_lost(self, till: Till) -> None:
        till.receive(3)
        till.put_back()
        till.bring_in(BREAD, 10)

        till.ask()

        assert till.level(BREAD.product_id) == till.moved_there(BREAD.sku) == 10_000

    def test_leaves_what_was_counted_right_as_it_was_counted(self, till: Till) -> None:
        till.receive(3)
        till.put_back()
        till.count(99)

        assert till.ask()

        assert till.level() == 99_000
        assert till.moved_there() == 0

    @pytest.mark.parametrize("is_asked", [False, True])
    def test_of_a_backup_with_a_count_books_what_came_after_that(
        self, till: Till, is_asked: bool
    ) -> None:
        till.receive(3)
        till.put_back()
        till.count(101)
        if is_asked:
            till.ask()
        later = till.store.tables.copy()
        till.receive(5)
        till.put_back(later)

        till.ask()
        till.synced.start()
        assert not till.ask()

        assert till.level() == 106_000
        assert till.moved_there() == 7_000

    @pytest.mark.parametrize("is_asked", [False, True])
    def test_of_the_same_backup_twice_remembers_a_count_whose_booking_nobody_heard_of(
        self, till: Till, is_asked: bool
    ) -> None:
        till.receive(3)
        till.put_back()
        till.count(101)
        till.synced.drain()
        till.receive(5)
        if is_asked:
            till.ask()
        till.put_back()
        till.move(-1)

        till.ask()
        till.synced.start()
        assert not till.ask()

        assert till.level() == 105_000
        assert till.moved_there() == 6_000

    def test_books_a_later_loss_though_head_office_went_back_in_time(self, till: Till) -> None:
        till.receive(4)
        before = till.synced.office.backup()
        till.receive(3)
        till.put_back()
        till.ask()
        later = till.store.tables.copy()
        till.synced.office.restore(before)
        till.synced.pushing.look_back()
        till.receive(5)
        till.put_back(later)

        assert till.ask()
        till.synced.start()
        assert not till.ask()

        assert till.level() == 111_000
        assert till.lost() == LostEntries(3)

    def test_keeps_what_it_booked_when_head_office_went_back_in_time(self, till: Till) -> None:
        before = till.synced.office.backup()
        till.receive(3)
        till.put_back()
        till.ask()
        till.synced.office.restore(before)
        till.synced.start()

        assert not till.ask()
        assert till.level() == 102_000
        assert till.lost() == LostEntries(1)


def refused(**_asked: object) -> None:
    raise BadAnswerError(reason="status 400")


def before_the_request(till: Till) -> None:
    till.synced.line.before = lost


def after_the_request(till: Till) -> None:
    till.synced.line.after = lost


class TestFailing:
    def test_keeps_nothing_from_being_told_that_came_with_it(
        self, till: Till, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        till.put_back()
        till.synced.office.edit(Subject.TAX, "LUX", None)
        with monkeypatch.context() as patch:
            patch.setattr(till.synced.line, "missing", refused)
            turn = till.synced.syncing.turn()
            assert turn.subjects == {Subject.TAX}
            assert turn.running.error is None

            till.synced.shop.clock.wait(milliseconds=turn.wait_ms)
            turn = till.synced.syncing.turn()

        assert not turn.subjects
        assert turn.running.link is Link.STOPPED

    def test_of_a_whole_sync_is_told_though_something_came_with_it(
        self, till: Till, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        till.put_back()
        till.synced.office.edit(Subject.TAX, "LUX", None)
        monkeypatch.setattr(till.synced.line, "missing", refused)

        with pytest.raises(BadAnswerError, match="status 400"):
            sync_once(
                till.synced.pushing, till.synced.pulling, progress=lambda _report, _left: None
            )

    def test_for_want_of_the_question_asks_again_later(
        self, till: Till, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        till.receive(3)
        till.put_back()
        with monkeypatch.context() as patch:
            patch.setattr(till.synced.line, "missing", lambda **_: None)
            assert till.synced.syncing.turn().running.link is Link.SYNCED
        asked = till.synced.line.asked
        assert not till.ask()
        assert till.synced.line.asked == asked

        till.synced.shop.clock.wait(milliseconds=ASK_EVERY_MS)

        assert till.ask()
        assert till.level() == 102_000

    @pytest.mark.parametrize("fail", [before_the_request, after_the_request])
    def test_on_the_line_costs_only_another_try(
        self, till: Till, fail: Callable[[Till], None]
    ) -> None:
        till.receive(3, 4)
        till.put_back()
        fail(till)
        with pytest.raises(OfflineError):
            till.ask()
        assert till.level() == 99_000

        till.synced.line.before = till.synced.line.after = lambda: None

        assert till.ask()
        assert till.level() == 106_000

    @pytest.mark.parametrize("moment", range(4))
    def test_before_or_after_a_commit_books_nothing_twice(self, till: Till, moment: int) -> None:
        """Two transactions: what is booked, and the note of how much was lost."""
        till.receive(3, 4)
        till.put_back()
        left = moment

        def kill() -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise KilledError

        till.store.on_commit = kill
        with pytest.raises(KilledError):
            till.ask()

        till.store.on_commit = lambda: None
        till.synced.start()
        till.ask()

        assert till.level() == 106_000
        assert till.booked() == [[["TEA", 7_000]]]
        assert till.lost() == LostEntries(2)

    def test_of_the_store_that_is_given_up_writes_nothing_more(self, till: Till) -> None:
        till.receive(3)
        till.put_back()
        till.synced.is_stopped = True

        assert not till.ask()
        assert (till.level(), till.lost()) == (99_000, LostEntries())

    def test_of_head_office_to_come_to_an_end_is_told(
        self, till: Till, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        till.put_back()
        monkeypatch.setattr(
            till.synced.office,
            "missing",
            lambda *_, **__: Missing([LostEpoch(1, 3, {"TEA": 1})], "1"),
        )

        with pytest.raises(BadAnswerError, match="never comes to an end"):
            till.ask()
        assert till.level() == 99_000
