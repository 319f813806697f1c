"""Tills and the real head office: what is recorded is held there, what is edited is sold here."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

from pos_app.composition.opening import writing
from pos_app.composition.syncing import SyncDesk
from pos_app.domain.product import Oversell
from pos_app.services.orders.stock_check import OutOfStockError
from pos_app.services.sync.membership import require_membership
from pos_app.services.sync.syncing import Report, sync_once
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal
from tests.integration.real_office import RealOffice, real_office
from tests.integration.sync_victim import sync_until

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

KILLS: Final = int(os.environ.get("SYNC_KILLS", "5"))
SEED: Final = int(os.environ.get("SYNC_SEED", "6"))
MOMENTS: Final = 17
"""As many as one sync here has; after the last of them it has come to its end."""
PATIENCE_S: Final = 60
TEA: Final = "4006381333931"
WATER: Final[dict[str, Any]] = {
    "sku": "WATER",
    "name": "Water 1 l",
    "category": "Drinks",
    "price": 95,
    "tax_class": "STANDARD",
    "barcodes": (TEA,),
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[RealOffice]:
    with real_office(tmp_path / "office") as office:
        yield office


def new_till(root: Path, office: RealOffice, code: str = "T01") -> Terminal:
    """A real one, set up and enrolled as a person does it."""
    made = shops.make(root, practice=False, keys_in_file=True, terminal=code)
    terminal = Terminal(made.folder)
    terminal.done("sync", "enrol", office.url, office.new_code(code))
    return terminal


@pytest.fixture
def till(tmp_path: Path, office: RealOffice) -> Terminal:
    return new_till(tmp_path / "till", office)


def sync(till: Terminal) -> Report:
    with writing(till.folder) as store:
        desk = SyncDesk(store)
        parts = desk.parts(desk.office(require_membership(store.queries.settings)))
        return sync_once(parts.pushing, parts.pulling, progress=lambda _report, _left: None)


def trade(till: Terminal, orders: int = 3) -> None:
    with writing(till.folder) as store:
        if store.services.shifts.current() is None:
            shops.open_shift(store)
        for _ in range(orders):
            shops.sell(store, TEA)


def here(till: Terminal) -> tuple[str, list[int]]:
    with writing(till.folder) as store:
        member = require_membership(store.queries.settings)
        return member.terminal_id, [one.seq for one in store.queries.journal.entries()]


def require_same(till: Terminal, office: RealOffice) -> None:
    terminal_id, seqs = here(till)
    assert [seq for _, seq in office.places(terminal_id)] == seqs
    assert till.json("sync", "status")["waiting"] == 0


def level(till: Terminal) -> int:
    stock: int = till.json("stock", "show", TEA)["quantity"]
    return stock


class TestOneTill:
    def test_sends_and_receives_everything(self, till: Terminal, office: RealOffice) -> None:
        office.put(**WATER)
        sync(till)
        trade(till)

        report = till.json("sync", "once")

        assert report["needs_person"] == 0
        require_same(till, office)
        assert till.json("products", "show", TEA)["price"]["minor"] == 95
        assert till.json("journal", "verify")["compared"] == 1

    def test_takes_prices_people_and_deletions(self, till: Terminal, office: RealOffice) -> None:
        office.put(**WATER)
        office.put_person("p1", name="Zoe", role="cashier", active=True)
        sync(till)
        office.put(**{**WATER, "price": 120})
        sync(till)
        assert till.json("products", "show", TEA)["price"]["minor"] == 120
        office.remove("WATER")

        sync(till)

        till.refused("products", "show", TEA)
        assert "Zoe" in till.done("staff", "list")

    def test_sends_again_what_head_office_lost(
        self, till: Terminal, office: RealOffice, tmp_path: Path
    ) -> None:
        office.put(**WATER)
        sync(till)
        database = tmp_path / "office" / "head-office.sqlite3"
        with (
            closing(sqlite3.connect(database)) as now,
            closing(sqlite3.connect(tmp_path / "backup")) as backup,
        ):
            now.backup(backup)
        trade(till, orders=5)
        sync(till)
        terminal_id, seqs = here(till)
        office.office.database.dispose()
        for one in database.parent.glob("head-office.sqlite3*"):
            one.unlink()
        shutil.copy(tmp_path / "backup", database)
        assert len(office.places(terminal_id)) < len(seqs)

        report = sync(till)

        assert report.made_again > 0
        require_same(till, office)


class TestTwoTills:
    def test_agree_on_what_is_left(
        self, till: Terminal, office: RealOffice, tmp_path: Path
    ) -> None:
        other = new_till(tmp_path / "other", office, "T02")
        office.put(**WATER, oversell=Oversell.BLOCK.value)
        for one in (till, other):
            sync(one)
        till.done("stock", "receive", TEA, "3")
        sync(till)
        sync(other)
        assert level(till) == level(other) == 3_000
        trade(till, orders=1)
        trade(other, orders=2)
        for one in (till, other, till):
            sync(one)

        assert level(till) == level(other) == 0
        with pytest.raises(OutOfStockError):
            trade(other, orders=1)

    def test_bring_the_opening_stock_of_one_file_once(
        self, till: Terminal, office: RealOffice, tmp_path: Path
    ) -> None:
        other = new_till(tmp_path / "other", office, "T02")
        file = tmp_path / "opening.csv"
        file.write_text(
            f"sku,barcode,name,price,stock,tax class\nTEA,{TEA},Tea,2.00,24,STANDARD\n",
            encoding="utf-8",
        )
        till.done("products", "import", file)
        for one in (till, other):
            sync(one)

        said = other.done("products", "import", file)

        assert "other tills of the store count its stock already" in said
        for one in (till, other, till):
            sync(one)
        assert level(till) == level(other) == 24_000


def test_both_ends_hold_the_same_whenever_the_till_is_killed(
    till: Terminal, office: RealOffice
) -> None:
    chance = random.Random(SEED)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.integration.sync_victim"])
    office.put(**WATER)
    sync(till)
    killed = 0
    for number in range(KILLS):
        trade(till, orders=2)
        office.put(**{**WATER, "price": 100 + number})
        moment = chance.randrange(1, MOMENTS)
        victim = context.Process(target=sync_until, args=(str(till.folder.root), moment))
        victim.start()
        victim.join(PATIENCE_S)
        assert victim.exitcode in {0, -signal.SIGKILL}, victim.exitcode
        killed += victim.exitcode != 0
        if number % 2:
            sync(till)
            require_same(till, office)
            shown = till.json("products", "show", TEA)
            assert shown["price"]["minor"] == 100 + number, (SEED, number)
    sync(till)
    require_same(till, office)
    assert killed > KILLS // 2
