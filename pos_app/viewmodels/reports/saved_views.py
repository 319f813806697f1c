"""The views that a person has kept, to come back to them with one key."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.reports.choice import (
    VIEWS_MAX,
    Choice,
    views_from_text,
    views_to_text,
)
from pos_app.viewmodels.shared.words import words_for

SETTING: Final = "report_views"


class Choices(Protocol):
    def get(self, name: str, *, staff_id: int | None = None) -> str: ...
    def put(self, name: str, value: str, *, staff_id: int | None = None) -> None: ...


class SavedViews(QObject):
    """Each person has views of their own; the newest comes first.

    Signals:
        changed: Emitted when there are others.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    changed = Signal()
    told = Signal(str, bool)

    def __init__(
        self,
        *,
        choices: Choices,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._tasks = tasks
        self._formats = formats
        self._owner: StaffMember | None = None
        self._waiting: list[Choice] | None = []
        """What was kept before the others were read; None once they are."""
        self.all: tuple[Choice, ...] = ()

    def of(self, owner: StaffMember | None) -> None:
        """Read those of this person."""
        self._owner, self.all, self._waiting = owner, (), []
        if owner is None:
            return
        self._tasks.submit(
            lambda: self._choices.get(SETTING, staff_id=owner.staff_id),
            on_success=lambda text: self._on_read(owner, text),
            on_failure=self._on_failure,
        )

    def keep(self, choice: Choice) -> None:
        """Keep this one, or let it go if it is kept already; once the others are known."""
        if self._waiting is not None:
            self._waiting.append(choice)
            return
        rest = tuple(one for one in self.all if one != choice)
        is_new = len(rest) == len(self.all)
        self.all = ((choice, *rest) if is_new else rest)[:VIEWS_MAX]
        self.changed.emit()
        kept, gone = self.tr("View kept: F7 shows it again"), self.tr("View let go")
        self._write(kept if is_new else gone)

    def _write(self, words: str) -> None:
        owner, text = self._owner, views_to_text(self.all)
        if owner is None:
            return
        self._tasks.submit(
            lambda: self._choices.put(SETTING, text, staff_id=owner.staff_id),
            on_success=lambda _nothing: self.told.emit(words, False),
            on_failure=self._on_failure,
        )

    def _on_read(self, owner: StaffMember, text: str) -> None:
        if owner is self._owner:
            waiting, self._waiting = self._waiting or [], None
            self.all = views_from_text(text)
            self.changed.emit()
            for choice in waiting:
                self.keep(choice)

    def _on_failure(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)
