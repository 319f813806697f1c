"""What the screen of a pay-out shows: how much goes back, and which way each part of it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.domain.money import Money
from pos_app.domain.payment import Payment
from pos_app.domain.staff import Permission, Rights
from pos_app.domain.tender import Tender, TenderTerms
from pos_app.services.ports import Formats
from pos_app.viewmodels.pay.pay_text import words_of
from pos_app.viewmodels.shared.roles import who_may

CONTEXT: Final = "PayOut"


@dataclass(frozen=True, slots=True)
class PayOutRow:
    """One part of the money: which way it goes, how it came, and how far that is."""

    words: str
    detail: str
    amount: str
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class PayOutText:
    """Everything the screen shows; empty texts are left out.

    `way` is the code of the way that all of it goes instead, `state` what a processor does now.
    """

    title: str
    due: str
    about: str
    rows: tuple[PayOutRow, ...]
    way: str
    note: str
    state: str
    tone: str
    give: str
    can_give: bool
    can_choose: bool


@dataclass(frozen=True, slots=True)
class Going:
    """A pay-out as it stands; `due` in minor units, `paid` the payments behind it by their id.

    `due` is what is given in the end, which coins may have rounded.
    """

    due: int
    plan: Sequence[Tender]
    paid: Mapping[str, Payment]
    gone: frozenset[str]
    numbers: str
    is_void: bool
    must_ask: bool
    rights: Rights
    """Whether whoever gives it may not send it another way alone."""
    way: str = ""
    tip: int = 0
    """What was given on top of the receipt, in minor units, and `tip_goes` if it goes back too."""
    tip_goes: bool = False


@dataclass(frozen=True, slots=True)
class RemoteState:
    """What a processor does with a part of it now: nothing, if `say` is empty."""

    say: str = ""
    detail: str = ""
    tone: str = ""

    @property
    def words(self) -> str:
        return " ".join(part for part in (self.say, self.detail) if part)


NO_REMOTE: Final = RemoteState()


class PayOutWords:
    def __init__(self, *, terms: TenderTerms, formats: Formats) -> None:
        self._terms = terms
        self._formats = formats

    def text(self, going: Going, remote: RemoteState, *, is_busy: bool) -> PayOutText:
        rows = tuple(self._row(one, going) for one in going.plan)
        is_other = any(self._goes_elsewhere(one, going) for one in going.plan)
        money = self._formats.money(Money(going.due, self._terms.currency))
        give = tr("Give back {amount}") if going.due else tr("Exchange evenly")
        return PayOutText(
            title=self._title(going),
            due=money,
            about=self._about(going),
            rows=rows,
            way=going.way,
            note=self._note(going) if is_other else "",
            state=remote.words,
            tone=remote.tone,
            give=give.format(amount=money),
            can_give=not is_busy,
            can_choose=bool(going.due) and not is_busy,
        )

    def _title(self, going: Going) -> str:
        if going.is_void:
            return tr("Void: to give back")
        return tr("To give back") if going.due else tr("Nothing to pay")

    def _note(self, going: Going) -> str:
        if not going.must_ask:
            return tr("Another way than it came")
        return tr("Another way than it came: a {roles} must allow it").format(
            roles=who_may(Permission.REFUND_ELSEWHERE, going.rights)
        )

    def _about(self, going: Going) -> str:
        if not going.numbers:
            return tr("Without a receipt")
        words = tr("For {number}")
        if going.tip:
            words = (
                tr("For {number}, with its tip of {tip}")
                if going.tip_goes
                else tr(
                    "For {number}; its tip of {tip} stays: only all of it at once takes it back"
                )
            )
        tip = self._formats.number(Money(going.tip, self._terms.currency))
        return words.format(number=going.numbers, tip=tip)

    def _row(self, tender: Tender, going: Going) -> PayOutRow:
        paid, gone = going.paid.get(tender.refunds), tender.refunds in going.gone
        words = words_of(self._terms.method(tender.method))
        reference = tender.reference or (
            paid.reference if paid is not None and paid.method == tender.method else ""
        )
        return PayOutRow(
            words=f"{words} {reference}".strip(),
            detail=tr("given back") if gone else self._how(tender, paid),
            amount=self._formats.number(Money(-tender.tendered, self._terms.currency)),
            is_done=gone,
        )

    def _how(self, tender: Tender, paid: Payment | None) -> str:
        if paid is None:
            return tr("from the drawer") if self._is_cash(tender.method) else ""
        if paid.method == tender.method:
            return tr("as it was paid")
        method = self._terms.methods.get(paid.method)
        name = words_of(method) if method is not None else paid.method
        words = tr("instead of {method} {reference}")
        return words.format(method=name, reference=paid.reference).strip()

    def _goes_elsewhere(self, tender: Tender, going: Going) -> bool:
        paid = going.paid.get(tender.refunds)
        return paid is not None and paid.method != tender.method and tender.tendered != 0

    def _is_cash(self, code: str) -> bool:
        method = self._terms.methods.get(code)
        return method is not None and method.gives_change


def tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
