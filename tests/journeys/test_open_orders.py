"""`kill -9` with three open orders, one of them with notes and discounts: all three are back."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from pos_app.adapters.system.paths import DataFolder
from tests.journeys.screen import Screen
from tests.journeys.store import TITLE, pos_app_json
from tests.journeys.test_cash_order import BREAD, BUTTER, PAIN, ring_up, sign_in
from tests.journeys.watching import Shown, WatchedTill, watched_till

SETTLED_S: Final = 0.5
"""Five times what a change may take to reach the disk."""
WAIT_S: Final = 20.0
Rows = list[tuple[Any, ...]]


def drafts(folder: Path) -> Rows:
    """Every open order as it lies on disk, byte for byte."""
    address = f"{DataFolder(folder).store.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        return connection.execute("SELECT * FROM draft ORDER BY uid").fetchall()


def settled_drafts(folder: Path, count: int) -> Rows:
    deadline = time.monotonic() + WAIT_S
    before, since = drafts(folder), time.monotonic()
    while len(before) != count or time.monotonic() - since < SETTLED_S:
        assert time.monotonic() < deadline, before
        time.sleep(SETTLED_S / 10)
        now = drafts(folder)
        if now != before:
            before, since = now, time.monotonic()
    return before


def ring_up_with_everything(screen: Screen, till: WatchedTill) -> None:
    """A discount and a note on a line, and both on the whole order."""
    ring_up(screen, till, PAIN, BREAD)
    screen.press("Home", "1", "0", "F5", "Return")
    screen.press("ctrl+i", *"toast", "Return")
    screen.press("shift+F5", "5", "alt+1", "Return")
    screen.press("ctrl+shift+i", *"jacket", "Return")


def other_than(lines: list[str]) -> Callable[[Shown], bool]:
    return lambda shown: bool(shown["lines"] != lines)


def walk_through(screen: Screen, till: WatchedTill) -> list[list[str]]:
    """The lines of every open order, as the screen shows them, from the first tab on."""
    seen = []
    for _ in range(3):
        is_another = other_than(till.shown["lines"])
        screen.press("ctrl+Tab")
        till.wait_until(is_another)
        seen.append(till.shown["lines"])
    return seen


def test_three_open_orders_are_back_after_a_kill(screen: Screen, folder: Path) -> None:
    with watched_till(screen, folder, title=TITLE) as till:
        sign_in(screen, till)
        screen.press("Return")
        till.wait_for_page("sell")
        ring_up_with_everything(screen, till)
        screen.press("ctrl+n")
        till.wait_for_lines(0)
        ring_up(screen, till, BUTTER)
        screen.press("plus")
        screen.press("ctrl+n")
        till.wait_for_lines(0)
        ring_up(screen, till, PAIN, BUTTER, BREAD)
        shown = walk_through(screen, till)
        before = settled_drafts(folder, 3)
        till.kill()

    assert drafts(folder) == before

    with watched_till(screen, folder, title=TITLE) as till:
        sign_in(screen, till)
        till.wait_for_lines(3)
        # What was done before the kill is no step any more that could be taken back.
        screen.press("ctrl+z")
        till.wait_until(
            lambda now: (
                now["labels"].get("toast_words") == "There is nothing to undo in this order."
            )
        )
        after = walk_through(screen, till)
        kept = settled_drafts(folder, 3)
        screen.press("shift+F12")
        till.wait_for_page("done")

    assert after == shown
    assert kept == before
    (everything,) = (json.loads(row[-1]) for row in before if "jacket" in str(row[-1]))
    assert everything["note"] == "jacket"
    assert everything["discount"][:2] == ["percent", 500]
    assert everything["items"][0]["note"] == "toast"
    assert everything["items"][0]["discount"][:2] == ["percent", 1_000]
    assert len(drafts(folder)) == 2
    states = [one["state"] for one in pos_app_json(folder, "orders", "list")]
    assert sorted(states) == ["created", "created", "paid"]
    assert pos_app_json(folder, "journal", "verify")["ok"]
