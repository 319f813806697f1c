"""Put the customer display where it belongs: it is made when it is first needed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.customer_display.customer_display import CustomerDisplay
from pos_app.viewmodels.customer_display.display_switch import DisplaySwitch, Place
from pos_app.views.customer_display.display_window import CustomerWindow
from pos_app.views.customer_display.second_screen import SecondScreen
from pos_app.views.shared.theme import Theme

TRIAL_SIZE: Final = (640, 384)
"""Of the window in which it is tried out."""


class DisplayPlacer(QObject):
    """Follows the screens and the switch, and goes with the till."""

    def __init__(
        self,
        view_model: CustomerDisplay,
        switch: DisplaySwitch,
        screens: SecondScreen,
        *,
        till: QWidget,
        theme: Theme,
    ) -> None:
        super().__init__(till)
        self._view_model = view_model
        self._switch = switch
        self.screens = screens
        self._till = till
        self._theme = theme
        self.window: CustomerWindow | None = None
        screens.changed.connect(self.look)
        screens.leaving.connect(self._leave)
        switch.moved.connect(self._place)

    @Slot()
    def look(self) -> None:
        """Whether there is a second screen now."""
        before = self._switch.place
        self._switch.show_screens(self.screens.find() is not None)
        if before is self._switch.place is Place.SCREEN:
            self._place(Place.SCREEN)  # it may be another one, or have another size

    @Slot()
    def end(self) -> None:
        """The till is closed."""
        self._switch.moved.disconnect(self._place)
        self.screens.changed.disconnect(self.look)
        self._view_model.watch(on=False)
        window, self.window = self.window, None
        if window is not None:
            window.hide()
            window.deleteLater()

    @Slot(object)
    def _leave(self, screen: QScreen) -> None:
        """Not over the till, where Qt would put it."""
        if self.window is not None and self.window.screen() == screen:
            self.window.hide()

    @Slot(object)
    def _place(self, place: Place) -> None:
        window = self.window
        if place is Place.NOWHERE:
            self._view_model.watch(on=False)
            if window is not None:
                window.hide()
            return
        if window is None:
            window = self.window = self._make()
        screen = self.screens.find()
        if place is Place.SCREEN and screen is not None:
            window.fill(screen)
        else:
            window.stand_on(self._till.screen(), *TRIAL_SIZE)
        self._view_model.watch(on=True)

    def _make(self) -> CustomerWindow:
        window = CustomerWindow(self._view_model, theme=self._theme)
        window.closed.connect(self._switch.close)
        window.activated.connect(self._give_keys_back)
        return window

    @Slot()
    def _give_keys_back(self) -> None:
        # While the system is still at it, it would not listen.
        QTimer.singleShot(0, self._till, self._till.activateWindow)
