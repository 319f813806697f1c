"""Staged imports in memory, on the fake catalogue and the fake store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self

from pos_app.services.catalogue.ports import Change, ProductRow, RowOutcome, WriterOptions
from pos_app.services.catalogue.staging import Chunk, StagedImport, TakenBack
from pos_app.services.inventory.moved_stock import Moved
from tests.fakes.catalogue import FakeCatalogue, FakeCatalogueWriter, Stored
from tests.fakes.storage import FakeStore


@dataclass
class FakeStage:
    """A byte is a row here."""

    files: dict[str, list[ProductRow]] = field(default_factory=dict)

    @contextmanager
    def writing(self, import_id: str) -> Iterator[FakeStageWriter]:
        writer = FakeStageWriter()
        yield writer
        self.files[import_id] = writer.rows

    def read(self, import_id: str, *, first_byte: int, most: int) -> Chunk:
        rows = tuple(self.files.get(import_id, [])[first_byte : first_byte + most])
        return Chunk(rows, first_byte + len(rows))

    def discard(self, import_id: str) -> None:
        self.files.pop(import_id, None)

    def keep_only(self, import_id: str | None) -> None:
        for one in set(self.files) - {import_id}:
            del self.files[one]


class FakeStageWriter:
    def __init__(self) -> None:
        self.rows: list[ProductRow] = []

    def write(self, rows: Sequence[ProductRow]) -> None:
        self.rows.extend(rows)


@dataclass
class FakeImports:
    """What the two tables of staged imports hold; `slices` counts the rows of each slice."""

    catalogue: FakeCatalogue
    store: FakeStore
    imports: list[StagedImport] = field(default_factory=list)
    before: dict[str, Stored | None] = field(default_factory=dict)
    slices: list[int] = field(default_factory=list)

    def new_work(self) -> FakeImportWork:
        return FakeImportWork(self)


class FakeImportWork:
    def __init__(self, tables: FakeImports) -> None:
        self._tables = tables
        self._uow = tables.store.new_uow()
        self._writer: FakeCatalogueWriter | None = None
        self._moved: list[Moved] = []

    def __enter__(self) -> Self:
        self._uow.__enter__()
        self.journal = self._uow.journal
        self.staff = self._uow.staff
        self._imports = list(self._tables.imports)
        self._before = dict(self._tables.before)
        self._stored = dict(self._tables.catalogue.stored)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._uow.__exit__(exc_type, exc, traceback)

    def commit(self) -> None:
        self._uow.commit()
        if self._writer is not None:
            self._writer.commit()
        else:
            self._tables.catalogue.stored = self._stored
            self._tables.catalogue.barcodes = {
                code: sku for sku, one in self._stored.items() for code in one.barcodes
            }
        self._tables.imports = self._imports
        self._tables.before = self._before

    def latest(self) -> StagedImport | None:
        return self._imports[-1] if self._imports else None

    def add(self, staged: StagedImport) -> None:
        self._imports.append(staged)
        self._before = {}

    def update(self, staged: StagedImport) -> None:
        self._imports[-1] = staged

    def upsert_many(self, staged: StagedImport, rows: Sequence[ProductRow]) -> Sequence[RowOutcome]:
        self._tables.slices.append(len(rows))
        writer = self._writer = self._tables.catalogue.writer(
            WriterOptions(staged.source, staged.set_stock)
        )
        writer.__enter__()
        writer.written = set(self._before)
        outcomes = writer.upsert_many(rows)
        for row, outcome in zip(rows, outcomes, strict=True):
            if outcome.change is not Change.REJECTED:
                self._before[row.sku] = self._stored.get(row.sku)
        self._moved += writer.moved
        return outcomes

    def moved(self) -> Sequence[Moved]:
        told, self._moved = self._moved, []
        return told

    def take_back(self, staged: StagedImport, *, at: datetime, most: int) -> TakenBack:
        skus = list(self._before)[:most]
        for sku in skus:
            before = self._before.pop(sku)
            if before is None:
                gone = self._stored.pop(sku)
                if gone.stock:
                    self._moved.append(Moved(sku, -gone.stock))
            else:
                self._stored[sku] = before
        return TakenBack(len(skus), 0, has_more=bool(self._before))

    def forget_others(self, staged: StagedImport, *, most: int) -> None:
        """Forgotten when the next one was added."""
