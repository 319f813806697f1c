"""The keyboard map: which key does what on which screen, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from pos_app.views.input.activity_keys import ACTIVITY_KEYS
from pos_app.views.input.binding import Binding
from pos_app.views.input.hours_keys import HOURS_KEYS
from pos_app.views.input.pay_keys import PAY_KEYS
from pos_app.views.input.report_keys import REPORT_KEYS
from pos_app.views.input.return_keys import RETURN_KEYS
from pos_app.views.input.settings_keys import SETTINGS_KEYS
from pos_app.views.input.shift_keys import SHIFT_KEYS
from pos_app.views.input.staff_keys import STAFF_KEYS
from pos_app.views.input.sync_keys import SYNC_KEYS

EVERYWHERE: Final = "everywhere"

KEYMAP: Final[dict[str, tuple[Binding, ...]]] = {
    EVERYWHERE: (
        Binding("keys", ("F1",), "Show the keys of this screen"),
        Binding("palette", ("Ctrl+K",), "Find any action, product or receipt"),
        Binding("lock", ("Ctrl+L",), "Lock, or let somebody else sell"),
        Binding("reprint", ("Ctrl+P",), "Print what is shown, or the last receipt"),
        Binding("sell", ("Ctrl+1",), "Back to selling"),
        Binding("menu", ("F10",), "Menu"),
        Binding("drawer", ("Ctrl+D",), "Open the drawer without a sale"),
        Binding("sync", ("Ctrl+Shift+S",), "What waits for head office"),
        Binding("work_offline", ("Ctrl+Shift+O",), "Work offline, or online again"),
        Binding("practice", ("Ctrl+Shift+P",), "Practise, and back to the real till"),
        Binding("full_screen", ("Alt+Enter",), "Full screen"),
        Binding("customer_display", ("Ctrl+Shift+D",), "Customer display on or off"),
        Binding("larger", ("Ctrl+=", "Ctrl++"), "Everything larger"),
        Binding("smaller", ("Ctrl+-",), "Everything smaller"),
        Binding("normal_size", ("Ctrl+0",), "Everything in its normal size"),
    ),
    "sign_in": (
        Binding("backspace", ("Backspace",), "Take back the last digit"),
        Binding("clear", ("Esc",), "Take back all digits"),
        Binding("next", ("Right", "Down"), "Next person"),
        Binding("previous", ("Left", "Up"), "Person before"),
        Binding("clock", ("F8",), "Clock in or out with the next PIN or badge"),
    ),
    "open_shift": (
        Binding("open", ("Enter",), "Open the shift with the float shown"),
        Binding("backspace", ("Backspace",), "Take back the last digit"),
        Binding("pieces", ("F2", "Down"), "Count by notes and coins"),
    ),
    "close_shift": (
        Binding("close", ("Enter",), "Close the shift with this count; then go on"),
        Binding("backspace", ("Backspace",), "Take back the last digit"),
        Binding("back", ("Esc",), "Back to the order"),
        Binding("pieces", ("F2",), "Count by notes and coins"),
        Binding("division", ("F3",), "What stays in the drawer, and what goes to the safe"),
        Binding("note", ("F4",), "Say something of the count, for the Z report"),
        Binding("expected", ("Ctrl+E",), "Closed: ask to see what was expected"),
    ),
    "sell": (
        Binding("enter", ("Enter",), "Look up the digits typed, or pay"),
        Binding("times", ("*",), "Digits, then * : how many of the next scan or tap"),
        Binding("search", ("F2",), "Search by name; Ctrl+Enter adds and goes on"),
        Binding("other_side", ("Ctrl+B",), "Order or products, where there is room for one"),
        Binding("quantity", ("F3",), "Quantity of the line; digits before it, or after"),
        Binding("discount", ("F5",), "Discount % of the line; digits before it, or after"),
        Binding("price", ("F6",), "Price of this line; digits before it, or after"),
        Binding("order_discount", ("Shift+F5",), "Discount on the whole order, with its reason"),
        Binding("note", ("Ctrl+I",), "Note of the line"),
        Binding("order_note", ("Ctrl+Shift+I",), "Note of the whole order"),
        Binding(
            "custom_item",
            ("Ctrl+E",),
            "Custom item: an amount, for the code not found or for no product",
        ),
        Binding("more", ("+",), "One more of the line"),
        Binding("less", ("-",), "One less of the line"),
        Binding("remove", ("Del",), "Remove the line"),
        Binding("repeat", ("Ctrl+R",), "One more of the last item"),
        Binding("undo", ("Ctrl+Z",), "Undo, step by step, the whole order"),
        Binding("redo", ("Ctrl+Shift+Z",), "Do again what was undone"),
        Binding("up", ("Up",), "Line above"),
        Binding("down", ("Down",), "Line below"),
        Binding("page_up", ("PgUp",), "Lines above"),
        Binding("page_down", ("PgDown",), "Lines below"),
        Binding("home", ("Home",), "First line"),
        Binding("end", ("End",), "Last line"),
        Binding("erase", ("Backspace",), "Take back the last digit"),
        Binding("escape", ("Esc",), "Close, clear, back"),
        Binding("pay_cash", ("F12",), "Pay in cash"),
        Binding("pay_exact", ("Shift+F12",), "Exact cash: done in one key"),
        Binding("hold", ("F7",), "Hold the order; with none, the held orders"),
        Binding("held", ("Shift+F7",), "Held orders"),
        Binding("new_order", ("Ctrl+N",), "Another order beside this one"),
        Binding("next_order", ("Ctrl+Tab",), "Next open order"),
        Binding("previous_order", ("Ctrl+Shift+Tab",), "Open order before"),
        Binding("close_order", ("Ctrl+W",), "Hold this order and go to the next"),
        Binding("pay_card", ("F11",), "Card for the whole total: done in one key"),
        Binding("pay_other", ("F8",), "QR, or what else, for the whole total"),
        Binding("cancel_order", ("Ctrl+Del",), "Give up the whole order"),
        Binding("new_product", ("Ins",), "New product, with the code not found"),
        Binding("change_price", ("Shift+F6",), "Change what the line's product costs"),
        Binding("customer", ("F4",), "Whom the order is for"),
        Binding("no_customer", ("Shift+F4",), "For nobody in particular"),
        Binding("arrange", ("Shift+Ins",), "Arrange the favourites"),
        Binding("weigh", ("Ctrl+M",), "Say anew how much the line weighs"),
        Binding("price_check", ("Shift+F2",), "Price check: look, and add nothing"),
        Binding("line_info", ("Shift+F3",), "Price, stock and variants of the line"),
        Binding("find", ("F9", "Ctrl+2"), "Find an order or a receipt"),
        Binding("return_product", ("Shift+F9",), "Take something back without a receipt"),
        Binding("reports", ("Ctrl+5",), "Reports"),
        Binding("cash", ("Shift+F10",), "Cash into the drawer, or out of it"),
        Binding("settings", ("Ctrl+6",), "Settings"),
        Binding("staff", ("Ctrl+7",), "Who works here, and what the roles may do"),
        Binding("activity", ("Ctrl+8",), "Who did what"),
    ),
    "practice": (
        Binding("go", ("Enter",), "Practise: the order waits"),
        Binding("leave", ("Esc",), "Stay here"),
    ),
    "status": (
        Binding("retry", ("Enter",), "Try it again, or close"),
        Binding("leave", ("Esc",), "Close"),
        Binding("next", ("Right",), "Next thing that is watched"),
        Binding("previous", ("Left",), "Thing before"),
    ),
    "messages": (
        Binding("leave", ("Esc", "Enter"), "Close"),
        Binding("copy", ("Ctrl+C",), "Copy the message with its code"),
        Binding("up", ("Up",), "Message above"),
        Binding("down", ("Down",), "Message below"),
    ),
    "held": (
        Binding("recall", ("Enter",), "Go on with the highlighted order"),
        Binding("remove", ("Del",), "Remove it; undo brings it back"),
        Binding("rename", ("F2",), "Give it a name"),
        Binding("switch", ("F7",), "Held orders, or those removed in this shift"),
        Binding("undo", ("Ctrl+Z",), "Undo"),
        Binding("up", ("Up",), "Order above"),
        Binding("down", ("Down",), "Order below"),
        Binding("page_up", ("PgUp",), "Orders above"),
        Binding("page_down", ("PgDown",), "Orders below"),
        Binding("erase", ("Backspace",), "Take back the last letter of the search"),
        Binding("back", ("Esc",), "Clear the search, then back to the order"),
    ),
    **PAY_KEYS,
    **ACTIVITY_KEYS,
    "import": (
        Binding("go", ("Enter",), "Import, go on, or close"),
        Binding("other", ("Ctrl+U",), "Stop it, or take back what is in"),
        Binding("leave", ("Esc",), "Cancel, or hide while it works"),
        Binding("up", ("Up", "PgUp"), "Rows above"),
        Binding("down", ("Down", "PgDown"), "Rows below"),
    ),
    "new_product": (
        Binding("save", ("Enter",), "Put it on sale and into the order"),
        Binding("leave", ("Esc",), "Leave without saving"),
        Binding("next_category", ("Down",), "Next category of the shelf"),
        Binding("previous_category", ("Up",), "Category before"),
        Binding("tax_class", ("Ctrl+T",), "Next tax class"),
        Binding("unit", ("Ctrl+U",), "Next unit"),
    ),
    "mail": (
        Binding("save", ("Enter",), "Save, and send a test mail"),
        Binding("leave", ("Esc",), "Leave it as it is"),
        Binding("security", ("Ctrl+T",), "Next kind of encryption"),
    ),
    "processors": (
        Binding("save", ("Enter",), "Save these settings"),
        Binding("leave", ("Esc",), "Leave them as they are"),
        Binding("test", ("Ctrl+T",), "Test the connection; nothing is saved"),
        Binding("pay", ("Ctrl+R",), "Make a test payment, and refund it"),
        Binding("next", ("Ctrl+N",), "Next payment processor"),
        Binding("next_choice", ("Down",), "Next choice of this field"),
        Binding("previous_choice", ("Up",), "Choice before"),
        Binding("way_1", ("Alt+1",), "First way to pay: offered or not"),
        Binding("way_2", ("Alt+2",), "Second way to pay"),
        Binding("way_3", ("Alt+3",), "Third way to pay"),
    ),
    "trial": (Binding("leave", ("Esc",), "Take it back; once it is paid, leave"),),
    "email": (
        Binding("send", ("Enter",), "Send it to this address"),
        Binding("leave", ("Esc",), "Leave without sending"),
        Binding("gift", ("Ctrl+G",), "With or without prices"),
        Binding("domain_1", ("Alt+1",), "First ending"),
        Binding("domain_2", ("Alt+2",), "Second ending"),
        Binding("domain_3", ("Alt+3",), "Third ending"),
        Binding("domain_4", ("Alt+4",), "Fourth ending"),
    ),
    "discount": (
        Binding("save", ("Enter",), "Give this discount"),
        Binding("leave", ("Esc",), "Leave it as it is"),
        Binding("backspace", ("Backspace",), "Take back the last digit"),
        Binding("kind", ("Space", "%"), "Per cent, or an amount"),
        Binding("line", ("F5",), "The highlighted line; Shift+F5 is the whole order"),
        Binding("take_off", ("Del",), "Take the discount off"),
        Binding("next_reason", ("Down",), "Next reason"),
        Binding("previous_reason", ("Up",), "Reason before"),
        Binding("reason_1", ("Alt+1",), "First reason"),
        Binding("reason_2", ("Alt+2",), "Second reason"),
        Binding("reason_3", ("Alt+3",), "Third reason"),
        Binding("reason_4", ("Alt+4",), "Fourth reason"),
        Binding("reason_5", ("Alt+5",), "Fifth reason"),
    ),
    "custom_item": (
        Binding("save", ("Enter",), "Into the order"),
        Binding("leave", ("Esc",), "Leave without it"),
        Binding("tax_class", ("Ctrl+T",), "Next tax class"),
    ),
    "note": (
        Binding("save", ("Enter",), "Keep the note"),
        Binding("leave", ("Esc",), "Leave it as it is"),
    ),
    "price": (
        Binding("save", ("Enter",), "This is the price from now on"),
        Binding("leave", ("Esc",), "Leave the price as it is"),
        Binding("backspace", ("Backspace",), "Take back the last digit"),
    ),
    "drawer": (
        Binding("reason_1", ("1",), "Give change"),
        Binding("reason_2", ("2",), "Look into the drawer"),
        Binding("reason_3", ("3",), "Put coins in"),
        Binding("reason_4", ("4",), "Something else"),
        Binding("leave", ("Esc",), "Leave it shut"),
    ),
    "approval": (
        Binding("refuse", ("Esc",), "Refuse: nothing is changed"),
        Binding("backspace", ("Backspace",), "Take back the last digit"),
        Binding("next", ("Right", "Down"), "Next person"),
        Binding("previous", ("Left", "Up"), "Person before"),
        Binding("end_scan", ("Enter",), "The end of a scan, which goes to the order"),
    ),
    "palette": (
        Binding("up", ("Up",), "Row above"),
        Binding("down", ("Down",), "Row below"),
        Binding("go", ("Enter",), "Do it, add it, or show it"),
        Binding("look", ("Shift+Enter",), "Price only: look, and add nothing"),
        Binding("leave", ("Esc",), "Back"),
    ),
    "remap": (
        Binding("up", ("Up",), "Key above"),
        Binding("down", ("Down",), "Key below"),
        Binding("page_up", ("PgUp",), "Keys above"),
        Binding("page_down", ("PgDown",), "Keys below"),
        Binding("change", ("Enter",), "Change the key highlighted"),
        Binding("reset", ("Del",), "Its first key again"),
        Binding("reset_all", ("Shift+Del",), "All keys as they were"),
        Binding("leave", ("Esc",), "Back"),
    ),
    "look": (
        Binding("up", ("Up",), "Choice above"),
        Binding("down", ("Down",), "Choice below"),
        Binding("less", ("Left",), "The one before, or less"),
        Binding("more", ("Right",), "The next one, or more"),
        Binding("done", ("Enter", "Esc"), "Done: it is kept"),
    ),
    "weight": (
        Binding("take", ("Enter",), "Into the order with this weight"),
        Binding("leave", ("Esc",), "Leave it out of the order"),
        Binding("backspace", ("Backspace",), "Take back the last digit"),
        Binding("tare", ("Tab",), "From the weight to the tare, and back"),
    ),
    "open_price": (
        Binding("take", ("Enter",), "Into the order at this price"),
        Binding("leave", ("Esc",), "Leave it out of the order"),
        Binding("backspace", ("Backspace",), "Take back the last digit"),
    ),
    "age": (
        Binding("confirm", ("Enter",), "Old enough: checked for this order"),
        Binding("refuse", ("Esc",), "Not old enough: it is not sold"),
    ),
    "variant": (
        Binding("take", ("Enter",), "This one, into the order"),
        Binding("leave", ("Esc",), "Leave it out of the order"),
        Binding("up", ("Up",), "Variant above"),
        Binding("down", ("Down",), "Variant below"),
    ),
    "customer": (
        Binding("choose", ("Enter",), "This one; in the form: save"),
        Binding("leave", ("Esc",), "Back, or leave"),
        Binding("up", ("Up",), "Customer above"),
        Binding("down", ("Down",), "Customer below"),
        Binding("new", ("Ctrl+N",), "Take a new customer down"),
        Binding("edit", ("Ctrl+E",), "Correct the highlighted customer"),
        Binding("none", ("Shift+F4",), "For nobody in particular"),
    ),
    "favourites": (
        Binding("press", ("Enter",), "Pick up, put down, or put what was found here"),
        Binding("remove", ("Del",), "Take it out: the place stays empty"),
        Binding("leave", ("Esc",), "Put it back, or done"),
        Binding("up", ("Up",), "Place above"),
        Binding("down", ("Down",), "Place below"),
        Binding("left", ("Left",), "Place to the left"),
        Binding("right", ("Right",), "Place to the right"),
        Binding("page_up", ("PgUp",), "Page before"),
        Binding("page_down", ("PgDown",), "Next page"),
    ),
    "price_check": (
        Binding("leave", ("Esc",), "Close: the next scan sells again"),
        Binding("look", ("Enter",), "Look at the highlighted variant"),
        Binding("up", ("Up",), "Variant above"),
        Binding("down", ("Down",), "Variant below"),
    ),
    "wizard": (
        Binding("next", ("Enter",), "Next step"),
        Binding("back", ("Esc",), "Step before; nothing typed is lost"),
        Binding("up", ("Up",), "Option above"),
        Binding("down", ("Down",), "Option below"),
        Binding("narrower", ("Left", "-"), "Draw the bank card narrower"),
        Binding("wider", ("Right", "+"), "Draw the bank card wider"),
        Binding("other", ("F2",), "What else can be chosen on this step"),
        Binding("skip", ("Ctrl+Enter",), "Leave this step as it is"),
        Binding("join", ("F3",), "A new shop, or one more till of a shop that there is"),
        Binding("try_printer", ("F4",), "Print a test page"),
        Binding("try_drawer", ("F5",), "Open the drawer"),
        Binding("try_scanner", ("F6",), "Test the scanner with three products"),
        *(
            Binding(f"method_{n}", (str(n),), f"Take way to pay number {n}, or not")
            for n in range(1, 5)
        ),
    ),
    "done": (
        Binding("next", ("Enter", "Space"), "Next order"),
        Binding("print", ("P",), "Print the receipt, or a copy"),
        Binding("email", ("E",), "Send the receipt by e-mail"),
        Binding("gift", ("G",), "Print a gift receipt, without prices"),
        Binding("no_receipt", ("N",), "No receipt: next order"),
        Binding("change", ("C",), "It was paid another way"),
        Binding("give_back", ("R",), "It all comes back; which way is shown next"),
    ),
    "change_tender": (
        *(Binding(f"choice_{n}", (str(n),), f"Way to pay number {n}") for n in range(1, 9)),
        Binding("up", ("Up",), "Payment above"),
        Binding("down", ("Down",), "Payment below"),
        Binding("leave", ("Esc",), "It was right"),
    ),
    **RETURN_KEYS,
    **REPORT_KEYS,
    **SETTINGS_KEYS,
    **SHIFT_KEYS,
    **STAFF_KEYS,
    **HOURS_KEYS,
    **SYNC_KEYS,
}


_changed: dict[str, str] = {}
"""The keys of this store's own by the name of their command; a keyboard is one for all windows."""


def name_of(context: str, command: str) -> str:
    """What a changed key is kept under: "sell.undo"."""
    return f"{context}.{command}"


def remap(changes: Mapping[str, str]) -> None:
    """Put these keys in the place of the first ones in the map, and forget earlier changes."""
    _changed.clear()
    _changed.update(changes)


def is_remapped() -> bool:
    return bool(_changed)


def bindings_in(context: str) -> tuple[Binding, ...]:
    """What the keys of one part of the map do, as they are now."""
    own = KEYMAP.get(context, ())
    return tuple(_now(context, binding) for binding in own) if _changed else own


def bindings_of(context: str) -> tuple[Binding, ...]:
    """What the keys do on a screen, its own before those that work everywhere."""
    return bindings_in(context) + bindings_in(EVERYWHERE)


def key_of(context: str, command: str) -> str:
    """The first key of a command, nothing where it has none."""
    return next((one.keys[0] for one in bindings_in(context) if one.command == command), "")


def key_now(context: str, key: str) -> str:
    """The key that has come in the place of one of the map, on a screen and everywhere."""
    if _changed:
        for part in (context, EVERYWHERE):
            for binding in KEYMAP.get(part, ()):
                if binding.keys[0] == key:
                    return _now(part, binding).keys[0]
    return key


def _now(context: str, binding: Binding) -> Binding:
    key = _changed.get(name_of(context, binding.command))
    return binding if key is None else replace(binding, keys=(key,))
