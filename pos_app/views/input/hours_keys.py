"""The keys of the hours and of the form of one time entry: a part of the keyboard map."""

from __future__ import annotations

from typing import Final

from pos_app.views.input.binding import Binding

HOURS_KEYS: Final[dict[str, tuple[Binding, ...]]] = {
    "hours": (
        Binding("correct", ("Enter",), "Correct the highlighted time entry"),
        Binding("add", ("Ctrl+N",), "Add a time entry that nobody clocked"),
        Binding("up", ("Up",), "Time entry above"),
        Binding("down", ("Down",), "Time entry below"),
        Binding("page_up", ("PgUp",), "Time entries above"),
        Binding("page_down", ("PgDown",), "Time entries below"),
        Binding("home", ("Home",), "First time entry"),
        Binding("end", ("End",), "Last time entry"),
        Binding("before", ("Left",), "Week or month before"),
        Binding("after", ("Right",), "Week or month after"),
        Binding("week", ("W",), "A week"),
        Binding("month", ("M",), "A month"),
        Binding("csv", ("Ctrl+Shift+E",), "Write the hours as CSV"),
        Binding("xlsx", ("Ctrl+Shift+X",), "Write the hours as a workbook"),
        Binding("pdf", ("Ctrl+Shift+F",), "Write the hours as PDF"),
        Binding("back", ("Esc",), "Back to where you came from"),
    ),
    "time_entry": (
        Binding("save", ("Enter",), "Save"),
        Binding("next_person", ("Down",), "New time entry: the next person"),
        Binding("previous_person", ("Up",), "New time entry: the person before"),
        Binding("leave", ("Esc",), "Close, and change nothing"),
    ),
}
