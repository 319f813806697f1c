"""The keys of an order that was found, and of giving back: what, why, and which way it goes."""

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
    "find": (
        Binding("show", ("Enter",), "The first order found"),
        Binding("up", ("Up",), "Order above"),
        Binding("down", ("Down",), "Order below"),
        Binding("page_up", ("PgUp",), "Orders above"),
        Binding("page_down", ("PgDown",), "Orders below"),
        Binding("period", ("F3",), "Look further back"),
        Binding("email", ("Ctrl+E",), "E-mail the receipt"),
        Binding("gift", ("Ctrl+G",), "Print a gift receipt"),
        Binding("give_back", ("F9",), "Give back, or exchange"),
        Binding("give_all", ("Ctrl+F9",), "Give all of it back; which way is shown next"),
        Binding("void", ("Shift+F9",), "Void: take the whole order back as it was paid"),
        Binding("other_order", ("F4",), "What it gave back, or what gave it back"),
        Binding("back", ("Esc",), "Clear the search, then back to the order"),
    ),
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
    "void": (
        Binding("save", ("Enter",), "Void it; which way the money goes is shown next"),
        Binding("leave", ("Esc",), "Leave it as it is"),
        *_REASONS[:4],
    ),
    "return_product": (
        Binding("save", ("Enter",), "This product; then: it comes back into the order"),
        Binding("back", ("Esc",), "Another product, then leave"),
        Binding("up", ("Up",), "Product above"),
        Binding("down", ("Down",), "Product below"),
        Binding("restock", ("Ctrl+B",), "Back to stock, or not"),
        *_REASONS,
    ),
    "owed": (
        Binding("save", ("Enter",), "It was given back as it says in the field"),
        Binding("try", ("Ctrl+T",), "Ask the processor for it again"),
        Binding("next", ("Ctrl+N",), "Next one that has to be given back"),
        Binding("leave", ("Esc",), "Leave it as it is"),
    ),
    "pay_out": (
        Binding("give", ("Enter",), "Give it back as it is shown"),
        Binding("back", ("Esc",), "Back; nothing is given"),
        Binding("as_paid", ("Ctrl+B",), "Back the way it came"),
        Binding("by_cash", ("F12",), "All of it in cash"),
        Binding("by_card", ("F11",), "All of it to a card"),
        Binding("by_account", ("Ctrl+A",), "All of it on account"),
        Binding("by_voucher", ("Ctrl+G",), "All of it as a gift card or voucher"),
        Binding("receipt", ("Ctrl+R",), "Print a receipt, or none"),
    ),
}
