"""Sell something that is not in the catalogue: an amount, its tax class, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.card_number import looks_like_card
from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.domain.quantity import ONE, Quantity
from pos_app.domain.staff import Approval, Permission
from pos_app.domain.tax import TaxClass
from pos_app.services.orders.custom_items import CUSTOM_WORDS_MAX, CustomItems
from pos_app.services.ports import Formats
from pos_app.services.printing.cells import clean
from pos_app.viewmodels.approval.acts import run
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.sell.notices import Notice
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.amount_form import AmountForm
from pos_app.viewmodels.shared.tax_words import words_of_tax
from pos_app.viewmodels.shared.words import words_for

WORDS_LENGTH: Final = CUSTOM_WORDS_MAX


@dataclass(frozen=True, slots=True)
class CustomTerms:
    currency: Currency
    tax_classes: Mapping[str, TaxClass]
    default_tax_class: str


class CustomItem(AmountForm):
    """Opened by Ctrl+E; while a code waits that nothing has, it is that which is sold once.

    Signals:
        opened: Emitted with its title and its words when the sheet is to be shown.
        changed: Emitted with the amount and the words of the tax class.
    """

    length = WORDS_LENGTH
    opened = Signal(str, str)
    changed = Signal(str, str)

    def __init__(
        self,
        *,
        sell: SellViewModel,
        custom: CustomItems,
        approvals: Approvals,
        formats: Formats,
        terms: CustomTerms,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(terms.currency, in_cents=formats.in_cents, parent=parent)
        self._sell = sell
        self._custom = custom
        self._approvals = approvals
        self._formats = formats
        self._terms = terms
        self._codes = sorted(terms.tax_classes)
        self._tax_class = terms.default_tax_class
        self._missed: tuple[Notice, ...] = ()

    @Slot()
    def open(self) -> None:
        """Digits that were typed before are its amount already."""
        if self._sell.actor is None or self.is_open:
            return
        self._entry.preset(Money.zero(self._terms.currency))
        for key in self._sell.typed.take_digits():
            self._entry.press(key)
        self._tax_class = self._terms.default_tax_class
        self._missed = self._sell.notices.unknown
        self.is_open = True
        self.opened.emit(self._title(), self._code())
        self._show()

    @Slot()
    def next_tax_class(self) -> None:
        at = self._codes.index(self._tax_class)
        self._tax_class = self._codes[(at + 1) % len(self._codes)]
        self._show()

    @Slot(str)
    def save(self, words: str) -> None:
        actor = self._sell.actor
        if not self.is_open or actor is None:
            return
        amount = self._entry.amount
        what = self.tr("Custom item {name}").format(name=words)
        quantity = self._quantity()
        if quantity != ONE:
            what = f"{self._formats.quantity(quantity)} × {what}"
        request = ApprovalRequest(Permission.SELL_CUSTOM_ITEM, what, self._formats.money(amount))
        run(
            partial(self._do, words),
            approvals=self._approvals,
            request=lambda: request,
            on_failure=self._refuse,
        )

    def _do(self, words: str, approval: Approval | None) -> None:
        actor = self._sell.actor
        assert actor is not None, "nobody is selling"
        added = self._custom.add(
            amount=self._entry.amount,
            tax_class=self._tax_class,
            words=words,
            quantity=self._quantity(),
            actor=actor,
            approval=approval,
        )
        self._sell.notices.deal_with(self._missed)
        self.leave()
        self._sell.show_added(added)

    def _quantity(self) -> Quantity:
        """What every scan of the code was said to be of, taken together."""
        if not self._missed:
            return ONE
        return sum((one.quantity or ONE for one in self._missed), Quantity(0))

    def _title(self) -> str:
        if not self._missed:
            return self.tr("Custom item")
        quantity = self._quantity()
        if quantity == ONE:
            return self.tr("Price once")
        words = self.tr("Price once: {quantity} × the amount")
        return words.format(quantity=self._formats.quantity(quantity))

    def _code(self) -> str:
        """The code as words, but for one of the few that pass for a card number in words."""
        code = clean(self._missed[0].code)[:WORDS_LENGTH] if self._missed else ""
        return "" if looks_like_card(code, field_is_code=False) else code

    def _show(self) -> None:
        tax = words_of_tax(self._terms.tax_classes[self._tax_class], self._formats)
        words = self.tr("Tax: {name}").format(name=tax)
        self.changed.emit(self._formats.money(self._entry.amount), words)

    def _refuse(self, error: PosError) -> None:
        self._sell.sound.emit("refused")
        self.refused.emit(words_for(error, self._formats))
