"""`python -m tests.faults`: break a till in every way there is a machine for, and count the faults.

Exit code 1 if there is a fault, or if a planted one is not found.
"""

from __future__ import annotations

import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import click

from pos_app.composition.cli.context import print_table
from tests.faults import kills as random_kills
from tests.faults.shim import ShimError, build
from tests.faults.verdict import Kind

KILLS_DEFAULT: Final = 200
SHARES: Final = 2
SEED_BELOW: Final = 1_000_000
FAULTS_SHOWN: Final = 20
OUT: Final = Path(__file__).parents[2] / "out" / "faults"
RANDOM: Final = "random"
WITH_SHIM: Final[Mapping[str, str]] = {
    "kill": "kill -9 before every write, sync, cut and removal of a day",
    "torn": "the same, in the middle of the write",
    "full": "disk full at every one of them, once and for long",
    "broken": "disk fails at every one of them, once and for long",
    "sync": "every sync fails, once and for long",
    "power": "power lost after every one of them, 16 ways to lose what was not synced",
    "power-canary": "canary: the same with synchronous=NORMAL",
    "setup": "kill -9 at every write of setup and its first migration",
    "upgrade": "kill -9 at every write of a migration to the next schema",
    "damage": "bit flips, cuts and logs that are missing or foreign",
    "contention": "orders, drafts, reports, backups and sync at once for 10 s",
}
CANARIES: Final = frozenset({"power-canary", "canary"})


@dataclass(slots=True)
class Line:
    """One campaign in the table."""

    name: str
    what: str
    points: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    notes: dict[str, int] = field(default_factory=dict)

    @property
    def is_canary(self) -> bool:
        return self.name in CANARIES

    @property
    def ok(self) -> bool:
        """A canary must be found, by what it loses; everything else must be sound."""
        if self.is_canary:
            return any(Kind.LOST in fault for fault in self.faults)
        return self.points > 0 and not self.faults

    @property
    def verdict(self) -> str:
        if self.is_canary:
            return "caught" if self.ok else "NOT CAUGHT"
        return "ok" if self.ok else "FAULTS"


@click.command(help="Break a till in every way there is a machine for, and count the faults.")
@click.option("--only", type=click.Choice([RANDOM, *WITH_SHIM]), multiple=True)
@click.option("--kills", type=click.IntRange(min=1), default=KILLS_DEFAULT, show_default=True)
@click.option("--seed", type=int, default=None, help="Repeat the same choices; random by default.")
def main(only: Sequence[str], kills: int, seed: int | None) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    seed = secrets.randbelow(SEED_BELOW) if seed is None else seed
    click.echo(f"seed {seed}")
    started = time.monotonic()
    names = only or (*WITH_SHIM, RANDOM)
    try:
        with tempfile.TemporaryDirectory(prefix="run-", dir=OUT) as work:
            ground = random_kills.Ground(Path(work), seed)
            ground.prepare()
            lines = [line for name in names for line in _run(ground, name, kills)]
    except ShimError as error:
        click.echo(f"NOTHING IS PROVED: {error}", err=True)
        sys.exit(1)
    _show(lines, seconds=time.monotonic() - started)
    sys.exit(0 if all(line.ok for line in lines) else 1)


def _run(ground: random_kills.Ground, name: str, kills: int) -> list[Line]:
    lines = _random(ground, kills) if name == RANDOM else [_with_shim(ground, name)]
    for line in lines:
        click.echo(f"{line.name}: {line.points} points, {line.verdict}, {line.seconds:.0f} s")
    return lines


def _random(ground: random_kills.Ground, kills: int) -> list[Line]:
    tallies = random_kills.kill_the_sound(ground, kills)
    canary = random_kills.kill_the_canary(ground)
    random_kills.show([*tallies, canary])
    random_kills.keep([path for one in tallies for path in one.kept], OUT, ground.seed)
    lines = [
        Line(name, one.victim, one.kills, [str(fault) for fault in one.faults], one.seconds)
        for name, one in zip(
            (*(RANDOM for _ in tallies), "canary"), (*tallies, canary), strict=True
        )
    ]
    done = sum(one.kills for one in tallies)
    if done < kills:
        lines[0].notes["kills left out, because the time was up"] = kills - done
    return lines


def _with_shim(ground: random_kills.Ground, name: str) -> Line:
    """One process for each core, each with its share of the points."""
    started = time.monotonic()
    environment = {**os.environ, "LD_PRELOAD": str(build(ground.work))}
    words = [sys.executable, "-m", "tests.faults.worker", name]
    workers = [
        subprocess.Popen(
            [*words, str(which), str(SHARES), str(ground.seed), str(ground.pristine)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for which in range(SHARES)
    ]
    line = Line(name, WITH_SHIM[name])
    for worker in workers:
        found, errors = worker.communicate()
        if worker.returncode:
            raise ShimError(f"{name} ended with {worker.returncode}: {errors.strip()}")
        _add(line, json.loads(found))
    line.seconds = time.monotonic() - started
    return line


def _add(line: Line, found: dict[str, object]) -> None:
    assert isinstance(found["points"], int)
    assert isinstance(found["faults"], list)
    assert isinstance(found["notes"], dict)
    line.points += found["points"]
    line.faults += found["faults"]
    for note, count in found["notes"].items():
        line.notes[note] = line.notes.get(note, 0) + count


def _show(lines: Sequence[Line], *, seconds: float) -> None:
    click.echo()
    for line in lines:
        if line.notes:
            notes = ", ".join(f"{note}: {count}" for note, count in sorted(line.notes.items()))
            click.echo(f"{line.name}: {notes}")
        for fault in () if line.is_canary else line.faults[:FAULTS_SHOWN]:
            click.echo(f"FAULT {line.name}: {fault}")
    click.echo()
    heads = ["campaign", "what is done to the till", "points", "faults", "seconds", "verdict"]
    rows = [
        [
            *(line.name, line.what, str(line.points), str(len(line.faults))),
            *(f"{line.seconds:.0f}", line.verdict),
        ]
        for line in lines
    ]
    print_table([heads, *rows], right=frozenset({2, 3, 4}))
    sound = [line for line in lines if not line.is_canary]
    points, faults = sum(one.points for one in sound), sum(len(one.faults) for one in sound)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    click.echo(f"\n{points} points, {faults} faults, {seconds:.0f} s, {cpu:.0f} s of one core.")


if __name__ == "__main__":
    main()
