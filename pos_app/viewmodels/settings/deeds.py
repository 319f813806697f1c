"""The buttons of a section: a test page, a backup, a sheet; and what came of them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import PosError
from pos_app.domain.staff import StaffMember
from pos_app.services.ports import Formats
from pos_app.viewmodels.settings.section import Deed, Doer, Section, Setting, Typed, Work
from pos_app.viewmodels.shared.words import words_for


class Deeds(QObject):
    """One at a time; what it came to stands there until the next one.

    Signals:
        changed: Emitted when `words`, `is_trouble`, `is_busy` or `offered` are others.
        finished: Emitted when work is done, so that the facts are read again.
        forgotten: Emitted when something else is looked at.
    """

    changed = Signal()
    finished = Signal()
    forgotten = Signal()

    def __init__(self, doers: Mapping[str, Doer], *, formats: Formats) -> None:
        super().__init__()
        self._doers = doers
        self._formats = formats
        self._asked = 0
        self.words = ""
        self.is_trouble = False
        self.is_busy = False
        self.offered: Setting | None = None
        """What was found last, to choose from: other deeds, such as a test page, leave it there."""

    def of(self, section: Section) -> tuple[Deed, ...]:
        """Those that can be done at this till."""
        return tuple(one for one in section.deeds if one.name in self._doers)

    def forget(self) -> None:
        """Another section, or somebody else: what works goes on, and is told to nobody."""
        self._asked += 1
        self.offered = None
        self._show("", is_busy=False)
        self.forgotten.emit()

    def tell(self, words: str, *, is_trouble: bool = False) -> None:
        """What was begun goes on by itself, and says how it stands."""
        self._show(words, is_busy=False, is_trouble=is_trouble)
        self.finished.emit()

    def do(self, deed: Deed, actor: StaffMember, texts: Mapping[str, str]) -> None:
        doer = self._doers[deed.name]
        if not isinstance(doer, Work):
            doer()
        elif not self.is_busy:
            self._asked += 1
            asked, typed = self._asked, Typed(actor, dict(texts))
            if doer.offers is not None:
                self.offered = None
            self._show(doer.waiting, is_busy=True)
            doer.tasks.submit(
                lambda: doer.act(typed),
                on_success=lambda result: self._on_done(asked, doer, result),
                on_failure=lambda error: self._on_failed(asked, error),
            )

    def _on_done(self, asked: int, work: Work, result: object) -> None:
        if asked == self._asked:
            if work.offers is not None:
                self.offered = work.offers(result)
            self._show(work.told(result), is_busy=False)
        self.finished.emit()

    def _on_failed(self, asked: int, error: PosError) -> None:
        if asked == self._asked:
            self._show(words_for(error, self._formats), is_busy=False, is_trouble=True)
        self.finished.emit()

    def _show(self, words: str, *, is_busy: bool, is_trouble: bool = False) -> None:
        self.words, self.is_busy, self.is_trouble = words, is_busy, is_trouble
        self.changed.emit()
