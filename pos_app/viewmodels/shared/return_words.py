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
    """Why, that it cannot be sold again if it cannot, and where it comes from.

    What matters first: a narrow line has no room for the end of it.
    """
    why = back.words if back.reason is ReturnReason.OTHER else words_of_reason(back.reason)
    kept = "" if back.restocks else tr("not back to stock")
    source = tr("from {number}").format(number=back.number)
    parts = (why, kept, source if back.number else tr("without a receipt"))
    return " · ".join(part for part in parts if part)


def words_of_restored(when: str) -> str:
    """Why nobody can be sure of an order: `when` the store was copied or put back after it."""
    words = tr(
        "Paid before this store was copied or put back from a backup ({when}): some of it may "
        "have come back in a time that is lost. Ask a manager before you give anything back."
    )
    return words.format(when=when) if when else ""


def tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
