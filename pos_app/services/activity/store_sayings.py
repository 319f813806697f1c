"""What is said of the store: who comes and goes, goods, people, settings, and the till itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pos_app.services.activity.saying import Group, How, Saying, body

_ROLE: Final = body("role", How.CODE)
_TRIES: Final = {"failures": body("failures")}
_ASKED: Final = {
    **_TRIES,
    "asker": body("asked_by", How.PERSON),
    "permission": body("permission", How.CODE),
}

SIGN_INS: Final[Mapping[str, Saying]] = {
    "login": Saying(Group.SIGN_INS, "{who} signed in"),
    "login.badge": Saying(Group.SIGN_INS, "{who} signed in by badge"),
    "unlock": Saying(Group.SIGN_INS, "{who} came back to the till"),
    "lock": Saying(Group.SIGN_INS, "{who} locked the till"),
    "lock.idle": Saying(Group.SIGN_INS, "The till locked itself, as {who} had left it"),
    "login_failed": Saying(
        Group.SIGN_INS,
        "A wrong PIN was typed for {who}, {failures} in a row",
        _TRIES,
    ),
    "login_failed.asked": Saying(
        Group.SIGN_INS,
        "A wrong PIN was typed for {who}, {failures} in a row, as {asker} asked for {permission}",
        _ASKED,
    ),
    "login_failed.badge": Saying(
        Group.SIGN_INS,
        "A badge was scanned that nobody has, {failures} in a row",
        _TRIES,
    ),
    "login_failed.badge.asked": Saying(
        Group.SIGN_INS,
        "A badge was scanned that nobody has, {failures} in a row, as {asker} asked for "
        "{permission}",
        _ASKED,
    ),
}
TILL: Final[Mapping[str, Saying]] = {
    "clock_jump": Saying(
        Group.TILL,
        "The clock of the till was set from {before} to {after}",
        {"before": body("from", How.MOMENT), "after": body("to", How.MOMENT)},
    ),
    "key_rotate": Saying(Group.TILL, "A new key signs the entries from here on"),
    "epoch_start": Saying(
        Group.TILL,
        "Receipt numbers {series} began",
        {"series": body("series")},
        reason="body.reason",
    ),
    "integrity_fail": Saying(
        Group.TILL,
        "Entries were missing: {recorded} were recorded, {found} were found",
        {"recorded": body("recorded"), "found": body("found")},
    ),
    "unreadable": Saying(Group.TILL, "This entry cannot be read"),
    "unknown": Saying(Group.TILL, "{who}: {kind}", {"kind": ("kind", How.CODE)}),
}
IMPORTS: Final[Mapping[str, Saying]] = {
    "import": Saying(
        Group.PRODUCTS, "{who} imported products from {source}", {"source": body("source")}
    ),
    "import.moved": Saying(
        Group.PRODUCTS, "{who} set stock by importing {source}", {"source": body("source")}
    ),
    "import.undone": Saying(
        Group.PRODUCTS, "{who} took back the import of {source}", {"source": body("source")}
    ),
}
TIME: Final[Mapping[str, Saying]] = {
    "time_in": Saying(Group.TIME, "{who} clocked in"),
    "time_out": Saying(Group.TIME, "{who} clocked out"),
    "time_correct": Saying(
        Group.TIME,
        "{who} corrected the time entry of {person}: {what} {after} (was {before})",
        {
            "person": body("person", How.PERSON),
            "what": body("side", How.WORD),
            "before": body("before", How.MOMENT),
            "after": body("after", How.MOMENT),
        },
        reason="body.reason",
    ),
    "time_correct.added": Saying(
        Group.TIME,
        "{who} added a time entry of {person}: {came} – {left}",
        {
            "person": body("person", How.PERSON),
            "came": body("after", How.MOMENT),
            "left": body("left", How.MOMENT),
        },
        reason="body.reason",
    ),
}
CHANGES: Final[Mapping[str, Saying]] = {
    "staff_added": Saying(
        Group.STAFF,
        "{who} added {name} as {role}",
        {"name": body("name"), "role": _ROLE},
    ),
    "staff_renamed": Saying(
        Group.STAFF,
        "{who} renamed {before} to {name}",
        {"before": body("before"), "name": body("name")},
    ),
    "staff_added.nameless": Saying(
        Group.STAFF,
        "{who} added {person} as {role}",
        {"person": body("staff_added", How.PERSON), "role": _ROLE},
    ),
    "staff_renamed.nameless": Saying(
        Group.STAFF,
        "{who} gave {person} another name",
        {"person": body("staff_renamed", How.PERSON)},
    ),
    "role_set": Saying(
        Group.STAFF,
        "{who} made {person} {role}, before {before}",
        {
            "person": body("role_set", How.PERSON),
            "role": _ROLE,
            "before": body("before", How.CODE),
        },
    ),
    "staff_enabled": Saying(
        Group.STAFF,
        "{who} lets {person} sign in again",
        {"person": body("staff_enabled", How.PERSON)},
    ),
    "pin_set": Saying(
        Group.STAFF, "{who} gave {person} a new PIN", {"person": body("pin_set", How.PERSON)}
    ),
    "staff_disabled": Saying(
        Group.STAFF,
        "{who} keeps {person} from signing in",
        {"person": body("staff_disabled", How.PERSON)},
    ),
    "badge_set": Saying(
        Group.STAFF, "{who} gave {person} a badge", {"person": body("badge_set", How.PERSON)}
    ),
    "badge_removed": Saying(
        Group.STAFF,
        "{who} took the badge of {person} away",
        {"person": body("badge_removed", How.PERSON)},
    ),
    "permission": Saying(
        Group.STAFF,
        "{who} changed “{permission}” of every {role} from {before} to {decision}",
        {
            "role": _ROLE,
            "permission": body("permission", How.CODE),
            "decision": body("decision", How.CODE),
            "before": body("before", How.CODE),
        },
    ),
    "discount_limit": Saying(
        Group.STAFF,
        "{who} lets every {role} give {limit} off without asking, before {before}",
        {
            "role": _ROLE,
            "limit": body("discount_limit", How.PERCENT),
            "before": body("before", How.PERCENT),
        },
    ),
    "role_refund_limit": Saying(
        Group.STAFF,
        "{who} lets every {role} give back {limit} a day without asking, before {before}; 0 is "
        "no limit",
        {
            "role": _ROLE,
            "limit": body("role_refund_limit", How.MONEY),
            "before": body("before", How.MONEY),
        },
    ),
    "received": Saying(
        Group.PRODUCTS,
        "{who} received {quantity} × {sku}",
        {"quantity": body("quantity", How.QUANTITY), "sku": body("received")},
    ),
    "restored_stock": Saying(
        Group.PRODUCTS, "Stock that moved since the backup was put back was booked again"
    ),
    "restored_openings": Saying(
        Group.PRODUCTS,
        "Opening stock that was imported before and after a backup was put back was booked once",
    ),
    "price_changed": Saying(
        Group.PRODUCTS,
        "{who} changed the price of {sku} from {before} to {after}",
        {
            "sku": body("price_changed"),
            "before": body("old", How.MONEY),
            "after": body("new", How.MONEY),
        },
    ),
    "product_added": Saying(
        Group.PRODUCTS,
        "{who} added {name} at {price}",
        {"name": body("name"), "price": body("price", How.MONEY)},
    ),
    "image_set": Saying(
        Group.PRODUCTS, "{who} changed the picture of {sku}", {"sku": body("image_set")}
    ),
    "favourites": Saying(Group.PRODUCTS, "{who} arranged the favourites"),
    "customer_added": Saying(
        Group.CUSTOMERS,
        "{who} took down customer {customer}",
        {"customer": body("customer_added")},
    ),
    "customer_changed": Saying(
        Group.CUSTOMERS,
        "{who} changed what is known of customer {customer}",
        {"customer": body("customer_changed")},
    ),
    "customer_forgotten": Saying(
        Group.CUSTOMERS,
        "{who} deleted what was known of customer {customer}",
        {"customer": body("customer_forgotten")},
    ),
    "clock_confirmed": Saying(
        Group.TILL,
        "{who} confirmed that the time is right: {moment}",
        {"moment": body("clock_confirmed", How.MOMENT)},
    ),
    "enrolled": Saying(
        Group.SETTINGS,
        "{who} joined the till to head office as {terminal}",
        {"terminal": body("enrolled")},
    ),
    "left_head_office": Saying(
        Group.SETTINGS, "{who} parted the till from head office"
    ),
    "head_key": Saying(Group.TILL, "Head office signs with a new key"),
    "from_head_office": Saying(
        Group.SETTINGS,
        "Head office changed: {what}",
        {"what": body("from_head_office", How.LIST)},
    ),
    "sent_again": Saying(
        Group.TILL,
        "{who} sent entries to head office again: {what}",
        {"what": body("sent_again", How.LIST)},
    ),
    "settled": Saying(
        Group.TILL,
        "{who} settled entry {entry} with head office",
        {"entry": body("settled")},
        reason="body.reason",
    ),
    "payment_method": Saying(
        Group.SETTINGS,
        "{who} set up the way to pay {method}",
        {"method": body("payment_method", How.CODE)},
    ),
    "payment_method_removed": Saying(
        Group.SETTINGS,
        "{who} removed the way to pay {method}",
        {"method": body("payment_method_removed", How.CODE)},
    ),
    "receipts": Saying(
        Group.SETTINGS,
        "{who} changed when receipts are printed: {when}",
        {"when": body("receipts", How.CODE)},
    ),
    "tips": Saying(
        Group.SETTINGS, "{who} changed whether tips are taken: {taken}", {"taken": body("tips")}
    ),
    "return_days": Saying(
        Group.SETTINGS,
        "{who} set returns to {days} days and {limit} a day without asking; 0 is no limit",
        {"days": body("return_days"), "limit": body("refund_limit", How.MONEY)},
    ),
    "count_limit": Saying(
        Group.SETTINGS,
        "{who} set how far a count may be off without asking to {limit}",
        {"limit": body("count_limit", How.MONEY)},
    ),
    "copy_of": Saying(Group.SETTINGS, "A practice copy of the store was made"),
    "auto_lock_minutes": Saying(
        Group.SETTINGS,
        "{who} set the till to lock itself after {minutes} min; 0 is never",
        {"minutes": body("auto_lock_minutes")},
    ),
    "setting": Saying(
        Group.SETTINGS,
        "{who} changed the settings of {setting}",
        {"setting": body("setting", How.CODE)},
    ),
    "changed": Saying(
        Group.SETTINGS, "{who} changed a setting: {what}", {"what": ("body", How.LIST)}
    ),
}  # fmt: skip
