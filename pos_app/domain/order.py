"""An order: what one customer buys, from the first scan to the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from pos_app.domain.age_check import AgeCheck
from pos_app.domain.errors import RefusedError
from pos_app.domain.keeping import Keeping
from pos_app.domain.money import Currency
from pos_app.domain.order_item import NOTE_LENGTH_MAX, NoteTooLongError, OrderItem
from pos_app.domain.pricing import Discount, OrderTotals, price_order
from pos_app.domain.quantity import Quantity
from pos_app.domain.return_item import ReturnItem, with_returns
from pos_app.domain.tax import TaxClass, TaxPolicy
from pos_app.domain.tender import Tender
from pos_app.domain.tip import tip_due

ITEMS_PER_ORDER_MAX: Final = 500


class OrderFullError(RefusedError):
    code = "order.full"
    text = "An order holds at most {most} lines. Take payment, then start another one."


class OrderClosedError(RefusedError):
    code = "order.closed"
    text = "This order is already {state} and cannot be changed."


class EmptyOrderError(RefusedError):
    code = "order.empty"
    text = "There is nothing to pay yet: scan something first."


class DepositFollowsError(RefusedError):
    code = "order.deposit_follows"
    text = "{deposit} follows {name}: change or remove that line."


class TenderTakenError(RefusedError):
    code = "order.tender_taken"
    text = "Something was taken for this order already. Give it back first, then change the order."


class OtherReceiptError(RefusedError):
    code = "order.other_receipt"
    text = "An order takes back from one receipt only. Finish this one first."


class OrderState(StrEnum):
    CREATED = "created"
    HELD = "held"
    SUBMITTED = "submitted"
    PAID = "paid"
    CANCELLED = "cancelled"


_NEXT: Final = {
    OrderState.CREATED: {OrderState.HELD, OrderState.SUBMITTED, OrderState.CANCELLED},
    OrderState.HELD: {OrderState.CREATED, OrderState.CANCELLED},
    OrderState.SUBMITTED: {OrderState.CREATED, OrderState.PAID},
    OrderState.PAID: set[OrderState](),
    OrderState.CANCELLED: set[OrderState](),
}


@dataclass(frozen=True, slots=True)
class OrderContent:
    """All of an order that a cashier can change, and that undo brings back."""

    items: tuple[OrderItem, ...] = ()
    discount: Discount | None = None
    discount_approved_by: int | None = None
    note: str = ""
    customer_id: int | None = None
    age_check: AgeCheck | None = None
    returns: tuple[ReturnItem, ...] = ()
    tip_back: int = 0
    """The tip of a receipt of which everything comes back, in minor units."""

    def __post_init__(self) -> None:
        if len(self.note) > NOTE_LENGTH_MAX:
            raise NoteTooLongError(most=NOTE_LENGTH_MAX)
        if len({one.number for one in self.returns}) > 1:
            raise OtherReceiptError


@dataclass(slots=True)
class Order:
    """The aggregate: its items change only here, and only while it is created."""

    order_id: str
    currency: Currency
    policy: TaxPolicy
    opened_by: int
    state: OrderState = OrderState.CREATED
    items: list[OrderItem] = field(default_factory=list)
    discount: Discount | None = None
    discount_approved_by: int | None = None
    note: str = ""
    customer_id: int | None = None
    age_check: AgeCheck | None = None
    returns: tuple[ReturnItem, ...] = ()
    """What comes back beside what is bought; its amounts are fixed."""
    tip_back: int = 0
    tip: int = 0
    """What the customer gives on top, in minor units; it counts where something is paid."""
    keeping: Keeping = field(default_factory=Keeping)
    tenders: tuple[Tender, ...] = ()
    """Taken already, while more is still to pay."""
    revision: int = 0

    @property
    def content(self) -> OrderContent:
        return OrderContent(
            items=tuple(self.items),
            discount=self.discount,
            discount_approved_by=self.discount_approved_by,
            note=self.note,
            customer_id=self.customer_id,
            age_check=self.age_check,
            returns=self.returns,
            tip_back=self.tip_back,
        )

    def add_item(
        self, item: OrderItem, *, deposit: OrderItem | None = None, own_line: bool = False
    ) -> int:
        """Add an item and return its position; more of the last one raises its quantity.

        :param deposit: what stands below it from now on, whatever becomes of the item
        :param own_line: whether it is a line of its own, whatever stands above it
        :raises RefusedError: if the order is closed or full
        """
        self._require_open()
        added = (item,) if deposit is None else (item, deposit)
        for one in added:
            one.check(item.quantity)
        last = last_position(self.items)
        if last >= 0 and not own_line and _continue(self.items[last:], added):
            self.set_quantity(last, self.items[last].quantity + item.quantity)
            return last
        _require_room(len(self.items) + len(added) + len(self.returns))
        self.items.extend(added)
        self.revision += 1
        return len(self.items) - len(added)

    def set_quantity(self, position: int, quantity: Quantity) -> None:
        """Replace the quantity of one line.

        :raises InvalidInputError: outside 0.001 to 999,999, or a fraction of a piece
        :raises DepositFollowsError: for a deposit, whose quantity is that of the item above
        """
        self._require_open()
        held = self._with_deposit(position)
        for item in self.items[held]:
            item.check(quantity)
        self.items[held] = [replace(item, quantity=quantity) for item in self.items[held]]
        self.revision += 1

    def remove_item(self, position: int) -> OrderItem:
        """Take an item out, and its deposit with it.

        :raises DepositFollowsError: for a deposit, which goes with the item above only
        """
        self._require_open()
        held = self._with_deposit(position)
        removed = self.items[position]
        del self.items[held]
        _let_tip_go(self)
        self.revision += 1
        return removed

    def replace_item(self, position: int, item: OrderItem) -> None:
        """Price an item anew, or say something of it; its quantity and its deposit stay.

        :raises DepositFollowsError: for a deposit, which is charged as it is
        """
        self._require_open()
        self._with_deposit(position)
        assert item.quantity == self.items[position].quantity, "set_quantity counts the deposit too"
        self.items[position] = item
        self.revision += 1

    def set_content(self, content: OrderContent) -> None:
        """The order is this from now on, as undo wants it; the revision still goes forward."""
        self._require_open()
        _require_room(len(content.items) + len(content.returns))
        self.items[:] = content.items
        self.discount = content.discount
        self.discount_approved_by = content.discount_approved_by
        self.note = content.note
        self.customer_id = content.customer_id
        self.age_check = content.age_check
        self.returns = content.returns
        self.tip_back = content.tip_back
        _let_tip_go(self)
        self.revision += 1

    def calculate_total(self, tax_classes: dict[str, TaxClass]) -> OrderTotals:
        bought = price_order(
            [item.line for item in self.items],
            tax_classes=tax_classes,
            policy=self.policy,
            discount=self.discount,
        )
        totals = with_returns(bought, self.returns)
        tip = tip_due(self.tip, self.tip_back, total=totals.total, buys=bool(self.items))
        return replace(totals, tip=tip) if tip else totals

    def hold(self) -> None:
        self._become(OrderState.HELD)

    def resume(self) -> None:
        """A held order goes on, or a submitted one whose payments were all reversed."""
        self._become(OrderState.CREATED)

    def submit(self) -> None:
        """Freeze the items for payment.

        :raises EmptyOrderError: if there is nothing in it
        """
        if is_empty(self):
            raise EmptyOrderError
        self._become(OrderState.SUBMITTED)

    def mark_paid(self) -> None:
        self._become(OrderState.PAID)

    def cancel(self) -> None:
        self._become(OrderState.CANCELLED)

    def _with_deposit(self, position: int) -> slice:
        """Where an item stands, and its deposit if it has one."""
        item = self.items[position]
        if item.is_deposit:
            raise DepositFollowsError(deposit=item.name, name=self.items[position - 1].name)
        below = self.items[position + 1 : position + 2]
        return slice(position, position + 1 + sum(one.is_deposit for one in below))

    def _become(self, state: OrderState) -> None:
        if state not in _NEXT[self.state]:
            raise OrderClosedError(state=self.state.value)
        if self.tenders and state in {OrderState.HELD, OrderState.CANCELLED}:
            raise TenderTakenError
        self.state = state
        self.revision += 1

    def _require_open(self) -> None:
        if self.state is not OrderState.CREATED:
            raise OrderClosedError(state=self.state.value)
        if self.tenders:
            raise TenderTakenError


def is_empty(order: Order) -> bool:
    """Whether nothing is bought with it and nothing comes back."""
    return not order.items and not order.returns


def put_tenders(order: Order, tenders: tuple[Tender, ...]) -> None:
    """What was taken so far: until none is left of it, the order stays as it is.

    :raises OrderClosedError: if it is not open
    """
    if order.state is not OrderState.CREATED:
        raise OrderClosedError(state=order.state.value)
    order.tenders = tenders
    order.revision += 1


def put_tip(order: Order, tip: int) -> None:
    """What the customer gives on top, until the order is paid; others may have paid a part.

    :raises OrderClosedError: if it is not open
    """
    if order.state is not OrderState.CREATED:
        raise OrderClosedError(state=order.state.value)
    order.tip = tip
    order.revision += 1


def last_position(items: Sequence[OrderItem]) -> int:
    """Where the last item stands that is no deposit; -1 in an empty order."""
    last = len(items) - 1
    return last - 1 if last >= 0 and items[last].is_deposit else last


def _let_tip_go(order: Order) -> None:
    """Whoever buys something in it next has given none."""
    if not order.items:
        order.tip = 0


def _require_room(lines: int) -> None:
    if lines > ITEMS_PER_ORDER_MAX:
        raise OrderFullError(most=ITEMS_PER_ORDER_MAX)


def _continue(last: Sequence[OrderItem], added: Sequence[OrderItem]) -> bool:
    """Whether these are more of the last item, and of the same deposit or none."""
    return len(last) == len(added) and all(
        one.continues(other) for one, other in zip(last, added, strict=True)
    )
