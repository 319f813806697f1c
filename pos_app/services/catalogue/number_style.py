"""How a file writes numbers: 1,234.50 or 1.234,50, decided once for the whole file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from enum import Enum
from typing import Final

from pos_app.domain.errors import InvalidInputError

_GROUP_DIGITS: Final = 3


class NumberStyle(Enum):
    POINT = "."
    COMMA = ","
    UNDECIDED = ""


class NumberUnreadableError(InvalidInputError):
    code = "number.unreadable"
    text = "{value} is no number"


class NumberAmbiguousError(InvalidInputError):
    code = "number.ambiguous"
    text = "{value} has a comma or point that may stand before decimals or thousands"


class NumberStyleError(InvalidInputError):
    code = "number.style"
    text = "{value} is no number with a decimal {mark}, as the rest of the file has"


_PLAIN: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_WHOLE: Final = re.compile(r"[+-]?[0-9]+")
# A sign, digits perhaps in groups of three, decimals: once for each decimal mark.
_STYLED: Final = {
    NumberStyle.POINT: re.compile(
        r"([+-]?)([0-9]{1,3}(?:[,\x20\xa0\u202f'’][0-9]{3})+|[0-9]*)(?:\.([0-9]*))?"
    ),
    NumberStyle.COMMA: re.compile(
        r"([+-]?)([0-9]{1,3}(?:[.\x20\xa0\u202f'’][0-9]{3})+|[0-9]*)(?:,([0-9]*))?"
    ),
}
_GROUPING: Final = re.compile(r"[^0-9]")
_OTHER: Final = {NumberStyle.POINT: NumberStyle.COMMA, NumberStyle.COMMA: NumberStyle.POINT}
_NAMES: Final = {NumberStyle.POINT: "point", NumberStyle.COMMA: "comma"}


def decide_style(amounts: Iterable[str], minor_digits: int) -> NumberStyle:
    """The style most of these amounts prove; undecided where none or as many prove each."""
    votes = Counter(proven_style(amount, minor_digits) for amount in amounts)
    point, comma = votes[NumberStyle.POINT], votes[NumberStyle.COMMA]
    if point == comma:
        return NumberStyle.UNDECIDED
    return NumberStyle.POINT if point > comma else NumberStyle.COMMA


def proven_style(amount: str, minor_digits: int) -> NumberStyle:
    """What one amount proves; "1,234" proves nothing unless the currency settles it."""
    marks = [char for char in amount if char in ".,"]
    if not marks:
        return NumberStyle.UNDECIDED
    last = NumberStyle(marks[-1])
    if len(set(marks)) > 1:
        return last
    if len(marks) > 1:
        return _OTHER[last]
    head, _, tail = amount.strip().lstrip("+-").partition(marks[0])
    if len(tail) != _GROUP_DIGITS or len(head) > _GROUP_DIGITS or head in {"", "0"}:
        return last
    if minor_digits == _GROUP_DIGITS:
        return last
    return _OTHER[last] if minor_digits == 0 else NumberStyle.UNDECIDED


def plain_number(text: str, style: NumberStyle, minor_digits: int) -> str:
    """The number as "-1234.5", from a cell of a file of this style.

    :raises InvalidInputError: if it is no number of this style
    """
    if style is NumberStyle.POINT and _PLAIN.fullmatch(text):
        return text
    if _WHOLE.fullmatch(text):
        return text
    own = proven_style(text, minor_digits) if style is NumberStyle.UNDECIDED else style
    if own is NumberStyle.UNDECIDED:
        if "," in text or "." in text:
            raise NumberAmbiguousError(value=text)
        own = NumberStyle.POINT
    found = _STYLED[own].fullmatch(text)
    if found and (found[2] or found[3]):
        return f"{found[1]}{_GROUPING.sub('', found[2]) or '0'}.{found[3] or '0'}"
    if _STYLED[_OTHER[own]].fullmatch(text) and style is not NumberStyle.UNDECIDED:
        raise NumberStyleError(value=text, mark=_NAMES[own])
    raise NumberUnreadableError(value=text)
