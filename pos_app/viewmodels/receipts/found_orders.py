"""The orders found so far, fetched a page at a time; a search that was typed on is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.services.orders.behind import Behind
from pos_app.services.orders.finding import PAGE, Finding, FoundOrder, Page, Period, Question
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for

AHEAD: Final = 20
"""So many rows before the end of the list the next ones are asked for."""


class FoundOrders(QObject):
    """A list that grows at its end.

    Signals:
        restarted: Emitted when it begins anew.
        grown: Emitted with how many rows have come to its end.
        paged: Emitted with the Page that was looked up, and whether it is the first one.
        failed: Emitted with words, when the store could not be read.
    """

    restarted = Signal()
    grown = Signal(int)
    paged = Signal(object, bool)
    failed = Signal(str)

    def __init__(
        self,
        *,
        finding: Finding,
        today: Callable[[], date],
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._finding = finding
        self.today = today
        self._tasks = tasks
        self._formats = formats
        self._asked = 0
        self._after: int | None = None
        self._is_asking = False
        self._wanted_rows = PAGE
        self._question = Question("")
        self.actor: StaffMember | None = None
        self.orders: list[FoundOrder] = []

    @property
    def has_more(self) -> bool:
        return self._after is not None

    @property
    def is_searching(self) -> bool:
        """Whether the page in sight is not full, and there may be more for it."""
        return self.has_more and len(self.orders) < self._wanted_rows

    def start(self, text: str, period: Period, *, behind: Behind | None = None) -> None:
        """Look for something else; what the last search has not brought yet is not wanted."""
        self._asked += 1
        self._question = Question(text, period, behind=behind)
        self._after, self._wanted_rows = None, PAGE
        self._ask()

    @Slot()
    def more(self) -> None:
        """Fetch the rows after the last one, if there may be any."""
        if self.has_more and not self._is_asking:
            self._wanted_rows = len(self.orders) + PAGE
            self._ask()

    def _ask(self) -> None:
        actor = self.actor
        if actor is None:
            return
        self._is_asking = True
        asked = self._asked
        question = replace(self._question, after=self._after)
        self._tasks.submit(
            lambda: self._find(asked, question, actor),
            on_success=lambda page: self._on_found(asked, question, page),
            on_failure=lambda error: self._on_failure(asked, error),
        )

    def _find(self, asked: int, question: Question, actor: StaffMember) -> Page:
        # Typed on meanwhile: something else is being looked for.
        if asked != self._asked:
            return Page((), None)
        return self._finding.find(question, today=self.today(), actor=actor)

    def _on_found(self, asked: int, question: Question, page: Page) -> None:
        if asked != self._asked:
            return
        self._is_asking = False
        is_first = question.after is None
        if is_first:
            self.orders = []
            self.restarted.emit()
        self.orders += page.orders
        self._after = page.after
        self.grown.emit(len(page.orders))
        self.paged.emit(page, is_first)
        if self.is_searching and not self._is_asking:
            self._ask()

    def _on_failure(self, asked: int, error: PosError) -> None:
        if asked == self._asked:
            self._is_asking = False
            self.failed.emit(words_for(error, self._formats))
