"""A tax as it stands on a button: what it is called, and how much it takes."""

from __future__ import annotations

from pos_app.domain.tax import TaxClass
from pos_app.services.ports import Formats


def words_of_tax(tax: TaxClass, formats: Formats) -> str:
    """Without a rate where it has none, or only one by the piece."""
    rates = [formats.percent(one.rate_millionths) for one in tax.taxes if one.rate_millionths]
    return f"{tax.name} {' + '.join(rates)}".strip()
