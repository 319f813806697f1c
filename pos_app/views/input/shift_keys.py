"""The keys of the reports of shifts: a part of the keyboard map."""

from __future__ import annotations

from typing import Final

from pos_app.views.input.binding import Binding

SHIFT_KEYS: Final = {
    "count": (
        Binding("next", ("Enter",), "The next note or coin; after the last, that is all"),
        Binding("previous", ("Left",), "The one before"),
        Binding("right", ("Right",), "The one after"),
        Binding("up", ("Up",), "The one above"),
        Binding("down", ("Down",), "The one below"),
        Binding("backspace", ("Backspace",), "Take back the last digit"),
        Binding("use", ("Ctrl+Enter",), "That is all: take the total"),
        Binding("leave", ("Esc",), "Go on later: what is counted is kept"),
    ),
    "division": (
        Binding("take", ("Enter",), "This stays in the drawer"),
        Binding("leave", ("Esc",), "Leave it as it is"),
        Binding("backspace", ("Backspace",), "Take back the last digit"),
    ),
    "shift_report": (
        Binding("earlier", ("Left",), "Report of the shift before"),
        Binding("later", ("Right",), "Report of the shift after"),
        Binding("up", ("Up", "PgUp"), "Up the report"),
        Binding("down", ("Down", "PgDown"), "Down the report"),
        Binding("print", ("Enter",), "Print the report, or a copy"),
        Binding("save", ("Ctrl+S",), "Save the report as PDF"),
        Binding("leave", ("Esc",), "Close"),
    ),
}
