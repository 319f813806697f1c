"""Undo and redo of the whole order, and what they say they did."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.order import last_position
from pos_app.domain.order_change import OrderChange
from pos_app.services.orders.steps import Steps
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.change_words import words_of_change
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.words import words_for


class Undoing(QObject):
    """The commands behind Ctrl+Z and Ctrl+Shift+Z.

    Signals:
        told: Emitted with a sentence, and False: what it says was an undo itself.
        undone: Emitted when the order is again what it was before its last step.
        redone: Emitted with the OrderContent that there was before a step was done again.
    """

    told = Signal(str, bool)
    undone = Signal()
    redone = Signal(object)

    def __init__(
        self,
        *,
        sell: SellViewModel,
        steps: Steps,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sell = sell
        self._steps = steps
        self._formats = formats
        self.elsewhere: Callable[[], bool] = lambda: False
        """Take back what was done last, if that was no step of this order."""

    @Slot()
    def undo(self) -> None:
        if self.elsewhere():
            return
        actor = self._sell.actor
        if actor is None:
            return
        try:
            change = self._steps.undo(actor=actor)
        except PosError as error:
            self.told.emit(words_for(error, self._formats), False)
        else:
            self.undone.emit()
            self._show(change, self.tr("Undone: {what}"))

    @Slot()
    def redo(self) -> None:
        actor = self._sell.actor
        if actor is None:
            return
        before = self._steps.order.content
        try:
            change = self._steps.redo(actor=actor)
        except PosError as error:
            self.told.emit(words_for(error, self._formats), False)
        else:
            self.redone.emit(before)
            self._show(change, self.tr("Done again: {what}"))

    def _show(self, change: OrderChange, words: str) -> None:
        self._sell.show(last_position(self._steps.order.items))
        self._sell.draft_changed.emit()
        self.told.emit(words.format(what=words_of_change(change, self._formats)), False)
