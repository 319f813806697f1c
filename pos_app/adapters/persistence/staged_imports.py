"""Slices of an import from inside the till, and what its undo needs, one transaction each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine, bindparam, delete, or_, select, tuple_, update

from pos_app.adapters.persistence.catalogue_rows import CatalogueRows, Terms, Written
from pos_app.adapters.persistence.catalogue_tables import (
    barcode,
    product,
    product_import,
    product_import_undo,
)
from pos_app.adapters.persistence.known_products import Known, known, merge_search, store_many
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.persistence.values import from_ms, to_ms
from pos_app.domain.quantity import Quantity
from pos_app.services.catalogue.ports import ProductRow, RowOutcome
from pos_app.services.catalogue.staging import ImportState, StagedImport, TakenBack
from pos_app.services.inventory.moved_stock import Moved

_COLUMNS: Final = tuple(one.name for one in fields(StagedImport))
_UNTOUCHED: Final = "{}"
MERGE_PAGES: Final = 96
"""What is merged of the search index at once; a word that every product has is merged whole."""
_undo = product_import_undo.c

_ADD = insert_into(product_import, skip=("number",))
_UPDATE = Statement(
    update(product_import)
    .where(product_import.c.import_id == bindparam("id"))
    .values({name: bindparam(f"new_{name}") for name in _COLUMNS if name != "import_id"})
)
# Not by id nor by time: a clock may be set back.
_LATEST = Statement(
    select(*(product_import.c[name] for name in _COLUMNS))
    .order_by(product_import.c.number.desc())
    .limit(1)
)
_REMEMBER = insert_into(product_import_undo)
_HAS = Statement(
    select(_undo.product_id).where(
        _undo.import_id == bindparam("id"), _undo.product_id == bindparam("product")
    )
)
_NEXT = Statement(
    select(_undo.product_id, _undo.image)
    .where(_undo.import_id == bindparam("id"))
    .order_by(_undo.product_id)
    .limit(bindparam("most"))
)
_FORGET = Statement(
    delete(product_import_undo).where(
        _undo.import_id == bindparam("id"), _undo.product_id == bindparam("product")
    )
)
_FORGET_OTHERS = Statement(
    delete(product_import_undo).where(
        tuple_(_undo.import_id, _undo.product_id).in_(
            select(_undo.import_id, _undo.product_id)
            # Both ways from its own rows: to ask for unequal ones is to walk through all of them.
            .where(or_(_undo.import_id < bindparam("id"), _undo.import_id > bindparam("id")))
            .limit(bindparam("most"))
        )
    )
)
_TAKE_OFF_SALE = Statement(
    update(product).where(product.c.product_id == bindparam("product")).values(active=0)
)
_FREE_ONE = Statement(
    delete(barcode).where(
        barcode.c.barcode == bindparam("code"), barcode.c.product_id == bindparam("product")
    )
)


class SqlImportWork(SqlUnitOfWork):
    """The unit of work of the orders, and what staged imports do in one."""

    def __init__(self, engine: Engine, *, default_tax_class: str) -> None:
        super().__init__(engine)
        self._default_tax_class = default_tax_class
        self._moved: list[Moved] = []

    def latest(self) -> StagedImport | None:
        row = _LATEST.one(self.driver)
        if row is None:
            return None
        values: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
        values["at"] = from_ms(values["at"])
        values["set_stock"] = bool(values["set_stock"])
        values["state"] = ImportState(values["state"])
        return StagedImport(**values)

    def add(self, staged: StagedImport) -> None:
        _ADD.run(self.driver, _stored(staged))

    def update(self, staged: StagedImport) -> None:
        values = {f"new_{name}": value for name, value in _stored(staged).items()}
        _UPDATE.run(self.driver, {"id": staged.import_id, **values})

    def upsert_many(self, staged: StagedImport, rows: Sequence[ProductRow]) -> Sequence[RowOutcome]:
        written = _Remembered(self.driver, staged.import_id)
        terms = Terms(self._default_tax_class, staged.at, staged.set_stock)
        slice_rows = CatalogueRows(self.driver, terms=terms, written=written)
        outcomes = slice_rows.upsert_many(rows)
        self._moved += slice_rows.moved
        written.save()
        return outcomes

    def moved(self) -> Sequence[Moved]:
        told, self._moved = self._moved, []
        return told

    def take_back(self, staged: StagedImport, *, at: datetime, most: int) -> TakenBack:
        found = _NEXT.all(self.driver, {"id": staged.import_id, "most": most + 1})
        undone = kept = 0
        changes: list[Known] = []
        for product_id, image in found[:most]:
            if image != _UNTOUCHED:
                is_undone = self._set_back(product_id, json.loads(image), at, changes)
                undone += is_undone
                kept += not is_undone
            _FORGET.run(self.driver, {"id": staged.import_id, "product": product_id})
        store_many(self.driver, changes)
        return TakenBack(undone, kept, has_more=len(found) > most)

    def merge_search(self) -> None:
        """Join some of what the slices before have written to the search index."""
        merge_search(self.driver, pages=MERGE_PAGES)

    def forget_others(self, staged: StagedImport, *, most: int) -> None:
        _FORGET_OTHERS.run(self.driver, {"id": staged.import_id, "most": most})

    def _set_back(
        self, product_id: int, image: dict[str, Any], at: datetime, changes: list[Known]
    ) -> bool:
        """Make a product what it was, off sale if it was not there, unless it changed since.

        What it was is added to the changes, which are written together.
        """
        if known(self.driver, product_id) != Known(*image["after"]):
            return False
        for code in image["barcodes"]:
            _FREE_ONE.run(self.driver, {"code": code, "product": product_id})
        if image["before"] is None:
            _TAKE_OFF_SALE.run(self.driver, {"product": product_id})
        else:
            changes.append(Known(*image["before"]))
        self._counter(Known(*image["after"]), image["opening"], at)
        return True

    def _counter(self, written: Known, opening: int, at: datetime) -> None:
        if opening:
            quantity = Quantity(-opening)
            self.stock.move(product_id=written.product_id, kind="opening", quantity=quantity, at=at)
            self._moved.append(Moved(written.sku, quantity.thousandths))


class _Remembered:
    """The products one import has written, in this slice or in one before."""

    def __init__(self, connection: sqlite3.Connection, import_id: str) -> None:
        self._connection = connection
        self._import_id = import_id
        self._images: dict[int, str] = {}

    def has(self, product_id: int) -> bool:
        if product_id in self._images:
            return True
        key = {"id": self._import_id, "product": product_id}
        return _HAS.scalar(self._connection, key) is not None

    def add(self, written: Written) -> None:
        self._images[written.after.product_id] = _image(written)

    def save(self) -> None:
        """Once the products are there that it names."""
        rows = (
            {"import_id": self._import_id, "product_id": product_id, "image": image}
            for product_id, image in self._images.items()
        )
        _REMEMBER.run_many(self._connection, rows)


def _image(written: Written) -> str:
    """What a product was, nothing if it was not there, and what it became."""
    if written.before == written.after and not written.barcodes and not written.opening:
        return _UNTOUCHED
    return json.dumps(written._asdict(), separators=(",", ":"))


def _stored(staged: StagedImport) -> dict[str, Any]:
    return {
        **asdict(staged),
        "at": to_ms(staged.at),
        "set_stock": int(staged.set_stock),
        "state": staged.state.value,
    }
