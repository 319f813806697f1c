"""The keys of the hours and of the form of one visit: a part of the keyboard map."""

from __future__ import annotations

from typing import Final

from pos_app.views.input.binding import Binding

HOURS_KEYS: Final[dict[str, tuple[Binding, ...]]] = {
    "hours": (
        Binding("correct", ("Enter",), "Correct the highlighted visit"),
        Binding("add", ("Ctrl+N",), "Add hours that nobody clocked"),
        Binding("up", ("Up",), "Visit above"),
        Binding("down", ("Down",), "Visit below"),
        Binding("page_up", ("PgUp",), "Visits above"),
        Binding("page_down", ("PgDown",), "Visits below"),
        Binding("home", ("Home",), "First visit"),
        Binding("end", ("End",), "Last visit"),
        Binding("before", ("Left",), "Week or month before"),
        Binding("after", ("Right",), "Week or month after"),
        Binding("week", ("W",), "A week"),
        Binding("month", ("M",), "A month"),
        Binding("csv", ("Ctrl+Shift+E",), "Write the hours as CSV"),
        Binding("xlsx", ("Ctrl+Shift+X",), "Write the hours as a workbook"),
        Binding("pdf", ("Ctrl+Shift+F",), "Write the hours as PDF"),
        Binding("back", ("Esc",), "Back to where you came from"),
    ),
    "visit": (
        Binding("save", ("Enter",), "Save"),
        Binding("next_person", ("Down",), "Added hours: the next person"),
        Binding("previous_person", ("Up",), "Added hours: the person before"),
        Binding("leave", ("Esc",), "Close, and change nothing"),
    ),
}
