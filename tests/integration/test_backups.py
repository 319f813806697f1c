from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pos_app.adapters.persistence import backup as backups
from pos_app.adapters.persistence.backup import BackupRefusedError, copy_store, verify_file
from pos_app.adapters.persistence.sqlite_failures import StorageError
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OpenStore
from pos_app.composition.proving import journal_of
from tests.integration import shop as shops


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere" / "backup.sqlite3"


class TestBackup:
    def test_holds_what_the_store_holds(self, folder: DataFolder, target: Path) -> None:
        copy_store(folder.store, target)

        assert shops.everything(target) == shops.everything(folder.store)
        verify_file(target)
        assert journal_of(target).ok

    def test_is_one_file_for_the_owner_alone(self, store: OpenStore, target: Path) -> None:
        shops.sell(store, shops.MILK)

        copy_store(store.folder.store, target)

        assert [path.name for path in target.parent.iterdir()] == ["backup.sqlite3"]
        assert target.stat().st_mode & 0o777 == 0o600
        assert shops.one(target, "PRAGMA journal_mode") == "delete"

    def test_is_whole_while_the_till_sells(
        self, store: OpenStore, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shops.sell(store, shops.MILK)
        # Page by page, so that the sale in the middle is in the middle of the copy.
        monkeypatch.setattr(backups, "PAGES_PER_STEP", 1)
        with store.services.new_uow() as uow:
            uow.settings.put("half", "way")

            copy_store(store.folder.store, target)

        assert shops.one(target, 'SELECT count(*) FROM "order"') == 7
        assert shops.rows(target, "SELECT * FROM setting WHERE name = 'half'") == []
        verify_file(target)

    def test_takes_the_place_of_an_older_one_whole(self, folder: DataFolder, target: Path) -> None:
        target.parent.mkdir()
        target.write_text("an older backup")

        copy_store(folder.store, target)

        verify_file(target)

    def test_leaves_an_older_one_alone_if_it_fails(self, folder: DataFolder, target: Path) -> None:
        copy_store(folder.store, target)
        before = target.read_bytes()
        folder.store.write_bytes(b"no store" * 1_000)

        with pytest.raises(StorageError, match="file is not a database"):
            copy_store(folder.store, target)

        assert target.read_bytes() == before
        assert [path.name for path in target.parent.iterdir()] == ["backup.sqlite3"]

    @pytest.mark.parametrize("link", ["same", "hard", "symbolic"])
    def test_is_never_written_over_the_store_itself(self, folder: DataFolder, link: str) -> None:
        target = folder.root / "other.sqlite3"
        if link == "hard":
            target.hardlink_to(folder.store)
        elif link == "symbolic":
            target.symlink_to(folder.store)
        else:
            target = folder.root / ".." / "data" / folder.store.name
        inode = folder.store.stat().st_ino

        with pytest.raises(BackupRefusedError, match="it is the store itself"):
            copy_store(folder.store, target)

        assert folder.store.stat().st_ino == inode


class TestVerification:
    @pytest.fixture
    def copy(self, folder: DataFolder, tmp_path: Path) -> Path:
        return Path(shutil.copy2(folder.store, tmp_path / "backup.sqlite3"))

    def refused(self, path: Path, words: str) -> None:
        before = path.read_bytes() if path.exists() else b""
        with pytest.raises(BackupRefusedError, match=words) as refusal:
            verify_file(path)
        assert str(refusal.value).endswith("Nothing was changed.")
        assert (path.read_bytes() if path.exists() else b"") == before

    def test_passes_a_good_one(self, copy: Path) -> None:
        verify_file(copy)

    def test_refuses_what_is_not_there(self, tmp_path: Path) -> None:
        self.refused(tmp_path / "none.sqlite3", "there is no such file")

    def test_refuses_another_file(self, copy: Path) -> None:
        copy.write_text("not a database, but long enough to look like one" * 100)

        self.refused(copy, "it is damaged .file is not a database")

    def test_refuses_an_empty_one(self, copy: Path) -> None:
        copy.write_bytes(b"")

        self.refused(copy, "it is not a pos_app store")

    def test_refuses_one_that_was_cut_off(self, copy: Path) -> None:
        os.truncate(copy, copy.stat().st_size // 2)

        self.refused(copy, "it is damaged")

    @pytest.mark.parametrize("table", ["order_item", "ix_barcode_product_id", "journal"])
    def test_refuses_one_with_a_broken_page(self, copy: Path, table: str) -> None:
        query = f"SELECT rootpage FROM sqlite_master WHERE name = '{table}'"
        page, size = shops.one(copy, query), shops.one(copy, "PRAGMA page_size")
        with copy.open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(b"\xa5" * size)

        self.refused(copy, "it is damaged")

    def test_refuses_an_index_that_lacks_a_row(self, copy: Path) -> None:
        with shops.raw(copy) as connection:
            connection.execute("PRAGMA writable_schema=ON")
            connection.execute(
                "UPDATE sqlite_master SET sql = replace(sql, 'product_id)', 'barcode)')"
                " WHERE name = 'ix_barcode_product_id'"
            )

        self.refused(copy, "it is damaged")

    def test_refuses_rows_that_point_nowhere(self, copy: Path) -> None:
        with shops.raw(copy) as connection:
            connection.execute("INSERT INTO barcode VALUES ('1', 999999)")

        self.refused(copy, "rows in it point nowhere")

    def test_of_the_journal_refuses_a_changed_entry(self, copy: Path) -> None:
        with shops.raw(copy) as connection:
            shops.drop_triggers(connection)
            connection.execute(
                "UPDATE journal SET raw = CAST(replace(CAST(raw AS TEXT), 'mind', 'mood') AS BLOB)"
                " WHERE kind = 'order_cancel'"
            )
            assert connection.execute("SELECT changes()").fetchone() == (1,)
        verify_file(copy)

        with pytest.raises(BackupRefusedError, match="journal entry 12 is bad: the hash"):
            journal_of(copy)
