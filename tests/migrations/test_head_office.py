"""Head office's migrations, on both of its databases."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Integer, MetaData, text

from pos_app.adapters.system.paths import bundled
from pos_app.head_office.storage.engine import Database, open_database
from pos_app.head_office.storage.migrating import is_current
from pos_app.head_office.storage.schema import metadata
from tests.integration.processes import REPOSITORY, WAIT_S
from tests.servers import SCRIPTS, PostgresServer, migrated

_MIGRATE = "import sys; from tests.servers import migrated; migrated(sys.argv[1]).dispose()"


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    """What writes the first schema from the tables."""
    path = Path(__file__).parents[2] / "build" / "head_office_schema.py"
    spec = importlib.util.spec_from_file_location("head_office_schema", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def differences(database: Database, wanted: MetaData = metadata) -> list[Any]:
    def is_ours(name: str | None, kind: str, _parents: object) -> bool:
        # The months of the orders are made as they come.
        return not (kind == "table" and name is not None and name.startswith("order_"))

    with database.reader.connect() as connection:
        options = {"compare_type": True, "target_metadata": wanted, "include_name": is_ours}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, wanted))


class TestRevisions:
    def test_have_one_head(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        script = ScriptDirectory.from_config(config)

        assert len(script.get_heads()) == 1
        assert len(script.get_bases()) == 1

    def test_lie_where_every_build_finds_them(self) -> None:
        assert (bundled("migrations") / "head_office" / "env.py").is_file()

    def test_begin_with_what_the_tables_say(self, writer: ModuleType) -> None:
        for dialect in writer.dialects():
            written = writer.path_for(dialect).read_text(encoding="utf-8")

            assert written == writer.first_schema(dialect), writer.__doc__


# The number of a transaction: SQLAlchemy does not know the type, so it is not compared.
@pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")
class TestHead:
    def test_equals_the_tables(self, head_office_database: Database) -> None:
        assert differences(head_office_database) == []

    def test_would_be_told_from_another(self, head_office_database: Database) -> None:
        wanted = MetaData(naming_convention=metadata.naming_convention)
        for table in metadata.sorted_tables:
            table.to_metadata(wanted)
        wanted.tables["product"].append_column(Column("colour", Integer))

        [(change, _, table_name, column)] = differences(head_office_database, wanted)

        assert (change, table_name, column.name) == ("add_column", "product", "colour")

    def test_is_known_to_be_the_newest(self, head_office_database: Database) -> None:
        assert is_current(head_office_database, scripts=SCRIPTS)

    def test_is_missed_where_nothing_is(self, tmp_path: Path) -> None:
        database = open_database(f"sqlite:///{tmp_path / 'new.sqlite3'}")
        with database.writer.begin():
            pass

        assert not is_current(database, scripts=SCRIPTS)
        database.dispose()

    def test_is_reached_once_by_replicas_that_start_together(
        self, postgres_server: PostgresServer
    ) -> None:
        url = postgres_server.new_database()
        words = (sys.executable, "-c", _MIGRATE, url)

        replicas = [subprocess.Popen(words, cwd=REPOSITORY) for _ in range(3)]

        assert [one.wait(WAIT_S) for one in replicas] == [0, 0, 0]
        database = open_database(url)
        assert differences(database) == []
        database.dispose()


class TestSqlite:
    def test_keeps_strict_tables(self, sqlite_template: Path) -> None:
        database = open_database(f"sqlite:///{sqlite_template}")
        with database.reader.connect() as connection:
            loose = [
                row.name
                for row in connection.execute(text("PRAGMA table_list"))
                if row.type == "table" and not row.strict
            ]
        database.dispose()

        assert sorted(loose) == ["alembic_version", "sqlite_schema", "sqlite_temp_schema"]


def test_a_postgresql_without_an_encoding_is_migrated_too(postgres_server: PostgresServer) -> None:
    postgres_server.run(
        "CREATE DATABASE without_encoding TEMPLATE template0 ENCODING SQL_ASCII LOCALE 'C'"
    )

    database = migrated(postgres_server.url("without_encoding"))

    try:
        assert is_current(database, scripts=SCRIPTS)
    finally:
        database.dispose()
