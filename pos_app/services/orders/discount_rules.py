"""What a role may take off without asking, and what falls off when too little is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from pos_app.domain.discount_limit import is_due, shares_off
from pos_app.domain.order import Order, OrderContent
from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import Discount, DiscountKind
from pos_app.domain.product import CUSTOM_ID
from pos_app.domain.rounding import Rounding
from pos_app.domain.staff import Approval, Decision, Permission, StaffMember

_ALLOWED: Final = Decision.ALLOWED


def shares_of(order: Order) -> list[Fraction]:
    """Which part of its price each item of the order is sold below it."""
    return shares_off(order.items, order.discount, rounding=order.policy.rounding)


def allow(
    before: Sequence[Fraction],
    after: Sequence[Fraction],
    *,
    actor: StaffMember,
    approval: Approval | None,
) -> StaffMember | None:
    """Let a discount pass; return who else has allowed it, if the actor had to ask.

    :raises ApprovalNeededError: if some item would go further below its price than the actor
        may let it go, and further than it is already
    """
    over = _grown(before, after, actor.discount_limit)
    if not any(over):
        return actor.require(Permission.DISCOUNT)
    share = max(new for new, is_over in zip(after, over, strict=True) if is_over)
    return actor.require(Permission.DISCOUNT_OVER_LIMIT, approval=approval, share=share)


def let_go(
    order: Order, before: Sequence[Fraction], *, changed: int | None, actor: StaffMember
) -> tuple[Discount, ...]:
    """Drop the discounts by amount that are too much for what is left of the order.

    :param before: what stood for each item that is still there
    :param changed: the position of the item that has become less, if it is still there
    """
    lost: list[Discount] = []
    if changed is not None and _grown(before, shares_of(order), actor.discount_limit)[changed]:
        item = order.items[changed]
        if item.discount is not None and item.discount.kind is DiscountKind.AMOUNT:
            lost.append(item.discount)
            undiscounted = replace(item, discount=None, approved_by=item.approved_undiscounted)
            order.replace_item(changed, undiscounted)
    discount = order.discount
    if discount is not None and discount.kind is DiscountKind.AMOUNT:
        is_left = is_due(order.items, discount, order.policy.rounding)
        if not is_left or any(_grown(before, shares_of(order), actor.discount_limit)):
            lost.append(discount)
            order.set_content(replace(order.content, discount=None, discount_approved_by=None))
    return tuple(lost)


def is_allowed_for_more(item: OrderItem, *, actor: StaffMember, rounding: Rounding) -> bool:
    """Whether the actor may sell more of it as cheaply, or at all, without asking.

    A discount by amount stays what it is, and so is less of more.
    """
    if not _may_sell(item, actor):
        return False
    is_amount = item.discount is not None and item.discount.kind is DiscountKind.AMOUNT
    plain = replace(item, discount=None) if is_amount else item
    asked = _within(plain, actor, rounding)
    return asked.discount == plain.discount and asked.unit_price.minor <= plain.unit_price.minor


def within(content: OrderContent, *, actor: StaffMember, rounding: Rounding) -> OrderContent:
    """The same without what the actor would have to ask for: it was allowed for another order."""
    limit = actor.discount_limit
    items = tuple(
        _within(item, actor, rounding) for item in content.items if _may_sell(item, actor)
    )
    if all(share <= limit for share in shares_off(items, content.discount, rounding=rounding)):
        return replace(content, items=items)
    return replace(content, items=items, discount=None, discount_approved_by=None)


def _may_sell(item: OrderItem, actor: StaffMember) -> bool:
    is_custom = item.product_id == CUSTOM_ID
    return not is_custom or actor.decide(Permission.SELL_CUSTOM_ITEM) is _ALLOWED


def _within(item: OrderItem, actor: StaffMember, rounding: Rounding) -> OrderItem:
    if item.list_price is not None and actor.decide(Permission.OVERRIDE_PRICE) is not _ALLOWED:
        item = replace(item, unit_price=item.list_price, list_price=None)
    [share] = shares_off([item], None, rounding=rounding)
    if share > actor.discount_limit:
        item = replace(item, discount=None)
    if item.discount is None and item.list_price is None:
        item = replace(item, approved_by=None)
    return replace(item, sale_approved_by=None)


def _grown(before: Sequence[Fraction], after: Sequence[Fraction], limit: Fraction) -> list[bool]:
    return [new > max(limit, old) for old, new in zip(before, after, strict=True)]
