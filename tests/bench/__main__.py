"""`python -m tests.bench`: measure, beside the limit of each figure; print a table, write JSON."""

from __future__ import annotations

import gc
import json
import platform
import shutil
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from pos_app.composition.cli.context import print_table
from tests.bench import (
    blocks,
    catalogue,
    contending,
    full_import,
    ingest,
    orders,
    remote,
    searching,
    slices,
    syncing,
    visible,
    window,
    years,
)
from tests.bench.ground import Bench, Ground
from tests.bench.rows import HEADS, Row

# A group is a module with BENCHES.
BENCHES: Final[Sequence[Bench]] = (
    *orders.BENCHES,
    *years.BENCHES,
    *catalogue.BENCHES,
    *full_import.BENCHES,
    *slices.BENCHES,
    *contending.BENCHES,
    *window.BENCHES,
    *blocks.BENCHES,
    *searching.BENCHES,
    *remote.BENCHES,
    *ingest.BENCHES,
    *syncing.BENCHES,
    *visible.BENCHES,
)
OUT: Final = Path(__file__).parents[2] / "out" / "bench"


@click.command(help="Measure speed and memory, each figure beside its limit.")
@click.option(
    "--quick",
    is_flag=True,
    help="Fewer past orders, rougher percentiles, no import of the full catalogue.",
)
@click.option("--only", type=click.Choice([bench.name for bench in BENCHES]), default=None)
def main(*, quick: bool, only: str | None) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for left in OUT.glob("run-*"):  # by a run that was killed, with its copies of large stores
        shutil.rmtree(left)
    rows: list[Row] = []
    broken: list[str] = []
    with tempfile.TemporaryDirectory(prefix="run-", dir=OUT) as work:
        ground = Ground(Path(work), kept=OUT, quick=quick)
        for bench in BENCHES:
            if only in (None, bench.name):
                click.echo(f"{bench.name} …", err=True)
                gc.collect()
                gc.freeze()  # what benches import is in no till
                try:
                    found = bench.run(ground)
                    rows += found
                    for row in found:  # whoever ends it has what was measured by then
                        click.echo("  " + " | ".join(row.cells()), err=True)
                except Exception:  # noqa: BLE001 - the figures of the others are kept
                    traceback.print_exc()
                    broken.append(bench.name)
    print_table([HEADS, *(row.cells() for row in rows)], right=frozenset({2, 3, 4, 5}))
    _write(rows, quick=quick)
    for name in broken:
        click.echo(f"NOT MEASURED: {name}, see above")
    sys.exit(int(bool(broken) or any(row.failed for row in rows)))


def _write(rows: Sequence[Row], *, quick: bool) -> None:
    report = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": quick,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "rows": [row.document() for row in rows],
    }
    latest = json.dumps(report, ensure_ascii=False, indent=2)
    (OUT / "latest.json").write_text(f"{latest}\n", encoding="utf-8")
    with (OUT / "history.jsonl").open("a", encoding="utf-8") as history:
        history.write(f"{json.dumps(report, ensure_ascii=False)}\n")


if __name__ == "__main__":
    main()
