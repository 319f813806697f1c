"""The keys that the specification of the screens asks for, and where the map goes its own way."""

from __future__ import annotations

from typing import Final

from pos_app.views.input.keymap import EVERYWHERE, KEYMAP

ASKED: Final = {
    EVERYWHERE: {
        "F1": "keys",
        "Ctrl+K": "palette",
        "Ctrl+L": "lock",
        "Ctrl+P": "reprint",
        "Ctrl+Shift+S": "sync",
        "Ctrl+Shift+O": "work_offline",
        "Ctrl+=": "larger",
        "Ctrl+-": "smaller",
        "Ctrl+0": "normal_size",
        "Alt+Enter": "full_screen",
        "F6": "next_pane",
        "Shift+F6": "previous_pane",
        "F10": "menu",
        "Ctrl+D": "drawer",
        "Ctrl+1": "sell",
    },
    "sell": {
        "Esc": "escape",
        "Ctrl+Z": "undo",
        "Ctrl+Shift+Z": "redo",
        "Ctrl+2": "find",
        "Ctrl+3": "products",
        "Ctrl+4": "stock",
        "Ctrl+5": "reports",
        "Ctrl+6": "settings",
        "*": "times",
        "F2": "search",
        "Up": "up",
        "Down": "down",
        "PgUp": "page_up",
        "PgDown": "page_down",
        "Home": "home",
        "End": "end",
        "+": "more",
        "-": "less",
        "Del": "remove",
        "F3": "quantity",
        "F5": "discount",
        "F6": "price",
        "Shift+F5": "order_discount",
        "F4": "customer",
        "Shift+F4": "no_customer",
        "F7": "hold",
        "Shift+F7": "held",
        "F8": "pay_other",
        "F9": "find",
        "F11": "pay_card",
        "F12": "pay_cash",
        "Shift+F12": "pay_exact",
        "Enter": "enter",
        "Ctrl+N": "new_order",
        "Ctrl+Tab": "next_order",
        "Ctrl+W": "close_order",
        "Ctrl+I": "note",
        "Ctrl+E": "custom_item",
        "Ctrl+M": "weigh",
        "Ctrl+R": "repeat",
    },
    "pay": {
        "+": "plus",
        "Alt+1": "quick_1",
        "Alt+2": "quick_2",
        "Alt+3": "quick_3",
        "Alt+4": "quick_4",
        "Alt+5": "quick_5",
        "Enter": "take",
        "F12": "by_cash",
        "F11": "by_card",
        "F8": "by_other",
        "Ctrl+G": "by_voucher",
        "Ctrl+A": "by_account",
        "Ctrl+S": "split",
        "Del": "remove",
        "F4": "customer",
        "Ctrl+T": "tip",
        "Esc": "back",
    },
    "charge": {"Esc": "cancel_charge"},
    "done": {
        "Enter": "next",
        "Space": "next",
        "P": "print",
        "E": "email",
        "G": "gift",
        "N": "no_receipt",
        "C": "change",
    },
    "held": {"Enter": "recall", "Ctrl+P": "ticket", "Del": "remove"},
    "give_back": {
        "A": "tick_all",
        "Space": "tick",
        "+": "more",
        "-": "less",
        "Alt+1": "reason_1",
        "Alt+2": "reason_2",
        "Alt+3": "reason_3",
        "Alt+4": "reason_4",
        "Alt+5": "reason_5",
        "Enter": "save",
        "Ctrl+X": "exchange",
    },
    "customer": {"Enter": "choose", "Ctrl+N": "new", "Ctrl+E": "edit"},
    "count": {"Enter": "next", "*": "roll", "Ctrl+D": "drawer", "Ctrl+Enter": "use"},
    "sign_in": {"Backspace": "backspace", "Esc": "clear"},
    "approval": {"Backspace": "backspace", "Esc": "refuse"},
    "reports": {
        "Left": "before",
        "Right": "after",
        "D": "day",
        "W": "week",
        "M": "month",
        "Y": "year",
        "Ctrl+Shift+E": "csv",
        "Ctrl+P": "print",
    },
    "tables": {
        "/": "filter",
        "Enter": "open",
        "F2": "edit",
        "Ctrl+N": "new",
        "Ctrl+F": "find",
        "Ctrl+S": "save",
        "Ctrl+Shift+E": "export",
        "Space": "select",
        "Ctrl+A": "select_all",
    },
    "editor": {
        "Ctrl+S": "save",
        "Ctrl+Shift+S": "save_and_new",
        "Alt+Left": "previous",
        "Alt+Right": "next",
    },
    "stock": {"*": "times", "-": "scan_back", "Ctrl+Enter": "post"},
}
"""Section 4 of the specification: on which screen which key does what, by our names.

What is typed or scanned there is no key of the map.
"""

NO_PAGE: Final = {
    "tables": "no page edits products in a table: the import and the command line do",
    "editor": "a product has a sheet of its own beside the order, saved by Enter",
    "stock": "goods are received by the command line; no count of a shelf is there yet",
}
"""Screens that the specification has and the till has not, and what is in their place."""

DEVIATIONS: Final = {
    (EVERYWHERE, "F6"): "a list has its arrows whatever has the focus; Tab is for fields",
    (EVERYWHERE, "Shift+F6"): "as F6",
    (
        "sell",
        "Ctrl+3",
    ): "there is no page of products: Ins, Shift+F6, the import and the command line",
    ("sell", "Ctrl+4"): "there is no page of stock: it is the command line's",
    ("held", "Ctrl+P"): "one command prints everywhere: here the slip of the highlighted order",
    ("give_back", "A"): "letters are left to words, as of its reason: it is Ctrl+A",
    ("count", "Ctrl+D"): "the drawer has this key everywhere",
    ("reports", "Ctrl+P"): "one command prints everywhere: here the report that is shown",
}
"""Where the map does not do that, and why."""


def done_by(context: str) -> set[tuple[str, str]]:
    """Each key of a context with its command."""
    return {(key, one.command) for one in KEYMAP.get(context, ()) for key in one.keys}


def test_the_map_does_what_is_asked_but_for_what_has_a_reason() -> None:
    deviating = {
        (context, key)
        for context, keys in ASKED.items()
        for key, command in keys.items()
        if (key, command) not in done_by(context)
    }

    without = {(context, key) for context in NO_PAGE for key in ASKED[context]}
    assert deviating == {*DEVIATIONS, *without}


def test_the_reasons_are_so() -> None:
    assert not NO_PAGE.keys() & KEYMAP.keys()
    assert {("Ctrl+D", "drawer"), ("Ctrl+P", "reprint")} <= done_by(EVERYWHERE)
    assert ("Ctrl+A", "tick_all") in done_by("give_back")
    for page in ("find", "reports", "settings", "staff", "activity", "held"):
        assert ("Esc", "back") in done_by(page), page
