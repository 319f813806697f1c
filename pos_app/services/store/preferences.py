"""Use cases: keep what a person, or the store for everybody, has chosen for the till."""

from __future__ import annotations

from typing import Final

from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.ports import NewUnitOfWork, SettingQueries

LOOK: Final = "look"
KEYS: Final = "keys"


class Preferences:
    """Texts by name; nothing of them is money, so the journal does not tell of them."""

    def __init__(self, *, new_uow: NewUnitOfWork, settings: SettingQueries) -> None:
        self._new_uow = new_uow
        self._settings = settings

    def get(self, name: str, *, staff_id: int | None = None) -> str:
        """What was chosen, nothing if nobody has."""
        return self._settings.get(_key(name, staff_id)) or ""

    def put(self, name: str, value: str, *, staff_id: int | None = None) -> None:
        """:raises StorageError: if the disk refuses; the choice then lasts until the next start"""
        with self._new_uow() as uow:
            uow.settings.put(_key(name, staff_id), value)
            uow.commit()

    def put_for_all(self, name: str, value: str, *, actor: StaffMember) -> None:
        """Choose for everybody who works at this till.

        :raises NotAllowedError: if the actor may not
        :raises StorageError: if the disk refuses
        """
        actor.require(Permission.MANAGE_STORE)
        self.put(name, value)


def _key(name: str, staff_id: int | None) -> str:
    return name if staff_id is None else f"{name}.{staff_id}"
