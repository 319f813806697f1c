"""Put a backup in the place of a store: a new epoch, new numbers, nothing thrown away."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pos_app.adapters.persistence import schema
from pos_app.adapters.persistence.backup import BackupRefusedError, copy_store, verify_file
from pos_app.adapters.persistence.checkpoint import checkpoint
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system.clock import SystemClock
from pos_app.adapters.system.lock import WriterLock
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.lazy import LazySignatureCheck
from pos_app.composition.opening import keys_of, migrate
from pos_app.composition.queries import Queries, build_queries
from pos_app.composition.recovering import unwrap_keys
from pos_app.composition.secrets import SecretsLostError
from pos_app.composition.services import identity_of
from pos_app.domain.errors import RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Role
from pos_app.domain.store import SETTING
from pos_app.services.journal.verifying import JournalVerifier, Verdict
from pos_app.services.journal.writing import Fact, JournalWriter


class LaterOrdersError(RefusedError):
    code = "backup.later_orders"
    text = (
        "The store holds {count} journal entries that the backup lacks. Nothing was changed. "
        "To give them up, say so: --discard-later (they stay in backups/)."
    )


def journal_of(file: Path) -> Verdict:
    """Verify the journal inside a backup.

    :raises BackupRefusedError: if an entry of it is bad
    """
    readers = Readers(file)
    try:
        journal = build_queries(readers).journal
        verifier = JournalVerifier(signatures=LazySignatureCheck())
        verdict = verifier.verify(journal.entries(), journal.signing_keys())
    finally:
        readers.close()
    if not verdict.ok:
        raise BackupRefusedError(
            path=file.name, reason=f"journal entry {verdict.first_bad} is bad: {verdict.reason}"
        )
    return verdict


def restore_store(
    folder: DataFolder, file: Path, *, code: str, keys_in_file: bool, discard_later: bool
) -> Path | None:
    """Restore and start a new epoch; return where the replaced store was kept.

    :raises BackupRefusedError: if the file is no whole backup
    :raises LaterOrdersError: if something would be lost that nobody gave up
    :raises SecretsLostError: if the keys are not on this computer and no code was given
    """
    verify_file(file)
    schema.version_of(file)
    verdict = journal_of(file)
    folder.create()
    with ExitStack() as stack:
        lock = WriterLock(folder.lock)
        lock.acquire()
        stack.callback(lock.release)
        kept = _keep_present(folder, verdict, discard_later=discard_later)
        unfinished = folder.store.with_name(folder.store.name + ".new")
        copy_store(file, unfinished)
        schema.bring_up_to_date(unfinished, migrate, backup_folder=folder.backups)
        _begin_epoch(folder, unfinished, code=code, keys_in_file=keys_in_file)
        unfinished.chmod(0o600)
        for leftover in ("-wal", "-shm"):
            folder.store.with_name(folder.store.name + leftover).unlink(missing_ok=True)
        unfinished.replace(folder.store)
    return kept


def _keep_present(folder: DataFolder, backup: Verdict, *, discard_later: bool) -> Path | None:
    if not folder.store.exists():
        return None
    readers = Readers(folder.store)
    try:
        head = build_queries(readers).journal.head()
    finally:
        readers.close()
    later = head.seq - backup.entries
    if later > 0 and not discard_later:
        raise LaterOrdersError(count=later)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = folder.backups / f"replaced-{stamp}.sqlite3"
    copy_store(folder.store, kept)
    return kept


def _begin_epoch(folder: DataFolder, store: Path, *, code: str, keys_in_file: bool) -> None:
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
        if code:
            unwrap_keys(folder, queries, code)
        _append_epoch(folder, writer_work=SqlUnitOfWork(writer), queries=queries)
        checkpoint(writer)
    finally:
        readers.close()
        writer.dispose()


def _append_epoch(folder: DataFolder, *, writer_work: SqlUnitOfWork, queries: Queries) -> None:
    clock = SystemClock()
    signer = keys_of(folder, queries.profile).signer
    if signer.key_id not in queries.journal.signing_keys():
        raise SecretsLostError
    identity = replace(identity_of(queries), epoch=queries.epoch + 1)
    journal = JournalWriter(signer=signer, clock=clock, identity=identity)
    owner = next(one for one in queries.staff.listed() if one.role is Role.OWNER)
    with writer_work as uow:
        series = uow.settings.start_epoch(
            at=clock.now(), reason="restore", terminal=queries.profile.number_prefix
        )
        journal.append(
            uow.journal,
            Fact(
                kind=EntryKind.EPOCH_START,
                actor=owner,
                body={"reason": "restore", "series": series},
            ),
        )
        uow.commit()
