"""The one check after every fault: all that was told is there, once, whole, in order and signed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from pos_app.adapters.system.paths import DataFolder
from pos_app.domain.errors import PosError
from tests.faults.by_readers import reader_faults
from tests.faults.by_tables import Tables, read_tables, table_faults
from tests.faults.verdict import Fault, Kind, Verdict


def check(folder: Path, told: Sequence[str]) -> Verdict:
    """Examine the store twice: with sqlite3 alone, and through the application's own readers.

    Nothing in the folder is changed, so the next till finds it as the last one left it.

    :param told: every number that is known to have been on disk
    """
    store = DataFolder(folder)
    try:
        tables = _tables(store)
        numbers = _numbers(tables)
        faults = [
            *(Fault(Kind.DAMAGE, problem) for problem in tables.damage),
            *_told_faults(told, tables),
            *table_faults(tables),
            *reader_faults(store, numbers),
        ]
    except (sqlite3.DatabaseError, PosError) as error:
        return Verdict((), (Fault(Kind.DAMAGE, f"the store cannot be read: {error}"),))
    return Verdict(numbers, tuple(faults))


def numbers_in(folder: Path) -> tuple[str, ...]:
    """Of the paid orders in a store that the check has found sound, oldest first."""
    return _numbers(_tables(DataFolder(folder)))


def _tables(store: DataFolder) -> Tables:
    address = f"{store.store.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        return read_tables(connection)


def _numbers(tables: Tables) -> tuple[str, ...]:
    return tuple(order.number for order in tables.orders)


def _told_faults(told: Sequence[str], tables: Tables) -> Iterator[Fault]:
    found = Counter(order.number for order in tables.orders)
    promised = dict.fromkeys([*told, *tables.journalled])
    for number in promised:
        if number not in found:
            yield Fault(Kind.LOST, f"{number} was promised and is not there")
    for number, times in found.items():
        if times > 1:
            yield Fault(Kind.DOUBLED, f"{number} is there {times} times")
    for number, times in Counter(told).items():
        if times > 1:
            yield Fault(Kind.DOUBLED, f"{number} was given to {times} orders")
    # A kill between COMMIT and the word leaves one order that nobody heard of, never two.
    untold = [number for number in found if number not in set(told)]
    if len(untold) > 1:
        yield Fault(Kind.DOUBLED, f"more orders than were told: {', '.join(untold)}")
