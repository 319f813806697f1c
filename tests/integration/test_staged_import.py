"""Files of products into the real store while it sells, a slice at a time."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pos_app.adapters.files.formats import open_reader
from pos_app.adapters.persistence import checkpoint
from pos_app.adapters.persistence.soundness import unsound
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.staged_importing import staged_imports
from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.services.catalogue import importing, staged_import
from pos_app.services.catalogue.importing import ImportOptions
from pos_app.services.catalogue.reading import COLUMNS
from pos_app.services.catalogue.staged_import import (
    ImportUnfinishedError,
    Preview,
    StagedImports,
    StageLostError,
)
from pos_app.services.catalogue.staging import RUNNING, ImportState, StagedImport
from tests.integration import shop as shops

WITHOUT_DEPOSIT = COLUMNS[: COLUMNS.index("deposit")]
HEADER = ",".join(WITHOUT_DEPOSIT)
# What an import leaves; when is another moment, and a movement's number is its place.
CATALOGUE = {
    "product": "SELECT * FROM product ORDER BY product_id",
    "barcode": "SELECT * FROM barcode ORDER BY barcode",
    "level": "SELECT * FROM stock_level ORDER BY product_id",
    "movement": "SELECT product_id, kind, quantity, order_id FROM stock_movement"
    " ORDER BY product_id, movement_id",
    "words": "SELECT rowid, * FROM product_search ORDER BY rowid",
}
ON_SALE = {
    **{name: CATALOGUE[name] for name in ("barcode",)},
    "product": "SELECT * FROM product WHERE active = 1 ORDER BY product_id",
    "level": "SELECT l.* FROM stock_level l JOIN product p USING (product_id) WHERE p.active = 1"
    " ORDER BY product_id",
    "words": "SELECT s.rowid, s.* FROM product_search s JOIN product p ON p.product_id = s.rowid"
    " WHERE p.active = 1 ORDER BY s.rowid",
}
PIECES_MAX = 2_000
"""As many segments as FTS5 can hold."""
MIXED = f"""{HEADER}
,{shops.MILK};2000000009991,Milk of another name,dairy,9.99,STANDARD,1.00,7,each
NEW-1,4006381333931,Pen,office,1.50,STANDARD,0.80,10,each
NO-PRICE,,Pencil,office,,STANDARD,,,each
NEW-1,,Pen again,office,1.50,STANDARD,,,each
STOLEN,4006381333931,Pencil,office,1.50,STANDARD,,,each
,20928315,Lait d'ici,dairy,3.33,,,,each
NEW-2,,Bag,office,0,,,3,each
"""


def contents(folder: DataFolder, wanted: dict[str, str] = CATALOGUE) -> dict[str, Any]:
    return {name: shops.rows(folder.store, query) for name, query in wanted.items()}


def stage(store: OpenStore, path: Path, **options: bool) -> Preview:
    return staged_imports(store).stage(
        actor=shops.owner(store),
        reader=open_reader(path),
        options=ImportOptions(path.name, **options),
    )


def begin(store: OpenStore, path: Path, **options: bool) -> StagedImport:
    preview = stage(store, path, **options)
    return staged_imports(store).start(preview=preview, actor=shops.owner(store))


def go_on(
    service: StagedImports, staged: StagedImport, between: Callable[[], None] = lambda: None
) -> StagedImport:
    while staged.state in RUNNING:
        staged = service.next_slice(staged).staged
        between()
    return staged


def bring_in(store: OpenStore, path: Path, **options: bool) -> StagedImport:
    return go_on(staged_imports(store), begin(store, path, **options))


def take_back(store: OpenStore, staged: StagedImport) -> StagedImport:
    service = staged_imports(store)
    return go_on(service, service.undo(import_id=staged.import_id, actor=shops.owner(store)))


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    path = tmp_path / "mixed.csv"
    path.write_text(MIXED, encoding="utf-8")
    return path


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "many.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(WITHOUT_DEPOSIT)
        for n in range(400):
            writer.writerow([f"S{n}", f"M{n:05d}", f"Thing {n}", "", "1.25", "", "", n % 3, ""])
    return path


@contextmanager
def copy_of(shop: shops.Shop, root: Path) -> Iterator[OpenStore]:
    with writing(shop.copied_to(root).folder) as store:
        yield store


def product_of(store: OpenStore, sku: str) -> Product:
    found = store.queries.products.by_sku(sku)
    assert found is not None
    return found


def pieces_of_the_search_index(folder: DataFolder) -> int:
    query = "SELECT count(DISTINCT segid) FROM product_search_idx"
    return int(shops.one(folder.store, query))


class TestSearchIndex:
    """Every piece is one more place that a search looks into, and a burst when they are joined."""

    @pytest.fixture(autouse=True)
    def _forty_slices(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(staged_import, "SLICE_ROWS_FIRST", 10)
        monkeypatch.setattr(staged_import, "SLICE_ROWS_MAX", 10)

    def test_stays_in_few_pieces_when_products_change(self, store: OpenStore, many: Path) -> None:
        bring_in(store, many)
        before = pieces_of_the_search_index(store.folder)
        head, *rows = many.read_text(encoding="utf-8").splitlines()
        changed = [row.replace("Thing", "Other") for row in reversed(rows)]
        many.write_text("\n".join([head, *changed]), encoding="utf-8")

        staged = bring_in(store, many)

        assert staged.changed == 400
        assert pieces_of_the_search_index(store.folder) <= before + 12

    def test_stays_in_few_pieces_when_they_are_set_back(self, store: OpenStore, many: Path) -> None:
        bring_in(store, many)
        text = many.read_text(encoding="utf-8")
        many.write_text(text.replace("Thing", "Other"), encoding="utf-8")
        staged = bring_in(store, many)
        before = pieces_of_the_search_index(store.folder)

        take_back(store, staged)

        assert pieces_of_the_search_index(store.folder) <= before + 12

    def test_is_joined_when_the_command_line_imports(self, store: OpenStore, many: Path) -> None:
        lines = many.read_text(encoding="utf-8").splitlines()
        for n in range(8):
            many.write_text("\n".join([lines[0], lines[n + 1]]), encoding="utf-8")
            shops.bring_in(store, many)

        assert pieces_of_the_search_index(store.folder) < 8

    def test_takes_an_import_of_more_batches_than_it_holds_pieces(
        self, store: OpenStore, many: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows = [f"P{n},,Thing {n},,1.25,,,," for n in range(PIECES_MAX + 40)]
        for part in (rows, *([row.replace("P", f"Q{n}-")] for n, row in enumerate(rows[:30]))):
            many.write_text("\n".join([HEADER, *part]), encoding="utf-8")
            shops.bring_in(store, many)
        monkeypatch.setattr(importing, "BATCH_ROWS", 1)
        many.write_text("\n".join([HEADER, *rows]).replace("1.25", "1.26"), encoding="utf-8")

        report = shops.bring_in(store, many)

        assert report.changed == len(rows)

    def test_and_the_log_are_tidied_in_between(
        self, store: OpenStore, many: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(checkpoint, "WAL_BYTES_BEFORE_CHECKPOINT", 0)
        staged = begin(store, many)
        service = staged_imports(store)
        lengths: list[int] = []
        while staged.state in RUNNING:
            staged = service.next_slice(staged).staged
            lengths.append(checkpoint.log_bytes(store.folder.store))

        assert lengths.count(0) >= len(lengths) // 8


class TestStage:
    def test_is_for_the_owners_eyes_only(self, store: OpenStore, mixed: Path) -> None:
        preview = stage(store, mixed)

        place = store.folder.imports / f"{preview.import_id}.jsonl"
        assert place.stat().st_mode & 0o777 == 0o600
        assert store.folder.imports.stat().st_mode & 0o777 == 0o700

    def test_leaves_the_store_as_it_is(self, store: OpenStore, mixed: Path) -> None:
        before = contents(store.folder)

        preview = stage(store, mixed)

        assert contents(store.folder) == before
        assert (preview.rows, preview.good, preview.refused_count) == (7, 6, 1)

    def test_leaves_no_file_when_it_is_cancelled(self, store: OpenStore, mixed: Path) -> None:
        with pytest.raises(Exception, match="cancelled"):
            staged_imports(store).stage(
                actor=shops.owner(store),
                reader=open_reader(mixed),
                options=ImportOptions("x"),
                cancelled=lambda: True,
            )

        assert list(store.folder.imports.iterdir()) == []


class TestApply:
    @pytest.mark.parametrize("set_stock", [False, True])
    @pytest.mark.parametrize("name", ["mixed", "many", "catalogue"])
    def test_leaves_what_the_command_line_leaves(
        self,
        name: str,
        shop: shops.Shop,
        tmp_path: Path,
        request: pytest.FixtureRequest,
        *,
        set_stock: bool,
    ) -> None:
        path = shops.CATALOGUE if name == "catalogue" else request.getfixturevalue(name)
        with copy_of(shop, tmp_path / "by_command") as store:
            report = shops.bring_in(store, path, set_stock=set_stock)
            wanted = contents(store.folder)

        with copy_of(shop, tmp_path / "by_till") as store:
            done = bring_in(store, path, set_stock=set_stock)

            assert contents(store.folder) == wanted
            assert (done.new, done.changed, done.unchanged) == (
                report.new,
                report.changed,
                report.unchanged,
            )
            assert unsound(store.readers) == []
            assert shops.verdict(store.queries).ok

    def test_is_one_entry_of_the_journal(self, store: OpenStore, mixed: Path) -> None:
        before = store.queries.journal.head().seq

        done = bring_in(store, mixed)

        [entry] = store.queries.journal.entries(after=before)
        assert json.loads(entry.raw)["body"] == {
            "source": "mixed.csv",
            "import_id": done.import_id,
            "new": 2,
            "changed": 2,
            "unchanged": 0,
            "rejected": 2,
            "moved": [["NEW-1", 10_000], ["NEW-2", 3_000]],
        }

    def test_lets_a_sale_through_after_every_slice(self, store: OpenStore, many: Path) -> None:
        """A sale that comes between slices finds the writer free: it waits for none."""
        steps: list[str] = []

        def sell() -> None:
            steps.append("slice")
            shops.sell(store, shops.SODA)
            steps.append("sale")

        done = go_on(staged_imports(store), begin(store, many), between=sell)

        assert done.new == 400
        assert steps == ["slice", "sale"] * (len(steps) // 2)
        assert len(steps) >= 6
        assert unsound(store.readers) == []
        assert shops.verdict(store.queries).ok

    def test_goes_on_in_another_process_where_a_kill_stopped_it(
        self, shop: shops.Shop, tmp_path: Path, many: Path
    ) -> None:
        with copy_of(shop, tmp_path / "whole") as store:
            bring_in(store, many)
            wanted = contents(store.folder)
        folder = shop.copied_to(tmp_path / "killed").folder
        killed_after_two_slices(folder, many)

        with writing(folder) as store:
            service = staged_imports(store)
            found = service.unfinished()
            assert found is not None
            assert 0 < found.applied < found.rows
            done = go_on(service, found)

            assert (done.new, done.unchanged, done.refused) == (400, 0, 0)
            assert contents(folder) == wanted
            assert service.unfinished() is None
            assert list(folder.imports.iterdir()) == []
            assert unsound(store.readers) == []
            assert shops.verdict(store.queries).ok

    def test_forgets_what_the_import_before_it_kept_for_its_undo(
        self, store: OpenStore, many: Path, mixed: Path
    ) -> None:
        bring_in(store, mixed)

        done = bring_in(store, many)

        kept = "SELECT DISTINCT import_id FROM product_import_undo"
        assert shops.rows(store.folder.store, kept) == [(done.import_id,)]

    def test_is_the_latest_though_the_clock_was_set_back(
        self, store: OpenStore, mixed: Path, many: Path
    ) -> None:
        bring_in(store, mixed)
        with shops.raw(store.folder.store) as connection:
            connection.execute("DELETE FROM product_import_undo")
            connection.execute(
                "UPDATE product_import SET at = at + 3600000, import_id = 'f' || import_id"
            )
            connection.commit()

        done = bring_in(store, many)

        assert (done.state, done.new) == (ImportState.DONE, 400)

    def test_stands_before_every_other_one(self, store: OpenStore, mixed: Path, many: Path) -> None:
        staged = begin(store, many)
        staged_imports(store).apply_slice(import_id=staged.import_id)

        with pytest.raises(ImportUnfinishedError, match=r"many\.csv is not finished"):
            shops.bring_in(store, mixed)

        assert store.queries.products.by_sku("NEW-1") is None

    def test_ends_as_it_stands_where_a_staged_row_is_damaged(
        self, store: OpenStore, many: Path, mixed: Path, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("A staged row of import")
        service = staged_imports(store)
        staged = begin(store, many)
        place = store.folder.imports / f"{staged.import_id}.jsonl"
        lines = place.read_bytes().splitlines(keepends=True)
        place.write_bytes(b"".join([*lines[:20], lines[20][:9]]))
        assert service.apply_slice(import_id=staged.import_id).staged.applied == 20

        with pytest.raises(StageLostError, match="20 of 400 rows are in"):
            service.apply_slice(import_id=staged.import_id)

        assert bring_in(store, mixed).state is ImportState.DONE
        assert shops.verdict(store.queries).ok


class TestUndo:
    def test_gives_the_store_back_as_it_was(self, store: OpenStore, mixed: Path) -> None:
        before = contents(store.folder, ON_SALE)
        done = bring_in(store, mixed)
        assert contents(store.folder, ON_SALE) != before

        undone = take_back(store, done)

        assert contents(store.folder, ON_SALE) == before
        assert (undone.state, undone.undone, undone.kept) == (ImportState.UNDONE, 4, 0)
        assert shops.one(store.folder.store, "SELECT count(*) FROM product_import_undo") == 0
        assert unsound(store.readers) == []
        assert shops.verdict(store.queries).ok

    def test_leaves_new_products_without_stock_and_their_barcodes_free(
        self, store: OpenStore, mixed: Path
    ) -> None:
        take_back(store, bring_in(store, mixed))

        query = (
            "SELECT p.active, l.quantity FROM product p JOIN stock_level l USING (product_id)"
            " WHERE p.sku LIKE 'NEW-%'"
        )
        assert shops.rows(store.folder.store, query) == [(0, 0), (0, 0)]
        assert store.queries.products.by_barcode("4006381333931") is None

    def test_and_the_same_file_again_puts_them_on_sale_again(
        self, store: OpenStore, mixed: Path
    ) -> None:
        bring_in_once = bring_in(store, mixed)
        wanted = contents(store.folder, ON_SALE)
        take_back(store, bring_in_once)

        again = bring_in(store, mixed)

        assert contents(store.folder, ON_SALE) == wanted
        assert again.changed == 4
        assert unsound(store.readers) == []
        before = contents(store.folder, ON_SALE)
        take_back(store, again)
        assert contents(store.folder, ON_SALE) != before
        assert store.queries.products.by_sku("NEW-1") is None
        assert unsound(store.readers) == []

    def test_of_something_sold_meanwhile_keeps_the_sale(
        self, store: OpenStore, mixed: Path
    ) -> None:
        done = bring_in(store, mixed)
        pen = product_of(store, "NEW-1").product_id
        shops.sell(store, "4006381333931", "4006381333931")
        order = shops.ring(store, "4006381333931")

        take_back(store, done)

        assert store.queries.stock.level(pen).thousandths == -2_000
        assert shops.pay(store, order).totals.total == 150
        assert unsound(store.readers) == []
        assert shops.verdict(store.queries).ok

    def test_leaves_alone_what_was_changed_after_it(
        self, store: OpenStore, mixed: Path, tmp_path: Path
    ) -> None:
        done = bring_in(store, mixed)
        later = tmp_path / "later.csv"
        later.write_text(f"barcode,name,price\n{shops.MILK},Milk since,1.11\n", encoding="utf-8")
        shops.bring_in(store, later)

        undone = take_back(store, done)

        assert (undone.undone, undone.kept) == (3, 1)
        milk = store.queries.products.by_barcode(shops.MILK)
        assert milk is not None
        assert milk.name == "Milk since"

    def test_leaves_a_new_product_alone_that_was_changed_after_it(
        self, store: OpenStore, mixed: Path, tmp_path: Path
    ) -> None:
        done = bring_in(store, mixed)
        later = tmp_path / "later.csv"
        later.write_text("sku,barcode,name,price\nNEW-1,4006381333948,Pen,1.75\n", encoding="utf-8")
        shops.bring_in(store, later)

        undone = take_back(store, done)

        assert (undone.undone, undone.kept) == (3, 1)
        for code in ("4006381333931", "4006381333948"):
            pen = store.queries.products.by_barcode(code)
            assert pen is not None
            assert pen.sku == "NEW-1"

    def test_and_the_same_file_again_finds_its_deposits(
        self, store: OpenStore, tmp_path: Path
    ) -> None:
        path = tmp_path / "deposits.csv"
        lines = ("sku,name,price,deposit", "CAN,Pfand,0.25,", "COLA,Cola,1.49,CAN")
        path.write_text("\n".join(lines), encoding="utf-8")
        take_back(store, bring_in(store, path))

        again = bring_in(store, path)

        assert (again.changed, again.refused) == (2, 0)
        deposit = product_of(store, "COLA").deposit
        assert deposit is not None
        assert deposit.sku == "CAN"

    def test_leaves_an_export_that_can_be_read_again(
        self, store: OpenStore, tmp_path: Path
    ) -> None:
        path = tmp_path / "deposits.csv"
        path.write_text("sku,name,price\nCOLA,Cola,1.49\n", encoding="utf-8")
        bring_in(store, path)
        lines = ("sku,name,price,deposit", "ZCAN,Pfand,0.25,", "COLA,Cola,1.49,ZCAN")
        path.write_text("\n".join(lines), encoding="utf-8")
        staged = bring_in(store, path)
        cola = product_of(store, "COLA")
        store.services.editing.change_price(
            actor=shops.owner(store), product=cola, price=Money(199, cola.unit_price.currency)
        )
        undone = take_back(store, staged)

        rows = list(store.queries.products.all_products())

        assert (undone.undone, undone.kept) == (1, 1)
        assert store.queries.products.by_sku("ZCAN") is None
        assert [one.sku for one in rows].index("ZCAN") < [one.sku for one in rows].index("COLA")

    def test_takes_a_deposit_away_again(self, store: OpenStore, tmp_path: Path) -> None:
        path = tmp_path / "deposits.csv"
        path.write_text("sku,name,price\nCOLA,Cola,1.49\n", encoding="utf-8")
        bring_in(store, path)
        lines = ("sku,name,price,deposit", "CAN,Pfand,0.25,", "COLA,Cola,1.49,CAN")
        path.write_text("\n".join(lines), encoding="utf-8")
        staged = bring_in(store, path)
        deposit = product_of(store, "COLA").deposit
        assert deposit is not None
        assert deposit.sku == "CAN"

        take_back(store, staged)

        assert product_of(store, "COLA").deposit is None
        assert store.queries.products.by_sku("CAN") is None

    def test_goes_on_where_a_restart_stopped_it(
        self, shop: shops.Shop, tmp_path: Path, many: Path
    ) -> None:
        with copy_of(shop, tmp_path / "undoing") as store:
            before = contents(store.folder, ON_SALE)
            done = bring_in(store, many)
            service = staged_imports(store)
            service.undo(import_id=done.import_id, actor=shops.owner(store))
            service.undo_slice(import_id=done.import_id)

        with writing(DataFolder(tmp_path / "undoing")) as store:
            service = staged_imports(store)
            found = service.unfinished()
            assert found is not None
            assert 0 < found.undone < 400
            assert go_on(service, found).undone == 400
            assert contents(store.folder, ON_SALE) == before
            assert unsound(store.readers) == []


def killed_after_two_slices(folder: DataFolder, path: Path) -> None:
    program = textwrap.dedent("""
        import os, signal, sys
        from pathlib import Path
        from pos_app.adapters.system.paths import DataFolder
        from pos_app.composition.opening import writing
        from pos_app.composition.staged_importing import staged_imports
        from tests.integration import test_staged_import as this

        with writing(DataFolder(Path(sys.argv[1]))) as store:
            staged = this.begin(store, Path(sys.argv[2]))
            service = staged_imports(store)
            for _ in range(2):
                service.apply_slice(import_id=staged.import_id)
            os.kill(os.getpid(), signal.SIGKILL)
    """)
    command = [sys.executable, "-c", program, str(folder.root), str(path)]
    ended = subprocess.run(command, cwd=shops.DATA.parents[1], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
