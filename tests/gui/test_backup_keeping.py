from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QObject

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.backing_up import names_in
from pos_app.composition.backup_keeping import (
    BackupKeeper,
    BackupProcessError,
    run_beside,
)
from pos_app.domain.errors import UnavailableError
from pos_app.services.backup.keeping import BackupKind, automatic
from tests.fakes.tasks import InlineTaskRunner
from tests.gui.driving import DrivenTill, Key, wait_for


def kinds_in(folder: DataFolder) -> list[BackupKind]:
    return [one.kind for one in automatic(names_in(folder.backups))]


class DiskGoneError(UnavailableError):
    text = "The disk is gone."


class Runs:
    """What is asked for, answered with the next of the failures."""

    def __init__(self, owner: QObject, *failures: str | UnavailableError) -> None:
        self.asked: list[tuple[BackupKind, bool]] = []
        self.told: list[str] = []
        self._failures = list(failures)
        self.keeper = BackupKeeper(
            run=self._run, tasks=InlineTaskRunner(), tell=self.told.append, parent=owner
        )

    def _run(self, kind: BackupKind, if_due: bool) -> str:
        self.asked.append((kind, if_due))
        failure = self._failures.pop(0) if self._failures else ""
        if isinstance(failure, UnavailableError):
            raise failure
        return failure


class TestKeeper:
    def test_looks_soon_after_the_start_and_then_all_day(self, owner: QObject) -> None:
        keeper = Runs(owner).keeper

        assert (keeper.first.isActive(), keeper.every.isActive()) == (True, True)
        assert keeper.first.interval() < keeper.every.interval() <= 60 * 60 * 1_000

    def test_asks_for_what_is_due(self, owner: QObject) -> None:
        runs = Runs(owner)

        runs.keeper.every.timeout.emit()

        assert runs.asked == [(BackupKind.DAILY, True)]

    def test_asks_for_one_of_a_shift_that_was_closed(self, owner: QObject) -> None:
        runs = Runs(owner)

        runs.keeper.shift_closed()

        assert runs.asked == [(BackupKind.SHIFT, False)]

    @pytest.mark.parametrize("failure", ["The disk is gone.", DiskGoneError()])
    def test_tells_of_a_failure_until_it_is_made_up_for(
        self, owner: QObject, failure: str | UnavailableError, expected_warnings: list[str]
    ) -> None:
        expected_warnings.append("A backup failed: The disk is gone.")
        runs = Runs(owner, failure)

        runs.keeper.shift_closed()
        runs.keeper.every.timeout.emit()
        runs.keeper.every.timeout.emit()

        assert runs.told == ["The disk is gone.", "", ""]
        assert runs.asked == [
            *([(BackupKind.SHIFT, False)] * 2),
            (BackupKind.DAILY, True),
        ]


class TestProcess:
    def test_makes_the_backup(self, folder: Path) -> None:
        data = DataFolder(folder)

        assert run_beside(data, Event(), BackupKind.SHIFT, False) == ""

        assert kinds_in(data) == [BackupKind.SHIFT]

    def test_goes_on_without_a_till_that_is_shut_down(self, folder: Path) -> None:
        data, stopped = DataFolder(folder), Event()
        stopped.set()

        assert run_beside(data, stopped, BackupKind.SHIFT, False) == ""
        assert kinds_in(data) == []

        wait_for(lambda: kinds_in(data) == [BackupKind.SHIFT], "the backup")

    def test_that_finds_no_store_says_so(self, tmp_path: Path) -> None:
        with pytest.raises(BackupProcessError, match="There is no store in"):
            run_beside(DataFolder(tmp_path), Event(), BackupKind.DAILY, True)


class TestTill:
    def test_backs_up_a_shift_that_is_closed(self, selling: DrivenTill) -> None:
        selling.model.close_shift()
        selling.wait_for_page("close_shift")
        selling.press(Key.Key_Return)

        data = selling.store.folder
        selling.wait_for(lambda: kinds_in(data) == [BackupKind.SHIFT], "the backup of the shift")

    def test_shows_what_failed_beside_what_else_did(self, till: DrivenTill) -> None:
        frame = till.model.screens.frame

        frame.show_notice("backup", "No backup.")
        frame.show_printer("No paper.", True)
        assert till.troubles() == ["No paper.", "No backup."]

        frame.show_notice("backup", "")
        assert till.troubles() == ["No paper."]
