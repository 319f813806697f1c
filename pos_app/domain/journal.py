"""The journal's vocabulary: kinds of entries and the running totals that each entry carries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EntryKind(StrEnum):
    """A permanent on-disk format: a name is never changed or reused."""

    ORDER = "order"
    REFUND = "refund"
    ORDER_CANCEL = "order_cancel"
    ITEM_VOID = "item_void"
    DISCOUNT = "discount"
    PRICE_OVERRIDE = "price_override"
    CUSTOM_ITEM = "custom_item"
    NO_SALE = "no_sale"
    CASH_IN = "cash_in"
    CASH_OUT = "cash_out"
    SHIFT_OPEN = "shift_open"
    COUNT = "count"
    SHIFT_CLOSE = "shift_close"
    DAY_CLOSE = "day_close"
    MONTH_CLOSE = "month_close"
    YEAR_CLOSE = "year_close"
    PRINT = "print"
    REPRINT = "reprint"
    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    LOCK = "lock"
    UNLOCK = "unlock"
    CONFIG_CHANGE = "config_change"
    IMPORT = "import"
    CLOCK_JUMP = "clock_jump"
    KEY_ROTATE = "key_rotate"
    EPOCH_START = "epoch_start"
    INTEGRITY_FAIL = "integrity_fail"
    TENDER_CHANGE = "tender_change"
    PAYMENT_INTENT = "payment_intent"
    PAYMENT_SENT = "payment_sent"
    PAYMENT_APPROVED = "payment_approved"
    PAYMENT_DECLINED = "payment_declined"
    PAYMENT_CANCELLED = "payment_cancelled"
    PAYMENT_UNKNOWN = "payment_unknown"
    PAYMENT_BACKED_OUT = "payment_backed_out"
    PAYMENT_RELEASED = "payment_released"
    PAYMENT_BY_HAND = "payment_by_hand"
    TIME_IN = "time_in"
    TIME_OUT = "time_out"
    TIME_CORRECT = "time_correct"


@dataclass(frozen=True, slots=True)
class RunningTotals:
    """Minor units: of the open shift, since the first entry, and the same without signs."""

    period: int = 0
    perpetual: int = 0
    perpetual_abs: int = 0

    def plus(self, amount: int) -> RunningTotals:
        return RunningTotals(
            self.period + amount, self.perpetual + amount, self.perpetual_abs + abs(amount)
        )

    def new_period(self) -> RunningTotals:
        return RunningTotals(0, self.perpetual, self.perpetual_abs)
