"""What the payment screen has done in the lane that writes; meanwhile no key is taken."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import PosError
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.staff import StaffMember
from pos_app.domain.tender import Tender
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.pay.pay_state import PayDesk, PayState

T = TypeVar("T")


class TenderWork(QObject):
    """One thing at a time, for the order at the counter.

    Signals:
        busy_changed: Emitted while something is being written.
        done: Emitted with whether a part was taken, or given back.
        tipped: Emitted when the order has another tip.
        paid: Emitted with the OrderDocument once it is on disk.
        refused: Emitted with the PosError; the order is as it was.
    """

    busy_changed = Signal(bool)
    done = Signal(bool)
    tipped = Signal()
    paid = Signal(object)
    refused = Signal(object)

    def __init__(
        self, *, desk: PayDesk, state: PayState, tasks: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._state = state
        self._tasks = tasks
        self.is_busy = False

    def take(self, tender: Tender, *, settles: bool, prints: bool) -> None:
        """Take a part, or with the last one the whole order."""
        order, actor = self._state.order, self._state.actor
        assert order is not None
        assert actor is not None
        if settles:
            self._pay((*order.tenders, tender), prints=prints)
        else:
            self._run(
                lambda: self._desk.tendering.take(order=order, tender=tender, actor=actor),
                lambda _nothing: self.done.emit(True),
            )

    def finish(self, *, prints: bool) -> None:
        """What was taken already pays all of it."""
        assert self._state.order is not None
        self._pay(self._state.order.tenders, prints=prints)

    def remove(self, index: int, approver: StaffMember | None) -> None:
        """Give a part back that no processor has brought; equal parts are over then."""
        order, actor = self._state.order, self._state.actor
        self._state.shares.clear()
        assert order is not None
        assert actor is not None
        self._run(
            lambda: self._desk.tendering.remove(
                order=order, index=index, actor=actor, approver=approver
            ),
            lambda _nothing: self.done.emit(False),
        )

    def set_tip(self, tip: int, *, is_sure: bool) -> None:
        """What the customer gives on top; the part that is asked for now is that much more."""
        order, actor, before = self._state.order, self._state.actor, self._state.tip
        assert order is not None
        assert actor is not None

        def follow(_nothing: None) -> None:
            self._state.renew()
            self._state.shares.add(tip - before, self._state.remaining)
            self.done.emit(False)
            self.tipped.emit()

        self._run(
            lambda: self._desk.tendering.set_tip(
                order=order, tip=tip, actor=actor, is_sure=is_sure
            ),
            follow,
        )

    def _pay(self, tenders: tuple[Tender, ...], *, prints: bool) -> None:
        order, actor = self._state.order, self._state.actor
        assert order is not None
        assert actor is not None
        self._run(
            lambda: self._desk.checkout.pay(
                order=order, tenders=tenders, actor=actor, print_receipt=prints
            ),
            self._on_paid,
        )

    def _on_paid(self, document: OrderDocument) -> None:
        self._state.end()
        self.paid.emit(document)

    def _run(self, work: Callable[[], T], on_success: Callable[[T], None]) -> None:
        self._hold(held=True)
        self._tasks.submit(
            work, on_success=partial(self._succeed, on_success), on_failure=self._fail
        )

    def _succeed(self, on_success: Callable[[T], None], result: T) -> None:
        self._hold(held=False)
        on_success(result)

    def _fail(self, error: PosError) -> None:
        self._hold(held=False)
        self.refused.emit(error)

    def _hold(self, *, held: bool) -> None:
        self.is_busy = held
        self.busy_changed.emit(held)
