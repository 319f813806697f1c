from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from pos_app.domain.age_check import AgeCheck
from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.domain.order import (
    ITEMS_PER_ORDER_MAX,
    DepositFollowsError,
    EmptyOrderError,
    Order,
    OrderClosedError,
    OrderContent,
    OrderFullError,
    OrderState,
)
from pos_app.domain.order_item import (
    NOTE_LENGTH_MAX,
    FractionOfPieceError,
    NoteTooLongError,
    OrderItem,
)
from pos_app.domain.pricing import Discount, DiscountKind, PricedLine
from pos_app.domain.product import Product, Unit
from pos_app.domain.quantity import ONE, QUANTITY_MAX, Quantity, QuantityOutOfRangeError
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.returning import without_receipt
from pos_app.domain.tax import Tax, TaxClass, TaxPolicy

EUR = Currency.of("EUR")
MILK = Product(1, "MILK", "Milk", Money(119, EUR), "REDUCED")
PEN = Product(2, "PEN", "Pen", Money(250, EUR), "STANDARD")
CHEESE = Product(3, "CHEESE", "Cheese", Money(2_490, EUR), "REDUCED", Unit.KILOGRAM)
PRODUCTS = {product.sku: product for product in (MILK, PEN, CHEESE)}
TAX_CLASSES = {
    "STANDARD": TaxClass("STANDARD", "Standard", (Tax("S", "VAT", 200_000),)),
    "REDUCED": TaxClass("REDUCED", "Reduced", (Tax("R", "VAT", 55_000),)),
}

CREATED, HELD, SUBMITTED = OrderState.CREATED, OrderState.HELD, OrderState.SUBMITTED
PAID, CANCELLED = OrderState.PAID, OrderState.CANCELLED
STEPS: dict[str, Callable[[Order], None]] = {
    "hold": Order.hold,
    "resume": Order.resume,
    "submit": Order.submit,
    "mark_paid": Order.mark_paid,
    "cancel": Order.cancel,
}
KNOWN_STEPS = {
    (CREATED, "hold"): HELD,
    (CREATED, "submit"): SUBMITTED,
    (CREATED, "cancel"): CANCELLED,
    (HELD, "resume"): CREATED,
    (HELD, "cancel"): CANCELLED,
    (SUBMITTED, "resume"): CREATED,
    (SUBMITTED, "mark_paid"): PAID,
}
CHANGES: dict[str, Callable[[Order], object]] = {
    "add_item": lambda order: order.add_item(item(PEN)),
    "set_quantity": lambda order: order.set_quantity(0, Quantity.of(2)),
    "remove_item": lambda order: order.remove_item(0),
    "replace_item": lambda order: order.replace_item(0, order.items[0]),
    "set_content": lambda order: order.set_content(OrderContent()),
}


def item(product: Product, thousandths: int = 1_000) -> OrderItem:
    return OrderItem.from_product(product, quantity=Quantity(thousandths))


def an_order(*items: OrderItem, state: OrderState = CREATED) -> Order:
    return Order("o-1", EUR, TaxPolicy(), opened_by=1, state=state, items=list(items))


def contents(order: Order) -> list[tuple[str, int]]:
    return [(one.sku, one.quantity.thousandths) for one in order.items]


class TestOrderItem:
    def test_keeps_the_product_as_it_is_now(self) -> None:
        made = OrderItem.from_product(CHEESE, barcode="211", quantity=Quantity(842))

        assert made == OrderItem(
            product_id=3,
            sku="CHEESE",
            barcode="211",
            name="Cheese",
            unit=Unit.KILOGRAM,
            unit_price=Money(2_490, EUR),
            quantity=Quantity(842),
            tax_class="REDUCED",
        )

    def test_is_one_piece_unless_told(self) -> None:
        assert OrderItem.from_product(MILK).quantity == ONE

    @pytest.mark.parametrize("minor", [0, 99])
    def test_takes_another_price_when_told_even_nothing(self, minor: int) -> None:
        made = OrderItem.from_product(MILK, unit_price=Money(minor, EUR))

        assert made.unit_price == Money(minor, EUR)

    def test_gives_pricing_what_it_needs(self) -> None:
        discount = Discount(DiscountKind.PERCENT, 1_000)

        line = replace(item(CHEESE, 842), discount=discount).line

        assert line == PricedLine(842, 2_490, "REDUCED", discount)


class TestContinues:
    def test_joins_pieces_of_the_same_product(self) -> None:
        assert item(MILK).continues(item(MILK, 3_000))

    def test_joins_them_whatever_code_was_scanned(self) -> None:
        assert item(MILK).continues(OrderItem.from_product(MILK, barcode="4006381333931"))

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            pytest.param(item(MILK), item(PEN), id="another product"),
            pytest.param(item(CHEESE, 842), item(CHEESE, 842), id="weighed"),
            pytest.param(
                item(MILK),
                OrderItem.from_product(MILK, unit_price=Money(99, EUR)),
                id="another price",
            ),
            pytest.param(
                item(MILK),
                replace(item(MILK), discount=Discount(DiscountKind.PERCENT, 0)),
                id="discounted",
            ),
        ],
    )
    def test_keeps_others_apart(self, first: OrderItem, second: OrderItem) -> None:
        assert not first.continues(second)
        assert not second.continues(first)


class TestAddItem:
    def test_returns_the_position(self) -> None:
        order = an_order()

        positions = [order.add_item(one) for one in (item(MILK), item(PEN), item(PEN))]

        assert positions == [0, 1, 1]
        assert contents(order) == [("MILK", 1_000), ("PEN", 2_000)]

    def test_starts_a_new_line_when_something_came_between(self) -> None:
        order = an_order(item(MILK), item(PEN))

        order.add_item(item(MILK))

        assert contents(order) == [("MILK", 1_000), ("PEN", 1_000), ("MILK", 1_000)]

    def test_keeps_each_weighing_apart(self) -> None:
        order = an_order(item(CHEESE, 842))

        order.add_item(item(CHEESE, 500))

        assert contents(order) == [("CHEESE", 842), ("CHEESE", 500)]

    def test_refuses_one_line_too_many(self) -> None:
        order = an_order(*[item(MILK), item(PEN)] * (ITEMS_PER_ORDER_MAX // 2))

        with pytest.raises(OrderFullError) as refused:
            order.add_item(item(MILK))

        assert refused.value.values == {"most": 500}
        assert (len(order.items), order.revision) == (500, 0)

    def test_still_raises_the_last_quantity_of_a_full_order(self) -> None:
        order = an_order(*[item(MILK), item(PEN)] * (ITEMS_PER_ORDER_MAX // 2))

        assert order.add_item(item(PEN)) == ITEMS_PER_ORDER_MAX - 1
        assert contents(order)[-1] == ("PEN", 2_000)

    @pytest.mark.parametrize("thousandths", [0, -1_000, QUANTITY_MAX + 1_000])
    def test_refuses_a_quantity_out_of_range(self, thousandths: int) -> None:
        order = an_order()

        with pytest.raises(QuantityOutOfRangeError) as refused:
            order.add_item(item(MILK, thousandths))

        assert refused.value.values["largest"] == 999_999
        assert (order.items, order.revision) == ([], 0)

    def test_refuses_more_of_the_last_one_than_a_line_holds(self) -> None:
        order = an_order(item(MILK, QUANTITY_MAX))

        with pytest.raises(QuantityOutOfRangeError):
            order.add_item(item(MILK))

        assert (contents(order), order.revision) == ([("MILK", QUANTITY_MAX)], 0)

    def test_refuses_a_fraction_of_a_piece(self) -> None:
        with pytest.raises(FractionOfPieceError) as refused:
            an_order().add_item(item(MILK, 1_500))

        assert refused.value.values == {"name": "Milk", "quantity": "1.5"}


class TestSetQuantity:
    def test_replaces_the_quantity_of_one_line(self) -> None:
        order = an_order(item(MILK), item(PEN))

        order.set_quantity(1, Quantity.of(7))

        assert contents(order) == [("MILK", 1_000), ("PEN", 7_000)]

    @pytest.mark.parametrize("thousandths", [1, QUANTITY_MAX])
    def test_takes_from_a_gram_to_a_load(self, thousandths: int) -> None:
        order = an_order(item(CHEESE))

        order.set_quantity(0, Quantity(thousandths))

        assert contents(order) == [("CHEESE", thousandths)]


class TestRemoveItem:
    def test_returns_what_was_removed(self) -> None:
        order = an_order(item(MILK), item(PEN))

        assert order.remove_item(0) == item(MILK)
        assert contents(order) == [("PEN", 1_000)]


class TestSetContent:
    def test_undoes_and_goes_forward_in_revision(self) -> None:
        order = an_order(item(MILK), item(PEN))
        before = order.content
        order.remove_item(0)

        order.set_content(before)

        assert contents(order) == [("MILK", 1_000), ("PEN", 1_000)]
        assert order.revision == 2

    def test_leaves_the_snapshot_alone_afterwards(self) -> None:
        order = an_order(item(MILK))
        before = order.content

        order.set_content(before)
        order.set_quantity(0, Quantity.of(9))

        assert before == OrderContent(items=(item(MILK),))

    def test_leaves_nothing_out(self) -> None:
        content = OrderContent(
            items=(item(MILK),),
            discount=Discount(DiscountKind.PERCENT, 500, "Damaged"),
            discount_approved_by=2,
            note="for the school",
            customer_id=3,
            age_check=AgeCheck(18, checked_by=1),
            returns=without_receipt(
                [item(PEN)],
                Returned(ReturnReason.FAULTY),
                tax_classes=TAX_CLASSES,
                policy=TaxPolicy(),
            ),
            tip_back=150,
        )
        assert len(fields(content)) == 8, "say the new part here too"
        order = an_order(item(PEN))

        order.set_content(content)

        assert order.content == content


class TestReplaceItem:
    def test_prices_the_item_anew(self) -> None:
        order = an_order(item(MILK), item(PEN))
        dearer = replace(order.items[1], unit_price=Money(999, EUR), list_price=PEN.unit_price)

        order.replace_item(1, dearer)

        assert order.items[1] == dearer
        assert order.revision == 1

    def test_never_prices_a_deposit_anew(self) -> None:
        order = an_order(item(MILK), replace(item(PEN), is_deposit=True))

        with pytest.raises(DepositFollowsError):
            order.replace_item(1, replace(order.items[1], unit_price=Money(1, EUR)))

    def test_never_counts_anew(self) -> None:
        order = an_order(item(MILK))

        with pytest.raises(AssertionError):
            order.replace_item(0, item(MILK, 2_000))


class TestNote:
    def test_has_a_limit(self) -> None:
        longest = "n" * NOTE_LENGTH_MAX

        assert replace(item(MILK), note=longest).note == longest
        for make in (lambda n: replace(item(MILK), note=n), lambda n: OrderContent(note=n)):
            with pytest.raises(NoteTooLongError, match="200"):
                make(longest + "n")

    def test_keeps_a_line_apart(self) -> None:
        order = an_order(replace(item(PEN), note="gift"))

        order.add_item(item(PEN))

        assert contents(order) == [("PEN", 1_000), ("PEN", 1_000)]


class TestCalculateTotal:
    def test_prices_every_item_by_the_policy_of_the_order(self) -> None:
        order = an_order(item(MILK, 3_000), item(PEN), item(CHEESE, 842))

        totals = order.calculate_total(TAX_CLASSES)

        assert [line.total for line in totals.lines] == [357, 250, 2_097]
        assert (totals.total, totals.net, totals.tax) == (2_704, 2_534, 170)

    def test_takes_the_discount_of_the_order(self) -> None:
        order = an_order(item(MILK), item(PEN))
        order.discount = Discount(DiscountKind.AMOUNT, 69)

        totals = order.calculate_total(TAX_CLASSES)

        assert (totals.total, totals.discount) == (300, 69)

    def test_adds_tax_where_prices_are_without(self) -> None:
        order = an_order(item(PEN))
        order.policy = TaxPolicy(prices_include_tax=False)

        assert order.calculate_total(TAX_CLASSES).total == 300


class TestStates:
    @pytest.mark.parametrize("step", STEPS)
    @pytest.mark.parametrize("state", OrderState)
    def test_follow_each_other_in_the_known_ways_only(self, state: OrderState, step: str) -> None:
        order = an_order(item(MILK), state=state)

        following = KNOWN_STEPS.get((state, step))
        if following is None:
            with pytest.raises(OrderClosedError) as refused:
                STEPS[step](order)
            assert refused.value.values == {"state": state.value}
            assert (order.state, order.revision) == (state, 0)
        else:
            STEPS[step](order)
            assert (order.state, order.revision) == (following, 1)

    @pytest.mark.parametrize("change", CHANGES)
    @pytest.mark.parametrize("state", sorted(set(OrderState) - {CREATED}))
    def test_let_items_change_only_while_created(self, state: OrderState, change: str) -> None:
        order = an_order(item(MILK), state=state)

        with pytest.raises(OrderClosedError):
            CHANGES[change](order)

        assert (contents(order), order.revision) == ([("MILK", 1_000)], 0)

    def test_never_begin_payment_of_nothing(self) -> None:
        order = an_order()

        with pytest.raises(EmptyOrderError):
            order.submit()

        assert (order.state, order.revision) == (CREATED, 0)


@dataclass(slots=True)
class Line:
    """A line of the model."""

    sku: str
    thousandths: int


class OrderAgainstModel(RuleBasedStateMachine):
    """An order and a plain list side by side; what one refuses must change nothing."""

    snapshots: Bundle[tuple[OrderContent, tuple[tuple[str, int], ...]]] = Bundle("snapshots")
    quantities = st.sampled_from([1_000, 2_000, 5_000, 842, 1, QUANTITY_MAX]) | st.sampled_from(
        [0, -1_000, QUANTITY_MAX + 1_000]
    )

    def __init__(self) -> None:
        super().__init__()
        self.order = an_order()
        self.lines: list[Line] = []
        self.state = CREATED
        self.revision = 0

    @rule(sku=st.sampled_from(sorted(PRODUCTS)), thousandths=quantities)
    def add(self, sku: str, thousandths: int) -> None:
        joins = bool(self.lines) and self.lines[-1].sku == sku != CHEESE.sku
        held = self.lines[-1].thousandths if joins else 0
        refusal = (
            self.closed()
            or self.wrong_quantity(sku, thousandths)
            or self.wrong_quantity(sku, held + thousandths)
        )

        if self.attempt(lambda: self.order.add_item(item(PRODUCTS[sku], thousandths)), refusal):
            if joins:
                self.lines[-1].thousandths += thousandths
            else:
                self.lines.append(Line(sku, thousandths))

    @precondition(lambda self: self.lines)
    @rule(data=st.data(), thousandths=quantities)
    def set_quantity(self, data: st.DataObject, thousandths: int) -> None:
        position = data.draw(st.integers(0, len(self.lines) - 1), label="position")
        refusal = self.closed() or self.wrong_quantity(self.lines[position].sku, thousandths)

        if self.attempt(lambda: self.order.set_quantity(position, Quantity(thousandths)), refusal):
            self.lines[position].thousandths = thousandths

    @precondition(lambda self: self.lines)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        position = data.draw(st.integers(0, len(self.lines) - 1), label="position")

        if self.attempt(lambda: self.order.remove_item(position), self.closed()):
            del self.lines[position]

    @rule(target=snapshots)
    def remember(self) -> tuple[OrderContent, tuple[tuple[str, int], ...]]:
        return self.order.content, tuple((one.sku, one.thousandths) for one in self.lines)

    @rule(snapshot=snapshots)
    def undo(self, snapshot: tuple[OrderContent, tuple[tuple[str, int], ...]]) -> None:
        content, lines = snapshot

        if self.attempt(lambda: self.order.set_content(content), self.closed()):
            self.lines = [Line(*line) for line in lines]

    @rule(step=st.sampled_from(["hold", "resume", "submit", "resume", "hold", "resume"]))
    def step(self, step: str) -> None:
        self.take_step(step)

    @precondition(lambda self: self.revision > 10)
    @rule(step=st.sampled_from(["mark_paid", "cancel"]))
    def end(self, step: str) -> None:
        self.take_step(step)

    @invariant()
    def agree(self) -> None:
        assert contents(self.order) == [(one.sku, one.thousandths) for one in self.lines]
        assert self.order.state is self.state
        assert self.order.revision == self.revision

    @invariant()
    def is_worth_the_sum_of_its_lines(self) -> None:
        totals = self.order.calculate_total(TAX_CLASSES)

        assert len(totals.lines) == len(self.lines)
        assert totals.total == sum(line.total for line in totals.lines)

    def take_step(self, step: str) -> None:
        following = KNOWN_STEPS.get((self.state, step))
        is_nothing = step == "submit" and not self.lines
        refusal = EmptyOrderError if is_nothing else None if following else OrderClosedError

        if self.attempt(lambda: STEPS[step](self.order), refusal):
            assert following is not None
            self.state = following

    def attempt(self, act: Callable[[], object], refusal: type[PosError] | None) -> bool:
        """Do it, or see it refused; say which. Only what was done raises the revision."""
        if refusal is not None:
            with pytest.raises(refusal):
                act()
            return False
        before = self.order.revision
        act()
        assert self.order.revision > before
        self.revision = self.order.revision
        return True

    def closed(self) -> type[PosError] | None:
        return None if self.state is CREATED else OrderClosedError

    def wrong_quantity(self, sku: str, thousandths: int) -> type[PosError] | None:
        if not 0 < thousandths <= QUANTITY_MAX:
            return QuantityOutOfRangeError
        is_piece = PRODUCTS[sku].unit is Unit.EACH
        return FractionOfPieceError if is_piece and thousandths % 1_000 else None


class TestOrder:
    def test_begins_empty_and_open(self) -> None:
        order = Order("o-1", EUR, TaxPolicy(), opened_by=1)

        assert (order.state, order.items, order.discount) == (CREATED, [], None)
        assert order.revision == 0

    def test_shares_its_items_with_no_other(self) -> None:
        order, other = (Order(name, EUR, TaxPolicy(), opened_by=1) for name in ("o-1", "o-2"))

        order.add_item(item(MILK))

        assert other.items == []

    def test_agrees_with_a_plain_model(self) -> None:
        run_state_machine_as_test(
            OrderAgainstModel, settings=settings(max_examples=60, stateful_step_count=40)
        )
