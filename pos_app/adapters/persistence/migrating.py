"""Run Alembic on a store's writer engine; imported only when a store is made or is behind."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine


def upgrade(engine: Engine, *, scripts: Path) -> None:
    """Apply every revision that the store lacks, in one transaction.

    :param scripts: the folder migrations/terminal
    """
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
