"""Whose badge it is; unknown ones are counted on disk, so that a kill saves no wait."""

from __future__ import annotations

from typing import Final

from pos_app.domain.badge import BadgeCodeError, UnknownBadgeError, clean_badge
from pos_app.domain.staff import LOCK_SECONDS, LockedOutError, wait_after
from pos_app.services.ports import (
    NewUnitOfWork,
    PinHasher,
    SettingQueries,
    SettingRepository,
    StaffCredentials,
)
from pos_app.services.staff.waiting import Waiting

TRIES_SETTING: Final = "badge_tries"
_ANYBODY: Final = 0
"""In the place of a staff id: an unknown badge names nobody, so all badges wait, and no PIN."""


class Badges:
    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        hasher: PinHasher,
        settings: SettingQueries,
        waiting: Waiting,
    ) -> None:
        self._new_uow = new_uow
        self._hasher = hasher
        self._settings = settings
        self._waiting = waiting

    def owner_of(self, raw: str, *, prefix: str) -> StaffCredentials | None:
        """:raises LockedOutError: while the waiting time runs; the badge is not even looked at"""
        left = self._waiting.left(_ANYBODY, wait_after(self._failures()))
        if left > 0:
            raise LockedOutError(wait_s=left)
        try:
            code = clean_badge(raw, prefix=prefix)
        except BadgeCodeError:  # no badge can be so: it is as wrong as an unknown one
            return None
        hashed = self._hasher.badge(code)
        with self._new_uow() as uow:
            return uow.staff.by_badge(hashed)

    def count_one_more(self, settings: SettingRepository) -> UnknownBadgeError:
        """Count the unknown badge in the transaction that journals it; what is to be said of it."""
        failures = self._failures() + 1
        settings.put(TRIES_SETTING, str(failures))
        return UnknownBadgeError(failures=failures, wait_s=wait_after(failures))

    def begin_to_wait(self) -> None:
        self._waiting.begin(_ANYBODY)

    def forget(self) -> None:
        """A right one ends the counting once nobody has guessed for as long as a lock-out lasts.

        Sooner, who guesses would scan a badge of their own in between, and never wait.
        """
        if self._waiting.left(_ANYBODY, LOCK_SECONDS) > 0:
            return
        if self._failures():
            with self._new_uow() as uow:
                uow.settings.put(TRIES_SETTING, "0")
                uow.commit()
        self._waiting.end(_ANYBODY)

    def _failures(self) -> int:
        return int(self._settings.get(TRIES_SETTING) or 0)
