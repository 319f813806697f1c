"""People from head office: who is here, as the changes of one transaction leave them.

What cannot be done yet is kept in a setting, and tried again once somebody here has changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from pos_app.domain.staff import StaffMember, last_owner
from pos_app.services.ports import SettingQueries, StaffQueries
from pos_app.services.sync.membership import WAITING_PEOPLE
from pos_app.services.sync.ports import SyncWork
from pos_app.services.sync.reading_changes import PersonState, UnreadableChangeError
from pos_app.wire.changes import Subject

NO_PIN: Final = ""
"""In the place of a hash: nobody signs in by it until a manager has given a PIN."""
_FIELDS: Final = ("name", "role", "active")

Waiting = dict[str, Mapping[str, Any] | None]
"""What head office says of somebody, by their key there; None of who is gone."""


class NotYetError(UnreadableChangeError):
    """It can be done once somebody else here has changed."""


class OwnerlessError(NotYetError):
    """Nobody who can sign in would own the store any more."""


class NamesakeError(NotYetError):
    """Names tell people apart here."""


def waiting_people(settings: SettingQueries) -> Waiting:
    """What could not be done yet, the first that came first."""
    waiting: Waiting = json.loads(settings.get(WAITING_PEOPLE) or "{}")
    return waiting


def kept_text(waiting: Waiting) -> str:
    kept = {
        key: None if body is None else {name: body[name] for name in _FIELDS}
        for key, body in waiting.items()
    }
    return json.dumps(kept, ensure_ascii=False)


class People:
    def __init__(self, work: SyncWork, staff: StaffQueries) -> None:
        self._work = work
        self._with_pin = staff.with_pin()
        self._known = {one.staff_id: one for one in staff.listed()}
        self._names_before = {one.staff_id: one.name for one in self._known.values()}
        self._changed: set[int] = set()

    def put(self, key: str, state: PersonState | None) -> None:
        """:raises NotYetError: if it leaves no owner who can sign in, or two of one name"""
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
            raise NamesakeError(f"somebody else here is called {namesake.name}")
        self._work.synced.link(Subject.STAFF, key, staff_id)
        self._change(staff_id, state)

    def _change(self, staff_id: int, state: PersonState) -> None:
        known = self._known[staff_id]
        changed = replace(known, name=state.name, role=state.role, active=state.active)
        last = last_owner(self._known.values(), with_pin=self._with_pin)
        if last is not None and last.staff_id == staff_id and not changed.is_owner:
            raise OwnerlessError(
                "this is the last owner here who can sign in; it is done once another has a PIN"
            )
        self._work.received.change_person(
            staff_id, name=state.name, role=state.role, active=state.active
        )
        self._known[staff_id] = changed
        self._changed.add(staff_id)

    def changed(self) -> list[dict[str, object]]:
        """What became of whom, for the journal, with the name before of who is renamed."""
        return [self._told(self._known[one]) for one in sorted(self._changed)]

    def _told(self, one: StaffMember) -> dict[str, object]:
        told = {
            "id": one.staff_id,
            "name": one.name,
            "role": one.role.value,
            "active": one.active,
        }
        before = self._names_before.get(one.staff_id, one.name)
        return told if before == one.name else {**told, "before": before}


def _folded(name: str) -> str:
    return name.casefold()
