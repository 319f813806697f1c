"""The generated past is what the till itself would have left behind."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import reading, writing
from pos_app.composition.proving import untrue
from tests.bench.past_orders import PastOrders
from tests.integration import shop

ORDERS: Final = 12
PRODUCTS: Final = 15
DOCUMENTS: Final = 'SELECT uid, number, total, completed_at FROM "order" ORDER BY order_id'


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """With products, and never written by a test."""
    made = shop.make(tmp_path_factory.mktemp("stocked") / "data")
    with writing(made.folder) as store:
        shop.bring_in(store, shop.CATALOGUE)
    return made.folder


def ring_days(folder: DataFolder, *days: int) -> None:
    with writing(folder) as store:
        past = PastOrders(store, products=PRODUCTS)
        for day in days:
            past.ring_day(day, orders=ORDERS)


def copy(folder: DataFolder, target: Path) -> DataFolder:
    return DataFolder(shutil.copytree(folder.root, target))


class TestPastOrders:
    def test_are_true_and_signed(self, stocked: DataFolder, tmp_path: Path) -> None:
        folder = copy(stocked, tmp_path / "data")

        ring_days(folder, 0, 1)

        with reading(folder) as queries:
            assert shop.verdict(queries).ok
        assert untrue(folder.store) == []
        assert len(shop.rows(folder.store, DOCUMENTS)) == 2 * ORDERS

    def test_are_printed_and_sent(self, stocked: DataFolder, tmp_path: Path) -> None:
        folder = copy(stocked, tmp_path / "data")

        ring_days(folder, 0)

        assert shop.rows(folder.store, "SELECT count(*) FROM outbox") == [(0,)]
        assert shop.rows(folder.store, "SELECT state, count(*) FROM print_job GROUP BY state") == [
            ("done", ORDERS)
        ]
        assert shop.rows(folder.store, "SELECT count(*) FROM shift WHERE closed_at IS NULL") == [
            (0,)
        ]

    def test_are_the_same_when_a_build_goes_on(self, stocked: DataFolder, tmp_path: Path) -> None:
        at_once, in_parts = copy(stocked, tmp_path / "one"), copy(stocked, tmp_path / "other")

        ring_days(at_once, 0, 1)
        ring_days(in_parts, 0)
        ring_days(in_parts, 1)

        assert shop.rows(at_once.store, DOCUMENTS) == shop.rows(in_parts.store, DOCUMENTS)
