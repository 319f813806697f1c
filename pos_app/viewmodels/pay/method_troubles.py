"""Which ways to pay cannot work now, and why: said before a customer stands and waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.tender import TenderMethod
from pos_app.services.ports import Formats
from pos_app.viewmodels.pay.pay_text import words_of
from pos_app.viewmodels.shared.words import words_for

EVERY_MS: Final = 1_000


@dataclass(frozen=True, slots=True)
class MethodTrouble:
    """A way to pay by its code, and in words why it cannot be used now."""

    code: str
    words: str


class MethodTroubles(QObject):
    """Looks every second, as long as somebody looks at it.

    Signals:
        changed: Emitted with the MethodTroubles there are.
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

    @Slot()
    def look(self) -> None:
        found = ((one, self._trouble(one.processor)) for one in self._methods)
        self.changed.emit(
            tuple(
                MethodTrouble(one.code, f"{words_of(one)}: {words_for(error, self._formats)}")
                for one, error in found
                if error is not None
            )
        )
