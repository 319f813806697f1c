"""Put the store's own keys in force: every screen, every sheet and every button follows."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.key_choices import KeyChoices
from pos_app.views.input import keymap
from pos_app.views.input.keys import Keys
from pos_app.views.input.remapping import sound
from pos_app.views.shared.controls import ActionButton


class KeyBinder(QObject):
    """What is made later finds the keys as they are then."""

    def __init__(self, view_model: KeyChoices, *, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        view_model.changed.connect(self._bind)
        self._bind(view_model.keys)

    @Slot(object)
    def _bind(self, keys: dict[str, str]) -> None:
        keymap.remap(sound(keys))
        for bound in self._window.findChildren(Keys):
            bound.renew()
        for button in self._window.findChildren(ActionButton):
            button.show_key()
