"""GS1 element strings: item, weight, price and count inside one long barcode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from biip import ParseConfig, ParseError
from biip.gs1_element_strings import GS1ElementString
from biip.gs1_messages import GS1Message

from pos_app.domain.rounding import divide

_THOUSANDTHS_DIGITS: Final = 3
# An expiry date is not used here, so a printer's impossible one must not refuse the item.
_CONFIG: Final = ParseConfig(gs1_element_strings_verify_date=False)


@dataclass(frozen=True, slots=True)
class Gs1Item:
    """What the till uses of the elements; the batch, dates and the rest are left out."""

    gtin: str
    thousandths: int | None
    """Net weight in kilograms (310n) or count of pieces (30)."""
    amount: tuple[int, int] | None
    """Amount payable (392n) and how many of its digits are decimals."""


def read_gs1(code: str) -> Gs1Item | None:
    """Read elements, "(01)" in brackets or as scanned; None if they name no item."""
    parse = GS1Message.parse_hri if code.startswith("(") else GS1Message.parse
    try:
        message = parse(code, config=_CONFIG)
    except ParseError:
        return None
    gtin = next((part.value for part in message.element_strings if part.ai.ai == "01"), None)
    if gtin is None:
        return None
    thousandths: int | None = None
    amount: tuple[int, int] | None = None
    for part in message.element_strings:
        thousandths = _quantity(part) if thousandths is None else thousandths
        if part.ai.ai.startswith("392"):
            amount = (int(part.value), int(part.ai.ai[-1]))
    return Gs1Item(gtin, thousandths, amount)


def _quantity(part: GS1ElementString) -> int | None:
    if part.ai.ai.startswith("310"):
        decimals = int(part.ai.ai[-1])
        return divide(int(part.value) * 10**_THOUSANDTHS_DIGITS, 10**decimals)
    if part.ai.ai == "30":
        return int(part.value) * 10**_THOUSANDTHS_DIGITS
    return None
