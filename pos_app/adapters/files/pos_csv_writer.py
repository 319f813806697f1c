"""Writes our own CSV, safe to open in a spreadsheet and to import again."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final, TextIO

from pos_app.adapters.files.formula_guard import guarded
from pos_app.domain.money import Currency, Money
from pos_app.domain.quantity import Quantity
from pos_app.services.catalogue.exporting import ExportFailedError
from pos_app.services.catalogue.ports import ProductRow
from pos_app.services.catalogue.reading import COLUMNS

_BETWEEN_BARCODES: Final = "|"


def write_products(rows: Iterator[ProductRow], out: TextIO, currency: Currency) -> int:
    """Write a header and the rows; `out` must not translate line ends. Returns how many."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    written = 0
    for row in rows:
        writer.writerow(_cells(row, currency))
        written += 1
    return written


class PosCsvFile:
    """`placing` gives the path to write to, and puts what was written in the file's place."""

    def __init__(
        self,
        *,
        path: Path,
        currency: Currency,
        placing: Callable[[Path], AbstractContextManager[Path]] = nullcontext,
    ) -> None:
        self._path = path
        self._currency = currency
        self._placing = placing

    def write(self, rows: Iterator[ProductRow]) -> int:
        """:raises ExportFailedError: if the file cannot be written"""
        try:
            with (
                self._placing(self._path) as place,
                place.open("w", encoding="utf-8", newline="") as out,
            ):
                return write_products(rows, out, self._currency)
        except OSError as error:
            raise ExportFailedError(file=self._path.name, reason=error.strerror or error) from error


def _cells(row: ProductRow, currency: Currency) -> tuple[str, ...]:
    return (
        guarded(row.sku),
        guarded(_BETWEEN_BARCODES.join(row.barcodes)),
        guarded(row.name),
        guarded(row.category or ""),
        Money(row.price, currency).plain(),
        row.tax_class or "",
        "" if row.cost is None else Money(row.cost, currency).plain(),
        "" if row.stock is None else str(Quantity(row.stock)),
        row.unit or "",
        guarded(row.deposit or ""),
        guarded(row.variant_group or ""),
        guarded(row.variant or ""),
        str(row.age) if row.age else "",
        "yes" if row.open_price else "",
    )
