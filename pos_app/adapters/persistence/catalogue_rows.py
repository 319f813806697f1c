"""Checked rows become products: the statements that every import of products is made of."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from sqlalchemy import bindparam, func, select, update

from pos_app.adapters.persistence.catalogue_tables import barcode, product
from pos_app.adapters.persistence.counted_shelf import CountedShelf
from pos_app.adapters.persistence.known_products import (
    BARCODES_OF,
    BY_IDS,
    BY_SKUS,
    INDEX,
    Known,
    among,
    indexed,
    store_many,
)
from pos_app.adapters.persistence.linked_deposits import is_linked
from pos_app.adapters.persistence.parked import Parked
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.tables import stock_level, stock_movement
from pos_app.adapters.persistence.values import to_ms
from pos_app.domain.product import BARCODES_PER_PRODUCT_MAX, Oversell, Unit
from pos_app.domain.quantity import Quantity
from pos_app.services.catalogue.deposit_rules import DepositLink
from pos_app.services.catalogue.ports import (
    CHANGED,
    NEW,
    UNCHANGED,
    ProductRow,
    RowOutcome,
    barcode_taken,
    same_barcode_twice,
    same_sku_twice,
    stock_counted_elsewhere,
    too_many_barcodes,
)
from pos_app.services.inventory.moved_stock import Moved
from pos_app.wire.changes import Subject

_OWNERS = Statement(
    select(barcode.c.barcode, barcode.c.product_id).where(barcode.c.barcode.in_(among("keys")))
)
_LAST_ID = Statement(select(func.coalesce(func.max(product.c.product_id), 0)))
_PRODUCT = insert_into(product, skip=("image",))
_BARCODE = insert_into(barcode)
_LEVEL = insert_into(stock_level)
_MOVEMENT = insert_into(stock_movement, skip=("movement_id", "order_id"))
_ADD_TO_LEVEL = Statement(
    update(stock_level)
    .where(stock_level.c.product_id == bindparam("product"))
    .values(quantity=stock_level.c.quantity + bindparam("moved"))
)
T = TypeVar("T", str, int)
_OVERSELL: Final = product.columns.keys().index("oversell")
"""Where it stands in a row; an import does not say it."""


@dataclass(slots=True)
class _Batch:
    """What is known about a batch of rows, and what it will write."""

    by_sku: dict[str, Known]
    by_id: dict[int, Known]
    owners: dict[str, int]
    elsewhere: Mapping[str, int]
    """What other tills have of products that are not known here yet, in thousandths by sku."""
    deposits: set[int] = field(default_factory=set)
    changes: list[Known] = field(default_factory=list)
    products: list[tuple[Any, ...]] = field(default_factory=list)
    barcodes: list[tuple[Any, ...]] = field(default_factory=list)
    levels: list[tuple[Any, ...]] = field(default_factory=list)
    movements: list[dict[str, Any]] = field(default_factory=list)
    indexed: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a row takes where it does not say, and when it comes in."""

    default_tax_class: str
    at: datetime
    set_stock: bool


class Written(NamedTuple):
    """What a row did to one product; `before` is None for a new one."""

    before: Known | None
    after: Known
    barcodes: tuple[str, ...] = ()
    """Those that it brought."""
    opening: int = 0
    """The opening stock that it brought, in thousandths."""


class WrittenProducts(Protocol):
    """Which products this import has written already: each may come once."""

    def has(self, product_id: int) -> bool: ...
    def add(self, written: Written) -> None: ...


class CatalogueRows:
    """Writes batch after batch into an open transaction."""

    def __init__(
        self, connection: sqlite3.Connection, *, terms: Terms, written: WrittenProducts
    ) -> None:
        self._connection = connection
        self._terms = terms
        self._written = written
        self._parked = Parked(connection)
        self._last_id = _LAST_ID.scalar(connection)
        self._shelf = CountedShelf(connection)
        self.moved: list[Moved] = []
        """What the rows did to the stock; whoever tells it empties it."""

    def upsert_many(self, rows: Sequence[ProductRow]) -> Sequence[RowOutcome]:
        batch = self._look_up(rows)
        outcomes = [self._upsert(row, batch) for row in rows]
        self._write(batch)
        return outcomes

    def _look_up(self, rows: Sequence[ProductRow]) -> _Batch:
        skus = [row.sku or row.barcodes[0] for row in rows]
        skus += [row.deposit for row in rows if row.deposit]
        codes = [code for row in rows for code in row.barcodes]
        found = BY_SKUS.all(self._connection, {"keys": json.dumps(skus)})
        by_sku = {row[1]: Known(*row) for row in found}
        owned = _OWNERS.all(self._connection, {"keys": json.dumps(codes)})
        owners = {row[0]: row[1] for row in owned}
        by_id = {known.product_id: known for known in by_sku.values()}
        missing = [owner for owner in owners.values() if owner not in by_id]
        if missing:
            for row in BY_IDS.all(self._connection, {"keys": json.dumps(missing)}):
                by_id[row[0]] = Known(*row)
        new = [sku for sku in skus if sku not in by_sku]
        elsewhere = self._parked.waiting(Subject.STOCK, new) if new else {}
        return _Batch(by_sku, by_id, owners, elsewhere)

    def _upsert(self, row: ProductRow, batch: _Batch) -> RowOutcome:
        known = self._product_of(row, batch)
        if known is not None and self._written.has(known.product_id):
            return same_sku_twice(row.sku) if row.sku else same_barcode_twice(row.barcodes[0])
        own_id = known.product_id if known is not None else None
        for code in row.barcodes:
            owner = batch.owners.get(code)
            if owner is not None and owner != own_id:
                return barcode_taken(code, batch.by_id[owner].sku)
        refusal = self._refuse_deposit(row, known, batch)
        if refusal is not None:
            return refusal
        if known is None:
            return self._add(row, batch)
        added = [code for code in row.barcodes if code not in batch.owners]
        if added and self._room_of(known.product_id) < len(added):
            return too_many_barcodes(added[-1])
        return self._change(row, known, batch, added)

    def _deposit_of(self, row: ProductRow, batch: _Batch) -> int | None:
        deposit = batch.by_sku.get(row.deposit or "")
        if deposit is None or not deposit.active or deposit.unit != Unit.EACH.value:
            return None
        return deposit.product_id

    def _refuse_deposit(
        self, row: ProductRow, known: Known | None, batch: _Batch
    ) -> RowOutcome | None:
        named, found = batch.by_sku.get(row.deposit or ""), self._deposit_of(row, batch)
        refusal = DepositLink(
            row,
            stored_unit=known.unit if known else Unit.EACH.value,
            has_deposit=known is not None and known.deposit_id is not None,
            is_deposit=lambda: known is not None and self._is_deposit(known, batch),
            is_found=found is not None,
            is_itself=known is not None and found == known.product_id,
            is_chained=named is not None and named.deposit_id is not None,
        ).refusal()
        if refusal is None and found is not None:
            batch.deposits.add(found)
        return refusal

    def _is_deposit(self, known: Known, batch: _Batch) -> bool:
        product_id = known.product_id
        return product_id in batch.deposits or is_linked(self._connection, product_id)

    def _room_of(self, product_id: int) -> int:
        """How many barcodes more the product may have."""
        stored = BARCODES_OF.run(self._connection, {"product": product_id})
        return BARCODES_PER_PRODUCT_MAX - sum(1 for _ in stored)

    def _product_of(self, row: ProductRow, batch: _Batch) -> Known | None:
        if row.sku:
            return batch.by_sku.get(row.sku)
        for code in row.barcodes:
            if code in batch.owners:
                return batch.by_id[batch.owners[code]]
        return batch.by_sku.get(row.barcodes[0])

    def _add(self, row: ProductRow, batch: _Batch) -> RowOutcome:
        self._last_id += 1
        known = Known(
            product_id=self._last_id,
            sku=row.sku or row.barcodes[0],
            name=row.name,
            category=row.category or "",
            price=row.price,
            cost=row.cost,
            tax_class=row.tax_class or self._terms.default_tax_class,
            unit=row.unit or Unit.EACH.value,
            active=1,
            deposit_id=self._deposit_of(row, batch) if row.deposit else None,
            variant_group=row.variant_group or None,
            variant=row.variant or None,
            age_limit=row.age or None,
            open_price=row.open_price or None,
        )
        # Where another till has brought it, it would be in the store twice, also if it is sold out.
        is_counted = known.sku in batch.elsewhere
        opening = 0 if is_counted else row.stock or 0
        self._written.add(Written(None, known, row.barcodes, opening))
        batch.by_sku[known.sku] = batch.by_id[known.product_id] = known
        oversell = Oversell.WARN.value
        batch.products.append((*known[:_OVERSELL], oversell, *known[_OVERSELL:]))
        for code in row.barcodes:
            batch.owners[code] = known.product_id
            batch.barcodes.append((code, known.product_id))
        batch.levels.append((known.product_id, opening, 0, batch.elsewhere.get(known.sku, 0)))
        # A product that is new here may have been here before the store was put back.
        is_count = self._terms.set_stock and self._shelf.is_put_back and not is_counted
        if is_count and row.stock is not None:
            batch.movements.append(self._movement(known, "count", opening, counted=opening))
        elif opening:
            batch.movements.append(self._movement(known, "opening", opening))
        batch.indexed.append(indexed(known, row.barcodes))
        if is_counted and row.stock:
            return stock_counted_elsewhere(str(Quantity(row.stock)))
        return NEW

    def _change(self, row: ProductRow, known: Known, batch: _Batch, added: list[str]) -> RowOutcome:
        wanted = known._replace(
            name=row.name,
            price=row.price,
            category=known.category if row.category is None else row.category,
            cost=known.cost if row.cost is None else row.cost,
            tax_class=known.tax_class if row.tax_class is None else row.tax_class,
            unit=known.unit if row.unit is None else row.unit,
            active=1,
            deposit_id=(known.deposit_id if row.deposit is None else self._deposit_of(row, batch)),
            variant_group=_said(row.variant_group, known.variant_group),
            variant=_said(row.variant, known.variant),
            age_limit=_said(row.age, known.age_limit),
            open_price=_said(row.open_price, known.open_price),
        )
        opening = 0 if known.active else self._open_again(row, known)
        counted = self._count(row, known)
        self._written.add(Written(known, wanted, tuple(added), opening))
        if wanted == known and not added and not counted:
            return UNCHANGED
        if wanted != known or added:
            batch.changes.append(wanted)
            # A row below may have it as its deposit: as it will be, not as it was.
            batch.by_sku[wanted.sku] = batch.by_id[wanted.product_id] = wanted
            for code in added:
                batch.owners[code] = known.product_id
                batch.barcodes.append((code, known.product_id))
        return CHANGED

    def _open_again(self, row: ProductRow, known: Known) -> int:
        """The opening stock of a product that was taken off sale and comes back."""
        if self._terms.set_stock or not row.stock:
            return 0
        _move(self._connection, self._movement(known, "opening", row.stock))
        return row.stock

    def _count(self, row: ProductRow, known: Known) -> bool:
        """With `set_stock`, record the counted stock as a movement; say whether it differed."""
        if not self._terms.set_stock or row.stock is None:
            return False
        found = self._shelf.difference(known.product_id, row.stock)
        if found is None:
            return False
        movement = self._movement(known, "count", found.more, counted=found.level)
        _move(self._connection, movement)
        return True

    def _movement(
        self, known: Known, kind: str, quantity: int, *, counted: int | None = None
    ) -> dict[str, Any]:
        self.moved.append(Moved(known.sku, quantity, counted))
        return {
            "product_id": known.product_id,
            "kind": kind,
            "quantity": quantity,
            "at": to_ms(self._terms.at),
        }

    def _write(self, batch: _Batch) -> None:
        connection = self._connection
        for statement, rows in (
            (_PRODUCT, batch.products),
            (_BARCODE, batch.barcodes),
            (_LEVEL, batch.levels),
        ):
            if rows:
                connection.executemany(statement.sql, rows)
        if batch.elsewhere:
            here = [known.sku for known in batch.by_sku.values() if known.sku in batch.elsewhere]
            self._parked.take_out(Subject.STOCK, here)
        _MOVEMENT.run_many(connection, batch.movements)
        store_many(connection, batch.changes)
        INDEX.run_many(connection, batch.indexed)


def _move(connection: sqlite3.Connection, movement: dict[str, Any]) -> None:
    """Record it, and what it makes of this terminal's level."""
    _MOVEMENT.run(connection, movement)
    moved = {"product": movement["product_id"], "moved": movement["quantity"]}
    _ADD_TO_LEVEL.run(connection, moved)


def _said(cell: T | None, stored: T | None) -> T | None:
    """What the file says; what is empty is stored as nothing."""
    return stored if cell is None else cell or None
