"""Why something comes back, and whether it can be sold again, as somebody chooses it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.returned import Returned, ReturnReason
from pos_app.viewmodels.shared.return_words import REASONS, words_of_reason


class WhyChoice(QObject):
    """`reason` is the place of the chosen one; what is faulty does not go back to the shelf.

    Signals:
        changed: Emitted after every choice.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.reasons = tuple(words_of_reason(one) for one in REASONS)
        self.begin()

    def begin(self) -> None:
        """As it mostly is: somebody has changed their mind, and the thing is sold again."""
        self.reason = 0
        self.restocks = True
        self.words = ""
        self._was_said = False

    @property
    def asks_words(self) -> bool:
        return REASONS[self.reason] is ReturnReason.OTHER

    @property
    def in_words(self) -> str:
        return self.words if self.asks_words else self.reasons[self.reason]

    def why(self) -> Returned:
        """:raises PosError: if words are needed that are not there, or not to be kept"""
        words = self.words.strip() if self.asks_words else ""
        return Returned(REASONS[self.reason], words, self.restocks)

    @Slot(int)
    def choose(self, reason: int) -> None:
        if 0 <= reason < len(REASONS):
            self.reason = reason
            if not self._was_said:
                self.restocks = REASONS[reason] is not ReturnReason.FAULTY
            self.changed.emit()

    @Slot()
    def turn_restock(self) -> None:
        """Said by hand, it stays so whatever the reason."""
        self.restocks = not self.restocks
        self._was_said = True
        self.changed.emit()
