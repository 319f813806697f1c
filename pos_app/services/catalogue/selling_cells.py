"""The cells of a row that say what is asked when the product is sold."""

from __future__ import annotations

from typing import Final, NamedTuple

from pos_app.domain.age_check import AGE_LIMITS
from pos_app.domain.product import VARIANT_LENGTH_MAX
from pos_app.services.catalogue.clean_text import cleaned, has_control_characters
from pos_app.services.catalogue.row_refusal import RowRefusedError

AGE_DIGITS_MAX: Final = 3
YES: Final = frozenset({"yes", "y", "true", "1", "x"})
NO: Final = frozenset({"", "no", "n", "false", "0"})


class Selling(NamedTuple):
    """None where the file has no such column."""

    variant_group: str | None = None
    variant: str | None = None
    age: int | None = None
    open_price: int | None = None


_BLANK: Final = ("", "", "", "")


class SellingCells:
    def __init__(self, *, columns: frozenset[str]) -> None:
        self._has = tuple(name in columns for name in Selling._fields)
        has_group, has_variant, has_age, has_open_price = self._has
        self._of_blank = Selling(
            "" if has_group else None,
            "" if has_variant else None,
            0 if has_age else None,
            0 if has_open_price else None,
        )

    def check(self, cells: tuple[str, ...]) -> Selling:
        """:raises RowRefusedError: naming the first cell that cannot be taken"""
        if cells == _BLANK:  # as of nearly every row
            return self._of_blank
        group, variant, age, open_price = cells
        has_group, has_variant, has_age, has_open_price = self._has
        return Selling(
            _short("variant_group", group) if has_group else None,
            _short("variant", variant) if has_variant else None,
            _age(age) if has_age else None,
            _flag("open_price", open_price) if has_open_price else None,
        )


def _short(column: str, cell: str) -> str:
    text = cleaned(cell)
    if len(text) > VARIANT_LENGTH_MAX:
        raise RowRefusedError(column, cell, f"longer than {VARIANT_LENGTH_MAX} characters")
    if has_control_characters(text):
        raise RowRefusedError(column, cell, "it holds characters that cannot be printed")
    return text


def _age(cell: str) -> int:
    text = cell.strip().removesuffix("+").strip()
    if not text:
        return 0
    is_number = text.isascii() and text.isdigit() and len(text) <= AGE_DIGITS_MAX
    if not is_number or int(text) not in (0, *AGE_LIMITS):
        raise RowRefusedError("age", cell, f"an age is a number of years, at most {AGE_LIMITS[-1]}")
    return int(text)


def _flag(column: str, cell: str) -> int:
    text = cell.strip().casefold()
    if text not in YES | NO:
        raise RowRefusedError(column, cell, "write yes, or nothing")
    return int(text in YES)
