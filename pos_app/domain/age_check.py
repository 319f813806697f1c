"""An age check: who has looked at the customer's date of birth, and for which age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

AGE_LIMITS: Final = range(1, 100)


@dataclass(frozen=True, slots=True)
class AgeCheck:
    """Good for the whole order, and for every lower age."""

    limit: int
    checked_by: int


def born_by(business_date: date, limit: int) -> date:
    """The last date of birth of somebody who is old enough on that day.

    Whoever was born on 29 February is a year older on 1 March where there is no such day.
    """
    year = business_date.year - limit
    try:
        return business_date.replace(year=year)
    except ValueError:  # 29 February, and no such day then: 1 March is a day too late
        return date(year, 2, 28)
