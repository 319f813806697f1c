"""Why an item comes back, and which line of which paid order it was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pos_app.domain.card_number import require_no_card
from pos_app.domain.errors import InvalidInputError

REASON_WORDS_MAX: Final = 80


class ReasonNeededError(InvalidInputError):
    code = "return.reason_needed"
    text = "Say in a few words why it comes back (at most {most} characters)."


class ReturnReason(StrEnum):
    """Words of the journal, never changed."""

    CHANGED_MIND = "changed_mind"
    FAULTY = "faulty"
    WRONG_ITEM = "wrong_item"
    PRICE_ERROR = "price_error"
    OTHER = "other"
    VOID = "void"
    """The whole order never should have been, and is taken back in its own shift."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What stands behind a line of negative quantity.

    `number` and `position`, from 1, say what it gives back; without a receipt there is neither.
    """

    reason: ReturnReason
    words: str = ""
    restocks: bool = True
    """Whether it can be sold again; what cannot moves no stock."""
    number: str = ""
    position: int = 0

    def __post_init__(self) -> None:
        assert bool(self.number) == bool(self.position), self
        needs_words = self.reason is ReturnReason.OTHER
        if len(self.words) > REASON_WORDS_MAX or (needs_words and not self.words.strip()):
            raise ReasonNeededError(most=REASON_WORDS_MAX)
        require_no_card(self.words, field_is_code=False)
