"""A store that was put back from a backup: what it moved since then is booked, exactly once."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import make_url, select

from pos_app.adapters.persistence.backup import copy_store
from pos_app.adapters.persistence.soundness import unsound
from pos_app.composition.head_office_cli.main import pos_head_office
from pos_app.composition.opening import writing
from pos_app.composition.restoring import restore_store
from pos_app.head_office.services.missing import telling
from pos_app.head_office.storage.tables import order, stock
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal
from tests.integration.real_office import SECRET, RealOffice, real_office
from tests.integration.sync_victim import sync_until
from tests.integration.test_with_head_office import TEA, WATER, level, new_till, sync, trade

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

RECEIVED = 100_000
KILLS = max(1, int(os.environ.get("SYNC_KILLS", "0")) // 4)
SEED = int(os.environ.get("SYNC_SEED", "6"))
MOMENTS = 17
"""As many as the first sync of a store that was put back has."""
PATIENCE_S = 60
SKU = WATER["sku"]
JUICE = "96385074"
RESTORED = "SELECT quantity FROM stock_movement WHERE kind = 'restored' ORDER BY movement_id"


@dataclass
class Ground:
    """A till with 100 pieces that were sold one by one, and a backup of its first day."""

    till: Terminal
    office: RealOffice
    backup: Path

    def put_back(self, backup: Path | None = None) -> None:
        file = backup or self.backup
        restore_store(self.till.folder, file, code="", keys_in_file=True, discard_later=True)

    def back_up(self, name: str) -> Path:
        path = self.backup.with_name(name)
        copy_store(self.till.folder.store, path)
        return path

    def there(self, sku: str = SKU) -> int:
        """What head office says that the till has."""
        with self.office.office.database.reader.connect() as connection:
            return int(
                connection.execute(select(stock.c.quantity).where(stock.c.sku == sku)).scalar_one()
            )

    def orders_there(self) -> int:
        with self.office.office.database.reader.connect() as connection:
            return len(connection.execute(select(order.c.order_id)).all())

    def booked(self) -> list[int]:
        return [row[0] for row in shops.rows(self.till.folder.store, RESTORED)]

    def lost(self) -> int:
        found: int = self.till.json("sync", "status")["only_at_head_office"]
        return found

    def require_right(self, sold: int) -> None:
        """Both ends have what is left, and the store is sound."""
        assert (level(self.till), self.there()) == (RECEIVED - sold, RECEIVED - sold)
        with writing(self.till.folder) as store:
            assert unsound(store.readers) == []
            assert shops.verdict(store.queries).ok


@pytest.fixture
def ground(head_office_url: str, tmp_path: Path) -> Iterator[Ground]:
    """On each of the two databases."""
    with on_the_first_day(head_office_url, tmp_path) as ground:
        yield ground


@pytest.fixture
def sqlite_ground(sqlite_url: str, tmp_path: Path) -> Iterator[Ground]:
    with on_the_first_day(sqlite_url, tmp_path) as ground:
        yield ground


@contextmanager
def on_the_first_day(url: str, tmp_path: Path) -> Iterator[Ground]:
    with real_office(tmp_path / "office", database=url) as office:
        till = new_till(tmp_path / "till", office)
        office.put(**WATER)
        sync(till)
        till.done("stock", "receive", TEA, RECEIVED // 1_000)
        trade(till, orders=1)
        sync(till)
        backup = tmp_path / "first-day.sqlite3"
        copy_store(till.folder.store, backup)
        yield Ground(till, office, backup)


def copy_of(database: str, path: Path) -> None:
    with closing(sqlite3.connect(database)) as now, closing(sqlite3.connect(path)) as copy:
        now.backup(copy)


class TestPutBack:
    def test_books_what_was_sold_since_the_backup_once(
        self, ground: Ground, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(telling, "PAGE_ENTRIES_MAX", 2)
        trade(ground.till, orders=3)
        sync(ground.till)
        ground.put_back()
        assert level(ground.till) == RECEIVED - 1_000
        for _ in range(2):
            sync(ground.till)
        assert ground.booked() == [-3_000]
        ground.require_right(sold=4_000)
        assert "3 entries held by head office, not here" in ground.till.done("sync", "status")
        assert "3 entries held by head office, not here" in ground.till.run("doctor").output
        later = ground.back_up("second-day.sqlite3")
        trade(ground.till, orders=2)
        sync(ground.till)

        ground.put_back()
        sync(ground.till)

        assert ground.booked() == [-5_000]
        ground.put_back(later)
        sync(ground.till)

        assert ground.booked() == [-3_000, -2_000]
        ground.require_right(sold=6_000)

    def test_books_what_comes_later_from_the_disk_that_was_given_up(
        self, sqlite_ground: Ground, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        ground = sqlite_ground
        trade(ground.till, orders=2)
        sync(ground.till)
        trade(ground.till, orders=3)
        wreck = tmp_path / "journal"
        ground.till.done("journal", "export", wreck)
        ground.put_back()
        trade(ground.till, orders=1)
        sync(ground.till)
        ground.require_right(sold=4_000)
        assert ground.lost() == 2

        monkeypatch.setenv("POS_HEAD_OFFICE_SECRET", SECRET)
        settings = ground.office.office.settings
        monkeypatch.setenv("POS_HEAD_OFFICE_DATABASE_URL", settings.database_url.get_secret_value())
        words = ["--data-dir", str(settings.data_dir), "records", "import", str(wreck)]
        for taken in (3, 0):
            done = CliRunner().invoke(pos_head_office, words)
            assert f"T01: {taken} entries taken in" in done.stdout, done.output
            assert " 0 put aside" in done.stdout
        sync(ground.till)

        assert ground.orders_there() == 7
        assert ground.booked() == [-2_000, -3_000]
        ground.require_right(sold=7_000)
        assert ground.lost() == 5

    def test_has_opening_stock_once_and_leaves_what_was_counted(
        self, sqlite_ground: Ground, tmp_path: Path
    ) -> None:
        """Juice is lost with the import that brought it; of water nobody misses what was sold."""
        ground, juice, counted = sqlite_ground, tmp_path / "juice.csv", tmp_path / "counted.csv"
        head = "sku,barcode,name,category,price,tax_class,cost,stock,unit\n"
        juice.write_text(f"{head}JUICE,{JUICE},Juice,,2.50,STANDARD,,10,\n")
        counted.write_text(f"{head}WATER,{TEA},Water 1 l,Drinks,0.95,STANDARD,,99,\n")
        ground.till.done("products", "import", juice)
        trade(ground.till, orders=2)
        sync(ground.till)
        ground.put_back()
        ground.till.done("products", "import", juice)
        ground.till.done("products", "import", counted, "--set-stock")
        with writing(ground.till.folder) as store:
            shops.sell(store, JUICE)

        for _ in range(2):
            sync(ground.till)

        assert ground.till.json("stock", "show", JUICE)["quantity"] == 9_000
        assert ground.there("JUICE") == 9_000
        ground.require_right(sold=1_000)
        ground.put_back()
        sync(ground.till)
        ground.require_right(sold=1_000)
        ground.till.done("products", "import", juice)
        for _ in range(2):
            sync(ground.till)
        assert (
            ground.till.json("stock", "show", JUICE)["quantity"] == ground.there("JUICE") == 9_000
        )

    def test_books_a_later_loss_though_head_office_went_back_in_time(
        self, sqlite_ground: Ground, tmp_path: Path
    ) -> None:
        ground, dump = sqlite_ground, tmp_path / "dump"
        database = ground.office.office.database
        file = make_url(ground.office.office.settings.database_url.get_secret_value()).database
        assert file is not None
        copy_of(file, dump)
        trade(ground.till, orders=3)
        sync(ground.till)
        ground.put_back()
        sync(ground.till)
        later = ground.back_up("second-day.sqlite3")
        database.dispose()
        for one in Path(file).parent.glob(f"{Path(file).name}*"):
            one.unlink()
        copy_of(str(dump), Path(file))
        trade(ground.till, orders=3)
        sync(ground.till)
        ground.put_back(later)
        sync(ground.till)

        assert ground.booked() == [-3_000, -3_000]
        assert level(ground.till) == RECEIVED - 7_000

    def test_books_it_once_whenever_the_till_is_killed(self, sqlite_ground: Ground) -> None:
        ground, chance = sqlite_ground, random.Random(SEED)
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.integration.sync_victim"])
        sold, killed = 1, 0
        for _ in range(KILLS):
            trade(ground.till, orders=2)
            sync(ground.till)
            sold += 2
            ground.put_back()
            moment = chance.randrange(1, MOMENTS)
            victim = context.Process(target=sync_until, args=(str(ground.till.folder.root), moment))
            victim.start()
            victim.join(PATIENCE_S)
            assert victim.exitcode in {0, -signal.SIGKILL}, (SEED, moment, victim.exitcode)
            killed += victim.exitcode != 0
            sync(ground.till)
            assert sum(ground.booked()) == (1 - sold) * 1_000, (SEED, moment)
            ground.require_right(sold=sold * 1_000)
        assert killed > KILLS // 2
