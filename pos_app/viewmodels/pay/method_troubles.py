"""Which ways to pay cannot work now, and why: said before a customer stands and waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.tender import TenderMethod
from pos_app.services.ports import Formats
from pos_app.viewmodels.shared.words import words_for

EVERY_MS: Final = 1_000


@dataclass(frozen=True, slots=True)
class MethodTroubles:
    """The ways to pay that cannot be used now by their codes, and why: a line a processor."""

    codes: frozenset[str] = frozenset()
    words: str = ""


class TroubleWatch(QObject):
    """Looks every second, as long as somebody looks at it.

    Signals:
        changed: Emitted with the MethodTroubles.
    """

    changed = Signal(object)

    def __init__(
        self,
        *,
        methods: tuple[TenderMethod, ...],
        trouble: Callable[[str], PosError | None],
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._methods = tuple(one for one in methods if one.is_remote)
        self._trouble = trouble
        self._formats = formats
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, *, is_shown: bool) -> None:
        if is_shown and self._methods:
            self.look()
            self._timer.start()
        else:
            self._timer.stop()

    @property
    def has_methods(self) -> bool:
        """Whether there is anything to watch."""
        return bool(self._methods)

    @Slot()
    def look(self) -> None:
        names = dict.fromkeys(one.processor for one in self._methods)
        errors = {name: self._trouble(name) for name in names}
        lines = [words_for(one, self._formats) for one in errors.values() if one is not None]
        codes = {one.code for one in self._methods if errors[one.processor] is not None}
        self.changed.emit(MethodTroubles(frozenset(codes), "\n".join(lines)))
