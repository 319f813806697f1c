"""Which automatic backups there are, when the next one is due, and which of them may go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from pos_app.domain.store import DAILY_BACKUPS_DEFAULT, SHIFT_BACKUPS_DEFAULT, StoreProfile

STAMP: Final = "%Y%m%dT%H%M%S%fZ"
FRESH_DAYS: Final = 2
"""A store without a verified backup younger than this is told so."""
_NAME: Final = re.compile(r"(daily|shift)-(\d{8}T\d{12}Z)\.sqlite3")


class BackupKind(StrEnum):
    DAILY = "daily"
    SHIFT = "shift"


KEPT: Final[Mapping[BackupKind, int]] = {
    BackupKind.DAILY: DAILY_BACKUPS_DEFAULT,
    BackupKind.SHIFT: SHIFT_BACKUPS_DEFAULT,
}
"""How many of each kind stay in a folder, unless the store has chosen otherwise."""


@dataclass(frozen=True, slots=True)
class AutomaticBackup:
    """A file that got this name only after it was verified; `made_at` in UTC."""

    name: str
    kind: BackupKind
    made_at: datetime

    @classmethod
    def of(cls, kind: BackupKind, made_at: datetime) -> AutomaticBackup:
        return cls(f"{kind.value}-{made_at.strftime(STAMP)}.sqlite3", kind, made_at)


def automatic(names: Iterable[str]) -> list[AutomaticBackup]:
    """Those of the files that were made automatically, the oldest first."""
    found = []
    for name in names:
        match = _NAME.fullmatch(name)
        if match is None:
            continue
        try:
            made_at = datetime.strptime(match[2], STAMP).replace(tzinfo=UTC)
        except ValueError:  # digits that are no date: somebody else's file
            continue
        found.append(AutomaticBackup(name, BackupKind(match[1]), made_at))
    return sorted(found, key=lambda one: (one.made_at, one.name))


def newest_of(names: Iterable[str], *, now: datetime) -> AutomaticBackup | None:
    """The newest of those that are not dated ahead of the clock, as one that was wrong does it."""
    return next((one for one in reversed(automatic(names)) if one.made_at <= now), None)


def is_daily_due(names: Iterable[str], *, now: datetime, hour: int = 0, zone: str = "UTC") -> bool:
    """Whether there is none since it was last this hour; a clock that was wrong changes nothing."""
    local = now.astimezone(ZoneInfo(zone))
    since = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if since > local:
        since -= timedelta(days=1)
    return all(
        one.kind is not BackupKind.DAILY or not since.astimezone(UTC) <= one.made_at <= now
        for one in automatic(names)
    )


def kept_by(profile: StoreProfile) -> Mapping[BackupKind, int]:
    """How many of each kind stay in the folders of this store."""
    return {BackupKind.DAILY: profile.daily_backups, BackupKind.SHIFT: profile.shift_backups}


def outlived(
    names: Iterable[str], *, newest: str, kept: Mapping[BackupKind, int] = KEPT
) -> list[str]:
    """The names that may be deleted now that `newest` is verified, which itself always stays."""
    found = automatic(names)
    gone: list[str] = []
    for kind, count in kept.items():
        # A clock that was wrong may have put others after the newest: that one counts first.
        own = sorted((one for one in found if one.kind is kind), key=lambda one: one.name == newest)
        gone.extend(one.name for one in own[:-count])
    return gone
