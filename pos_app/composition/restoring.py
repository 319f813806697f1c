"""Put a backup in the place of a store: a new epoch, new numbers, nothing thrown away."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from sqlalchemy import Engine

from pos_app.adapters.persistence import schema, store_file
from pos_app.adapters.persistence.backup import copy_store, verify_file
from pos_app.adapters.persistence.checkpoint import checkpoint
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.failures import explained
from pos_app.adapters.persistence.journal import SqlJournalQueries
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.sqlite_failures import DamagedStoreError
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system.clock import SystemClock
from pos_app.adapters.system.ids import UuidV7
from pos_app.adapters.system.installation import KnownPlace, StateFolderError, remembered
from pos_app.adapters.system.lock import WriterLock
from pos_app.adapters.system.paths import DataFolder
from pos_app.adapters.system.whole_file import sync
from pos_app.composition.lazy import LazySigner
from pos_app.composition.opening import last_entry
from pos_app.composition.proving import journal_of
from pos_app.composition.queries import Queries, build_queries
from pos_app.composition.recovering import unwrapped
from pos_app.composition.secrets import (
    KeyPlacing,
    Secrets,
    SecretsLostError,
    secrets_of,
    stamp_now,
)
from pos_app.composition.services import identity_of
from pos_app.composition.upgrading import migrate
from pos_app.domain.errors import PosError, RefusedError
from pos_app.domain.staff import Role
from pos_app.domain.store import INSTALLATION, SETTING
from pos_app.services.journal.adopting import begin_epoch, tell_loss
from pos_app.services.journal.keys import in_use
from pos_app.services.journal.losing import LossError, loss
from pos_app.services.journal.writing import JournalWriter


class LaterOrdersError(RefusedError):
    code = "backup.later_orders"
    text = (
        "The store holds {count} journal entries that the backup lacks. Nothing was changed. "
        "To give them up, say so: --discard-later (they stay in backups/)."
    )


class PracticeNotRestoredError(RefusedError):
    code = "backup.practice"
    text = (
        "Backups are of real stores, and {file} would not put one in the place of one: one of them "
        "is a practice copy. Nothing was changed. A copy is made anew by pos-app practice reset."
    )


class PresentUnreadableError(RefusedError):
    code = "backup.present_unreadable"
    text = (
        "The store that is there cannot be read ({reason}), so that nobody knows what the backup "
        "lacks. Nothing was changed. To give it up, say so: --discard-later (it stays in backups/)."
    )


class RecoveryCodeNeededError(SecretsLostError):
    code = "backup.code_needed"
    text = (
        "This computer does not hold the keys of this backup. Nothing was changed. "
        "Say the recovery code that setup has shown: --recovery-code FILE, or - to type it."
    )


class LostBeforeError(RefusedError):
    code = "backup.lost_before"
    text = (
        "{loss} This backup does not hold them either. Nothing was changed. To go on without "
        "them, say so: --discard-later (the journal then tells of it)."
    )


def restore_store(
    folder: DataFolder, file: Path, *, code: str, keys_in_file: bool, discard_later: bool
) -> Path | None:
    """Restore and start a new epoch; return where the replaced store was kept.

    :raises BackupRefusedError: if the file is no whole backup
    :raises PracticeNotRestoredError: if it, or what is there, is a practice copy
    :raises LaterOrdersError: if something would be lost that nobody gave up
    :raises LostBeforeError: if something was lost already that nobody gave up
    :raises PresentUnreadableError: if nobody can tell whether something would be lost
    :raises StateFolderError: if this computer cannot remember it
    :raises RecoveryCodeNeededError: if the keys are not on this computer and no code was given
    """
    verify_file(file)
    store_file.version_of(file)
    journal_of(file)
    if _is_copy(file) or (folder.store.exists() and _is_copy(folder.store)):
        raise PracticeNotRestoredError(file=file)
    folder.create()
    with ExitStack() as stack:
        lock = WriterLock(folder.lock)
        lock.acquire()
        stack.callback(lock.release)
        if not discard_later:
            _require_nothing_later(folder, file)
        unfinished = folder.store.with_name(folder.store.name + ".new")
        _remove_all(unfinished)
        stack.callback(_remove_all, unfinished)
        copy_store(file, unfinished)
        schema.bring_up_to_date(unfinished, migrate, backup_folder=folder.backups)
        installation = UuidV7().new()
        lost = _lost_before(folder, unfinished)
        if lost is not None and not discard_later:
            raise LostBeforeError(loss=lost)
        opening = _Opening(folder, installation, lost)
        keys, place = _begin_epoch(opening, unfinished, code=code, keys_in_file=keys_in_file)
        stack.callback(keys.give_up)
        unfinished.chmod(0o600)
        was = remembered(folder.root)
        # Before the store is there: else one that nobody knows would be asked to be adopted.
        place.remember(installation)
        try:
            kept = _put_in_place(folder, unfinished, keys)
        except BaseException:
            with suppress(StateFolderError):
                place.remember(was.installation, head=was.head)
            raise
        keys.finish()
    return kept


def _is_copy(store: Path) -> bool:
    """Whether it is a practice copy; one that is damaged may be restored."""
    try:
        with explained(), Readers(store) as readers:
            return bool(build_queries(readers).profile.copy_of)
    except (PosError, sqlite3.Error, AssertionError, ValueError, KeyError, TypeError):
        return False


def _put_in_place(folder: DataFolder, unfinished: Path, keys: KeyPlacing) -> Path | None:
    stamp = stamp_now()
    kept = _keep_present(folder, stamp)
    # In this order a kill may leave a store without keys, for which the recovery code is
    # there, but never one with the keys of another.
    keys.set_old_aside(stamp)
    try:
        for leftover in ("-wal", "-shm"):
            folder.store.with_name(folder.store.name + leftover).unlink(missing_ok=True)
        unfinished.replace(folder.store)
    except OSError:
        keys.put_back()
        raise
    sync(folder.root)
    return kept


def _lost_before(folder: DataFolder, store: Path) -> LossError | None:
    """What this till had recorded that neither the store to be replaced nor the backup holds."""
    with explained(), Readers(store) as readers:
        backup = build_queries(readers)
        journal_id = backup.profile.journal_id
        here = backup.epoch, backup.journal.head().seq
        recorded = last_entry(folder, backup).read()
    return loss(recorded=recorded, found=max(here, _last_there(folder, journal_id)))


def _require_nothing_later(folder: DataFolder, file: Path) -> None:
    """Refuse if the present store holds entries that the backup, link by link, does not."""
    if not folder.store.exists():
        return
    try:
        with Readers(folder.store) as present, Readers(file) as backup:
            mine, other = SqlJournalQueries(present), SqlJournalQueries(backup)
            pairs = zip(mine.entries(), other.entries(), strict=False)
            shared = sum(1 for _ in takewhile(lambda pair: pair[0].hash == pair[1].hash, pairs))
            later = sum(1 for _ in mine.entries(after=shared))
    except sqlite3.Error as error:
        raise PresentUnreadableError(reason=error) from error
    if later:
        raise LaterOrdersError(count=later)


def _keep_present(folder: DataFolder, stamp: str) -> Path | None:
    if not folder.store.exists():
        return None
    kept = folder.backups / f"replaced-{stamp}.sqlite3"
    try:
        copy_store(folder.store, kept)
    except DamagedStoreError:
        _keep_bytes(folder.store, kept)
    return kept


def _keep_bytes(store: Path, kept: Path) -> None:
    """Of one that is too damaged to be copied page by page, with its log, as they are."""
    pairs = [
        (store.with_name(store.name + end), kept.with_name(kept.name + end)) for end in ("", "-wal")
    ]
    try:
        for part, copy in pairs:
            if part.exists():
                shutil.copy2(part, copy)
    except OSError:
        for _, copy in pairs:
            copy.unlink(missing_ok=True)
        raise


def _remove_all(unfinished: Path) -> None:
    """A log that a kill left behind would be played into the next copy of that name."""
    for leftover in unfinished.parent.glob(unfinished.name + "*"):
        leftover.unlink()


@dataclass(frozen=True, slots=True)
class _Opening:
    """What begins with the new epoch, and where."""

    folder: DataFolder
    installation: str
    lost: LossError | None


def _begin_epoch(
    opening: _Opening, store: Path, *, code: str, keys_in_file: bool
) -> tuple[KeyPlacing, KnownPlace]:
    """Write the first entry of the new epoch; return the keys that signed it, to be put down."""
    folder = opening.folder
    writer = open_writer(store)
    readers = Readers(store)
    try:
        queries = build_queries(readers)
        if keys_in_file and not queries.profile.keys_in_file:
            profile = replace(queries.profile, keys_in_file=True)
            with SqlUnitOfWork(writer) as uow:
                uow.settings.put(SETTING, profile.to_text())
                uow.commit()
            queries = build_queries(readers)
        secrets = unwrapped(queries, code) if code else _secrets_here(folder, queries)
        place = KnownPlace(folder.root, queries.profile.journal_id)
        known = _last_there(folder, queries.profile.journal_id), last_entry(folder, queries).read()
        place.note_epoch(max(epoch for epoch, _ in known))
        _append_epoch(secrets, writer, queries, place=place, opening=opening)
        checkpoint(writer)
        keys = KeyPlacing(folder, queries.profile, secrets)
        if code or queries.profile.keys_in_file:
            keys.stage()
        return keys, place
    finally:
        readers.close()
        writer.dispose()


def _secrets_here(folder: DataFolder, queries: Queries) -> Secrets:
    try:
        return secrets_of(folder, queries.profile)
    except SecretsLostError as error:
        raise RecoveryCodeNeededError from error


def _last_there(folder: DataFolder, journal_id: str) -> tuple[int, int]:
    """Epoch and last entry of the store to be replaced: its numbers are not to be given again."""
    if not folder.store.exists():
        return 0, 0
    try:
        with explained(), Readers(folder.store) as readers:
            present = build_queries(readers)
            last = present.epoch, present.journal.head().seq
    except (PosError, sqlite3.Error, AssertionError, ValueError, KeyError, TypeError):
        return 0, 0  # it was said already that nobody can read it
    return last if present.profile.journal_id == journal_id else (0, 0)


def _append_epoch(
    secrets: Secrets, writer: Engine, queries: Queries, *, place: KnownPlace, opening: _Opening
) -> None:
    clock = SystemClock()
    signer = LazySigner(lambda: secrets.signing_key)
    journal_queries = queries.journal
    if signer.public_key != in_use(journal_queries.signing_keys(), journal_queries.head().seq):
        raise RecoveryCodeNeededError
    journal = JournalWriter(signer=signer, clock=clock, identity=identity_of(queries))
    ahead = journal.in_next_epoch(place.newest_epoch())
    place.note_epoch(ahead.epoch)
    with SqlUnitOfWork(writer) as uow:
        uow.settings.put(INSTALLATION, opening.installation)
        begin_epoch(
            uow,
            journal=ahead,
            clock=clock,
            actor=next(one for one in queries.staff.listed() if one.role is Role.OWNER),
            reason="restore",
            number_prefix=queries.profile.number_prefix,
        )
        tell_loss(uow, opening.lost, journal=ahead)
        uow.commit()
