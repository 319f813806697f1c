"""Bring a store's file to this program's schema after a verified backup; refuse a newer one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from pos_app.adapters.persistence import store_file
from pos_app.adapters.persistence.backup import copy_store, verify_file
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.failures import explained

Migrate = Callable[[Engine], None]


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
    found = store_file.version_of(path)
    if found == store_file.HEAD:
        return None
    backup = backup_folder / f"before-schema-{store_file.HEAD}-from-{found}.sqlite3"
    copy_store(path, backup)
    verify_file(backup)
    create(path, migrate)
    return backup
