"""`python -m tests.processors`: every fault at every step of every processor, as a table.

Exit code 1 if anything was moved twice, forgotten or believed wrongly.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

import click

from pos_app.composition.cli.context import print_table
from tests.fakes.processors.faults import Fault
from tests.processors.benches import BENCHES, STEPS
from tests.processors.campaign import Case, run

SEEDS_DEFAULT: Final = 5
FAULTS: Final = [fault for fault in Fault if fault is not Fault.NONE]


@dataclass(slots=True)
class Line:
    cases: int = 0
    met: int = 0
    moved: int = 0
    findings: list[str] = field(default_factory=list)


@click.command()
@click.option("--seeds", type=click.IntRange(1), default=SEEDS_DEFAULT, show_default=True)
@click.option("--only", type=click.Choice(list(BENCHES)), multiple=True)
def main(seeds: int, only: tuple[str, ...]) -> None:
    started = time.monotonic()
    lines: dict[tuple[str, str], Line] = defaultdict(Line)
    for bench in only or BENCHES:
        for step in STEPS:
            for fault in FAULTS:
                for seed in range(seeds):
                    _add(lines[bench, step], Case(bench, step, fault, seed))
    print_table(
        [
            ["processor", "fault at", "payments", "met it", "money kept", "findings"],
            *(
                [*key, str(one.cases), str(one.met), str(one.moved), str(len(one.findings))]
                for key, one in lines.items()
            ),
        ],
        right=frozenset({2, 3, 4, 5}),
    )
    found = [words for one in lines.values() for words in one.findings]
    cases = sum(one.cases for one in lines.values())
    seconds = time.monotonic() - started
    click.echo(f"{len(found)} findings in {cases} payments, {len(FAULTS)} faults; {seconds:.0f} s")
    for words in found:
        click.echo(words)
    sys.exit(1 if found else 0)


def _add(line: Line, case: Case) -> None:
    outcome = run(case)
    line.cases += 1
    line.met += outcome.is_met
    line.moved += outcome.moved > 0
    line.findings += [f"{case}: {words}" for words in outcome.findings]


if __name__ == "__main__":
    main()
