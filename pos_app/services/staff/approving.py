"""Use case: somebody else allows, on the spot, one act that a role must ask for."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from itertools import count
from typing import Final

from pos_app.domain.errors import RefusedError
from pos_app.domain.staff import (
    ALWAYS_ALLOWED,
    WHOLE,
    Approval,
    NotAllowedError,
    Permission,
    StaffMember,
)
from pos_app.services.ports import Clock
from pos_app.services.staff.signing_in import SigningIn
from pos_app.services.staff.waiting import MS_PER_SECOND

APPROVAL_SECONDS: Final = 60


class OwnApprovalError(RefusedError):
    code = "approval.own"
    text = "Nobody allows themselves anything. Ask somebody else."


class OwnLimitError(NotAllowedError):
    code = "approval.own_limit"
    text = "{name} gives {percent} % at most. Ask somebody who may give more."


class ApprovalUsedError(RefusedError):
    code = "approval.used"
    text = "This was allowed once, and that is used up. Nothing was changed; ask again."


class ApprovalStaleError(RefusedError):
    code = "approval.stale"
    text = "This was allowed more than {seconds} s ago. Nothing was changed; ask again."


class NotApprovedError(RefusedError):
    code = "approval.refused"
    text = "Not allowed: nothing was changed."


class ApprovalTimedOutError(RefusedError):
    code = "approval.timed_out"
    text = "Nobody has allowed it within {seconds} s: nothing was changed."


class NobodyToAskError(RefusedError):
    code = "approval.nobody"
    text = "Nobody else here may allow this ({permission}): nothing was changed."


class Approving:
    """Gives approvals, each good for one act within `APPROVAL_SECONDS` of the monotonic clock.

    PINs are tried, counted and locked out as at the sign-in, by the same service. What nobody is
    ever refused is allowed by anybody, the one who asks as well: who stands here works here.
    """

    def __init__(self, *, door: SigningIn, clock: Clock) -> None:
        self._door = door
        self._clock = clock
        self._numbers = count(1)
        self._unused: set[int] = set()

    def approvers(
        self, *, actor: StaffMember, permission: Permission, share: Fraction = WHOLE
    ) -> Sequence[StaffMember]:
        """Who may allow it, the last one to sign in first.

        :param share: how much of a price is left out, where it is a discount
        """
        return [
            person
            for person in self._door.people()
            if not _is_own(person.staff_id, actor, permission)
            and person.may_allow(permission, share)
        ]

    def seconds_to_wait(self, approver_id: int) -> int:
        return self._door.seconds_to_wait(approver_id)

    def approve(
        self,
        *,
        actor: StaffMember,
        permission: Permission,
        approver_id: int,
        pin: str,
        share: Fraction = WHOLE,
    ) -> Approval:
        """Let the approver allow the actor one act, within `APPROVAL_SECONDS`.

        Wrong PINs are journalled with what they were for.

        :raises OwnApprovalError: if it is the actor who approves
        :raises NotAllowedError: if the approver may not do it either
        :raises StaffDisabledError: if the approver has left
        :raises WrongPinError: with the tries left
        :raises LockedOutError: while the waiting time runs
        """
        if _is_own(approver_id, actor, permission):
            raise OwnApprovalError
        for person in self._door.people():
            if person.staff_id == approver_id:
                _require_allowed(person, permission, share)
        about = _about(actor, permission)
        approver = self._door.prove(staff_id=approver_id, pin=pin, about=about)
        return self._give(actor, permission, approver, share)

    def approve_by_badge(
        self,
        *,
        actor: StaffMember,
        permission: Permission,
        raw: str,
        prefix: str,
        share: Fraction = WHOLE,
    ) -> Approval:
        """The same for whose badge was scanned.

        :raises OwnApprovalError: if it is the actor's
        :raises NotAllowedError: if its owner may not do it either
        :raises StaffDisabledError: if its owner has left
        :raises UnknownBadgeError: if nobody has it; the next one may have to wait
        :raises LockedOutError: while the waiting time runs
        """
        about = _about(actor, permission)
        approver = self._door.prove_by_badge(raw=raw, prefix=prefix, about=about)
        return self._give(actor, permission, approver, share)

    def has_badges(self) -> bool:
        return self._door.has_badges()

    def _give(
        self, actor: StaffMember, permission: Permission, approver: StaffMember, share: Fraction
    ) -> Approval:
        if _is_own(approver.staff_id, actor, permission):
            raise OwnApprovalError
        _require_allowed(approver, permission, share)
        number = next(self._numbers)
        until = self._clock.monotonic_ms() + APPROVAL_SECONDS * MS_PER_SECOND
        self._unused.add(number)
        return Approval(permission, actor.staff_id, approver, partial(self._use, number, until))

    def _use(self, number: int, until: int) -> None:
        """One step, so that two lanes cannot both use it."""
        try:
            self._unused.remove(number)
        except KeyError:
            raise ApprovalUsedError from None
        if self._clock.monotonic_ms() > until:
            raise ApprovalStaleError(seconds=APPROVAL_SECONDS)


def _is_own(approver_id: int, actor: StaffMember, permission: Permission) -> bool:
    return approver_id == actor.staff_id and permission not in ALWAYS_ALLOWED


def _about(actor: StaffMember, permission: Permission) -> dict[str, object]:
    """What stands in the entry of a wrong try."""
    return {"permission": permission.value, "asked_by": actor.staff_id}


def _require_allowed(person: StaffMember, permission: Permission, share: Fraction) -> None:
    """:raises NotAllowedError: if this person would have to ask for it too, or may not"""
    if person.may_allow(permission, share):
        return
    if person.may_allow(permission, person.discount_limit):
        whole, rest = divmod(int(person.discount_limit * 10_000), 100)
        percent = f"{whole}.{rest:02}".removesuffix(".00")
        raise OwnLimitError(
            role=person.role.value,
            permission=permission.value,
            name=person.name,
            percent=percent,
        )
    raise NotAllowedError(role=person.role.value, permission=permission.value)
