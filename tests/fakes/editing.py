"""What changes an order by hand, built on a shop in memory."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.money import Money
from pos_app.domain.product import CUSTOM_ID, CUSTOM_SKU, Oversell, Product
from pos_app.domain.staff import Approval, Permission, Role, StaffMember
from pos_app.services.orders.acts import Acts
from pos_app.services.orders.custom_items import CustomItems
from pos_app.services.orders.line_counting import LineCounting
from pos_app.services.orders.line_editing import LineEditing
from pos_app.services.orders.steps import Steps
from tests.fakes.shop import FakeShop

CUSTOM_NAME = "Custom item"


@dataclass
class Desk:
    """The services over the open order of a shop, and those who work there."""

    shop: FakeShop
    acts: Acts
    steps: Steps
    counting: LineCounting
    editing: LineEditing
    custom: CustomItems
    supervisor: StaffMember
    manager: StaffMember

    def approval(self, permission: Permission) -> Approval:
        """The manager lets the cashier do it."""
        return Approval(permission, self.shop.cashier.staff_id, self.manager)


def desk_of(shop: FakeShop) -> Desk:
    acts = Acts(new_uow=shop.store.new_uow, journal=shop.journal, clock=shop.clock)
    steps = Steps(orders=shop.orders, acts=acts)
    currency = shop.profile.currency
    shop.catalogue.add(
        Product(
            *(CUSTOM_ID, CUSTOM_SKU, CUSTOM_NAME, Money(0, currency), "STANDARD"),
            oversell=Oversell.ALLOW,
        )
    )
    people = [
        shop.staff.add(actor=shop.owner, name=name, role=role, pin=pin)
        for name, role, pin in (
            ("Sue", Role.SUPERVISOR, "561834"),
            ("Max", Role.MANAGER, "827364"),
        )
    ]
    return Desk(
        shop,
        acts,
        steps,
        LineCounting(orders=shop.orders, steps=steps),
        LineEditing(steps=steps),
        CustomItems(orders=shop.orders, products=shop.catalogue, steps=steps),
        *people,
    )
