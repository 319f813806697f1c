"""Writes our own CSV, safe to open in a spreadsheet and to import again."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
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
    """A file that is there complete or not at all."""

    def __init__(self, *, path: Path, currency: Currency) -> None:
        self._path = path
        self._currency = currency

    def write(self, rows: Iterator[ProductRow]) -> int:
        """:raises ExportFailedError: if the file cannot be written; an older one is then kept"""
        part = self._path.with_name(f"{self._path.name}.part")
        try:
            with part.open("w", encoding="utf-8", newline="") as out:
                written = write_products(rows, out, self._currency)
                out.flush()
                os.fsync(out.fileno())
            part.replace(self._path)
        except OSError as error:
            raise ExportFailedError(file=self._path.name, reason=error.strerror or error) from error
        finally:
            part.unlink(missing_ok=True)
        return written


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
    )
