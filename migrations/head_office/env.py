"""Run head office's migrations on the database given, all in one transaction."""

from __future__ import annotations

import sqlite3

from alembic import context
from sqlalchemy import Connection

from pos_app.head_office.storage.engine import Database
from pos_app.head_office.storage.schema import metadata

LOCK = 0x504F5348
"""Of PostgreSQL: replicas that start together migrate one after the other."""


def migrate(database: Database) -> None:
    with database.writer.connect() as connection:
        _set_foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                run(connection, database)
        finally:
            _set_foreign_keys(connection, "ON")


def _set_foreign_keys(connection: Connection, how: str) -> None:
    """On SQLite, before BEGIN: inside a transaction this does nothing, and a batch alter with
    foreign keys on would silently delete the children of the table it replaces.
    """
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.execute(f"PRAGMA foreign_keys={how}").close()


def run(connection: Connection, database: Database) -> None:
    if database.is_postgresql:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK:d})")
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transactional_ddl=False,  # the transaction is ours
    )
    context.run_migrations()
    if not database.is_postgresql:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone()
        assert broken is None, f"the migration leaves rows that point nowhere: {broken}"


migrate(context.config.attributes["database"])
