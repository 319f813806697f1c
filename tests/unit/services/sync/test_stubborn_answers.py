"""A head office that keeps giving an answer which leads nowhere is left alone between two tries."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from pos_app.services.sync.ports import CursorUnknownError, HeldHead, OutOfOrderError
from pos_app.services.sync.syncing import Turn
from pos_app.wire.changes import Change, Page, Subject
from pos_app.wire.records import Record
from tests.fakes.journal import TEA
from tests.fakes.synced_shop import SyncedShop

TURNS = 12


@pytest.fixture
def till() -> SyncedShop:
    """That has sent everything."""
    till = SyncedShop()
    till.shop.open_shift(opening_float=5_000)
    till.shop.sell(TEA)
    till.syncing.turn()
    till.syncing.turn()
    till.shop.clock.wait(seconds=3)
    return till


def until_it_rests(till: SyncedShop) -> Turn:
    """The first turn that asks for a rest, of those that follow each other at once."""
    for _ in range(TURNS):
        turn = till.syncing.turn()
        if turn.wait_ms:
            return turn
    raise AssertionError(f"{TURNS} turns without a rest")


def no_cursor(*, cursor: str, limit: int) -> Page:
    raise CursorUnknownError


def nothing_new(*, cursor: str, limit: int) -> Page:
    return Page([], f"{cursor}+", 7)


def the_same(*, cursor: str, limit: int) -> Page:
    change = Change(Subject.STOCK, "TEA", 1, {"elsewhere": 0})
    return Page([change], cursor, 7)


def broken(*, cursor: str, limit: int) -> Page:
    raise ZeroDivisionError


class TestChanges:
    @pytest.mark.parametrize("answer", [no_cursor, nothing_new, the_same])
    def test_that_lead_nowhere_end_in_a_rest(
        self,
        till: SyncedShop,
        monkeypatch: pytest.MonkeyPatch,
        answer: Callable[..., Page],
    ) -> None:
        monkeypatch.setattr(till.line, "changes", answer)

        turn = until_it_rests(till)

        assert turn.running.link.value == "stopped"
        assert turn.running.error is not None

    def test_that_lead_nowhere_keep_nothing_from_being_sent(
        self, till: SyncedShop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(till.line, "changes", no_cursor)
        until_it_rests(till)
        till.shop.sell(TEA)

        till.syncing.turn()

        assert till.there() == till.here()

    def test_that_break_something_keep_nothing_from_being_sent(
        self,
        till: SyncedShop,
        monkeypatch: pytest.MonkeyPatch,
        expected_warnings: list[str],
    ) -> None:
        expected_warnings.append("What head office edited could not be received")
        monkeypatch.setattr(till.line, "changes", broken)

        turn = until_it_rests(till)
        till.shop.sell(TEA)
        till.syncing.turn()

        assert turn.running.link.value == "stopped"
        assert turn.running.error is not None
        assert turn.running.error.code == "sync.pull_broken"
        assert till.there() == till.here()

    def test_that_broke_something_are_asked_for_again_after_a_rest(
        self,
        till: SyncedShop,
        monkeypatch: pytest.MonkeyPatch,
        expected_warnings: list[str],
    ) -> None:
        expected_warnings.append("What head office edited could not be received")
        monkeypatch.setattr(till.line, "changes", broken)
        turn = until_it_rests(till)
        monkeypatch.undo()

        till.shop.clock.wait(milliseconds=turn.wait_ms)
        turn = until_it_rests(till)

        assert turn.running.link.value == "synced"
        assert turn.running.error is None

    def test_that_break_when_the_store_closes_are_no_error_of_theirs(
        self, till: SyncedShop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(till.line, "changes", broken)
        till.is_stopped = True

        with pytest.raises(ZeroDivisionError):
            till.syncing.turn()


class TestRecords:
    def test_never_in_order_end_in_a_rest(
        self, till: SyncedShop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(_records: Sequence[Record]) -> None:
            raise OutOfOrderError(head=HeldHead(0, 0))

        till.shop.sell(TEA)
        monkeypatch.setattr(till.line, "send", refuse)

        turn = until_it_rests(till)

        assert turn.running.link.value == "stopped"
        assert till.outbox.counts().waiting == len(till.here())

    def test_never_signed_for_end_in_a_rest(self, till: SyncedShop) -> None:
        till.office.signs_for = till.office.countersigned(till.member.terminal_id)
        till.shop.sell(TEA)

        turn = until_it_rests(till)

        assert turn.running.link.value == "stopped"
        assert till.outbox.counts().waiting

    def test_go_on_once_it_is_well_again(self, till: SyncedShop) -> None:
        till.office.signs_for = till.office.countersigned(till.member.terminal_id)
        till.shop.sell(TEA)
        turn = until_it_rests(till)
        till.office.signs_for = None
        till.shop.clock.wait(milliseconds=turn.wait_ms)

        for _ in range(TURNS):
            till.syncing.turn()

        assert till.there() == till.here()
        assert till.outbox.counts().waiting == 0
