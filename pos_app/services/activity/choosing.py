"""Which sentence an entry has: by its kind, and by what its body says."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Any, Final

from pos_app.domain.attempt import AttemptKind
from pos_app.domain.returned import ReturnReason
from pos_app.services.activity.store_sayings import CHANGES

Entry = Mapping[str, Any]


def key_of(entry: Entry, known: Container[str]) -> str:
    """The key of its sentence; there is one for a kind of which nobody has heard."""
    kind = str(entry["kind"])
    choose = _CHOICES.get(kind)
    key = kind if choose is None else choose(entry)
    return key if key in known else "unknown"


def subject_of(body: Mapping[str, Any]) -> str:
    """What a change of the store is of; one of several settings at once stands for none."""
    subject = next((name for name in CHANGES if name in body), "changed")
    return "changed" if subject in _ALONE and set(body) != _ALONE[subject] else subject


def _change(entry: Entry) -> str:
    body = entry["body"]
    if "order_taken_over_from" in body:
        return "order_taken_over"
    subject = subject_of(body)
    return f"{subject}.nameless" if subject in _NAMED and "name" not in body else subject


def _refund(entry: Entry) -> str:
    returns = [one["returns"] for one in entry["body"]["items"] if "returns" in one]
    is_void = any(one["reason"] == ReturnReason.VOID.value for one in returns)
    return "refund.void" if is_void else "refund"


def _discount(entry: Entry) -> str:
    body = entry["body"]
    key = "discount.order" if body["scope"] == "order" else "discount"
    return f"{key}.off" if body["after"] is None else key


def _item_void(entry: Entry) -> str:
    return "item_void.back" if entry["body"]["quantity"] < 0 else "item_void"


def _payment(entry: Entry) -> str:
    body, kind = entry["body"], str(entry["kind"])
    if "payment" in body:
        return f"{kind}.part"
    is_charge = body["attempt_kind"] == AttemptKind.CHARGE.value
    trial = f"{kind}.{'trial' if is_charge else 'trial_back'}"
    if "trial" in body and trial in _TRIALS:
        return trial
    return kind if is_charge or kind not in _GOING_BACK else f"{kind}.back"


def _print(entry: Entry) -> str:
    body, kind = entry["body"], str(entry["kind"])
    if body.get("by") == "email":
        return "print.email"
    form = body.get("form", "")
    return f"{kind}.{form}" if form else kind


def _import(entry: Entry) -> str:
    body = entry["body"]
    if "undone" in body:
        return "import.undone"
    if "openings" in body:
        return "restored_openings"
    if "restored_stock" in body:
        return "restored_stock"
    is_part = set(body) <= {"source", "import_id", "moved", "counted"}
    return "import.moved" if is_part else "import"


def _how(how: str) -> Callable[[Entry], str]:
    """A sentence of its own where the body says that it was in this way."""

    def choose(entry: Entry) -> str:
        kind = str(entry["kind"])
        return f"{kind}.{how}" if entry["body"].get("how") == how else kind

    return choose


def _wrong_try(entry: Entry) -> str:
    """At the sheet of an approval it is whoever asked for it who tried."""
    key = _how("badge")(entry)
    return f"{key}.asked" if "asked_by" in entry["body"] else key


_NAMED: Final = frozenset({"staff_added", "staff_renamed"})
"""Entries of older programs know the person by the id alone."""
_ALONE: Final = {
    "receipts": {"receipts"},
    "tips": {"tips"},
    "count_limit": {"count_limit"},
    "return_days": {"return_days", "refund_limit"},
    "auto_lock_minutes": {"auto_lock_minutes"},
}
_TRIALS: Final = frozenset(
    {
        *("payment_intent.trial", "payment_sent.trial", "payment_approved.trial"),
        *("payment_declined.trial", "payment_cancelled.trial"),
        *("payment_approved.trial_back", "payment_declined.trial_back"),
    }
)
"""What is said otherwise of a payment that tries a processor out."""
_GOING_BACK: Final = frozenset({"payment_intent", "payment_sent", "payment_approved"})
_CHOICES: Final[Mapping[str, Callable[[Entry], str]]] = {
    "refund": _refund,
    "item_void": _item_void,
    "discount": _discount,
    "count": lambda entry: "count.seen" if "expected_seen" in entry["body"] else "count",
    "print": _print,
    "reprint": _print,
    "time_correct": lambda entry: (
        "time_correct" if entry["body"]["entry"] is not None else "time_correct.added"
    ),
    "login": _how("badge"),
    "login_failed": _wrong_try,
    "lock": _how("idle"),
    "import": _import,
    "config_change": _change,
    **dict.fromkeys(
        (
            *("payment_intent", "payment_sent", "payment_approved", "payment_declined"),
            *("payment_cancelled", "payment_unknown"),
        ),
        _payment,
    ),
}
