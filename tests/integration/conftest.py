"""A store with a past, made once and copied for each test that asks, closed or open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from platformdirs import user_state_path

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OpenStore, writing
from tests.integration import shop as shops


@pytest.fixture(autouse=True)
def no_epochs_known() -> None:
    """Each test is on a computer of its own, which no copy of the same store has sold on."""
    shutil.rmtree(user_state_path("pos_app", appauthor=False) / "epochs", ignore_errors=True)


@pytest.fixture(scope="session")
def new_master(tmp_path_factory: pytest.TempPathFactory) -> shops.Shop:
    """Never written by a test."""
    return shops.make(tmp_path_factory.mktemp("new") / "data")


@pytest.fixture(scope="session")
def traded_master(new_master: shops.Shop, tmp_path_factory: pytest.TempPathFactory) -> shops.Shop:
    """Never written by a test."""
    made = new_master.copied_to(tmp_path_factory.mktemp("traded") / "data")
    shops.trade(made.folder)
    return made


@pytest.fixture
def new_shop(new_master: shops.Shop, tmp_path: Path) -> shops.Shop:
    """As setup leaves it: nothing in it."""
    return new_master.copied_to(tmp_path / "data")


@pytest.fixture
def shop(traded_master: shops.Shop, tmp_path: Path) -> shops.Shop:
    """With products, a closed shift, and an open one."""
    return traded_master.copied_to(tmp_path / "data")


@pytest.fixture
def folder(shop: shops.Shop) -> DataFolder:
    return shop.folder


@pytest.fixture
def store(folder: DataFolder) -> Iterator[OpenStore]:
    with writing(folder) as store:
        yield store


@pytest.fixture
def new_store(new_shop: shops.Shop) -> Iterator[OpenStore]:
    with writing(new_shop.folder) as store:
        yield store
