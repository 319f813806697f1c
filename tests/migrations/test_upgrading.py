from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from pos_app.adapters.persistence import schema, store_file
from pos_app.adapters.persistence.backup import BackupRefusedError, verify_file
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.tables import metadata
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OldStoreError, reading, writing
from tests.integration import shop
from tests.migrations.revisions import migrate_by, with_another

ALL_TABLES = tuple(metadata.tables)
NEW_COLUMN = 'op.add_column("product", sa.Column("colour", sa.Text))'
HALF_WAY = f"""
{NEW_COLUMN}
op.execute("DELETE FROM draft")
op.execute("UPDATE product SET price = 0")
raise RuntimeError("half way")
"""
POINTS_NOWHERE = "op.execute(\"INSERT INTO barcode VALUES ('1', 999999)\")"
# What a batch alter does to a table that others point to: make it anew and drop the old one.
BATCH = """
with op.batch_alter_table("staff", recreate="always") as batch:
    batch.add_column(sa.Column("badge", sa.Text))
"""
LOOK_AROUND = """
connection = op.get_bind()
path = connection.exec_driver_sql("PRAGMA database_list").fetchone()[2]
keys = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
other = sqlite3.connect(path, timeout=0, isolation_level=None)
try:
    other.execute("BEGIN IMMEDIATE")
    lock = "free"
except sqlite3.OperationalError as error:
    lock = str(error)
finally:
    other.close()
op.execute(f"INSERT INTO setting VALUES ('seen', 'foreign keys {keys}, {lock}')")
"""


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it will be: it knows one revision more than the store holds."""
    monkeypatch.setattr(store_file, "HEAD", store_file.HEAD + 1)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def upgraded(folder: DataFolder, body: str) -> Path | None:
    """Bring the store to a schema that has one more revision, with this upgrade."""
    scripts = with_another(folder.root.parent / "next", body)
    return schema.bring_up_to_date(folder.store, migrate_by(scripts), backup_folder=folder.backups)


class TestCurrentStore:
    def test_is_left_alone(self, folder: DataFolder) -> None:
        before = digest(folder.store)

        def migrate(_engine: Engine) -> None:
            pytest.fail("nothing was to be done")

        kept = schema.bring_up_to_date(folder.store, migrate, backup_folder=folder.backups)

        assert kept is None
        assert digest(folder.store) == before
        assert not folder.backups.exists()


@pytest.mark.usefixtures("next_version")
class TestOlderStore:
    def test_keeps_every_row_of_every_table(self, folder: DataFolder) -> None:
        before = {
            table: [row[:10] for row in rows] if table == "product" else rows
            for table, rows in shop.everything(folder.store, ALL_TABLES).items()
        }
        assert all(before[table] for table in shop.RECORDS)

        upgraded(folder, NEW_COLUMN)

        after = shop.everything(folder.store, ALL_TABLES)
        assert {row[10] for row in after["product"]} == {None}
        assert before == after | {"product": [row[:10] for row in after["product"]]}
        assert store_file.version_of(folder.store) == store_file.HEAD

    def test_keeps_its_triggers_and_types(self, folder: DataFolder) -> None:
        query = "SELECT name, sql FROM sqlite_master WHERE name <> 'product' ORDER BY name"
        before = shop.rows(folder.store, query)

        upgraded(folder, NEW_COLUMN)

        assert shop.rows(folder.store, query) == before

    def test_is_backed_up_as_it_was(self, folder: DataFolder) -> None:
        before = shop.everything(folder.store, ALL_TABLES)

        backup = upgraded(folder, NEW_COLUMN)

        assert backup is not None
        assert backup.parent == folder.backups
        verify_file(backup)
        assert shop.one(backup, "PRAGMA user_version") == store_file.HEAD - 1
        assert shop.everything(backup, ALL_TABLES) == before

    def test_is_backed_up_before_anything_is_changed(self, folder: DataFolder) -> None:
        found: list[Path] = []

        def migrate(_engine: Engine) -> None:
            found.extend(folder.backups.iterdir())
            for backup in found:
                verify_file(backup)

        schema.bring_up_to_date(folder.store, migrate, backup_folder=folder.backups)

        assert [path.name for path in found] == ["before-schema-2-from-1.sqlite3"]

    def test_is_not_touched_if_its_backup_cannot_be_used(self, folder: DataFolder) -> None:
        with shop.raw(folder.store) as connection:
            connection.execute("INSERT INTO barcode VALUES ('1', 999999)")
        before = shop.everything(folder.store, ALL_TABLES)

        with pytest.raises(BackupRefusedError, match="rows in it point nowhere"):
            upgraded(folder, NEW_COLUMN)

        assert shop.everything(folder.store, ALL_TABLES) == before
        assert shop.one(folder.store, "PRAGMA user_version") == store_file.HEAD - 1

    def test_is_not_read_before_it_is_up_to_date(self, folder: DataFolder) -> None:
        with pytest.raises(OldStoreError, match="older version"), reading(folder):
            pytest.fail("an old store was read")


@pytest.mark.usefixtures("next_version")
class TestMigration:
    def test_runs_without_foreign_keys_in_a_transaction_of_its_own(
        self, folder: DataFolder
    ) -> None:
        upgraded(folder, LOOK_AROUND)

        seen = shop.one(folder.store, "SELECT value FROM setting WHERE name = 'seen'")
        assert seen == "foreign keys 0, database is locked"

    def test_loses_no_child_of_a_table_made_anew(self, folder: DataFolder) -> None:
        tables = tuple(table for table in ALL_TABLES if table != "staff")
        before = shop.everything(folder.store, tables)

        upgraded(folder, BATCH)

        assert shop.everything(folder.store, tables) == before
        assert shop.rows(folder.store, "SELECT name, badge FROM staff") == [("Ana", None)]

    @pytest.mark.parametrize("body", [NEW_COLUMN, HALF_WAY])
    def test_leaves_foreign_keys_on(self, folder: DataFolder, body: str) -> None:
        migrate = migrate_by(with_another(folder.root.parent / "next", body))
        engine = open_writer(folder.store)
        try:
            if body == HALF_WAY:
                with pytest.raises(RuntimeError, match="half way"):
                    migrate(engine)
            else:
                migrate(engine)

            with pytest.raises(IntegrityError, match="FOREIGN KEY"), engine.begin() as connection:
                connection.exec_driver_sql("INSERT INTO barcode VALUES ('1', 999999)")
        finally:
            engine.dispose()

    @pytest.mark.parametrize(
        ("body", "kind", "words"),
        [
            (HALF_WAY, RuntimeError, "half way"),
            (POINTS_NOWHERE, AssertionError, "point nowhere"),
        ],
    )
    def test_that_fails_changes_nothing(
        self, folder: DataFolder, body: str, kind: type[Exception], words: str
    ) -> None:
        before = shop.everything(folder.store, ALL_TABLES)
        columns = shop.rows(folder.store, "PRAGMA table_info(product)")

        with pytest.raises(kind, match=words):
            upgraded(folder, body)

        assert shop.everything(folder.store, ALL_TABLES) == before
        assert shop.rows(folder.store, "PRAGMA table_info(product)") == columns
        assert shop.one(folder.store, "PRAGMA user_version") == store_file.HEAD - 1
        assert shop.one(folder.store, "SELECT version_num FROM alembic_version") == "0001"


class TestStoreAfterAFailedMigration:
    def test_sells_with_the_older_program(
        self, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as newer:
            newer.setattr(store_file, "HEAD", store_file.HEAD + 1)
            with pytest.raises(RuntimeError, match="half way"):
                upgraded(folder, HALF_WAY)

        with writing(folder) as store:
            document = shop.sell(store, shop.MILK)
            checked = shop.verdict(store.queries)

        assert document.totals.total == 279
        assert checked.ok
