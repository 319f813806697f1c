"""Files that are no store of this program: each is refused in words and left as it is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pos_app.adapters.persistence import schema, store_file
from pos_app.adapters.persistence.sqlite_failures import DamagedStoreError, StorageError
from pos_app.adapters.persistence.store_file import NewerStoreError, NotAStoreError
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.holding import NoStoreError
from pos_app.composition.opening import reading, writing
from pos_app.composition.queries import Queries
from pos_app.domain.errors import UnavailableError
from tests.integration import shop

Spoil = Callable[[Path], None]


def newer(path: Path) -> None:
    with shop.raw(path) as connection:
        connection.execute(f"PRAGMA user_version={store_file.HEAD + 1}")


def of_another_program(path: Path) -> None:
    path.unlink()
    with shop.raw(path) as connection:
        connection.execute("CREATE TABLE setting (name, value)")


def marked_by_another_program(path: Path) -> None:
    with shop.raw(path) as connection:
        connection.execute("PRAGMA application_id=1")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("sku,barcode,name,price\n" * 1_000, encoding="utf-8")


def overwritten_at_its_start(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xa5" * 100)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


REFUSALS: list[tuple[Spoil, type[UnavailableError], str]] = [
    (newer, NewerStoreError, r"newer version \(schema 2; this program knows 1\)"),
    (of_another_program, NotAStoreError, r"pos\.sqlite3 is not a pos_app store"),
    (marked_by_another_program, NotAStoreError, r"pos\.sqlite3 is not a pos_app store"),
    (empty, NotAStoreError, r"pos\.sqlite3 is not a pos_app store"),
    (text, DamagedStoreError, "damaged .file is not a database.*Restore the latest backup"),
    (overwritten_at_its_start, DamagedStoreError, "damaged .file is not a database"),
    (a_folder, StorageError, "The disk refused"),
]
EACH_REFUSAL = pytest.mark.parametrize(
    ("spoil", "kind", "words"), REFUSALS, ids=[case[0].__name__ for case in REFUSALS]
)


def digests(folder: DataFolder) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.root.iterdir()
        if path.is_file() and path.suffix in {".sqlite3", ".json"}
    }


@EACH_REFUSAL
class TestRefusedFile:
    def test_is_not_written(
        self, folder: DataFolder, spoil: Spoil, kind: type[UnavailableError], words: str
    ) -> None:
        spoil(folder.store)
        before = digests(folder)

        with pytest.raises(kind, match=words) as refusal, writing(folder):
            pytest.fail("it was opened")

        assert re.search("Nothing was changed|NOT recorded", str(refusal.value))
        assert digests(folder) == before

    def test_is_not_read(
        self, folder: DataFolder, spoil: Spoil, kind: type[UnavailableError], words: str
    ) -> None:
        spoil(folder.store)
        before = digests(folder)

        with pytest.raises(kind, match=words), reading(folder):
            pytest.fail("it was opened")

        assert digests(folder) == before

    def test_is_not_migrated(
        self, folder: DataFolder, spoil: Spoil, kind: type[UnavailableError], words: str
    ) -> None:
        spoil(folder.store)

        def migrate(_engine: Engine) -> None:
            pytest.fail("it was migrated")

        with pytest.raises(kind, match=words):
            schema.bring_up_to_date(folder.store, migrate, backup_folder=folder.backups)
        assert not folder.backups.exists()

    def test_sets_the_lock_free_again(
        self, folder: DataFolder, spoil: Spoil, kind: type[UnavailableError], words: str
    ) -> None:
        good = folder.store.read_bytes()
        spoil(folder.store)
        with pytest.raises(kind, match=words), writing(folder):
            pytest.fail("it was opened")
        if folder.store.is_dir():
            folder.store.rmdir()

        folder.store.write_bytes(good)

        with writing(folder) as store:
            assert shop.sell(store, shop.MILK).number == "X-T01-000006"


class TestDamageInside:
    """Pages that the start of the file does not show: found when they are read."""

    @pytest.fixture
    def damaged(self, folder: DataFolder) -> DataFolder:
        with shop.raw(folder.store) as connection:
            page = connection.execute(
                "SELECT rootpage FROM sqlite_master WHERE name = 'order_item'"
            ).fetchone()[0]
            size = connection.execute("PRAGMA page_size").fetchone()[0]
        with folder.store.open("r+b") as file:
            file.seek((page - 1) * size)
            file.write(b"\xa5" * size)
        return folder

    def test_is_told_in_words(self, damaged: DataFolder) -> None:
        with (
            pytest.raises(DamagedStoreError, match="Restore the latest backup"),
            reading(damaged) as queries,
        ):
            queries.orders.by_number("X-T01-000001")

    def test_is_told_in_words_to_who_writes(self, damaged: DataFolder) -> None:
        with pytest.raises(DamagedStoreError, match="malformed"), writing(damaged) as store:
            shop.sell(store, shop.MILK)

    def test_does_not_hide_what_is_whole(self, damaged: DataFolder) -> None:
        with reading(damaged) as queries:
            assert queries.products.by_barcode(shop.MILK) is not None


def of_no_text(queries: Queries) -> object:
    return list(queries.products.all_products())


def of_the_head(queries: Queries) -> object:
    return queries.journal.head()


class TestDamagedRows:
    """The pages are whole, and what is in them is not."""

    @pytest.mark.parametrize(
        ("change", "read", "words"),
        [
            ("product SET name = CAST(x'ff41' AS TEXT)", of_no_text, "Could not decode to UTF-8"),
            ("journal SET raw = x'7b7d'", of_the_head, "journal entry .* cannot be read"),
            ("journal SET raw = x'ff'", of_the_head, "malformed JSON"),
        ],
    )
    def test_are_told_in_words(
        self, folder: DataFolder, change: str, read: Callable[[Queries], object], words: str
    ) -> None:
        with shop.tampered(folder.store) as connection:
            connection.execute(f"UPDATE {change}")

        with pytest.raises(DamagedStoreError, match=words), reading(folder) as queries:
            read(queries)

    def test_of_the_journal_keep_the_till_closed(self, folder: DataFolder) -> None:
        with shop.tampered(folder.store) as connection:
            connection.execute("UPDATE journal SET raw = x'7b7d'")

        with pytest.raises(DamagedStoreError, match="Restore the latest backup"), writing(folder):
            pytest.fail("it was opened")


class TestNoFile:
    def test_is_no_store(self, tmp_path: Path) -> None:
        with pytest.raises(NoStoreError, match="pos-app setup"), writing(DataFolder(tmp_path)):
            pytest.fail("it was opened")

        assert list(tmp_path.iterdir()) == []


def test_a_store_may_lie_in_a_folder_of_any_name(traded: shop.Shop, tmp_path: Path) -> None:
    moved = traded.copied_to(tmp_path / "Kassé 100% #1?mode=ro & co")

    with writing(moved.folder) as store:
        number = shop.sell(store, shop.MILK).number
    with reading(moved.folder) as queries:
        found = queries.orders.by_number(number or "")

    assert found is not None
