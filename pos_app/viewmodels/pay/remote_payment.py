"""The screen of a payment through a processor: which one it shows, and how that ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.attempt import Attempt, Flow
from pos_app.domain.errors import PosError, RefusedError
from pos_app.domain.order import Order
from pos_app.domain.staff import StaffMember
from pos_app.domain.tender import Tender, TenderMethod
from pos_app.services.ports import Formats
from pos_app.viewmodels.pay.attempt_driver import AttemptDriver, Outcome, outcome_of
from pos_app.viewmodels.pay.method_troubles import TroubleWatch
from pos_app.viewmodels.pay.remote_cases import RemoteCase, RemoteCases, RemoteDesk, Stage
from pos_app.viewmodels.pay.remote_text import RemoteWords

TICK_MS: Final = 1_000
_STAGES: Final = {
    Outcome.MOVED: Stage.PAID,
    Outcome.DECLINED: Stage.DECLINED,
    Outcome.TIMED_OUT: Stage.TIMED_OUT,
}


class NotGivenBackError(RefusedError):
    code = "refund.part_declined"
    text = "{processor} does not give it back: {reason} It is still taken for this order."


@dataclass(frozen=True, slots=True)
class Moved:
    """Money has moved, and the store has put it into its order."""

    order: Order
    attempt: Attempt
    is_late: bool


class RemotePayment(QObject):
    """One case stands on the screen, and no key leads from there to another way to pay.

    Signals:
        changed: Emitted with the RemoteText.
        opened: Emitted when its screen is to be shown.
        left: Emitted when the ways to pay are to be shown again, with a sentence to be told.
        failed: Emitted with the PosError for which the ways to pay are to be shown again.
        moved: Emitted with what has Moved.
    """

    changed = Signal(object)
    opened = Signal()
    left = Signal(str)
    failed = Signal(object)
    moved = Signal(object)

    def __init__(
        self,
        *,
        desk: RemoteDesk,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.words = RemoteWords(formats=formats, currency=desk.terms.currency)
        self.troubles = TroubleWatch(
            methods=tuple(desk.terms.methods.values()),
            trouble=desk.trouble_with,
            formats=formats,
            parent=self,
        )
        self.cases = RemoteCases(desk, self)
        self.cases.begun.connect(_of_payments(self._open))
        self.cases.refused.connect(_of_payments(self._on_refused))
        self.cases.changed.connect(lambda case: self.show() if case is self.case else None)
        self.cases.ended.connect(_of_payments(self._on_ended))
        self.case: RemoteCase | None = None
        """What stands on the screen."""
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.show)
        self.is_busy = False
        """While something is put on disk before it is asked for."""

    @property
    def is_waiting(self) -> bool:
        """Whether money may move while somebody looks at it."""
        return self.is_busy or (self.case is not None and self.case.is_open)

    def charge(self, order: Order, actor: StaffMember, method: TenderMethod, amount: int) -> None:
        """Ask for `amount` minor units by this way to pay.

        :raises PosError: if its processor cannot be asked for it now
        """
        trouble = self._desk.trouble_with(method.processor, amount)
        if trouble is not None:
            raise trouble
        case = RemoteCase(order, actor, method, self._desk.kind_of(method.processor), amount)
        if method.flow == Flow.CODE:
            case.stage = Stage.CODE
            self._open(case)
        else:
            self.begin(case)

    def ask_back(
        self, order: Order, actor: StaffMember, tender: Tender, approver: StaffMember | None
    ) -> None:
        """Ask whether a part that a processor has brought is given back."""
        case = self.cases.back(order, actor, tender)
        case.approver = approver
        self._open(case)

    def back_out(
        self, case: RemoteCase, approver: StaffMember, refused: Callable[[PosError], None]
    ) -> None:
        """Back to the ways to pay, once it is on disk who has allowed that, and it is decided."""

        def then(error: PosError | None) -> None:
            self.is_busy = False
            if error is not None:
                refused(error)
            elif case.is_open and case.driver is not None:
                case.driver.is_timed_out = False
            elif self.case is case and case.stage not in {Stage.LATE, Stage.PAID}:
                self.close()

        self.is_busy = True
        self.cases.back_out(case, approver, then)

    def has_open(self, order: Order) -> bool:
        """Whether something of an order is undecided, or has ended unseen."""
        return self.cases.has_open(order.order_id)

    def show_for(self, order: Order, actor: StaffMember) -> None:
        """Show what is undecided of an order, or has ended unseen, if there is anything."""
        case = self.cases.taken_up(order, actor)
        if case is not None:
            self._open(case)

    @Slot()
    def leave_till(self) -> None:
        """Somebody locks the till: what is asked goes on being asked."""
        self.case = None
        self._tick.stop()

    @Slot()
    def drop(self) -> None:
        """It has been seen, and something else is shown next."""
        case = self.case
        self.leave_till()
        if case is not None:
            self.cases.forget(case)

    def close(self, words: str = "") -> None:
        """Back to the ways to pay."""
        self.drop()
        self.left.emit(words)

    def begin(self, case: RemoteCase, customer_code: str = "") -> None:
        self.is_busy = True
        self.cases.begin(case, customer_code=customer_code)

    @Slot()
    def show(self) -> None:
        if self.case is not None:
            self.changed.emit(self.words.text(self.case))

    def _open(self, case: RemoteCase) -> None:
        self.is_busy = False
        self.case = case
        self.opened.emit()
        self.show()
        self._tick.start()

    def _on_refused(self, case: RemoteCase, error: PosError) -> None:
        """Nothing was begun; what was seen of an earlier try is over too."""
        self.cases.forget(case)
        self.is_busy = False
        self.close()
        self.failed.emit(error)

    def _on_ended(self, case: RemoteCase) -> None:
        driver, is_shown = case.driver, case is self.case
        assert driver is not None
        outcome = outcome_of(driver)
        if outcome in _STAGES:
            case.stage = Stage.LATE if driver.is_late else _STAGES[outcome]
            if is_shown:
                self.show()
        if outcome is Outcome.MOVED:
            if not is_shown:
                self.cases.forget(case)
            self.moved.emit(Moved(case.order, driver.attempt, is_shown and driver.is_late))
        elif outcome not in _STAGES and is_shown:
            self.close(self.words.of_end(outcome))
            if outcome is Outcome.REFUSED:
                self.failed.emit(_refusal(case, driver))
        elif outcome not in _STAGES:
            self.cases.forget(case)


def _of_payments(do: Callable[..., None]) -> Callable[..., None]:
    """Only for cases that have this screen, and not that of a return."""

    def act(case: RemoteCase, *more: object) -> None:
        if not case.pays_out:
            do(case, *more)

    return act


def _refusal(case: RemoteCase, driver: AttemptDriver) -> PosError:
    reason = driver.attempt.reason
    return driver.refusal or NotGivenBackError(processor=case.kind.title, reason=reason)
