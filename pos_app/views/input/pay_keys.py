"""The keys of paying: how much, which way, whose part, and what is given on top."""

from __future__ import annotations

from typing import Final

from pos_app.views.input.binding import Binding

PAY_KEYS: Final[dict[str, tuple[Binding, ...]]] = {
    "pay": (
        Binding("take", ("Enter",), "Take the amount shown"),
        Binding("plus", ("+",), "Then digits: add to the amount"),
        Binding("backspace", ("Backspace",), "Take back the last digit"),
        Binding("back", ("Esc",), "Back to the order"),
        Binding("quick_1", ("Alt+1",), "Exact amount"),
        Binding("quick_2", ("Alt+2",), "Second quick amount"),
        Binding("quick_3", ("Alt+3",), "Third quick amount"),
        Binding("quick_4", ("Alt+4",), "Fourth quick amount"),
        Binding("quick_5", ("Alt+5",), "Fifth quick amount"),
        Binding("exact", ("Shift+F12",), "Exact cash"),
        Binding("by_cash", ("F12",), "Cash: the amount typed, or all that is left"),
        Binding("by_card", ("F11",), "Card: the amount typed, or all that is left"),
        Binding("by_account", ("Ctrl+A",), "On account"),
        Binding("by_voucher", ("Ctrl+G",), "Gift card or voucher"),
        Binding("by_other", ("F8",), "QR, or what else is paid with"),
        Binding("another_1", ("F5",), "Further way to pay, as its button says"),
        Binding("another_2", ("F6",), "Further way to pay: second"),
        Binding("another_3", ("F7",), "Further way to pay: third"),
        Binding("another_4", ("F9",), "Further way to pay: fourth"),
        Binding("another_5", ("F2",), "Further way to pay: fifth"),
        Binding("another_6", ("F3",), "Further way to pay: sixth"),
        Binding("split", ("Ctrl+S",), "Split into equal parts, then 2 to 6"),
        Binding("by_items", ("Ctrl+I",), "Split by items: which lines this guest pays"),
        Binding("remove", ("Del",), "Give the highlighted part back"),
        Binding("up", ("Up",), "Part above"),
        Binding("down", ("Down",), "Part below"),
        Binding("customer", ("F4",), "Whom the order is for"),
        Binding("tip", ("Ctrl+T",), "Tip: what the customer gives on top"),
        Binding("undo_tip", ("Ctrl+Z",), "The tip as it was before"),
        Binding("receipt", ("Ctrl+R",), "Print a receipt, or none"),
    ),
    "tip": (
        Binding("take", ("Enter",), "Take the tip typed"),
        Binding("usual_1", ("Alt+1",), "First usual tip"),
        Binding("usual_2", ("Alt+2",), "Second usual tip"),
        Binding("usual_3", ("Alt+3",), "Third usual tip"),
        Binding("none", ("Del",), "No tip"),
        Binding("backspace", ("Backspace",), "Take back the last digit"),
        Binding("leave", ("Esc",), "Back; the tip stays as it is"),
    ),
    "guest_items": (
        Binding("toggle", ("Space",), "This guest pays the highlighted line, or does not"),
        Binding("take", ("Enter",), "This guest pays what is chosen"),
        Binding("leave", ("Esc",), "Back; nothing is split"),
        Binding("up", ("Up",), "Line above"),
        Binding("down", ("Down",), "Line below"),
    ),
    "charge": (
        Binding("enter", ("Enter",), "What the large button says"),
        Binding("cancel_charge", ("Esc",), "Cancel it, or back to the other ways to pay"),
        Binding("give_late_back", ("Del",), "Give back what was paid too late to be cancelled"),
        Binding("release_payment", ("Ctrl+U",), "Treat as unpaid, if a manager allows it"),
        Binding(
            *("other", ("F12", "F11", "F8", "Shift+F12", "Ctrl+A", "Ctrl+G", "Ctrl+S")),
            "Another way to pay: once this one is decided",
        ),
    ),
}
