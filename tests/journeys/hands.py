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

    def do(
        self, context: str, command: str, sees: Callable[[Shown], bool], *, then: str = ""
    ) -> Shown:
        """Press the key of a command that has one; each of several is pressed by `key`."""
        (binding,) = (one for one in KEYMAP[context] if one.command == command)
        (key,) = binding.keys
        return self.key(context, command, key, sees, then=then)

    def key(
        self,
        context: str,
        command: str,
        key: str,
        sees: Callable[[Shown], bool],
        *,
        then: str = "",
    ) -> Shown:
        """Press one key of a command."""
        self.pressed.add((context, command))
        return self.press(key, sees, what=f"{key} ({context}: {command})", then=then)

    def press(
        self, key: str, sees: Callable[[Shown], bool], *, what: str = "", then: str = ""
    ) -> Shown:
        """Press a key, and see what it is for; nothing of that may be seen before.

        :param then: typed after it, where the key alone changes nothing that is shown
        """
        what = what or key
        self.till.catch_up()
        assert not sees(self.till.shown), f"{what} could not be told from a key that does nothing"
        self.screen.press(x_name(key))
        self.type(then)
        try:
            return self.till.wait_until(sees)
        except AssertionError as error:
            raise AssertionError(f"{what}: {error}") from error

    def type(self, text: str) -> None:
        if text:
            self.screen.press(*(_X_NAMES.get(char, char) for char in text))


def x_name(key: str) -> str:
    """A key of the map as X calls it: "Ctrl+Shift+Z" is "ctrl+shift+z"."""
    *modifiers, name = key.replace("++", "+plus").split("+") if key != "+" else ["+"]
    if len(name) == 1 and name.isalpha():
        name = name.lower()
    return "+".join([*(one.lower() for one in modifiers), _X_NAMES.get(name, name)])
