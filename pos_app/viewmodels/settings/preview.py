"""The receipt as it would be with what is typed; drawn beside the screen, by the real renderer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import PosError
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.paper import NO_PAPER, Paper

DrawReceipt = Callable[[Mapping[str, str]], Paper]
"""Texts of settings by name; what cannot be used stays as it is in the store."""


class Preview(QObject):
    """One is drawn at a time, and then the newest that was asked for meanwhile.

    Signals:
        changed: Emitted when `paper` is another.
    """

    changed = Signal()

    def __init__(self, draw: DrawReceipt, *, tasks: TaskRunner) -> None:
        super().__init__()
        self._draw = draw
        self._tasks = tasks
        self._wanted: dict[str, str] | None = None
        self._is_busy = False
        self.paper = NO_PAPER

    def draw(self, texts: Mapping[str, str]) -> None:
        self._wanted = dict(texts)
        if not self._is_busy:
            self._next()

    def _next(self) -> None:
        texts, self._wanted = self._wanted, None
        if texts is None:
            return
        self._is_busy = True
        self._tasks.submit(
            lambda: self._draw(texts), on_success=self._on_drawn, on_failure=self._on_failed
        )

    def _on_drawn(self, paper: Paper) -> None:
        self._is_busy = False
        self.paper = paper
        self.changed.emit()
        self._next()

    def _on_failed(self, _error: PosError) -> None:
        """The store cannot be read now, and whatever is saved will say so: the paper stays."""
        self._is_busy = False
        self._next()
