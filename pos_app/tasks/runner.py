"""Run work off the GUI thread and bring its result back to the GUI thread."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import partial
from typing import Final, Protocol, TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from pos_app.domain.errors import PosError, UnexpectedError

T = TypeVar("T")

log = logging.getLogger(__name__)

SHUTDOWN_WAIT_MS: Final = 10_000
SWITCH_S: Final = 0.001
"""How long a thread may keep the interpreter while the screen's wants it; usually 5 ms, and a
painted screen asks for it fifty times."""


class TaskRunner(Protocol):
    def submit(
        self,
        work: Callable[[], T],
        *,
        on_success: Callable[[T], None],
        on_failure: Callable[[PosError], None],
    ) -> None: ...


class QtTaskRunner(QObject):
    """One lane of background work, in order: one lane writes, another reads.

    The signal belongs to this object, which lives on the GUI thread and outlives every
    task; a signal owned by the task itself can be destroyed on the worker thread.
    """

    _settled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_S)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)
        self._settled.connect(self._on_settled)

    def submit(
        self,
        work: Callable[[], T],
        *,
        on_success: Callable[[T], None],
        on_failure: Callable[[PosError], None],
    ) -> None:
        self._pool.start(lambda: self._settled.emit(_outcome(work, on_success, on_failure)))

    def shut_down(self) -> bool:
        """Finish what was started. Return False if it did not finish in time."""
        return self._pool.waitForDone(SHUTDOWN_WAIT_MS)

    @Slot(object)
    def _on_settled(self, report: Callable[[], None]) -> None:
        report()


def _outcome(
    work: Callable[[], T],
    on_success: Callable[[T], None],
    on_failure: Callable[[PosError], None],
) -> Callable[[], None]:
    """Run the work here, on the worker thread; return what the GUI thread must then do."""
    try:
        result = work()
    except PosError as error:
        return partial(on_failure, error)
    except Exception:
        log.exception("Background task failed unexpectedly")
        return partial(on_failure, UnexpectedError())
    return partial(on_success, result)
