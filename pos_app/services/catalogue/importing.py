"""Brings a file of products into the catalogue: good rows go in, bad rows are named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from pos_app.domain.card_number import masked
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
    RowOutcome,
    WriterOptions,
)
from pos_app.services.catalogue.reading import (
    COLUMNS,
    Problem,
    ProductReader,
    RawRow,
    Row,
)
from pos_app.services.catalogue.row_checking import CheckRules, RowChecker
from pos_app.services.catalogue.row_refusal import RowRefusedError

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
    """The file's name. It is stored, so it becomes text here, and holds no card number."""
    dry_run: bool = False
    strict: bool = False
    set_stock: bool = False

    def __post_init__(self) -> None:
        text = self.source.encode("utf-8", "replace").decode("utf-8")
        object.__setattr__(self, "source", masked(text))


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
        check = FileCheck(reader=reader, products=self._products, terms=self._terms)
        run = _Run(check=check, counts=Counter())
        with self._new_writer(WriterOptions(options.source, options.set_stock)) as writer:
            for batch in check.batches():
                if cancelled():
                    raise ImportCancelledError(rows=check.rows)
                run.take(batch, writer)
                progress(check.progress(self._monotonic_ms() - started))
            written = not options.dry_run and not (options.strict and check.rejected.count)
            if written:
                writer.commit()
        return run.report(milliseconds=self._monotonic_ms() - started, written=written)


class FileCheck:
    """Reads a file to its end, once: good rows come out, and what is wrong is kept."""

    def __init__(
        self, *, reader: ProductReader, products: ProductLookup, terms: StoreTerms
    ) -> None:
        self._reader = reader
        self._products = products
        self._terms = terms
        self.rows = 0
        self.warnings = Problems()
        self.rejected = Problems()
        self._shape = shape = reader.shape()
        for note in shape.notes:
            self.warnings.add(note)
        if "tax_class" not in shape.columns:
            self.warnings.add(
                Problem(1, "tax_class", "", "no such column: new ones take the default")
            )
        self._rows = reader.rows()
        self._ahead = list(islice(self._rows, STYLE_ROWS))
        self._checker = RowChecker(rules=self._rules(), warn=self.warnings.add)

    def batches(self) -> Iterator[list[Row]]:
        return _batches(chain(self._ahead, self._rows))

    def take(self, batch: list[Row]) -> list[ProductRow]:
        """The good rows of a batch."""
        self.rows += len(batch)
        return list(self._checked(batch))

    def wonder(self, row: ProductRow) -> None:
        """Warn of what a product takes by default because it is new."""
        if row.tax_class is None and "tax_class" in self._shape.columns:
            self.warnings.add(Problem(row.line, "tax_class", "", "empty: the default is taken"))
        if row.price == 0:
            self.warnings.add(Problem(row.line, "price", "0", "the till will ask for the price"))

    def progress(self, milliseconds: int) -> Progress:
        rate = self.rows * 1_000 // max(1, milliseconds)
        return Progress(self.rows, rate, self._reader.percent_read())

    def _checked(self, batch: list[Row]) -> Iterator[ProductRow]:
        for row in batch:
            if not isinstance(row, RawRow):
                self.rejected.add(row.problem)
                continue
            try:
                yield self._checker.check(row)
            except RowRefusedError as refused:
                self.rejected.add(refused.at(row.line))

    def _rules(self) -> CheckRules:
        digits = self._terms.currency.minor_digits
        amounts = (
            amount
            for row in self._ahead
            if isinstance(row, RawRow)
            for amount in (row.cells[_PRICE], row.cells[_COST])
        )
        return CheckRules(
            currency=self._terms.currency,
            tax_classes=self._terms.tax_classes,
            columns=self._shape.columns,
            style=decide_style(amounts, digits),
            is_stored_barcode=lambda digits: self._products.by_barcode(digits) is not None,
        )


@dataclass(slots=True)
class _Run:
    check: FileCheck
    counts: Counter[Change]

    def take(self, batch: list[Row], writer: CatalogueWriter) -> None:
        good = self.check.take(batch)
        outcomes = writer.upsert_many(good)
        for row, outcome in zip(good, outcomes, strict=True):
            self.counts[outcome.change] += 1
            if outcome.change is Change.REJECTED:
                self.check.rejected.add(refusal(row, outcome))
            elif outcome.change is Change.NEW:
                self.check.wonder(row)
                if outcome.reason:
                    self.check.warnings.add(
                        Problem(row.line, outcome.column, outcome.value, outcome.reason)
                    )

    def report(self, *, milliseconds: int, written: bool) -> ImportReport:
        check = self.check
        return ImportReport(
            rows=check.rows,
            new=self.counts[Change.NEW],
            changed=self.counts[Change.CHANGED],
            unchanged=self.counts[Change.UNCHANGED],
            rejected=check.rejected.in_order(),
            rejected_count=check.rejected.count,
            warnings=check.warnings.in_order(),
            warnings_count=check.warnings.count,
            milliseconds=milliseconds,
            written=written,
        )


def refusal(row: ProductRow, outcome: RowOutcome) -> Problem:
    """A row that the store refuses, as the person sees it."""
    return Problem(row.line, outcome.column, outcome.value, outcome.reason)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH_ROWS)):
        yield batch
