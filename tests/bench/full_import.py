"""Bench of an import of the whole catalogue, as a person types it: time, memory, every row."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pos_app.adapters.system.paths import DataFolder
from tests.bench.catalogue import rows_of, write_raw
from tests.bench.figures import KIB_PER_MB, RUNS, Figures, medians
from tests.bench.ground import Bench, Ground
from tests.bench.rows import AtMost, AtMostTimes, Row

MEMORY_MB_MAX: Final = 220.0

# A process begins with the peak of the one that it was forked from: with a small one in between.
_WATCHED: Final = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class _Imported:
    seconds: float
    mebibytes: float
    raw_seconds: float


def measure_full_import(ground: Ground) -> Sequence[Row]:
    if ground.quick:
        return []
    rows = rows_of(ground.full_store)
    runs = [_run(ground, rows) for _ in range(RUNS)]
    measured = medians([Figures.once(run.seconds) for run in runs])
    count = len(rows["product"])
    return [
        Row(
            name=f"import of {count:,} products, file to COMMIT",
            unit="s",
            measured=measured,
            limit=medians([Figures.once(run.raw_seconds) for run in runs]),
            allowed=AtMostTimes(3.0),
            note=f"{count / measured.p50:,.0f} rows a second",
        ),
        Row(
            name="its memory at most",
            unit="MB",
            measured=medians([Figures.once(run.mebibytes) for run in runs]),
            allowed=AtMost("p50", MEMORY_MB_MAX),
            note="every row in or named",
        ),
    ]


def _run(ground: Ground, rows: dict[str, list[tuple[Any, ...]]]) -> _Imported:
    ours, raw = ground.copy(ground.empty_store), ground.copy(ground.empty_store)
    report, mebibytes = _import(ours, ground.full_catalogue)
    _require_every_row(report, ground.full_catalogue, ours)
    raw_seconds = write_raw(raw, rows)
    for folder in (ours, raw):
        shutil.rmtree(folder.root)
    return _Imported(report["seconds"], mebibytes, raw_seconds)


def _import(store: DataFolder, file: Path) -> tuple[dict[str, Any], float]:
    """What the program reports, and the most memory it had."""
    command = [sys.executable, "-m", "pos_app", "--data-dir", str(store.root)]
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, *command, "products", "import", str(file), "--json"],
        capture_output=True,
        check=True,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report, int(done.stderr.splitlines()[-1]) / KIB_PER_MB


def _require_every_row(report: dict[str, Any], file: Path, store: DataFolder) -> None:
    with file.open(encoding="utf-8", newline="") as lines:
        in_file = sum(1 for _ in csv.DictReader(lines))
    counts = [report[name] for name in ("new", "changed", "unchanged", "rejected_count")]
    with closing(sqlite3.connect(store.store)) as connection:
        (in_store,) = connection.execute("SELECT count(*) FROM product WHERE active").fetchone()
    assert report["rows"] == in_file == sum(counts), (in_file, report["rows"], counts)
    assert report["new"] == in_store, (report["new"], in_store)


BENCHES: Final = (Bench("full-import", measure_full_import),)
