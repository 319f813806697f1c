"""The card of all keys, as text and as a page for the wall, with the keys a store has now."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Final

from pos_app.adapters.system.whole_file import whole_file
from pos_app.views.input.keymap import KEYMAP, bindings_in
from pos_app.views.shared.key_titles import title_of, words_of

NAME: Final = "keys.pdf"
TITLE: Final = "Keys of the till"
Group = tuple[str, list[tuple[str, str]]]


def groups() -> list[Group]:
    """Every part of the map by its title, with each key and what it does."""
    return [
        (
            title_of(context),
            [("  ".join(one.keys), words_of(one)) for one in bindings_in(context)],
        )
        for context in KEYMAP
    ]


def card_text() -> str:
    """One line for each key, under the title of its screen."""
    width = max(len(keys) for _title, lines in groups() for keys, _words in lines)
    parts = [
        "\n".join([title, *(f"  {keys:<{width}}  {words}" for keys, words in lines)])
        for title, lines in groups()
    ]
    return "\n\n".join(parts)


def write_card(target: Path) -> None:
    """Write the page; works without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    gui = import_module("PySide6.QtGui")
    application = gui.QGuiApplication.instance() or gui.QGuiApplication([])
    assert application is not None
    draw = import_module("pos_app.adapters.documents.key_card_pdf").key_card_pdf
    content: bytes = draw(TITLE, groups())
    with whole_file(target) as place:
        place.write_bytes(content)
