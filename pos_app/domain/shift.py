"""A shift: one drawer period of a terminal from float to count; it fixes the business date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from pos_app.domain.errors import RefusedError
from pos_app.domain.money import Currency, Money

CUT_OVER_HOUR_DEFAULT: Final = 4
OPEN_WARN: Final = timedelta(hours=24)
OPEN_MAX: Final = timedelta(hours=36)
COUNT_LIMIT_UNITS: Final = "5"
COUNT_LIMIT_MINOR_MIN: Final = 500


class ShiftTooLongError(RefusedError):
    code = "shift.too_long"
    text = "This shift has been open for more than {hours} hours. Close it, then open a new one."


class NoShiftError(RefusedError):
    code = "shift.none_open"
    text = "No shift is open on this terminal. Open one first."


class ShiftOpenError(RefusedError):
    code = "shift.already_open"
    text = "A shift is already open on this terminal (since {since})."


class ClockBeforeLastShiftError(RefusedError):
    code = "shift.clock_behind"
    text = (
        "By this terminal's clock ({clock}) and its cut-over hour it is {today}, but the last "
        "shift was for {last}. Set the clock, or ask a manager to go on with {last}."
    )


class NoSaleReason(StrEnum):
    """Why a drawer is opened without a sale: words of the journal, never changed."""

    CHANGE = "change"
    CHECK = "check"
    COINS = "coins"
    OTHER = "other"


class CashReason(StrEnum):
    """Why cash is put in or taken out: words of the journal, never changed."""

    CHANGE = "change"
    BANK = "bank"
    SUPPLIER = "supplier"
    EXPENSES = "expenses"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Shift:
    """Amounts in minor units; `opened_at` and `closed_at` are UTC."""

    shift_id: int
    number: int
    business_date: date
    opened_at: datetime
    opened_by: int
    opening_float: int
    sales: int = 0
    refunds: int = 0
    tips: int = 0
    """What customers gave on top, less what went back: no sales."""
    cash_sales: int = 0
    cash_in: int = 0
    cash_out: int = 0
    orders: int = 0
    no_sales: int = 0
    """How often the drawer was opened without a sale."""
    closed_at: datetime | None = None
    closed_by: int | None = None
    counted: int | None = None
    left: int | None = None
    """Of what was counted, what stays in the drawer for the next shift; None if nobody said."""

    @property
    def expected(self) -> int:
        """The cash that should lie in the drawer."""
        return self.opening_float + self.cash_sales + self.cash_in - self.cash_out

    @property
    def difference(self) -> int | None:
        """Counted less expected: negative is short. None while the shift is open."""
        return None if self.counted is None else self.counted - self.expected

    @property
    def taken(self) -> int | None:
        """Of what was counted, what goes to the safe or the bank."""
        if self.counted is None or self.left is None:
            return None
        return self.counted - self.left

    def usual_left(self, counted: int) -> int:
        """What stays in the drawer if nobody says otherwise: its float again, or what there is."""
        return min(self.opening_float, counted)

    def require_usable(self, now: datetime) -> None:
        """Refuse a new order in a shift that nobody closed.

        :raises ShiftTooLongError: after 36 hours
        """
        if now - self.opened_at > OPEN_MAX:
            raise ShiftTooLongError(hours=OPEN_MAX // timedelta(hours=1))


def usual_count_limit(currency: Currency) -> int:
    """Five of the currency, or 500 where it has no smaller unit; in minor units."""
    return max(Money.parse(COUNT_LIMIT_UNITS, currency).minor, COUNT_LIMIT_MINOR_MIN)


def business_date_of(local: datetime, *, cut_over_hour: int = CUT_OVER_HOUR_DEFAULT) -> date:
    """The day that a shift opened at this store-local time belongs to."""
    return (local - timedelta(hours=cut_over_hour)).date()
