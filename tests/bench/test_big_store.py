"""The big store appears whole or not at all, is kept, and goes when it is stale."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.bench import big_store
from tests.bench.big_store import BigStores
from tests.bench.catalogue_file import write_made_up
from tests.bench.past_orders import PastOrders
from tests.integration import shop

PRODUCTS: Final = 30
DAYS: Final = 3
ORDERS_A_DAY: Final = 5
ORDERS: Final = DAYS * ORDERS_A_DAY


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(big_store, "FULL_ROWS", PRODUCTS)
    monkeypatch.setattr(big_store, "ORDERS_A_DAY", ORDERS_A_DAY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_made_up(tmp_path / "products.csv", rows=PRODUCTS)
    return tmp_path / "products.csv"


def days_until_power_cut(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    ring_day = PastOrders.ring_day

    def ring(past: PastOrders, day: int, *, orders: int) -> None:
        if day == most:
            raise KeyboardInterrupt
        ring_day(past, day, orders=orders)

    monkeypatch.setattr(PastOrders, "ring_day", ring)


def test_a_build_goes_on_where_it_was_interrupted(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores = BigStores(tmp_path)
    with monkeypatch.context() as patched:
        days_until_power_cut(patched, 2)
        with pytest.raises(KeyboardInterrupt):
            stores.with_orders(ORDERS, lambda: file)
    assert not [path for path in tmp_path.glob("store-orders-*") if path.suffix != ".partial"]
    with monkeypatch.context() as patched:
        days_until_power_cut(patched, 0)  # the first day is not rung again
        store = stores.with_orders(ORDERS, lambda: file)

    assert shop.one(store.store, 'SELECT count(*) FROM "order"') == ORDERS
    assert not list(tmp_path.glob("*.partial"))


def test_a_store_is_kept_for_later_runs(tmp_path: Path, file: Path) -> None:
    first = BigStores(tmp_path).with_orders(ORDERS, lambda: file)
    made = first.store.stat()

    again = BigStores(tmp_path).with_orders(ORDERS, lambda: file)

    assert again.root == first.root
    assert again.store.stat().st_ino == made.st_ino


def test_a_stale_store_makes_room_for_a_new_one(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = BigStores(tmp_path).with_orders(ORDERS, lambda: file)
    other = BigStores(tmp_path).with_orders(ORDERS_A_DAY, lambda: file)
    monkeypatch.setattr(big_store, "VERSION", big_store.VERSION + 1)

    new = BigStores(tmp_path).with_orders(ORDERS, lambda: file)

    assert new.root.exists()
    assert not stale.root.exists()
    assert not other.root.exists()
