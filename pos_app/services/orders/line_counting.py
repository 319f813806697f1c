"""Use case: more or less of a line, and lines taken out; each void is told to the journal."""

from __future__ import annotations

from pos_app.domain.errors import RefusedError
from pos_app.domain.order import Order, OrderContent
from pos_app.domain.pricing import Discount
from pos_app.domain.quantity import Quantity
from pos_app.domain.staff import StaffMember
from pos_app.services.orders.discount_rules import is_allowed_for_more, let_go, shares_of
from pos_app.services.orders.line_editing import plain_item
from pos_app.services.orders.order_service import Added, OrderService
from pos_app.services.orders.steps import Edited, Steps


class AllowedForFewerError(RefusedError):
    code = "order.allowed_for_fewer"
    text = (
        "This price was allowed for {quantity} × {name}. Scan the others as a line of their own; "
        "or take the discount off, change the quantity and ask again."
    )


class LineCounting:
    def __init__(self, *, orders: OrderService, steps: Steps) -> None:
        self._orders = orders
        self._steps = steps

    def set_quantity(
        self, *, position: int, quantity: Quantity, actor: StaffMember
    ) -> tuple[Added, Edited]:
        """Replace a line's quantity; errors as for a scan.

        :raises DepositFollowsError: for a deposit, whose quantity is that of the item above
        :raises AllowedForFewerError: for more of what somebody else has let go so cheaply
        """
        order = self._steps.order
        item = plain_item(order, position)
        is_more = quantity.thousandths > item.quantity.thousandths
        if is_more and not is_allowed_for_more(item, actor=actor, rounding=order.policy.rounding):
            raise AllowedForFewerError(quantity=item.quantity, name=item.name)
        if quantity.thousandths >= item.quantity.thousandths:
            before = self._steps.order.content
            added = self._orders.set_quantity(position=position, quantity=quantity)
            return added, Edited(self._steps.told(before, actor=actor))
        edited = self._steps.take(
            lambda order: _lower(order, position, quantity, actor), actor=actor
        )
        return Added(position, self._steps.order.items[position]), edited

    def remove(self, *, position: int, actor: StaffMember) -> Edited:
        """Take a line out; with the last one go the note and the discount of the order.

        :raises DepositFollowsError: for a deposit, which goes with the item above only
        """
        plain_item(self._steps.order, position)
        return self._steps.take(lambda order: _remove(order, position, actor), actor=actor)


def _lower(
    order: Order, position: int, quantity: Quantity, actor: StaffMember
) -> tuple[Discount, ...]:
    before = shares_of(order)
    order.set_quantity(position, quantity)
    return let_go(order, before, changed=position, actor=actor)


def _remove(order: Order, position: int, actor: StaffMember) -> tuple[Discount, ...]:
    before = shares_of(order)
    count = len(order.items)
    order.remove_item(position)
    # Its deposit has gone with it.
    del before[position : position + count - len(order.items)]
    if not order.items:
        # Whoever comes next has been given and told nothing; only the customer may be known first.
        content = OrderContent(
            customer_id=order.customer_id, returns=order.returns, tip_back=order.tip_back
        )
        order.set_content(content)
        return ()
    return let_go(order, before, changed=None, actor=actor)
