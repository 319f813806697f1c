"""Every action of the till once, as data: the menu, the keys and the palette are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtCore import QCoreApplication

from pos_app.views.input.keymap import EVERYWHERE, KEYMAP, key_of
from pos_app.views.shared.menu import Entry, Part


class Group(Enum):
    """The parts of the menu; what is not in the menu is in the palette only."""

    ORDER = "order"
    PRODUCTS = "products"
    SHIFT = "shift"
    LOOK = "look"
    TILL = "till"
    NOT_IN_MENU = "not in menu"


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """`command` is its name in the keyboard map, and `context` the screen whose key it is.

    An action without a key has a command all the same: no two may share one.
    """

    command: str
    text: str
    run: Callable[[], object]
    icon: str = ""
    group: Group = Group.NOT_IN_MENU
    enabled: Callable[[], bool] = _always
    context: str = EVERYWHERE

    @property
    def key(self) -> str:
        return key_of(self.context, self.command)


class Actions:
    """What the till can do, in the order in which it was added."""

    def __init__(self) -> None:
        self._actions: dict[str, Action] = {}

    def __iter__(self) -> Iterator[Action]:
        return iter(self._actions.values())

    def add(self, *actions: Action) -> None:
        for action in actions:
            assert action.command not in self._actions, action.command
            self._actions[action.command] = action

    def run(self, command: str) -> None:
        """Do it, unless it cannot be done now."""
        action = self._actions[command]
        if action.enabled():
            action.run()

    def works(self, command: str) -> bool:
        """Whether it does anything now."""
        return command in self._actions and self._actions[command].enabled()

    def everywhere(self) -> dict[str, Callable[[], None]]:
        """What the keys that work on every screen do."""
        return {binding.command: self._runner(binding.command) for binding in KEYMAP[EVERYWHERE]}

    def parts(self) -> tuple[Part, ...]:
        """The menu as it is now, by its groups."""
        found = []
        for group, title in _titles().items():
            those = [one for one in self if one.group is group]
            entries = [Entry(one.text, one.run, one.key, enabled=one.enabled()) for one in those]
            found.append(Part(title, tuple(entries)))
        return tuple(part for part in found if part.entries)

    def _runner(self, command: str) -> Callable[[], None]:
        return lambda: self.run(command)


def _titles() -> dict[Group, str]:
    tr = partial(QCoreApplication.translate, "Actions")
    return {
        Group.ORDER: tr("Orders"),
        Group.PRODUCTS: tr("Products and prices"),
        Group.SHIFT: tr("Shift, drawer and reports"),
        Group.LOOK: tr("Screen and keys"),
        Group.TILL: tr("This till, and who works here"),
    }
