"""The stock of a store that was put back, booked once, whatever happens on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from pos_app.domain.journal import EntryKind
from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.services.journal.adopting import begin_epoch
from pos_app.services.journal.writing import Fact
from pos_app.services.sync.ports import BadAnswerError, OfflineError
from pos_app.services.sync.reclaiming import ASK_EVERY_MS, LostEntries, lost_entries
from pos_app.services.sync.status import Link
from pos_app.services.sync.syncing import sync_once
from pos_app.wire.changes import Subject
from pos_app.wire.missing import Missing
from tests.fakes.catalogue import EUR
from tests.fakes.journal import body_of
from tests.fakes.queries import FakeSettingQueries
from tests.fakes.storage import FakeStore, Tables
from tests.fakes.synced_shop import SyncedShop
from tests.fakes.upstream import lost

TEA_ID = 1
BREAD = Product(2, "BREAD", "Bread", Money(200, EUR), "STANDARD")


class KilledError(RuntimeError):
    """Nothing after it happens."""


class Till:
    """That belongs to a head office and has a backup of when it held 99 pieces of tea."""

    def __init__(self) -> None:
        self.synced = SyncedShop()
        self.synced.drain()
        self.backup = self.store.tables.copy()

    @property
    def store(self) -> FakeStore:
        return self.synced.shop.store

    def receive(self, *pieces: int, product_id: int = TEA_ID) -> None:
        shop = self.synced.shop
        for one in pieces:
            product = shop.store.tables.products[product_id]
            shop.stock.receive(actor=shop.owner, product=product, quantity=Quantity.of(one))
        self.synced.drain()

    def count(self, pieces: int) -> None:
        """As an import of counted stock does."""
        more, shop = Quantity.of(pieces) - self.store.tables.levels[TEA_ID], self.synced.shop
        with shop.store.new_uow() as uow:
            uow.stock.move(product_id=TEA_ID, kind="count", quantity=more, at=shop.clock.now())
            body: dict[str, object] = {"source": "count.csv", "moved": [["TEA", more.thousandths]]}
            shop.journal.append(uow.journal, Fact(EntryKind.IMPORT, shop.owner, body))
            uow.commit()
        self.synced.drain()

    def moved_there(self) -> int:
        """By how much of tea there is more, as head office adds up all that it was sent."""
        self.synced.drain()
        held = self.synced.office.books.terminals[self.synced.member.terminal_id]
        bodies = [json.loads(raw)["body"] for raw in held.raws]
        received: int = sum(one["quantity"] for one in bodies if "received" in one)
        imported: int = sum(more for one in bodies for _, more in one.get("moved", []))
        return received + imported

    def put_back(self, backup: Tables | None = None) -> None:
        shop = self.synced.shop
        shop.store.tables = (backup or self.backup).copy()
        ahead = shop.journal.in_next_epoch(0)
        with shop.store.new_uow() as uow:
            begin_epoch(
                uow,
                journal=ahead,
                clock=shop.clock,
                actor=None,
                reason="restore",
                number_prefix="T01",
            )
            uow.commit()
        shop.journal.follow(ahead)
        self.synced.start()
        self.synced.drain()

    def ask(self) -> bool:
        return self.synced.reclaiming.step()

    def level(self, product_id: int = TEA_ID) -> int:
        return self.store.tables.levels[product_id].thousandths

    def booked(self) -> list[object]:
        bodies = [body_of(one)["body"] for one in self.store.tables.entries]
        return [one["restored_stock"] for one in bodies if "restored_stock" in one]

    def lost(self) -> LostEntries:
        return replace(lost_entries(FakeSettingQueries(self.store)), firsts={})


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
            till.synced.office, "missing", lambda *_, **__: Missing(3, {"TEA": 1}, "1")
        )

        with pytest.raises(BadAnswerError, match="never comes to an end"):
            till.ask()
        assert till.level() == 99_000
