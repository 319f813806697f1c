"""What customers see by turns while nothing is sold: sentences and pictures of the store's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for

T = TypeVar("T")

SLIDE_MS: Final = 6_000


@dataclass(frozen=True, slots=True)
class Slide:
    """Either words, or a picture as a view paints it."""

    words: str = ""
    path: str = ""
    image: object | None = None


@dataclass(frozen=True, slots=True)
class SlideSources:
    """`wanted` are the sentences, one to a line, and the folder of the pictures.

    The others are called in a lane and raise a PosError; a picture is loaded to fit a box.
    """

    wanted: Callable[[], tuple[str, str]]
    listed: Callable[[str], Sequence[str]]
    load: Callable[[str, tuple[int, int]], object]


class SlideShow(QObject):
    """Each round begins with the welcome, which is no slide, and reads the folder anew.

    Signals:
        changed: Emitted when it is another one's turn.
        told: Emitted once with what cannot be shown, and that it cannot be undone.
    """

    changed = Signal()
    told = Signal(str, bool)

    def __init__(
        self,
        sources: SlideSources,
        *,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.slide: Slide | None = None
        self.box = (0, 0)
        """The room for a picture; the view says how large."""
        self._sources = sources
        self._tasks = tasks
        self._formats = formats
        self.pictures: Sequence[str] = ()
        self._wanted = ("", "")
        self._place = 0
        self._is_asking = False
        self._told: set[str] = set()
        self._timer = QTimer(self, interval=SLIDE_MS)
        self._timer.timeout.connect(self.turn)

    def run(self, *, on: bool) -> None:
        """Whether its slides may be seen; without any, nothing runs."""
        wanted = self._sources.wanted() if on else ("", "")
        if wanted == self._wanted:
            return
        self._wanted, on = wanted, any(wanted)
        self._place, self.pictures = 0, ()
        if on:
            self._timer.start()
            self._list()
        else:
            self._timer.stop()
        self._show(None)

    @Slot()
    def turn(self) -> None:
        """The next one; a picture comes when it is loaded, and what was shown stays until then."""
        said = [one for one in self._wanted[0].splitlines() if one.strip()]
        self._place += 1
        if self._place <= len(said):
            self._show(Slide(said[self._place - 1]))
        elif self._place <= len(said) + len(self.pictures):
            self._load(self.pictures[self._place - len(said) - 1])
        else:
            self._place = 0
            self._list()
            self._show(None)

    def _list(self) -> None:
        wanted = self._wanted
        folder = wanted[1]

        def take(found: Sequence[str]) -> None:
            if wanted == self._wanted:
                self.pictures = found

        if folder:
            self._ask(lambda: self._sources.listed(folder), take)

    def _load(self, path: str) -> None:
        wanted, place, box = self._wanted, self._place, self.box

        def show(image: object) -> None:
            if (wanted, place) == (self._wanted, self._place):
                self._show(Slide(path=path, image=image))

        self._ask(lambda: self._sources.load(path, box), show)

    def _ask(self, work: Callable[[], T], take: Callable[[T], None]) -> None:
        """One thing at a time: a share that does not answer is not asked for more."""
        if self._is_asking:
            return

        def answered(found: T) -> None:
            self._is_asking = False
            take(found)

        self._is_asking = True
        self._tasks.submit(work, on_success=answered, on_failure=self._fail)

    def _show(self, slide: Slide | None) -> None:
        if slide != self.slide:
            self.slide = slide
            self.changed.emit()

    def _fail(self, error: PosError) -> None:
        self._is_asking = False
        words = words_for(error, self._formats)
        if words not in self._told:
            self._told.add(words)
            self.told.emit(words, False)
