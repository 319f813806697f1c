"""Practice mode by keys: over into the copy, back to where the real till was."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos_app.adapters.system.paths import DataFolder
from tests.integration import shop as shops
from tests.journeys.screen import Screen
from tests.journeys.store import TITLE, fresh_store, pos_app_json
from tests.journeys.test_cash_order import BREAD, PAIN, ring_up, sign_in
from tests.journeys.watching import (
    TillEndedError,
    Watched,
    WatchedTill,
    watched_practice,
    watched_till,
)

KEY = "ctrl+shift+p"


@contextmanager
def gone_over(screen: Screen, till: WatchedTill, pipe: Path) -> Iterator[Watched]:
    """With an order open: it is asked about first."""
    with watched_practice(pipe) as practice:
        screen.press(KEY)
        till.wait_until(lambda shown: shown["sheet"] == "practice")
        screen.press("Return")
        till.wait_until(lambda shown: not shown["visible"])
        practice.wait_until(lambda shown: shown["visible"])
        screen.focus("PRACTICE")
        yield practice


def test_practice_is_one_key_away_and_nothing_of_it_is_real(screen: Screen, tmp_path: Path) -> None:
    folder, pipe = fresh_store(tmp_path, kind="--keys-in-file"), tmp_path / "pipe"
    os.mkfifo(pipe)
    with watched_till(screen, folder, title=TITLE, practice=pipe) as till:
        sign_in(screen, till)
        screen.press("Return")
        till.wait_for_page("sell")
        ring_up(screen, till, PAIN)
        before = till.shown["lines"]

        with gone_over(screen, till, pipe) as practice:
            # The shift is opened there, too; by whom is known.
            practice.wait_for_page("open_shift")
            screen.press("Return")
            practice.wait_for_page("sell")
            screen.scan(BREAD)
            practice.wait_for_lines(1)
            screen.press("shift+F12")
            practice.wait_for_page("done")
            screen.press(KEY)
            back = till.wait_until(lambda shown: shown["visible"])

        assert (back["page"], back["lines"], back["labels"]["bar_person"]) == (
            *("sell", before, "Ana"),
        )
        paid = "SELECT number, total FROM \"order\" WHERE state = 'paid'"
        practised = DataFolder(folder).practice.store
        assert shops.rows(practised, paid) == [("X-T01-000001", 249)]
        screen.focus(TITLE)
        screen.press("shift+F12")
        till.wait_for_page("done")
        screen.press("Return")
        till.wait_for_page("sell")
        ring_up(screen, till, BREAD)

        with gone_over(screen, till, pipe) as practice:
            os.kill(till.process.pid, signal.SIGKILL)
            till.process.wait(30)
            with pytest.raises(TillEndedError):
                practice.wait_for_page("never")

    with watched_till(screen, folder, title=TITLE) as till:
        sign_in(screen, till)
        till.wait_for_lines(1)

    orders = [(one["number"], one["state"]) for one in pos_app_json(folder, "orders", "list")]
    assert orders == [("T01-000001", "paid"), (None, "created")]
