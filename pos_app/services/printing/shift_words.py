"""The words printed on an X or Z report and on a slip of the drawer, in the store's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from pos_app.domain.shift import CashReason
from pos_app.services.printing.words import ReceiptWordsError


@dataclass(frozen=True, slots=True)
class ShiftWords:
    x_report: str
    z_report: str
    not_final: str
    shift: str
    opened: str
    opened_by: str
    closed: str
    closed_by: str
    read: str
    sales: str
    refunds: str
    gross: str
    discounts: str
    tips: str
    orders: str
    average: str
    receipts: str
    voids: str
    no_sales: str
    payments: str
    drawer: str
    opening_float: str
    cash_taken: str
    cash_in: str
    cash_out: str
    expected: str
    counted: str
    over: str
    short: str
    exact: str
    left: str
    taken: str
    reason: str
    signature: str
    reason_change: str
    reason_bank: str
    reason_supplier: str
    reason_expenses: str
    reason_other: str

    @classmethod
    def of(cls, words: Mapping[str, str]) -> Self:
        """Take the words of one language, as its file holds them.

        :raises ReceiptWordsError: naming every key that is missing or unknown
        """
        wrong = {one.name for one in fields(cls)} ^ words.keys()
        if wrong:
            raise ReceiptWordsError(keys=", ".join(sorted(wrong)))
        return cls(**words)

    def why(self, reason: CashReason) -> str:
        """Why cash was put into the drawer or taken out."""
        return {
            CashReason.CHANGE: self.reason_change,
            CashReason.BANK: self.reason_bank,
            CashReason.SUPPLIER: self.reason_supplier,
            CashReason.EXPENSES: self.reason_expenses,
            CashReason.OTHER: self.reason_other,
        }[reason]
