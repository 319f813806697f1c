"""Run Alembic on head office's database; imported only by who migrates."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from pos_app.head_office.storage.engine import Database


def upgrade(database: Database, *, scripts: Path) -> None:
    """Apply every revision that the database lacks, in one transaction.

    Of several that do it at once one does it, and the others wait for that.

    :param scripts: the folder migrations/head_office
    """
    config = _config(scripts)
    config.attributes["database"] = database
    command.upgrade(config, "head")


def is_current(database: Database, *, scripts: Path) -> bool:
    """Say whether the database has this program's schema."""
    wanted = ScriptDirectory.from_config(_config(scripts)).get_current_head()
    with database.reader.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return MigrationContext.configure(connection).get_current_revision() == wanted


def _config(scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    return config
