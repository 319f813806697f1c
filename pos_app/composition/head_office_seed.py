"""Bring a file of products into head office: good rows go in, bad rows are named."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final

from pos_app.domain.tax_rate import rate_of_percent
from pos_app.head_office.services.catalogue.editing import CatalogueEditing
from pos_app.head_office.services.catalogue.things import (
    BARCODE_LENGTH_MAX,
    BARCODES_MAX,
    CHAIN,
    CODE_LENGTH_MAX,
    CUSTOM_SKU,
    Product,
    Tax,
    TaxClass,
)
from pos_app.head_office.services.errors import InvalidError

ROWS_AT_ONCE: Final = 1_000
TEXT_MAX: Final = 64
NAME_MAX: Final = 200
BARCODES_TEXT_MAX: Final = 2_000
AMOUNT_MAX: Final = 10**12
NEEDED: Final = ("sku", "name", "price", "tax_class")
UNITS: Final = frozenset({"each", "kg", "l", "m"})
_AMOUNT: Final = re.compile(r"[0-9]{1,12}(?:\.[0-9]+)?")


class SeedFileError(InvalidError):
    text = "{file} cannot be used: {reason}. Nothing was changed; correct it and try again."


class RowRefusedError(ValueError):
    """Why a row stays out."""


@dataclass(slots=True)
class Seeded:
    """`rejected` is the line and what is wrong with it."""

    rows: int = 0
    changed: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)


def seed(path: Path, editing: CatalogueEditing, *, minor_digits: int, scope: str = CHAIN) -> Seeded:
    """Bring the file in, a thousand rows in one transaction; again, it changes nothing.

    :param scope: whose products they are: those of all stores, or of the one with this id
    :raises SeedFileError: if it is no such file
    :raises CurrenciesDifferError: if stores of several currencies would share the prices
    """
    done = Seeded()
    waiting: list[Product] = []
    try:
        for line, row in _rows(path):
            done.rows += 1
            try:
                waiting.append(_product(row, minor_digits))
            except RowRefusedError as error:
                done.rejected.append((line, str(error)))
            if len(waiting) == ROWS_AT_ONCE:
                done.changed += editing.put_products(products=waiting, scope=scope)
                waiting = []
    except (UnicodeDecodeError, csv.Error) as error:
        raise SeedFileError(file=path.name, reason="it is no CSV in UTF-8") from error
    if waiting:
        done.changed += editing.put_products(products=waiting, scope=scope)
    return done


def taxes_of(words: tuple[str, ...]) -> tuple[list[Tax], list[TaxClass]]:
    """Read "STANDARD=20": a class with one tax of so many per cent."""
    taxes, classes = [], []
    for word in words:
        code, _, rate = word.partition("=")
        if not code or len(code) > CODE_LENGTH_MAX:
            raise SeedFileError(file=word, reason="a tax is a class and per cent: STANDARD=20")
        taxes.append(Tax(code, code.title(), rate_of_percent(rate)))
        classes.append(TaxClass(code, code.title(), (code,)))
    return taxes, classes


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str | None]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = set(NEEDED) - set(reader.fieldnames or ())
        if missing:
            reason = f"the column {min(missing)} is missing"
            raise SeedFileError(file=path.name, reason=reason)
        for row in reader:
            yield reader.line_num, row


def _product(row: Mapping[str, str | None], minor_digits: int) -> Product:
    unit = _text(row, "unit") or "each"
    if unit not in UNITS:
        raise RowRefusedError(f"the unit {unit!r} is none of {', '.join(sorted(UNITS))}")
    sku, cost = _some(row, "sku"), _text(row, "cost")
    if sku == CUSTOM_SKU:
        raise RowRefusedError(f"the sku {CUSTOM_SKU} is every till's own; choose another one")
    return Product(
        sku=sku,
        name=_some(row, "name", most=NAME_MAX),
        category=_text(row, "category"),
        price=_minor(_some(row, "price"), minor_digits),
        cost=_minor(cost, minor_digits) if cost else None,
        tax_class=_some(row, "tax_class", most=CODE_LENGTH_MAX),
        unit=unit,
        barcodes=_barcodes(row),
    )


def _barcodes(row: Mapping[str, str | None]) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(_text(row, "barcode", most=BARCODES_TEXT_MAX).split()))
    for code in codes:
        if len(code) > BARCODE_LENGTH_MAX:
            raise RowRefusedError(
                f"the barcode {code} has {len(code)} characters; a till takes {BARCODE_LENGTH_MAX}"
            )
    if len(codes) > BARCODES_MAX:
        raise RowRefusedError(f"it has {len(codes)} barcodes; a till takes {BARCODES_MAX}")
    return codes


def _some(row: Mapping[str, str | None], name: str, *, most: int = TEXT_MAX) -> str:
    text = _text(row, name, most=most)
    if not text:
        raise RowRefusedError(f"{name} is empty")
    return text


def _text(row: Mapping[str, str | None], name: str, *, most: int = TEXT_MAX) -> str:
    text = (row.get(name) or "").strip()
    if len(text) > most or not text.isprintable():
        raise RowRefusedError(f"{name} is longer than {most} characters, or not to be printed")
    return text


def _minor(text: str, digits: int) -> int:
    if not _AMOUNT.fullmatch(text):
        raise RowRefusedError(f"{text!r} is no amount such as 2.49")
    scaled = Decimal(text).scaleb(digits)
    if scaled != scaled.to_integral_value() or scaled > AMOUNT_MAX:
        raise RowRefusedError(f"{text!r} has more than {digits} decimals, or is too much")
    return int(scaled)
