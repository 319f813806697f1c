"""Use cases: add a person, set a PIN, let somebody go."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from pos_app.domain.badge import BadgeTakenError, clean_badge
from pos_app.domain.card_number import require_no_card
from pos_app.domain.errors import InvalidInputError, NotFoundError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import (
    STAFF_NAME_LENGTH_MAX,
    Permission,
    Role,
    StaffMember,
    check_pin,
    last_owner,
)
from pos_app.domain.store import StoreProfile
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.ports import NewUnitOfWork, PinHasher, StaffQueries


class StaffNameError(InvalidInputError):
    code = "staff.name"
    text = "A name has 1 to {longest} characters."


class StaffNameTakenError(RefusedError):
    code = "staff.name_taken"
    text = "{name} is already here. Names tell people apart on the sign-in screen."


class NoSuchStaffError(NotFoundError):
    code = "staff.unknown"
    text = "Nobody here is called {name}."


class LastOwnerError(RefusedError):
    code = "staff.last_owner"
    text = (
        "{name} is the last owner of this store who can sign in and cannot be disabled. Nothing "
        "was changed; give another owner a PIN first."
    )


class StaffService:
    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        staff: StaffQueries,
        hasher: PinHasher,
        journal: JournalWriter,
        profile: StoreProfile,
    ) -> None:
        self._new_uow = new_uow
        self._staff = staff
        self._hasher = hasher
        self._journal = journal
        self._profile = profile

    def everybody(self) -> Sequence[StaffMember]:
        return self._staff.listed()

    def owner(self) -> StaffMember:
        """The owner who acts where the command line does."""
        return next(one for one in self._staff.listed() if one.is_owner)

    def add(self, *, actor: StaffMember, name: str, role: Role, pin: str) -> StaffMember:
        """Add a person.

        :raises InvalidInputError: for a name or PIN that cannot be used
        :raises StaffNameTakenError: if somebody has that name, or one that reads the same
        """
        actor.require(Permission.MANAGE_STAFF)
        name = clean_name(name)
        check_pin(pin, length=self._profile.pin_length)
        alike = self._alike(name)
        if alike is not None:
            raise StaffNameTakenError(name=alike.name)
        with self._new_uow() as uow:
            member = uow.staff.add(name=name, role=role, pin_hash="")
            # Bound to the person, whose id is known only now; nobody sees the row without it.
            hashed = self._hasher.hash(pin, staff_id=member.staff_id)
            uow.staff.set_pin(member.staff_id, pin_hash=hashed)
            self._journal.append(
                uow.journal, _changed(actor, {"staff_added": member.staff_id, "role": role.value})
            )
            uow.commit()
        return member

    def set_pin(self, *, actor: StaffMember, name: str, pin: str) -> None:
        """Give somebody a new PIN, which also ends a lock-out."""
        actor.require(Permission.MANAGE_STAFF)
        check_pin(pin, length=self._profile.pin_length)
        member = self._named(name)
        hashed = self._hasher.hash(pin, staff_id=member.staff_id)
        with self._new_uow() as uow:
            uow.staff.set_pin(member.staff_id, pin_hash=hashed)
            self._journal.append(uow.journal, _changed(actor, {"pin_set": member.staff_id}))
            uow.commit()

    def disable(self, *, actor: StaffMember, name: str) -> None:
        """Let somebody go; what they sold stays theirs.

        :raises LastOwnerError: for the only owner left who can sign in
        """
        actor.require(Permission.MANAGE_STAFF)
        member = self._named(name)
        last = last_owner(self._staff.listed(), with_pin=self._staff.with_pin())
        if last is not None and last.staff_id == member.staff_id:
            raise LastOwnerError(name=member.name)
        with self._new_uow() as uow:
            uow.staff.set_active(member.staff_id, active=False)
            self._journal.append(uow.journal, _changed(actor, {"staff_disabled": member.staff_id}))
            uow.commit()

    def set_badge(self, *, actor: StaffMember, name: str, code: str) -> None:
        """Let somebody sign in by scanning a badge; it takes the place of an older one.

        :raises BadgeCodeError: for a code that is none, or is easily guessed
        :raises BadgeTakenError: if somebody else has it
        """
        actor.require(Permission.MANAGE_STAFF)
        member = self._named(name)
        hashed = self._hasher.badge(clean_badge(code, prefix=self._profile.badge_prefix))
        with self._new_uow() as uow:
            owner = uow.staff.by_badge(hashed)
            if owner is not None and owner.member.staff_id != member.staff_id:
                raise BadgeTakenError(name=owner.member.name)
            uow.staff.set_badge(member.staff_id, badge_hash=hashed)
            self._journal.append(uow.journal, _changed(actor, {"badge_set": member.staff_id}))
            uow.commit()

    def remove_badge(self, *, actor: StaffMember, name: str) -> None:
        """The badge opens nothing any more; the PIN goes on."""
        actor.require(Permission.MANAGE_STAFF)
        member = self._named(name)
        with self._new_uow() as uow:
            uow.staff.set_badge(member.staff_id, badge_hash=None)
            self._journal.append(uow.journal, _changed(actor, {"badge_removed": member.staff_id}))
            uow.commit()

    def _named(self, name: str) -> StaffMember:
        member = self._staff.by_name(clean_name(name)) or self._alike(name)
        if member is None:
            raise NoSuchStaffError(name=name)
        return member

    def _alike(self, name: str) -> StaffMember | None:
        """Who has a name that a person takes for this one."""
        wanted = _folded(name)
        return next((one for one in self._staff.listed() if _folded(one.name) == wanted), None)


def clean_name(name: str) -> str:
    """Compose letters, collapse spaces and drop what cannot be seen: equal names look equal.

    :raises StaffNameError: if nothing is left, or too much
    :raises CardNumberError: if a card number stands in it
    """
    composed = unicodedata.normalize("NFC", name)
    visible = "".join(char if char.isprintable() else " " for char in composed)
    cleaned = " ".join(visible.split())
    if not 0 < len(cleaned) <= STAFF_NAME_LENGTH_MAX:
        raise StaffNameError(longest=STAFF_NAME_LENGTH_MAX)
    require_no_card(cleaned, field_is_code=False)
    return cleaned


def _folded(name: str) -> str:
    """The same for "Ana", "aNa" and "\uff21na", composed or not."""
    composed = unicodedata.normalize("NFKC", clean_name(name))
    return unicodedata.normalize("NFKC", composed.casefold())


def _changed(actor: StaffMember, body: dict[str, object]) -> Fact:
    return Fact(kind=EntryKind.CONFIG_CHANGE, actor=actor, body=body)
