"""The one thread that talks to head office; it stops within a second, whoever it waits for."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Final, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)

STOP_WAIT_S: Final = 0.9
BROKEN_WAIT_S: Final = 60.0
BREATH_S: Final = 0.01
"""Between two turns that follow each other at once: whoever sells comes first."""
TELL_EVERY_S: Final = 0.25
"""While much is going on the screen is told so often, and always of what is new."""


class TurnLike(Protocol):
    @property
    def wait_ms(self) -> int: ...
    @property
    def subjects(self) -> frozenset[Any]: ...


T = TypeVar("T", bound=TurnLike)


class SyncWorker(QObject):
    """Turns, and sleeps as long as the turn says or until it is woken.

    Signals:
        turned: Emitted with the turn and how things look after it.
    """

    turned = Signal(object, object)

    def __init__(
        self,
        *,
        turn: Callable[[], T],
        look: Callable[[], object],
        abort: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        """:param abort: ends what waits for the network, from another thread"""
        super().__init__(parent)
        self._turn = turn
        self._look = look
        self._abort = abort
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._told_at = 0.0
        self._told: object = None

    @property
    def is_stopped(self) -> bool:
        """Whether the store may be written no more."""
        return self._stopped.is_set()

    def start(self) -> None:
        """There is one thread, however often this is called."""
        with self._guard:
            if self._thread is None and not self.is_stopped:
                # A daemon: one that waits for the network must not keep the program alive.
                self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
                self._thread.start()

    def wake(self) -> None:
        """There is something to do; from any thread."""
        self._woken.set()

    def ask_to_stop(self) -> None:
        """Let it end, without waiting for that."""
        if not self.is_stopped:
            self._stopped.set()
            self._woken.set()
            self._abort()

    def stop(self) -> bool:
        """Let it end; say whether it did. One that did not touches the store no more."""
        self.ask_to_stop()
        with self._guard:
            thread = self._thread
        if thread is None:
            return True
        thread.join(STOP_WAIT_S)
        return not thread.is_alive()

    def _run(self) -> None:
        while not self.is_stopped:
            self._woken.clear()
            wait_s = self._one_turn()
            if not self._stopped.wait(BREATH_S):
                self._woken.wait(wait_s)

    def _one_turn(self) -> float:
        """How long to wait after it, in seconds."""
        try:
            turn = self._turn()
            if not self.is_stopped:
                self._tell(turn)
        except Exception:
            if self.is_stopped:
                return 0
            log.exception("The sync failed unexpectedly")
            return BROKEN_WAIT_S
        return turn.wait_ms / 1_000

    def _tell(self, turn: TurnLike) -> None:
        now = time.monotonic()
        is_busy = turn.wait_ms == 0 and not turn.subjects
        if is_busy and now - self._told_at < TELL_EVERY_S:
            return
        look = self._look()
        if not self.is_stopped and (turn, look) != self._told:
            self._told_at, self._told = now, (turn, look)
            self.turned.emit(turn, look)
