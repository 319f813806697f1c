"""A store after years of selling: built once, kept in out/bench, built anew when it is stale."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import click
from sqlalchemy import Engine

from pos_app.adapters.persistence.checkpoint import checkpoint
from pos_app.adapters.system.paths import DataFolder, bundled
from pos_app.composition.opening import writing
from pos_app.services.journal.writing import JOURNAL_VERSION
from tests.bench import past_orders
from tests.bench.catalogue_file import FULL_ROWS
from tests.bench.past_orders import ORDERS_A_DAY, PastOrders
from tests.bench.stores import bring_in, make_empty

VERSION: Final = 1
"""To be raised by whoever changes what is built."""
DAYS_BETWEEN_CHECKPOINTS: Final = 20
_FAST: Final = ("PRAGMA synchronous=OFF", "PRAGMA cache_size=-1048576")
_PARTIAL: Final = ".partial"
_COPYING: Final = ".copying"


class BigStores:
    """:param out: where they are kept from run to run"""

    def __init__(self, out: Path) -> None:
        self._out = out

    def catalogue(self, file: Callable[[], Path]) -> DataFolder:
        """Every product of the full catalogue, and not one order."""
        target = self._place("catalogue")
        if not target.exists():
            self._discard_stale()
            partial = _emptied(target, _PARTIAL)
            _say(f"Importing {FULL_ROWS:,} products once; about a minute.")
            _make_catalogue(DataFolder(partial), file())
            partial.rename(target)
        return DataFolder(target)

    def with_orders(self, orders: int, file: Callable[[], Path]) -> DataFolder:
        """The same after so many orders. A build that was interrupted goes on where it stopped."""
        target = self._place(f"orders-{orders}")
        if not target.exists():
            self._discard_stale()
            partial = target.with_name(target.name + _PARTIAL)
            _say(f"Ringing {orders:,} orders once; about a minute, and 350 MB, for 100,000.")
            if not partial.exists():
                copying = _emptied(target, _COPYING)
                shutil.copytree(self.catalogue(file).root, copying)
                copying.rename(partial)
            _ring_days(DataFolder(partial), orders // ORDERS_A_DAY)
            partial.rename(target)
        return DataFolder(target)

    def _place(self, name: str) -> Path:
        return self._out / f"store-{name}-{_key()}"

    def _discard_stale(self) -> None:
        for old in self._out.glob("store-*"):
            if _key() not in old.name:
                shutil.rmtree(old)


def _key() -> str:
    """Another one as soon as the schema or the generator is another."""
    digest = hashlib.sha256(f"{VERSION} {past_orders.SEED} {JOURNAL_VERSION}".encode())
    for revision in sorted((bundled("migrations") / "terminal" / "versions").iterdir()):
        if revision.suffix in {".py", ".sql"}:
            digest.update(revision.read_bytes())
    return digest.hexdigest()[:12]


def _emptied(target: Path, ending: str) -> Path:
    place = target.with_name(target.name + ending)
    shutil.rmtree(place, ignore_errors=True)
    return place


def _make_catalogue(folder: DataFolder, file: Path) -> None:
    make_empty(folder)
    with writing(folder) as store:
        report = bring_in(store, file)
    assert report.rows == report.new == FULL_ROWS, report


def _ring_days(folder: DataFolder, days: int) -> None:
    with writing(folder) as store:
        _hurry(store.writer)
        done = len(store.queries.shifts.listed())
        past = PastOrders(store, products=FULL_ROWS)
        started, first = time.monotonic(), done
        for day in range(done, days):
            past.ring_day(day, orders=ORDERS_A_DAY)
            if day % DAYS_BETWEEN_CHECKPOINTS == 0:
                checkpoint(store.writer)
                _say_progress(day + 1, days, (time.monotonic() - started) / (day + 1 - first))


def _hurry(writer: Engine) -> None:
    """A power cut may spoil the file: `make clean`, then, and it is built anew."""
    with closing(writer.raw_connection()) as connection:
        cursor = connection.cursor()
        for pragma in _FAST:
            cursor.execute(pragma)


def _say_progress(done: int, days: int, seconds_a_day: float) -> None:
    left = (days - done) * seconds_a_day / 60
    _say(f"{done * ORDERS_A_DAY:,} of {days * ORDERS_A_DAY:,} orders; {left:.0f} minutes left.")


def _say(text: str) -> None:
    click.echo(text, err=True)
