"""The keys of the staff screen and its form: a part of the keyboard map."""

from __future__ import annotations

from typing import Final

from pos_app.views.input.binding import Binding

STAFF_KEYS: Final[dict[str, tuple[Binding, ...]]] = {
    "staff": (
        Binding("add", ("Ctrl+N",), "Somebody new"),
        Binding("rename", ("F2",), "Another name for the highlighted person"),
        Binding("role", ("F3",), "Another role"),
        Binding("pin", ("F4",), "A new PIN"),
        Binding("badge", ("F5",), "Scan a badge for this person"),
        Binding("no_badge", ("Shift+F5",), "The badge opens nothing any more"),
        Binding("may_do", ("F6",), "What the highlighted person may do"),
        Binding("leaves", ("Del",), "Cannot sign in any more, or may again"),
        Binding("switch", ("F7",), "People, or what the roles may do"),
        Binding("hours", ("F8",), "Hours worked: who was here when"),
        Binding("turn", ("Enter",), "Roles: the next state of the highlighted cell"),
        Binding("allowed", ("Alt+1",), "Roles: allowed"),
        Binding("ask", ("Alt+2",), "Roles: after somebody else has allowed it"),
        Binding("no", ("Alt+3",), "Roles: not at all"),
        Binding("more", ("+",), "Roles: larger discounts"),
        Binding("less", ("-",), "Roles: smaller discounts"),
        Binding("up", ("Up",), "Row above"),
        Binding("down", ("Down",), "Row below"),
        Binding("before", ("Left",), "Roles: the role before"),
        Binding("after", ("Right",), "Roles: the next role"),
        Binding("page_up", ("PgUp",), "Rows above"),
        Binding("page_down", ("PgDown",), "Rows below"),
        Binding("home", ("Home",), "First row"),
        Binding("end", ("End",), "Last row"),
        Binding("erase", ("Backspace",), "Take back the last letter of the search"),
        Binding("back", ("Esc",), "Back to the order"),
    ),
    "person": (
        Binding("save", ("Enter",), "Save"),
        Binding("role", ("Ctrl+T",), "Next role"),
        Binding("leave", ("Esc",), "Close, and change nothing"),
    ),
    "may_do": (
        Binding("up", ("Up", "PgUp"), "Up the lists"),
        Binding("down", ("Down", "PgDown"), "Down the lists"),
        Binding("leave", ("Esc", "Enter"), "Close"),
    ),
}
