"""Typing into the search of the sell screen: from a key to its painted results."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from PySide6.QtTest import QTest

from pos_app.views.sell.results_list import ResultsList
from pos_app.views.sell.search_field import SearchField
from tests.bench.catalogue_file import FULL_ROWS
from tests.bench.figures import NS_PER_MS, Figures, Pair, in_quiet
from tests.bench.ground import Bench, Ground
from tests.bench.rows import AtMost, Row
from tests.bench.stores import PIN, some_pieces
from tests.bench.tills import measured_till
from tests.bench.window import Painted, wait_until
from tests.gui.driving import DrivenTill, Key

PIECES: Final = 60
PIECES_QUICK: Final = 20
KEYS: Final = 8
PRESSED_MS_MAX: Final = 50.0
"""40 of them wait for a second key that would make it a scan."""
TAKEN_MS_MAX: Final = 30.0


def measure_searching(ground: Ground) -> Sequence[Row]:
    pieces = some_pieces(ground.big_store, PIECES_QUICK if ground.quick else PIECES)
    names = [piece.name[:KEYS] for piece in pieces if piece.name[:KEYS].isascii()]
    with measured_till(ground.worn_store.root) as till:
        till.start_selling(PIN)
        found = in_quiet(lambda: list(search_all(till, names)))
    pressed, taken = found.pairs
    return [
        Row(
            name=f"search: {what} to its painted results",
            unit="ms",
            measured=pair.measured,
            limit=pair.limit,
            allowed=allowed,
            busy=found.busy,
            note=f"limit: painting alone; {FULL_ROWS:,} products",
        )
        for what, pair, allowed in (
            ("key pressed, with the wait for a scanner,", pressed, AtMost("p50", PRESSED_MS_MAX)),
            ("letter in the field", taken, AtMost("p99", TAKEN_MS_MAX)),
        )
    ]


class Results:
    """When a letter came into the field, and when what it found was painted."""

    def __init__(self, till: DrivenTill) -> None:
        found, field = till.window.findChild(ResultsList), till.window.findChild(SearchField)
        assert found is not None
        assert field is not None
        self.list = found
        self._painted = Painted(found.viewport())
        self._taken = self._shown = 0
        field.textChanged.connect(self._on_letter)
        found.model().modelReset.connect(self._on_found)

    def _on_letter(self) -> None:
        self._taken, self._shown = time.perf_counter_ns(), 0

    def _on_found(self) -> None:
        # What is painted before this is what the letter before has found.
        self._shown = self._taken
        self._painted.expect()

    def wait(self) -> int:
        """:return: when the letter came into the field, in ns of the performance counter"""
        wait_until(lambda: bool(self._shown) and self._painted.all)
        taken, self._taken, self._shown = self._taken, 0, 0
        return taken


def search_all(till: DrivenTill, names: Sequence[str]) -> tuple[Pair, Pair]:
    """From a key that is pressed, and from its letter in the field."""
    results = Results(till)
    from_key, from_letter, alone = [], [], []
    for name in names:
        till.press(Key.Key_F2)
        for letter in name:
            before = time.perf_counter_ns()
            QTest.keyClick(till.window.windowHandle(), letter)  # type: ignore[call-overload]
            taken = results.wait()
            between = time.perf_counter_ns()
            results.list.viewport().repaint()
            alone.append(time.perf_counter_ns() - between)
            from_key.append(between - before)
            from_letter.append(between - taken)
        till.press(Key.Key_Escape)
        till.press(Key.Key_Escape)
    limit = Figures.of_ns(alone, per_unit=NS_PER_MS)
    return (
        Pair(Figures.of_ns(from_key, per_unit=NS_PER_MS), limit),
        Pair(Figures.of_ns(from_letter, per_unit=NS_PER_MS), limit),
    )


BENCHES: Final = (Bench("searching", measure_searching),)
