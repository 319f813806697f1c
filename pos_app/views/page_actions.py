"""What the palette finds: the table of the till, and whatever has a key on the screen shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pos_app.views.input.keymap import KEYMAP
from pos_app.views.main_window import MainWindow
from pos_app.views.shared.actions import Action
from pos_app.views.shared.key_titles import words_of

ONLY_KEYS: Final = frozenset(
    {
        *("up", "down", "page_up", "page_down", "home", "end", "next", "previous"),
        *("enter", "escape", "erase", "backspace", "clear", "back"),
        # What is typed before or after it would be typed into the palette.
        *("times", "plus"),
    }
)
"""Commands of a screen that are nothing to look for by name."""


class PageActions:
    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __iter__(self) -> Iterator[Action]:
        """What is in the table is called as the table calls it."""
        table = self._window.till_actions
        yield from table
        page = self._window.page(self._window.page_name)
        known = {one.command for one in table if one.enabled()}
        for binding in KEYMAP.get(page.context, ()):
            command = binding.command
            left_out = known | ONLY_KEYS | page.idle
            if command not in left_out and command in page.commands:
                yield Action(
                    *(command, words_of(binding), page.commands[command], "keyboard"),
                    context=page.context,
                )
