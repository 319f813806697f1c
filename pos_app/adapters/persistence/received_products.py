"""Products as head office has them: every field of them, their barcodes and what is left elsewhere.

What head office does not know of stays as it is: deposits, kinds and pictures.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from pos_app.adapters.persistence.catalogue_tables import barcode, product, tax_class
from pos_app.adapters.persistence.known_products import (
    BY_IDS,
    INDEX,
    KNOWN_COLUMNS,
    Known,
    among,
    indexed,
    store_many,
)
from pos_app.adapters.persistence.parked import WAITS, Parked
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.tables import stock_level
from pos_app.services.sync.catalogue_states import ProductState
from pos_app.wire.changes import Subject

_BY_SKUS = Statement(
    select(product.c.oversell, *KNOWN_COLUMNS).where(product.c.sku.in_(among("keys")))
)
_BARCODES_OF = Statement(
    select(barcode.c.product_id, barcode.c.barcode).where(barcode.c.product_id.in_(among("keys")))
)
_OWNERS = Statement(
    select(barcode.c.barcode, barcode.c.product_id).where(barcode.c.barcode.in_(among("keys")))
)
_FREE = Statement(delete(barcode).where(barcode.c.barcode.in_(among("keys"))))
_LAST_ID = Statement(select(func.coalesce(func.max(product.c.product_id), 0)))
_KNOWN_CLASSES = Statement(select(tax_class.c.code).where(tax_class.c.code.in_(among("keys"))))
_ADD_CLASS = insert_into(tax_class)
_ADD = insert_into(product, skip=("image", "variant_group", "variant", "deposit_id"))
_ADD_BARCODE = insert_into(barcode)
_ADD_LEVEL = insert_into(stock_level)
_OVERSELL = Statement(
    update(product)
    .where(product.c.product_id == bindparam("key"))
    .values(oversell=bindparam("new_oversell"))
)
_ON_SALE = Statement(
    update(product)
    .where(product.c.product_id.in_(among("keys")))
    .values(active=bindparam("is_active"))
)
_IDS = Statement(
    select(product.c.sku, product.c.product_id).where(product.c.sku.in_(among("keys")))
)
_new_level = insert(stock_level).values(
    product_id=bindparam("product_id"), quantity=0, sold=0, elsewhere=bindparam("elsewhere")
)
_ELSEWHERE = Statement(
    _new_level.on_conflict_do_update(
        index_elements=[stock_level.c.product_id],
        set_={"elsewhere": _new_level.excluded.elsewhere},
    )
)


@dataclass(slots=True)
class _Batch:
    """What is known of the products of one page, and what is written of them."""

    known: dict[str, tuple[str, Known]]
    """Oversell and the rest, by sku."""
    codes: dict[int, set[str]]
    owners: dict[str, int]
    unready: frozenset[str]
    added: list[dict[str, Any]] = field(default_factory=list)
    added_known: list[tuple[Known, tuple[str, ...]]] = field(default_factory=list)
    changed: list[Known] = field(default_factory=list)
    oversell: list[dict[str, Any]] = field(default_factory=list)
    freed: set[str] = field(default_factory=set)
    robbed: set[int] = field(default_factory=set)
    """Products that lose a barcode to another one."""
    barcodes: dict[str, int] = field(default_factory=dict)
    parked: dict[str, int] = field(default_factory=dict)


class ReceivedProducts:
    def __init__(self, connection: sqlite3.Connection, parked: Parked) -> None:
        self._connection = connection
        self._parked = parked

    def put(self, states: Sequence[ProductState]) -> None:
        if not states:
            return
        batch = self._look_up(states)
        last_id = _LAST_ID.scalar(self._connection)
        for state in states:
            if state.sku in batch.known:
                _change(state, batch)
            else:
                last_id += 1
                _add(state, last_id, batch)
        self._write(batch)

    def take_off_sale(self, skus: Collection[str]) -> None:
        if skus:
            ids = list(self._ids(skus).values())
            _ON_SALE.run(self._connection, {"keys": json.dumps(ids), "is_active": 0})

    def put_on_sale(self, *, tax_class: str) -> None:
        """What waits for this class, unless one of its taxes is still unknown."""
        if tax_class in self._parked.unready([tax_class]):
            return
        waiting = self._parked.products_of(tax_class)
        if waiting:
            ids = json.dumps(list(waiting.values()))
            _ON_SALE.run(self._connection, {"keys": ids, "is_active": 1})
            self._parked.take_out(Subject.PRODUCT, list(waiting))

    def set_elsewhere(self, quantities: Mapping[str, int]) -> None:
        ids = self._ids(quantities)
        _ELSEWHERE.run_many(
            self._connection,
            ({"product_id": ids[sku], "elsewhere": quantities[sku]} for sku in ids),
        )
        self._parked.park(
            Subject.STOCK,
            {sku: quantity for sku, quantity in quantities.items() if sku not in ids},
        )

    def _ids(self, skus: Collection[str]) -> dict[str, int]:
        rows = _IDS.all(self._connection, {"keys": json.dumps(list(skus))})
        return {row.sku: row.product_id for row in rows}

    def _look_up(self, states: Sequence[ProductState]) -> _Batch:
        skus = json.dumps([one.sku for one in states])
        found = _BY_SKUS.all(self._connection, {"keys": skus})
        known = {row.sku: (row.oversell, Known(*row[1:])) for row in found}
        ids = [one.product_id for _, one in known.values()]
        codes: dict[int, set[str]] = {one: set() for one in ids}
        for row in _BARCODES_OF.all(self._connection, {"keys": json.dumps(ids)}):
            codes[row.product_id].add(row.barcode)
        wanted = json.dumps([code for one in states for code in one.barcodes])
        owned = _OWNERS.all(self._connection, {"keys": wanted})
        return _Batch(
            known,
            codes,
            {row.barcode: row.product_id for row in owned},
            self._unready({one.tax_class for one in states}),
        )

    def _unready(self, classes: set[str]) -> frozenset[str]:
        """Make room for classes that have not come yet; nothing of them is on sale till then."""
        keys = json.dumps(list(classes))
        found = {row.code for row in _KNOWN_CLASSES.all(self._connection, {"keys": keys})}
        unknown = sorted(classes - found)
        _ADD_CLASS.run_many(self._connection, ({"code": one, "name": one} for one in unknown))
        self._parked.park(Subject.TAX_CLASS, dict.fromkeys(unknown, WAITS))
        return self._parked.unready(classes)

    def _write(self, batch: _Batch) -> None:
        connection = self._connection
        _ADD.run_many(connection, batch.added)
        if batch.freed:
            _FREE.run(connection, {"keys": json.dumps(sorted(batch.freed))})
        _ADD_BARCODE.run_many(
            connection,
            ({"barcode": code, "product_id": one} for code, one in batch.barcodes.items()),
        )
        _OVERSELL.run_many(connection, batch.oversell)
        skus = [one["sku"] for one in batch.added]
        elsewhere = self._parked.take_out(Subject.STOCK, skus) if skus else {}
        _ADD_LEVEL.run_many(
            connection,
            (
                {
                    "product_id": one["product_id"],
                    "quantity": 0,
                    "sold": 0,
                    "elsewhere": elsewhere.get(one["sku"], 0),
                }
                for one in batch.added
            ),
        )
        self._parked.park(Subject.PRODUCT, batch.parked)
        here = {one.product_id for one in batch.changed}
        robbed = json.dumps(sorted(batch.robbed - here))
        others = [Known(*row) for row in BY_IDS.all(connection, {"keys": robbed})]
        store_many(connection, [*batch.changed, *others])
        INDEX.run_many(connection, (indexed(one, codes) for one, codes in batch.added_known))


def _add(state: ProductState, product_id: int, batch: _Batch) -> None:
    row: dict[str, Any] = {
        "product_id": product_id,
        "sku": state.sku,
        "name": state.name,
        "category": state.category,
        "price": state.price,
        "cost": state.cost,
        "tax_class": state.tax_class,
        "unit": state.unit,
        "oversell": state.oversell,
        "active": _is_active(state, batch),
        "age_limit": state.age_limit,
        "open_price": int(state.open_price) or None,
    }
    batch.added.append(row)
    values = {name: row[name] for name in row if name != "oversell"}
    batch.added_known.append((Known(deposit_id=None, **values), state.barcodes))
    _own(product_id, state.barcodes, batch)


def _change(state: ProductState, batch: _Batch) -> None:
    oversell, known = batch.known[state.sku]
    wanted = known._replace(
        name=state.name,
        category=state.category,
        price=state.price,
        cost=state.cost,
        tax_class=state.tax_class,
        # What has a deposit is sold by the piece: it would be charged by the gramme.
        unit=known.unit if known.deposit_id is not None else state.unit,
        active=_is_active(state, batch),
        age_limit=state.age_limit,
        open_price=int(state.open_price) or None,
    )
    codes = batch.codes[known.product_id]
    added = [code for code in state.barcodes if code not in codes]
    gone = codes.difference(state.barcodes)
    batch.freed |= gone
    for code in gone:
        batch.owners.pop(code, None)
    _own(known.product_id, added, batch)
    if wanted != known or added or gone:
        batch.changed.append(wanted)
    if oversell != state.oversell:
        batch.oversell.append({"key": known.product_id, "new_oversell": state.oversell})


def _own(product_id: int, codes: Collection[str], batch: _Batch) -> None:
    """Head office says whose a barcode is: another product loses it."""
    for code in codes:
        owner = batch.owners.get(code)
        if owner is not None and owner != product_id:
            batch.freed.add(code)
            batch.robbed.add(owner)
        batch.owners[code] = product_id
        batch.barcodes[code] = product_id


def _is_active(state: ProductState, batch: _Batch) -> int:
    if state.active and state.tax_class in batch.unready:
        batch.parked[state.sku] = WAITS
        return 0
    return int(state.active)
