"""Benches of the catalogue: import, search as you type, and the look-up of every scan."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import reading, writing
from pos_app.composition.queries import Queries
from pos_app.domain.product import CUSTOM_ID
from pos_app.services.catalogue.lookup import Lookup
from pos_app.services.catalogue.searching import CANDIDATES_MAX, Search, fts_match, search_words
from tests.bench.catalogue_file import FULL_ROWS
from tests.bench.figures import NS_PER_MS, NS_PER_US, Figures, Pair, in_quiet
from tests.bench.ground import Bench, Ground
from tests.bench.rows import Anything, AtMost, AtMostTimes, Row
from tests.bench.stores import Piece, bring_in, some_pieces

SCANS: Final = 3_000
SEARCHES: Final = 150
SEARCHES_QUICK: Final = 40
KEYS_MAX: Final = 14
NS_PER_SECOND: Final = 1_000_000_000
TABLES: Final = ("product", "barcode", "stock_level", "stock_movement")

_BY_BARCODE: Final = (
    "SELECT product.* FROM product JOIN barcode USING (product_id)"
    " WHERE barcode.barcode = ? AND product.active = 1"
)
_BY_WORDS: Final = (
    "SELECT product.*, quantity, sold,"
    " (SELECT min(barcode) FROM barcode WHERE barcode.product_id = product.product_id)"
    " FROM product_search JOIN product ON product.product_id = product_search.rowid"
    " JOIN stock_level USING (product_id)"
    " WHERE product_search MATCH ? AND active = 1 ORDER BY product_search.rowid LIMIT ?"
)


def measure_import(ground: Ground) -> Sequence[Row]:
    rows = rows_of(ground.catalogue_store)
    found = in_quiet(lambda: [_import_once(ground, rows)])
    (pair,) = found.pairs
    count = len(rows["product"])
    return [
        Row(
            name=f"import of {count:,} products, file to COMMIT",
            unit="s",
            measured=pair.measured,
            limit=pair.limit,
            allowed=AtMostTimes(3.0),
            busy=found.busy,
            note=f"{count / pair.measured.p50:,.0f} rows a second",
        )
    ]


def rows_of(store: DataFolder) -> dict[str, list[tuple[Any, ...]]]:
    """What an import writes, table by table, with the search index last."""
    with closing(sqlite3.connect(store.store)) as connection:
        # The product of custom items comes with the store, not with the file.
        rows = {
            name: connection.execute(
                f"SELECT * FROM {name} WHERE product_id <> {CUSTOM_ID}"
            ).fetchall()
            for name in TABLES
        }
        query = "SELECT rowid, name, sku, barcodes FROM product_search"
        return {**rows, "product_search": connection.execute(query).fetchall()}


def _import_once(ground: Ground, rows: dict[str, list[tuple[Any, ...]]]) -> Pair:
    ours, raw = ground.copy(ground.empty_store), ground.copy(ground.empty_store)
    pair = Pair(Figures.once(_import(ours, ground.catalogue)), Figures.once(write_raw(raw, rows)))
    for folder in (ours, raw):
        shutil.rmtree(folder.root)
    return pair


def _import(store: DataFolder, file: Path) -> float:
    with writing(store) as opened:
        before = time.perf_counter_ns()
        bring_in(opened, file)
        return (time.perf_counter_ns() - before) / NS_PER_SECOND


def write_raw(store: DataFolder, rows: dict[str, list[tuple[Any, ...]]]) -> float:
    engine = open_writer(store.store)
    try:
        with closing(engine.raw_connection()) as pooled:
            connection = pooled.driver_connection
            assert isinstance(connection, sqlite3.Connection)
            before = time.perf_counter_ns()
            connection.execute("BEGIN IMMEDIATE")
            for name, values in rows.items():
                columns = "(rowid, name, sku, barcodes)" if name == "product_search" else ""
                places = ",".join("?" * len(values[0]))
                connection.executemany(f"INSERT INTO {name}{columns} VALUES ({places})", values)
            connection.execute("COMMIT")
            return (time.perf_counter_ns() - before) / NS_PER_SECOND
    finally:
        engine.dispose()


def measure_search(ground: Ground) -> Sequence[Row]:
    wanted = SEARCHES_QUICK if ground.quick else SEARCHES
    typed = list(_typed(some_pieces(ground.big_store, wanted)))
    with reading(ground.big_store) as queries, _raw_reader(ground) as raw:
        found = in_quiet(lambda: [_search_all(queries, raw, typed)])
    (pair,) = found.pairs
    return [
        Row(
            name="search as you type, a key",
            unit="ms",
            measured=pair.measured,
            limit=pair.limit,
            allowed=AtMost("p99", 30.0),
            busy=found.busy,
            note=f"{len(typed):,} keys, {FULL_ROWS:,} products",
        )
    ]


def _typed(pieces: Sequence[Piece]) -> Iterator[str]:
    """Every beginning of a name, of its last word before its first, and of every fourth barcode."""
    for place, piece in enumerate(pieces):
        words = piece.name.split()
        texts = [piece.name, f"{words[-1]} {words[0]}"]
        if place % 4 == 0:
            texts.append(piece.barcode)
        for text in texts:
            yield from (text[:keys] for keys in range(1, min(len(text), KEYS_MAX) + 1))


def _search_all(queries: Queries, raw: sqlite3.Connection, typed: Sequence[str]) -> Pair:
    search = Search(products=queries.products)
    ours, raws = [], []
    for text in typed:
        before = time.perf_counter_ns()
        search.find(text)
        between = time.perf_counter_ns()
        words = search_words(text)
        if words:
            raw.execute(_BY_WORDS, (fts_match(words), CANDIDATES_MAX)).fetchall()
        raws.append(time.perf_counter_ns() - between)
        ours.append(between - before)
    return Pair(
        Figures.of_ns(ours, per_unit=NS_PER_MS),
        Figures.of_ns(raws, per_unit=NS_PER_MS),
    )


def measure_lookup(ground: Ground) -> Sequence[Row]:
    codes = [piece.barcode for piece in some_pieces(ground.big_store, SCANS)]
    with reading(ground.big_store) as queries, _raw_reader(ground) as raw:
        found = in_quiet(lambda: _scan_all(queries, raw, codes), alike=True)
    stored, whole = found.pairs
    return [
        Row(
            name="barcode look-up through the reader",
            unit="µs",
            measured=stored.measured,
            limit=stored.limit,
            allowed=AtMost("p95", 50.0),
            busy=found.busy,
        ),
        Row(
            name="the same from the scanned text",
            unit="µs",
            measured=whole.measured,
            limit=whole.limit,
            allowed=Anything(),
            busy=found.busy,
        ),
    ]


def _scan_all(queries: Queries, raw: sqlite3.Connection, codes: Sequence[str]) -> Sequence[Pair]:
    lookup = Lookup(products=queries.products)
    stored, whole, raws = [], [], []
    for code in codes:
        first = time.perf_counter_ns()
        queries.products.by_barcode(code)
        second = time.perf_counter_ns()
        lookup.find(code)
        third = time.perf_counter_ns()
        raw.execute(_BY_BARCODE, (code,)).fetchone()
        raws.append(time.perf_counter_ns() - third)
        whole.append(third - second)
        stored.append(second - first)
    limit = Figures.of_ns(raws, per_unit=NS_PER_US)
    return [Pair(Figures.of_ns(spent, per_unit=NS_PER_US), limit) for spent in (stored, whole)]


def _raw_reader(ground: Ground) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(ground.big_store.store))


BENCHES: Final = (
    Bench("import", measure_import),
    Bench("search", measure_search),
    Bench("lookup", measure_lookup),
)
