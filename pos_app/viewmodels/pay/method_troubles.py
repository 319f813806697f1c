"""Which ways to pay cannot work now, and why: said before a customer stands and waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.tender import TenderMethod
from pos_app.services.ports import Formats
from pos_app.viewmodels.shared.words import words_for

EVERY_MS: Final = 1_000


@dataclass(frozen=True, slots=True)
class MethodTroubles:
    """Why the ways to pay that cannot be used now cannot, in words by their codes."""

    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """A line for each reason."""
        return "\n".join(dict.fromkeys(self.reasons.values()))


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
        trouble: Callable[[str, int], PosError | None],
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        """:param trouble: with a processor and so many minor units; 0 where that is not known"""
        super().__init__(parent)
        self._amount = 0
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

    def consider(self, amount: int) -> None:
        """What each of them would be asked for now, in minor units."""
        if amount != self._amount:
            self._amount = amount
            if self._timer.isActive():
                self.look()

    @property
    def has_methods(self) -> bool:
        """Whether there is anything to watch."""
        return bool(self._methods)

    @Slot()
    def look(self) -> None:
        names = dict.fromkeys(one.processor for one in self._methods)
        errors = {name: self._trouble(name, self._amount) for name in names}
        words = {
            name: words_for(one, self._formats) for name, one in errors.items() if one is not None
        }
        self.changed.emit(
            MethodTroubles(
                {one.code: words[one.processor] for one in self._methods if one.processor in words}
            )
        )
