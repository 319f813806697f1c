"""What the till has told: the newest as a toast, the last ones as a list with their times."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.services.ports import Clock, Formats
from pos_app.viewmodels.shared.words import code_of

KEPT_MAX: Final = 50


@dataclass(frozen=True, slots=True)
class Message:
    """`code` is that of an error, for whoever is asked for help."""

    time: str
    words: str
    code: str


class Toasts(QObject):
    """One thing at a time can be taken back: what was told last, until the order goes on.

    Signals:
        shown: Emitted with a sentence and whether it can be undone.
        outdated: Emitted when the undo of what is shown would now take back something else.
        changed: Emitted when there is another message in the list.
    """

    shown = Signal(str, bool)
    outdated = Signal()
    changed = Signal()

    def __init__(self, *, clock: Clock, formats: Formats) -> None:
        super().__init__()
        self.undo_order: Callable[[], None] = lambda: None
        self._clock = clock
        self._formats = formats
        self._undo: Callable[[], None] | None = None
        self._messages: deque[Message] = deque(maxlen=KEPT_MAX)

    @property
    def messages(self) -> tuple[Message, ...]:
        """The newest first."""
        return tuple(reversed(self._messages))

    @Slot(str, bool)
    def tell(self, words: str, can_undo: bool) -> None:
        """Undo takes back the last change of the order that is rung up."""
        self._undo = None
        self._show(words, can_undo=can_undo)

    def tell_with(self, words: str, undo: Callable[[], None]) -> None:
        """Undo does this, from the toast and by its key too."""
        self._undo = undo
        self._show(words, can_undo=True)

    @Slot()
    def undo(self) -> None:
        if not self.take_back():
            self.undo_order()

    def take_back(self) -> bool:
        """Undo what was told, if that was no change of the order; say whether it was so."""
        undo, self._undo = self._undo, None
        if undo is None:
            return False
        self.outdated.emit()
        undo()
        return True

    @Slot()
    def undo_told(self) -> None:
        """The same where no order is on screen."""
        self.take_back()

    @Slot()
    def outdate(self) -> None:
        self._undo = None
        self.outdated.emit()

    def _show(self, words: str, *, can_undo: bool) -> None:
        time = self._formats.time(self._clock.now())
        self._messages.append(Message(time, words, code_of(words)))
        self.changed.emit()
        self.shown.emit(words, can_undo)
