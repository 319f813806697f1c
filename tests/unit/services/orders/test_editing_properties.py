"""Whatever is done to an order, in whatever order: it adds up, and nobody gives too much away."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.pricing import BASIS_POINTS, Discount, DiscountKind, price_order
from pos_app.domain.product import Product, Unit
from pos_app.domain.quantity import Quantity
from pos_app.domain.staff import DISCOUNT_LIMITS
from pos_app.services.order_drafts import draft_of, order_of
from pos_app.services.orders.discount_rules import shares_of
from tests.fakes.catalogue import EUR
from tests.fakes.editing import Desk, desk_of
from tests.fakes.printing import TAX_CLASSES
from tests.fakes.shop import FakeShop

BOTTLE = Product(9, "BOTTLE", "Consigne", Money(25, EUR), "STANDARD")
PRODUCTS = (
    Product(1, "TEA", "Thé", Money(1_000, EUR), "STANDARD"),
    Product(2, "MILK", "Lait", Money(7, EUR), "REDUCED"),
    Product(3, "BRIE", "Brie", Money(1_990, EUR), "REDUCED", Unit.KILOGRAM),
    Product(4, "COLA", "Cola", Money(150, EUR), "STANDARD", deposit=BOTTLE),
)
Step = Callable[[Desk], object]

places = st.integers(0, 5)
quantities = st.sampled_from([1_000, 2_000, 9_000, 340, 20_000]).map(Quantity)
values = st.integers(0, 1_500)
discounts = st.none() | st.builds(
    Discount, st.sampled_from(DiscountKind), values, st.sampled_from(["", "Damaged"])
)


def at(desk: Desk, place: int) -> int:
    return place % len(desk.shop.orders.order.items)


def _scans() -> st.SearchStrategy[Step]:
    return st.builds(
        lambda product, quantity: (
            lambda desk: desk.shop.orders.add_product(
                product_id=product.product_id, quantity=quantity
            )
        ),
        st.sampled_from(PRODUCTS),
        quantities,
    )


def _counts() -> st.SearchStrategy[Step]:
    return st.builds(
        lambda place, quantity: (
            lambda desk: desk.counting.set_quantity(
                position=at(desk, place), quantity=quantity, actor=desk.shop.cashier
            )
        ),
        places,
        quantities,
    )


def _removals() -> st.SearchStrategy[Step]:
    return st.builds(
        lambda place: (
            lambda desk: desk.counting.remove(position=at(desk, place), actor=desk.shop.cashier)
        ),
        places,
    )


def _line_discounts() -> st.SearchStrategy[Step]:
    return st.builds(
        lambda place, discount: (
            lambda desk: desk.editing.discount_line(
                position=at(desk, place), discount=discount, actor=desk.shop.cashier
            )
        ),
        places,
        discounts,
    )


def _order_discounts() -> st.SearchStrategy[Step]:
    return st.builds(
        lambda discount: (
            lambda desk: desk.editing.discount_order(discount=discount, actor=desk.shop.cashier)
        ),
        discounts,
    )


def _prices(actor: str) -> st.SearchStrategy[Step]:
    return st.builds(
        lambda place, minor: (
            lambda desk: desk.editing.set_price(
                position=at(desk, place),
                price=Money(minor, EUR),
                actor=desk.shop.cashier if actor == "cashier" else desk.supervisor,
            )
        ),
        places,
        st.integers(1, 2_000),
    )


def _notes() -> st.SearchStrategy[Step]:
    return st.builds(
        lambda place, text: (
            lambda desk: desk.editing.note_line(
                position=at(desk, place), text=text, actor=desk.shop.cashier
            )
        ),
        places,
        st.text(max_size=8),
    )


def _customs() -> st.SearchStrategy[Step]:
    return st.builds(
        lambda minor: (
            lambda desk: desk.custom.add(
                amount=Money(minor, EUR), tax_class="STANDARD", words="", actor=desk.shop.cashier
            )
        ),
        st.integers(1, 900),
    )


undos = st.just(lambda desk: desk.steps.undo(actor=desk.shop.cashier))
redos = st.just(lambda desk: desk.steps.redo(actor=desk.shop.cashier))
steps = st.lists(
    st.one_of(
        _scans(), _counts(), _removals(), _line_discounts(), _order_discounts(),
        _prices("supervisor"), _notes(), _customs(), undos, redos,
    ),
    max_size=25,
)  # fmt: skip
steps_alone = st.lists(
    st.one_of(
        _scans(), _counts(), _removals(), _line_discounts(), _order_discounts(),
        _prices("cashier"), _customs(), undos, redos,
    ),
    max_size=25,
)  # fmt: skip


def a_desk() -> Desk:
    shop = FakeShop()
    for product in PRODUCTS:
        shop.sells(product, stock=10**9)
    shop.orders.create_order(actor=shop.cashier)
    return desk_of(shop)


def take(desk: Desk, step: Step) -> None:
    """Refusals are part of life; of an empty order there is no line to choose."""
    with suppress(PosError, ZeroDivisionError):
        step(desk)


@settings(max_examples=150)
@given(steps)
def test_an_order_adds_up_and_comes_back_from_its_draft(taken: list[Step]) -> None:
    desk = a_desk()
    for step in taken:
        take(desk, step)
        order = desk.shop.orders.order
        totals = desk.shop.orders.totals()

        assert totals == price_order(
            [item.line for item in order.content.items],
            tax_classes=TAX_CLASSES,
            policy=order.policy,
            discount=order.content.discount,
        )
        assert all(line.total >= 0 for line in totals.lines)
        assert order_of(draft_of(order, total=totals.total)).content == order.content


@settings(max_examples=200)
@given(steps_alone)
def test_a_cashier_never_gives_more_than_the_limit_alone(taken: list[Step]) -> None:
    desk = a_desk()
    limit = Fraction(DISCOUNT_LIMITS[desk.shop.cashier.role], BASIS_POINTS)
    for step in taken:
        take(desk, step)
        order = desk.shop.orders.order
        lines = desk.shop.orders.totals().lines

        assert max(shares_of(order), default=0) <= limit
        before = sum(line.before_discount for line in lines)
        cut = sum(line.discount + line.order_discount for line in lines)
        # Half a cent for each discount that was rounded.
        assert cut <= before * limit + Fraction(len(lines) + 1, 2)
        assert all(item.list_price is None for item in order.items)
        assert all(item.approved_by is None for item in order.items)


@settings(max_examples=100)
@given(steps)
def test_undo_leads_back_to_nothing_and_redo_to_the_end(taken: list[Step]) -> None:
    desk = a_desk()
    for step in taken:
        take(desk, step)
    order, cashier = desk.shop.orders.order, desk.shop.cashier
    history = desk.shop.orders.history
    last = order.content

    undone = 0
    while history.can_undo:
        desk.steps.undo(actor=cashier)
        undone += 1
    assert order.content.items == ()
    for _ in range(undone):
        desk.steps.redo(actor=cashier)
    assert order.content == last
