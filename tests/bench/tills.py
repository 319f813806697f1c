"""The till in its window, as benches drive it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pos_app.composition.backup_keeping import BackupKeeper
from pos_app.views.input.scanner_filter import GAP_MS
from tests.gui.driving import DrivenTill, driven_till


@contextmanager
def measured_till(folder: Path, *, size: tuple[int, int] = (1_366, 768)) -> Iterator[DrivenTill]:
    """Without the day's backup.

    It comes two minutes after the start, takes a core for minutes in a store of 4 GB, and would be
    in some of the figures of one run and in none of another's.
    """
    with driven_till(folder, size=size, gap_ms=GAP_MS) as till:
        keeper = till.window.findChild(BackupKeeper)
        assert keeper is not None
        keeper.first.stop()
        keeper.every.stop()
        gc.collect()
        gc.freeze()  # as a till does once it has settled
        yield till
