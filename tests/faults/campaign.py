"""Many kills: copies of one store, several kills on each, the check after every one."""

from __future__ import annotations

import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.faults.check import check
from tests.faults.killing import Killed, Landing, Pace, TillFailedError, kill_one, undisturbed
from tests.faults.moments import Aim
from tests.faults.verdict import Fault, Kind
from tests.faults.victims import Victim

KILLS_ON_ONE_STORE: Final = 8
ORDERS_AFTERWARDS: Final = 5


@dataclass(slots=True)
class Tally:
    """What a campaign has counted so far; `told` and `found` are orders."""

    victim: str
    kills: int = 0
    told: int = 0
    found: int = 0
    untold: int = 0
    log_full: int = 0
    seconds: float = 0.0
    landings: Counter[Landing] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)

    def count(self, kind: Kind) -> int:
        return sum(fault.kind is kind for fault in self.faults)


@dataclass(slots=True)
class _Round:
    """One copy of the store, and every number that is known to be on its disk."""

    folder: Path
    known: list[str] = field(default_factory=list)
    found: int = 0


class Campaign:
    """:param work: an empty folder on a real disk; stores with a fault are left in it"""

    def __init__(self, victim: Victim, *, pristine: Path, work: Path, seed: int) -> None:
        self._victim = victim
        self._pristine = pristine
        self._work = work
        self._rng = random.Random(seed)
        self._started = time.monotonic()
        self._seconds_max = 0.0
        self.tally = Tally(victim.name)

    def run(
        self, kills: int, *, seconds_max: float = 600.0, until_first_fault: bool = False
    ) -> Tally:
        self._seconds_max = seconds_max
        try:
            pace = self._measure()
        except TillFailedError as error:
            self._blame(error)
            return self.tally
        while self.tally.kills < kills and self._has_time():
            self._run_round(min(KILLS_ON_ONE_STORE, kills - self.tally.kills), pace)
            self._show_progress(kills)
            if until_first_fault and self.tally.faults:
                break
        self.tally.seconds = self._seconds()
        return self.tally

    def _measure(self) -> Pace:
        folder = self._copy("pace")
        _, pace = undisturbed(self._victim, folder, orders=ORDERS_AFTERWARDS)
        shutil.rmtree(folder)
        return pace

    def _run_round(self, kills: int, pace: Pace) -> None:
        this = _Round(self._copy(f"store-{self.tally.kills:04d}"))
        before = len(self.tally.faults)
        try:
            for aim in self._aims(kills):
                killed = kill_one(self._victim, this.folder, aim, pace, self._rng)
                self._note(killed)
                self._examine(this, killed.told)
                self.tally.faults += self._victim.faults(this.folder, killed.told, killed.at_ns)
                if len(self.tally.faults) > before:
                    break
            else:
                self._sell_again(this)
        except TillFailedError as error:
            self._blame(error)
        self.tally.found += this.found
        if len(self.tally.faults) > before:
            self.tally.kept.append(this.folder)
        else:
            shutil.rmtree(this.folder)

    def _aims(self, kills: int) -> Iterator[Aim]:
        # Only a fresh store has no open shift, so this is where one is killed half-way.
        yield Aim.OPENING
        aims = self._victim.moments.aims
        for aim in self._rng.choices(list(aims), weights=list(aims.values()), k=kills - 1):
            if self._has_time():
                yield aim

    def _note(self, killed: Killed) -> None:
        self.tally.kills += 1
        self.tally.landings[killed.landing] += 1
        self.tally.log_full += killed.log_full

    def _sell_again(self, this: _Round) -> None:
        told, _ = undisturbed(self._victim, this.folder, orders=ORDERS_AFTERWARDS)
        self._examine(this, told)

    def _examine(self, this: _Round, told: tuple[str, ...]) -> None:
        this.known += told
        verdict = check(this.folder, this.known)
        this.found = len(verdict.numbers)
        self.tally.told += len(told)
        self.tally.faults += verdict.faults
        # What was found once must be found for ever, whether anyone was told of it or not.
        untold = [number for number in verdict.numbers if number not in set(this.known)]
        self.tally.untold += len(untold)
        this.known += untold

    def _blame(self, error: TillFailedError) -> None:
        self.tally.faults.append(Fault(Kind.DAMAGE, f"the till did not go on: {error}"))

    def _copy(self, name: str) -> Path:
        return shutil.copytree(self._pristine, self._work / name)

    def _seconds(self) -> float:
        return time.monotonic() - self._started

    def _has_time(self) -> bool:
        return self._seconds() < self._seconds_max

    def _show_progress(self, kills: int) -> None:
        if sys.stderr.isatty():
            done = f"\r{self._victim.name}: {self.tally.kills} of {kills} kills"
            sys.stderr.write(f"{done}, {len(self.tally.faults)} faults ")
            sys.stderr.flush()
