from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, Integer, MetaData

from pos_app.adapters.persistence import rules, schema, store_file
from pos_app.adapters.persistence.backup import verify_file
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.store_file import APPLICATION_ID
from pos_app.adapters.persistence.tables import metadata
from pos_app.composition.upgrading import migrate
from tests.integration import shop
from tests.migrations.revisions import SCRIPTS, migrate_by, with_another


@pytest.fixture
def config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pos.sqlite3"


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    engine = open_writer(path)
    yield engine
    engine.dispose()


def is_ours(_item: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Leave the search index's own tables out."""
    return not (kind == "table" and (name or "").startswith("product_search"))


def differences(engine: Engine, wanted: MetaData = metadata) -> list[Any]:
    with engine.connect() as connection:
        options = {"include_object": is_ours, "compare_type": True, "target_metadata": wanted}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, wanted))


def schema_of(path: Path) -> dict[str, str]:
    """What SQLite keeps of every table, index and trigger, spaces and quotes aside."""
    query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    return {
        name: re.sub(r"[\s\"']+", "", text)
        for name, text in shop.rows(path, query)
        if name != "alembic_version"
    }


class TestRevisions:
    def test_have_one_head(self, config: Config) -> None:
        script = ScriptDirectory.from_config(config)

        assert len(script.get_heads()) == 1
        assert len(script.get_bases()) == 1

    def test_are_as_many_as_the_program_says(self, config: Config) -> None:
        script = ScriptDirectory.from_config(config)

        ordinals = [int(one.revision) for one in script.walk_revisions()]

        assert ordinals == list(range(store_file.HEAD, 0, -1))

    def test_upgrade_one_after_the_other(self, config: Config, engine: Engine, path: Path) -> None:
        config.attributes["engine"] = engine
        script = ScriptDirectory.from_config(config)

        for revision in reversed(list(script.walk_revisions())):
            command.upgrade(config, revision.revision)

            ordinal = int(revision.revision)
            assert shop.one(path, "PRAGMA user_version") == ordinal
            assert int(shop.one(path, "SELECT version_num FROM alembic_version")) == ordinal
            assert shop.one(path, "PRAGMA integrity_check") == "ok"

    def test_number_the_schema_they_have_reached(self, tmp_path: Path, path: Path) -> None:
        scripts = with_another(tmp_path / "next", "pass")
        schema.create(path, migrate_by(SCRIPTS))
        before = shop.one(path, "PRAGMA user_version")

        schema.create(path, migrate_by(scripts))

        assert (before, shop.one(path, "PRAGMA user_version")) == (1, 2)


# The one open shift: an index that SQLAlchemy cannot read back, compared word for word below.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based")
class TestHead:
    def test_equals_the_metadata(self, engine: Engine) -> None:
        migrate(engine)

        assert differences(engine) == []

    @pytest.mark.parametrize(
        "change",
        [
            "ALTER TABLE product ADD COLUMN colour TEXT",
            "DROP INDEX ix_barcode_product_id",
            "CREATE TABLE stray (id INTEGER PRIMARY KEY) STRICT",
        ],
    )
    def test_would_be_told_from_another(self, engine: Engine, change: str) -> None:
        migrate(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql(change)

        assert len(differences(engine)) == 1

    def test_lacks_what_the_metadata_gain(self, engine: Engine) -> None:
        migrate(engine)
        wanted = MetaData(naming_convention=metadata.naming_convention)
        for table in metadata.sorted_tables:
            table.to_metadata(wanted)
        wanted.tables["product"].append_column(Column("colour", Integer))

        [(change, _, table_name, column)] = differences(engine, wanted)

        assert (change, table_name, column.name) == ("add_column", "product", "colour")

    def test_has_every_check_key_and_trigger_that_the_source_names(
        self, engine: Engine, path: Path, tmp_path: Path
    ) -> None:
        fresh = tmp_path / "fresh.sqlite3"
        by_source = open_writer(fresh)
        metadata.create_all(by_source)
        with by_source.begin() as connection:
            for statement in (
                rules.PRODUCT_SEARCH,
                *rules.PRODUCT_SEARCH_SETTINGS,
                *rules.TRIGGERS,
            ):
                connection.exec_driver_sql(statement)
        by_source.dispose()

        migrate(engine)

        assert schema_of(path) == schema_of(fresh)

    def test_leaves_the_merging_of_the_search_index_to_those_who_write(
        self, engine: Engine, path: Path
    ) -> None:
        migrate(engine)

        settings = dict(shop.rows(path, "SELECT k, v FROM product_search_config"))
        assert (settings["automerge"], settings["crisismerge"]) == (0, 256)

    def test_says_whose_file_it_is(self, engine: Engine, path: Path) -> None:
        migrate(engine)

        assert shop.one(path, "PRAGMA application_id") == APPLICATION_ID
        assert store_file.version_of(path) == store_file.HEAD
        verify_file(path)

    def test_has_in_its_first_schema_the_columns_that_a_first_look_counts(
        self, engine: Engine, path: Path
    ) -> None:
        migrate(engine)

        assert store_file.HEAD == store_file.FIRST, "count after the first revision alone"
        assert shop.one(path, store_file.COUNT_COLUMNS) == store_file.FIRST_COLUMNS


AMOUNTS = {
    *("price", "cost", "unit_price", "before_discount", "discount", "order_discount"),
    *("total", "tax", "net", "gross", "rounding", "tip", "amount", "tendered", "change"),
    *("opening_float", "sales", "refunds", "tips", "cash_sales", "cash_in", "cash_out", "counted"),
}


class TestTables:
    @pytest.fixture(autouse=True)
    def made(self, engine: Engine) -> None:
        migrate(engine)

    def test_are_all_strict(self, path: Path) -> None:
        loose = [
            name
            for _, name, kind, _, _, strict in shop.rows(path, "PRAGMA table_list")
            if kind == "table" and not strict
        ]

        # The first is Alembic's, the others are SQLite's own.
        assert sorted(loose) == ["alembic_version", "sqlite_schema", "sqlite_temp_schema"]

    def test_hold_whole_numbers_text_and_bytes_only(self, path: Path) -> None:
        kinds = {
            column[2]
            for table in metadata.tables
            for column in shop.rows(path, f'PRAGMA table_info("{table}")')
        }

        assert kinds == {"INTEGER", "TEXT", "BLOB"}

    def test_hold_every_amount_as_a_whole_number(self, path: Path) -> None:
        amounts = {
            (table, column[1]): column[2]
            for table in metadata.tables
            for column in shop.rows(path, f'PRAGMA table_info("{table}")')
            if column[1] in AMOUNTS
        }

        assert amounts.pop(("tax_class_tax", "tax")) == "TEXT"  # it names one
        assert amounts.pop(("payment", "refunds")) == "TEXT"  # so does this
        assert {name for _, name in amounts} == AMOUNTS
        assert set(amounts.values()) == {"INTEGER"}

    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO setting VALUES ('a', x'00')",
            "INSERT INTO daily_sales VALUES ('2026-01-01', 1, 1, 1, 1.5)",
            "INSERT INTO signing_key VALUES ('a', 'text', 1)",
        ],
    )
    def test_refuse_another_type(self, path: Path, statement: str) -> None:
        with shop.raw(path) as connection, pytest.raises(sqlite3.IntegrityError, match="cannot"):
            connection.execute(statement)
