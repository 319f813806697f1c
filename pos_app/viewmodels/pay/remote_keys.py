"""What the keys do on the screen of a payment through a processor: none leads into cash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.attempt import Flow
from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.open_payments import PaymentOpenError
from pos_app.services.ports import Formats
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.pay.attempt_driver import AttemptDriver, Phase
from pos_app.viewmodels.pay.backing_out import BackingOut
from pos_app.viewmodels.pay.remote_cases import RemoteCase, Stage
from pos_app.viewmodels.pay.remote_payment import RemotePayment
from pos_app.viewmodels.shared.words import words_for


class RemoteKeys(QObject):
    """Each key does what its button says, or says why it does nothing.

    Signals:
        refused: Emitted with a sentence.
        kept: Emitted when what came too late to be cancelled is to count all the same.
    """

    refused = Signal(str)
    kept = Signal()

    def __init__(
        self,
        remote: RemotePayment,
        *,
        backing_out: BackingOut,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._remote = remote
        self._backing_out = backing_out
        self._formats = formats
        self.code = ""
        """What the customer's phone showed last, for as long as its payment is in sight."""

    @property
    def has_code(self) -> bool:
        """Whether the payment on the screen is one that began with a code."""
        case = self._remote.case
        return case is not None and case.taken is None and case.method.flow == Flow.CODE

    def take_code(self, code: str) -> bool:
        """What the customer's phone shows; say whether that was asked for."""
        case = self._remote.case
        if case is None or case.stage is not Stage.CODE:
            return False
        if code and not self._remote.is_busy:
            self.code = code
            self._remote.begin(case, code)
        return True

    @Slot()
    def enter(self) -> None:
        """What the large button says."""
        case = self._remote.case
        if case is None or self._remote.is_busy:
            return
        if case.stage is Stage.CONFIRM:
            self._remote.begin(case)
        elif case.stage is Stage.LATE:
            self.kept.emit()
        elif case.stage in {Stage.DECLINED, Stage.TIMED_OUT}:
            try:
                self._remote.charge(case.order, case.actor, case.method, case.amount)
            except PosError as error:
                self._refuse(error)
            else:
                self._remote.cases.forget(case)
                if self._remote.case is not None:
                    self._remote.case.before = case.asked_id

    @Slot()
    def leave(self) -> None:
        """One step back; what is asked is cancelled first, and stays until that is certain."""
        case = self._remote.case
        if case is not None and _lets_go(case) and _can_leave(case):
            self._ask(case, self._leave)
        else:
            self._leave()

    def _leave(self, approver: StaffMember | None = None) -> None:
        case = self._remote.case
        if case is None or self._remote.is_busy:
            return
        driver = case.driver if case.is_open else None
        if driver is not None and driver.is_stopping and approver is not None:
            # It was given up by itself while the PIN was typed: the journal says whose it is.
            self._remote.back_out(case, approver, self._refuse)
        elif not _can_leave(case):
            self.refused.emit(self.tr("This cannot be cancelled now: wait for the answer."))
        elif driver is not None:
            driver.stop(case.actor, approver)
        elif approver is not None and case.asked_id and _lets_go(case):
            self._remote.back_out(case, approver, self._refuse)
        else:
            self._remote.close()

    @Slot()
    def give_back(self) -> None:
        """What came too late to be cancelled goes back at once."""
        case = self._remote.case
        if case is not None and case.stage is Stage.LATE:
            self._ask(case, self._give_back)

    def _give_back(self, approver: StaffMember | None) -> None:
        case = self._remote.case
        if (
            case is None
            or self._remote.is_busy
            or case.stage is not Stage.LATE
            or case.driver is None
        ):
            return
        attempt_id = case.driver.attempt.attempt_id
        taken = next(one for one in case.order.tenders if one.attempt_id == attempt_id)
        self._remote.cases.forget(case)
        self._remote.begin(
            replace(case, taken=taken, driver=None, stage=Stage.RUNNING, approver=approver)
        )

    @Slot()
    def release(self) -> None:
        """Treat it as unpaid without an answer, where a manager allows it."""
        case = self._remote.case
        if case is None or case.driver is None or not self._remote.words.text(case).release:
            return
        processor = case.kind.title

        def request() -> ApprovalRequest:
            return ApprovalRequest(
                Permission.RELEASE_PAYMENT,
                self.tr("Treat a payment as unpaid"),
                self._remote.words.amount(case),
                self.tr(
                    "{processor} has not said what came of it. What comes after all is given back."
                ).format(processor=processor),
            )

        self._remote.cases.release(case, request, self._refuse)

    @Slot()
    def refuse_other(self) -> None:
        """The key of another way to pay: never while this one may still be paid."""
        case = self._remote.case
        if case is None:
            return
        if case.is_open:
            amount = Money(case.amount, case.order.currency)
            self._refuse(PaymentOpenError(amount=amount, processor=case.kind.title))
        else:
            self.refused.emit(self.tr("Finish this first: Esc leads to the other ways to pay."))

    def _refuse(self, error: PosError) -> None:
        self.refused.emit(words_for(error, self._formats))

    def _ask(self, case: RemoteCase, do: Callable[[StaffMember | None], None]) -> None:
        """The customer may pay before there is an answer, so `do` looks at what is so by then."""
        self._backing_out.ask(self._remote.words.amount(case), do, self.refused.emit)


def _lets_go(case: RemoteCase) -> bool:
    """Whether money was asked for that the order is without once this is left."""
    return case.taken is None and bool(case.asked_id) and case.stage is not Stage.LATE


def _can_leave(case: RemoteCase) -> bool:
    if not case.is_open:
        return case.stage is not Stage.PAID
    return case.driver is not None and case.driver.is_charge and _can_stop(case.driver)


def _can_stop(driver: AttemptDriver) -> bool:
    return not driver.is_stopping and driver.phase is not Phase.TAKING
