"""Which business date a moment belongs to where a till's own word is not at hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

CUT_OVER_HOURS: Final = 4
"""A night belongs to the day before it, as in the tills."""


def business_date_of(local: datetime) -> date:
    """:param local: by the clock of the store"""
    return (local - timedelta(hours=CUT_OVER_HOURS)).date()
