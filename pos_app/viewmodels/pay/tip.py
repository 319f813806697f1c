"""The tip of the order at the counter: a usual share of the total, an amount of one's own, none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.domain.pricing import MILLIONTHS_PER_BASIS_POINT
from pos_app.domain.tip import TIP_SHARES, TipLargeError
from pos_app.services.ports import Formats
from pos_app.viewmodels.pay.pay_state import PayState
from pos_app.viewmodels.pay.tender_work import TenderWork
from pos_app.viewmodels.shared.amount_form import AmountForm
from pos_app.viewmodels.shared.words import words_for

PLACES: Final = len(TIP_SHARES)
"""For so many usual ones there is a key."""


@dataclass(frozen=True, slots=True)
class UsualTip:
    """In words."""

    share: str
    amount: str


@dataclass(frozen=True, slots=True)
class TipForm:
    """`usual` has the smallest first; `has_tip` if there is one now."""

    title: str
    usual: tuple[UsualTip, ...]
    has_tip: bool


class Tip(AmountForm):
    """What its sheet shows and asks for.

    Signals:
        opened: Emitted with the TipForm.
        amount_changed: Emitted with the amount as text.
        declined: Emitted with a sentence where no sheet is opened.
        changed: Emitted when the order has another tip.
        offered: Emitted for every order, with whether customers of this store give any.
    """

    opened = Signal(object)
    amount_changed = Signal(str)
    declined = Signal(str)
    changed = Signal()
    offered = Signal(bool)

    def __init__(
        self,
        state: PayState,
        work: TenderWork,
        *,
        formats: Formats,
        currency: Currency,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(currency, in_cents=formats.in_cents, parent=parent)
        self._state = state
        self._work = work
        self._formats = formats
        self._currency = currency
        self._doubtful = 0
        """What was typed once, and is more than the order."""
        self._before: int | None = None
        work.tipped.connect(self.changed)

    @property
    def is_taken(self) -> bool:
        """Whether customers of this store give any."""
        return self._state.takes_tips

    @Slot()
    def open(self) -> None:
        """Ask for it, as long as the order is not paid."""
        if self._state.order is None or self._work.is_busy or self.is_open:
            return
        if not self.is_taken:
            self.declined.emit(self.tr("This store takes no tips"))
            return
        self.is_open = True
        self._doubtful = 0
        self._entry.preset(Money(self._state.tip, self._currency))
        self.opened.emit(self._form())
        self._show()

    @Slot(int)
    def choose(self, place: int) -> None:
        """One of the usual ones, at once."""
        usual = self._state.usual_tips
        if self.is_open and place < len(usual):
            self._set(usual[place][1])

    @Slot()
    def none(self) -> None:
        if self.is_open:
            self._set(0)

    @Slot()
    def take(self) -> None:
        """What is typed; more than the order itself only if it is typed twice."""
        if self.is_open:
            tip = self._entry.amount.minor
            self._set(tip, is_sure=tip == self._doubtful)

    @Slot()
    def undo(self) -> None:
        """The tip is what it was before it was changed last."""
        if self._before is not None and not self._work.is_busy and not self.is_open:
            self._put(self._before, is_sure=True)

    def begin(self) -> None:
        """For another order."""
        self.leave()
        self._before = None
        self.offered.emit(self.is_taken)

    def _set(self, tip: int, *, is_sure: bool = False) -> None:
        try:
            self._state.check_tip(tip, is_sure=is_sure)
        except TipLargeError as error:
            self._doubtful = tip
            self._entry.preset(Money.zero(self._currency))
            self._show()
            again = self.tr("Type it once more if it is right.")
            self.refused.emit(f"{words_for(error, self._formats)} {again}")
        except PosError as error:
            self.refused.emit(words_for(error, self._formats))
        else:
            self.leave()
            self._put(tip, is_sure=is_sure)

    def _put(self, tip: int, *, is_sure: bool) -> None:
        if tip != self._state.tip:
            self._before = self._state.tip
            self._work.set_tip(tip, is_sure=is_sure)

    def _form(self) -> TipForm:
        title = self.tr("Tip on {total}").format(
            total=self._formats.money(Money(self._state.total, self._currency))
        )
        return TipForm(
            title=title,
            usual=tuple(
                UsualTip(
                    share=self._formats.percent(share * MILLIONTHS_PER_BASIS_POINT),
                    amount=self._formats.number(Money(tip, self._currency)),
                )
                for share, tip in self._state.usual_tips
            ),
            has_tip=bool(self._state.tip),
        )

    def _show(self) -> None:
        self.amount_changed.emit(self._formats.money(self._entry.amount))
