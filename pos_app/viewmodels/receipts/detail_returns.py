"""What can become of the order that is shown: it comes back, is voided, or leads to another."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.viewmodels.receipts.detail_words import DetailText


class Shown(Protocol):
    @property
    def shown(self) -> tuple[str, DetailText] | None:
        """The id of an order, and what is said of it."""
        ...


class DetailReturns(QObject):
    """The commands of its buttons.

    Signals:
        back_asked: Emitted with the id of the order of which something comes back.
        all_asked: Emitted with the id of the order that comes back whole.
        void_asked: Emitted with the id of the order that never should have been.
        other_asked: Emitted with the number of an order that is wanted in its place.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    back_asked = Signal(str)
    all_asked = Signal(str)
    void_asked = Signal(str)
    other_asked = Signal(str)
    told = Signal(str, bool)

    def __init__(self, detail: Shown) -> None:
        super().__init__()
        self._detail = detail

    @Slot()
    def give_back(self) -> None:
        """Take back what was bought with it, all or a part."""
        if self._detail.shown is not None:
            order_id, text = self._detail.shown
            if text.can_come_back:
                self.back_asked.emit(order_id)
            else:
                words = self.tr("{number}: nothing of it can come back any more")
                self.told.emit(words.format(number=text.title), False)

    @Slot()
    def give_all(self) -> None:
        """Take all that is left of it back, and pay it out at once."""
        if self._detail.shown is not None and self._detail.shown[1].can_come_back:
            self.all_asked.emit(self._detail.shown[0])
        else:
            self.give_back()

    @Slot()
    def void(self) -> None:
        """Take it back whole, as if it had never been."""
        if self._detail.shown is not None:
            order_id, text = self._detail.shown
            if text.can_void:
                self.void_asked.emit(order_id)
            else:
                words = self.tr("{number} cannot be voided: {why}. Give it back instead")
                self.told.emit(words.format(number=text.title, why=text.no_void), False)

    @Slot()
    def show_other(self) -> None:
        """The order that this one gave back, or the last that gave it back."""
        if self._detail.shown is not None and self._detail.shown[1].other:
            self.other_asked.emit(self._detail.shown[1].other)
