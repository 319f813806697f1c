"""`python -m tests.faults.typing_till TELL FOLDER BASKETS ORDERS`: somebody types in the window.

Every number goes to the pipe once Done shows it. What the screen showed, and when, goes to a
file beside the store's folder, unbuffered: it must outlive the kill.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt

from pos_app.domain.order_item import OrderItem
from tests.faults.practice import PIN
from tests.faults.window import shown_file
from tests.gui.driving import DrivenTill, Key, driven_till

SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
CTRL: Final = Qt.KeyboardModifier.ControlModifier
GIVEN: Final = "200"


class Typist:
    def __init__(self, till: DrivenTill, *, tell: int, shown: int, rng: random.Random) -> None:
        self._till = till
        self._tell = tell
        self._shown = shown
        self._rng = rng

    def start(self) -> bool:
        """Sign in, and say whether an order that was open before has come back.

        :raises AssertionError: if what is on screen is not what was on disk
        """
        drafts = self._till.store.services.drafting.open_orders()
        kept = [state_of(order.items) for order in drafts]
        self._till.start_selling(PIN)
        assert self._state() == (kept[-1] if kept else []), (self._state(), kept)
        self._note()
        # At once: the draft may be on disk before hands and scanner have come to rest.
        self._till.model.screens.sell.draft_changed.connect(self._note)
        return bool(kept)

    def ring_up(self, basket: list[str]) -> None:
        for code in basket:
            self._till.scan(code)
            self._note()
            if self._rng.random() < 1 / 3:
                self._fumble()

    def pay(self) -> None:
        till = self._till
        till.quiet()
        if self._rng.random() < 1 / 2:
            till.press(Key.Key_F12, SHIFT)
        else:
            till.press(Key.Key_Return)
            till.wait_for_page("pay")
            till.enter_text(GIVEN)
            till.press(Key.Key_Return)
        till.wait_for_page("done")
        number = till.says("done_paid").rpartition(" ")[2].replace("\u2011", "-")
        os.write(self._tell, f"{number}\n".encode())
        self._write([])
        till.press(Key.Key_Return)
        till.wait_for_page("sell")

    def _fumble(self) -> None:
        """What hands do beside scanning."""
        till = self._till
        match self._rng.randrange(4):
            case 0:
                till.enter_text("+")
            case 1:
                till.enter_text("3")
                till.press(Key.Key_F3)
            case 2:
                till.press(Key.Key_Delete)
                self._note()
                till.press(Key.Key_Z, CTRL)
            case _:
                till.press(Key.Key_Home)
                till.enter_text("+")
        self._note()

    def _note(self) -> None:
        self._write(self._state())

    def _state(self) -> list[list[object]]:
        return state_of(self._till.store.services.orders.order.items)

    def _write(self, state: list[list[object]]) -> None:
        line = json.dumps([time.monotonic_ns(), state])
        os.write(self._shown, f"{line}\n".encode())


def state_of(items: list[OrderItem]) -> list[list[object]]:
    return [[item.sku, item.quantity.thousandths] for item in items]


def main(tell: int, folder: Path, baskets: Path, orders: int) -> None:
    lines = [line.split() for line in baskets.read_text(encoding="utf-8").splitlines()]
    rng = random.Random(os.getpid())
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    shown = os.open(shown_file(folder), flags, 0o600)
    with driven_till(folder) as till:
        typist = Typist(till, tell=tell, shown=shown, rng=rng)
        is_open = typist.start()
        for _ in range(orders):
            if not is_open:
                typist.ring_up(rng.choice(lines))
            typist.pay()
            is_open = False


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
