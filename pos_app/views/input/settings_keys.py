"""The keys of the settings: Tab goes from field to field, and the arrows choose in them."""

from __future__ import annotations

from typing import Final

from pos_app.views.input.binding import Binding

SETTINGS_KEYS: Final[dict[str, tuple[Binding, ...]]] = {
    "settings": (
        Binding("save", ("Ctrl+S",), "Save what was typed, in every section"),
        Binding("undo", ("Alt+0",), "Take back what was saved last"),
        Binding("go", ("Enter",), "Go to what was found; in a field: save"),
        Binding("search", ("F2", "Ctrl+F"), "Find a setting by its name"),
        Binding("up", ("Up", "PgUp"), "Section above, or what was found above"),
        Binding("down", ("Down", "PgDown"), "Section below"),
        Binding("deed_1", ("Alt+1",), "First button of the section"),
        Binding("deed_2", ("Alt+2",), "Second button"),
        Binding("deed_3", ("Alt+3",), "Third button"),
        Binding("back", ("Esc",), "Clear the search, then back to the order"),
    ),
}
