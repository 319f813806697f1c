"""What is changed of a store holds for whoever asks next, without a start in between."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.domain.store import Receipts, StoreProfile
from pos_app.domain.tax import TaxScope
from pos_app.services.journal.clock_trust import ClockTrust
from pos_app.services.orders.age_checking import AgeChecking
from pos_app.services.printing.receipt import ReceiptHeader
from pos_app.services.printing.rendering import ReceiptPaper, ReceiptRenderer
from pos_app.services.reports.business_time import BusinessClock
from pos_app.services.shifts.count_limits import CountDiffersError
from pos_app.services.store.fields import FIELDS
from pos_app.services.store.live_profile import AT_ONCE, AT_START, RULES, LiveProfile
from pos_app.services.sync.received_settings import ALLOWED
from tests.fakes.catalogue import EUR
from tests.fakes.formats import FakeFormats
from tests.fakes.shop import PROFILE, FakeShop
from tests.unit.services.printing.test_receipt import WORDS

TEA = Product(1, "TEA", "Thé", Money(453, EUR), "STANDARD")


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop()
    shop.sells(TEA, stock=90_000)
    return shop


def change(shop: FakeShop, **values: Any) -> None:
    shop.profile = replace(shop.profile, **values)


class TestLiveProfile:
    def test_knows_of_every_setting_when_it_holds(self) -> None:
        known = [*AT_ONCE, *RULES, *AT_START]

        assert sorted(known) == sorted(FIELDS)
        assert set(ALLOWED) <= set(AT_ONCE)

    def test_takes_at_once_what_no_order_is_reckoned_by(self) -> None:
        live = LiveProfile(PROFILE)
        other = replace(
            PROFILE, footer="Bye", cash_increment=100, language="de", methods=(), receipts="never"
        )

        live.take(other)

        assert live() == replace(PROFILE, footer="Bye", receipts="never")

        live.take_rules(other)

        assert live() == replace(PROFILE, footer="Bye", receipts="never", cash_increment=100)

    def test_changes_nothing_else(self) -> None:
        live = LiveProfile(PROFILE)
        live.take(PROFILE)
        live.take_rules(PROFILE)

        assert [one.name for one in fields(StoreProfile) if _differs(live(), one.name)] == []


def _differs(profile: StoreProfile, name: str) -> bool:
    return bool(getattr(profile, name) != getattr(PROFILE, name))


class TestOrders:
    def test_begin_with_the_rules_of_their_first_line(self, shop: FakeShop) -> None:
        order = shop.orders.create_order(actor=shop.cashier)
        change(shop, tax_scope=TaxScope.ITEM.value)
        shop.orders.scan(raw="TEA")
        change(shop, tax_scope=TaxScope.DOCUMENT.value)
        shop.orders.scan(raw="TEA")

        assert order.policy.scope is TaxScope.ITEM
        assert shop.order_of("TEA").policy.scope is TaxScope.DOCUMENT

    def test_that_are_brought_back_by_undo_begin_with_the_rules_of_now(
        self, shop: FakeShop
    ) -> None:
        order = shop.order_of("TEA")
        shop.orders.remove(position=0)
        change(shop, tax_scope=TaxScope.ITEM.value)  # and its taxes, since nothing is rung up

        shop.orders.undo()

        assert (len(order.items), order.policy.scope) == (1, TaxScope.ITEM)

    def test_are_rounded_by_the_coins_of_now(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        change(shop, cash_increment=10)

        assert shop.checkout.cash_due(order) == 450
        assert shop.tendering.settlement(order).remaining == 453

    def test_print_as_the_store_does_now(self, shop: FakeShop) -> None:
        shop.open_shift()
        for habit in (Receipts.NEVER, Receipts.ALWAYS, Receipts.ASK):
            change(shop, receipts=habit.value)
            shop.sell("TEA")

        assert len(shop.print_job_queries.waiting(limit=9)) == 1


class TestShifts:
    def test_count_for_the_day_that_the_hour_of_now_says(self, shop: FakeShop) -> None:
        shop.clock.wall = datetime(2026, 3, 14, 5, 30, tzinfo=UTC)  # half past six in Paris
        change(shop, cut_over_hour=8)
        clock = BusinessClock(
            shifts=shop.shift_queries, trust=ClockTrust(shop.clock), profile=shop.read_profile
        )
        checking = AgeChecking(
            orders=shop.orders,
            shifts=shop.shift_queries,
            clock=shop.clock,
            profile=shop.read_profile,
        )
        assert clock.now().day == date(2026, 3, 13)
        assert checking.born_by(18) == date(2008, 3, 13)

        assert shop.open_shift().business_date == date(2026, 3, 13)
        change(shop, cut_over_hour=0)
        assert clock.now().day == date(2026, 3, 13)

    def test_are_counted_against_the_limit_of_now(self, shop: FakeShop) -> None:
        shop.open_shift(opening_float=10_000)
        change(shop, count_limit=100)

        with pytest.raises(CountDiffersError):
            shop.shifts.close(actor=shop.cashier, counted=9_899)

        change(shop, count_limit=101)
        assert shop.shifts.close(actor=shop.cashier, counted=9_899).counted == 9_899


def test_receipts_say_what_the_paper_says_now(shop: FakeShop) -> None:
    shop.open_shift()
    document = shop.sell("TEA")
    live = LiveProfile(PROFILE)

    def paper() -> ReceiptPaper:
        header = ReceiptHeader(live().name, "T01", footer=live().footer)
        return ReceiptPaper(header, live().receipt_columns)

    renderer = ReceiptRenderer(paper, WORDS, FakeFormats())
    before = renderer.text(document)
    live.take(replace(PROFILE, footer="See you soon", receipt_columns=32))
    after = renderer.text(document)

    assert ("See you soon" in before, "See you soon" in after) == (False, True)
    assert max(map(len, after.splitlines())) <= 32 < max(map(len, before.splitlines()))
