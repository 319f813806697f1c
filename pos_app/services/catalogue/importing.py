"""Brings a file of products into the catalogue: good rows go in, bad rows are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from pos_app.domain.errors import RefusedError
from pos_app.domain.money import Currency
from pos_app.services.catalogue.import_report import ImportReport, Problems
from pos_app.services.catalogue.number_style import decide_style
from pos_app.services.catalogue.ports import (
    CatalogueWriter,
    Change,
    NewCatalogueWriter,
    ProductLookup,
    ProductRow,
    WriterOptions,
)
from pos_app.services.catalogue.reading import (
    COLUMNS,
    FileShape,
    Problem,
    ProductReader,
    RawRow,
    Row,
)
from pos_app.services.catalogue.row_checking import CheckRules, RowChecker, RowRefusedError

BATCH_ROWS: Final = 1_000
STYLE_ROWS: Final = 2_000
"""So many rows are read ahead to see how the file writes its numbers."""

_PRICE: Final = COLUMNS.index("price")
_COST: Final = COLUMNS.index("cost")


class ImportCancelledError(RefusedError):
    code = "import.cancelled"
    text = "The import was cancelled after {rows} rows; nothing was changed."


@dataclass(frozen=True, slots=True)
class ImportOptions:
    source: str
    dry_run: bool = False
    strict: bool = False
    set_stock: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    rows: int
    rows_per_second: int
    percent: int


@dataclass(frozen=True, slots=True)
class StoreTerms:
    """What the store settles for its prices."""

    currency: Currency
    tax_classes: frozenset[str]


def _ignore(_progress: Progress) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


class ProductImport:
    def __init__(
        self,
        *,
        new_writer: NewCatalogueWriter,
        products: ProductLookup,
        terms: StoreTerms,
        monotonic_ms: Callable[[], int],
    ) -> None:
        self._new_writer = new_writer
        self._products = products
        self._terms = terms
        self._monotonic_ms = monotonic_ms

    def run(
        self,
        *,
        reader: ProductReader,
        options: ImportOptions,
        progress: Callable[[Progress], None] = _ignore,
        cancelled: Callable[[], bool] = _never,
    ) -> ImportReport:
        """Import the file in one piece.

        :raises PosError: if it is cancelled or its rows can no longer be read; nothing is written
        """
        started = self._monotonic_ms()
        run = _Run(warnings=Problems(), rejected=Problems(), counts=Counter())
        shape = reader.shape()
        for note in shape.notes:
            run.warnings.add(note)
        if "tax_class" not in shape.columns:
            run.warnings.add(
                Problem(1, "tax_class", "", "no such column: new ones take the default")
            )
        rows = reader.rows()
        ahead = list(islice(rows, STYLE_ROWS))
        checker = RowChecker(rules=self._rules(shape, ahead), warn=run.warnings.add)
        with self._new_writer(WriterOptions(options.source, options.set_stock)) as writer:
            for batch in _batches(chain(ahead, rows)):
                if cancelled():
                    raise ImportCancelledError(rows=run.rows)
                run.take(batch, checker, writer, asks_tax_class="tax_class" in shape.columns)
                rate = run.rows * 1_000 // max(1, self._monotonic_ms() - started)
                progress(Progress(run.rows, rate, reader.percent_read()))
            written = not options.dry_run and not (options.strict and run.rejected.count)
            if written:
                writer.commit()
        return run.report(milliseconds=self._monotonic_ms() - started, written=written)

    def _rules(self, shape: FileShape, ahead: Iterable[Row]) -> CheckRules:
        digits = self._terms.currency.minor_digits
        amounts = (
            amount
            for row in ahead
            if isinstance(row, RawRow)
            for amount in (row.cells[_PRICE], row.cells[_COST])
        )
        return CheckRules(
            currency=self._terms.currency,
            tax_classes=self._terms.tax_classes,
            columns=shape.columns,
            style=decide_style(amounts, digits),
            is_stored_barcode=lambda digits: self._products.by_barcode(digits) is not None,
        )


@dataclass(slots=True)
class _Run:
    warnings: Problems
    rejected: Problems
    counts: Counter[Change]
    rows: int = 0

    def take(
        self,
        batch: list[Row],
        checker: RowChecker,
        writer: CatalogueWriter,
        *,
        asks_tax_class: bool,
    ) -> None:
        self.rows += len(batch)
        good = list(self._checked(batch, checker))
        outcomes = writer.upsert_many(good)
        for row, outcome in zip(good, outcomes, strict=True):
            self.counts[outcome.change] += 1
            if outcome.change is Change.REJECTED:
                self.rejected.add(Problem(row.line, outcome.column, outcome.value, outcome.reason))
            elif outcome.change is Change.NEW:
                self._wonder(row, asks_tax_class=asks_tax_class)

    def _checked(self, batch: list[Row], checker: RowChecker) -> Iterator[ProductRow]:
        for row in batch:
            if not isinstance(row, RawRow):
                self.rejected.add(row.problem)
                continue
            try:
                yield checker.check(row)
            except RowRefusedError as refused:
                self.rejected.add(refused.at(row.line))

    def _wonder(self, row: ProductRow, *, asks_tax_class: bool) -> None:
        if row.tax_class is None and asks_tax_class:
            self.warnings.add(Problem(row.line, "tax_class", "", "empty: the default is taken"))
        if row.price == 0:
            self.warnings.add(Problem(row.line, "price", "0", "the till will ask for the price"))

    def report(self, *, milliseconds: int, written: bool) -> ImportReport:
        return ImportReport(
            rows=self.rows,
            new=self.counts[Change.NEW],
            changed=self.counts[Change.CHANGED],
            unchanged=self.counts[Change.UNCHANGED],
            rejected=self.rejected.in_order(),
            rejected_count=self.rejected.count,
            warnings=self.warnings.in_order(),
            warnings_count=self.warnings.count,
            milliseconds=milliseconds,
            written=written,
        )


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH_ROWS)):
        yield batch
