"""Run the terminal's migrations on the connection given, all in one transaction."""

from __future__ import annotations

from alembic import context
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from pos_app.adapters.persistence.store_file import APPLICATION_ID
from pos_app.adapters.persistence.tables import metadata


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    # The search index and its shadow tables are made by hand.
    return not (kind == "table" and name is not None and name.startswith("product_search"))


def migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        # Before BEGIN: inside a transaction this does nothing, and a batch alter with foreign
        # keys on would silently delete the children of the table it replaces.
        driver.execute("PRAGMA foreign_keys=OFF").close()
        try:
            with connection.begin():
                run(connection)
        finally:
            driver.execute("PRAGMA foreign_keys=ON").close()


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=include_name,
        transactional_ddl=False,  # the transaction is ours
    )
    context.run_migrations()
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone()
    assert broken is None, f"the migration leaves rows that point nowhere: {broken}"
    script = ScriptDirectory.from_config(context.config)
    reached = context.get_context().get_current_revision()
    ordinal = sum(1 for _ in script.iterate_revisions(reached, "base"))
    connection.exec_driver_sql(f"PRAGMA user_version={ordinal:d}")
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID:d}")


migrate(context.config.attributes["engine"])
