"""The sums of the payment screen in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from pos_app.domain.money import Money
from pos_app.domain.tender import Tender, TenderMethod, TenderTerms
from pos_app.services.ports import Formats
from pos_app.viewmodels.pay.given_amount import GivenAmount
from pos_app.viewmodels.pay.pay_state import PayState
from pos_app.viewmodels.pay.pay_text import CONTEXT, PayText, TenderText, words_of


class PayWords:
    def __init__(self, state: PayState, *, terms: TenderTerms, formats: Formats) -> None:
        self._state = state
        self._terms = terms
        self._formats = formats

    def text(self, given: GivenAmount, selected: int) -> PayText:
        state = self._state
        taken = state.in_cash(given.minor)
        settles = taken is not None and taken.settles
        share, due = state.shares.owed, state.due
        is_enough = settles or (taken is not None and 0 < share <= taken.amount)
        if taken is not None and settles:
            due = taken.amount
        rounding = due - state.remaining
        is_parted = bool(rounding or state.tip) or state.settlement.taken
        return PayText(
            total=self._money(state.total) if is_parted else "",
            tip=self.number(state.tip) if state.tip else "",
            rounding=self.number(rounding) if rounding else "",
            due=self._money(due),
            given=self.number(given.minor),
            missing="" if is_enough else self.number((share or due) - given.minor),
            change=self.number(taken.change if taken is not None else 0),
            is_enough=is_enough,
            part=self._part(),
            take=self._take_words(given.minor, is_enough=is_enough),
            can_take=taken is not None or state.settlement.is_settled,
            tenders=self._tenders(),
            selected=selected,
            gives_change=taken is not None and taken.change > 0,
        )

    def words_of_cut(self, method: TenderMethod, given: GivenAmount, tender: Tender) -> str:
        """What to say where less was taken than was typed."""
        if method.gives_change or not given.is_typed or given.minor <= tender.tendered:
            return ""
        return _tr("{method} gives no change: {amount} was taken").format(
            method=words_of(method), amount=self.number(tender.tendered)
        )

    def _part(self) -> str:
        shares = self._state.shares
        if shares.rows:
            return _tr("Chosen items")
        if not shares.count:
            return ""
        return _tr("Part {number} of {count}").format(number=shares.number, count=shares.count)

    def _take_words(self, given: int, *, is_enough: bool) -> str:
        if self._state.settlement.is_settled:
            return _tr("Finish the order")
        if is_enough or not given:
            return _tr("Take cash")
        return _tr("Take {amount} of it").format(amount=self.number(given))

    def _tenders(self) -> tuple[TenderText, ...]:
        order, taken_so_far = self._state.order, self._state.settlement.taken
        if order is None:
            return ()
        return tuple(
            TenderText(
                self._words(tender),
                self.number(taken.amount),
                words_of(self._terms.method(tender.method)),
            )
            for tender, taken in zip(order.tenders, taken_so_far, strict=True)
        )

    def _words(self, tender: Tender) -> str:
        words = words_of(self._terms.method(tender.method))
        return f"{words} {tender.reference}" if tender.reference else words

    def number(self, minor: int) -> str:
        return self._formats.number(Money(minor, self._terms.currency))

    def _money(self, minor: int) -> str:
        return self._formats.money(Money(minor, self._terms.currency))


def _tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
