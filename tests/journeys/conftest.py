from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.screen import Screen, x_screen
from tests.journeys.store import fresh_store


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    with x_screen() as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A fresh practice store with one person and the demo products, made as its owner would."""
    return fresh_store(tmp_path)
