"""One page of changes goes into the store, inside the transaction that also keeps its cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pos_app.domain.staff import Role
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.services.ports import SettingQueries, StaffQueries
from pos_app.services.sync import reading_changes as reading
from pos_app.services.sync.ports import SyncWork
from pos_app.services.sync.reading_changes import PersonState, UnreadableChangeError
from pos_app.services.sync.received_settings import with_setting
from pos_app.wire.changes import Change, Subject

REFUSED_TOLD_MAX: Final = 20
NO_PIN: Final = ""
"""In the place of a hash: nobody signs in by it until a manager has given a PIN."""

Changes = Sequence[Change]


class OwnerlessError(UnreadableChangeError):
    """Nobody would own the store any more."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that cannot be used, and why; the others were."""

    subject: Subject
    key: str
    reason: str


@dataclass(slots=True)
class Receiver:
    """What is gathered on the way through the changes of one transaction."""

    work: SyncWork
    generation: int
    settings: SettingQueries
    staff: StaffQueries
    counts: dict[str, int] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    people: list[dict[str, object]] = field(default_factory=list)
    """What became of whom, for the journal."""

    def take(self, changes: Iterable[Change]) -> None:
        """Put in what is newer than what is known; what others refer to comes first."""
        by_subject: dict[Subject, dict[str, Change]] = {one: {} for one in Subject}
        for change in changes:
            known = by_subject[change.subject].get(change.key)
            if known is None or known.version <= change.version:
                by_subject[change.subject][change.key] = change
        takers: Mapping[Subject, Callable[[Changes], None]] = {
            Subject.TAX: self._take_taxes,
            Subject.TAX_CLASS: self._take_tax_classes,
            Subject.PRODUCT: self._take_products,
            Subject.STAFF: self._take_people,
            Subject.SETTING: self._take_settings,
            Subject.STOCK: self._take_stock,
        }
        for subject, take in takers.items():
            newer = self._newer(subject, by_subject[subject])
            if newer:
                # Noted first: what must wait is written beside its version.
                versions = {one.key: one.version for one in newer}
                self.work.synced.note(subject, versions, generation=self.generation)
                take(newer)
                self.counts[subject.value] = len(newer)

    def _newer(self, subject: Subject, changes: Mapping[str, Change]) -> Changes:
        if not changes:
            return []
        versions = {key: one.version for key, one in changes.items()}
        newer = self.work.synced.newer(subject, versions, generation=self.generation)
        return [one for key, one in changes.items() if key in newer]

    def _each(self, changes: Changes, use: Callable[[str, Mapping[str, Any] | None], None]) -> None:
        for change in changes:
            try:
                use(change.key, change.body)
            except UnreadableChangeError as error:
                self.refused.append(Refused(change.subject, change.key, str(error)))

    def _take_taxes(self, changes: Changes) -> None:
        def use(code: str, body: Mapping[str, Any] | None) -> None:
            if body is not None:  # one that is gone stays here for what was sold with it
                self.work.received.put_tax(reading.tax(code, body))

        self._each(changes, use)

    def _take_tax_classes(self, changes: Changes) -> None:
        def use(code: str, body: Mapping[str, Any] | None) -> None:
            if body is not None:
                one = reading.tax_class(code, body)
                self.work.received.put_tax_class(one.code, name=one.name, taxes=one.taxes)

        self._each(changes, use)

    def _take_products(self, changes: Changes) -> None:
        gone: list[str] = []
        states = []

        def use(sku: str, body: Mapping[str, Any] | None) -> None:
            if body is None:
                gone.append(sku)
            else:
                states.append(reading.product(sku, body))

        self._each(changes, use)
        self.work.received.put_products(states)
        self.work.received.take_off_sale(gone)

    def _take_stock(self, changes: Changes) -> None:
        quantities: dict[str, int] = {}

        def use(sku: str, body: Mapping[str, Any] | None) -> None:
            quantities[sku] = reading.elsewhere(body) if body is not None else 0

        self._each(changes, use)
        self.work.received.set_elsewhere(quantities)

    def _take_settings(self, changes: Changes) -> None:
        text = self.settings.get(SETTING)
        assert text is not None, "a store without its profile"
        profile = StoreProfile.from_text(text)

        def use(name: str, body: Mapping[str, Any] | None) -> None:
            nonlocal profile
            if body is not None:
                profile = with_setting(profile, name, reading.setting(body))

        self._each(changes, use)
        self.work.settings.put(SETTING, profile.to_text())

    def _take_people(self, changes: Changes) -> None:
        people = _People(self.work, self.staff)
        once_more: list[Change] = []

        def use(key: str, body: Mapping[str, Any] | None) -> None:
            people.put(key, reading.person(body) if body is not None else None)

        for change in changes:
            try:
                use(change.key, change.body)
            except OwnerlessError:
                # Who follows may come in the same page.
                once_more.append(change)
            except UnreadableChangeError as error:
                self.refused.append(Refused(change.subject, change.key, str(error)))
        self._each(once_more, use)
        self.people = people.changed()


class _People:
    """Who is here, as the changes of one transaction leave them."""

    def __init__(self, work: SyncWork, staff: StaffQueries) -> None:
        self._work = work
        self._known = {one.staff_id: one for one in staff.listed()}
        self._changed: set[int] = set()

    def put(self, key: str, state: PersonState | None) -> None:
        """:raises UnreadableChangeError: if it would leave nobody who owns the store"""
        staff_id = self._work.synced.local_id(Subject.STAFF, key)
        if state is None:
            if staff_id is not None:
                one = self._known[staff_id]
                self._change(staff_id, PersonState(one.name, one.role, active=False))
            return
        namesake = next(
            (one for one in self._known.values() if _folded(one.name) == _folded(state.name)), None
        )
        if staff_id is None and namesake is not None:
            staff_id = namesake.staff_id
        if staff_id is None:
            added = self._work.staff.add(name=state.name, role=state.role, pin_hash=NO_PIN)
            self._known[added.staff_id] = added
            staff_id = added.staff_id
        elif namesake is not None and namesake.staff_id != staff_id:
            raise UnreadableChangeError(f"somebody else here is called {namesake.name}")
        self._work.synced.link(Subject.STAFF, key, staff_id)
        self._change(staff_id, state)

    def _change(self, staff_id: int, state: PersonState) -> None:
        others = [one for one in self._known.values() if one.staff_id != staff_id]
        keeps_an_owner = any(one.active and one.role is Role.OWNER for one in others)
        if not keeps_an_owner and not (state.active and state.role is Role.OWNER):
            raise OwnerlessError("this is the last owner here")
        self._work.received.change_person(
            staff_id, name=state.name, role=state.role, active=state.active
        )
        known = self._known[staff_id]
        self._known[staff_id] = replace(
            known, name=state.name, role=state.role, active=state.active
        )
        self._changed.add(staff_id)

    def changed(self) -> list[dict[str, object]]:
        people = [self._known[one] for one in sorted(self._changed)]
        return [
            {"id": one.staff_id, "role": one.role.value, "active": one.active} for one in people
        ]


def _folded(name: str) -> str:
    return name.casefold()
