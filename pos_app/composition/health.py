"""Examine a store: file, journal, disk, keys, printer, backups and the law."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from pos_app.adapters.persistence import store_file
from pos_app.adapters.persistence.backup import verify_file
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.soundness import unsound
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.lazy import LazySignatureCheck
from pos_app.composition.opening import reading
from pos_app.composition.queries import Queries
from pos_app.composition.secrets import secrets_of
from pos_app.domain.errors import PosError
from pos_app.services.journal.verifying import JournalVerifier

MEBIBYTE: Final = 1024 * 1024
FREE_WARN: Final = 500 * MEBIBYTE
# One writer connection that also does every checkpoint keeps this fault of old versions away.
WAL_RESET_FIXED: Final = (3, 51, 3)


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    ok: bool
    detail: str
    what_to_do: str = ""


def examine(folder: DataFolder) -> list[Finding]:
    """Look at everything; a thing that cannot be looked at is ill.

    :raises NoStoreError: if there is nothing to examine
    """
    with reading(folder) as queries:
        return [
            _checked("database", lambda: _database(folder)),
            _checked("journal", lambda: _journal(queries)),
            _checked("documents", lambda: _documents(folder)),
            _checked("keys", lambda: _keys(folder, queries)),
            _checked("disk", lambda: _disk(folder)),
            _checked("printer", lambda: _printer(queries)),
            _checked("outbox", lambda: _outbox(queries)),
            _checked("backup", lambda: _backup(folder)),
            *_notices(queries),
        ]


def _checked(name: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except (PosError, OSError, sqlite3.Error) as error:
        return Finding(name, ok=False, detail=str(error))


def _database(folder: DataFolder) -> Finding:
    verify_file(folder.store)
    version = ".".join(str(part) for part in sqlite3.sqlite_version_info)
    size = folder.store.stat().st_size // MEBIBYTE
    note = (
        ""
        if sqlite3.sqlite_version_info >= WAL_RESET_FIXED
        else "; kept from its WAL-reset fault by one writer that does every checkpoint"
    )
    return Finding(
        "database",
        ok=True,
        detail=f"whole, schema {store_file.HEAD}, {size} MiB, SQLite {version}{note}",
    )


def _journal(queries: Queries) -> Finding:
    verdict = JournalVerifier(signatures=LazySignatureCheck()).verify(
        queries.journal.entries(), queries.journal.signing_keys()
    )
    if verdict.ok:
        return Finding("journal", ok=True, detail=f"{verdict.entries} entries verify")
    return Finding(
        "journal",
        ok=False,
        detail=f"entry {verdict.first_bad} is bad: {verdict.reason}",
        what_to_do="Stop selling on this terminal and keep its folder as it is for an expert.",
    )


def _documents(folder: DataFolder) -> Finding:
    readers = Readers(folder.store)
    try:
        wrong = unsound(readers)
    finally:
        readers.close()
    if not wrong:
        return Finding("documents", ok=True, detail="items, taxes, payments and stock add up")
    return Finding("documents", ok=False, detail="; ".join(wrong))


def _keys(folder: DataFolder, queries: Queries) -> Finding:
    secrets_of(folder, queries.profile)
    if queries.profile.keys_in_file and not queries.profile.practice:
        return Finding(
            "keys",
            ok=True,
            detail="in a file of the data folder, by the owner's choice",
            what_to_do="Whoever copies the folder can sign for this store.",
        )
    return Finding("keys", ok=True, detail="readable")


def _disk(folder: DataFolder) -> Finding:
    free = shutil.disk_usage(folder.root).free
    return Finding(
        "disk",
        ok=free >= FREE_WARN,
        detail=f"{free // MEBIBYTE} MiB free",
        what_to_do="" if free >= FREE_WARN else f"Free at least {FREE_WARN // MEBIBYTE} MiB.",
    )


def _printer(queries: Queries) -> Finding:
    waiting = queries.print_jobs.waiting(limit=100)
    target = queries.profile.printer or "files in printed/"
    return Finding("printer", ok=True, detail=f"{target}, {len(waiting)} receipts waiting")


def _outbox(queries: Queries) -> Finding:
    return Finding(
        "outbox",
        ok=True,
        detail=f"{queries.journal.waiting()} records wait; no head office is enrolled",
    )


def _backup(folder: DataFolder) -> Finding:
    # What a restore has replaced is kept there too, and may be damaged: it is no backup.
    files = (path for path in folder.backups.glob("*.sqlite3") if not path.match("replaced-*"))
    found = sorted(files, key=lambda path: path.stat().st_mtime)
    if found:
        return Finding("backup", ok=True, detail=f"newest: {found[-1].name}")
    return Finding(
        "backup",
        ok=True,
        detail="none in backups/ yet",
        what_to_do="pos-app backup create FILE, on another disk.",
    )


def _notices(queries: Queries) -> Iterator[Finding]:
    if queries.profile.fiscal_notice:
        yield Finding("law", ok=True, detail=queries.profile.fiscal_notice)
