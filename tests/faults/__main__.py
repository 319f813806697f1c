"""`python -m tests.faults`: kill tills at random moments and count what is lost."""

from __future__ import annotations

import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
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

KILLS_DEFAULT: Final = 200
CANARY_KILLS: Final = 40
SECONDS_MAX: Final = 8.5 * 60
SEED_BELOW: Final = 1_000_000
FAULTS_SHOWN: Final = 20
OUT: Final = Path(__file__).parents[2] / "out" / "faults"


def victims(baskets: Path) -> Sequence[tuple[Victim, Fraction]]:
    """Every kind of till that must survive, with its share of the kills."""
    return [(Rehearsing(baskets), Fraction(3, 5)), (Typing(baskets), Fraction(2, 5))]


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

    def campaign(self, victim: Victim) -> Campaign:
        return Campaign(victim, pristine=self.pristine, work=self.work, seed=self.seed)


@click.command(help="Kill tills at random moments and count what is lost.")
@click.option("--kills", type=click.IntRange(min=1), default=KILLS_DEFAULT, show_default=True)
@click.option("--seed", type=int, default=None, help="Repeat the same choices; random by default.")
@click.option("--canary", is_flag=True, help="Only the till with a planted fault.")
def main(kills: int, seed: int | None, canary: bool) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    seed = secrets.randbelow(SEED_BELOW) if seed is None else seed
    click.echo(f"seed {seed}")
    with tempfile.TemporaryDirectory(prefix="run-", dir=OUT) as work:
        ground = Ground(Path(work), seed)
        ground.prepare()
        tallies = [] if canary else _kill_the_sound(ground, kills)
        caught = _kill_the_canary(ground, kills if canary else CANARY_KILLS)
        _show([*tallies, caught])
        _keep([path for tally in tallies for path in tally.kept], seed)
    sys.exit(_conclude(tallies, caught, kills))


def _keep(stores: Sequence[Path], seed: int) -> None:
    """Move the stores with a fault to where they outlive this run."""
    for store in stores:
        kept = OUT / f"seed-{seed}-{store.name}"
        shutil.rmtree(kept, ignore_errors=True)
        click.echo(f"kept: {store.rename(kept)}")


def _kill_the_sound(ground: Ground, kills: int) -> list[Tally]:
    ends = time.monotonic() + SECONDS_MAX
    return [
        ground.campaign(victim).run(ceil(kills * share), seconds_max=ends - time.monotonic())
        for victim, share in victims(ground.baskets)
    ]


def _kill_the_canary(ground: Ground, kills: int) -> Tally:
    canary = TellingEarly(ground.baskets)
    return ground.campaign(canary).run(kills, until_first_fault=True)


def _conclude(tallies: Sequence[Tally], canary: Tally, kills: int) -> int:
    """Say in words what the table shows; return the exit code."""
    done = sum(tally.kills for tally in tallies)
    if tallies and done < kills:
        click.echo(f"Stopped after {done} of {kills} kills: the time was up.")
    faults = [fault for tally in tallies for fault in tally.faults]
    for fault in faults[:FAULTS_SHOWN]:
        click.echo(f"FAULT {fault}")
    caught = canary.count(Kind.LOST) > 0
    click.echo(
        f"The canary was caught: {canary.count(Kind.LOST)} order lost after {canary.kills} kills."
        if caught
        else f"THE CANARY WAS NOT CAUGHT in {canary.kills} kills: this harness proves nothing."
    )
    if tallies:
        click.echo(f"{done} kills, {len(faults)} faults.")
    return int(bool(faults) or not caught)


def _show(tallies: Sequence[Tally]) -> None:
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


if __name__ == "__main__":
    main()
