"""Undo and redo of the open order: what it was before each change, and after."""

from __future__ import annotations

from typing import Final

from pos_app.domain.errors import RefusedError
from pos_app.domain.order import Order, OrderContent

STEPS_MAX: Final = 200


class NothingToUndoError(RefusedError):
    code = "order.nothing_to_undo"
    text = "There is nothing to undo in this order."


class NothingToRedoError(RefusedError):
    code = "order.nothing_to_redo"
    text = "There is nothing to do again in this order."


class History:
    """Of one order at a time; a change made after an undo ends what could be done again."""

    def __init__(self) -> None:
        self._undo: list[OrderContent] = []
        self._redo: list[OrderContent] = []

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    def clear(self) -> None:
        self._undo.clear()
        self._redo.clear()

    def remember(self, before: OrderContent) -> None:
        """The order has changed from this."""
        self._undo.append(before)
        del self._undo[:-STEPS_MAX]
        self._redo.clear()

    def undo(self, order: Order) -> None:
        """Bring back what it was before the last change.

        :raises NothingToUndoError: if there was none
        """
        if not self._undo:
            raise NothingToUndoError
        _step(order, self._undo, self._redo)

    def redo(self, order: Order) -> None:
        """Do again what was undone last.

        :raises NothingToRedoError: if nothing was
        """
        if not self._redo:
            raise NothingToRedoError
        _step(order, self._redo, self._undo)


def _step(order: Order, back: list[OrderContent], forth: list[OrderContent]) -> None:
    now = order.content
    order.set_content(back[-1])
    forth.append(now)
    del back[-1]
