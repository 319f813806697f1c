from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pos_app.adapters.system import paths
from pos_app.adapters.system.paths import bundled

ROOT = Path(__file__).parents[4]
NAMES = ("resources", "migrations")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program itself was put into, as `site-packages` is one."""
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "pos_app")
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
class TestBundled:
    def test_lies_beside_the_source(self, name: str) -> None:
        assert bundled(name) == ROOT / name

    def test_lies_inside_the_wheel_whatever_lies_beside_it(
        self, name: str, elsewhere: Path
    ) -> None:
        (elsewhere / name).mkdir()
        (elsewhere / "pos_app" / "_bundled" / name).mkdir(parents=True)

        assert bundled(name) == elsewhere / "pos_app" / "_bundled" / name

    def test_lies_where_the_frozen_program_keeps_it(
        self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
        (tmp_path / name).mkdir()

        assert bundled(name) == tmp_path / name

    def test_is_never_another_ones_when_the_frozen_program_has_lost_it(
        self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

        with pytest.raises(FileNotFoundError, match=name):
            bundled(name)
