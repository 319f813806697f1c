"""One page of changes goes into the store, inside the transaction that also keeps its cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pos_app.domain.store import SETTING, StoreProfile
from pos_app.services.ports import SettingQueries, StaffQueries
from pos_app.services.sync import reading_changes as reading
from pos_app.services.sync.membership import WAITING_PEOPLE
from pos_app.services.sync.ports import SyncWork
from pos_app.services.sync.reading_changes import UnreadableChangeError
from pos_app.services.sync.received_people import (
    NotYetError,
    People,
    Waiting,
    kept_text,
    waiting_people,
)
from pos_app.services.sync.received_settings import with_setting
from pos_app.wire.changes import Change, Subject

REFUSED_TOLD_MAX: Final = 20

Changes = Sequence[Change]


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

    def try_people_again(self) -> None:
        """What could not be done of people when it came."""
        self._take_people([])
        if self.people:
            self.counts[Subject.STAFF.value] = len(self.people)

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
        """Whatever waits is tried as well, as long as one makes room for another."""
        people = People(self.work, self.staff)
        before = waiting_people(self.settings)
        waiting = {**before, **{one.key: one.body for one in changes}}
        reasons: Mapping[str, str] = {}
        tried = -1
        while waiting and len(waiting) != tried:
            tried = len(waiting)
            reasons = self._try(people, waiting)
        told = [one.key for one in changes if one.key in waiting]
        self.refused += [Refused(Subject.STAFF, key, reasons[key]) for key in told]
        if waiting != before:
            self.work.settings.put(WAITING_PEOPLE, kept_text(waiting))
        self.people = people.changed()

    def _try(self, people: People, waiting: Waiting) -> Mapping[str, str]:
        """Take out what is done or never can be; return why the rest waits."""
        reasons: dict[str, str] = {}
        for key, body in list(waiting.items()):
            try:
                people.put(key, reading.person(body) if body is not None else None)
            except NotYetError as error:
                reasons[key] = str(error)
                continue
            except UnreadableChangeError as error:
                self.refused.append(Refused(Subject.STAFF, key, str(error)))
            del waiting[key]
        return reasons
