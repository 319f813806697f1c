"""Make the automatic backups: verified, in two places, beside a till that sells.

Only readers open the store here, so that no sale ever waits.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pos_app.adapters.persistence.backup import (
    PARTIAL,
    BackupRefusedError,
    copy_store,
    verify_file,
)
from pos_app.adapters.system.clock import SystemClock
from pos_app.adapters.system.paths import DataFolder
from pos_app.adapters.system.whole_file import sync, whole_file
from pos_app.composition.opening import OpenStore, is_home, note_head, reading
from pos_app.composition.proving import journal_of
from pos_app.composition.queries import Queries
from pos_app.domain.disk_space import MEBIBYTE
from pos_app.domain.errors import InvalidInputError, PosError, UnavailableError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Permission, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.services.backup.keeping import (
    AutomaticBackup,
    BackupKind,
    automatic,
    is_daily_due,
    kept_by,
    newest_of,
    outlived,
)
from pos_app.services.journal.writing import Fact
from pos_app.services.ports import SettingQueries, SettingRepository

SECOND_FOLDER: Final = "second_backup_folder"
"""The setting with the folder, on another disk or share, that holds every backup once more."""
ROOM_LEFT: Final = 200 * MEBIBYTE
"""What a backup leaves free, so that it never takes the room that the orders need."""
PARTIAL_S_MAX: Final = 60 * 60


class NoRoomError(UnavailableError):
    code = "backup.no_room"
    text = (
        "There is no room for a backup in {folder}: it needs {needed} MiB and {left} MiB beside "
        "it, and {free} MiB are free. Free some space; it is tried again."
    )


class BackupFailedError(UnavailableError):
    code = "backup.failed"
    text = "No backup could be made in {folder} ({reason}). It is tried again."


class BackupBusyError(UnavailableError):
    code = "backup.busy"
    text = "Another run is making a backup in {folder}, so this one made none. It is tried again."


class SecondFolderGoneError(UnavailableError):
    code = "backup.second_gone"
    text = (
        "The second backup folder {folder} cannot be used ({reason}). Plug its disk in, or name "
        "another one: pos-app backup second-folder PATH. It is tried again."
    )


class SecondFolderError(InvalidInputError):
    code = "backup.second_folder"
    text = "{folder} cannot be the second backup folder: {reason}. Nothing was changed."


@dataclass(slots=True)
class BackupReport:
    """What a run made, in which folders, and what kept it from making the rest."""

    made: list[Path] = field(default_factory=list)
    failures: list[PosError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A file that `backup restore` would take; `is_verified` if it got its name by that."""

    path: Path
    kind: str
    made_at: datetime
    size: int
    is_verified: bool


def back_up(
    folder: DataFolder, kind: BackupKind = BackupKind.DAILY, *, if_due: bool = False
) -> BackupReport:
    """Make a verified backup, copy it to the second folder, and let outlived ones go.

    :param if_due: only if there is none since its hour; what the second folder lacks is copied too
    :raises UnavailableError: if there is no store to be read
    """
    report = BackupReport()
    with reading(folder) as queries:
        second = queries.settings.get(SECOND_FOLDER)
        # A copy that nobody has adopted leaves those of the shop it was copied from alone.
        is_own = is_home(folder, queries)
        place = second_place(Path(second), queries.profile) if second and is_own else None
        profile, kept = queries.profile, kept_by(queries.profile)
        note_head(folder, queries)  # a till may stay open for weeks
    folder.backups.mkdir(mode=0o700, exist_ok=True)
    with _alone(folder.backups) as is_alone:
        if not is_alone:
            if not if_due:
                report.failures.append(BackupBusyError(folder=folder.backups))
            return report
        now = SystemClock().now()
        names, hour = names_in(folder.backups), profile.backup_hour
        if not if_due or is_daily_due(names, now=now, hour=hour, zone=profile.time_zone):
            target = folder.backups / AutomaticBackup.of(kind, now).name
            _try(report, target, lambda: _copy(folder.store, target), kept)
        newest = newest_of(names_in(folder.backups), now=now)
        if place is not None and newest is not None:
            source, copy = folder.backups / newest.name, place / newest.name
            if not copy.exists():
                _try(report, copy, lambda: _copy_to_second(source, copy), kept)
    return report


def second_place(second: Path, profile: StoreProfile) -> Path:
    """The folder of this terminal inside it: several may share a disk."""
    return second / f"pos-app-{profile.terminal}-{profile.journal_id[-12:]}"


@dataclass(frozen=True, slots=True)
class SecondFolder:
    """The setting, as the store's settings read it; `root` is the store's own folder.

    `is_copy` says that this is a practice copy, which nothing outside keeps.
    """

    root: Path
    is_copy: bool = False
    is_of_office: bool = False

    def is_gone(self, _settings: SettingQueries) -> bool:
        return False

    def shown(self, settings: SettingQueries) -> str:
        return settings.get(SECOND_FOLDER) or ""

    def put(self, settings: SettingRepository, value: str) -> None:
        settings.put(SECOND_FOLDER, value)

    def read(self, text: str, _profile: StoreProfile) -> str:
        """:raises SecondFolderError: if it is none, or lies in the store's own folder"""
        if not text.strip():
            return ""
        second = Path(text.strip())
        if self.is_copy:
            raise SecondFolderError(folder=second, reason="what is practised stays in the practice")
        if not second.is_absolute():
            raise SecondFolderError(folder=second, reason="say its whole path, from / on")
        second = second.resolve()
        if not second.is_dir():
            raise SecondFolderError(folder=second, reason="there is no such folder")
        if second.is_relative_to(self.root.resolve()):
            raise SecondFolderError(folder=second, reason="it is inside the store's own folder")
        return str(second)

    def use(self, value: str, profile: StoreProfile) -> None:
        """Make the place of this terminal in it.

        :raises SecondFolderError: if it cannot be written
        """
        if not value:
            return
        try:
            # Made now and never later: a mount point without its disk must not pass for it.
            second_place(Path(value), profile).mkdir(mode=0o700, exist_ok=True)
            sync(Path(value))
        except OSError as error:
            raise SecondFolderError(folder=value, reason=error.strerror) from error


def choose_second_folder(store: OpenStore, second: Path | None, *, actor: StaffMember) -> None:
    """Use a folder that is there for the second copy of every backup, or none.

    :raises SecondFolderError: if it cannot be written, or lies in the store's own folder
    """
    actor.require(Permission.MANAGE_STORE)
    profile = store.queries.profile
    folder = SecondFolder(store.folder.root, is_copy=bool(profile.copy_of))
    value = "" if second is None else folder.read(str(second.resolve()), profile)
    folder.use(value, profile)
    with store.services.new_uow() as uow:
        uow.settings.put(SECOND_FOLDER, value)
        store.services.journal.append(
            uow.journal,
            Fact(EntryKind.CONFIG_CHANGE, actor, {"setting": SECOND_FOLDER, "value": value}),
        )
        uow.commit()


def kept_backups(folder: DataFolder, queries: Queries) -> list[KeptBackup]:
    """Everything in backups/ and in the second folder, the newest first."""
    places = [folder.backups]
    second = queries.settings.get(SECOND_FOLDER)
    if second:
        places.append(second_place(Path(second), queries.profile))
    found = []
    for path in (path for place in places for path in place.glob("*.sqlite3")):
        status = path.stat()
        known = automatic([path.name])
        written = datetime.fromtimestamp(status.st_mtime, UTC)
        found.append(
            KeptBackup(
                path=path,
                kind=known[0].kind.value if known else _kind_of(path.name),
                made_at=known[0].made_at if known else written,
                size=status.st_size,
                is_verified=bool(known),
            )
        )
    return sorted(found, key=lambda one: (one.made_at, one.path), reverse=True)


def _kind_of(name: str) -> str:
    """What was put there otherwise: by a restore, by an update of the program, or by hand."""
    return next((kind for kind in ("replaced", "before-schema") if name.startswith(kind)), "other")


def names_in(place: Path) -> list[str]:
    """The names of the files there; of a folder that is not there, none."""
    try:
        return sorted(path.name for path in place.iterdir())
    except OSError:
        return []


def _try(
    report: BackupReport,
    target: Path,
    copy: Callable[[], None],
    kept: Mapping[BackupKind, int],
) -> None:
    """Make one copy; only then may an older one of its kind go."""
    try:
        copy()
    except BackupRefusedError as error:
        reason = str(error.values["reason"])
        report.failures.append(BackupRefusedError(path=target.name, reason=reason))
    except PosError as error:
        report.failures.append(error)
    except (OSError, sqlite3.Error) as error:
        report.failures.append(BackupFailedError(folder=target.parent, reason=error))
    else:
        report.made.append(target)
        for name in outlived(names_in(target.parent), newest=target.name, kept=kept):
            (target.parent / name).unlink(missing_ok=True)


@contextmanager
def _alone(place: Path) -> Iterator[bool]:
    """Whether no other run is at work there."""
    handle = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        _sweep(place)
        yield True
    finally:
        os.close(handle)


def _sweep(place: Path) -> None:
    """Remove what a kill has left of a copy, but not one that may still be written."""
    for left in place.glob(PARTIAL):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > PARTIAL_S_MAX:
                left.unlink()


def _copy(store: Path, target: Path) -> None:
    size = sum(path.stat().st_size for path in store.parent.glob(f"{store.name}*"))
    require_room(target.parent, size)
    copy_store(store, target, prove=_prove)


def _copy_to_second(source: Path, copy: Path) -> None:
    if not copy.parent.is_dir():
        raise SecondFolderGoneError(folder=copy.parent, reason="it is not there")
    try:
        _sweep(copy.parent)
        require_room(copy.parent, source.stat().st_size)
        # Byte by byte, for a share may not keep the locks that SQLite wants.
        with whole_file(copy) as partial:
            shutil.copyfile(source, partial)
            if _digest(partial) != _digest(source):
                raise BackupRefusedError(path=copy.name, reason="the copy differs from it")
    except OSError as error:
        raise SecondFolderGoneError(folder=copy.parent, reason=error.strerror) from error


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _prove(copy: Path) -> None:
    verify_file(copy)
    journal_of(copy)


def require_room(place: Path, size: int) -> None:
    """:raises NoRoomError: if a copy of so many bytes would leave too little for the orders"""
    free = shutil.disk_usage(place).free
    if free < size + ROOM_LEFT:
        raise NoRoomError(
            folder=place,
            needed=size // MEBIBYTE + 1,
            left=ROOM_LEFT // MEBIBYTE,
            free=free // MEBIBYTE,
        )
