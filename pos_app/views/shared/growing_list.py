"""A list of any length that is read on while it is scrolled: only rows in sight are written out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.views.shared.rows import TOP, Index, Rows, RowsView
from pos_app.views.shared.theme import Theme


class GrowingRows(Rows):
    """`row` gives the one at a place; it is asked for no other than those that are in sight."""

    def __init__(
        self, parent: QObject, *, row: Callable[[int], object], spoken: Callable[[Any], str]
    ) -> None:
        super().__init__(parent, spoken=spoken)
        self._row = row
        self._count = 0

    @Slot()
    def restart(self) -> None:
        self.beginResetModel()
        self._count = 0
        self.endResetModel()

    @Slot(int)
    def grow(self, count: int) -> None:
        if count:
            self.beginInsertRows(TOP, self._count, self._count + count - 1)
            self._count += count
            self.endInsertRows()

    def at(self, place: int) -> object:
        return self._row(place)

    def rowCount(self, parent: Index = TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else self._count


class GrowingList(RowsView):
    """Its view model is to read on when its end comes near.

    Signals:
        picked: Emitted with the row that is tapped.
        end_near: Emitted when the last rows come into sight.
    """

    picked = Signal(int)
    end_near = Signal()

    def __init__(self, *, theme: Theme, name: str, says: str) -> None:
        super().__init__(theme=theme, name=name, says=says)
        self.clicked.connect(lambda index: self.picked.emit(index.row()))
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - self.viewport().height():
            self.end_near.emit()
