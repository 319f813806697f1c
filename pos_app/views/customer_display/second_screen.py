"""Which screen is there for the customer, and when that changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget


class SecondScreen(QObject):
    """Any but the till's own.

    Signals:
        changed: Emitted when screens have come, gone or moved, or the till has moved.
        leaving: Emitted with a screen that is about to go.
    """

    changed = Signal()
    leaving = Signal(object)

    def __init__(self, till: QWidget) -> None:
        super().__init__(till)
        self._till = till
        # Qt moves the windows of a screen that has gone only after it has told so.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.changed)
        app = QApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._on_added)
        app.screenRemoved.connect(self._on_removed)
        app.primaryScreenChanged.connect(self._soon.start)
        till.windowHandle().screenChanged.connect(self._soon.start)
        for screen in app.screens():
            self._follow(screen)

    def find(self) -> QScreen | None:
        """A screen that the till is not on; one that only repeats the till's is none."""
        own = self._till.screen()
        others = [one for one in QGuiApplication.screens() if one != own]
        return next((one for one in others if not _repeats(one, own)), None)

    @Slot(object)
    def _on_added(self, screen: QScreen) -> None:
        self._follow(screen)
        self._soon.start()

    @Slot(object)
    def _on_removed(self, screen: QScreen) -> None:
        self.leaving.emit(screen)
        self._soon.start()

    def _follow(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._soon.start)


def _repeats(one: QScreen, own: QScreen) -> bool:
    """Whether both show the same part of one desktop."""
    return own in one.virtualSiblings() and one.geometry().intersects(own.geometry())
