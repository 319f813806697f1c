"""What one item costs today: asked where the product has no price of its own."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.money import Currency
from pos_app.services.asking import SaidPrice
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.questions import Ask, Question
from pos_app.viewmodels.sell.ringing_up import RingingUp
from pos_app.viewmodels.shared.amount_entry import AmountEntry


class OpenPrice(QObject):
    """For this one line: what the product costs the next customer is asked again.

    Signals:
        opened: Emitted with the name of what has no price.
        amount_changed: Emitted with the amount as text.
        hidden: Emitted when the sheet is to go.
        refused: Emitted with a sentence.
    """

    opened = Signal(str)
    amount_changed = Signal(str)
    hidden = Signal()
    refused = Signal(str)

    def __init__(self, *, ringing: RingingUp, formats: Formats, currency: Currency) -> None:
        super().__init__()
        self._ringing = ringing
        self._formats = formats
        self._currency = currency
        self._entry = AmountEntry(currency, in_cents=formats.in_cents)
        self._question: Question | None = None
        ringing.asked.connect(self._on_asked)
        ringing.ended.connect(self._on_ended)

    @Slot(str)
    def press(self, key: str) -> None:
        """A digit, a decimal separator or "00"."""
        self._entry.press(key)
        self._show()

    @Slot()
    def backspace(self) -> None:
        self._entry.backspace()
        self._show()

    @Slot()
    def accept(self) -> None:
        """A price of nothing is asked for again, never sold."""
        question, actor = self._question, self._ringing.actor
        if question is None or actor is None:
            return
        if self._entry.amount.minor == 0:
            self.refused.emit(self.tr("Type what it costs"))
            return
        self._ringing.answer(replace(question.about, price=SaidPrice(self._entry.amount, actor)))

    @Slot()
    def leave(self) -> None:
        if self._question is not None:
            self._ringing.leave()

    @Slot(object)
    def _on_asked(self, question: Question) -> None:
        if question.ask is Ask.PRICE:
            self._question = question
            self._entry = AmountEntry(self._currency, in_cents=self._formats.in_cents)
            self.opened.emit(question.name)
            self._show()

    @Slot()
    def _on_ended(self) -> None:
        if self._question is not None:
            self._question = None
            self.hidden.emit()

    def _show(self) -> None:
        self.amount_changed.emit(self._formats.money(self._entry.amount))
