"""`python -m tests.mutants`: plant each bug in a copy of the tree and see its tests turn red."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import click

from pos_app.composition.cli.context import print_table
from tests.mutants.planted import MUTANTS, Mutant

ROOT: Final = Path(__file__).parents[2]
OUT: Final = ROOT / "out" / "mutants"
COPIED: Final = ("pos_app", "tests", "migrations", "resources", "build", "pyproject.toml")
COPIED_BESIDE: Final = ("README.md", "Makefile", "LICENSE", "CHANGELOG.md")
SECONDS_MAX: Final = 240
PYTEST: Final = ("-m", "pytest", "-q", "--tb=no", "-rfE")
ALL_GREEN, SOME_RED = 0, 1
_RED: Final = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


class Outcome(StrEnum):
    CAUGHT = "caught"
    SURVIVED = "SURVIVED"
    NOT_PLANTED = "NOT PLANTED"  # the text to replace is not there, or not once
    BROKEN = "BROKEN"  # pytest itself failed: no such test, an unreadable module, no end


@dataclass(frozen=True, slots=True)
class Result:
    mutant: Mutant
    outcome: Outcome
    detail: str
    seconds: float


@click.command(help="Plant known bugs in a copy of the tree: each must turn the named tests red.")
@click.option("--only", default="", help="Those whose description holds this text.")
def main(only: str) -> None:
    wanted = [one for one in MUTANTS if only in one.bug]
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=OUT) as work:
        tree = copy_of(ROOT, Path(work) / "tree")
        before = run(tree, {test for one in wanted for test in one.tests})
        if before.returncode != ALL_GREEN:
            click.echo(before.stdout[-2_000:] + before.stderr[-2_000:], err=True)
            click.echo("These tests are not green without any bug: nothing is proved.", err=True)
            sys.exit(1)
        results = [planted(tree, one) for one in wanted]
    print_table(
        [
            ["bug", "outcome", "s", "detail"],
            *([one.mutant.bug, one.outcome, f"{one.seconds:.0f}", one.detail] for one in results),
        ],
        right=frozenset({2}),
    )
    caught = sum(one.outcome is Outcome.CAUGHT for one in results)
    click.echo(f"{len(results)} bugs planted, {caught} caught")
    sys.exit(int(caught < len(results) or not results))


def copy_of(root: Path, tree: Path) -> Path:
    """What the tests need of the tree, so that the tree itself is never touched."""
    tree.mkdir()
    for name in COPIED + COPIED_BESIDE:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, tree / name)
    return tree


def planted(tree: Path, mutant: Mutant) -> Result:
    """Plant it, run its tests, and take it out again."""
    file = tree / mutant.file
    text = file.read_text("utf-8") if file.exists() else ""
    if text.count(mutant.old) != 1:
        return Result(mutant, Outcome.NOT_PLANTED, f"{mutant.file}: {mutant.old.strip()}", 0)
    started = time.perf_counter()
    try:
        file.write_text(text.replace(mutant.old, mutant.new), "utf-8")
        done = run(tree, mutant.tests)
        outcome, detail = judge(mutant.tests, done.returncode, done.stdout)
    except subprocess.TimeoutExpired:
        outcome, detail = Outcome.BROKEN, f"its tests took more than {SECONDS_MAX} s"
    finally:
        file.write_text(text, "utf-8")
    return Result(mutant, outcome, detail, time.perf_counter() - started)


def judge(tests: Sequence[str], code: int, output: str) -> tuple[Outcome, str]:
    """Caught if every named test is red; pytest's other exit codes say nothing about the bug."""
    if code not in (ALL_GREEN, SOME_RED):
        return Outcome.BROKEN, f"pytest ended with {code}"
    red = _RED.findall(output)
    green = [test for test in tests if not any(covers(test, one) for one in red)]
    if green:
        return Outcome.SURVIVED, f"green: {', '.join(green)}"
    return Outcome.CAUGHT, f"{len(red)} red"


def covers(named: str, red: str) -> bool:
    return red == named or red.startswith((f"{named}::", f"{named}["))


def run(tree: Path, tests: Iterable[str]) -> subprocess.CompletedProcess[str]:
    # No compiled module may outlive the text that it was made from.
    command = [sys.executable, "-B", *PYTEST, *sorted(tests)]
    return subprocess.run(
        command, cwd=tree, capture_output=True, text=True, check=False, timeout=SECONDS_MAX
    )


if __name__ == "__main__":
    main()
