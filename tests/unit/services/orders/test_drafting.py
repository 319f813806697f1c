from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.domain.keeping import Keeping
from pos_app.domain.money import AMOUNT_MINOR_MAX, Currency, Money
from pos_app.domain.order import Order, OrderState
from pos_app.domain.order_item import NOTE_LENGTH_MAX, OrderItem
from pos_app.domain.order_keeping import hand_over, hold
from pos_app.domain.pricing import BASIS_POINTS, Discount, DiscountKind
from pos_app.domain.product import Product, Unit
from pos_app.domain.quantity import QUANTITY_MAX, Quantity
from pos_app.domain.rounding import Rounding
from pos_app.domain.tax import TaxPolicy, TaxScope
from pos_app.domain.tender import Tender
from pos_app.services.order_drafts import ItemTexts, draft_of, order_of, readable, tenders_in
from pos_app.services.ports import Draft
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError

TEA = Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD")
MILK = Product(2, "MILK", "Lait", Money(119, EUR), "REDUCED")

currencies = st.sampled_from(["EUR", "JPY", "KWD", "CLF"]).map(Currency.of)
reasons = st.text(max_size=20)
notes = st.text(max_size=NOTE_LENGTH_MAX)
discounts = st.none() | st.one_of(
    st.builds(Discount, st.just(DiscountKind.PERCENT), st.integers(0, BASIS_POINTS), reasons),
    st.builds(Discount, st.just(DiscountKind.AMOUNT), st.integers(0, AMOUNT_MINOR_MAX), reasons),
)
HELD_AT = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
keepings = st.builds(
    Keeping,
    name=st.text(max_size=40),
    held_at=st.none() | st.integers(0, 10**12).map(lambda ms: HELD_AT + timedelta(milliseconds=ms)),
    taken_by=st.none() | st.integers(1, 10**6),
)
tenders = st.builds(
    Tender,
    st.text(max_size=10),
    st.integers(1, AMOUNT_MINOR_MAX),
    part=st.integers(0, 9),
    reference=st.text(max_size=20),
    attempt_id=st.text(max_size=20),
    refunds=st.text(max_size=20),
)
policies = st.builds(TaxPolicy, st.booleans(), st.sampled_from(TaxScope), st.sampled_from(Rounding))


def items_in(currency: Currency) -> st.SearchStrategy[OrderItem]:
    plain = _items_in(currency)
    deposits = plain.map(lambda item: replace(item, discount=None, is_deposit=True))
    return st.one_of(plain, deposits)


def _items_in(currency: Currency) -> st.SearchStrategy[OrderItem]:
    return st.builds(
        OrderItem,
        product_id=st.integers(1, 2**62),
        sku=st.text(max_size=16),
        barcode=st.text(max_size=16),
        name=st.text(max_size=40),
        unit=st.sampled_from(Unit),
        unit_price=st.builds(
            Money, st.integers(-AMOUNT_MINOR_MAX, AMOUNT_MINOR_MAX), st.just(currency)
        ),
        quantity=st.builds(Quantity, st.integers(-QUANTITY_MAX, QUANTITY_MAX)),
        tax_class=st.text(max_size=20),
        discount=discounts,
        list_price=st.none() | st.builds(Money, st.integers(0, 10**6), st.just(currency)),
        approved_by=st.none() | st.integers(1, 10**6),
        note=notes,
    )


@st.composite
def orders(draw: st.DrawFn) -> Order:
    currency = draw(currencies)
    return Order(
        order_id=draw(st.uuids(version=4)).hex,
        currency=currency,
        policy=draw(policies),
        opened_by=draw(st.integers(1, 10**6)),
        state=draw(st.sampled_from([OrderState.CREATED, OrderState.HELD])),
        items=draw(st.lists(items_in(currency), max_size=5)),
        discount=draw(discounts),
        discount_approved_by=draw(st.none() | st.integers(1, 10**6)),
        note=draw(notes),
        keeping=draw(keepings),
        tenders=draw(st.lists(tenders, max_size=3).map(tuple)),
        revision=draw(st.integers(0, 10**9)),
    )


@pytest.fixture
def shop() -> FakeShop:
    shop = FakeShop()
    shop.sells(TEA, stock=9_000)
    shop.sells(MILK, stock=9_000)
    shop.open_shift()
    return shop


def save(shop: FakeShop, order: Order) -> bool:
    return shop.drafting.save(draft_of(order, total=0))


class TestRoundTrip:
    @given(order=orders())
    def test_brings_back_the_very_order(self, order: Order) -> None:
        draft = draft_of(order, total=7)
        before = replace(order, items=list(order.items))

        order.items.clear()
        order.revision += 1

        assert order_of(draft) == before
        assert tuple(tenders_in(draft)) == before.tenders
        assert draft_of(before, total=7) == draft

    @settings(max_examples=25)
    @given(order=orders(), data=st.data())
    def test_says_nothing_of_what_was_written_before(
        self, order: Order, data: st.DataObject
    ) -> None:
        texts = ItemTexts()
        draft_of(order, total=0, texts=texts)
        for _ in range(3):
            old = st.sampled_from(order.items) if order.items else st.nothing()
            order.items[:] = data.draw(st.lists(old | items_in(order.currency), max_size=4))

            assert draft_of(order, total=0, texts=texts) == draft_of(order, total=0)

    @given(order=orders(), total=st.integers(0, 10**14))
    def test_says_what_a_list_of_open_orders_shows(self, order: Order, total: int) -> None:
        draft = draft_of(order, total=total)

        assert (draft.order_id, draft.revision) == (order.order_id, order.revision)
        assert (draft.state, draft.opened_by) == (order.state.value, order.opened_by)
        assert draft.total == total
        # No fraction anywhere in it.
        json.loads(draft.body, parse_float=pytest.fail, parse_constant=pytest.fail)


class TestDrafting:
    def test_brings_open_orders_back_after_a_power_cut(self, shop: FakeShop) -> None:
        first, second = shop.order_of("TEA", "MILK"), shop.order_of("MILK")
        second.hold()
        save(shop, second)
        save(shop, first)

        assert shop.drafting.open_orders() == [first, second]
        assert [draft.order_id for draft in shop.drafting.kept()] == [
            first.order_id,
            second.order_id,
        ]

    def test_goes_on_where_the_order_was(self, shop: FakeShop) -> None:
        save(shop, shop.order_of("TEA"))
        (order,) = shop.drafting.open_orders()

        shop.orders.take_up(order)
        shop.orders.scan(raw="MILK")
        document = shop.checkout.pay_cash(order=order, tendered=569, actor=shop.cashier)

        assert document.totals.total == 569
        assert shop.drafting.open_orders() == []

    def test_keeps_the_newer_of_two(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        older = draft_of(order, total=450)
        shop.orders.scan(raw="MILK")
        newer = draft_of(order, total=569)

        saved = [shop.drafting.save(draft) for draft in (newer, older, newer)]

        assert saved == [True, False, False]
        assert shop.draft_queries.drafts() == [newer]

    def test_that_was_delayed_does_not_bring_a_paid_order_back(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        delayed = draft_of(order, total=450)
        shop.checkout.pay_cash(order=order, tendered=450, actor=shop.cashier)

        saved = shop.drafting.save(delayed)

        assert not saved
        assert shop.drafting.open_orders() == []
        assert [row.state for row in shop.order_queries.listed()] == ["paid"]

    def test_forgets_an_order_that_has_become_empty(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        save(shop, order)

        shop.drafting.forget(order.order_id)

        assert shop.drafting.open_orders() == []

    def test_has_forgotten_nothing_if_the_disk_refuses(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        save(shop, order)
        shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            shop.drafting.forget(order.order_id)
        with pytest.raises(DiskRefusedError):
            save(shop, shop.order_of("MILK"))

        assert shop.drafting.open_orders() == [order]


class TestLeftOpen:
    def test_are_the_orders_of_this_person_oldest_first(self, shop: FakeShop) -> None:
        mine = [shop.order_of("TEA"), shop.order_of("MILK")]
        theirs = shop.orders.create_order(actor=shop.owner)
        shop.orders.scan(raw="MILK")
        for order in (*mine, theirs):
            save(shop, order)

        assert shop.drafting.left_by(shop.cashier).orders == mine
        assert shop.drafting.left_by(shop.owner).orders == [theirs]

    def test_are_not_those_that_were_paid_or_put_aside(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        hold(order, at=HELD_AT)
        save(shop, order)
        shop.sell("MILK")

        assert shop.drafting.left_by(shop.cashier).orders == []

    def test_are_those_that_were_taken_over_and_not_those_that_others_took(
        self, shop: FakeShop
    ) -> None:
        order = shop.order_of("TEA")
        hand_over(order, to=shop.owner.staff_id)
        save(shop, order)

        assert shop.drafting.left_by(shop.cashier).orders == []
        assert shop.drafting.left_by(shop.owner).orders == [order]

    def test_are_not_hidden_by_one_that_cannot_be_read(self, shop: FakeShop) -> None:
        broken, order = shop.order_of("MILK"), shop.order_of("TEA")
        shop.drafting.save(replace(draft_of(broken, total=119), body='{"items": 7}'))
        save(shop, order)

        left = shop.drafting.left_by(shop.cashier)

        assert (left.orders, left.broken) == ([order], 1)
        assert shop.drafting.left_by(shop.owner).broken == 0


@given(
    body=st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps)
)
def test_whatever_stands_in_a_draft_keeps_nobody_out(body: str) -> None:
    draft = Draft("order-1", 1, "created", 1, 119, body)

    assert readable(draft) is None
    assert not tenders_in(draft)
