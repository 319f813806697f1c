"""A wrong tender: which payment of an order it is, and how it was paid in truth."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.staff import StaffMember
from pos_app.domain.tender import TenderMethod
from pos_app.services.payments.tender_change import Correction, TenderChange
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.pay.pay_text import MethodText, TenderText, method_texts, words_of
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """The payments of the order, the one that is meant, and what it can become."""

    number: str
    tenders: tuple[TenderText, ...]
    selected: int
    choices: tuple[MethodText, ...]


class ChangeTender(QObject):
    """What its sheet shows and asks for; opened from the Done screen and from an order found.

    Signals:
        opened: Emitted with the ChangeForm.
        shown: Emitted with it when another payment is meant.
        reference_asked: Emitted with the words of a way to pay whose number is asked for.
        refused: Emitted with the reason why it cannot be changed so.
        hidden: Emitted when the sheet is to go.
        changed: Emitted with the OrderDocument as it stands now, on disk.
    """

    opened = Signal(object)
    shown = Signal(object)
    reference_asked = Signal(str)
    refused = Signal(str)
    hidden = Signal()
    changed = Signal(object)

    def __init__(
        self,
        *,
        service: TenderChange,
        methods: tuple[TenderMethod, ...],
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._methods = methods
        # What a processor moves is given back through it, and never written over.
        self._by_hand = tuple(one for one in methods if not one.is_remote)
        self._tasks = tasks
        self._formats = formats
        self._document: OrderDocument | None = None
        self._actor: StaffMember | None = None
        self._selected = 0
        self._asked = ""
        self.is_busy = False

    @Slot(object, object)
    def open(self, document: OrderDocument, actor: StaffMember) -> None:
        """Ask how an order of this shift was paid; its last payment is meant at first."""
        self._document, self._actor = document, actor
        self._selected, self._asked = len(document.tenders) - 1, ""
        self.opened.emit(self.form())

    def form(self) -> ChangeForm:
        document = self._document
        assert document is not None
        names = {one.code: words_of(one) for one in self._methods}
        wrong = document.tenders[self._selected].method
        return ChangeForm(
            number=document.number or "",
            tenders=tuple(
                TenderText(
                    f"{names.get(one.method, one.method)} {one.reference}".strip(),
                    self._formats.money(Money(one.amount, document.currency)),
                )
                for one in document.tenders
            ),
            selected=self._selected,
            choices=tuple(one for one in method_texts(self._by_hand) if one.code != wrong),
        )

    @Slot(int)
    def select(self, index: int) -> None:
        document = self._document
        if document is not None and not self.is_busy and 0 <= index < len(document.tenders):
            self._selected = index
            self.shown.emit(self.form())

    def move_by(self, rows: int) -> None:
        self.select(self._selected + rows)

    def choose(self, place: int) -> None:
        """It was the way at this place among the choices."""
        if self._document is None or self.is_busy:
            return
        choices = self.form().choices
        if place >= len(choices):
            return
        code = choices[place].code
        if any(one.code == code and one.asks_reference for one in self._methods):
            self._asked = code
            self.reference_asked.emit(choices[place].words)
        else:
            self._change(code, "")

    @Slot(str)
    def refer(self, reference: str) -> None:
        """The number of a voucher, where that was asked for."""
        if self._asked and reference and not self.is_busy:
            self._change(self._asked, reference)

    @Slot()
    def leave(self) -> None:
        if self._document is not None and not self.is_busy:
            self._document = None
            self.hidden.emit()

    def _change(self, code: str, reference: str) -> None:
        document, actor = self._document, self._actor
        assert document is not None
        assert actor is not None
        wrong = document.tenders[self._selected]
        correction = Correction(document.order_id, wrong.payment_id, code, reference)
        self.is_busy = True
        self._tasks.submit(
            lambda: self._service.change(correction=correction, actor=actor),
            on_success=self._on_changed,
            on_failure=self._on_refused,
        )

    def _on_changed(self, document: OrderDocument) -> None:
        self.is_busy = False
        self.leave()
        self.changed.emit(document)

    def _on_refused(self, error: PosError) -> None:
        self.is_busy = False
        self.refused.emit(words_for(error, self._formats))
