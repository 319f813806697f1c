"""Whatever is sold, counted, brought in and put back: in the end the stock is what is known."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.fakes.put_back_till import BREAD, TEA_ID, Till
from tests.fakes.storage import Tables

EXAMPLES: Final = int(os.environ.get("SYNC_EXAMPLES", "30"))
OPENING: Final = 99
IDS: Final = st.sampled_from([TEA_ID, BREAD.product_id])
SKUS: Final = {TEA_ID: "TEA", BREAD.product_id: BREAD.sku}


@dataclass(eq=False)
class Event:
    """What happened to a shelf, and whether anybody has a record of it."""

    product_id: int
    kind: str
    pieces: int
    epoch: int = 1
    of: Event | None = None
    """Which one it takes back."""
    is_here: bool = True
    is_sent: bool = False


class PutBack(RuleBasedStateMachine):
    """Bread is brought in by an import, and lost with it; tea is in every backup."""

    def __init__(self) -> None:
        super().__init__()
        self.till = Till()
        self.events = [Event(TEA_ID, "opening", OPENING, is_sent=True)]
        self.backups: list[tuple[Tables, list[Event]]] = []
        self.back_up()

    @rule(product_id=IDS, pieces=st.integers(-5, 5).filter(bool))
    def move(self, product_id: int, pieces: int) -> None:
        if self._is_known(product_id):
            self.till.move(pieces, product_id=product_id)
            self._note(product_id, "move", pieces)

    @rule(product_id=IDS, pieces=st.integers(0, 20))
    def count(self, product_id: int, pieces: int) -> None:
        if self._is_known(product_id):
            self.till.count(pieces, product_id=product_id)
            self._note(product_id, "count", pieces)

    @rule(pieces=st.integers(1, 9))
    def bring_in(self, pieces: int) -> None:
        if not self._is_known(BREAD.product_id):
            self.till.bring_in(BREAD, pieces)
            self._note(BREAD.product_id, "opening", pieces)

    @rule()
    def take_back(self) -> None:
        """The import that brought the bread here last, in this epoch: undone once."""
        here = [one for one in self.events if one.is_here and one.product_id == BREAD.product_id]
        brought = next((one for one in here if one.kind == "opening"), None)
        if brought and brought.epoch == self._epoch and not any(one.of is brought for one in here):
            self.till.take_back(BREAD.product_id, brought.pieces)
            self._note(BREAD.product_id, "undo", brought.pieces, of=brought)
            self.sync()

    @rule(hours=st.integers(-5, 5).filter(bool))
    def set_clock(self, hours: int) -> None:
        self.till.synced.shop.clock.wall += timedelta(hours=hours)

    @rule()
    def back_up(self) -> None:
        self.send()
        here = [one for one in self.events if one.is_here]
        self.backups.append((self.till.store.tables.copy(), here))

    @rule(which=st.integers(0, 5))
    def put_back(self, which: int) -> None:
        tables, held = self.backups[which % len(self.backups)]
        for one in self.events:
            one.is_here = any(one is other for other in held)
        self.till.put_back(tables, is_sent=False)

    @rule()
    def send(self) -> None:
        self.till.synced.drain()
        for one in self.events:
            one.is_sent = one.is_sent or one.is_here

    @rule()
    def sync(self) -> None:
        self.send()
        self.till.synced.start()
        self.till.ask()

    def teardown(self) -> None:
        """Once all is sent and received, till and head office have what is right."""
        self.sync()
        self.send()
        for product_id, sku in SKUS.items():
            if self._is_known(product_id):
                right = self._right(product_id)
                before = OPENING if product_id == TEA_ID else 0
                here = self.till.level(product_id) // 1_000
                there = self.till.moved_there(sku) // 1_000 + before
                assert (here, there) == (right, right), sku
        self.till.synced.start()
        assert not self.till.ask(), "it is booked once"

    def _right(self, product_id: int) -> int:
        """By what anybody has a record of; a product is opened once."""
        level, is_open = 0, False
        known = [one for one in self.events if one.is_here or one.is_sent]
        undone = [one.of for one in known if one.of is not None]
        for one in known:
            if one.product_id == product_id and one.of is None and one not in undone:
                if one.kind == "count":
                    level = one.pieces
                elif one.kind == "move" or not is_open:
                    level += one.pieces
                is_open = True
        return level

    def _is_known(self, product_id: int) -> bool:
        return product_id in self.till.store.tables.products

    @property
    def _epoch(self) -> int:
        return self.till.store.tables.epochs[-1].number

    def _note(self, product_id: int, kind: str, pieces: int, *, of: Event | None = None) -> None:
        self.events.append(Event(product_id, kind, pieces, self._epoch, of))
        self.till.synced.shop.clock.wait(seconds=1)


TestPutBack = PutBack.TestCase
TestPutBack.settings = settings(max_examples=EXAMPLES, stateful_step_count=15)
