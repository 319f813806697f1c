"""What is saved in the settings, or comes from head office, holds in a till that is open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from PySide6.QtCore import QObject

from pos_app.domain.errors import UnavailableError
from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.domain.store import Receipts
from pos_app.domain.tax import Tax, TaxClass
from pos_app.services.orders.open_orders import OpenOrders
from pos_app.services.store.live_profile import LiveProfile
from pos_app.viewmodels.frame import FrameViewModel
from pos_app.viewmodels.pay.receipt_choice import ReceiptChoice
from pos_app.viewmodels.settings.renewal import Renewal, RenewalParts, Stored
from tests.fakes.catalogue import EUR
from tests.fakes.formats import FakeFormats
from tests.fakes.shop import PROFILE, FakeShop
from tests.fakes.tasks import InlineTaskRunner

TEA = Product(1, "TEA", "Thé", Money(453, EUR), "STANDARD")
RAISED = {"STANDARD": TaxClass("STANDARD", "Normal", (Tax("S", "TVA", 250_000),))}


class DiskGoneError(UnavailableError):
    code = "test.disk_gone"
    text = "The disk is gone."


@dataclass
class Store:
    """A till with its open orders, and what is on the disk beside it."""

    owner: QObject
    shop: FakeShop = field(default_factory=FakeShop)
    live: LiveProfile = field(default_factory=lambda: LiveProfile(PROFILE))
    taxes: dict[str, TaxClass] = field(default_factory=dict)
    stored: Stored | None = field(default_factory=lambda: Stored(PROFILE, {}))
    is_part_paid: bool = False
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shop.sells(TEA, stock=9_000)
        self.open_orders = OpenOrders(orders=self.shop.orders)
        self.renewal = Renewal(
            RenewalParts(
                live=self.live,
                put_taxes=self.taxes.update,
                read=self.read,
                open_orders=self.open_orders,
            ),
            tasks=InlineTaskRunner(),
            formats=FakeFormats(),
            parent=self.owner,
        )
        self.renewal.failed.connect(self.told.append)

    def read(self) -> Stored:
        if self.stored is None:
            raise DiskGoneError
        return replace(self.stored, is_part_paid=self.is_part_paid)

    def save(self, **values: Any) -> None:
        self.stored = Stored(replace(PROFILE, **values), RAISED)
        self.renewal.look()


@pytest.fixture
def store(owner: QObject) -> Store:
    return Store(owner)


class TestRenewal:
    def test_lets_all_hold_where_nothing_is_rung_up(self, store: Store) -> None:
        store.save(footer="Bye", cash_increment=50)

        assert store.live() == replace(PROFILE, footer="Bye", cash_increment=50)
        assert store.taxes == RAISED

    def test_leaves_an_order_its_rules_until_it_is_over(self, store: Store) -> None:
        shop = store.shop
        order = shop.order_of("TEA")
        store.save(footer="Bye", cash_increment=50)
        assert store.live() == replace(PROFILE, footer="Bye")
        assert not store.taxes

        store.renewal.settle()
        assert store.live().cash_increment == PROFILE.cash_increment

        order.remove_item(0)
        store.renewal.settle()
        assert store.live().cash_increment == 50
        assert store.taxes == RAISED

    def test_waits_for_the_order_in_another_tab_too(self, store: Store) -> None:
        store.shop.order_of("TEA")
        store.open_orders.new(actor=store.shop.cashier)
        store.save(cash_increment=50)
        assert store.live() == PROFILE

        store.open_orders.switch(1)
        store.shop.orders.remove(position=0)
        store.renewal.settle()

        assert store.live().cash_increment == 50

    def test_waits_for_an_order_that_somebody_left_paid_in_part(self, store: Store) -> None:
        order = store.shop.order_of("TEA")
        store.save(footer="Bye", cash_increment=50)
        store.is_part_paid = True
        order.remove_item(0)
        store.renewal.settle()
        assert store.live() == replace(PROFILE, footer="Bye")
        assert not store.taxes

        store.is_part_paid = False
        store.renewal.settle()
        assert store.live().cash_increment == 50
        assert store.taxes == RAISED

    def test_takes_the_newest_where_two_changes_wait(self, store: Store) -> None:
        order = store.shop.order_of("TEA")
        store.save(cash_increment=50)
        store.save(cash_increment=20)
        order.remove_item(0)
        store.renewal.settle()

        assert store.live().cash_increment == 20

    def test_says_so_where_the_disk_cannot_be_read(self, store: Store) -> None:
        store.stored = None
        store.renewal.look()

        assert store.told == [
            "What was changed holds from the next start of the till. The disk is gone."
        ]
        assert store.live() == PROFILE


class TestReaders:
    def test_of_the_receipt_s_habit_look_for_each_order(self, owner: QObject) -> None:
        live = LiveProfile(PROFILE)
        choice = ReceiptChoice(lambda: Receipts(live().receipts), owner)
        live.take(replace(PROFILE, receipts="ask"))
        choice.begin()

        assert choice.wanted is Receipts.ASK

    def test_of_the_name_show_the_new_one(self, owner: QObject) -> None:
        shop = FakeShop()
        frame = FrameViewModel(
            profile=PROFILE, clock=shop.clock, formats=FakeFormats(), parent=owner
        )
        titles: list[str] = []
        frame.renamed.connect(lambda: titles.append(frame.title))
        for name in (PROFILE.name, "Corner Shop", "Corner Shop"):
            frame.name(replace(PROFILE, name=name))

        assert titles == [f"Corner Shop · {PROFILE.terminal}"]
