"""Small pictures of products, decoded behind the screen when they are first looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import PosError
from pos_app.tasks.runner import TaskRunner

KEPT_MAX: Final = 200


class Thumbnails(QObject):
    """Only what is on screen is ever asked for; what was seen lately is kept.

    Signals:
        ready: Emitted with the name of a picture that can be painted now.
    """

    ready = Signal(str)

    def __init__(self, *, load: Callable[[str], object], tasks: TaskRunner) -> None:
        super().__init__()
        self._load = load
        self._tasks = tasks
        self._kept: OrderedDict[str, object] = OrderedDict()
        self._asked: set[str] = set()

    def get(self, name: str) -> object | None:
        """The picture, or None for now; one that cannot be read is never there."""
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        if name not in self._asked:
            self._asked.add(name)
            self._tasks.submit(
                lambda: self._load(name),
                on_success=lambda image: self._on_loaded(name, image),
                on_failure=_on_failure,
            )
        return None

    def _on_loaded(self, name: str, image: object) -> None:
        self._kept[name] = image
        if len(self._kept) > KEPT_MAX:
            forgotten, _ = self._kept.popitem(last=False)
            self._asked.discard(forgotten)
        self.ready.emit(name)


def _on_failure(_error: PosError) -> None:
    """The tile shows its words, which it does without a picture too."""
