"""`python -m tests.package`: prove what build/package.sh has made, and measure it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from pos_app.adapters.system.paths import bundled
from pos_app.composition.cli.context import print_table
from tests.bench.figures import Figures, Pair, in_quiet
from tests.bench.rows import HEADS, AtMost, AtMostTimes, Row
from tests.package.base_system import NoBaseSystemError, base_system
from tests.package.built import FOLDER, OUT, PIN, PROGRAM, ROOT, Bare, missing_imports, step, tell

STARTS: Final = 5
MEGABYTE: Final = 1_000_000
MEGABYTES_MAX: Final = 190.0
START_TIMES_MAX: Final = 1.3
# A program that waits longer than it works shares the machine with others.
WAITED_MAX: Final = 2.0
SOURCE: Final = (sys.executable, "-m", "pos_app")


def main() -> int:
    assert PROGRAM.exists(), f"{PROGRAM} is not there: make package"
    assert missing_imports() == []
    with tempfile.TemporaryDirectory(prefix="prove-", dir=OUT) as work:
        store = Path(work) / "store"
        prove_in_clean_environment(store, Bare(Path(work)))
        rows = [measure_size(), *measure_start(store)]
        print_table([HEADS, *(row.cells() for row in rows)], right=frozenset({2, 3, 4, 5}))
        proven = prove_in_bare_system(Path(work))
    return int(not proven or any(row.failed for row in rows))


def prove_in_clean_environment(store: Path, bare: Bare) -> None:
    words = ("--store", "Café", "--country", "FR", "--owner", "Ana", "--pin-file", "-")
    here = (PROGRAM, "--data-dir", store)
    bare.done(*here, "setup", *words, "--practice", text=f"{PIN}\n")
    bare.done(*here, "products", "import", bundled("resources") / "demo" / "products.csv")
    bare.done(*here, "smoke")
    step("setup, products import and smoke of the frozen program under `env -i`")


def measure_size() -> Row:
    size = sum(path.lstat().st_size for path in FOLDER.rglob("*"))
    return Row(
        name="size, unpacked",
        unit="MB",
        measured=Figures.once(size / MEGABYTE),
        allowed=AtMost("p50", MEGABYTES_MAX),
    )


class Start(NamedTuple):
    """From the start of the process to the painted sign-in screen, in seconds."""

    wall: float
    processor: float


def measure_start(store: Path) -> Sequence[Row]:
    frozen = (str(PROGRAM),)
    for program in (frozen, SOURCE):
        _start(program, store)  # the first one fills the disk's cache

    def run() -> Sequence[Pair]:
        starts = [(_start(frozen, store), _start(SOURCE, store)) for _ in range(STARTS)]
        ours, source = zip(*starts, strict=True)
        return [
            Pair(Figures.of([one.wall for one in ours]), Figures.of([one.wall for one in source])),
            Pair(
                Figures.of([one.processor for one in ours]),
                Figures.of([one.processor for one in source]),
            ),
        ]

    found = in_quiet(run)
    wall, processor = found.pairs
    waited = wall.limit.p50 / processor.limit.p50
    names = ("start to the painted sign-in screen", "the same, time of the processor")
    return [
        Row(
            name=name,
            unit="s",
            measured=pair.measured,
            limit=pair.limit,
            allowed=AtMostTimes(START_TIMES_MAX),
            busy=pair is wall and (found.busy or waited > WAITED_MAX),
            note="limit: from the source",
        )
        for name, pair in zip(names, (wall, processor), strict=True)
    ]


def _start(program: Sequence[str], store: Path) -> Start:
    words = [*program, "--data-dir", str(store), "smoke", "--tell", "1"]
    before = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        seconds = time.perf_counter() - before
        stat = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii")
        process.stdout.read()
    assert (said, process.returncode) == (b"painted\n", 0)
    user, system = stat.rpartition(")")[2].split()[11:13]
    return Start(seconds, (int(user) + int(system)) / os.sysconf("SC_CLK_TCK"))


def prove_in_bare_system(work: Path) -> bool:
    """Whether nothing spoke against it; without root or network it is left out, in words."""
    (package,) = OUT.glob("*.deb")
    try:
        system = base_system()
    except NoBaseSystemError as error:
        tell(f"LEFT OUT: the package was not installed in a bare system. {error}")
        return True
    # Mounts and processes of the proof end with it, so that nothing outside is ever removed.
    apart = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
    proof = ("-m", "tests.package.installed", str(system), str(work), str(package))
    return subprocess.run([*apart, sys.executable, *proof], check=False, cwd=ROOT).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
