from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTimer

from pos_app.composition import building
from pos_app.services.printing.pruning import Pruning
from tests.gui.driving import DrivenTill, driven_till
from tests.integration import shop as shops


@pytest.fixture
def moved(qapp: QCoreApplication, tmp_path: Path) -> Iterator[DrivenTill]:
    """A till on a copy of a real store."""
    made = shops.make(tmp_path / "real", practice=False, keys_in_file=True)
    with driven_till(Path(shutil.copytree(made.folder.root, tmp_path / "copy"))) as driven:
        yield driven


class TestMovedStore:
    def test_says_so_and_is_adopted_by_whoever_types_the_pin_twice(self, moved: DrivenTill) -> None:
        assert "copied, moved or put back here" in " ".join(moved.troubles())

        moved.enter_text(shops.PIN)
        moved.wait_for(lambda: "type your PIN again" in moved.message(), "the question")
        assert (moved.page, moved.store.queries.epoch) == ("sign_in", 1)

        moved.enter_text(shops.PIN)
        moved.wait_for_page("open_shift")
        assert moved.troubles() == []
        epochs = shops.rows(moved.store.folder.store, "SELECT series, reason FROM epoch")
        assert epochs == [("T01", "setup"), ("T01B", "adopt")]

    def test_prunes_nothing_before_it_is_adopted(
        self, moved: DrivenTill, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looks: list[str] = []
        monkeypatch.setattr(building, "is_due", lambda _store: looks.append("looked"))
        monkeypatch.setattr(Pruning, "step", lambda _pruning: looks.append("pruned"))
        timer = moved.window.findChild(QTimer, "upkeep")
        assert isinstance(timer, QTimer)

        timer.timeout.emit()
        moved.wait_for(lambda: "looked" in looks, "the upkeep")
        moved.enter_text(shops.PIN)  # on the same lane, after it
        moved.wait_for(lambda: "type your PIN again" in moved.message(), "the question")
        assert looks == ["looked"]

        moved.enter_text(shops.PIN)
        moved.wait_for_page("open_shift")
        timer.timeout.emit()
        moved.wait_for(lambda: looks == ["looked", "looked", "pruned"], "the pruning")
