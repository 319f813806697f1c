"""Use cases: what was bought comes back, and its money to the payments that it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pos_app.domain.errors import NotFoundError, RefusedError
from pos_app.domain.giving_back import PaidPart
from pos_app.domain.money import Money
from pos_app.domain.order import Order, OrderContent
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.order_item import OrderItem
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.refund_plan import plan_refund
from pos_app.domain.return_item import ReturnItem
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.returning import (
    NothingToReturnError,
    ReturnableLine,
    Returning,
    gives_back_all,
    without_receipt,
)
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.domain.tax import TaxClass
from pos_app.domain.tender import Tender
from pos_app.services.orders.checkout import Checkout
from pos_app.services.orders.giving_back import receipt_of
from pos_app.services.orders.line_editing import require_price
from pos_app.services.orders.order_service import OrderService
from pos_app.services.orders.return_limits import ReturnLimits
from pos_app.services.ports import Ids, ReadProfile
from pos_app.services.return_records import ReturnQueries


class NoReceiptFoundError(NotFoundError):
    code = "return.no_order"
    text = "There is no paid order {number} on this terminal."


class VoidPartlyError(RefusedError):
    code = "void.partly"
    text = "Something of {number} came back already: it cannot be voided. Give back the rest."


class VoidOfRefundError(RefusedError):
    code = "void.of_refund"
    text = "{number} gave something back itself: it cannot be voided. Ring up what is right now."


class PastOrders(Protocol):
    def by_number(self, number: str) -> OrderDocument | None: ...


@dataclass(frozen=True, slots=True)
class Line:
    """What comes back of a line, by its position from 1; None is all that is left."""

    position: int
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class ReturnPorts:
    orders: OrderService
    past: PastOrders
    records: ReturnQueries
    checkout: Checkout
    ids: Ids
    limits: ReturnLimits


class Returns:
    """Changes the open order: what comes back stands beside what is rung up, until it is paid."""

    def __init__(
        self, *, ports: ReturnPorts, profile: ReadProfile, tax_classes: dict[str, TaxClass]
    ) -> None:
        self._ports = ports
        self._profile = profile
        self._tax_classes = tax_classes
        self._limits = ports.limits

    def lines(self, document: OrderDocument) -> Sequence[ReturnableLine]:
        """Everything that was bought with it, and how much of each is left to come back."""
        return tuple(self._returning(document).lines.values())

    def add(
        self,
        *,
        document: OrderDocument,
        lines: Sequence[Line] = (),
        why: Returned,
        actor: StaffMember,
        approval: Approval | None = None,
    ) -> None:
        """Take these lines back in the open order, or all that is left; a line said again counts.

        :raises RefusedError: for more than is left, or beside another receipt
        :raises ApprovalNeededError: if the actor must ask
        """
        found = self._found(document, lines, why)
        # Whoever may allow it is asked for nothing that is refused anyway.
        approver = self._limits.require(
            *(Permission.REFUND, self._content(found, document)),
            document=document,
            actor=actor,
            approval=approval,
        )
        self._put(_allowed(found, approver), document)

    def add_without_receipt(
        self,
        *,
        product: Product,
        quantity: Quantity,
        price: Money | None = None,
        why: Returned,
        actor: StaffMember,
        approval: Approval | None = None,
    ) -> None:
        """Take back what nobody can say when it was bought, at this price or that of today.

        :raises PriceOutOfRangeError: for nothing, or too much
        :raises RefusedError: beside the lines of a receipt
        :raises ApprovalNeededError: if the actor must ask
        """
        item = OrderItem.from_product(product, quantity=quantity, unit_price=price)
        require_price(item.unit_price)
        item.check(quantity)
        deposit = item.deposit_of(product)
        found = without_receipt(
            [item] if deposit is None else [item, deposit],
            why,
            tax_classes=self._tax_classes,
            policy=self._ports.orders.order.policy,
        )
        approver = self._limits.require(
            *(Permission.REFUND_WITHOUT_RECEIPT, self._content(found)),
            document=None,
            actor=actor,
            approval=approval,
        )
        self._put(_allowed(found, approver))

    def take_out(self, place: int) -> ReturnItem:
        """Do not take this line of the open order back after all; its deposit goes with it."""
        order = self._ports.orders.order
        first, end = _with_deposit(order.returns, place)
        kept = (*order.returns[:first], *order.returns[end:])
        gone = order.returns[first]
        self._ports.orders.change(
            lambda order: order.set_content(replace(order.content, returns=kept, tip_back=0))
        )
        return gone

    def clear(self) -> None:
        """Take nothing back after all."""
        self._ports.orders.change(
            lambda order: order.set_content(replace(order.content, returns=(), tip_back=0))
        )

    def plan(self, order: Order, *, to: str = "") -> tuple[Tender, ...]:
        """Which way the money of an order goes that gives back more than it takes.

        :param to: all of it this way, which somebody must allow if it came another
        :raises MethodUnknownError: if the store does not take it
        """
        terms = self._profile().tender_terms
        if to:
            terms.method(to)
        due = -order.calculate_total(self._tax_classes).due
        if due <= 0:
            return ()
        number = receipt_of(order)
        if not number:
            return plan_refund((), due, terms=terms, to=to)
        paid = paid_with(self._ports.past, number)
        left = sum(line.worth for one in paid for line in self.lines(one))
        back = -sum(one.totals.total for one in order.returns)
        parts = [part for one in paid for part in self._parts(one)]
        return plan_refund(parts, due, terms=terms, later=left - back, to=to)

    def void(
        self,
        *,
        document: OrderDocument,
        words: str = "",
        actor: StaffMember,
        approval: Approval | None = None,
    ) -> OrderDocument:
        """Take a whole order back that no processor has a part in; errors as for `open_void`."""
        order = self.open_void(document=document, words=words, actor=actor, approval=approval)
        tenders = self.plan(order) or (Tender(document.tenders[0].method, 0),)
        return self._ports.checkout.pay(order=order, tenders=tenders, actor=actor)

    def open_void(
        self,
        *,
        document: OrderDocument,
        words: str = "",
        actor: StaffMember,
        approval: Approval | None = None,
    ) -> Order:
        """A return of a whole order as it was paid, before its shift closes; it is to be paid out.

        :raises VoidTooLateError: if its shift is closed
        :raises RefusedError: if something of it came back, or it gave something back itself
        :raises ApprovalNeededError: if the actor must ask
        """
        number = document.number or document.order_id
        if document.number is None:
            raise NothingToReturnError(number=number)
        if any(line.item.returns is not None for line in document.items):
            raise VoidOfRefundError(number=number)
        if any(line.returned for line in self.lines(document)):
            raise VoidPartlyError(number=number)
        found = self._found(document, (), Returned(ReturnReason.VOID, words))
        order = Order(
            order_id=self._ports.ids.new(),
            currency=document.currency,
            policy=document.policy,
            opened_by=actor.staff_id,
            customer_id=document.customer_id,
            returns=found,
            tip_back=document.totals.tip,
        )
        approver = self._limits.require(
            Permission.VOID_ORDER, order, document=document, actor=actor, approval=approval
        )
        order.returns = _allowed(found, approver)
        return order

    def allow_out(
        self, *, order: Order, actor: StaffMember, approval: Approval | None = None
    ) -> None:
        """Let the money of an order leave, before any of it does: its lines say who has allowed it.

        :raises ReturnMuchError: if it is too much for the day by now, and nobody has
        """
        if order.tenders:
            return  # some of it has left
        approver = self._limits.require_out(order, actor=actor, approval=approval)
        if approver is not None:
            returns = _allowed(order.returns, approver)
            order.set_content(replace(order.content, returns=returns))

    def _returning(self, document: OrderDocument) -> Returning:
        returned = self._ports.records.returned(document.number) if document.number else {}
        return Returning(document, returned)

    def _found(
        self, document: OrderDocument, lines: Sequence[Line], why: Returned
    ) -> tuple[ReturnItem, ...]:
        returning = self._returning(document)
        if not lines:
            return returning.everything(why)
        # A line that is said twice is meant once, as it was said last.
        wanted = {one.position: one.quantity for one in lines}
        return tuple(
            item
            for position, quantity in wanted.items()
            for item in returning.give_back(position, quantity, why)
        )

    def _put(self, items: tuple[ReturnItem, ...], document: OrderDocument | None = None) -> None:
        content = self._content(items, document)
        self._ports.orders.change(lambda order: order.set_content(content))

    def _content(
        self, items: tuple[ReturnItem, ...], document: OrderDocument | None = None
    ) -> OrderContent:
        """The open order with these; a line that comes back already is replaced.

        :raises OtherReceiptError: if they are not from the receipt of those that are there
        """
        before = self._ports.orders.order.content
        places = {_place(one) for one in items if one.number}
        kept = [one for one in before.returns if _place(one) not in places]
        return _with(before, (*kept, *items), document)

    def _parts(self, document: OrderDocument) -> list[PaidPart]:
        given_back = self._ports.records.given_back(document.number or "")
        return [
            PaidPart(one.payment_id, one.method, one.amount, given_back.get(one.payment_id, 0))
            for one in document.tenders
            if one.amount >= 0
        ]


def paid_with(past: PastOrders, number: str) -> list[OrderDocument]:
    """The order, and those before it that it was exchanged for: together they paid for it.

    :raises NoReceiptFoundError: if one of them is not on this terminal
    """
    found = []
    while number:
        document = past.by_number(number)
        if document is None:
            raise NoReceiptFoundError(number=number)
        found.append(document)
        backs = [one.item.returns for one in document.items]
        number = next((back.number for back in backs if back is not None), "")
    return found


def _with(
    content: OrderContent, returns: tuple[ReturnItem, ...], document: OrderDocument | None
) -> OrderContent:
    known, tip_back = content.customer_id, 0
    if document is not None:
        known = known if known is not None else document.customer_id
        tip_back = document.totals.tip if gives_back_all(document, returns) else 0
    return replace(content, returns=returns, customer_id=known, tip_back=tip_back)


def _with_deposit(returns: Sequence[ReturnItem], place: int) -> tuple[int, int]:
    """From where to where a line stands with its deposit, which belongs to the line above."""
    first = place - returns[place].item.is_deposit
    below = returns[first + 1 : first + 2]
    return first, first + 1 + sum(one.item.is_deposit for one in below)


def _allowed(items: tuple[ReturnItem, ...], approver: StaffMember | None) -> tuple[ReturnItem, ...]:
    if approver is None:
        return items
    by = approver.staff_id
    return tuple(replace(one, item=replace(one.item, approved_by=by)) for one in items)


def _place(one: ReturnItem) -> tuple[str, int]:
    back = one.item.returns
    assert back is not None, one
    return back.number, back.position
