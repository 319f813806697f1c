"""The menu of the frame: what is needed seldom, each with its key."""

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


def open_menu(owner: QWidget, entries: Sequence[Entry | None], at: QPoint) -> QMenu:
    """Open a menu whose lower or upper left corner stands at a point; None is a line between."""
    menu = QMenu(owner)
    menu.setObjectName("till_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        words = f"{entry.text}\t{entry.key}" if entry.key else entry.text
        action = menu.addAction(words, entry.command)
        action.setEnabled(entry.enabled)
    menu.popup(at)
    return menu
