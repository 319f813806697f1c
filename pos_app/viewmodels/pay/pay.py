"""The payment screen's state: what is due, what was taken, what is typed, and what goes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order import Order, TenderTakenError
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.shift import NoShiftError
from pos_app.domain.staff import StaffMember
from pos_app.domain.store import Receipts
from pos_app.domain.tender import CASH
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.pay.given_amount import GivenAmount
from pos_app.viewmodels.pay.pay_state import PayDesk, PayState
from pos_app.viewmodels.pay.pay_text import method_texts, note_of, words_of
from pos_app.viewmodels.pay.pay_words import PayWords
from pos_app.viewmodels.pay.receipt_choice import ReceiptChoice
from pos_app.viewmodels.pay.tender_list import TenderList
from pos_app.viewmodels.shared.decimal_sign import decimal_sign
from pos_app.viewmodels.shared.words import words_for

T = TypeVar("T")


class PayViewModel(QObject):
    """What its screen shows and asks for; `given`, `tenders` and `receipt` hold its parts.

    Signals:
        changed: Emitted with the PayText after every key.
        quick_amounts_changed: Emitted with the texts of the quick amounts, the exact one first.
        busy_changed: Emitted while something is being written.
        refused: Emitted with a sentence; the order is as it was.
        reference_asked: Emitted with the code and the words of a way to pay that asks its number.
        paid: Emitted with the OrderDocument once it is on disk.
        told: Emitted with a sentence about what was taken.
        left: Emitted to go back to the order.
        shift_needed: Emitted when no shift is open that could take the payment.
    """

    changed = Signal(object)
    quick_amounts_changed = Signal(object)
    busy_changed = Signal(bool)
    refused = Signal(str)
    reference_asked = Signal(str, str)
    paid = Signal(object)
    told = Signal(str)
    left = Signal()
    shift_needed = Signal()

    def __init__(
        self,
        *,
        desk: PayDesk,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        profile = desk.profile
        self._desk = desk
        self._tasks = tasks
        self._formats = formats
        self._terms = profile.tender_terms
        self._state = PayState(desk)
        self._words = PayWords(self._state, terms=self._terms, formats=formats)
        self.tenders = TenderList(self)
        self.given = GivenAmount(profile.currency, self)
        self.receipt = ReceiptChoice(Receipts(profile.receipts), self)
        self.methods = method_texts(profile.tender_methods)
        self.decimal_sign = decimal_sign(profile.currency, formats)
        self.quick_amounts: tuple[str, ...] = ()
        self.add_amounts = tuple(
            (step, note_of(Money(step, profile.currency), formats)) for step in profile.steps[1:]
        )
        """The notes that the add keys lay on top, smallest first: minor units and text."""
        self.given.changed.connect(self._show)
        self.tenders.changed.connect(self._show)

    @property
    def busy(self) -> bool:
        return self.given.is_held

    @property
    def has_tenders(self) -> bool:
        return self._state.order is not None and bool(self._state.order.tenders)

    def start(self, order: Order, actor: StaffMember, *, total: int) -> None:
        """Show an order's payment; the whole remainder is preset, nothing is taken yet."""
        self._state.begin(order, actor, total)
        self.receipt.begin()
        self._renew()

    @Slot(int)
    def take_quick(self, index: int) -> None:
        """A quick amount covers what is due, so it is taken at once."""
        quick = self._state.quick if self._state.order is not None else ()
        if not self.busy and index < len(quick):
            self.given.set(quick[index])
            self._show()
            self.take()

    @Slot()
    def take(self) -> None:
        """Take the cash shown: a part, or the rest; then the order is paid."""
        self.take_by(CASH.code)

    def take_by(self, code: str, reference: str = "") -> None:
        """Take what is typed by this way, or all that is left: `paid` is emitted if that is all."""
        state, order, actor = self._state, self._state.order, self._state.actor
        if self.busy or order is None or actor is None:
            return
        try:
            method = self._terms.method(code)
            if method.asks_reference and not reference:
                self.reference_asked.emit(code, words_of(method))
                return
            tender = state.tender(method, self.given, reference)
            settles = state.settles(tender)
        except PosError as error:
            self._on_refused(error)
            return
        words = self._words.words_of_cut(method, self.given, tender)
        if settles:
            tenders, receipt = (*order.tenders, tender), self.receipt.prints
            self._work(
                lambda: self._desk.checkout.pay(
                    order=order, tenders=tenders, actor=actor, print_receipt=receipt
                ),
                partial(self._on_paid, words),
            )
        else:
            self._work(
                lambda: self._desk.tendering.take(order=order, tender=tender, actor=actor),
                lambda _done: self._renew(words, paid=True),
            )

    @Slot()
    def remove(self) -> None:
        """Give the highlighted part back."""
        order, actor, index = self._state.order, self._state.actor, self.tenders.selected
        if self.busy or order is None or actor is None or not order.tenders:
            return
        self._state.shares.clear()
        self._work(
            lambda: self._desk.tendering.remove(order=order, index=index, actor=actor),
            lambda _done: self._renew(),
        )

    def split(self, parts: int) -> None:
        """What is left is paid in equal parts, one guest after the other."""
        if not self.busy and self._state.order is not None:
            self._state.shares.begin(parts, self._state.remaining)
            self._renew()

    @Slot()
    def back(self) -> None:
        """To the order; not while something is taken that belongs to what is in it now."""
        if self.busy:
            return
        if self.has_tenders:
            self._on_refused(TenderTakenError())
        else:
            self.left.emit()

    def _renew(self, words: str = "", *, paid: bool = False) -> None:
        """Something was taken or given back: what is left is preset again."""
        state = self._state
        assert state.order is not None
        state.renew(paid=paid)
        self.tenders.renew(len(state.order.tenders))
        self.given.preset(state.owed)
        self.quick_amounts = tuple(self._words.number(minor) for minor in state.quick)
        self.quick_amounts_changed.emit(self.quick_amounts)
        self._show()
        if words:
            self.told.emit(words)

    @Slot()
    def _show(self) -> None:
        if self._state.order is not None:
            self.changed.emit(self._words.text(self.given, self.tenders.selected))

    def _work(self, work: Callable[[], T], on_success: Callable[[T], None]) -> None:
        """Do it in the lane; meanwhile no key is taken."""

        def hold(*, held: bool) -> None:
            self.given.is_held = held
            self.busy_changed.emit(held)

        def succeed(result: T) -> None:
            hold(held=False)
            on_success(result)

        def fail(error: PosError) -> None:
            hold(held=False)
            self._on_refused(error)

        hold(held=True)
        self._tasks.submit(work, on_success=succeed, on_failure=fail)

    def _on_paid(self, words: str, document: OrderDocument) -> None:
        self._state.end()
        self.paid.emit(document)
        if words:
            self.told.emit(words)

    def _on_refused(self, error: PosError) -> None:
        if isinstance(error, NoShiftError):
            self.shift_needed.emit()
        else:
            self.refused.emit(words_for(error, self._formats))
