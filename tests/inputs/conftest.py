"""A store for each bad input, examined whole after it: whatever came in, it is sound."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.demo import ensure_demo
from pos_app.composition.opening import writing
from tests.gui.driving import DrivenTill, driven_till
from tests.inputs.site import Site, require_sound
from tests.integration import shop as shops

PATIENT_MS: Final = 150
"""Between two keys of one scan: a busy machine must not tear it in two."""


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> shops.Shop:
    """As setup leaves it, with a shift open; never written by a test."""
    made = shops.make(tmp_path_factory.mktemp("master") / "data")
    with writing(made.folder) as store:
        shops.open_shift(store)
    return made


@pytest.fixture
def site(master: shops.Shop, tmp_path: Path) -> Iterator[Site]:
    """An empty store with an open shift."""
    made = Site(master.copied_to(tmp_path / "data").folder, tmp_path)
    yield made
    require_sound(made.folder)


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    ensure_demo(DataFolder(folder))
    return folder


@pytest.fixture
def till(demo_store: Path, tmp_path: Path) -> Iterator[DrivenTill]:
    """A window in which Ana sells the demo's products."""
    folder = shutil.copytree(demo_store, tmp_path / "store")
    with driven_till(folder) as driven:
        driven.start_selling()
        driven.scanner.gap_ms = PATIENT_MS
        yield driven
    require_sound(DataFolder(folder))
