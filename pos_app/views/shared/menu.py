"""The menus: what is needed seldom, each with its key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` is shown only: the screens bind it."""

    text: str
    command: Callable[[], object]
    key: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """Entries under a title of their own: all at once, they would not fit on a small screen."""

    title: str
    entries: tuple[Entry, ...]


def open_menu(owner: QWidget, entries: Sequence[Entry | Part], at: QPoint) -> QMenu:
    """Open a menu whose lower or upper left corner stands at a point."""
    menu = QMenu(owner)
    menu.setObjectName("till_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for entry in entries:
        if isinstance(entry, Part):
            _add(menu.addMenu(entry.title), entry.entries)
        else:
            _add(menu, [entry])
    menu.popup(at)
    return menu


def _add(menu: QMenu, entries: Sequence[Entry]) -> None:
    for entry in entries:
        words = f"{entry.text}\t{entry.key}" if entry.key else entry.text
        action = menu.addAction(words, entry.command)
        action.setEnabled(entry.enabled)
