"""The sums behind the payment screen: what is left of the order, and what a tender would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.cash import CashTaken, NothingTenderedError, quick_amounts
from pos_app.domain.order import Order
from pos_app.domain.staff import StaffMember
from pos_app.domain.tender import CASH, Settlement, Tender, TenderMethod, take
from pos_app.domain.tip import usual_tips
from pos_app.services.orders.checkout import Checkout
from pos_app.services.payments.tendering import Tendering
from pos_app.services.ports import ReadProfile
from pos_app.viewmodels.pay.given_amount import GivenAmount
from pos_app.viewmodels.pay.shares import Shares


@dataclass(frozen=True, slots=True)
class PayDesk:
    """What takes money: all of what is due, or a part of it."""

    checkout: Checkout
    tendering: Tendering
    profile: ReadProfile


class PayState:
    """An order at the counter; amounts in minor units."""

    def __init__(self, desk: PayDesk) -> None:
        self._desk = desk
        self.order: Order | None = None
        self.actor: StaffMember | None = None
        self.shares = Shares(desk.profile().cash)
        self.settlement = Settlement((), 0, 0, is_settled=False)
        self.total = self.tip = 0
        self.takes_tips = desk.profile().tips
        """Whether customers of this store may give any."""

    def begin(self, order: Order, actor: StaffMember, total: int) -> None:
        self.order, self.actor, self.total = order, actor, total
        profile = self._desk.profile()
        # One that was given before the store took none any more can still be taken off.
        self.shares, self.takes_tips = Shares(profile.cash), profile.tips or bool(order.tip)
        self.renew()

    def end(self) -> None:
        self.order = None

    def renew(self, *, paid: bool = False) -> None:
        """Something was taken, or given back; a part that was paid is followed by the next."""
        assert self.order is not None
        self.settlement = self._desk.tendering.settlement(self.order)
        self.tip = self._desk.tendering.totals(self.order).tip
        if paid:
            self.shares.paid(self.settlement.taken[-1].amount, self.remaining)

    def lines(self) -> Sequence[tuple[str, int]]:
        """What each line of the order is called and costs, in minor units."""
        if self.order is None:
            return ()
        totals = self._desk.tendering.totals(self.order).lines
        names = [item.name for item in self.order.items]
        # What comes back stands below what is bought, and is nobody's to pay.
        return [(name, one.total) for name, one in zip(names, totals, strict=False)]

    @property
    def usual_tips(self) -> tuple[tuple[int, int], ...]:
        """Shares of the total in basis points, each with what it is in minor units."""
        return usual_tips(self.total, self._desk.profile().cash)

    def check_tip(self, tip: int, *, is_sure: bool) -> None:
        """:raises PosError: if the order cannot have it"""
        assert self.order is not None
        self._desk.tendering.check_tip(self.order, tip, is_sure=is_sure)

    @property
    def remaining(self) -> int:
        return self.settlement.remaining

    @property
    def owed(self) -> int:
        """What whoever stands here has to pay in cash: the share, or all that is left."""
        return self.shares.owed or self.due

    @property
    def quick(self) -> tuple[int, ...]:
        if self.settlement.is_settled:
            return ()
        return quick_amounts(self.owed, steps=self._desk.profile().steps)

    def tender(self, method: TenderMethod, given: GivenAmount, reference: str = "") -> Tender:
        """What is typed, by this way; without typing what is owed. Only cash may be more."""
        if method.gives_change:
            return Tender(method.code, given.minor, self.shares.owed, reference)
        return Tender(method.code, self.wanted(given), reference=reference)

    def wanted(self, given: GivenAmount) -> int:
        """What a way to pay that gives no change would take now."""
        wanted = given.minor if given.is_typed else self.shares.owed or self.remaining
        return min(wanted, self.remaining)

    def settles(self, tender: Tender) -> bool:
        """Whether the order is paid with it.

        :raises PosError: if it cannot be taken
        """
        assert self.order is not None
        return self._desk.tendering.settlement(self.order, tender).is_settled

    def in_cash(self, given: int) -> CashTaken | None:
        """What the till would do with that much cash; None if it is nothing at all."""
        try:
            tender = Tender(CASH.code, given, self.shares.owed)
            return take(self.remaining, tender, self._desk.profile().tender_terms)
        except NothingTenderedError:
            return None

    @property
    def due(self) -> int:
        """All that is left, if it is paid in cash."""
        return self._desk.profile().cash.of(self.remaining)
