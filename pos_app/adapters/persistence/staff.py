"""Staff rows: who they are, their PIN hashes, and how often a wrong PIN was tried."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.statements import Statement, insert_into
from pos_app.adapters.persistence.tables import staff
from pos_app.adapters.persistence.values import from_ms, to_ms
from pos_app.domain.staff import Role, StaffMember, StoreRights
from pos_app.services.ports import StaffCredentials
from pos_app.services.staff.facts import StaffFacts

_ADD = insert_into(staff, skip=("staff_id", "signed_in_at", "badge_hash"))
_GET = Statement(select(staff).where(staff.c.staff_id == bindparam("person")))
_BY_BADGE = Statement(select(staff).where(staff.c.badge_hash == bindparam("badge")))
_BY_NAME = Statement(select(staff).where(staff.c.name == bindparam("person")))
_LISTED = Statement(
    select(staff).order_by(
        staff.c.signed_in_at.is_(None), staff.c.signed_in_at.desc(), staff.c.name
    )
)


def _set(**values: Any) -> Statement:
    return Statement(update(staff).where(staff.c.staff_id == bindparam("person")).values(**values))


_SET_PIN = _set(pin_hash=bindparam("pin"), failures=0, lock_seconds_left=0)
_CHANGE = _set(name=bindparam("new_name"), role=bindparam("new_role"))
_SET_ACTIVE = _set(active=bindparam("is_active"))
_SET_TRIES = _set(failures=bindparam("tries"), lock_seconds_left=bindparam("seconds"))
_SET_BADGE = _set(badge_hash=bindparam("badge"))
_SIGNED_IN = _set(signed_in_at=bindparam("at"), failures=0, lock_seconds_left=0)


class SqlStaffRepository:
    """:param rights: what the roles of the store may do; everybody who is read has it"""

    def __init__(self, connection: sqlite3.Connection, rights: StoreRights) -> None:
        self._connection = connection
        self._rights = rights

    def add(self, *, name: str, role: Role, pin_hash: str) -> StaffMember:
        row = {
            "name": name,
            "role": role.value,
            "active": 1,
            "pin_hash": pin_hash,
            "failures": 0,
            "lock_seconds_left": 0,
        }
        added = _ADD.insert(self._connection, row)
        return StaffMember(added, name, role, rights=self._rights)

    def credentials(self, staff_id: int) -> StaffCredentials | None:
        return self._credentials(_GET.one(self._connection, {"person": staff_id}))

    def by_badge(self, badge_hash: str) -> StaffCredentials | None:
        return self._credentials(_BY_BADGE.one(self._connection, {"badge": badge_hash}))

    def set_badge(self, staff_id: int, *, badge_hash: str | None) -> None:
        _SET_BADGE.run(self._connection, {"person": staff_id, "badge": badge_hash})

    def set_pin(self, staff_id: int, *, pin_hash: str) -> None:
        _SET_PIN.run(self._connection, {"person": staff_id, "pin": pin_hash})

    def change(self, staff_id: int, *, name: str, role: Role) -> None:
        _CHANGE.run(
            self._connection, {"person": staff_id, "new_name": name, "new_role": role.value}
        )

    def set_active(self, staff_id: int, *, active: bool) -> None:
        _SET_ACTIVE.run(self._connection, {"person": staff_id, "is_active": int(active)})

    def set_tries(self, staff_id: int, *, failures: int, lock_seconds_left: int) -> None:
        _SET_TRIES.run(
            self._connection,
            {"person": staff_id, "tries": failures, "seconds": lock_seconds_left},
        )

    def note_sign_in(self, staff_id: int, *, at: datetime) -> None:
        _SIGNED_IN.run(self._connection, {"person": staff_id, "at": to_ms(at)})

    def _credentials(self, row: Any) -> StaffCredentials | None:
        if row is None:
            return None
        member = _member(row, self._rights)
        return StaffCredentials(member, row.pin_hash, row.failures, row.lock_seconds_left)


class SqlStaffQueries:
    """:param rights: what the roles of the store may do; everybody who is read has it"""

    def __init__(self, readers: Readers, rights: StoreRights) -> None:
        self._readers = readers
        self._rights = rights

    def listed(self) -> Sequence[StaffMember]:
        with self._readers.connect() as connection:
            return [_member(row, self._rights) for row in _LISTED.all(connection)]

    def by_name(self, name: str) -> StaffMember | None:
        with self._readers.connect() as connection:
            row = _BY_NAME.one(connection, {"person": name})
        return _member(row, self._rights) if row is not None else None

    def with_pin(self) -> frozenset[int]:
        with self._readers.connect() as connection:
            return frozenset(row.staff_id for row in _LISTED.all(connection) if row.pin_hash)

    def facts(self) -> Mapping[int, StaffFacts]:
        with self._readers.connect() as connection:
            rows = _LISTED.all(connection)
        return {row.staff_id: _facts(row) for row in rows}

    def has_badges(self) -> bool:
        with self._readers.connect() as connection:
            rows = _LISTED.all(connection)
        return any(row.active and row.badge_hash is not None for row in rows)

    def locks(self) -> Mapping[int, tuple[int, int]]:
        with self._readers.connect() as connection:
            rows = _LISTED.all(connection)
        return {row.staff_id: (row.failures, row.lock_seconds_left) for row in rows}


def _facts(row: Any) -> StaffFacts:
    at = row.signed_in_at
    return StaffFacts(
        has_pin=bool(row.pin_hash),
        has_badge=row.badge_hash is not None,
        signed_in_at=from_ms(at) if at is not None else None,
    )


def _member(row: Any, rights: StoreRights) -> StaffMember:
    return StaffMember(row.staff_id, row.name, Role(row.role), bool(row.active), rights)
