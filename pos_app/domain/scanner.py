"""A barcode scanner that types: how far apart its keys are, and whether they are the right ones."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from pos_app.domain.barcode import check_digit_ok, is_digits

GAP_MS_DEFAULT: Final = 40
GAP_MS_MAX: Final = 150
"""A hand that types fast is as fast: beyond it nothing tells the two apart."""
_MARGIN: Final = 2
_STEP_MS: Final = 10


class Layout(StrEnum):
    """Whether scanner and computer mean the same keyboard."""

    RIGHT = "right"
    WRONG = "wrong"
    UNPROVEN = "unproven"
    """Nothing had a check digit: a person compares it with what is printed."""


def gap_for(longest_ms: int) -> int:
    """Where between two keys a scan ends for a scanner that waited so long at most."""
    tens = -(-longest_ms * _MARGIN // _STEP_MS) * _STEP_MS
    return max(GAP_MS_DEFAULT, min(GAP_MS_MAX, tens))


def layout_of(codes: Iterable[str]) -> Layout:
    """What a few barcodes of the shelf tell of it."""
    found = [_layout(code) for code in codes]
    if Layout.WRONG in found:
        return Layout.WRONG
    return Layout.RIGHT if Layout.RIGHT in found else Layout.UNPROVEN


def _layout(code: str) -> Layout:
    if is_digits(code) and check_digit_ok(code):
        return Layout.RIGHT
    has_digits = any("0" <= char <= "9" for char in code)
    letters = sum(char.isascii() and char.isalpha() for char in code)
    # Where digits need Shift, as on a French keyboard, a scanner of another country sends signs.
    return Layout.WRONG if not has_digits and 2 * letters < len(code) else Layout.UNPROVEN
