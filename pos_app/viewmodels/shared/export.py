"""What a screen shows goes into a file, or onto the receipt printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class Exportable:
    """What is shown now, and how it gets out, off the GUI thread.

    `name` is that of the file, without its ending. `written` says that it is in {path}, `printed`
    that it is printed; what is not for paper has no way there.
    """

    name: str
    write: Callable[[Path], object]
    written: str
    print: Callable[[], object] | None = None
    printed: str = ""


class Export(QObject):
    """Works behind the screen, and says when it is done.

    Signals:
        path_wanted: Emitted with a name for the file that somebody is to place.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    path_wanted = Signal(str)
    told = Signal(str, bool)

    def __init__(
        self,
        shown: Callable[[], Exportable | None],
        *,
        files: TaskRunner,
        formats: Formats,
        printer: TaskRunner | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown = shown
        self._files = files
        self._printer = printer
        self._formats = formats

    def ask(self, ending: str) -> None:
        """Ask where a file of this kind is to be written."""
        shown = self._shown()
        if shown is not None:
            self.path_wanted.emit(f"{shown.name}.{ending}")

    def write(self, path: str) -> None:
        """Write it there; the end of the name says how."""
        shown = self._shown()
        if shown is not None and path:
            said = shown.written.format(path=path)
            self._submit(self._files, lambda: shown.write(Path(path)), said)

    @Slot()
    def print(self) -> None:
        shown = self._shown()
        lane = self._printer
        if shown is not None and shown.print is not None and lane is not None:
            self._submit(lane, shown.print, shown.printed)

    def _submit(self, lane: TaskRunner, work: Callable[[], object], said: str) -> None:
        lane.submit(
            work,
            on_success=lambda _nothing: self.told.emit(said, False),
            on_failure=self._on_failure,
        )

    def _on_failure(self, error: PosError) -> None:
        self.told.emit(words_for(error, self._formats), False)
