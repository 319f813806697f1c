"""Copies of a store that are whole even while it sells, and the proof that one can be used."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from pos_app.adapters.persistence.failures import explained
from pos_app.adapters.persistence.store_file import APPLICATION_ID
from pos_app.domain.errors import UnavailableError

PAGES_PER_STEP: Final = 2_000
PARTIAL: Final = ".pos-app-*.partial"
"""What a kill in the middle of a copy leaves behind."""


class BackupRefusedError(UnavailableError):
    code = "backup.refused"
    text = "{path} cannot be used as a backup: {reason}. Nothing was changed."


def copy_store(source: Path, target: Path, *, prove: Callable[[Path], None] | None = None) -> None:
    """Copy by SQLite's backup API; the target appears whole or not at all.

    :param prove: looks at the copy before it gets its name, and raises if it is not to have it
    :raises BackupRefusedError: if the target is the store itself, a device or a folder
    :raises UnavailableError: if the disk refuses
    """
    # An open till would go on writing to a file that no longer has a name.
    if target.exists() and target.samefile(source):
        raise BackupRefusedError(path=target.name, reason="it is the store itself")
    if target.exists() and not target.is_file():
        raise BackupRefusedError(path=target.name, reason="it is no ordinary file")
    target.parent.mkdir(parents=True, exist_ok=True)
    target = target.resolve()
    handle, name = tempfile.mkstemp(prefix=".pos-app-", suffix=".partial", dir=target.parent)
    os.close(handle)
    partial = Path(name)
    try:
        with (
            explained(),
            closing(_read_only(source)) as reading,
            closing(sqlite3.connect(partial, isolation_level=None)) as writing,
        ):
            # One snapshot for all steps: otherwise each sale in between would begin it anew.
            reading.execute("BEGIN").close()
            reading.execute("SELECT count(*) FROM sqlite_master").close()
            reading.backup(writing, pages=PAGES_PER_STEP)
            reading.execute("COMMIT").close()
            # A backup is one file: without this the copy would still ask for a WAL beside it.
            writing.execute("PRAGMA journal_mode=DELETE").close()
        partial.chmod(0o600)
        _sync(partial)
        if prove is not None:
            prove(partial)
        partial.replace(target)
        _sync(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def verify_file(path: Path, *, quick: bool = False) -> None:
    """Prove that the file is a store without damage: pages, indexes, types, foreign keys.

    Whether the rows add up and are what the journal says is not looked at here, and a quick
    look leaves out indexes and foreign keys.

    :raises BackupRefusedError: with the first thing that is wrong
    """
    if not path.is_file():
        raise BackupRefusedError(path=path.name, reason="there is no such file")
    try:
        with closing(_read_only(path)) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            if application != APPLICATION_ID:
                raise BackupRefusedError(path=path.name, reason="it is not a pos_app store")
            check = "quick_check" if quick else "integrity_check"
            found = connection.execute(f"PRAGMA {check}(1)").fetchone()[0]
            if found != "ok":
                raise BackupRefusedError(path=path.name, reason=f"it is damaged ({found})")
            if quick:
                return
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise BackupRefusedError(path=path.name, reason="rows in it point nowhere")
    except sqlite3.DatabaseError as error:
        raise BackupRefusedError(path=path.name, reason=f"it is damaged ({error})") from error


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
