"""Times: from the newest run of `make bench`, else measured small; and the sound of a scan."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, perf_counter, sleep, time_ns
from typing import Any, Final

from PySide6.QtCore import Qt

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.demo import ensure_demo
from pos_app.views.input.scanner_filter import GAP_MS
from tests.bench.__main__ import OUT
from tests.bench.figures import NS_PER_MS, in_quiet
from tests.bench.stores import some_pieces
from tests.bench.window import scan_all, start_once
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.targets.target import Target

MS: Final = 1_000
LINES: Final = 100
SCANS: Final = 30
SOUNDS: Final = 5
WAIT_S: Final = 5
NO_BENCH: Final = "measured small: no run of the bench is kept; make bench BENCH='--only {name}'"
SCREENS: Final = "limit of ux.md 6"
DESIGN: Final = "limit of DESIGN 11"
"""Stricter, and for the store of the bench: the one of the screens is for any."""
WORDS: Final = ("bread", "choco", "milk", "app", "white br", "0721762513958")
PLAYER: Final = """#!/bin/bash
echo "$EPOCHREALTIME" >> "$POS_APP_SOUNDS"
"""


@dataclass(frozen=True, slots=True)
class Benched:
    """A row of the newest run of `make bench` that has it."""

    row: dict[str, Any]
    note: str

    def at(self, percentile: str) -> float:
        return float(self.row["measured"][percentile])


def benched(name: str) -> Benched | None:
    history = OUT / "history.jsonl"
    if not history.exists():
        return None
    for line in reversed(history.read_text(encoding="utf-8").splitlines()):
        report = json.loads(line)
        for row in report["rows"]:
            if row["name"].startswith(name):
                busy = ", on a busy machine" if row["busy"] else ""
                return Benched(row, f"measured by the bench {report['at'][:10]}{busy}")
    return None


def timed() -> list[Target]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        ensure_demo(DataFolder(folder))
        with sounds_noted(Path(name)) as noted, driven_till(folder, gap_ms=GAP_MS) as till:
            till.start_selling()
            found = [*scans(till), sound_of_scan(till, noted), *searches(till), signing_in(till)]
        return [*found, *start(folder)]


@contextmanager
def sounds_noted(folder: Path) -> Iterator[Path]:
    """A player that plays nothing, and notes when it was started."""
    noted, player, path = folder / "sounds", folder / "bin" / "pw-play", os.environ["PATH"]
    player.parent.mkdir()
    player.write_text(PLAYER, encoding="ascii")
    player.chmod(0o755)
    noted.touch()
    os.environ |= {"PATH": f"{player.parent}:{path}", "POS_APP_SOUNDS": str(noted)}
    try:
        yield noted
    finally:
        os.environ["PATH"] = path
        del os.environ["POS_APP_SOUNDS"]


def sound_of_scan(till: DrivenTill, noted: Path) -> Target:
    """From the last key of the scan to the first line that the player runs."""
    code = some_pieces(till.store.folder, 1)[0].barcode
    times = []
    for _ in range(SOUNDS):
        before = len(noted.read_text(encoding="ascii").splitlines())
        till.quiet()
        start_ns = time_ns()
        till.burst(code)
        till.settle()
        played = _wait_for_line(till, noted, before)
        times.append((float(played.replace(",", ".")) * MS) - start_ns / NS_PER_MS)
    return Target("7", f"scan to sound started, worst of {SOUNDS}", round(max(times)), 50, "ms")


def _wait_for_line(till: DrivenTill, noted: Path, before: int) -> str:
    deadline = monotonic() + WAIT_S
    while len(lines := noted.read_text(encoding="ascii").splitlines()) <= before:
        assert monotonic() < deadline, "no sound was started"
        till.settle()
        sleep(1 / MS)
    return lines[before]


def scans(till: DrivenTill) -> list[Target]:
    kept = benched("scan to repainted line")
    return scan_targets(kept) if kept is not None else scans_here(till)


def scan_targets(kept: Benched) -> list[Target]:
    """In the store of the bench, by both limits."""
    what, command = f"{kept.row['name']}; {kept.note}", "make bench BENCH='--only scan'"
    limits = (("p50", 16, SCREENS), ("p95", 33, SCREENS), ("p50", 8, DESIGN), ("p99", 16, DESIGN))
    return [
        Target("6", f"{what}: {name}, {whose}", round(kept.at(name), 1), most, "ms", command)
        for name, most, whose in limits
    ]


def scans_here(till: DrivenTill) -> list[Target]:
    codes = [one.barcode for one in some_pieces(till.store.folder, LINES + SCANS)]
    for code in codes[:LINES]:
        till.scan(code)
    scan_all(till, codes[LINES:])  # the first ones fill what is kept
    found = in_quiet(lambda: [scan_all(till, codes[LINES:])], alike=True)
    figures, note = found.pairs[0].measured, NO_BENCH.format(name="scan")
    till.press(Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    what = f"scan to repainted line and total, demo store, {LINES} lines"
    return [
        Target("6", f"{what}: {name}, {SCREENS}", round(got, 1), most, "ms", note=note,
               is_proof=not found.busy)
        for name, got, most in (("p50", figures.p50, 16), ("p95", figures.p95, 33))
    ]  # fmt: skip


def searches(till: DrivenTill) -> list[Target]:
    kept = benched("search as you type")
    if kept is not None:
        what, got = f"a key of a search, {kept.row['note']}; {kept.note}: p99", kept.at("p99")
        command, note = "make bench BENCH='--only search'", ""
    else:
        times = [_search(till, word[:end]) for word in WORDS for end in range(1, len(word) + 1)]
        what = f"a key of a search, demo store, worst of {len(times)}"
        got, command, note = max(times), "make targets", NO_BENCH.format(name="search")
    return [Target("9", what, round(got, 1), 30, "ms", command, note)]


def _search(till: DrivenTill, text: str) -> float:
    before = perf_counter()
    till.store.services.search.find(text)
    return (perf_counter() - before) * MS


def signing_in(till: DrivenTill) -> Target:
    """From the last digit of the PIN to the sell screen, painted."""
    till.press(Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    till.wait_for_page("sign_in")
    till.enter_text("14078")
    before = perf_counter()
    till.enter_text("9")
    till.wait_for(lambda: till.page == "sell", "the sell screen")
    till.window.repaint()
    took = (perf_counter() - before) * MS
    return Target("12", "last digit of the PIN to the sell screen", round(took), 300, "ms")


def start(folder: Path) -> list[Target]:
    kept = benched("start to the painted sign-in")
    if kept is None:
        start_once("ours", folder)  # the first one fills the disk's cache
        got, note = start_once("ours", folder).seconds, NO_BENCH.format(name="start")
        what = f"start to the painted sign-in, demo store, {SCREENS}"
        return [Target("12", what, round(got, 2), 2.5, "s", note=note)]
    return start_targets(kept)


def start_targets(kept: Benched) -> list[Target]:
    """In the store of the bench, by both limits, and beside the least that a window takes."""
    what, command = f"{kept.row['name']}; {kept.note}: p50", "make bench BENCH='--only start'"
    got = kept.at("p50")
    beside = got / float(kept.row["limit"]["p50"])
    return [
        Target("12", f"{what}, {SCREENS}", round(got, 2), 2.5, "s", command),
        Target("12", f"{what}, {DESIGN}", round(got, 2), 1.5, "s", command),
        Target(
            "12", f"{what}, beside a bare window, {DESIGN}", round(beside, 2), 1.5, "x", command
        ),
    ]
