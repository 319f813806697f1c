"""The activity log: what is looked for, and the entries found so far, newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import NotAllowedError, Permission, StaffMember
from pos_app.services.activity.activity_log import ActivityLog, Page, Wanted
from pos_app.services.activity.ports import NEWEST
from pos_app.services.activity.telling import Line, Teller
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.activity.activity_export import ActivityOutlet, activity_export
from pos_app.viewmodels.activity.activity_filters import ActivityFilters
from pos_app.viewmodels.activity.activity_words import ActivityWords
from pos_app.viewmodels.shared.export import Export
from pos_app.viewmodels.shared.words import words_for

AHEAD: Final = 30
"""So many rows before the end of the list the next page is fetched."""


@dataclass(frozen=True, slots=True)
class ActivitySources:
    """`new_teller` puts entries into words, given names by id; `today` is of the store's zone."""

    log: ActivityLog
    people: Callable[[], Sequence[StaffMember]]
    new_teller: Callable[[Mapping[int, str]], Teller]
    today: Callable[[], date]
    outlet: ActivityOutlet


class ActivityViewModel(QObject):
    """Reads behind the screen, a page at a time; if something else is chosen, that counts.

    Signals:
        opened: Emitted when it wants to be shown.
        left: Emitted when the order that is being rung up is wanted again.
        chosen: Emitted when something else is looked for, and is being read.
        restarted: Emitted when the rows shown so far are of no more use.
        grown: Emitted with the number of rows that were added.
        selected: Emitted with the row that is highlighted, or -1.
        text_set: Emitted with a text that did not come from the keys.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        number_asked: Emitted with a receipt number whose order is wanted.
    """

    opened = Signal()
    left = Signal()
    chosen = Signal()
    restarted = Signal()
    grown = Signal(int)
    selected = Signal(int)
    text_set = Signal(str)
    told = Signal(str, bool)
    number_asked = Signal(str)

    def __init__(
        self,
        *,
        sources: ActivitySources,
        reader: TaskRunner,
        files: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sources = sources
        self._reader = reader
        self._formats = formats
        self._asked = 0
        self._before: int | None = None
        self.words = ActivityWords(formats, self)
        self.actor: StaffMember | None = None
        self.filters = ActivityFilters(sources.today, self)
        self.filters.changed.connect(self._start)
        shown = partial(activity_export, self.filters, self.words, sources.outlet, sources.today)
        self.out = Export(shown, files=files, formats=formats, parent=self)
        self.out.told.connect(self.told)
        self.lines: list[Line] = []
        self.problem = ""
        self.is_busy = False
        self.current = -1

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        """What was read for somebody else is not shown to this person."""
        self._asked += 1
        self.actor, self.is_busy = member, False
        self._clear()

    @Slot()
    def open(self) -> None:
        """With everything, of everybody, of any time."""
        self.open_with(Wanted())

    @Slot(object)
    def open_with(self, wanted: Wanted) -> None:
        actor = self.actor
        if actor is None:
            return
        try:
            actor.require(Permission.READ_REPORTS)
        except NotAllowedError as error:
            self.told.emit(words_for(error, self._formats), False)
            return
        self.text_set.emit("")
        self.opened.emit()
        self.filters.begin(wanted)

    @Slot()
    def back(self) -> None:
        """First the text goes, then the screen."""
        if self.filters.wanted.text:
            self.text_set.emit("")
            self.filters.look_for("")
        else:
            self.left.emit()

    @Slot(int)
    def select(self, place: int) -> None:
        """Highlight a row, and fetch what follows when the end of the list comes near."""
        last = len(self.lines) - 1
        self.current = max(0, min(last, place)) if self.lines else -1
        self.selected.emit(self.current)
        if last - self.current < AHEAD:
            self.more()

    def move(self, steps: int) -> None:
        self.select(self.current + steps)

    @Slot()
    def more(self) -> None:
        """Read on, unless it is being read or there is no more."""
        if self._before is not None and not self.is_busy:
            self._read(self._before)

    @Slot()
    def show_order(self) -> None:
        """The order behind the highlighted row, where there is one."""
        if 0 <= self.current < len(self.lines):
            number = self.lines[self.current].number
            if number:
                self.number_asked.emit(number)
            else:
                self.told.emit(self.tr("No receipt stands behind this entry"), False)

    def _clear(self) -> None:
        self.lines, self._before, self.problem, self.current = [], None, "", -1
        self.restarted.emit()
        self.selected.emit(-1)

    @Slot()
    def _start(self) -> None:
        self._asked += 1
        self._clear()
        self._read(NEWEST)

    def _read(self, before: int) -> None:
        actor = self.actor
        if actor is None:
            return
        asked, wanted = self._asked, self.filters.wanted
        self.is_busy = True
        self.chosen.emit()
        self._reader.submit(
            lambda: self._page(asked, wanted, before, actor),
            on_success=lambda found: self._on_read(asked, found),
            on_failure=lambda error: self._on_failure(asked, error),
        )

    def _page(
        self, asked: int, wanted: Wanted, before: int, actor: StaffMember
    ) -> tuple[Page, Mapping[int, str]] | None:
        if asked != self._asked:  # something else is looked for by now
            return None
        people = {one.staff_id: one.name for one in self._sources.people()}
        teller = self._sources.new_teller(people)
        page = self._sources.log.read(wanted, actor=actor, teller=teller, before=before)
        return page, dict(sorted(people.items(), key=lambda item: item[1].casefold()))

    def _on_read(self, asked: int, found: tuple[Page, Mapping[int, str]] | None) -> None:
        if asked != self._asked or found is None:
            return
        page, self.filters.people = found
        is_first = not self.lines
        self.is_busy, self._before = False, page.before
        self.lines += page.lines
        self.grown.emit(len(page.lines))
        self.chosen.emit()
        if is_first and self.lines:
            self.select(0)
        elif not page.lines:  # looked through without a find: it goes on further back
            self.more()

    def _on_failure(self, asked: int, error: PosError) -> None:
        if asked == self._asked:
            self.is_busy, self._before = False, None
            self.problem = words_for(error, self._formats)
            self.chosen.emit()
