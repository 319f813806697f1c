from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from pos_app.adapters.persistence.checkpoint import CheckpointFailedError
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition import building
from pos_app.composition.opening import last_entry, writing
from tests.gui.driving import DrivenTill, driven_till

WORDS = (
    "Everything is recorded, but the disk refused to tidy it up (disk I/O error). "
    "Check the disk and its free space."
)
FIRST_OF_THEM = WORDS.partition(". ")[0] + "."


def run_upkeep(till: DrivenTill) -> QTimer:
    timer = till.window.findChild(QTimer, "upkeep")
    assert isinstance(timer, QTimer)
    timer.timeout.emit()
    return timer


class TestUpkeepThatFails:
    def test_is_told_in_the_bar_until_it_works_again(
        self, selling: DrivenTill, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refused(_writer: object) -> None:
            raise CheckpointFailedError(detail="disk I/O error")

        monkeypatch.setattr(building, "is_due", lambda _store: True)
        with monkeypatch.context() as disk:
            disk.setattr(building, "checkpoint", refused)
            timer = run_upkeep(selling)
            selling.wait_for(lambda: any(FIRST_OF_THEM in one for one in selling.troubles()))

        run_upkeep(selling)
        selling.wait_for(lambda: selling.troubles() == [])
        assert timer.isActive()
        # A person sees it within a minute.
        assert timer.interval() <= 30_000

    def test_never_widens_the_window(self, selling: DrivenTill) -> None:
        before = selling.window.width()

        selling.model.screens.frame.show_notice("disk", WORDS * 3)
        selling.settle()

        assert selling.window.width() == before

    def test_hides_nothing_of_the_printer(self, selling: DrivenTill) -> None:
        frame = selling.model.screens.frame

        frame.show_notice("disk", "the disk")
        frame.show_printer("the printer", True)
        frame.show_notice("disk", "")

        assert selling.troubles() == ["the printer"]


def test_a_till_that_has_lost_entries_says_so_at_once(
    qapp: QApplication, folder: Path, expected_warnings: list[str]
) -> None:
    expected_warnings.append("are gone from the store")
    with writing(DataFolder(folder)) as store:
        head = store.queries.journal.head().seq
        last_entry(store.folder, store.queries).note(store.queries.epoch, head + 3)

    with driven_till(folder) as till:
        till.wait_for(lambda: "The newest 3 entries" in " ".join(till.troubles()))
