"""The payment screen's state: what is due, what was taken, what is typed, and what goes back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.attempt import AttemptKind, Flow
from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order import Order, TenderTakenError
from pos_app.domain.shift import NoShiftError
from pos_app.domain.staff import StaffMember
from pos_app.domain.store import Receipts
from pos_app.domain.tender import CASH
from pos_app.services.payments.attempt_terms import bring
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.pay.backing_out import BackingOut
from pos_app.viewmodels.pay.given_amount import GivenAmount
from pos_app.viewmodels.pay.item_share import ItemShare
from pos_app.viewmodels.pay.pay_state import PayDesk, PayState
from pos_app.viewmodels.pay.pay_text import method_texts, note_of, words_of
from pos_app.viewmodels.pay.pay_words import PayWords
from pos_app.viewmodels.pay.paying_customer import PayingCustomer
from pos_app.viewmodels.pay.receipt_choice import ReceiptChoice
from pos_app.viewmodels.pay.remote_keys import RemoteKeys
from pos_app.viewmodels.pay.remote_payment import Moved, RemotePayment
from pos_app.viewmodels.pay.tender_list import TenderList
from pos_app.viewmodels.pay.tender_work import TenderWork
from pos_app.viewmodels.pay.tip import Tip
from pos_app.viewmodels.shared.decimal_sign import decimal_sign
from pos_app.viewmodels.shared.words import words_for


class PayViewModel(QObject):
    """What its screen shows and asks for; `given`, `tip`, `tenders` and `receipt` hold its parts.

    What goes through a processor has a screen of its own: `remote`, with its `remote_keys`.

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
        remote: RemotePayment,
        backing_out: BackingOut,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        profile = desk.profile()
        self._formats = formats
        self._terms = profile.tender_terms
        self._state = PayState(desk)
        self._words = PayWords(self._state, terms=self._terms, formats=formats)
        self._said = ""
        """What is told once it is taken."""
        self.remote = remote
        self._backing_out = backing_out
        self.remote_keys = RemoteKeys(remote, backing_out=backing_out, formats=formats, parent=self)
        self._work = TenderWork(desk=desk, state=self._state, tasks=tasks, parent=self)
        self.tenders = TenderList(self)
        self.items = ItemShare(self._state, formats=formats, currency=profile.currency, parent=self)
        self.tip = Tip(
            *(self._state, self._work), formats=formats, currency=profile.currency, parent=self
        )
        self.customer = PayingCustomer(self._state, self)
        self.given = GivenAmount(profile.currency, in_cents=formats.in_cents, parent=self)
        self.receipt = ReceiptChoice(lambda: Receipts(desk.profile().receipts), self)
        self.methods = method_texts(profile.tender_methods)
        self.code_ways = tuple(
            words_of(one) for one in profile.tender_methods if one.flow == Flow.CODE
        )
        """The ways to pay that begin with what a customer's phone shows."""
        self.codes = {one.command: one.code for one in self.methods}
        """Of the ways to pay, by the command of their key."""
        self.decimal_sign = decimal_sign(profile.currency, formats)
        self.quick_amounts: tuple[str, ...] = ()
        self.add_amounts = tuple(
            (step, note_of(Money(step, profile.currency), formats)) for step in profile.steps[1:]
        )
        """The notes that the add keys lay on top, smallest first: minor units and text."""
        self.given.changed.connect(self._show)
        self.items.taken.connect(self._renew)
        self.tip.declined.connect(self.refused)
        self.customer.declined.connect(self._on_refused)
        self.customer.changed.connect(self._renew)
        self.tenders.changed.connect(self._show)
        work = self._work
        work.busy_changed.connect(self.given.hold)
        work.busy_changed.connect(self.busy_changed)
        work.done.connect(self._renew)
        work.paid.connect(remote.drop)
        work.paid.connect(self.paid)
        work.paid.connect(lambda _document: self.told.emit(self._said) if self._said else None)
        for refused in (work.refused, remote.failed):
            refused.connect(self._on_refused)
        remote.moved.connect(self._on_moved)
        self.remote_keys.kept.connect(self._finish)

    @property
    def busy(self) -> bool:
        return self._work.is_busy or self.remote.is_busy

    @property
    def has_tenders(self) -> bool:
        return self._state.order is not None and bool(self._state.order.tenders)

    def start(self, order: Order, actor: StaffMember, *, total: int) -> None:
        """Show an order's payment; the whole remainder is preset, nothing is taken yet."""
        self._said = ""
        self._state.begin(order, actor, total)
        self.receipt.begin()
        self.tip.begin()
        self._renew()
        self.remote_keys.code = ""
        self.remote.show_for(order, actor)

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
        if state.settlement.is_settled:
            self._finish()
            return
        try:
            method = self._terms.method(code)
            if method.asks_reference and not reference:
                self.reference_asked.emit(code, words_of(method))
                return
            tender = state.tender(method, self.given, reference)
            settles = state.settles(tender)
            self._said = self._words.words_of_cut(method, self.given, tender)
            if method.is_remote:
                self.remote.charge(order, actor, method, tender.tendered)
                return
        except PosError as error:
            self._on_refused(error)
            return
        self._work.take(tender, settles=settles, prints=self.receipt.prints)

    @Slot()
    def remove(self) -> None:
        """Give the highlighted part back; a processor is asked first, and the cashier before it."""
        state, index = self._state, self.tenders.selected
        order, actor = state.order, state.actor
        if self.busy or order is None or actor is None or not order.tenders:
            return
        self._said = ""
        tender = order.tenders[index]

        def give_back(approver: StaffMember | None) -> None:
            # A PIN takes its time: a payment that came late may have ended the order.
            if self.busy or state.order is not order or tender not in order.tenders:
                self.told.emit(self.tr("The order has changed meanwhile: nothing was given back"))
                return
            if not tender.attempt_id:
                self._work.remove(order.tenders.index(tender), approver)
                return
            try:
                self.remote.ask_back(order, actor, tender, approver)
            except PosError as error:
                self._on_refused(error)

        amount = self._formats.money(Money(tender.tendered, order.currency))
        self._backing_out.ask(amount, give_back, self.refused.emit)

    def split(self, parts: int) -> None:
        """What is left is paid in equal parts, one guest after the other."""
        if not self.busy and self._state.order is not None and self._state.remaining:
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

    @Slot(bool)
    def _renew(self, paid: bool = False) -> None:
        """Something was taken or given back: what is left is preset again."""
        state = self._state
        assert state.order is not None
        state.renew(paid=paid)
        self.tenders.renew(len(state.order.tenders))
        self.given.preset(state.owed)
        self.quick_amounts = tuple(self._words.number(minor) for minor in state.quick)
        self.quick_amounts_changed.emit(self.quick_amounts)
        self._show()
        if self._said:
            self.told.emit(self._said)
            self._said = ""

    @Slot()
    def _show(self) -> None:
        if self._state.order is not None:
            self.changed.emit(self._words.text(self.given, self.tenders.selected))
            self.remote.troubles.consider(self._state.wanted(self.given))

    @Slot(object)
    def _on_moved(self, moved: Moved) -> None:
        """A processor has moved money: the order in memory has it as the store does."""
        bring(moved.order, moved.attempt)
        if moved.order is not self._state.order or self.remote.case is None:
            return
        is_charge = moved.attempt.kind is AttemptKind.CHARGE
        if not is_charge:
            self._state.shares.clear()
        self._renew(is_charge)
        if moved.is_late:
            return
        if is_charge and self._state.settlement.is_settled:
            self._finish()
        else:
            self.remote.close("" if is_charge else self.tr("Given back"))

    @Slot()
    def _finish(self) -> None:
        """What was taken pays all of it; or it does not, and the rest is asked for."""
        if self._state.settlement.is_settled:
            self._work.finish(prints=self.receipt.prints)
        else:
            self.remote.close()

    @Slot(object)
    def _on_refused(self, error: PosError) -> None:
        if self.remote.case is not None:
            self.remote.close()
        if isinstance(error, NoShiftError):
            self.shift_needed.emit()
        else:
            self.refused.emit(words_for(error, self._formats))
