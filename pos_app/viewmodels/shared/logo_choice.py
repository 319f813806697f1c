"""The logo of the receipts while it is chosen: brought in from a file, and kept with the rest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.tasks.runner import TaskRunner


class LogoChoice(QObject):
    """`fetch` makes the text of a logo from a path, slowly; `words_of` says what an error is.

    Signals:
        wanted: Emitted to ask for the picture.
        chosen: Emitted with the text of the logo, or nothing: there shall be none.
        told: Emitted with what keeps a picture from being one, or nothing.
    """

    wanted = Signal()
    chosen = Signal(str)
    told = Signal(str)

    def __init__(
        self,
        fetch: Callable[[str], str],
        *,
        tasks: TaskRunner,
        words_of: Callable[[PosError], str],
    ) -> None:
        super().__init__()
        self._fetch = fetch
        self._tasks = tasks
        self._words_of = words_of
        self._asked = 0

    def leave_out(self) -> None:
        self.chosen.emit("")

    @Slot()
    def forget(self) -> None:
        """Somebody else is here, or elsewhere: what is being brought in is not theirs."""
        self._asked += 1

    def take(self, path: str) -> None:
        """Bring the picture in, if one was chosen."""
        if not path:
            return
        self._asked += 1
        asked = self._asked
        self._tasks.submit(
            lambda: self._fetch(path),
            on_success=lambda text: self._on_fetched(asked, text),
            on_failure=lambda error: self._on_failed(asked, error),
        )

    def _on_fetched(self, asked: int, text: str) -> None:
        if asked == self._asked:
            self.told.emit("")
            self.chosen.emit(text)

    def _on_failed(self, asked: int, error: PosError) -> None:
        if asked == self._asked:
            self.told.emit(self._words_of(error))
