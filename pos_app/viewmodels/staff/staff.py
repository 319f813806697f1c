"""The staff of the store: who works here, and what the roles may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.services.ports import Formats
from pos_app.services.staff.facts import StaffDesk
from pos_app.services.staff.roles import Roles
from pos_app.services.staff.staff_service import StaffService, SyncedPeople
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.shared.words import words_for
from pos_app.viewmodels.staff.badge_wait import BadgeWait
from pos_app.viewmodels.staff.may_do import MayDoSheetModel
from pos_app.viewmodels.staff.people import People, Staff
from pos_app.viewmodels.staff.person_form import Part, PersonForm
from pos_app.viewmodels.staff.roles import RolesTable


@dataclass(frozen=True, slots=True)
class StaffParts:
    """What it works with; `reader` reads, `lane` writes and may have to be asked."""

    staff: StaffService
    roles: Roles
    desk: StaffDesk
    synced: SyncedPeople
    pin_length: int
    profile: Callable[[], StoreProfile]
    reader: TaskRunner
    lane: AskingLane
    formats: Formats


class StaffViewModel(QObject):
    """One screen of two: the people, and the roles.

    Signals:
        left: Emitted when the order that is being rung up is wanted again.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        badge_changed: Emitted with what is asked for while a badge is waited for, or nothing.
        own_changed: Emitted when whoever is signed in has changed themselves.
    """

    left = Signal()
    told = Signal(str, bool)
    badge_changed = Signal(str)
    own_changed = Signal()

    def __init__(self, parts: StaffParts) -> None:
        super().__init__()
        self._parts = parts
        self._actor: StaffMember | None = None
        self.people = People(parts.formats, self)
        self._badge = BadgeWait(self.people, self)
        self._badge.changed.connect(self.badge_changed)
        self.form = PersonForm(
            staff=parts.staff,
            pin_length=parts.pin_length,
            lane=parts.lane,
            formats=parts.formats,
            parent=self,
        )
        self.roles = RolesTable(
            roles=parts.roles,
            profile=parts.profile,
            lane=parts.lane,
            formats=parts.formats,
            parent=self,
        )
        self.may_do = MayDoSheetModel(profile=parts.profile, formats=parts.formats, parent=self)
        self.form.done.connect(self._on_done)
        self.form.missed.connect(lambda words: self.told.emit(words, False))
        self.roles.told.connect(self.told)

    @property
    def actor(self) -> StaffMember | None:
        return self._actor

    @actor.setter
    def actor(self, member: StaffMember | None) -> None:
        self._actor = self.form.actor = self.roles.actor = member

    @Slot()
    def open(self) -> None:
        self._badge.end()
        self._read()

    @Slot()
    def back(self) -> None:
        """Out of waiting for a badge, or to the order."""
        if self._badge.person is not None:
            self._badge.end()
        else:
            self.left.emit()

    def change(self, part: Part) -> None:
        if self.people.person is not None:
            self.form.open(self.people.person, part)

    @Slot()
    def show_may_do(self) -> None:
        if self.people.person is not None:
            self.may_do.open(self.people.person)

    @Slot()
    def enrol_badge(self) -> None:
        """The next scan is the badge of the one who is highlighted now."""
        if self.people.person is not None:
            self._badge.begin(self.people.person)

    def take_scan(self, raw: str) -> bool:
        """Give the badge to whom the screen names."""
        person, staff = self._badge.person, self._parts.staff
        if person is None:
            return False
        self._badge.end()
        self._do(
            lambda actor, approval: staff.set_badge(
                actor=actor, name=person.name, code=raw, approval=approval
            ),
            person=person,
            said=self.tr("{name} may sign in with this badge"),
        )
        return True

    @Slot()
    def remove_badge(self) -> None:
        person, staff = self.people.person, self._parts.staff
        if person is not None and self.people.has_badge():
            self._do(
                lambda actor, approval: staff.remove_badge(
                    actor=actor, name=person.name, approval=approval
                ),
                person=person,
                said=self.tr("{name} signs in by PIN only"),
            )

    @Slot()
    def disable_or_enable(self) -> None:
        person, staff = self.people.person, self._parts.staff
        if person is None:
            return
        act = staff.disable if person.active else staff.enable
        said = (
            self.tr("{name} cannot sign in any more; what they sold stays")
            if person.active
            else self.tr("{name} may sign in again")
        )
        self._do(
            lambda actor, approval: act(actor=actor, name=person.name, approval=approval),
            person=person,
            said=said,
        )

    def _do(
        self,
        act: Callable[[StaffMember, Approval | None], object],
        *,
        person: StaffMember,
        said: str,
    ) -> None:
        actor = self._actor
        if actor is None:
            return
        words = said.format(name=person.name)
        self._parts.lane.submit(
            lambda approval: act(actor, approval),
            request=lambda: ApprovalRequest(Permission.MANAGE_STAFF, words),
            on_success=lambda _nothing: self._on_done(person.name, words),
            on_failure=self._on_failure,
        )

    @Slot(str, str)
    def _on_done(self, name: str, said: str) -> None:
        self.told.emit(said, False)
        self._read(then=name)

    def _on_failure(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._parts.formats), False)
        self._read()

    def _read(self, *, then: str = "") -> None:
        desk, synced = self._parts.desk, self._parts.synced

        def show(staff: Staff) -> None:
            self.people.show(staff, then=then)
            actor = self._actor
            now = {one.staff_id: one for one in staff.people}
            if actor is not None and now.get(actor.staff_id) != actor:
                self.own_changed.emit()

        self._parts.reader.submit(
            lambda: Staff.read(desk, synced),
            on_success=show,
            on_failure=lambda error: self.told.emit(words_for(error, self._parts.formats), False),
        )
