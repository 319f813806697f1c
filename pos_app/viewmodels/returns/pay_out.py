"""Money goes back: which way is shown first, and one key gives it; nothing goes twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.order import Order
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.returned import ReturnReason
from pos_app.domain.shift import NoShiftError
from pos_app.domain.staff import Approval, Decision, Permission, Rights, StaffMember
from pos_app.domain.tender import CASH, Tender, TenderTerms
from pos_app.services.orders.checkout import Checkout
from pos_app.services.orders.giving_back import receipt_of
from pos_app.services.orders.returning import PastOrders, Returns, paid_with
from pos_app.services.payments.remote_refunds import RemoteRefunds
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.pay.pay_text import method_texts
from pos_app.viewmodels.pay.receipt_choice import ReceiptChoice
from pos_app.viewmodels.returns.pay_out_remote import PayOutRemote
from pos_app.viewmodels.returns.pay_out_text import Going, PayOutText, PayOutWords, tr
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class PayOutDesk:
    """What gives money back."""

    returns: Returns
    past: PastOrders
    refunds: RemoteRefunds
    checkout: Checkout
    terms: TenderTerms


class PayOut(QObject):
    """What its screen shows and asks for; `remote` gives back through processors.

    Signals:
        changed: Emitted with the PayOutText after every choice.
        refused: Emitted with a sentence; the order is as it was.
        paid: Emitted with the OrderDocument once it is on disk.
        left: Emitted to go back, with the Order that was not paid out.
        put_off: Emitted with the Order of which a part has gone back, or may have.
        shift_needed: Emitted when no shift is open that could give it.
    """

    changed = Signal(object)
    refused = Signal(str)
    paid = Signal(object)
    left = Signal(object)
    put_off = Signal(object)
    shift_needed = Signal()

    def __init__(
        self,
        *,
        desk: PayOutDesk,
        remote: PayOutRemote,
        receipt: ReceiptChoice,
        lane: AskingLane,
        formats: Formats,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._lane = lane
        self._formats = formats
        self._words = PayOutWords(terms=desk.terms, formats=formats)
        self.remote = remote
        self.receipt = receipt
        own = [one for one in desk.terms.methods.values() if not one.is_remote]
        self.methods = method_texts(tuple(own))
        self.order: Order | None = None
        """Whose money goes back, while that is on the screen."""
        self._actor: StaffMember | None = None
        self._going: Going | None = None
        self._is_writing = False
        remote.changed.connect(self._show)
        remote.gone.connect(self._on_gone)
        remote.failed.connect(self._on_refused)

    @property
    def is_busy(self) -> bool:
        return self._is_writing

    def start(self, order: Order, actor: StaffMember) -> None:
        """Show which way the money of an order goes; nothing is given yet."""
        self.order, self._actor, self._going = order, actor, None
        self.receipt.begin()
        self.choose("")
        self.remote.take_up(order, actor)

    @Slot(str)
    def choose(self, way: str) -> None:
        """All of it this way; without one as it was paid."""
        order = self.order
        if order is None or self._is_writing or self.remote.is_busy:
            return
        if way and self._going is not None and not self._going.due:
            return
        try:
            self._going = self._planned(order, way)
        except PosError as error:
            self._on_refused(error)
        self._show()

    @Slot()
    def give(self) -> None:
        """Give it all back, once it is allowed; more of the day may have left meanwhile."""
        order, actor = self.order, self._actor
        if order is None or actor is None or self._going is None:
            return
        if self._is_writing or self.remote.is_busy:
            return
        self._is_writing = True
        self._show()
        self._lane.submit(
            lambda approval: self._desk.returns.allow_out(
                order=order, actor=actor, approval=approval
            ),
            request=lambda: _request(self._text()),
            on_success=lambda _nothing: self._go_on(order),
            on_failure=self._on_refused,
        )

    def _go_on(self, order: Order) -> None:
        """What processors hold goes first, then the rest is written down."""
        actor, going = self._actor, self._going
        self._is_writing = False
        if order is not self.order or actor is None or going is None:
            return
        waiting = self._desk.refunds.still_to_go(order, going.plan)
        if waiting:
            self.remote.give(order, actor, waiting[0])
        else:
            self._record(order, actor, going)

    @Slot()
    def back(self) -> None:
        """To where it came from; what has begun to go stays open, beside another order."""
        order = self.order
        if order is None or self._is_writing:
            return
        if self.remote.is_busy and not self.remote.is_unknown:
            return
        if self.remote.is_busy or order.tenders:
            self.put_off.emit(order)
        else:
            self.order = None
            self.left.emit(order)

    @Slot()
    def leave_till(self) -> None:
        """Somebody locks the till: what a processor is asked goes on being asked."""
        self.order = None

    def _planned(self, order: Order, way: str) -> Going:
        returns, number = self._desk.returns, receipt_of(order)
        behind = paid_with(self._desk.past, number)
        paid = {one.payment_id: one for document in behind for one in document.payments}
        plan = self._desk.refunds.with_what_went(order, returns.plan(order, to=way))
        return Going(
            due=-sum(one.tendered for one in plan),
            plan=plan,
            paid=paid,
            gone=frozenset(one.refunds for one in order.tenders if one.refunds),
            numbers=number,
            is_void=is_void(order),
            must_ask=self._actor is None or _must_ask(self._actor),
            rights=self._actor.rights.now if self._actor is not None else Rights(),
            way=way,
            tip=max((one.totals.tip for one in behind[:1]), default=0),
            tip_goes=bool(order.tip_back) and not order.items,
        )

    def _record(self, order: Order, actor: StaffMember, going: Going) -> None:
        tenders: Sequence[Tender] = going.plan or (Tender(CASH.code, 0),)
        prints = self.receipt.prints
        self._is_writing = True
        self._show()

        def work(approval: Approval | None) -> OrderDocument:
            return self._desk.checkout.pay(
                order=order, tenders=tenders, actor=actor, print_receipt=prints, approval=approval
            )

        self._lane.submit(
            work,
            request=lambda: _request(self._text()),
            on_success=self._on_paid,
            on_failure=self._on_refused,
        )

    def _text(self) -> PayOutText:
        going = self._going
        assert going is not None
        is_busy = self._is_writing or self.remote.is_busy
        return self._words.text(going, self.remote.state(), is_busy=is_busy)

    @Slot()
    def _show(self) -> None:
        if self.order is not None and self._going is not None:
            self.changed.emit(self._text())

    @Slot()
    def _on_gone(self) -> None:
        """A processor has given its part: on with the next one, or with the end of it."""
        order, going = self.order, self._going
        if order is not None and going is not None:
            self._going = self._planned(order, going.way)
            self._go_on(order)

    def _on_paid(self, document: OrderDocument) -> None:
        self._is_writing = False
        self.order = None
        self.paid.emit(document)

    @Slot(object)
    def _on_refused(self, error: PosError) -> None:
        self._is_writing = False
        self._show()
        if isinstance(error, NoShiftError):
            self.shift_needed.emit()
        else:
            self.refused.emit(words_for(error, self._formats))


def is_void(order: Order) -> bool:
    """Whether it takes back one that never should have been."""
    backs = (one.item.returns for one in order.returns)
    return any(back is not None and back.reason is ReturnReason.VOID for back in backs)


def _request(text: PayOutText) -> ApprovalRequest:
    ways = ", ".join(f"{one.words} {one.amount}, {one.detail}" for one in text.rows)
    words = tr("Give the money back another way than it came")
    if not text.note:
        words = tr("Give the money back")
    return ApprovalRequest(Permission.REFUND_ELSEWHERE, words, text.due, ways)


def _must_ask(actor: StaffMember) -> bool:
    return actor.decide(Permission.REFUND_ELSEWHERE) is not Decision.ALLOWED
