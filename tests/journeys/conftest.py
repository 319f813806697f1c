from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from platformdirs import user_state_path

from tests.journeys.hands import Hands
from tests.journeys.screen import Screen, x_screen
from tests.journeys.store import PIN, TITLE, fresh_store
from tests.journeys.watching import watched_till


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    with x_screen() as found:
        yield found


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh practice store with one person and the demo products, made as its owner would.

    It is copied and never opened.
    """
    return fresh_store(tmp_path_factory.mktemp("made"))


@pytest.fixture
def folder(made_store: Path, tmp_path: Path) -> Path:
    """Such a store, on a computer on which no copy of it has sold yet."""
    shutil.rmtree(user_state_path("pos_app", appauthor=False) / "epochs", ignore_errors=True)
    return shutil.copytree(made_store, tmp_path / "store")


@pytest.fixture
def hands(screen: Screen, folder: Path) -> Iterator[Hands]:
    """On an empty order, in an open shift."""
    with watched_till(screen, folder, title=TITLE) as till:
        screen.press(*PIN)
        till.wait_for_page("open_shift")
        screen.press("Return")
        till.wait_for_page("sell")
        yield Hands(screen, till)
