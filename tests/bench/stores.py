"""Make a store to measure in, and fill it as a person would."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.importing import import_products
from pos_app.composition.making import SetupRequest, make_store
from pos_app.composition.opening import OpenStore
from pos_app.services.catalogue.import_report import ImportReport
from pos_app.services.catalogue.importing import ImportOptions

PIN: Final = "140789"
_SOLD_BY_THE_PIECE: Final = """
    SELECT name, (SELECT min(barcode) FROM barcode WHERE barcode.product_id = product.product_id)
    FROM product WHERE product_id = ? AND unit = 'each' AND price > 0 AND active = 1
"""


def make_empty(folder: DataFolder) -> None:
    """A practice store without products."""
    make_store(
        folder,
        SetupRequest(store="Bench", country="FR", owner="Ana", pin=PIN, practice=True),
    )


class Piece(NamedTuple):
    """A product that a scan alone adds to an order."""

    name: str
    barcode: str


def some_pieces(store: DataFolder, count: int) -> list[Piece]:
    """Different products from all over the catalogue, the same for the same count."""
    chance = random.Random(count)
    found: dict[Piece, None] = {}
    with closing(sqlite3.connect(store.store)) as connection:
        (newest,) = connection.execute("SELECT max(product_id) FROM product").fetchone()
        while len(found) < count:
            chosen = (chance.randint(1, newest),)
            row = connection.execute(_SOLD_BY_THE_PIECE, chosen).fetchone()
            if row is not None and row[1] is not None:
                found[Piece(*row)] = None
    return list(found)


def bring_in(store: OpenStore, file: Path) -> ImportReport:
    return import_products(
        store,
        file,
        ImportOptions(file.name),
        actor=store.services.staff.owner(),
        progress=lambda _progress: None,
    )
