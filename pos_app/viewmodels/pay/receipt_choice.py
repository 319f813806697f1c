"""Whether the order at hand prints its receipt: as the store does, unless the cashier says so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.store import Receipts


class ReceiptChoice(QObject):
    """Begins with the store's habit for every order.

    Signals:
        changed: Emitted with the words for its button.
    """

    changed = Signal(str)

    def __init__(self, habit: Callable[[], Receipts], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._habit = habit
        self.wanted = habit()

    def begin(self) -> None:
        self.wanted = self._habit()
        self.changed.emit(self.words())

    @property
    def prints(self) -> bool:
        return self.wanted is Receipts.ALWAYS

    @Slot()
    def switch(self) -> None:
        """Print it, or do not: what the customer says while paying."""
        self.wanted = Receipts.NEVER if self.prints else Receipts.ALWAYS
        self.changed.emit(self.words())

    def words(self) -> str:
        return {
            Receipts.ALWAYS: self.tr("Receipt: print"),
            Receipts.ASK: self.tr("Receipt: ask"),
            Receipts.NEVER: self.tr("Receipt: none"),
        }[self.wanted]
