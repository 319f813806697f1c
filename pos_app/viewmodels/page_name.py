"""The screens of the till by name."""

from __future__ import annotations

from enum import StrEnum


class PageName(StrEnum):
    SIGN_IN = "sign_in"
    OPEN_SHIFT = "open_shift"
    SELL = "sell"
    HELD = "held"
    PAY = "pay"
    CHARGE = "charge"
    PAY_OUT = "pay_out"
    DONE = "done"
    FIND = "find"
    REPORTS = "reports"
    SETTINGS = "settings"
    STAFF = "staff"
    HOURS = "hours"
    ACTIVITY = "activity"
    CLOSE_SHIFT = "close_shift"
