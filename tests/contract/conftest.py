from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.adapters.persistence import schema
from pos_app.composition.upgrading import migrate
from tests.contract.samples import COFFEE, EUR, MILK, MORNING, STOCK, TEA, prepare
from tests.contract.stores import Store, in_memory, on_disk


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the newest schema and nothing in it."""
    path = tmp_path_factory.mktemp("schema") / "empty.sqlite3"
    schema.create(path, migrate)
    return path


@pytest.fixture(params=["memory", "disk"])
def empty_store(
    request: pytest.FixtureRequest, empty_file: Path, tmp_path: Path
) -> Iterator[Store]:
    if request.param == "memory":
        with in_memory(EUR) as store:
            yield store
    else:
        path = tmp_path / "pos.sqlite3"
        shutil.copy(empty_file, path)
        with on_disk(path, EUR) as store:
            yield store


@pytest.fixture
def store(empty_store: Store) -> Store:
    """With two people, three products and a first epoch; no shift is open."""
    prepare(empty_store)
    for product in (MILK, TEA, COFFEE):
        empty_store.add_product(product, level=STOCK[product.product_id], at=MORNING)
    return empty_store
