"""Use cases: who works here, in which role, with which PIN and badge."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from pos_app.domain.badge import BadgeTakenError, clean_badge
from pos_app.domain.errors import RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.refund_limit import includes_refunds
from pos_app.domain.staff import (
    Approval,
    Permission,
    Role,
    StaffMember,
    check_pin,
    last_owner,
)
from pos_app.domain.store import StoreProfile
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import NewUnitOfWork, PinHasher, StaffQueries, StaffRepository
from pos_app.services.staff.names import free_name, named
from pos_app.services.staff.roles import MoreThanOwnError


class LastOwnerError(RefusedError):
    code = "staff.last_owner"
    text = (
        "{name} is the last owner of this store who can sign in and cannot be disabled or get "
        "another role. Nothing was changed; give another owner a PIN first."
    )


class FromHeadOfficeError(RefusedError):
    code = "staff.from_head_office"
    text = (
        "{name} came from head office, where the name, the role and who works here are changed. "
        "Nothing was changed. To keep {name} out at once, give a new PIN here and remove the badge."
    )


class SyncedPeople(Protocol):
    def ids(self) -> Collection[int]:
        """Of whom head office says who they are; none where the store belongs to none."""
        ...


class StaffService:
    """Who works here. Nobody changes somebody who may do more than they may themselves."""

    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        staff: StaffQueries,
        synced: SyncedPeople,
        hasher: PinHasher,
        journal: JournalWriter,
        profile: StoreProfile,
    ) -> None:
        self._new_uow = new_uow
        self._staff = staff
        self._synced = synced
        self._hasher = hasher
        self._journal = journal
        self._profile = profile

    def everybody(self) -> Sequence[StaffMember]:
        return self._staff.listed()

    def owner(self) -> StaffMember:
        """The owner who acts where the command line does."""
        return next(one for one in self._staff.listed() if one.is_owner)

    def add(
        self,
        *,
        actor: StaffMember,
        name: str,
        role: Role,
        pin: str,
        approval: Approval | None = None,
    ) -> StaffMember:
        """Add a person.

        :raises InvalidInputError: for a name or PIN that cannot be used
        :raises StaffNameTakenError: if somebody has that name, or one that reads the same
        :raises MoreThanOwnError: for a role that may do more than who gives it
        """
        actor.require_to_ask(Permission.MANAGE_STAFF)
        name = free_name(self._staff.listed(), name)
        check_pin(pin, length=self._profile.pin_length)
        approver = _allowed(actor, approval, role)
        with self._new_uow() as uow:
            member = uow.staff.add(name=name, role=role, pin_hash="")
            # Bound to the person, whose id is known only now; nobody sees the row without it.
            hashed = self._hasher.hash(pin, staff_id=member.staff_id)
            uow.staff.set_pin(member.staff_id, pin_hash=hashed)
            body: dict[str, object] = {
                "staff_added": member.staff_id,
                "name": name,
                "role": role.value,
            }
            self._journal.append(uow.journal, _changed(actor, body, approver))
            uow.commit()
        return member

    def rename(
        self, *, actor: StaffMember, name: str, new_name: str, approval: Approval | None = None
    ) -> None:
        """Call somebody otherwise; the journal, which names people by their ids, keeps both names.

        :raises StaffNameTakenError: if somebody else has that name, or one that reads the same
        :raises FromHeadOfficeError: for somebody who is named there
        """
        actor.require_to_ask(Permission.MANAGE_STAFF)
        member = self._kept_here(name)
        wanted = free_name(self._staff.listed(), new_name, but_for=member)
        self._change(
            (actor, approval, member.role),
            {"staff_renamed": member.staff_id, "before": member.name, "name": wanted},
            lambda staff: staff.change(member.staff_id, name=wanted, role=member.role),
        )

    def set_role(
        self, *, actor: StaffMember, name: str, role: Role, approval: Approval | None = None
    ) -> None:
        """Give somebody another role, which counts from their next sign-in.

        :raises LastOwnerError: for the only owner left who can sign in
        :raises FromHeadOfficeError: for somebody whose role is given there
        :raises MoreThanOwnError: for a role that may do more than who gives it
        """
        actor.require_to_ask(Permission.MANAGE_STAFF)
        member = self._kept_here(name)
        if role is member.role:
            return
        self._require_not_last(member)
        self._change(
            (actor, approval, member.role, role),
            {"role_set": member.staff_id, "role": role.value, "before": member.role.value},
            lambda staff: staff.change(member.staff_id, name=member.name, role=role),
        )

    def set_pin(
        self, *, actor: StaffMember, name: str, pin: str, approval: Approval | None = None
    ) -> None:
        """Give somebody a new PIN, which also ends a lock-out.

        :raises MoreThanOwnError: for somebody who may do more than who gives it
        """
        actor.require_to_ask(Permission.MANAGE_STAFF)
        check_pin(pin, length=self._profile.pin_length)
        member = self._named(name)
        hashed = self._hasher.hash(pin, staff_id=member.staff_id)
        self._change(
            (actor, approval, member.role),
            {"pin_set": member.staff_id},
            lambda staff: staff.set_pin(member.staff_id, pin_hash=hashed),
        )

    def disable(self, *, actor: StaffMember, name: str, approval: Approval | None = None) -> None:
        """Let somebody go; what they sold stays theirs.

        :raises LastOwnerError: for the only owner left who can sign in
        :raises FromHeadOfficeError: for somebody who is let go there
        """
        actor.require_to_ask(Permission.MANAGE_STAFF)
        member = self._kept_here(name)
        self._require_not_last(member)
        self._change(
            (actor, approval, member.role),
            {"staff_disabled": member.staff_id},
            lambda staff: staff.set_active(member.staff_id, active=False),
        )

    def enable(self, *, actor: StaffMember, name: str, approval: Approval | None = None) -> None:
        """Let somebody who left sign in again, with the PIN and badge they had.

        :raises FromHeadOfficeError: for somebody who is taken on there
        """
        actor.require_to_ask(Permission.MANAGE_STAFF)
        member = self._kept_here(name)
        self._change(
            (actor, approval, member.role),
            {"staff_enabled": member.staff_id},
            lambda staff: staff.set_active(member.staff_id, active=True),
        )

    def set_badge(
        self, *, actor: StaffMember, name: str, code: str, approval: Approval | None = None
    ) -> None:
        """Let somebody sign in by scanning a badge; it takes the place of an older one.

        :raises BadgeCodeError: for a code that is none, or is easily guessed
        :raises BadgeTakenError: if somebody else has it
        """
        actor.require_to_ask(Permission.MANAGE_STAFF)
        member = self._named(name)
        hashed = self._hasher.badge(clean_badge(code, prefix=self._profile.badge_prefix))

        def give(staff: StaffRepository) -> None:
            owner = staff.by_badge(hashed)
            if owner is not None and owner.member.staff_id != member.staff_id:
                raise BadgeTakenError(name=owner.member.name)
            staff.set_badge(member.staff_id, badge_hash=hashed)

        self._change((actor, approval, member.role), {"badge_set": member.staff_id}, give)

    def remove_badge(
        self, *, actor: StaffMember, name: str, approval: Approval | None = None
    ) -> None:
        """The badge opens nothing any more; the PIN goes on."""
        actor.require_to_ask(Permission.MANAGE_STAFF)
        member = self._named(name)
        self._change(
            (actor, approval, member.role),
            {"badge_removed": member.staff_id},
            lambda staff: staff.set_badge(member.staff_id, badge_hash=None),
        )

    def _change(
        self,
        by: tuple[StaffMember, Approval | None, *tuple[Role, ...]],
        body: dict[str, object],
        change: Callable[[StaffRepository], None],
    ) -> None:
        """:param by: who does it, who has allowed it, and whom of which roles it is about"""
        actor, approval, *roles = by
        approver = _allowed(actor, approval, *roles)
        with self._new_uow() as uow:
            change(uow.staff)
            self._journal.append(uow.journal, _changed(actor, body, approver))
            uow.commit()

    def _require_not_last(self, member: StaffMember) -> None:
        last = last_owner(self._staff.listed(), with_pin=self._staff.with_pin())
        if last is not None and last.staff_id == member.staff_id:
            raise LastOwnerError(name=member.name)

    def _kept_here(self, name: str) -> StaffMember:
        """:raises FromHeadOfficeError: if head office says who this is"""
        member = self._named(name)
        if member.staff_id in self._synced.ids():
            raise FromHeadOfficeError(name=member.name)
        return member

    def _named(self, name: str) -> StaffMember:
        return named(self._staff.listed(), name)


def _allowed(actor: StaffMember, approval: Approval | None, *roles: Role) -> StaffMember | None:
    """Who else has allowed it, if anybody had to.

    :raises MoreThanOwnError: if one of the roles may do more than who does it or allows it
    """
    approver = actor.require(Permission.MANAGE_STAFF, approval=approval)
    giver, now = (approver or actor), actor.rights.now
    if not all(
        now.includes_role(giver.role, role) and includes_refunds(now, giver.role, role)
        for role in roles
    ):
        raise MoreThanOwnError(role=giver.role.value)
    return approver


def _changed(actor: StaffMember, body: dict[str, object], approver: StaffMember | None) -> Fact:
    return Fact(EntryKind.CONFIG_CHANGE, actor, body, approver)
