"""Bring a store's file to this program's schema after a verified backup; refuse a newer one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from pos_app.adapters.persistence.backup import copy_store, verify_file
from pos_app.adapters.persistence.engine import APPLICATION_ID, open_writer
from pos_app.adapters.persistence.failures import explained
from pos_app.domain.errors import UnavailableError

HEAD: Final = 1
"""The ordinal of the newest revision under migrations/terminal; a test holds the two together."""


class NotAStoreError(UnavailableError):
    code = "store.not_a_store"
    text = "{path} is not a pos_app store. Nothing was changed."


class NewerStoreError(UnavailableError):
    code = "store.newer"
    text = (
        "This store was written by a newer version (schema {found}; this program knows {known}). "
        "Nothing was changed. Install the newer version again."
    )


Migrate = Callable[[Engine], None]


def version_of(path: Path) -> int:
    """The schema a file holds.

    :raises UnavailableError: if it is no store, damaged, or newer than this program
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    with explained(), closing(sqlite3.connect(address, uri=True)) as connection:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID:
        raise NotAStoreError(path=path.name)
    if version > HEAD:
        raise NewerStoreError(found=version, known=HEAD)
    return version


def create(path: Path, migrate: Migrate) -> None:
    """Make an empty store with the newest schema."""
    with explained():
        engine = open_writer(path)
        try:
            migrate(engine)
        finally:
            engine.dispose()


def bring_up_to_date(path: Path, migrate: Migrate, *, backup_folder: Path) -> Path | None:
    """Migrate an older store after a verified backup; return the backup, or None if current.

    :raises UnavailableError: if the file is no store, damaged, or newer than this program
    """
    found = version_of(path)
    if found == HEAD:
        return None
    backup = backup_folder / f"before-schema-{HEAD}-from-{found}.sqlite3"
    copy_store(path, backup)
    verify_file(backup)
    create(path, migrate)
    return backup
