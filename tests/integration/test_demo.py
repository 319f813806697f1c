"""The demo store: made aside, moved in whole, and nobody else's file touched."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.adapters.persistence.store_file import TrialStoreError
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition import demo
from pos_app.composition.demo import NotADemoFolderError, ensure_demo
from pos_app.composition.making import SetupRequest, make_store
from pos_app.composition.opening import reading
from tests.integration import shop as shops


@pytest.fixture(autouse=True)
def small_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo store without its products: what matters here is where it is made."""

    def make(folder: DataFolder) -> None:
        make_store(folder, SetupRequest("Demo", "FR", "Ana", shops.PIN, demo=True))

    monkeypatch.setattr(demo, "_make", make)


def is_demo(root: Path) -> bool:
    with reading(DataFolder(root)) as queries:
        return queries.profile.demo


def age(folder: DataFolder) -> None:
    """Make of it what a trial version of the program would have left."""
    with closing(sqlite3.connect(folder.store)) as connection:
        connection.execute("DROP TABLE sales_by_month_product")
        connection.commit()


class TestTrialVersion:
    def test_of_a_demo_store_is_put_away_and_made_anew(self, tmp_path: Path) -> None:
        folder = DataFolder(tmp_path / "demo")
        for _ in range(2):
            ensure_demo(folder)
            age(folder)

        ensure_demo(folder)

        assert is_demo(folder.root)
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "demo",
            "demo-before-1",
            "demo-before-2",
        ]

    def test_of_a_shop_is_said_and_left_alone(self, tmp_path: Path) -> None:
        folder = DataFolder(tmp_path / "shop")
        make_store(folder, SetupRequest("Shop", "FR", "Ana", shops.PIN, practice=True))
        age(folder)
        before = folder.store.read_bytes()

        for open_it in (lambda: ensure_demo(folder), lambda: is_demo(folder.root)):
            with pytest.raises(TrialStoreError, match="Nothing was changed"):
                open_it()

        assert folder.store.read_bytes() == before
        assert list(tmp_path.iterdir()) == [folder.root]


class TestDemo:
    def test_deletes_no_folder_of_a_stranger(self, tmp_path: Path) -> None:
        stranger = tmp_path / "shop.new"
        stranger.mkdir()
        (stranger / "thesis.txt").write_text("important")

        ensure_demo(DataFolder(tmp_path / "shop"))

        assert (stranger / "thesis.txt").read_text() == "important"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["shop", "shop.new"]
        assert (tmp_path / "shop").stat().st_mode & 0o777 == 0o700

    def test_leaves_what_a_kill_has_left_of_another_start(self, tmp_path: Path) -> None:
        (tmp_path / ".demo-abc").mkdir()

        ensure_demo(DataFolder(tmp_path / "shop"))

        assert sorted(path.name for path in tmp_path.iterdir()) == [".demo-abc", "shop"]

    def test_fills_the_empty_folder_behind_a_link(self, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "link").symlink_to("real")
        before = (tmp_path / "real").stat().st_ino

        ensure_demo(DataFolder(tmp_path / "link"))

        assert (tmp_path / "link").is_symlink()
        assert is_demo(tmp_path / "real")
        assert (tmp_path / "real").stat().st_ino == before
        assert not list((tmp_path / "real").glob(".demo-*"))

    def test_fills_the_folder_in_which_somebody_stands(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)

        ensure_demo(DataFolder(Path()))

        assert is_demo(Path())
        assert is_demo(tmp_path)

    def test_refuses_a_link_to_a_folder_with_something_in_it(self, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "real" / "thesis.txt").write_text("important")
        (tmp_path / "link").symlink_to("real")

        with pytest.raises(NotADemoFolderError):
            ensure_demo(DataFolder(tmp_path / "link"))

        assert [path.name for path in (tmp_path / "real").iterdir()] == ["thesis.txt"]

    def test_that_fails_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(folder: DataFolder) -> None:
            folder.keys.write_text("half")
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(demo, "_make", fail)

        with pytest.raises(OSError, match="No space left"):
            ensure_demo(DataFolder(tmp_path / "shop"))

        assert list(tmp_path.iterdir()) == []

    def test_never_moves_over_a_store_made_meanwhile(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = demo._make

        def make_late(folder: DataFolder) -> None:
            made(folder)
            if not (tmp_path / "shop").exists():
                shutil.copytree(folder.root, tmp_path / "shop")
                (tmp_path / "shop" / "mark").touch()

        monkeypatch.setattr(demo, "_make", make_late)

        with pytest.raises(OSError, match="not empty"):
            ensure_demo(DataFolder(tmp_path / "shop"))

        assert (tmp_path / "shop" / "mark").exists()
        assert [path.name for path in tmp_path.iterdir()] == ["shop"]
