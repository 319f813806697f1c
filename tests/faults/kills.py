"""The random campaign: tills killed at moments that chance decides, and a canary among them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Final

import click

from pos_app.composition.cli.context import print_table
from tests.faults.campaign import Campaign, Tally
from tests.faults.killing import Landing
from tests.faults.practice import make_store, write_baskets
from tests.faults.verdict import Kind
from tests.faults.victims import Rehearsing, TellingEarly, Victim
from tests.faults.window import Typing

CANARY_KILLS: Final = 40
SECONDS_MAX: Final = 2.5 * 60
"""Of the random kills, so that a whole run with its bit flips stays within ten minutes."""


def victims(baskets: Path) -> Sequence[tuple[Victim, Fraction]]:
    """Every kind of till that must survive, with its share of the kills.

    A window mostly waits for its next key, so that two of them are typed in at a time.
    """
    typing = (Typing(baskets), Fraction(1, 5))
    return [(Rehearsing(baskets), Fraction(3, 5)), typing, typing]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the tills are killed: a pristine store to copy, and what they ring up."""

    work: Path
    seed: int

    @property
    def pristine(self) -> Path:
        return self.work / "pristine"

    @property
    def baskets(self) -> Path:
        return self.work / "baskets.txt"

    def prepare(self) -> None:
        make_store(self.pristine)
        write_baskets(self.baskets)

    def campaign(self, victim: Victim, number: int = 0) -> Campaign:
        work = self.work / f"till-{number}"
        work.mkdir()
        return Campaign(victim, pristine=self.pristine, work=work, seed=self.seed + number)


def keep(stores: Sequence[Path], out: Path, seed: int) -> None:
    """Move the stores with a fault to where they outlive this run."""
    for store in stores:
        kept = out / f"seed-{seed}-{store.parent.name}-{store.name}"
        shutil.rmtree(kept, ignore_errors=True)
        click.echo(f"kept: {store.rename(kept)}")


def kill_the_sound(ground: Ground, kills: int) -> list[Tally]:
    """All kinds of tills at the same time, each on a core of its own where there are as many."""
    every = victims(ground.baskets)
    with ThreadPoolExecutor(len(every)) as pool:
        running = [
            pool.submit(
                ground.campaign(victim, number).run, ceil(kills * share), seconds_max=SECONDS_MAX
            )
            for number, (victim, share) in enumerate(every, start=1)
        ]
        return [one.result() for one in running]


def kill_the_canary(ground: Ground, kills: int = CANARY_KILLS) -> Tally:
    canary = TellingEarly(ground.baskets)
    return ground.campaign(canary).run(kills, until_first_fault=True)


def show(tallies: Sequence[Tally]) -> None:
    kinds = [*Kind]
    heads = ["victim", "kills", "told", "found", *(kind.value for kind in kinds), "seconds"]
    rows = [
        [
            tally.victim,
            *(str(count) for count in (tally.kills, tally.told, tally.found)),
            *(str(tally.count(kind)) for kind in kinds),
            f"{tally.seconds:.0f}",
        ]
        for tally in tallies
    ]
    print_table([heads, *rows], right=frozenset(range(1, len(heads))))
    click.echo()
    landings = [[str(tally.landings[where]) for tally in tallies] for where in Landing]
    lines = [[where.value, *counts] for where, counts in zip(Landing, landings, strict=True)]
    full = ["of these with a full log, at its checkpoint", *(str(t.log_full) for t in tallies)]
    untold = ["of these after COMMIT, before the word", *(str(t.untold) for t in tallies)]
    names = ["where the kills landed", *(tally.victim for tally in tallies)]
    print_table([names, *lines, full, untold], right=frozenset(range(1, len(tallies) + 1)))
    click.echo()
