"""A sheet's model: that it is open, and its end."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot


class SheetModel(QObject):
    """Who inherits opens it.

    Signals:
        hidden: Emitted when the sheet is to go.
    """

    hidden = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_open = False

    @Slot()
    def leave(self) -> None:
        if self.is_open:
            self.is_open = False
            self.hidden.emit()
