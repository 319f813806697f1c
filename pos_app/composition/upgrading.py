"""Bring a store to today's schema: needed by a store that is new or behind, and by no other."""

from __future__ import annotations

from importlib import import_module

from sqlalchemy import Engine

from pos_app.adapters.persistence import schema
from pos_app.adapters.persistence.failures import explained
from pos_app.adapters.system.paths import DataFolder, bundled


def upgrade(folder: DataFolder) -> None:
    """Migrate after a verified backup.

    :raises UnavailableError: if the disk refuses; the store is then as it was
    """
    with explained():
        schema.bring_up_to_date(folder.store, migrate, backup_folder=folder.backups)


def migrate(engine: Engine) -> None:
    # Alembic takes 0.7 s to load.
    import_module("pos_app.adapters.persistence.migrating").upgrade(
        engine, scripts=bundled("migrations") / "terminal"
    )
