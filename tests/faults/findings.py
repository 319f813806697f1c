"""What the campaigns share: their ground, their share of the points, and what they find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pos_app.adapters.system.paths import DataFolder
from tests.faults.check import check, numbers_in
from tests.faults.day import Day, Play
from tests.faults.forking import Ended, forked
from tests.faults.shim import WATCHING, Injection, Shim
from tests.faults.told import Teller, Told, broken_promises
from tests.faults.verdict import Fault, Kind

STORE_FILES: Final = ("pos.sqlite3", "keys.json", "writer.lock")


@dataclass(slots=True)
class Findings:
    """What a share of a campaign has found; `notes` counts what is worth a word."""

    points: int = 0
    faults: list[str] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Share:
    """Every `of`-th point, beginning with the `which`-th."""

    which: int = 0
    of: int = 1

    def takes(self, point: int) -> bool:
        return point % self.of == self.which


@dataclass(frozen=True, slots=True)
class Ground:
    """A pristine store to copy, and three products that are sold by the piece.

    `work` is an empty folder in memory if there is one, since a kill needs no disk; `disk` is one
    on a real disk.
    """

    pristine: Path
    work: Path
    disk: Path
    codes: Sequence[str]
    shim: Shim

    @property
    def base(self) -> dict[str, bytes]:
        """The pristine store as its files."""
        return {name: (self.pristine / name).read_bytes() for name in STORE_FILES}


def played(
    ground: Ground, folder: Path, injection: Injection, part: Callable[[Day], None]
) -> Ended:
    """A part of a day in a process of its own, on this store."""

    def run(teller: Teller) -> None:
        ground.shim.arm(folder, injection)
        part(Day(Play(DataFolder(folder), ground.codes, teller, ground.shim)))

    return forked(run, ground.shim)


def examined(folder: Path, told: Told) -> list[Fault]:
    """The one check, and what was promised beside the orders."""
    return list(check(folder, told.numbers).faults) or list(broken_promises(folder, told))


def next_till_faults(ground: Ground, folder: Path, before: Told) -> Iterator[Fault]:
    """Whether the next till sells one more, and every order of before is still there."""
    found = numbers_in(folder)
    ended = played(ground, folder, WATCHING, Day.go_on)
    if ended.code or not ended.told.numbers:
        yield Fault(Kind.DAMAGE, f"the next till does not sell: {ended.last_words}")
        return
    # What was found once must be found for ever, whether anyone was told of it or not.
    known = list(dict.fromkeys([*before.numbers, *found, *ended.told.numbers]))
    yield from check(folder, known).faults
