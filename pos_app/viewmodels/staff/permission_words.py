"""What can be allowed to a role, as people call it, with a sentence of help."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.staff import Decision, Permission

CONTEXT: Final = "permissions"

WORDS: Final = {
    Permission.SELL: ("Sell", "Ring up and be paid. Whoever signs in here may."),
    Permission.CANCEL_ORDER: ("Give up a whole order", "Before it is paid; it stays on record."),
    Permission.OPEN_SHIFT: ("Open a shift", "Say how much is in the drawer, and begin."),
    Permission.CLOSE_SHIFT: ("Close a shift", "Count the drawer, and end the day's sales."),
    Permission.CLOSE_BEYOND_LIMIT: (
        "Close with a count beyond the limit",
        "After a second count, if it still differs by more.",
    ),
    Permission.SEE_EXPECTED: (
        "See how much cash is expected",
        "Whoever counts without knowing it counts honestly.",
    ),
    Permission.READ_REPORTS: ("Read reports", "Sales, margins, and who did what."),
    Permission.MANAGE_PRODUCTS: ("Change products", "New products, prices, imports."),
    Permission.MANAGE_STOCK: ("Change stock", "Receive goods, and correct what is on the shelf."),
    Permission.MANAGE_STAFF: (
        "Change staff and roles",
        "This screen. Nobody gives more than they have themselves.",
    ),
    Permission.MANAGE_STORE: (
        "Change the store's settings",
        "Taxes, printers, payment processors, head office.",
    ),
    Permission.CONFIRM_CLOCK: (
        "Confirm the time",
        "After the clock of the till has jumped. Receipts carry it.",
    ),
    Permission.ADOPT_STORE: (
        "Go on with a moved store",
        "After its folder was moved or copied: at the sign-in, where nobody can be asked.",
    ),
    Permission.DISCOUNT: (
        "Give discounts up to the limit",
        "The limit of each role stands in the last row.",
    ),
    Permission.DISCOUNT_OVER_LIMIT: (
        "Give larger discounts",
        "Whoever is asked allows it as far as their own limit goes.",
    ),
    Permission.OVERRIDE_PRICE: ("Sell at another price", "For this line alone; it is on record."),
    Permission.SELL_CUSTOM_ITEM: ("Sell without a product", "An amount with words of one's own."),
    Permission.OPEN_DRAWER: ("Open the drawer without a sale", "It is counted, with its reason."),
    Permission.MOVE_CASH: ("Put cash in or take it out", "Change, expenses, to the safe."),
    Permission.CHANGE_TENDER: (
        "Correct how an order was paid",
        "What was recorded as cash and was a card, or the other way round.",
    ),
    Permission.RELEASE_PAYMENT: (
        "Treat a payment as unpaid",
        "While a processor has not answered. What comes late is given back.",
    ),
    Permission.TAKE_OVER_ORDER: ("Take over somebody's order", "One that another has left open."),
    Permission.REFUND: ("Take goods back with a receipt", "The money goes back as it came."),
    Permission.REFUND_OVER_LIMIT: (
        "Take back too late or too much",
        "After the store's days for returns, or above its amount for a day.",
    ),
    Permission.REFUND_WITHOUT_RECEIPT: (
        "Take goods back without a receipt",
        "Nobody can tell what was paid for them.",
    ),
    Permission.REFUND_ELSEWHERE: (
        "Give money back another way",
        "Such as cash for what was paid by card.",
    ),
    Permission.VOID_ORDER: ("Void a whole order", "Before its shift closes, with all its money."),
    Permission.REPAIR_SYNC: (
        "Settle what head office refused",
        "Send an entry again, or let it rest.",
    ),
}


def permission_name(permission: Permission) -> str:
    return _tr(WORDS[permission][0])


def permission_help(permission: Permission) -> str:
    return _tr(WORDS[permission][1])


def decision_name(decision: Decision) -> str:
    match decision:
        case Decision.ALLOWED:
            return _tr("Allowed")
        case Decision.ASK:
            return _tr("Ask")
        case Decision.NO:
            return _tr("No")


def limit_name() -> str:
    return _tr("Discounts up to")


def refund_limit_name() -> str:
    return _tr("Refunds a day up to")


def _tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
