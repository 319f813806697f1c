"""Which return somebody else must allow: too late, too much for one day, or of a lost time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, Protocol

from pos_app.domain.money import Money
from pos_app.domain.order import Order, OrderContent
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.refund_limit import refund_limit
from pos_app.domain.staff import (
    Approval,
    ApprovalNeededError,
    Decision,
    Permission,
    StaffMember,
)
from pos_app.domain.store import StoreProfile
from pos_app.services.ports import ReadProfile, StaffQueries
from pos_app.services.return_records import ReturnQueries
from pos_app.services.shift_records import ShiftQueries


class ReturnLateError(ApprovalNeededError):
    code = "return.late"
    text = (
        "Bought {days} days ago: this store takes back within {within} days. A manager may allow "
        "it. Nothing was given back."
    )


class ReturnMuchError(ApprovalNeededError):
    code = "return.much"
    text = (
        "{name} gives back {given} today with this: without asking it is {limit} a day. A manager "
        "may allow it. Nothing was given back."
    )


class ApproverLimitError(ReturnMuchError):
    code = "return.approver_limit"
    text = (
        "{name} gives back {given} today with this: {approver} may allow {limit} a day. Somebody "
        "without that limit may allow it. Nothing was given back."
    )


class ReturnUnknownError(ApprovalNeededError):
    code = "return.unknown"
    text = (
        "This store was copied or put back from a backup after {number} was paid: some of it may "
        "have come back in a time that is lost. A manager may allow it. Nothing was given back."
    )


Back = OrderContent | Order


class DayOfReturns(Protocol):
    def given_back_by(self, staff_id: int, day: date) -> int:
        """What one person gave back on a business date, tips too, in minor units."""
        ...


def over_day(
    profile: StoreProfile,
    back: Back,
    *,
    before: DayOfReturns,
    actor: StaffMember,
    day: date,
    approvers: Iterable[StaffMember] = (),
) -> ReturnMuchError | None:
    """Why one person gives back too much in a day with this, if that is so.

    :param approvers: who has allowed it: nobody lets others give back more than they do themselves
    """
    bound = [actor, *(one for one in approvers if not one.may_allow(Permission.REFUND_OVER_LIMIT))]
    limits = [
        (refund_limit(actor.rights.now, one.role, profile.refund_limit), one) for one in bound
    ]
    least = min((one for one in limits if one[0]), key=itemgetter(0), default=None)
    if least is None:
        return None
    limit, whose = least
    now = back.tip_back - sum(one.totals.total for one in back.returns)
    given = before.given_back_by(actor.staff_id, day) + now
    if given <= limit:
        return None
    name, given_in = actor.name, Money(given, profile.currency)
    most, asked = Money(limit, profile.currency), _asked(actor)
    if whose is not actor:
        return ApproverLimitError(
            approver=whose.name, name=name, given=given_in, limit=most, **asked
        )
    return ReturnMuchError(name=name, given=given_in, limit=most, **asked)


def was_allowed(back: Back, approvers: Sequence[StaffMember]) -> bool:
    """Whether each line was allowed by somebody who may exceed the limits."""
    able = {one.staff_id for one in approvers if one.may_allow(Permission.REFUND_OVER_LIMIT)}
    return all(one.item.approved_by in able for one in back.returns)


@dataclass(frozen=True, slots=True)
class ReturnLimits:
    """Those of one store and its roles: there are none unless its owner has said so."""

    profile: ReadProfile
    records: ReturnQueries
    shifts: ShiftQueries
    staff: StaffQueries

    def require(
        self,
        usual: Permission,
        back: Back,
        *,
        document: OrderDocument | None,
        actor: StaffMember,
        approval: Approval | None,
    ) -> StaffMember | None:
        """Let this be taken back; return who has allowed it, if somebody had to.

        :param usual: what is needed where no limit is passed
        :param document: what it was bought with, if there is a receipt
        :raises NotAllowedError: if the actor may not do what is usual, and so nothing beyond it
        :raises ApprovalNeededError: if the actor must ask; a limit that is why has a leaf
        """
        actor.require_to_ask(usual)
        must_ask = actor.decide(usual) is Decision.ASK
        approvers = [approval.approver] if approval is not None and must_ask else []
        passed = self._unknown_or_late(document, actor) or self._over_day(back, actor, approvers)
        if passed is None or actor.decide(Permission.REFUND_OVER_LIMIT) is Decision.ALLOWED:
            return actor.require(usual, approval=approval)
        return _require(actor, approval, passed)

    def require_out(
        self, order: Order, *, actor: StaffMember, approval: Approval | None = None
    ) -> StaffMember | None:
        """Look at the day once more before money leaves: more may have left meanwhile.

        :raises ReturnMuchError: if the actor must ask for that, and nobody has allowed its lines
        """
        ids = {one.item.approved_by for one in order.returns}
        approvers = [one for one in self.staff.listed() if one.staff_id in ids]
        passed = self._over_day(order, actor, approvers)
        if passed is None or was_allowed(order, approvers):
            return None
        return _require(actor, approval, passed)

    def _unknown_or_late(
        self, document: OrderDocument | None, actor: StaffMember
    ) -> ApprovalNeededError | None:
        if document is None or document.number is None:
            return None
        if self.records.restored_after(document.number) is not None:
            return ReturnUnknownError(number=document.number, **_asked(actor))
        within, shift = self.profile().return_days, self.shifts.current()
        if not within or shift is None:
            return None
        days = (shift.business_date - document.business_date).days
        if days <= within:
            return None
        return ReturnLateError(days=days, within=within, **_asked(actor))

    def _over_day(
        self, back: Back, actor: StaffMember, approvers: Iterable[StaffMember]
    ) -> ReturnMuchError | None:
        shift = self.shifts.current()
        if shift is None:
            return None
        return over_day(
            *(self.profile(), back),
            before=self.records,
            actor=actor,
            day=shift.business_date,
            approvers=approvers,
        )


def _asked(actor: StaffMember) -> dict[str, Any]:
    return {"role": actor.role.value, "permission": Permission.REFUND_OVER_LIMIT.value}


def _require(
    actor: StaffMember, approval: Approval | None, passed: ApprovalNeededError
) -> StaffMember | None:
    try:
        return actor.require(Permission.REFUND_OVER_LIMIT, approval=approval)
    except ApprovalNeededError as error:
        raise passed from error
