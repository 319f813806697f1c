"""The parts of the keyboard map and their keys, as people call them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.views.input.binding import Binding
from pos_app.views.input.keymap import EVERYWHERE

CONTEXT: Final = "keys"
_TITLES: Final = {
    EVERYWHERE: "Everywhere",
    "sign_in": "Sign-in",
    "sell": "Selling",
    "pay": "Payment",
    "guest_items": "Items of one guest",
    "charge": "Waiting for a payment",
    "done": "After payment",
    "open_shift": "Opening the shift",
    "close_shift": "Closing the shift",
    "cash": "Cash in or out",
    "division": "What stays in the drawer",
    "import": "Import",
    "price": "Price of a product",
    "palette": "Find anything",
    "look": "Appearance",
    "remap": "Change keys",
    "sync": "Head office",
    "activity": "Who did what",
}


def title_of(context: str) -> str:
    words = _TITLES.get(context, context.replace("_", " ").capitalize())
    return QCoreApplication.translate(CONTEXT, words)


def words_of(binding: Binding) -> str:
    return QCoreApplication.translate(CONTEXT, binding.label)
