"""The store's profile while its till is open: what is changed in the settings holds at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pos_app.domain.store import StoreProfile

RULES: Final = ("tax_scope", "tax_rounding", "cash_increment", "cash_rounding")
"""What an order is reckoned by: it keeps those that it was begun with."""
AT_START: Final = ("language", "time_zone", "in_cents")
"""Every amount, date and printed word is made ready by them; another one holds from a start."""
AT_ONCE: Final = (
    *("name", "address", "tax_number", "company_id", "phone", "footer", "logo"),
    *("receipts", "print_notes", "receipt_columns", "printer", "scanner_gap_ms"),
    *("cut_over_hour", "tips", "return_days", "refund_limit", "count_limit"),
    *("pin_to_back_out", "own_lines", "auto_lock_minutes"),
    *("display_language", "display_sentences", "display_pictures"),
    *("daily_backups", "shift_backups", "backup_hour"),
)
"""All else stays as it was at the start, such as the ways to pay, for which screens are built."""


class LiveProfile:
    """Called, it says what holds now. Each change is one step, so any thread may call it."""

    def __init__(self, profile: StoreProfile) -> None:
        self._profile = profile

    def __call__(self) -> StoreProfile:
        return self._profile

    def take(self, stored: StoreProfile) -> None:
        """Whatever may change at any time holds from now on."""
        self._take(stored, AT_ONCE)

    def take_rules(self, stored: StoreProfile) -> None:
        """The rules as well; only while nothing is rung up."""
        self._take(stored, RULES)

    def _take(self, stored: StoreProfile, names: Iterable[str]) -> None:
        self._profile = replace(self._profile, **{one: getattr(stored, one) for one in names})
