"""The age check: one look at the date of birth, once for an order."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.services.orders.age_checking import AgeChecking
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.questions import Ask, Question
from pos_app.viewmodels.sell.ringing_up import RingingUp


class AgePrompt(QObject):
    """Enter: old enough. Esc: not, and it is not sold.

    Signals:
        opened: Emitted with the age, the name of the product, and the date of birth to beat.
        hidden: Emitted when the sheet is to go.
    """

    opened = Signal(str, str, str)
    hidden = Signal()

    def __init__(self, *, ringing: RingingUp, checking: AgeChecking, formats: Formats) -> None:
        super().__init__()
        self._ringing = ringing
        self._checking = checking
        self._formats = formats
        self._question: Question | None = None
        ringing.asked.connect(self._on_asked)
        ringing.ended.connect(self._on_ended)

    @Slot()
    def confirm(self) -> None:
        question, actor = self._question, self._ringing.actor
        if question is not None and actor is not None:
            self._checking.confirm(limit=question.limit, actor=actor)
            self._ringing.answer(question.about)

    @Slot()
    def refuse(self) -> None:
        if self._question is not None:
            self._ringing.leave()

    @Slot(object)
    def _on_asked(self, question: Question) -> None:
        if question.ask is Ask.AGE:
            self._question = question
            born = self._formats.date(self._checking.born_by(question.limit))
            self.opened.emit(
                self.tr("{age} or over").format(age=question.limit),
                question.name,
                self.tr("Born on or before {date}").format(date=born),
            )

    @Slot()
    def _on_ended(self) -> None:
        if self._question is not None:
            self._question = None
            self.hidden.emit()
