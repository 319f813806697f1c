"""The keys of the activity log: what is looked for, and the order behind an entry."""

from __future__ import annotations

from typing import Final

from pos_app.views.input.binding import Binding

ACTIVITY_KEYS: Final[dict[str, tuple[Binding, ...]]] = {
    "activity": (
        Binding("order", ("Enter",), "The order behind the highlighted entry"),
        Binding("up", ("Up",), "Entry above"),
        Binding("down", ("Down",), "Entry below"),
        Binding("page_up", ("PgUp",), "Entries above"),
        Binding("page_down", ("PgDown",), "Entries below"),
        Binding("group", ("F2",), "The next kind of entries, or all"),
        Binding("person", ("F3",), "Of the next person, or of all"),
        Binding("when", ("F4",), "Of another time"),
        Binding("csv", ("Ctrl+Shift+E",), "Write all that is looked for as CSV"),
        Binding("back", ("Esc",), "Clear the search, then back to the order"),
    ),
}
