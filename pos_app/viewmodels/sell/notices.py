"""Notices that stay on the sell screen until somebody has dealt with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.quantity import Quantity
from pos_app.viewmodels.sell.questions import Ringing

NOTICES_MAX: Final = 5


@dataclass(frozen=True, slots=True)
class Notice:
    """`code` is what was scanned; it may be looked for by name if it is unknown."""

    code: str
    text: str
    is_unknown: bool
    quantity: Quantity | None = None
    """How many the cashier said it was."""
    priceless_id: int | None = None
    """The product that has no price, if that is what it says."""
    about: Ringing | None = None
    """The scan or tap that it tells of."""


class Notices(QObject):
    """The oldest first; the next scan never waits for one.

    `is_same_code`: what is added now is a further line of the code that the last one is about.
    `can_add`: whoever is selling may put on sale what is unknown; if not, `hint` says who may.

    Signals:
        changed: Emitted with the tuple of Notices.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices: list[Notice] = []
        self.is_same_code: Callable[[], bool] = lambda: False
        self.can_add = False
        self.hint = ""

    @property
    def waiting(self) -> tuple[Notice, ...]:
        return tuple(self._notices)

    def add(self, notice: Notice) -> None:
        if notice.is_unknown and self._notices and self.is_same_code():
            return
        self._notices.append(notice)
        del self._notices[:-NOTICES_MAX]
        self.changed.emit(self.waiting)

    @Slot(int)
    def dismiss(self, index: int) -> None:
        if 0 <= index < len(self._notices):
            del self._notices[index]
            self.changed.emit(self.waiting)

    @Slot()
    def dismiss_all(self) -> None:
        if self._notices:
            self._notices.clear()
            self.changed.emit(self.waiting)
