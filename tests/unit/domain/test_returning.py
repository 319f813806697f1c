from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.domain.card_number import CardNumberError
from pos_app.domain.money import Money
from pos_app.domain.order import ITEMS_PER_ORDER_MAX, EmptyOrderError, Order, OrderFullError
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.order_item import FractionOfPieceError, OrderItem
from pos_app.domain.pricing import Discount, DiscountKind, LineTotals
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.return_item import ReturnItem
from pos_app.domain.returned import REASON_WORDS_MAX, ReasonNeededError, Returned, ReturnReason
from pos_app.domain.returning import (
    NoSuchLineError,
    NothingToReturnError,
    Returning,
    ReturnTooMuchError,
    returnable,
    without_receipt,
)
from pos_app.domain.tax import Tax, TaxClass, TaxPolicy
from tests.unit.domain.paid_orders import (
    EUR,
    WHY,
    Desk,
    amounts_of,
    order_of,
    paid,
    paid_cases,
    taxes_of,
)
from tests.unit.domain.test_pricing import Case

VAT = {"S": TaxClass("S", "Standard", (Tax("VAT", "VAT 20 %", 200_000),))}
TWO = {"S": TaxClass("S", "Standard", (Tax("GST", "GST", 50_000), Tax("PST", "PST", 70_000)))}
JUICE = Product(1, "JUICE", "Juice", Money(100, EUR), "S")
BOTTLE = Product(2, "BOTTLE", "Bottle", Money(25, EUR), "S")


def bought(
    quantity: int,
    price: int,
    *,
    discount: int = 0,
    tax_classes: dict[str, TaxClass] = VAT,
    policy: TaxPolicy | None = None,
) -> OrderDocument:
    item = OrderItem.from_product(
        replace(JUICE, unit_price=Money(price, EUR)), quantity=Quantity.of(quantity)
    )
    cut = Discount(DiscountKind.AMOUNT, discount) if discount else None
    order = Order("o-1", EUR, policy or TaxPolicy(), opened_by=1, items=[item], discount=cut)
    return paid(order, tax_classes)


def with_deposit() -> OrderDocument:
    item = OrderItem.from_product(replace(JUICE, deposit=BOTTLE), quantity=Quantity.of(3))
    order = Order("o-1", EUR, TaxPolicy(), opened_by=1)
    order.add_item(item, deposit=item.deposit_of(replace(JUICE, deposit=BOTTLE)))
    return paid(order, VAT)


def gross(items: tuple[ReturnItem, ...]) -> int:
    return sum(one.totals.total for one in items)


class TestGivingBack:
    @settings(max_examples=50)
    @given(paid_cases(), st.data())
    def test_ends_at_exactly_zero_whatever_comes_back_first(
        self, case: Case, data: st.DataObject
    ) -> None:
        document = paid(order_of(case), case.tax_classes)
        desk, back = Desk(document), list[ReturnItem]()
        while left := [one for one in desk.returning.lines.values() if one.left]:
            line = data.draw(st.sampled_from(left))
            part = data.draw(st.integers(1, line.left) | st.just(line.left))
            back += desk.give_back(line.position, part)

        assert _by_position(back) == {
            position: tuple(-one for one in amounts_of(line.totals))
            for position, line in enumerate(document.items, start=1)
        }
        expected = Counter[tuple[str, str, str]]()
        for tax in document.totals.tax_lines:
            expected["net", tax.tax_class, tax.tax_code] = -tax.net
            expected["tax", tax.tax_class, tax.tax_code] = -tax.tax
        assert taxes_of(back) == expected
        assert sum(one.totals.total for one in back) == -document.totals.total

    @given(paid_cases(), st.data())
    def test_never_goes_beyond_what_was_paid_nor_back(
        self, case: Case, data: st.DataObject
    ) -> None:
        document = paid(order_of(case), case.tax_classes)
        position = data.draw(st.integers(1, len(document.items)))
        line, desk, so_far = document.items[position - 1], Desk(document), 0
        for _ in range(4):
            left = desk.returning.lines[position].left
            if not left:
                break
            (one,) = desk.give_back(position, data.draw(st.integers(1, left)))
            assert one.totals.total * line.totals.total <= 0
            so_far += one.totals.total

        assert abs(so_far) <= abs(line.totals.total)

    @given(paid_cases(), st.data())
    def test_keeps_the_parts_of_a_share_together(self, case: Case, data: st.DataObject) -> None:
        document = paid(order_of(case), case.tax_classes)
        position = data.draw(st.integers(1, len(document.items)))
        sold = document.items[position - 1].item.quantity.thousandths
        (one,) = Desk(document).give_back(position, data.draw(st.integers(1, sold)))

        totals = one.totals
        price = totals.before_discount - totals.discount - totals.order_discount
        assert price == (totals.total if case.policy.prices_include_tax else totals.net)
        assert sum(line.tax for line in one.taxes) == totals.tax
        assert {line.net for line in one.taxes} <= {totals.net}

    @pytest.mark.parametrize(("price", "shares"), [(100, [-33, -34, -33]), (1, [0, -1, 0])])
    def test_gives_a_third_three_times(self, price: int, shares: list[int]) -> None:
        desk = Desk(bought(1, price))
        item = replace(desk.document.items[0].item, quantity=Quantity.of(3))
        desk.document = replace(desk.document, items=(replace(desk.document.items[0], item=item),))

        assert [gross(desk.give_back(1, 1_000)) for _ in range(3)] == shares

    def test_splits_two_taxes_to_the_cent(self) -> None:
        desk = Desk(bought(3, 33, tax_classes=TWO))
        taxes = {one.tax_code: one.tax for one in desk.document.totals.tax_lines}

        back = [one for _ in range(3) for one in desk.give_back(1, 1_000)]

        assert {code: taxes_of(back)["tax", "S", code] for code in taxes} == {
            code: -tax for code, tax in taxes.items()
        }

    def test_gives_back_less_what_the_order_discount_took(self) -> None:
        desk = Desk(bought(2, 1_000, discount=500))

        assert [one.totals for one in desk.give_back(1, 1_000)] == [
            LineTotals(-1_000, 0, -250, -750, -125)
        ]

    def test_brings_the_deposit_with_its_item(self) -> None:
        desk = Desk(with_deposit())

        back = desk.give_back(1, 2_000)

        assert [(one.item.name, str(one.item.quantity)) for one in back] == [
            ("Juice", "-2"),
            ("Bottle", "-2"),
        ]
        assert gross(back) == -250
        assert gross(desk.give_back(1)) == -125

    def test_says_what_it_gives_back_and_why(self) -> None:
        (one,) = Returning(bought(1, 100)).give_back(
            1, None, Returned(ReturnReason.OTHER, "too sweet", restocks=False)
        )

        assert one.item.returns == Returned(
            ReturnReason.OTHER, "too sweet", restocks=False, number="T01-000001", position=1
        )

    def test_gives_back_everything_that_is_left(self) -> None:
        desk = Desk(with_deposit())
        desk.give_back(1, 1_000)

        back = desk.returning.everything(WHY)
        desk.keep(back)

        assert gross(back) == -250
        with pytest.raises(NothingToReturnError, match="T01-000001"):
            desk.returning.everything(WHY)

    @pytest.mark.parametrize("thousandths", [0, -1_000, 3_000])
    def test_refuses_more_than_is_left(self, thousandths: int) -> None:
        desk = Desk(bought(3, 100))
        desk.give_back(1, 1_000)

        with pytest.raises(ReturnTooMuchError, match="2 of 3 can"):
            desk.give_back(1, thousandths)
        assert desk.returned[1] == 1_000

    def test_refuses_a_part_of_a_piece(self) -> None:
        with pytest.raises(FractionOfPieceError):
            Desk(bought(3, 100)).give_back(1, 500)

    @pytest.mark.parametrize("position", [0, 2, 3, -1])
    def test_refuses_a_line_that_is_none_or_a_deposit(self, position: int) -> None:
        with pytest.raises(NoSuchLineError, match=f"no line {position} "):
            Desk(with_deposit()).give_back(position)

    def test_knows_nothing_of_an_order_that_was_not_paid(self) -> None:
        document = replace(bought(1, 100), number=None)

        assert returnable(document) == ()
        with pytest.raises(NothingToReturnError):
            Returning(document).everything(WHY)

    def test_tells_what_the_rest_is_worth(self) -> None:
        desk = Desk(bought(3, 100))
        desk.give_back(1, 1_000)

        (line,) = returnable(desk.document, desk.returned)
        assert (line.sold, line.returned, line.left, line.worth) == (3_000, 1_000, 2_000, 200)


class TestExchange:
    @settings(max_examples=25)
    @given(paid_cases(), paid_cases(), st.data())
    def test_is_what_is_bought_less_what_comes_back(
        self, first: Case, second: Case, data: st.DataObject
    ) -> None:
        desk = Desk(paid(order_of(first), first.tax_classes))
        line = data.draw(st.sampled_from([*desk.returning.lines.values()]))
        back = desk.give_back(line.position, data.draw(st.integers(1, line.left)))

        totals = order_of(second, returns=back).calculate_total(second.tax_classes)

        alone = order_of(second).calculate_total(second.tax_classes)
        assert totals.lines == (*alone.lines, *(one.totals for one in back))
        assert totals.total == alone.total + gross(back)
        assert totals.tax == sum(one.tax for one in totals.tax_lines)
        assert totals.total == sum(one.total for one in totals.lines)

    @settings(max_examples=25)
    @given(paid_cases(), paid_cases())
    def test_can_come_back_in_turn(self, first: Case, second: Case) -> None:
        desk = Desk(paid(order_of(first), first.tax_classes))
        exchange = order_of(second, returns=desk.returning.everything(WHY))
        document = paid(exchange, second.tax_classes, "T01-000002")

        back = Desk(document).returning.everything(WHY)

        assert _by_position(back) == {
            position: tuple(-one for one in amounts_of(line.totals))
            for position, line in enumerate(document.items[: len(second.lines)], start=1)
        }
        alone = order_of(second).calculate_total(second.tax_classes)
        assert {key: tax for key, tax in taxes_of(back).items() if key[0] == "tax" and tax} == {
            ("tax", one.tax_class, one.tax_code): -one.tax for one in alone.tax_lines if one.tax
        }

    def test_gives_no_order_discount_on_what_comes_back(self) -> None:
        (back,) = Returning(bought(1, 1_000)).everything(WHY)
        item = OrderItem.from_product(replace(JUICE, unit_price=Money(2_000, EUR)))
        tenth = Discount(DiscountKind.PERCENT, 1_000)
        order = Order(
            "o-2", EUR, TaxPolicy(), opened_by=1, items=[item], discount=tenth, returns=(back,)
        )

        totals = order.calculate_total(VAT)

        assert [line.order_discount for line in totals.lines] == [200, 0]
        assert totals.total == 800

    def test_counts_its_lines_with_the_others(self) -> None:
        (back,) = Returning(bought(1, 100)).everything(WHY)
        item = OrderItem.from_product(JUICE)
        order = Order("o-2", EUR, TaxPolicy(), opened_by=1, returns=(back,) * ITEMS_PER_ORDER_MAX)

        with pytest.raises(OrderFullError):
            order.add_item(item)

    def test_is_undone_with_the_content_of_the_order(self) -> None:
        (back,) = Returning(bought(1, 100)).everything(WHY)
        order = Order("o-2", EUR, TaxPolicy(), opened_by=1)
        before = order.content

        order.set_content(replace(before, returns=(back,)))
        order.set_content(before)

        assert order.returns == ()
        with pytest.raises(EmptyOrderError):
            order.submit()

    def test_is_paid_though_nothing_is_bought(self) -> None:
        (back,) = Returning(bought(1, 100)).everything(WHY)
        document = paid(Order("o-2", EUR, TaxPolicy(), opened_by=1, returns=(back,)), VAT)

        assert document.state == "paid"
        assert document.is_refund
        assert not bought(1, 100).is_refund
        assert returnable(document) == ()


class TestWithoutReceipt:
    @given(paid_cases())
    def test_is_the_negative_of_buying_it(self, case: Case) -> None:
        items = order_of(case).items

        back = without_receipt(items, WHY, tax_classes=case.tax_classes, policy=case.policy)

        for item, one in zip(items, back, strict=True):
            alone = order_of(case)
            alone.items, alone.discount = [item], None
            sold = alone.calculate_total(case.tax_classes)
            assert amounts_of(one.totals) == tuple(-part for part in amounts_of(sold.lines[0]))
            assert one.item.quantity == -item.quantity


class TestReason:
    def test_needs_words_if_it_is_another_one(self) -> None:
        for words in ("", "  ", "x" * (REASON_WORDS_MAX + 1)):
            with pytest.raises(ReasonNeededError):
                Returned(ReturnReason.OTHER, words)

    def test_holds_no_card_number(self) -> None:
        with pytest.raises(CardNumberError):
            Returned(ReturnReason.FAULTY, "4111 1111 1111 1111")


def _by_position(back: list[ReturnItem] | tuple[ReturnItem, ...]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for one in back:
        assert one.item.returns is not None
        sums = found.setdefault(one.item.returns.position, [0] * 5)
        for place, amount in enumerate(amounts_of(one.totals)):
            sums[place] += amount
    return {position: tuple(sums) for position, sums in sorted(found.items())}
