"""All that is looked for in the activity log goes into a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.services.activity.activity_log import Wanted
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.activity.activity_filters import ActivityFilters
from pos_app.viewmodels.shared.words import words_for


class ActivityOutlet(Protocol):
    def write(self, wanted: Wanted, path: Path, *, people: Mapping[int, str]) -> int:
        """Write all that fits as CSV, and say how much that was."""
        ...


class ActivityFile(QObject):
    """Works behind the screen, and says when it is done.

    Signals:
        path_wanted: Emitted with a name for the file that somebody is to place.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    path_wanted = Signal(str)
    told = Signal(str, bool)

    def __init__(
        self,
        filters: ActivityFilters,
        *,
        outlet: ActivityOutlet,
        today: Callable[[], date],
        files: TaskRunner,
        formats: Formats,
    ) -> None:
        super().__init__(filters)
        self._filters = filters
        self._outlet = outlet
        self._today = today
        self._files = files
        self._formats = formats

    @Slot()
    def ask(self) -> None:
        """Ask where it is to be written."""
        self.path_wanted.emit(f"activity_{self._today().isoformat()}.csv")

    def write(self, path: str) -> None:
        if not path:
            return
        wanted, people = self._filters.wanted, dict(self._filters.people)
        self._files.submit(
            lambda: self._outlet.write(wanted, Path(path), people=people),
            on_success=lambda _count: self._tell(
                self.tr("The entries are in {path}").format(path=path)
            ),
            on_failure=self._on_failure,
        )

    def _on_failure(self, error: PosError) -> None:
        self._tell(words_for(error, self._formats))

    def _tell(self, words: str) -> None:
        self.told.emit(words, False)
