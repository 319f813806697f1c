"""The keys of giving back: what comes back, why, and which way its money goes."""

from __future__ import annotations

from typing import Final

from pos_app.views.input.binding import Binding

_REASONS: Final = (
    Binding("reason_1", ("Alt+1",), "First reason"),
    Binding("reason_2", ("Alt+2",), "Second reason"),
    Binding("reason_3", ("Alt+3",), "Third reason"),
    Binding("reason_4", ("Alt+4",), "Fourth reason"),
    Binding("reason_5", ("Alt+5",), "Another reason, in words"),
)

RETURN_KEYS: Final[dict[str, tuple[Binding, ...]]] = {
    "give_back": (
        Binding("save", ("Enter",), "Take it back, and give the money back"),
        Binding("exchange", ("Ctrl+X", "Ctrl+Enter"), "Take it back, and go on selling"),
        Binding("leave", ("Esc",), "Take nothing back"),
        Binding("tick", ("Space",), "All of the highlighted line, or nothing"),
        Binding("tick_all", ("Ctrl+A",), "All of it, or nothing"),
        Binding("more", ("+",), "One more of the line comes back"),
        Binding("less", ("-",), "One less of the line comes back"),
        Binding("backspace", ("Backspace",), "Take back the last digit of how many"),
        Binding("up", ("Up",), "Line above"),
        Binding("down", ("Down",), "Line below"),
        Binding("restock", ("Ctrl+B",), "Back to stock, or not"),
        *_REASONS,
    ),
}
