"""One row of an import: its cells checked and read, or the reason why it is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pos_app.domain.barcode import check_digit_wrong
from pos_app.domain.card_number import looks_like_card
from pos_app.domain.errors import InvalidInputError
from pos_app.domain.money import AmountTooFineError, Currency, Money
from pos_app.domain.product import (
    BARCODE_LENGTH_MAX,
    BARCODES_PER_PRODUCT_MAX,
    CUSTOM_SKU,
    NAME_LENGTH_MAX,
    SKU_LENGTH_MAX,
    Unit,
)
from pos_app.domain.quantity import Quantity
from pos_app.domain.rounding import divide
from pos_app.services.catalogue.clean_text import cleaned, has_control_characters, is_visible
from pos_app.services.catalogue.number_style import NumberStyle, plain_number
from pos_app.services.catalogue.ports import ProductRow
from pos_app.services.catalogue.reading import COLUMNS, Problem, RawRow
from pos_app.services.catalogue.row_refusal import RowRefusedError
from pos_app.services.catalogue.selling_cells import SellingCells

CATEGORY_LENGTH_MAX: Final = 100
# Amounts repeat: a catalogue of 800,000 products has some thousand prices.
_REMEMBERED: Final = 65_536
_BETWEEN_BARCODES: Final = re.compile(r"[|;\s]+")
_BARCODE: Final = re.compile(r"[!-~]+")
_SHORTENED_BY_A_SPREADSHEET: Final = re.compile(r"[0-9][.,][0-9]+E\+?[0-9]+", re.IGNORECASE)
_UNITS: Final = {unit.value: unit.value for unit in Unit}


@dataclass(frozen=True, slots=True)
class CheckRules:
    """What rows are held against."""

    currency: Currency
    tax_classes: frozenset[str]
    columns: frozenset[str]
    style: NumberStyle
    is_stored_barcode: Callable[[str], bool]


class RowChecker:
    """Checks row after row; `warn` is called for what is odd and taken all the same."""

    def __init__(self, *, rules: CheckRules, warn: Callable[[Problem], None]) -> None:
        self._rules = rules
        self._warn = warn
        self._has_category = "category" in rules.columns
        self._has_deposit = "deposit" in rules.columns
        self._selling = SellingCells(columns=rules.columns)
        self._tax_classes = {name.casefold(): name for name in rules.tax_classes}
        self._amount = lru_cache(_REMEMBERED)(self._read_amount)
        self._stock = lru_cache(_REMEMBERED)(self._read_stock)

    def check(self, row: RawRow) -> ProductRow:
        """:raises RowRefusedError: naming the first cell that cannot be taken"""
        line = row.line
        sku, barcode, name, category, price, tax_class, cost, stock, unit, deposit = row.cells[:10]
        self._refuse_cards(row.cells)
        sku = cleaned(sku)
        if len(sku) > SKU_LENGTH_MAX or not sku.isprintable():
            raise _bad_sku(sku)
        barcodes = self._barcodes(line, barcode)
        if sku == CUSTOM_SKU or CUSTOM_SKU in barcodes:  # a row without a sku goes by its barcode
            raise _custom_sku("sku" if sku == CUSTOM_SKU else "barcode")
        if not sku and not barcodes:
            raise RowRefusedError("sku", "", "neither a sku nor a barcode")
        return ProductRow(
            line,
            sku,
            barcodes,
            self._name(line, name),
            self._price(price),
            self._text(line, "category", category, CATEGORY_LENGTH_MAX)
            if self._has_category
            else None,
            self._tax_class(tax_class),
            self._cost(line, cost) if cost and not cost.isspace() else None,
            self._stock(stock) if stock and not stock.isspace() else None,
            _unit(unit) if unit else None,
            self._deposit(deposit, sku, unit) if self._has_deposit else None,
            *self._selling.check(row.cells[10:]),
        )

    def _deposit(self, cell: str, sku: str, unit: str) -> str:
        deposit = cleaned(cell) if cell else ""
        if not deposit:
            return ""
        if deposit == sku:
            raise RowRefusedError("deposit", cell, "a product is not its own deposit")
        if unit and Unit(_unit(unit)).is_measured:
            raise RowRefusedError("deposit", cell, "only what is sold by the piece has a deposit")
        return deposit

    def _name(self, line: int, cell: str) -> str:
        name = self._text(line, "name", cell, NAME_LENGTH_MAX)
        if not is_visible(name):
            raise _missing("name")
        return name

    def _text(self, line: int, column: str, cell: str, longest: int) -> str:
        text = cleaned(cell)
        if has_control_characters(text):
            self._warn(Problem(line, column, text, "control characters: printed as ?"))
        if len(text) > longest:
            self._warn(Problem(line, column, text, f"cut to {longest} characters"))
            return text[:longest].rstrip()
        return text

    def _barcodes(self, line: int, cell: str) -> tuple[str, ...]:
        # Most cells hold one code of digits: the rest is for the others.
        if cell.isascii() and cell.isdigit() and len(cell) <= BARCODE_LENGTH_MAX:
            barcodes = [cell]
        else:
            barcodes = _split_barcodes(cell)
        for barcode in barcodes:
            if check_digit_wrong(barcode):
                self._warn(Problem(line, "barcode", barcode, "the check digit is wrong"))
        return tuple(barcodes)

    def _price(self, cell: str) -> int:
        if not cell or cell.isspace():
            raise _missing("price")
        return self._amount("price", cell)

    def _cost(self, line: int, cell: str) -> int:
        """A cost is for reports only, so that one finer than the currency is rounded."""
        try:
            return self._amount("cost", cell)
        except RowRefusedError as refused:
            if not isinstance(refused.__cause__, AmountTooFineError):
                raise
        self._warn(Problem(line, "cost", cell, "finer than the currency: rounded"))
        return self._rounded(cell)

    def _rounded(self, cell: str) -> int:
        digits = self._rules.currency.minor_digits
        whole, _, decimals = plain_number(cell.strip(), self._rules.style, digits).partition(".")
        if whole.startswith("-"):
            raise RowRefusedError("cost", cell, "a cost cannot be negative")
        return self._amount("cost", whole) + divide(int(decimals) * 10**digits, 10 ** len(decimals))

    def _read_amount(self, column: str, cell: str) -> int:
        rules = self._rules
        try:
            plain = plain_number(cell.strip(), rules.style, rules.currency.minor_digits)
            minor = Money.parse(plain, rules.currency).minor
        except InvalidInputError as error:
            raise RowRefusedError(column, cell, str(error)) from error
        if minor < 0:
            raise RowRefusedError(column, cell, f"a {column} cannot be negative")
        return minor

    def _read_stock(self, cell: str) -> int:
        rules = self._rules
        try:
            plain = plain_number(cell.strip(), rules.style, rules.currency.minor_digits)
            return Quantity.parse(plain.removeprefix("+")).thousandths
        except InvalidInputError as error:
            raise RowRefusedError("stock", cell, str(error)) from error

    def _tax_class(self, cell: str) -> str | None:
        if cell in self._rules.tax_classes:
            return cell
        name = cell.strip().casefold()
        if not name:
            return None
        if name not in self._tax_classes:
            known = ", ".join(sorted(self._rules.tax_classes))
            raise RowRefusedError("tax_class", cell, f"unknown tax class; this store has {known}")
        return self._tax_classes[name]

    def _refuse_cards(self, cells: tuple[str, ...]) -> None:
        sku, barcode, name, category = cells[:4]
        words = "\n".join((name, category, *cells[10:12]))
        if self._is_card(f"{sku}\n{barcode}", is_code=True) or self._is_card(words, is_code=False):
            self._refuse_card(cells)

    def _refuse_card(self, cells: tuple[str, ...]) -> None:
        for column, cell in zip(COLUMNS, cells, strict=True):
            if self._is_card(cell, is_code=column in {"sku", "barcode"}):
                raise RowRefusedError(column, cell, "looks like a card number; none is stored")

    def _is_card(self, text: str, *, is_code: bool) -> bool:
        return looks_like_card(text, field_is_code=is_code, is_stored=self._rules.is_stored_barcode)


def _missing(column: str) -> RowRefusedError:
    return RowRefusedError(column, "", f"the {column} is missing")


def _custom_sku(column: str) -> RowRefusedError:
    return RowRefusedError(column, CUSTOM_SKU, "this code is kept for custom items")


def _bad_sku(sku: str) -> RowRefusedError:
    if len(sku) > SKU_LENGTH_MAX:
        return RowRefusedError("sku", sku, f"longer than {SKU_LENGTH_MAX} characters")
    return RowRefusedError("sku", sku, "it holds characters that cannot be printed")


def _split_barcodes(cell: str) -> list[str]:
    barcodes = [one for one in dict.fromkeys(_BETWEEN_BARCODES.split(cleaned(cell))) if one]
    if len(barcodes) > BARCODES_PER_PRODUCT_MAX:
        raise RowRefusedError("barcode", cell, f"more than {BARCODES_PER_PRODUCT_MAX} barcodes")
    for barcode in barcodes:
        _check_barcode(barcode)
    return barcodes


def _check_barcode(barcode: str) -> None:
    if len(barcode) > BARCODE_LENGTH_MAX:
        reason = f"longer than {BARCODE_LENGTH_MAX} characters"
    elif _SHORTENED_BY_A_SPREADSHEET.fullmatch(barcode):
        reason = "a spreadsheet has shortened this number; export the column as text"
    elif not _BARCODE.fullmatch(barcode):
        reason = "it holds characters that no barcode has"
    else:
        return
    raise RowRefusedError("barcode", barcode, reason)


def _unit(cell: str) -> str:
    unit = _UNITS.get(cell) or _UNITS.get(cell.strip().casefold())
    if unit is None and cell.strip():
        raise RowRefusedError("unit", cell, f"unknown unit; one of {', '.join(_UNITS)}")
    return unit or Unit.EACH.value
