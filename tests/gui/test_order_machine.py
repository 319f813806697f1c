"""Whatever is done with several orders by two people, with kills: none is lost, none is doubled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pytest
import shiboken6
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QObject

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.order import Order
from pos_app.domain.order_keeping import keeper_of
from pos_app.domain.product import Product
from pos_app.domain.staff import Approval, StaffMember
from pos_app.services.orders.held_orders import HeldOrders, HeldPorts
from pos_app.services.orders.open_orders import OpenOrders
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.held.held_list import HeldList, HeldSources
from pos_app.viewmodels.held.held_orders import HeldDesk, HeldViewModel
from pos_app.viewmodels.left_orders import LeftOrders
from pos_app.viewmodels.sell.drafts import DraftKeeper
from pos_app.viewmodels.sell.order_tabs import OrderTabs
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.toasts import Toasts
from tests.fakes.catalogue import EUR
from tests.fakes.formats import FakeFormats
from tests.fakes.printing import TAX_CLASSES
from tests.fakes.shop import FakeShop
from tests.fakes.tasks import InlineTaskRunner

SKUS: Final = ("TEA", "MILK", "BREAD")
OPEN_MAX: Final = 3
PICK: Final = st.integers(0, 99)
Act = Callable[[Approval | None], object]

pytestmark = pytest.mark.usefixtures("qapp")


class NobodyAllows:
    """An asking lane whose sheet is always left."""

    tasks: TaskRunner = InlineTaskRunner()

    def submit(
        self,
        act: Act,
        *,
        request: Callable[[], ApprovalRequest],
        on_success: Callable[[object], None],
        on_failure: Callable[[PosError], None],
    ) -> None:
        del request  # nobody is shown it
        self.tasks.submit(lambda: act(None), on_success=on_success, on_failure=on_failure)


class TillInMemory:
    """What a process holds; a kill is to make another one on the same store."""

    def __init__(self, shop: FakeShop, owner: QObject) -> None:
        tasks, formats = InlineTaskRunner(), FakeFormats()
        self.sell = SellViewModel(orders=shop.orders, formats=formats, parent=owner)
        self.drafts = DraftKeeper(
            orders=shop.orders,
            drafting=shop.drafting,
            tasks=tasks,
            formats=formats,
            parent=owner,
        )
        self.sell.draft_changed.connect(self.drafts.write)
        held = HeldOrders(
            ports=HeldPorts(
                *(shop.store.new_uow, shop.journal, shop.clock, shop.ids),
                *(shop.draft_queries, shop.catalogue),
            ),
            cancelling=shop.cancelling,
            past=shop.order_queries,
            shifts=shop.shift_queries,
            tax_classes=TAX_CLASSES,
        )
        self.open = OpenOrders(orders=shop.orders, most=OPEN_MAX)
        self.left = LeftOrders(drafting=shop.drafting, open_orders=self.open)
        self.toasts = Toasts(clock=shop.clock, formats=formats)
        self.sell.order_changed.connect(self.toasts.outdate)
        self.tabs = OrderTabs(
            sell=self.sell,
            open_orders=self.open,
            held_orders=held,
            drafts=self.drafts,
            formats=formats,
        )
        self.held = HeldViewModel(
            desk=HeldDesk(held, self.drafts, self.left, self.tabs, self.toasts),
            held_list=HeldList(
                sources=HeldSources(held, shop.staff_queries, self.drafts, EUR),
                reader=tasks,
                formats=formats,
            ),
            lane=NobodyAllows(),  # type: ignore[arg-type]
            formats=formats,
        )


@dataclass
class Known:
    """What the model knows of an order that is not paid."""

    skus: list[str]
    keeper: int
    is_held: bool = False


class OrderMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.shop = FakeShop()
        for number, sku in enumerate(SKUS, start=1):
            product = Product(number, sku, sku.title(), Money(100 * number, EUR), "STANDARD")
            self.shop.sells(product, stock=10**9)
        self.shop.open_shift()
        self.people = (self.shop.cashier, self.shop.owner)
        self.known: dict[str, Known] = {}
        self.paid: list[list[str]] = []
        self.actor = self.shop.cashier
        self._start_process()
        self._sign_in(self.shop.cashier)

    def teardown(self) -> None:
        shiboken6.delete(self.owner)

    @rule(sku=st.sampled_from(SKUS))
    def scan(self, sku: str) -> None:
        self.till.sell.scan(sku)
        known = self.known.setdefault(self.active.order_id, Known([], self.actor.staff_id))
        known.skus.append(sku)

    @rule()
    def new(self) -> None:
        before = self.active
        self.till.tabs.new()
        is_full = len(self.mine) >= OPEN_MAX
        assert bool(self.active.items) == (bool(before.items) and is_full)

    @rule(step=st.sampled_from([1, -1]))
    def next(self, step: int) -> None:
        self.till.tabs.step(step)

    @rule()
    def hold(self) -> None:
        order = self.active
        self.till.tabs.hold()
        if order.items:
            self.known[order.order_id].is_held = True
            assert not self.active.items

    @rule()
    def close(self) -> None:
        order, others = self.active, len(self.mine) - 1
        self.till.tabs.close()
        if order.items:
            self.known[order.order_id].is_held = True
        assert bool(self.active.items) == (others > 0 or (not order.items and bool(self.mine)))

    @rule()
    def undo_what_was_told(self) -> None:
        """Of a hold or of a removal, as long as nothing else was done."""
        before = {*self._on_disk()}
        if self.till.toasts.take_back():
            self._learn(before)

    @rule(pick=PICK)
    def recall(self, pick: int) -> None:
        row = self._highlight(pick)
        if row is None:
            return
        known = self.known[row]
        has_room = not self.active.items or len(self.mine) < OPEN_MAX
        may = known.keeper == self.actor.staff_id or self.actor is self.shop.owner
        self.till.held.recall()
        if may:
            known.keeper = self.actor.staff_id
        if may and has_room:
            known.is_held = False
            assert self.active.order_id == row

    @rule(pick=PICK)
    def remove(self, pick: int) -> None:
        row = self._highlight(pick)
        if row is None:
            return
        may = self.known[row].keeper == self.actor.staff_id or self.actor is self.shop.owner
        self.till.held.remove()
        if may:
            del self.known[row]

    @precondition(lambda self: bool(self.active.items))
    @rule()
    def pay(self) -> None:
        order, shop = self.active, self.shop
        due = shop.checkout.cash_due(order)
        shop.checkout.pay_cash(order=order, tendered=due, actor=self.actor)
        self.till.drafts.stop(order)
        self.till.sell.start(self.actor)
        self.paid.append(self.known.pop(order.order_id).skus)

    @rule(who=st.integers(0, 1))
    def lock(self, who: int) -> None:
        self.till.left.leave(self.actor)
        self.till.drafts.write()
        self._sign_in(self.people[who])

    @rule(who=st.integers(0, 1))
    def kill(self, who: int) -> None:
        shiboken6.delete(self.owner)
        self._start_process()
        self._sign_in(self.people[who])

    @invariant()
    def nothing_is_lost_and_nothing_doubled(self) -> None:
        assert self._on_disk() == {
            order_id: (sorted(one.skus), one.keeper, one.is_held)
            for order_id, one in self.known.items()
        }
        tabs = [tab.order for tab in self.till.open.tabs]
        assert {one.order_id for one in tabs if one.items} == self.mine
        assert all(
            skus_of(one) == sorted(self.known[one.order_id].skus) for one in tabs if one.items
        )
        paid = [row for row in self.shop.order_queries.listed() if row.state == "paid"]
        assert len(paid) == len(self.paid)

    @property
    def active(self) -> Order:
        return self.shop.orders.order

    @property
    def mine(self) -> set[str]:
        mine = self.actor.staff_id
        return {key for key, one in self.known.items() if one.keeper == mine and not one.is_held}

    def _start_process(self) -> None:
        self.owner = QObject()
        self.till = TillInMemory(self.shop, self.owner)

    def _sign_in(self, member: StaffMember) -> None:
        self.actor = member
        self.till.held.signed_in(member)
        taken = self.till.left.take_up(member)
        assert taken.trouble is None
        self.till.sell.start(member, taken.order)

    def _highlight(self, pick: int) -> str | None:
        held = self.till.held.list
        held.open()
        others = {
            key
            for key, one in self.known.items()
            if one.is_held or one.keeper != self.actor.staff_id
        }
        assert {row.order_id for row in held.rows} == others
        if not held.rows:
            return None
        held.select(pick % len(held.rows))
        assert held.row is not None
        return held.row.order_id

    def _on_disk(self) -> dict[str, tuple[list[str], int, bool]]:
        orders = self.shop.drafting.open_orders()
        return {
            one.order_id: (skus_of(one), keeper_of(one), one.state.value == "held")
            for one in orders
        }

    def _learn(self, before: set[str]) -> None:
        """Undo has recalled one, or made a removed one anew: then there is one more, held."""
        on_disk = self._on_disk()
        for order_id in on_disk.keys() - before:
            skus, keeper, is_held = on_disk[order_id]
            self.known[order_id] = Known(skus, keeper, is_held)
        for order_id in on_disk.keys() & before:
            self.known[order_id].is_held = on_disk[order_id][2]
        assert before <= on_disk.keys()


def skus_of(order: Order) -> list[str]:
    return sorted(
        sku for item in order.items for sku in [item.sku] * (item.quantity.thousandths // 1_000)
    )


def test_no_order_is_lost_and_none_is_doubled() -> None:
    run_state_machine_as_test(
        OrderMachine, settings=settings(max_examples=100, stateful_step_count=50, deadline=None)
    )
