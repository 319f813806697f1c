"""Prove what a store's file is worth, in its place or as a backup: rows, journal and keys."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pos_app.adapters.persistence.backup import BackupRefusedError
from pos_app.adapters.persistence.failures import explained
from pos_app.adapters.persistence.journal import SqlJournalQueries
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.soundness import unsound
from pos_app.adapters.persistence.stored_rows import SqlStoredRows
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.lazy import LazySignatureCheck, LazySigner
from pos_app.composition.opening import writing
from pos_app.composition.queries import build_queries
from pos_app.composition.recovering import unwrapped
from pos_app.domain.errors import RefusedError
from pos_app.services.journal.comparing import differences
from pos_app.services.journal.keys import in_use
from pos_app.services.journal.verifying import JournalVerifier, Verdict

BACKUP_PROVED: Final = "backup_proved"
"""The setting with the day on which a backup of this store was verified with the recovery code."""


class OtherStoreError(RefusedError):
    code = "backup.other_store"
    text = "It is a backup of another store than the one here."


def untrue(file: Path) -> list[str]:
    """Everything that does not add up or that the journal does not say.

    :raises UnavailableError: if the file cannot be read
    """
    with explained(), Readers(file) as readers:
        return [
            *unsound(readers),
            *differences(SqlJournalQueries(readers), SqlStoredRows(readers)),
        ]


def journal_of(file: Path) -> Verdict:
    """Verify the journal inside a backup.

    :raises BackupRefusedError: if an entry of it is bad
    """
    with explained(), Readers(file) as readers:
        journal = build_queries(readers).journal
        verifier = JournalVerifier(signatures=LazySignatureCheck())
        verdict = verifier.verify(journal.entries(), journal.signing_keys())
    if not verdict.ok:
        raise BackupRefusedError(
            path=file.name, reason=f"journal entry {verdict.first_bad} is bad: {verdict.reason}"
        )
    return verdict


def require_true(file: Path) -> None:
    """Refuse a backup whose rows are not what its journal says.

    :raises BackupRefusedError: with everything that is wrong
    """
    try:
        wrong = untrue(file)
    except sqlite3.Error as error:  # such as a text that is none
        raise BackupRefusedError(path=file.name, reason=f"it cannot be read ({error})") from error
    if wrong:
        raise BackupRefusedError(path=file.name, reason="; ".join(wrong))


def prove_code(file: Path, code: str) -> str:
    """Open the keys in a backup with the recovery code; return the id of its journal.

    :raises WrongRecoveryCodeError: if the code does not open them
    :raises BackupRefusedError: if what it opens does not sign the backup's journal
    """
    with explained(), Readers(file) as readers:
        queries = build_queries(readers)
        secrets = unwrapped(queries, code)
        signing = in_use(queries.journal.signing_keys(), queries.journal.head().seq)
    signer = LazySigner(lambda: secrets.signing_key)
    if signer.public_key != signing:
        raise BackupRefusedError(
            path=file.name, reason="the keys it carries do not sign its journal"
        )
    return queries.profile.journal_id


def note_proof(folder: DataFolder, journal_id: str) -> None:
    """Remember for `doctor` that a backup of this store was verified with the recovery code.

    :raises PosError: if there is no store here, it is another one, or a till has it open
    """
    with writing(folder) as store:
        if store.queries.profile.journal_id != journal_id:
            raise OtherStoreError
        with store.services.new_uow() as uow:
            uow.settings.put(BACKUP_PROVED, datetime.now(UTC).date().isoformat())
            uow.commit()
