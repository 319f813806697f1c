"""Bind a screen's commands to its keys: shortcuts by Qt, plain keys through the scanner filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from pos_app.views.input.keymap import KEYMAP, bindings_in

Command = Callable[[], None]

_NAMED: Final = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Delete: "Del",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_PageUp: "PgUp",
    Qt.Key.Key_PageDown: "PgDown",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
}
_MAY_REPEAT: Final = frozenset({"Up", "Down", "Left", "Right", "PgUp", "PgDown", "Backspace"})
_WITH_COMMAND: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def name_of(event: QKeyEvent) -> str:
    """The key as the map names it: "Enter", "P", "*"."""
    return _NAMED.get(Qt.Key(event.key()), event.text().upper())


def is_shortcut(key: str) -> bool:
    """Whether Qt watches for the key, past any focus; the others go through the scanner filter."""
    last = key.rpartition("+")[2]
    is_function_key = last.startswith("F") and last[1:].isdigit()
    return key.startswith(("Ctrl+", "Alt+")) or is_function_key or last == "Ins"


class Keys(QObject):
    """The commands of one screen by their keys; `typed` gets every other character."""

    def __init__(
        self,
        page: QWidget,
        context: str,
        commands: Mapping[str, Command],
        *,
        typed: Callable[[str], None] | None = None,
        awake: frozenset[str] = frozenset(),
    ) -> None:
        """`awake` names the commands whose shortcuts work even while the screen is covered."""
        super().__init__(page)
        self._page = page
        self._context = context
        self._commands = commands
        self._plain: dict[str, Command] = {}
        self._awake = awake
        self._is_asleep = False
        self._shortcuts: list[QShortcut] = []
        self._sleepers: list[QShortcut] = []
        self._typed = typed
        wanted = {binding.command for binding in KEYMAP[context]}
        assert wanted == set(commands), wanted ^ set(commands)
        self.renew()

    def renew(self) -> None:
        """Bind the keys as the map has them now."""
        self._plain.clear()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts.clear()
        self._sleepers.clear()
        for binding in bindings_in(self._context):
            for key in binding.keys:
                self._bind(key, binding.command)
        self.sleep(asleep=self._is_asleep)

    def sleep(self, *, asleep: bool) -> None:
        """Something covers the screen: a key that is meant for it does nothing below."""
        self._is_asleep = asleep
        for shortcut in self._sleepers:
            shortcut.setEnabled(not asleep)

    def handle(self, event: QKeyEvent) -> bool:
        """Do what a plain key is for; say whether it was for anything."""
        if event.modifiers() & _WITH_COMMAND:
            return False
        name = name_of(event)
        is_shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        command = self._plain.get(f"Shift+{name}") if is_shifted else None
        command = command or self._plain.get(name)
        if command is not None:
            # A key that is held down pays, removes and goes on once only.
            if not event.isAutoRepeat() or name in _MAY_REPEAT:
                command()
        elif self._typed is not None and event.text().isprintable() and event.text():
            self._typed(event.text())
        else:
            return False
        return True

    def _bind(self, key: str, name: str) -> None:
        command = self._commands[name]
        if is_shortcut(key):
            # A hidden screen's shortcuts sleep, so that every screen may use the same keys.
            shortcut = QShortcut(QKeySequence(key.replace("Enter", "Return")), self._page)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(command)
            self._shortcuts.append(shortcut)
            if name not in self._awake:
                self._sleepers.append(shortcut)
        else:
            self._plain[key] = command
