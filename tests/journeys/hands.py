"""A cashier who goes through the keyboard map: each key is pressed as it stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from pos_app.views.input.keymap import KEYMAP
from tests.journeys.screen import Screen
from tests.journeys.watching import Shown, WatchedTill

_X_NAMES: Final = {
    "Enter": "Return",
    "Esc": "Escape",
    "Del": "Delete",
    "Ins": "Insert",
    "PgUp": "Prior",
    "PgDown": "Next",
    "Backspace": "BackSpace",
    "Space": "space",
    " ": "space",
    "+": "plus",
    "-": "minus",
    "*": "asterisk",
    "=": "equal",
    ".": "period",
    ",": "comma",
    "/": "slash",
}


@dataclass(slots=True)
class Hands:
    screen: Screen
    till: WatchedTill
    pressed: set[tuple[str, str]] = field(default_factory=set)

    def do(self, context: str, command: str, sees: Callable[[Shown], bool]) -> Shown:
        """Press every key of a command in turn, and see what it is for after each."""
        (binding,) = (one for one in KEYMAP[context] if one.command == command)
        key, *others = binding.keys
        assert not others or context == "", f"{command} has {binding.keys}: press each with `key`"
        return self.key(context, command, key, sees)

    def key(self, context: str, command: str, key: str, sees: Callable[[Shown], bool]) -> Shown:
        self.pressed.add((context, command))
        self.screen.press(x_name(key))
        try:
            return self.till.wait_until(sees)
        except AssertionError as error:
            raise AssertionError(f"{key} ({context}: {command}): {error}") from error

    def type(self, text: str) -> None:
        self.screen.press(*(_X_NAMES.get(char, char) for char in text))


def x_name(key: str) -> str:
    """A key of the map as X calls it: "Ctrl+Shift+Z" is "ctrl+shift+z"."""
    *modifiers, name = key.replace("++", "+plus").split("+") if key != "+" else ["+"]
    if len(name) == 1 and name.isalpha():
        name = name.lower()
    return "+".join([*(one.lower() for one in modifiers), _X_NAMES.get(name, name)])
