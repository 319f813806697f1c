"""Every payment that this till is at work on with a processor, on its screen or behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.attempt import Attempt
from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.staff import Approval, StaffMember
from pos_app.domain.tender import Tender, TenderMethod, TenderTerms
from pos_app.services.payment_attempts import AttemptQueries
from pos_app.services.payments.charging import Charging
from pos_app.services.payments.processor import AmountError, ProcessorKind
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.pay.attempt_driver import AttemptDriver
from pos_app.viewmodels.pay.attempt_link import AttemptLanes


@dataclass(frozen=True, slots=True)
class RemoteDesk:
    """What moves money through processors, and what is known about them at once."""

    charging: Charging
    lanes: AttemptLanes
    asking: AskingLane
    kind_of: Callable[[str], ProcessorKind]
    """:raises PosError: if there is none of that name"""
    trouble: Callable[[str], PosError | None]
    """Why a processor cannot be asked now; from memory, without asking it."""
    attempts: AttemptQueries
    terms: TenderTerms

    def trouble_with(self, processor: str, amount: int) -> PosError | None:
        """Why it cannot be asked for so many minor units now; 0 where that is not known."""
        trouble = self.trouble(processor)
        if trouble is not None or not amount:
            return trouble
        kind, currency = self.kind_of(processor), self.terms.currency
        reason = kind.cannot_take(amount, currency)
        if not reason:
            return None
        return AmountError(processor=kind.title, amount=Money(amount, currency), reason=reason)


class Stage(Enum):
    """What its screen is about."""

    CODE = "code"
    """The customer's phone is scanned first."""
    CONFIRM = "confirm"
    """Whether it is given back."""
    RUNNING = "running"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"
    LATE = "late"
    PAID = "paid"


@dataclass(slots=True, eq=False)
class RemoteCase:
    """One try on the screen; `amount` in minor units, `taken` what is given back."""

    order: Order
    actor: StaffMember
    method: TenderMethod
    kind: ProcessorKind
    amount: int
    taken: Tender | None = None
    stage: Stage = Stage.RUNNING
    driver: AttemptDriver | None = None
    pays_out: bool = False
    """Whether it is of a return, which has a screen of its own."""
    approver: StaffMember | None = None
    """Who has allowed that it goes back, if anybody was asked."""
    before: str = ""
    """The id of the try that it follows, which came to nothing."""

    @property
    def asked_id(self) -> str:
        """Of the last attempt for which the processor was asked; nothing if it never was."""
        return self.before if self.driver is None else self.driver.attempt.attempt_id

    @property
    def is_open(self) -> bool:
        """Whether money may still move."""
        return self.driver is not None and not self.driver.is_over


class RemoteCases(QObject):
    """One for each order; they go on while somebody else sells.

    Signals:
        begun: Emitted with a RemoteCase when its intent is on disk.
        refused: Emitted with a RemoteCase and the PosError, when nothing was begun.
        changed: Emitted with a RemoteCase that has something new to show.
        ended: Emitted with a RemoteCase that is decided, or released.
    """

    begun = Signal(object)
    refused = Signal(object, object)
    changed = Signal(object)
    ended = Signal(object)

    def __init__(self, desk: RemoteDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._cases: dict[str, RemoteCase] = {}

    @property
    def at_work(self) -> frozenset[str]:
        """The ids of the attempts that nobody else needs to ask about."""
        cases = self._cases.values()
        return frozenset(
            one.driver.attempt.attempt_id for one in cases if one.driver is not None and one.is_open
        )

    def forget(self, case: RemoteCase) -> None:
        """Somebody has seen how it ended, and what was seen of its order before."""
        known = self._cases.get(case.order.order_id)
        if known is not None and not known.is_open:
            del self._cases[case.order.order_id]
        for one in (case, known):
            if one is not None and one.driver is not None and not one.is_open:
                one.driver.link.retire()

    @Slot()
    def let_go(self) -> None:
        """The till is closed: what is undecided is for its next start."""
        for case in self._cases.values():
            if case.driver is not None:
                case.driver.is_over = True
                case.driver.pace.end()

    def begin(self, case: RemoteCase, *, customer_code: str = "") -> None:
        """Put it on disk, then ask for it; the screen shows it in between."""
        charging, taken = self._desk.charging, case.taken

        def work() -> Attempt:
            if taken is None:
                return charging.begin(
                    order=case.order, method=case.method, amount=case.amount, actor=case.actor
                )
            return charging.begin_refund(
                order=case.order,
                charge_id=taken.attempt_id,
                amount=case.amount,
                actor=case.actor,
                approver=case.approver,
            )

        self._desk.lanes.writer.submit(
            work,
            on_success=partial(self._on_begun, case, customer_code),
            on_failure=partial(self.refused.emit, case),
        )

    def has_open(self, order_id: str) -> bool:
        """Whether something of an order is undecided, or has ended unseen."""
        return order_id in self._cases or self._undecided(order_id) is not None

    def taken_up(self, order: Order, actor: StaffMember) -> RemoteCase | None:
        """What goes on, or what an earlier run of the till has left undecided."""
        case = self._cases.get(order.order_id)
        attempt = self._undecided(order.order_id) if case is None else None
        if attempt is not None:
            case = self._case_of(attempt, order, actor)
            self._drive(case, attempt).take_up()
        if case is not None:
            case.actor = actor
        return case

    def back(self, order: Order, actor: StaffMember, tender: Tender) -> RemoteCase:
        """A case about giving a part back, which is asked first."""
        attempt = self._desk.attempts.get(tender.attempt_id)
        assert attempt is not None, "a tender without its attempt"
        case = self._case_of(attempt, order, actor)
        case.taken, case.stage = tender, Stage.CONFIRM
        return case

    def paying_out(self, order: Order, actor: StaffMember, tender: Tender) -> RemoteCase:
        """A case about giving back what a processor has brought for an earlier order."""
        charge, method = self._desk.attempts.get(tender.refunds), self._desk.terms.method
        kind = self._desk.kind_of(
            charge.processor if charge is not None else method(tender.method).processor
        )
        taken = replace(tender, attempt_id=tender.refunds)
        return RemoteCase(
            *(order, actor, method(tender.method), kind, -tender.tendered, taken), pays_out=True
        )

    def release(
        self,
        case: RemoteCase,
        request: Callable[[], ApprovalRequest],
        on_failure: Callable[[PosError], None],
    ) -> None:
        """Treat it as unpaid, with the approval where one is needed."""
        driver, actor, charging = case.driver, case.actor, self._desk.charging
        assert driver is not None
        attempt_id = driver.attempt.attempt_id

        def act(approval: Approval | None) -> Attempt:
            return charging.release(attempt_id=attempt_id, actor=actor, approval=approval)

        self._desk.asking.submit(
            act, request=request, on_success=driver.take, on_failure=on_failure
        )

    def back_out(
        self,
        case: RemoteCase,
        approver: StaffMember,
        then: Callable[[PosError | None], None],
    ) -> None:
        """Put on disk who lets go of what came to nothing; `then` gets why that was not done."""
        charging, attempt_id, actor = self._desk.charging, case.asked_id, case.actor
        self._desk.lanes.writer.submit(
            lambda: charging.back_out(attempt_id=attempt_id, actor=actor, approver=approver),
            on_success=lambda _attempt: then(None),
            on_failure=then,
        )

    def _on_begun(self, case: RemoteCase, customer_code: str, attempt: Attempt) -> None:
        driver = self._drive(case, attempt)
        self.begun.emit(case)
        driver.start(customer_code)

    def _drive(self, case: RemoteCase, attempt: Attempt) -> AttemptDriver:
        driver = AttemptDriver(
            attempt,
            charging=self._desk.charging,
            lanes=self._desk.lanes,
            kind=case.kind,
            parent=self,
        )
        case.driver = driver
        case.stage = Stage.RUNNING
        self._cases[case.order.order_id] = case
        driver.changed.connect(partial(self.changed.emit, case))
        driver.ended.connect(partial(self.ended.emit, case))
        return driver

    def _undecided(self, order_id: str) -> Attempt | None:
        found = self._desk.attempts.of_order(order_id)
        return next((one for one in found if one.blocks), None)

    def _case_of(self, attempt: Attempt, order: Order, actor: StaffMember) -> RemoteCase:
        """As the store has it, whatever has become of the way to pay."""
        method = self._desk.terms.methods.get(attempt.method)
        method = method or TenderMethod(attempt.method, PaymentMethod.OTHER, attempt.method)
        kind = self._desk.kind_of(attempt.processor)
        return RemoteCase(order, actor, method, kind, attempt.amount)
