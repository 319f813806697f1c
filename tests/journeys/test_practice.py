"""Practice mode by keys: over into the copy, back to where the real till was."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path
from time import monotonic

from pos_app.adapters.system.lock import StoreOpenElsewhereError, WriterLock
from pos_app.adapters.system.paths import DataFolder
from tests.integration import shop as shops
from tests.journeys.screen import Screen
from tests.journeys.store import TITLE, fresh_store, pos_app_json
from tests.journeys.test_cash_order import BREAD, PAIN, ring_up, sign_in
from tests.journeys.watching import WAIT_S, WatchedTill, watched_till

KEY = "ctrl+shift+p"


def go_over(screen: Screen, till: WatchedTill) -> None:
    """With an order open: it is asked about first."""
    screen.press(KEY)
    till.wait_until(lambda shown: shown["sheet"] == "practice")
    screen.press("Return")
    till.wait_until(lambda shown: not shown["visible"])
    screen.focus("PRACTICE")


def wait_for_practice(folder: Path, query: str, wanted: list[tuple[object, ...]]) -> None:
    """Looked at in the file itself: the practice is no process of this test."""
    deadline, found = monotonic() + WAIT_S, None
    while monotonic() < deadline:
        found = shops.rows(folder / "practice" / "pos.sqlite3", query)
        if found == wanted:
            return
    raise AssertionError(f"{found} was practised instead of {wanted}")


def wait_for_its_end(folder: Path) -> None:
    deadline, lock = monotonic() + WAIT_S, WriterLock(DataFolder(folder).practice.lock)
    while monotonic() < deadline:
        with suppress(StoreOpenElsewhereError):
            lock.acquire()
            lock.release()
            return
    raise AssertionError("the practice goes on without its till")


def test_practice_is_one_key_away_and_nothing_of_it_is_real(screen: Screen, tmp_path: Path) -> None:
    folder = fresh_store(tmp_path, kind="--keys-in-file")
    with watched_till(screen, folder, title=TITLE) as till:
        sign_in(screen, till)
        screen.press("Return")
        till.wait_for_page("sell")
        ring_up(screen, till, PAIN)
        before = till.shown["lines"]

        go_over(screen, till)
        # The shift is opened there, too; by whom is known.
        screen.press("Return")
        wait_for_practice(folder, "SELECT count(*) FROM shift", [(1,)])
        screen.scan(BREAD)
        wait_for_practice(folder, "SELECT total FROM draft", [(249,)])
        screen.press("shift+F12")
        paid = "SELECT number, total FROM \"order\" WHERE state = 'paid'"
        wait_for_practice(folder, paid, [("X-T01-000001", 249)])
        screen.press(KEY)
        back = till.wait_until(lambda shown: shown["visible"])

        assert (back["page"], back["lines"], back["labels"]["bar_person"]) == (
            *("sell", before, "Ana"),
        )
        screen.focus(TITLE)
        screen.press("shift+F12")
        till.wait_for_page("done")
        screen.press("Return")
        till.wait_for_page("sell")
        ring_up(screen, till, BREAD)

        go_over(screen, till)
        os.kill(till.process.pid, signal.SIGKILL)
        till.process.wait(30)
        wait_for_its_end(folder)

    with watched_till(screen, folder, title=TITLE) as till:
        sign_in(screen, till)
        till.wait_for_lines(1)

    orders = [(one["number"], one["state"]) for one in pos_app_json(folder, "orders", "list")]
    assert orders == [("T01-000001", "paid"), (None, "created")]
