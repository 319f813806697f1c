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
        Binding("roll", ("*",), "Digits, then * : so many rolls of the coin; alone, one more"),
        Binding("use", ("Ctrl+Enter",), "That is all: take the total"),
        Binding("leave", ("Esc",), "Go on later: what is counted is kept"),
    ),
    "cash": (
        Binding("record", ("Enter",), "Write it down, and print the slip"),
        Binding("leave", ("Esc",), "Leave it"),
        Binding("backspace", ("Backspace",), "Take back the last digit"),
        Binding("turn", ("Space",), "In or out"),
        Binding("next_reason", ("Down",), "Next reason"),
        Binding("previous_reason", ("Up",), "Reason before"),
        Binding("reason_1", ("Alt+1",), "First reason"),
        Binding("reason_2", ("Alt+2",), "Second reason"),
        Binding("reason_3", ("Alt+3",), "Third reason"),
        Binding("reason_4", ("Alt+4",), "Fourth reason"),
        Binding("reason_5", ("Alt+5",), "Fifth reason"),
    ),
    "division": (
        Binding("take", ("Enter",), "This stays in the drawer"),
        Binding("leave", ("Esc",), "Leave it as it is"),
        Binding("backspace", ("Backspace",), "Take back the last digit"),
    ),
    "shift_report": (
        Binding("earlier", ("Left",), "Report of the shift before"),
        Binding("later", ("Right",), "Report of the shift after"),
        Binding("up", ("Up", "PgUp"), "Up the report, or to the part above"),
        Binding("down", ("Down", "PgDown"), "Down the report, or to the part below"),
        Binding("print", ("Enter",), "Print the report, or a copy"),
        Binding("save", ("Ctrl+S",), "Save the report as PDF"),
        Binding("parts", ("Ctrl+B",), "Sales by hour, cashier and category, below the report"),
        Binding("orders", ("Ctrl+Enter",), "The orders behind the highlighted part"),
        Binding("table", ("Ctrl+Shift+E",), "Save those sales as CSV"),
        Binding("count_1", ("1",), "Orders given up in the shift, in the log"),
        Binding("count_2", ("2",), "The drawer without a sale, in the log"),
        Binding("count_3", ("3",), "Price changes in the shift, in the log"),
        Binding("leave", ("Esc",), "Close"),
    ),
}
