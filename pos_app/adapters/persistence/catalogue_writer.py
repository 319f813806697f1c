"""One import of products: batches of checked rows, written in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from pos_app.adapters.persistence.catalogue_rows import CatalogueRows, Terms, Written
from pos_app.adapters.persistence.catalogue_tables import import_run
from pos_app.adapters.persistence.known_products import MERGE_ALL, merge_search
from pos_app.adapters.persistence.statements import insert_into
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.persistence.values import to_ms
from pos_app.services.catalogue.ports import Change, ProductRow, RowOutcome, WriterOptions
from pos_app.services.inventory.moved_stock import MOVED_MAX, Moved, moved_bodies
from pos_app.services.ports import JournalRepository

_RUN = insert_into(import_run, skip=("import_id",))


class _IdSet:
    """Product ids, one bit each: a million of them need 125 kB."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def has(self, product_id: int) -> bool:
        place, bit = divmod(product_id, 8)
        return place < len(self._bits) and bool(self._bits[place] >> bit & 1)

    def add(self, written: Written) -> None:
        place, bit = divmod(written.after.product_id, 8)
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1 - len(self._bits)))
        self._bits[place] |= 1 << bit


Record = Callable[[JournalRepository, dict[str, object]], None]
"""Takes what an entry about the import says."""


class SqlCatalogueWriter:
    """Holds the write lock from first to last row, so no one else sees half an import."""

    def __init__(
        self,
        writer: Engine,
        options: WriterOptions,
        *,
        default_tax_class: str,
        at: datetime,
        staff_id: int,
        record: Record,
    ) -> None:
        self._work = SqlUnitOfWork(writer)
        self._options = options
        self._terms = Terms(default_tax_class, at, options.set_stock)
        self._staff_id = staff_id
        self._record = record
        self._moved: list[Moved] = []
        self._counts = dict.fromkeys((change.value for change in Change), 0)

    def __enter__(self) -> Self:
        self._work.__enter__()
        self._rows = CatalogueRows(self._work.driver, terms=self._terms, written=_IdSet())
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._work.__exit__(exc_type, exc, traceback)

    def upsert_many(self, rows: Sequence[ProductRow]) -> Sequence[RowOutcome]:
        outcomes = self._rows.upsert_many(rows)
        for outcome in outcomes:
            self._counts[outcome.change.value] += 1
        self._moved += self._rows.moved
        self._rows.moved.clear()
        # As they come: an import of any length is told in little memory.
        while len(self._moved) > MOVED_MAX:
            self._tell(self._moved[:MOVED_MAX], {})
            del self._moved[:MOVED_MAX]
        return outcomes

    def commit(self) -> None:
        # An import that changes nothing leaves nothing behind.
        if self._counts[Change.NEW.value] or self._counts[Change.CHANGED.value]:
            _RUN.run(
                self._work.driver,
                {
                    "source": self._options.source,
                    "started_at": to_ms(self._terms.at),
                    "staff_id": self._staff_id,
                },
            )
            merge_search(self._work.driver, pages=MERGE_ALL)
            self._tell(self._moved, {**self._counts})
        self._work.commit()

    def _tell(self, moved: Sequence[Moved], counts: dict[str, object]) -> None:
        """In an entry of its own; that with the counts is the last one."""
        last = moved_bodies(moved)[0] if moved else {}
        self._record(self._work.journal, {"source": self._options.source, **counts, **last})
