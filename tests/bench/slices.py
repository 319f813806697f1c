"""Bench of an import at the till: how long one slice keeps a payment waiting."""

from __future__ import annotations

import csv
import gc
import os
import random
import shutil
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from pos_app.adapters.files.formats import open_reader
from pos_app.composition.opening import writing
from pos_app.composition.staged_importing import staged_imports
from pos_app.services.catalogue.importing import ImportOptions
from pos_app.services.catalogue.staged_import import StagedImports
from pos_app.services.catalogue.staging import StagedImport
from tests.bench.catalogue_file import FULL_ROWS
from tests.bench.figures import NS_PER_MS, RUNS, Figures, medians
from tests.bench.ground import Bench, Ground
from tests.bench.rows import AtMost, Row

SLICE_MS_MAX: Final = 50.0
PRODUCTS: Final = 6_000


def measure_slices(ground: Ground) -> Sequence[Row]:
    file = _file(ground)
    runs = [_run(ground, file) for _ in range(RUNS)]
    return [
        Row(
            name=f"import at the till, a slice {what}",
            unit="ms",
            measured=medians([run[place] for run in runs]),
            allowed=AtMost("p99", SLICE_MS_MAX),
            note=f"{PRODUCTS:,} new and {PRODUCTS:,} changed among {FULL_ROWS:,}",
        )
        for place, what in enumerate(("applied", "taken back"))
    ]


def _file(ground: Ground) -> Path:
    """As many new products as changed ones, in no order that helps the index."""
    with ground.full_catalogue.open(encoding="utf-8", newline="") as lines:
        known = list(islice(csv.DictReader(lines), PRODUCTS))
    rows = [{**row, "name": f"{row['name']} again", "price": "7.77"} for row in known]
    rows += [{**row, "sku": f"NEW-{place}", "barcode": ""} for place, row in enumerate(known)]
    random.Random(PRODUCTS).shuffle(rows)
    target = ground.work / "slices.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(known[0]))
        writer.writeheader()
        writer.writerows(rows)
    return target


def _run(ground: Ground, file: Path) -> Sequence[Figures]:
    folder = ground.copy(ground.full_store)
    os.sync()  # what the copy has left to write is not the import's
    gc.freeze()  # as a till does once it is built
    with writing(folder) as store:
        imports, owner = staged_imports(store), store.services.staff.owner()
        preview = imports.stage(
            actor=owner, reader=open_reader(file), options=ImportOptions(file.name)
        )
        applied = _time_slices(imports, imports.start(preview=preview, actor=owner))
        undoing = imports.undo(import_id=preview.import_id, actor=owner)
        taken_back = _time_slices(imports, undoing)
    shutil.rmtree(folder.root)
    return applied, taken_back


def _time_slices(imports: StagedImports, staged: StagedImport) -> Figures:
    spent: list[int] = []
    has_more = True
    while has_more:
        before = time.perf_counter_ns()
        done = imports.next_slice(staged)
        spent.append(time.perf_counter_ns() - before)
        staged, has_more = done.staged, done.has_more
    return Figures.of_ns(spent, per_unit=NS_PER_MS)


BENCHES: Final = (Bench("slices", measure_slices),)
