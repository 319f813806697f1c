"""What an order gives back, counted in its own transaction: never more than there is to give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.attempt import Attempt
from pos_app.domain.errors import RefusedError
from pos_app.domain.order import Order
from pos_app.domain.payment import Payment, PaymentState
from pos_app.domain.returned import ReturnReason
from pos_app.domain.shift import Shift
from pos_app.domain.staff import Approval, Decision, Permission, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.domain.tender import TenderTerms
from pos_app.services.orders.return_limits import over_day, was_allowed
from pos_app.services.ports import UnitOfWork
from pos_app.services.processor_titles import title_of
from pos_app.services.return_records import Origin, ReturnRepository


class StrangePaymentError(RefusedError):
    code = "refund.strange_payment"
    text = "This money does not go back to a payment of {number}. Nothing was given back."


class RefundUnderWayError(RefusedError):
    """The same receipt is being given back by another document, and a processor has its money."""

    code = "refund.under_way"
    text = (
        "Another refund of {number} is under way: its money has gone back or may still go. "
        "Nothing was given back: finish that one first."
    )


class NotMovedError(RefusedError):
    code = "refund.not_moved"
    text = (
        "{processor} has not given this money back yet, so it is not written down as given. "
        "Give it back at the till, or another way."
    )


class VoidTooLateError(RefusedError):
    code = "void.too_late"
    text = "The shift of {number} is closed: it cannot be voided. Give it back instead."


@dataclass(frozen=True, slots=True)
class GivingBack:
    order: Order
    payments: Sequence[Payment]
    shift: Shift

    @property
    def approved_by(self) -> int | None:
        """Who has allowed that the lines come back, if somebody had to."""
        return next((one.item.approved_by for one in self.order.returns), None)

    def record(
        self,
        uow: UnitOfWork,
        *,
        profile: StoreProfile,
        actor: StaffMember,
        approval: Approval | None,
    ) -> StaffMember | None:
        """Count the lines and the money; return who has allowed that it goes another way.

        :raises RefusedError: if more of either goes back than is left
        :raises ApprovalNeededError: if money goes another way than it came, or too much of it
        """
        returns = uow.orders.returns
        if not self._moved(
            uow, profile.tender_terms
        ):  # else it was looked at before that, and is too late to be refused
            self._require_own_shift(returns)
            self._require_day(uow, profile, actor)
        self._require_alone(returns)
        elsewhere = [one for one in self.payments if self._goes_elsewhere(one, returns)]
        approver = None
        if elsewhere:
            approver = actor.require(Permission.REFUND_ELSEWHERE, approval=approval)
        returns.take_back(self.order.returns)
        returns.give_back(self.payments)
        return approver

    def _require_own_shift(self, returns: ReturnRepository) -> None:
        for one in self.order.returns:
            back = one.item.returns
            assert back is not None, one
            is_void = back.reason is ReturnReason.VOID
            if is_void and returns.shift_of(back.number) != self.shift.shift_id:
                raise VoidTooLateError(number=back.number)

    def _require_day(self, uow: UnitOfWork, profile: StoreProfile, actor: StaffMember) -> None:
        """Two returns may each have been within the limit when their lines were taken back."""
        is_able = actor.decide(Permission.REFUND_OVER_LIMIT) is Decision.ALLOWED
        if is_able or not any(one.amount < 0 for one in self.payments):
            return
        ids = {one.item.approved_by for one in self.order.returns}
        known = [uow.staff.credentials(one) for one in ids if one is not None]
        approvers = [one.member for one in known if one]
        passed = over_day(
            *(profile, self.order),
            before=uow.orders.returns,
            actor=actor,
            day=self.shift.business_date,
            approvers=approvers,
        )
        if passed is not None and not was_allowed(self.order, approvers):
            raise passed

    def require_recordable(self, uow: UnitOfWork) -> None:
        """Refuse, before a processor moves it, what could not be written down afterwards.

        The transaction is not to be committed.

        :raises RefusedError: as `record`
        """
        returns = uow.orders.returns
        self._require_own_shift(returns)
        self._require_alone(returns)
        if any(returns.origin(one.refunds) is None for one in self.payments):
            raise StrangePaymentError(number=receipt_of(self.order) or self.order.order_id)
        returns.take_back(self.order.returns)
        returns.give_back(self.payments)

    def _require_alone(self, returns: ReturnRepository) -> None:
        origins = [returns.origin(one.refunds) for one in self.payments if one.refunds]
        numbers = {receipt_of(self.order), *(one.number for one in origins if one is not None)}
        for number in sorted(numbers - {""}):
            if returns.is_under_way(number, but=self.order.order_id):
                raise RefundUnderWayError(number=number)

    def _moved(self, uow: UnitOfWork, terms: TenderTerms) -> list[Payment]:
        """What processors have given back: it is written down once they have, and not before.

        :raises NotMovedError: if one has not
        """
        moved = []
        for one in self.payments:
            if one.amount >= 0:
                continue
            charge = uow.attempts.get(one.refunds) if one.refunds else None
            processor = terms.method(one.method).processor
            if not processor and charge is not None and charge.method == one.method:
                processor = charge.processor  # whatever has become of the way to pay since
            if processor:
                _require_done(uow.attempts.get(one.payment_id), one, processor)
                moved.append(one)
        return moved

    def _goes_elsewhere(self, payment: Payment, returns: ReturnRepository) -> bool:
        """Whether it does not go back as it came; without a receipt nobody knows how that was."""
        number = receipt_of(self.order)
        if payment.amount >= 0 or not payment.refunds:
            return bool(number) and payment.amount < 0
        origin = returns.origin(payment.refunds)
        if origin is None or not origin.is_in_force or not _is_behind(number, origin, returns):
            raise StrangePaymentError(number=number or self.order.order_id)
        return origin.method != payment.method


def _require_done(refund: Attempt | None, payment: Payment, processor: str) -> None:
    is_done = refund is not None and refund.state is PaymentState.APPROVED
    if refund is None or not is_done or refund.amount != -payment.amount:
        raise NotMovedError(processor=title_of(processor))


def _is_behind(number: str, origin: Origin, returns: ReturnRepository) -> bool:
    """Whether a payment has paid for it: in an exchange, that of what was given for it."""
    while number and number != origin.number:
        number = returns.exchanged_for(number)
    return bool(number)


def receipt_of(order: Order) -> str:
    """The number of the one order of which something comes back, if there is a receipt."""
    return next((one.number for one in order.returns), "")
