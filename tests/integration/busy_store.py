"""A store with a past in which everything happens: discounts, tips, refunds, voids, small coins."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from pos_app.composition.opening import OpenStore
from pos_app.composition.order_editing import order_editing
from pos_app.composition.paying import tendering_of
from pos_app.composition.returning import returns_of
from pos_app.domain.money import Money
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.pricing import Discount, DiscountKind
from pos_app.domain.quantity import Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.shift import NoSaleReason
from pos_app.domain.staff import Role, StaffMember
from pos_app.domain.tender import Tender
from pos_app.services.orders.returning import Line
from pos_app.services.shifts.no_sale import DrawerPorts, NoSale
from tests.fakes.printing import FakePrinter
from tests.integration import shop as shops

GOODS: Final = (shops.MILK, shops.SODA, shops.ROLLS, shops.YOGURT, shops.LAIT)
FAULTY: Final = Returned(ReturnReason.FAULTY)
# Two weeks and two months, and a day on which nobody came.
DAYS: Final = (
    datetime(2026, 1, 30, 8, 0, tzinfo=UTC),
    datetime(2026, 1, 31, 8, 0, tzinfo=UTC),
    datetime(2026, 2, 2, 8, 0, tzinfo=UTC),
)
ORDERS_A_DAY: Final = 14
BEN_PIN: Final = "730915"


@dataclass(slots=True)
class BusyDays:
    """Rings up what a seed says, by a set clock."""

    store: OpenStore
    set_clock: Callable[[datetime], None]
    chance: random.Random

    def trade(self) -> None:
        services, owner = self.store.services, shops.owner(self.store)
        shops.bring_in(self.store, shops.GROCERIES)
        shops.bring_in(self.store, shops.CATALOGUE)
        ben = services.staff.add(actor=owner, name="Ben", role=Role.SUPERVISOR, pin=BEN_PIN)
        for day in DAYS:
            self.set_clock(day)
            shops.open_shift(self.store)
            sold: list[OrderDocument] = []
            for place in range(ORDERS_A_DAY):
                self.set_clock(day + timedelta(minutes=37 * place))
                sold.append(self._order(self.chance.choice((owner, ben))))
            self._afterwards(sold, owner, ben)
            shops.close_shift(self.store)

    def _order(self, actor: StaffMember) -> OrderDocument:
        services, chance = self.store.services, self.chance
        order = services.orders.create_order(actor=actor)
        for _ in range(chance.randint(1, 5)):
            services.orders.scan(raw=chance.choice(GOODS))
        edit = order_editing(self.store)
        if chance.random() < 0.3:
            tenth = Discount(DiscountKind.PERCENT, 1_000, "Damaged")
            edit.editing.discount_line(position=0, discount=tenth, actor=actor)
        if chance.random() < 0.2:
            edit.custom.add(
                amount=Money(450, order.currency), tax_class="STANDARD", words="Mug", actor=actor
            )
        if chance.random() < 0.2:
            off = Discount(DiscountKind.AMOUNT, 7, "Staff")
            edit.editing.discount_order(discount=off, actor=actor)
        edit.acts.write()
        if chance.random() < 0.3:
            tendering_of(self.store).set_tip(
                order=order, tip=chance.randint(1, 99), actor=actor, is_sure=True
            )
        return self._paid(actor)

    def _paid(self, actor: StaffMember) -> OrderDocument:
        """In cash, by card, or in both ways."""
        services, order = self.store.services, self.store.services.orders.order
        due = services.orders.totals().due
        tenders = self.chance.choice(
            (
                (Tender("cash", 5_000),),
                (Tender("card", due),),
                (Tender("card", due // 3), Tender("cash", 5_000)),
            )
        )
        return services.checkout.pay(order=order, tenders=tenders, actor=actor)

    def _afterwards(self, sold: list[OrderDocument], owner: StaffMember, ben: StaffMember) -> None:
        """Something comes back, something is voided and given up, the drawer is opened."""
        services, returns = self.store.services, returns_of(self.store)
        whole, part, void = self.chance.sample(sold, 3)
        back = services.orders.create_order(actor=ben)
        returns.add(document=whole, why=FAULTY, actor=ben)
        services.checkout.pay(order=back, tenders=returns.plan(back), actor=ben)
        exchanged = services.orders.create_order(actor=owner)
        services.orders.scan(raw=shops.SODA)
        returns.add(document=part, lines=(Line(1, Quantity.of(1)),), why=FAULTY, actor=owner)
        total = services.orders.totals().total
        tenders = (Tender("card", total),) if total > 0 else returns.plan(exchanged)
        services.checkout.pay(order=exchanged, tenders=tenders, actor=owner)
        returns.void(document=void, words="rung up twice", actor=ben)
        lost = shops.ring(self.store, shops.MILK)
        services.cancelling.cancel(order=lost, actor=owner)
        ports = DrawerPorts(services.new_uow, services.journal, FakePrinter(), services.disk)
        for who in (owner, ben, ben):
            NoSale(ports=ports).open_drawer(actor=who, reason=NoSaleReason.CHANGE)
