"""What is said of things that come back: of which receipt, and why."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.returned import REASON_WORDS_MAX, Returned, ReturnReason

CONTEXT: Final = "Returns"
WORDS_MAX: Final = REASON_WORDS_MAX
"""How many characters of a reason are taken."""
REASONS: Final = (
    ReturnReason.CHANGED_MIND,
    ReturnReason.FAULTY,
    ReturnReason.WRONG_ITEM,
    ReturnReason.PRICE_ERROR,
    ReturnReason.OTHER,
)
"""Those that somebody chooses from, in the order of their keys."""


def words_of_reason(reason: ReturnReason) -> str:
    return {
        ReturnReason.CHANGED_MIND: tr("Changed mind"),
        ReturnReason.FAULTY: tr("Faulty"),
        ReturnReason.WRONG_ITEM: tr("Wrong item"),
        ReturnReason.PRICE_ERROR: tr("Price error"),
        ReturnReason.OTHER: tr("Other"),
        ReturnReason.VOID: tr("Voided"),
    }[reason]


def words_of(back: Returned) -> str:
    """Where it comes from, why, and that it cannot be sold again if it cannot."""
    source = tr("Returned from {number}").format(number=back.number)
    why = back.words if back.reason is ReturnReason.OTHER else words_of_reason(back.reason)
    kept = "" if back.restocks else tr("not back to stock")
    parts = (source if back.number else tr("Returned without a receipt"), why, kept)
    return " · ".join(part for part in parts if part)


def tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
