"""Whatever happens to the line, the till and head office: in the end both hold the same."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pos_app.domain.errors import PosError
from tests.fakes.journal import TEA
from tests.fakes.synced_shop import SyncedShop
from tests.fakes.upstream import Books, lost

EXAMPLES: Final = int(os.environ.get("SYNC_EXAMPLES", "30"))


class KilledError(BaseException):
    """The plug was pulled."""


class Sync(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.till = SyncedShop()
        self.till.shop.open_shift(opening_float=5_000)
        self.backups: list[Books] = []

    @rule(count=st.integers(1, 4))
    def sell(self, count: int) -> None:
        for _ in range(count):
            self.till.shop.sell(TEA)

    @rule(
        before=st.sampled_from([lost, lambda: None]),
        after=st.sampled_from([lost, lambda: None]),
        twice=st.booleans(),
        turns=st.integers(1, 3),
    )
    def sync(
        self,
        before: Callable[[], None],
        after: Callable[[], None],
        twice: bool,
        turns: int,
    ) -> None:
        line = self.till.line
        line.before, line.after, line.twice = before, after, twice
        for _ in range(turns):
            with suppress(PosError):
                self.till.pushing.step()

    @rule(moment=st.integers(0, 5))
    def pull_the_plug(self, moment: int) -> None:
        """At one of the next commits, right before it or right after."""
        line, store, left = self.till.line, self.till.shop.store, moment
        line.before = line.after = lambda: None

        def kill() -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise KilledError

        store.on_commit = kill
        with suppress(KilledError, PosError):
            for _ in range(3):
                self.till.pushing.step()
        store.on_commit = lambda: None
        store.is_busy = False
        self.till.start()

    @rule()
    def back_up(self) -> None:
        self.backups.append(self.till.office.backup())

    @rule(which=st.integers(0, 5))
    def go_back(self, which: int) -> None:
        if self.backups:
            self.till.office.restore(self.backups[which % len(self.backups)])

    @rule(seq=st.integers(1, 12))
    def poison(self, seq: int) -> None:
        self.till.office.poison.add(seq)

    @rule()
    def restart(self) -> None:
        self.till.start()

    @invariant()
    def nothing_is_held_that_was_never_recorded(self) -> None:
        assert set(self.till.there()) <= set(self.till.here())

    @invariant()
    def what_is_held_has_no_gap(self) -> None:
        assert [seq for _, seq in self.till.there()] == list(range(1, len(self.till.there()) + 1))

    def teardown(self) -> None:
        """Once everything works again, both sides come to hold the same."""
        line = self.till.line
        line.before = line.after = lambda: None
        line.twice = False
        self.till.start()
        self.till.pushing.look_back()
        self.till.drain()
        assert self.till.there() == self.till.here()
        held = self.till.office.books.terminals[self.till.member.terminal_id]
        assert len(held.raws) == len(set(held.raws)) == len(self.till.here())
        assert self.till.outbox.counts().waiting == 0


TestSync = Sync.TestCase
TestSync.settings = settings(max_examples=EXAMPLES, stateful_step_count=25)
