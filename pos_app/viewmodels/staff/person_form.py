"""The form of one person: somebody new, another name, another role, or a new PIN."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import InvalidInputError, PosError
from pos_app.domain.staff import (
    STAFF_NAME_LENGTH_MAX,
    Approval,
    Permission,
    PinLengthError,
    PinRefusedError,
    Role,
    StaffMember,
)
from pos_app.services.ports import Formats
from pos_app.services.staff.staff_service import StaffService
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.approval.sheet_form import Deed, SheetForm, Texts
from pos_app.viewmodels.shared.roles import role_name


class PinsDifferError(InvalidInputError):
    code = "pin.differ"
    text = "The two PINs are not the same. Nothing was changed; type both again."


class Part(StrEnum):
    NAME = "name"
    ROLE = "role"
    PIN = "pin"


NEW: Final = (Part.NAME, Part.ROLE, Part.PIN)
Act = Callable[[StaffMember, Approval | None], None]


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What the form asks for: its title, the fields it has, and what stands in them."""

    title: str
    parts: tuple[Part, ...]
    name: str
    role: str
    help: str


class PersonForm(SheetForm):
    """Its fields are name, pin and again; its card is a PersonCard, changed by another role.

    Signals:
        done: Emitted with the name of whom it was about, and what was done, in words.
        pin_wanted: Emitted with whether digits are those of a PIN.
    """

    done = Signal(str, str)
    pin_wanted = Signal(bool)

    def __init__(
        self,
        *,
        staff: StaffService,
        pin_length: int,
        lane: AskingLane,
        formats: Formats,
        parent: QObject,
    ) -> None:
        super().__init__(lane, formats, parent)
        self._staff = staff
        self.pin_length = pin_length
        self.name_length = STAFF_NAME_LENGTH_MAX
        self._person: StaffMember | None = None
        self._parts: tuple[Part, ...] = ()
        self._role = Role.CASHIER
        self.hidden.connect(lambda: self.pin_wanted.emit(False))

    def open(self, person: StaffMember | None, *parts: Part) -> None:
        """:param person: None for somebody new"""
        self._person, self._parts = person, parts
        self._role = person.role if person is not None else Role.CASHIER
        self.pin_wanted.emit(Part.PIN in parts)
        self._show(self._card())

    @Slot()
    def open_new(self) -> None:
        self.open(None, *NEW)

    @Slot()
    def next_role(self) -> None:
        if Part.ROLE in self._parts:
            roles = list(Role)
            self._role = roles[(roles.index(self._role) + 1) % len(roles)]
            self.changed.emit(self._card())

    def _deed(self, texts: Texts) -> Deed:
        if Part.PIN in self._parts and texts["pin"] != texts["again"]:
            raise PinsDifferError
        name = texts["name"].strip()
        whom = name if Part.NAME in self._parts or self._person is None else self._person.name
        before = "" if self._person is None else self._person.name
        said = self._said().format(name=whom, before=before, role=role_name(self._role))
        return Deed(
            self._act(texts),
            ApprovalRequest(Permission.MANAGE_STAFF, said),
            lambda _nothing: self.done.emit(whom, said),
        )

    def _act(self, texts: Texts) -> Act:
        person, role, staff, parts = self._person, self._role, self._staff, self._parts
        name, pin = texts["name"], texts["pin"]

        def act(actor: StaffMember, approval: Approval | None) -> None:
            if person is None:
                staff.add(actor=actor, name=name, role=role, pin=pin, approval=approval)
            elif Part.NAME in parts:
                staff.rename(actor=actor, name=person.name, new_name=name, approval=approval)
            elif Part.ROLE in parts:
                staff.set_role(actor=actor, name=person.name, role=role, approval=approval)
            else:
                staff.set_pin(actor=actor, name=person.name, pin=pin, approval=approval)

        return act

    def _field_of(self, error: PosError) -> str:
        is_pin = isinstance(error, PinsDifferError | PinRefusedError | PinLengthError)
        return "pin" if is_pin else ""

    def _said(self) -> str:
        """What is asked for, and what was done: all of it, since somebody may have to allow it."""
        if self._person is None:
            return self.tr("{name} may sign in as {role}")
        if Part.NAME in self._parts:
            return self.tr("{before} is called {name} now")
        if Part.ROLE in self._parts:
            return self.tr("{name} is {role} from the next sign-in on")
        return self.tr("{name} has a new PIN")

    def _card(self) -> PersonCard:
        person = self._person
        name = person.name if person is not None else ""
        if person is None:
            title = self.tr("Somebody new")
        elif Part.NAME in self._parts:
            title = self.tr("Another name for {name}")
        elif Part.ROLE in self._parts:
            title = self.tr("Another role for {name}")
        else:
            title = self.tr("A new PIN for {name}")
        return PersonCard(
            title.format(name=name), self._parts, name, role_name(self._role), self._help()
        )

    def _help(self) -> str:
        if Part.PIN in self._parts:
            words = self.tr(
                "A PIN has {length} digits, no run such as 1234, and nothing that repeats. Only "
                "its owner knows it: let them type it, twice."
            )
            return words.format(length=self.pin_length)
        if Part.ROLE in self._parts:
            return self.tr(
                "What each role may do stands under Roles. Nobody gives more than "
                "they have themselves."
            )
        return self.tr(
            "Printed receipts keep the old name. Lists, copies and the activity log say the new "
            "one; the journal keeps both."
        )
