"""Use cases: find an order that was put aside, take it over, give it up, bring it back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Protocol

from pos_app.domain.errors import RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.keeping import Keeping
from pos_app.domain.order import Order, OrderContent, OrderState
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.order_item import OrderItem
from pos_app.domain.order_keeping import hand_over, hold, keeper_of
from pos_app.domain.pricing import OrderTotals
from pos_app.domain.quantity import ONE
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.domain.tax import TaxClass
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.order_drafts import draft_of, readable
from pos_app.services.orders.cancelling import Cancelling
from pos_app.services.orders.discount_rules import within
from pos_app.services.orders.drafting import OrderGoneError
from pos_app.services.orders.stock_check import ProductRepository
from pos_app.services.ports import Clock, Draft, DraftQueries, Ids, NewUnitOfWork, OrderRow
from pos_app.services.shift_records import ShiftQueries

HELD_MAX: Final = 200
REMOVED_MAX: Final = 50


class TooManyHeldOrdersError(RefusedError):
    code = "order.too_many_held"
    text = "{most} orders are held already. Recall or remove one of them first."


class PastOrders(Protocol):
    def listed(self, *, since: date | None, until: date | None) -> Iterator[OrderRow]: ...
    def by_id(self, order_id: str) -> OrderDocument | None: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """An open order as it lies on disk; without `order` it cannot be read any more."""

    draft: Draft
    order: Order | None

    @property
    def keeper(self) -> int:
        return self.draft.opened_by if self.order is None else keeper_of(self.order)


@dataclass(frozen=True, slots=True)
class HeldPorts:
    """What held orders reach for."""

    new_uow: NewUnitOfWork
    journal: JournalWriter
    clock: Clock
    ids: Ids
    drafts: DraftQueries
    products: ProductRepository


class HeldOrders:
    def __init__(
        self,
        *,
        ports: HeldPorts,
        cancelling: Cancelling,
        past: PastOrders,
        shifts: ShiftQueries,
        tax_classes: dict[str, TaxClass],
    ) -> None:
        self._ports = ports
        self._cancelling = cancelling
        self._past = past
        self._shifts = shifts
        self._tax_classes = tax_classes

    def kept(self) -> Sequence[Kept]:
        """Every open order, oldest first."""
        return [Kept(draft, readable(draft)) for draft in self._ports.drafts.drafts()]

    def removed(self) -> Sequence[OrderDocument]:
        """What was given up in this shift, the newest first."""
        shift = self._shifts.current()
        if shift is None:
            return []
        rows = self._past.listed(since=shift.business_date, until=shift.business_date)
        given_up = [row.order_id for row in rows if row.state == OrderState.CANCELLED.value]
        found = [self._past.by_id(order_id) for order_id in given_up[: -REMOVED_MAX - 1 : -1]]
        return [one for one in found if one is not None and one.shift_id == shift.shift_id]

    def totals_of(self, order: Order) -> OrderTotals:
        return order.calculate_total(self._tax_classes)

    def repriced(self, order: Order) -> dict[int, int]:
        """Which lines cost something else by now: their positions, and the price in minor units."""
        now: dict[int, int] = {}
        for position, item in enumerate(order.items):
            product = self._ports.products.get_by_id(item.product_id)
            then = item.list_price if item.list_price is not None else item.unit_price
            if product is None or _may_be_a_label(item):
                continue
            if product.unit_price.minor not in (0, then.minor):
                now[position] = product.unit_price.minor
        return now

    def hold(self, order: Order) -> None:
        """Put the order aside; the caller keeps its draft.

        :raises TooManyHeldOrdersError: then it is open as before
        """
        held = sum(one.state == OrderState.HELD.value for one in self._ports.drafts.drafts())
        if held >= HELD_MAX:
            raise TooManyHeldOrdersError(most=HELD_MAX)
        hold(order, at=self._ports.clock.now())

    def take_over(
        self, order: Order, *, actor: StaffMember, approval: Approval | None = None
    ) -> Order:
        """Another person's order as one's own; it is on disk and in the journal then.

        :raises ApprovalNeededError: if this role must ask
        :raises OrderGoneError: if it was paid or given up meanwhile
        """
        if keeper_of(order) == actor.staff_id:
            return order
        approver = actor.require(Permission.TAKE_OVER_ORDER, approval=approval)
        taken = replace(order, items=list(order.items))
        hand_over(taken, to=actor.staff_id)
        with self._ports.new_uow() as uow:
            if not uow.drafts.save(draft_of(taken, total=self.totals_of(taken).total)):
                raise OrderGoneError
            self._ports.journal.append(
                uow.journal,
                Fact(
                    kind=EntryKind.CONFIG_CHANGE,
                    actor=actor,
                    approver=approver,
                    body={"order_taken_over_from": keeper_of(order)},
                    order_id=order.order_id,
                ),
            )
            uow.commit()
        return taken

    def remove(self, order: Order, *, actor: StaffMember, approval: Approval | None = None) -> None:
        """Give up an order that was put aside.

        :raises PosError: as `take_over` and `Cancelling.cancel` do
        """
        approver = None
        if keeper_of(order) != actor.staff_id:
            approver = actor.require(Permission.TAKE_OVER_ORDER, approval=approval)
        self._cancelling.cancel(
            order=order, actor=actor, reason="held order removed", taken_with=approver
        )

    def again(self, order: Order, *, actor: StaffMember) -> Order:
        """A new order with the content of one that was given up, its prices too.

        What was allowed then was allowed for that order: whoever would have to ask for it asks
        again, or one approval could be sold with over and over. Custom items are left out then.

        :raises NotAllowedError: if nothing else was in it
        """
        actor.require(Permission.SELL)
        content = within(order.content, actor=actor, rounding=order.policy.rounding)
        if order.items and not content.items:
            actor.require(Permission.SELL_CUSTOM_ITEM)
        again = replace(
            order,
            order_id=self._ports.ids.new(),
            opened_by=actor.staff_id,
            state=OrderState.CREATED,
            items=list(order.items),
            keeping=Keeping(name=order.keeping.name),
            revision=0,
        )
        again.set_content(content)
        return again

    def now(self) -> datetime:
        return self._ports.clock.now()


def _may_be_a_label(item: OrderItem) -> bool:
    """Whether its price may have come from a label, for this one piece."""
    return item.unit.is_measured and item.quantity == ONE


def order_from(document: OrderDocument) -> Order:
    """What was in an order that was given up, as it was then."""
    order = Order(
        order_id=document.order_id,
        currency=document.currency,
        policy=document.policy,
        opened_by=document.opened_by,
    )
    order.set_content(
        OrderContent(
            items=tuple(line.item for line in document.items if line.item.returns is None),
            discount=document.discount,
            discount_approved_by=document.discount_approved_by,
            note=document.note,
            age_check=document.age_check,
        )
    )
    return order
