"""The restore drill: a backup becomes a store that works, in a folder that is gone afterwards.

Nothing outside that folder is told of it: no keys are placed and no epoch is used up.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pos_app.adapters.persistence import schema
from pos_app.adapters.persistence.backup import BackupRefusedError, copy_store, verify_file
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.failures import explained
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system.clock import SystemClock
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.backing_up import kept_backups, require_room
from pos_app.composition.lazy import LazySigner
from pos_app.composition.opening import reading
from pos_app.composition.proving import journal_of, require_true
from pos_app.composition.queries import build_queries
from pos_app.composition.secrets import Secrets, secrets_of
from pos_app.composition.services import identity_of
from pos_app.composition.upgrading import migrate
from pos_app.domain.errors import NotFoundError, RefusedError
from pos_app.domain.staff import Role
from pos_app.services.journal.adopting import begin_epoch
from pos_app.services.journal.keys import in_use
from pos_app.services.journal.writing import JournalWriter
from pos_app.services.ports import NewUnitOfWork

RESTORE_DRILL: Final = "restore_drill"
"""The setting with what the last drill came to."""
_FOLDER: Final = "drill-"
_OWN: Final = re.compile(rf"{_FOLDER}[a-z0-9_]{{8}}")
"""As `mkdtemp` calls them."""
_LOCK: Final = "drill.lock"
_MS: Final = 1_000


class NoBackupError(NotFoundError):
    code = "backup.none"
    text = "There is no verified backup to try yet. Make one first, such as by pos-app backup run."


class DrillAtWorkError(RefusedError):
    code = "backup.drill_at_work"
    text = (
        "Another drill restores a backup here at this moment. Nothing was changed; try again when "
        "it has ended."
    )


@dataclass(frozen=True, slots=True)
class Drill:
    """What a drill came to; `at` in UTC as ISO 8601, and `reason` is why it failed."""

    at: str
    file: str
    entries: int = 0
    took_ms: int = 0
    reason: str = ""

    def to_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Drill:
        return cls(**json.loads(text))


def drill(folder: DataFolder, file: Path | None = None) -> Drill:
    """Restore a backup, the newest verified one unless said otherwise, and begin to work with it.

    :raises NoBackupError: if there is none
    :raises DrillAtWorkError: if another one has not ended
    :raises PosError: with the first thing that would keep it from being restored
    """
    started = time.monotonic()
    with reading(folder) as queries:
        source = file or next(
            (one.path for one in kept_backups(folder, queries) if one.is_verified), None
        )
        if source is None:
            raise NoBackupError
        secrets = secrets_of(folder, queries.profile)
    with _alone(folder.backups), _place_in(folder.backups) as place:
        verify_file(source)
        require_room(place, source.stat().st_size)
        store = place / "pos.sqlite3"
        copy_store(source, store)
        schema.bring_up_to_date(store, migrate, backup_folder=place)
        journal_of(store)
        require_true(store)
        _begin(store, secrets)
        entries = journal_of(store).entries
    return Drill(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        file=source.name,
        entries=entries,
        took_ms=round((time.monotonic() - started) * _MS),
    )


def note_drill(new_uow: NewUnitOfWork, result: Drill) -> None:
    """Keep it, to be shown.

    :raises StorageError: if the disk refuses
    """
    with new_uow() as uow:
        uow.settings.put(RESTORE_DRILL, result.to_text())
        uow.commit()


@contextmanager
def _alone(backups: Path) -> Iterator[None]:
    """No other drill is at work there until this one ends, in any way.

    :raises DrillAtWorkError: if one is
    """
    backups.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(backups / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DrillAtWorkError from error
        yield
    finally:
        os.close(handle)


@contextmanager
def _place_in(backups: Path) -> Iterator[Path]:
    for left in backups.iterdir():  # of one that was killed
        if _OWN.fullmatch(left.name) and left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
    place = Path(tempfile.mkdtemp(prefix=_FOLDER, dir=backups))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _begin(store: Path, secrets: Secrets) -> None:
    """Write into it what a restore writes first, signed with the keys of this computer."""
    writer, readers, clock = open_writer(store), Readers(store), SystemClock()
    try:
        with explained():
            queries = build_queries(readers)
            signer = LazySigner(lambda: secrets.signing_key)
            signing = in_use(queries.journal.signing_keys(), queries.journal.head().seq)
            if signer.public_key != signing:
                raise BackupRefusedError(
                    path=store.name, reason="the keys of this computer do not sign its journal"
                )
            journal = JournalWriter(signer=signer, clock=clock, identity=identity_of(queries))
            with SqlUnitOfWork(writer) as uow:
                begin_epoch(
                    uow,
                    journal=journal.in_next_epoch(queries.epoch),
                    clock=clock,
                    actor=next(one for one in queries.staff.listed() if one.role is Role.OWNER),
                    reason="restore",
                    number_prefix=queries.profile.number_prefix,
                )
                uow.commit()
    finally:
        readers.close()
        writer.dispose()
