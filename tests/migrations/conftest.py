"""A store with a past, made once and copied for each test that asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.adapters.system.paths import DataFolder
from tests.integration import shop


@pytest.fixture(scope="session")
def traded(tmp_path_factory: pytest.TempPathFactory) -> shop.Shop:
    """Never written by a test: `folder` is a copy of it."""
    made = shop.make(tmp_path_factory.mktemp("shop") / "data")
    shop.trade(made.folder)
    return made


@pytest.fixture
def folder(traded: shop.Shop, tmp_path: Path) -> DataFolder:
    return traded.copied_to(tmp_path / "data").folder
