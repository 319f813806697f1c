"""What the payment screen shows, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.money import Money
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.tender import REFERENCE_LENGTH_MAX, TenderMethod
from pos_app.services.ports import Formats
from pos_app.services.store.payment_settings import METHODS_MAX

CONTEXT: Final = "PaymentMethods"
TYPED_MAX: Final = REFERENCE_LENGTH_MAX
"""How many characters of a voucher's number are taken."""
FURTHER_MAX: Final = METHODS_MAX - 2
"""How many ways there may be beside cash and the first of another kind."""
_ICONS: Final = {
    PaymentMethod.CASH: "banknote",
    PaymentMethod.CARD: "credit-card",
    PaymentMethod.ACCOUNT: "users",
    PaymentMethod.VOUCHER: "tag",
    PaymentMethod.OTHER: "wallet",
}


@dataclass(frozen=True, slots=True)
class MethodText:
    """A way to pay, as its button shows it; `command` is its key's."""

    code: str
    words: str
    icon: str
    command: str


@dataclass(frozen=True, slots=True)
class TenderText:
    """One part that was taken already; `way` is how it was paid, without its reference."""

    words: str
    amount: str
    way: str = ""


@dataclass(frozen=True, slots=True)
class PayText:
    """Everything the screen shows; empty texts are left out.

    `missing` is what is still to pay after what is typed, `part` whose share it is.
    """

    total: str
    tip: str
    rounding: str
    due: str
    given: str
    missing: str
    change: str
    is_enough: bool
    part: str
    take: str
    can_take: bool
    tenders: tuple[TenderText, ...]
    selected: int
    gives_change: bool = False
    """Whether what is typed is more than is due."""


def words_of(method: TenderMethod) -> str:
    """What people call it: the name that the store has given it, or the usual word."""
    if method.name:
        return method.name
    usual = {
        PaymentMethod.CASH: QCoreApplication.translate(CONTEXT, "Cash"),
        PaymentMethod.CARD: QCoreApplication.translate(CONTEXT, "Card"),
        PaymentMethod.ACCOUNT: QCoreApplication.translate(CONTEXT, "On account"),
        PaymentMethod.VOUCHER: QCoreApplication.translate(CONTEXT, "Voucher"),
        PaymentMethod.OTHER: QCoreApplication.translate(CONTEXT, "Other"),
    }
    return usual[method.kind]


def method_texts(methods: tuple[TenderMethod, ...]) -> tuple[MethodText, ...]:
    """The row of buttons; the first way of each kind has its key, the others have one in turn."""
    seen: set[PaymentMethod] = set()
    further = 0
    texts = []
    for one in methods:
        command = f"by_{one.kind.value}"
        if one.kind in seen:
            further += 1
            command = f"another_{further}"
        seen.add(one.kind)
        texts.append(MethodText(one.code, words_of(one), _ICONS[one.kind], command))
    return tuple(texts)


def note_of(step: Money, formats: Formats) -> str:
    """A note as people say it: +20, not +20.00."""
    whole, rest = divmod(step.minor, 10**step.currency.minor_digits)
    return f"+{formats.number(step)}" if rest else f"+{whole}"
