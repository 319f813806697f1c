"""Use case: sell a line or the whole order for less, within what a role may give away."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from pos_app.domain.card_number import require_no_card
from pos_app.domain.discount_limit import amount_of, is_due, shares_off
from pos_app.domain.errors import RefusedError
from pos_app.domain.money import AMOUNT_MINOR_MAX, Money
from pos_app.domain.order import DepositFollowsError, EmptyOrderError, Order
from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import Discount, DiscountOutOfRangeError
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.catalogue.editing import PriceOutOfRangeError
from pos_app.services.orders.discount_rules import allow, let_go, shares_of
from pos_app.services.orders.steps import NO_LOSS, Edited, Steps
from pos_app.services.printing.cells import clean

REASON_LENGTH_MAX: Final = 40


class LineChangedError(RefusedError):
    code = "order.line_changed"
    text = "That line has changed meanwhile. Nothing was done to it; ask anew."


class LineEditing:
    """What a role may give without asking is counted over both discounts of a line together.

    One by amount falls off when so little is left of what it was given for that somebody would
    have to be asked: nobody is asked for making an order smaller.
    """

    def __init__(self, *, steps: Steps) -> None:
        self._steps = steps

    @property
    def order(self) -> Order:
        return self._steps.order

    def position_of(self, item: OrderItem | None) -> int | None:
        """Where an item stands that was looked at before; None once it has changed."""
        return next((at for at, one in enumerate(self.order.items) if one is item), None)

    def require_unchanged(self, item: OrderItem) -> None:
        """Whoever allows something allows what was shown to them.

        :raises LineChangedError: once it has changed
        """
        if self.position_of(item) is None:
            raise LineChangedError

    def worth(self, item: OrderItem | None) -> int:
        """What a discount on the item is taken from, or on the whole order; in minor units."""
        rounding = self.order.policy.rounding
        if item is not None:
            return amount_of(item, rounding)
        amounts = [(one, amount_of(one, rounding)) for one in self.order.items]
        return sum(
            amount - (one.discount.of(amount, rounding) if one.discount else 0)
            for one, amount in amounts
            if not one.is_deposit
        )

    def discount_line(
        self,
        *,
        position: int,
        discount: Discount | None,
        actor: StaffMember,
        approval: Approval | None = None,
    ) -> Edited:
        """Sell one line for less, or without its discount.

        :raises DiscountOutOfRangeError: if it is more than the price
        :raises ApprovalNeededError: if it is more than the actor may give, all in all
        :raises DepositFollowsError: for a deposit, which is given back in full
        """
        order, item = self._steps.order, plain_item(self._steps.order, position)
        wanted = _checked(discount)
        rounding = order.policy.rounding
        if wanted is not None:
            wanted.of(amount_of(item, rounding), rounding)
        items = [*order.items]
        items[position] = replace(item, discount=wanted)
        after = shares_off(items, order.discount, rounding=rounding)
        approver = self._allowed(wanted, after, actor, approval)
        keeps = wanted is not None and after[position] > actor.discount_limit
        before = item.approved_by if keeps else item.approved_undiscounted
        approved_by = _who(approver, before)
        return self._put(
            position, replace(items[position], approved_by=approved_by), actor, approver
        )

    def discount_order(
        self, *, discount: Discount | None, actor: StaffMember, approval: Approval | None = None
    ) -> Edited:
        """Sell the whole order for less, or without its discount; errors as for one line.

        :raises EmptyOrderError: if there is nothing to take it from
        """
        order = self._steps.order
        rounding = order.policy.rounding
        wanted = _checked(discount)
        if not order.items or not is_due(order.items, wanted, rounding):
            raise EmptyOrderError
        after = shares_off(order.items, wanted, rounding=rounding)
        if max(after) > 1:
            raise DiscountOutOfRangeError
        approver = self._allowed(wanted, after, actor, approval)
        keeps = wanted is not None and max(after) > actor.discount_limit
        approved_by = _who(approver, order.discount_approved_by if keeps else None)

        def act(one: Order) -> tuple[Discount, ...]:
            one.set_content(replace(one.content, discount=wanted, discount_approved_by=approved_by))
            return NO_LOSS

        return self._steps.take(act, actor=actor, approver=approver)

    def set_price(
        self,
        *,
        position: int,
        price: Money | None,
        actor: StaffMember,
        approval: Approval | None = None,
    ) -> Edited:
        """Price this one line anew; None, or the price of the list, is the price of the list.

        :raises PriceOutOfRangeError: for nothing, or too much
        :raises ApprovalNeededError: if the actor must ask
        """
        item = plain_item(self._steps.order, position)
        listed = item.list_price if item.list_price is not None else item.unit_price
        wanted = price if price is not None else listed
        require_price(wanted)
        if wanted == listed:
            # Whoever allowed the discount on it stays, and who allowed a custom item.
            back = replace(item, unit_price=listed, list_price=None)
            if back.discount is None:
                back = replace(back, approved_by=back.approved_undiscounted)
            return self._put(position, back, actor, None)
        approver = actor.require(Permission.OVERRIDE_PRICE, approval=approval)
        approved_by = _who(approver, item.approved_by)
        priced = replace(item, unit_price=wanted, list_price=listed, approved_by=approved_by)
        return self._put(position, priced, actor, approver)

    def note_line(self, *, position: int, text: str, actor: StaffMember) -> Edited:
        """Say something of a line, or nothing any more.

        :raises NoteTooLongError: if it is longer than a receipt shows
        :raises CardNumberError: if a card number stands in it
        """
        noted = replace(plain_item(self._steps.order, position), note=words_of(text))
        return self._put(position, noted, actor, None)

    def note_order(self, *, text: str, actor: StaffMember) -> Edited:
        """Say something of the whole order; errors as for a line."""
        if not self._steps.order.items:
            raise EmptyOrderError
        note = words_of(text)

        def act(order: Order) -> tuple[Discount, ...]:
            order.set_content(replace(order.content, note=note))
            return NO_LOSS

        return self._steps.take(act, actor=actor)

    def _allowed(
        self,
        wanted: Discount | None,
        after: list[Fraction],
        actor: StaffMember,
        approval: Approval | None,
    ) -> StaffMember | None:
        """Nobody is asked for a higher price."""
        if wanted is None:
            return None
        return allow(shares_of(self._steps.order), after, actor=actor, approval=approval)

    def _put(
        self, position: int, item: OrderItem, actor: StaffMember, approver: StaffMember | None
    ) -> Edited:
        before = shares_of(self._steps.order)

        def act(order: Order) -> tuple[Discount, ...]:
            is_cheaper = item.unit_price.minor < order.items[position].unit_price.minor
            order.replace_item(position, item)
            return let_go(order, before, changed=position, actor=actor) if is_cheaper else NO_LOSS

        return self._steps.take(act, actor=actor, approver=approver)


def plain_item(order: Order, position: int) -> OrderItem:
    """:raises DepositFollowsError: for a deposit, which only follows the item above it"""
    item = order.items[position]
    if item.is_deposit:
        raise DepositFollowsError(deposit=item.name, name=order.items[position - 1].name)
    return item


def require_price(price: Money) -> None:
    """:raises PriceOutOfRangeError: for nothing, less than nothing, or too much"""
    if not 0 < price.minor <= AMOUNT_MINOR_MAX:
        raise PriceOutOfRangeError(largest=Money(AMOUNT_MINOR_MAX, price.currency))


def words_of(text: str) -> str:
    """One line that can be shown and printed.

    :raises CardNumberError: if a card number stands in it
    """
    words = clean(text)
    require_no_card(words, field_is_code=False)
    return words


def _checked(discount: Discount | None) -> Discount | None:
    if discount is None or discount.value == 0:
        return None
    return replace(discount, reason=words_of(discount.reason)[:REASON_LENGTH_MAX])


def _who(approver: StaffMember | None, before: int | None) -> int | None:
    return approver.staff_id if approver is not None else before
