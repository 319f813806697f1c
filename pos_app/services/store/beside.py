"""Settings that are kept beside the store's profile: under a name of their own, or in tables."""

from __future__ import annotations

from typing import Protocol

from pos_app.domain.store import StoreProfile
from pos_app.services.ports import SettingQueries, SettingRepository


class Beside(Protocol):
    """Read, shown and kept as text."""

    @property
    def is_of_office(self) -> bool:
        """Whether head office decides it, for a terminal that belongs to one."""
        ...

    def is_gone(self, settings: SettingQueries) -> bool:
        """Whether what it is a setting of is there no more."""
        ...

    def shown(self, settings: SettingQueries) -> str:
        """As it is on disk.

        :raises NotFoundError: if it is gone
        """
        ...

    def read(self, text: str, profile: StoreProfile) -> str:
        """What is to be kept of what was typed.

        :raises PosError: if it cannot be used
        """
        ...

    def use(self, value: str, profile: StoreProfile) -> None:
        """Make it ready, once it is known that the change is allowed.

        :raises PosError: if it cannot be used after all
        """
        ...

    def put(self, settings: SettingRepository, value: str) -> None: ...
