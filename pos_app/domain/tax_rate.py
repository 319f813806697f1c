"""A tax rate as a person types it: a percentage, exact to a millionth of the price."""

from __future__ import annotations

import re
from typing import Final

from pos_app.domain.errors import InvalidInputError

_PERCENT: Final = re.compile(r"([0-9]{1,2}|100)(?:[.,]([0-9]{1,4}))?\s*%?")
_DECIMALS: Final = 4


class TaxRateError(InvalidInputError):
    code = "tax.rate"
    text = "{value!r} is no tax rate. Type a percentage from 0 to 100, such as 8.875."


def percent_of_rate(millionths: int) -> str:
    """Exact digits, with a point: 88,750 millionths are "8.875"."""
    whole, rest = divmod(millionths, 10**_DECIMALS)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def rate_of_percent(text: str) -> int:
    """Read "8.875" as 88,750 millionths.

    :raises TaxRateError: if it is no percentage, or finer than this
    """
    found = _PERCENT.fullmatch(text.strip())
    if found is None:
        raise TaxRateError(value=text)
    whole, decimals = found.groups()
    millionths = int(whole + (decimals or "").ljust(_DECIMALS, "0"))
    if millionths > 100 * 10**_DECIMALS:
        raise TaxRateError(value=text)
    return millionths
