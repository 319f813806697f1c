from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.domain.errors import PosError
from pos_app.domain.giving_back import NotAllGivenError
from pos_app.domain.money import Money
from pos_app.domain.order import EmptyOrderError, Order, OtherReceiptError
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.product import Product
from pos_app.domain.quantity import ONE, Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.returning import NothingToReturnError, ReturnTooMuchError
from pos_app.domain.staff import Approval, ApprovalNeededError, Permission
from pos_app.domain.tender import MethodUnknownError, Tender
from pos_app.services.catalogue.editing import PriceOutOfRangeError
from pos_app.services.order_drafts import draft_of, order_of
from pos_app.services.orders.giving_back import NotMovedError, StrangePaymentError, VoidTooLateError
from pos_app.services.orders.returning import (
    Line,
    NoReceiptFoundError,
    VoidOfRefundError,
    VoidPartlyError,
)
from pos_app.services.payments.tender_change import GivenBackError
from pos_app.services.return_records import GivenBackMeanwhileError, ReturnedMeanwhileError
from tests.fakes.catalogue import EUR
from tests.fakes.printing import TAX_CLASSES
from tests.fakes.shop import OWNER_PIN, FakeShop
from tests.fakes.storage import DiskRefusedError

BOTTLE = Product(3, "BOTTLE", "Consigne", Money(25, EUR), "STANDARD")
TEA = Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD")
MILK = Product(2, "MILK", "Lait", Money(119, EUR), "REDUCED", deposit=BOTTLE)
FAULTY = Returned(ReturnReason.FAULTY, "torn")


def new_shop(**profile: Any) -> FakeShop:
    shop = FakeShop(**profile)
    for product in (TEA, MILK, BOTTLE):
        shop.sells(product, product.sku, stock=50_000)
    shop.open_shift(opening_float=10_000)
    return shop


@pytest.fixture
def shop() -> FakeShop:
    return new_shop()


def paid_by(shop: FakeShop, *tenders: Tender, codes: tuple[str, ...] = ("TEA",)) -> OrderDocument:
    return shop.checkout.pay(order=shop.order_of(*codes), tenders=tenders, actor=shop.cashier)


def stock_of(shop: FakeShop, product: Product) -> int:
    return shop.store.tables.levels[product.product_id].thousandths


def coming_back(order: Order) -> list[str]:
    return [one.item.name for one in order.returns]


class TestRefund:
    def test_of_everything_undoes_the_order(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA", "MILK", "MILK")

        document = shop.give_back(sold)

        assert document.number == "T01-000002"
        assert document.totals.total == -sold.totals.total
        assert [one.tax for one in document.totals.tax_lines] == [
            -one.tax for one in sold.totals.tax_lines
        ]
        (payment,) = document.payments
        assert (payment.method, payment.amount, payment.refunds) == (
            "cash",
            -sold.payments[0].amount,
            sold.payments[0].payment_id,
        )
        assert [stock_of(shop, one) for one in (TEA, MILK, BOTTLE)] == [50_000] * 3

    def test_is_booked_as_refund_in_shift_and_journal(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA", "TEA")

        shop.give_back(sold, Line(1, ONE))

        shift = shop.shift_queries.current()
        assert shift is not None
        assert (shift.orders, shift.sales, shift.refunds) == (1, 900, 450)
        assert shift.expected == 10_450
        entry = shop.entry(-1)
        assert (entry["kind"], entry["number"], entry["body"]["total"]) == (
            "refund",
            "T01-000002",
            -450,
        )
        assert entry["body"]["items"][0]["returns"] == {
            "order": "T01-000001",
            "position": 1,
            "reason": "changed_mind",
            "restocks": True,
            "taxes": {"S": -75},
        }
        assert (entry["period_total"], entry["perpetual_abs_total"]) == (450, 1_350)
        shop.shifts.close(actor=shop.owner, counted=10_450)
        assert shop.verdict().ok

    def test_of_parts_ends_at_zero_and_no_further(self, shop: FakeShop) -> None:
        sold = shop.sell("MILK", "MILK", "MILK")

        parts = [shop.give_back(sold, Line(1, ONE)).totals.total for _ in range(3)]

        assert sum(parts) == -sold.totals.total
        assert [one.left for one in shop.returns.lines(sold)] == [0, 0]
        with pytest.raises(NothingToReturnError):
            shop.give_back(sold)
        with pytest.raises(ReturnTooMuchError):
            shop.give_back(sold, Line(1, ONE))

    def test_moves_no_stock_of_what_cannot_be_sold_again(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA")
        order = shop.orders.create_order(actor=shop.owner)
        why = replace(FAULTY, restocks=False)
        shop.returns.add(document=sold, why=why, actor=shop.owner)

        shop.checkout.pay(order=order, tenders=shop.returns.plan(order), actor=shop.owner)

        assert stock_of(shop, TEA) == 49_000

    def test_keeps_the_customer_of_the_order(self, shop: FakeShop) -> None:
        sold = replace(shop.sell("TEA"), customer_id=9)
        order = shop.orders.create_order(actor=shop.owner)

        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)

        assert order.customer_id == 9

    def test_counts_a_line_once_however_often_it_is_said(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA", "TEA", "MILK")
        order = shop.orders.create_order(actor=shop.owner)
        for lines in ((Line(1),), (Line(2),), (Line(1, ONE), Line(1, ONE))):
            shop.returns.add(document=sold, lines=lines, why=FAULTY, actor=shop.owner)

        assert [(one.item.name, str(one.item.quantity)) for one in order.returns] == [
            ("Lait", "-1"),
            ("Consigne", "-1"),
            ("Thé", "-1"),
        ]

    def test_leaves_all_as_it_was_if_the_disk_refuses(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA")
        shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            shop.give_back(sold)

        assert shop.return_queries.returned("T01-000001") == {}
        shop.store.refusal = None
        assert shop.give_back(sold).number == "T01-000002"

    def test_needs_permission(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA")
        order = shop.orders.create_order(actor=shop.cashier)
        with pytest.raises(ApprovalNeededError):
            shop.returns.add(document=sold, why=FAULTY, actor=shop.cashier)
        assert len(order.returns) == 0

        approval = Approval(Permission.REFUND, shop.cashier.staff_id, shop.owner)
        shop.returns.add(document=sold, why=FAULTY, actor=shop.cashier, approval=approval)
        shop.checkout.pay(order=order, tenders=shop.returns.plan(order), actor=shop.cashier)

        assert shop.entry(-1)["approver_id"] == shop.owner.staff_id
        assert shop.entry(-1)["body"]["items"][0]["approved_by"] == shop.owner.staff_id


class TestRace:
    def test_ends_with_one_of_two_refunds_refused(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA", "TEA", "TEA")
        first, second = (shop.orders.create_order(actor=shop.owner) for _ in range(2))
        for order in (first, second):
            shop.orders.take_up(order)
            shop.returns.add(document=sold, lines=(Line(1, ONE),), why=FAULTY, actor=shop.owner)
        tenders = shop.returns.plan(first)
        shop.checkout.pay(order=first, tenders=tenders, actor=shop.owner)

        with pytest.raises(ReturnedMeanwhileError, match="Thé of T01-000001 came back meanwhile"):
            shop.checkout.pay(order=second, tenders=tenders, actor=shop.owner)

        assert shop.return_queries.returned("T01-000001") == {1: 1_000}
        assert len(shop.store.tables.orders) == 2
        shop.orders.take_up(second)
        shop.returns.add(document=sold, lines=(Line(1, ONE),), why=FAULTY, actor=shop.owner)
        shop.checkout.pay(order=second, tenders=tenders, actor=shop.owner)
        assert shop.return_queries.returned("T01-000001") == {1: 2_000}


class TestMoney:
    def test_goes_back_to_the_tenders_it_came_from(self, shop: FakeShop) -> None:
        sold = paid_by(shop, Tender("cash", 200), Tender("card", 250, reference="1234"))

        document = shop.give_back(sold)

        assert [(one.method, one.amount) for one in document.payments] == [
            ("card", -250),
            ("cash", -200),
        ]
        assert shop.return_queries.given_back("T01-000001") == {
            sold.payments[0].payment_id: 200,
            sold.payments[1].payment_id: 250,
        }

    def test_goes_elsewhere_only_if_somebody_allows_it(self, shop: FakeShop) -> None:
        sold = paid_by(shop, Tender("card", 450))
        order = shop.orders.create_order(actor=shop.cashier)
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)
        tenders = shop.returns.plan(order, to="cash")
        with pytest.raises(ApprovalNeededError):
            shop.checkout.pay(order=order, tenders=tenders, actor=shop.cashier)
        assert shop.return_queries.given_back("T01-000001") == {}

        approval = Approval(Permission.REFUND_ELSEWHERE, shop.cashier.staff_id, shop.owner)
        document = shop.checkout.pay(
            order=order, tenders=tenders, actor=shop.cashier, approval=approval
        )

        assert (document.payments[0].method, document.payments[0].refunds) == (
            "cash",
            sold.payments[0].payment_id,
        )
        assert shop.entry(-1)["approver_id"] == shop.owner.staff_id

    def test_goes_elsewhere_on_a_full_disk_too(self, shop: FakeShop) -> None:
        sold = paid_by(shop, Tender("card", 450))
        order = shop.orders.create_order(actor=shop.cashier)
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)
        approval = shop.approving.approve(
            actor=shop.cashier,
            permission=Permission.REFUND_ELSEWHERE,
            approver_id=shop.owner.staff_id,
            pin=OWNER_PIN,
        )
        shop.fill_disk()

        shop.checkout.pay(
            order=order,
            tenders=shop.returns.plan(order, to="cash"),
            actor=shop.cashier,
            approval=approval,
        )

        assert shop.entry(-1)["approver_id"] == shop.owner.staff_id

    @pytest.mark.parametrize("refunds", ["nobody's", "of another order"])
    def test_goes_to_no_payment_of_another_order(self, shop: FakeShop, refunds: str) -> None:
        other, sold = shop.sell("TEA"), shop.sell("TEA")
        order = shop.orders.create_order(actor=shop.owner)
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)
        if refunds == "of another order":
            refunds = other.payments[0].payment_id

        with pytest.raises(StrangePaymentError):
            shop.checkout.pay(
                order=order, tenders=(Tender("cash", -450, refunds=refunds),), actor=shop.owner
            )

    def test_belongs_to_a_payment_unless_somebody_allows_it(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA")
        order = shop.orders.create_order(actor=shop.cashier)
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)

        with pytest.raises(ApprovalNeededError):
            shop.checkout.pay(order=order, tenders=(Tender("cash", -450),), actor=shop.cashier)

    def test_is_never_more_than_the_payment_took(self, shop: FakeShop) -> None:
        sold = paid_by(shop, Tender("cash", 200), Tender("card", 250))
        order = shop.orders.create_order(actor=shop.owner)
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)
        too_much = Tender("card", -450, refunds=sold.payments[1].payment_id)

        with pytest.raises(GivenBackMeanwhileError):
            shop.checkout.pay(order=order, tenders=(too_much,), actor=shop.owner)

    def test_that_a_processor_holds_is_not_said_to_be_back_before_it_is(self) -> None:
        shop = new_shop(methods=(("card", "card", "", False, False, "fake", "reader"),))
        shop.charging.advance(shop.charge(shop.order_of("TEA"), 450).attempt_id)
        (sold,) = shop.recovering.complete()
        order = shop.orders.create_order(actor=shop.owner)
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)

        with pytest.raises(NotMovedError, match="Fake has not given this money back"):
            shop.checkout.pay(order=order, tenders=shop.returns.plan(order), actor=shop.owner)

        in_cash = shop.returns.plan(order, to="cash")
        document = shop.checkout.pay(order=order, tenders=in_cash, actor=shop.owner)
        assert document.payments[0].method == "cash"

    def test_is_said_in_full(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA")
        order = shop.orders.create_order(actor=shop.owner)
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)
        part = Tender("cash", -400, refunds=sold.payments[0].payment_id)

        with pytest.raises(NotAllGivenError, match=r"4\.50 EUR goes back"):
            shop.checkout.pay(order=order, tenders=(part,), actor=shop.owner)

    def test_is_planned_for_ways_that_the_store_takes(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA")
        order = shop.orders.create_order(actor=shop.owner)
        assert shop.returns.plan(order) == ()
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)

        with pytest.raises(MethodUnknownError):
            shop.returns.plan(order, to="shells")

    def test_of_a_changed_tender_goes_back_as_it_was_changed(self, shop: FakeShop) -> None:
        sold = shop.correct(shop.sell("TEA"), "card")

        assert [one.method for one in shop.give_back(sold).payments] == ["card"]

    def test_keeps_its_tender_once_something_was_given_back(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA", "TEA")
        refund = shop.give_back(sold, Line(1, ONE))

        for document in (sold, refund):
            with pytest.raises(GivenBackError):
                shop.correct(document, "card")

    def test_is_rounded_to_coins_and_ends_at_what_was_paid(self) -> None:
        shop = new_shop(cash_increment=5)
        sold = shop.sell(*["MILK"] * 9)

        amounts = [
            one.amount for _ in range(9) for one in shop.give_back(sold, Line(1, ONE)).payments
        ]

        assert sum(amounts) == -sold.payments[0].amount
        assert {amount % 5 for amount in amounts} == {0}


class TestExchange:
    def exchange(self, shop: FakeShop, *codes: str) -> OrderDocument:
        sold = shop.sell("TEA")
        order = shop.order_of(*codes)
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)
        tenders = shop.returns.plan(order) or (
            Tender("cash", order.calculate_total(TAX_CLASSES).total),
        )
        return shop.checkout.pay(order=order, tenders=tenders, actor=shop.cashier)

    @pytest.mark.parametrize(
        ("codes", "total"), [(("TEA", "TEA"), 450), (("MILK",), -306), (("TEA",), 0)]
    )
    def test_is_one_document(self, shop: FakeShop, codes: tuple[str, ...], total: int) -> None:
        document = self.exchange(shop, *codes)

        assert (document.number, document.totals.total) == ("T01-000002", total)
        assert sum(one.amount for one in document.payments) == total
        assert shop.entry(-1)["kind"] == "order"
        shift = shop.shift_queries.current()
        assert shift is not None
        assert (shift.orders, shift.sales, shift.refunds) == (2, 900 + total, 450)
        assert shift.expected == 10_000 + 450 + total
        shop.shifts.close(actor=shop.owner, counted=0)
        assert shop.verdict().ok

    def test_can_come_back_in_turn(self, shop: FakeShop) -> None:
        document = self.exchange(shop, "TEA", "TEA")

        back = shop.give_back(document, Line(1, ONE))

        assert back.totals.total == -450

    @pytest.mark.parametrize("codes", [("TEA", "TEA"), ("MILK",), ("TEA",)])
    def test_is_given_back_to_what_paid_for_it_in_the_end(
        self, shop: FakeShop, codes: tuple[str, ...]
    ) -> None:
        document = self.exchange(shop, *codes)

        shop.give_back(document)

        assert sum(shop.return_queries.given_back("T01-000001").values()) == 450
        shift = shop.shift_queries.current()
        assert shift is not None
        assert (shift.expected, shift.sales - shift.refunds) == (10_000, 0)

    def test_takes_back_from_one_receipt(self, shop: FakeShop) -> None:
        first, second = shop.sell("TEA"), shop.sell("TEA")
        order = shop.orders.create_order(actor=shop.owner)
        shop.returns.add(document=first, why=FAULTY, actor=shop.owner)

        with pytest.raises(OtherReceiptError):
            shop.returns.add(document=second, why=FAULTY, actor=shop.owner)
        with pytest.raises(OtherReceiptError):
            shop.returns.add_without_receipt(
                product=TEA, quantity=ONE, why=FAULTY, actor=shop.owner
            )

        approval = Approval(Permission.REFUND, shop.cashier.staff_id, shop.owner, use=pytest.fail)
        with pytest.raises(OtherReceiptError):
            shop.returns.add(document=second, why=FAULTY, actor=shop.cashier, approval=approval)

        assert {one.number for one in order.returns} == {first.number}

    def test_survives_a_power_cut(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA", "MILK")
        order = shop.order_of("TEA")
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)

        again = order_of(draft_of(order, total=0))

        assert again == order
        assert again.calculate_total(TAX_CLASSES) == order.calculate_total(TAX_CLASSES)

    def test_is_undone_step_by_step(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA")
        order = shop.order_of("MILK")
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)

        shop.orders.undo()
        assert (len(order.items), len(order.returns)) == (2, 0)
        shop.orders.redo()
        assert len(order.returns) == 1
        shop.returns.clear()
        assert len(order.returns) == 0

    def test_takes_a_line_out_again_with_its_deposit(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA", "MILK")
        order = shop.orders.create_order(actor=shop.owner)
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)

        gone = [shop.returns.take_out(2), shop.returns.take_out(0)]

        assert [one.item.name for one in gone] == ["Lait", "Thé"]
        assert coming_back(order) == []
        shop.orders.undo()
        assert coming_back(order) == ["Thé"]
        shop.orders.undo()
        assert coming_back(order) == ["Thé", "Lait", "Consigne"]


class TestWithoutReceipt:
    def test_gives_back_what_it_costs_today(self, shop: FakeShop) -> None:
        order = shop.orders.create_order(actor=shop.owner)
        shop.returns.add_without_receipt(
            product=MILK, quantity=Quantity.of(2), why=FAULTY, actor=shop.owner
        )

        document = shop.checkout.pay(
            order=order, tenders=shop.returns.plan(order), actor=shop.owner
        )

        assert document.totals.total == -288
        assert document.payments[0].refunds == ""
        assert shop.entry(-1)["kind"] == "refund"
        assert stock_of(shop, MILK) == 52_000

    def test_takes_a_price_that_is_said(self, shop: FakeShop) -> None:
        order = shop.orders.create_order(actor=shop.owner)

        shop.returns.add_without_receipt(
            product=TEA, quantity=ONE, price=Money(300, EUR), why=FAULTY, actor=shop.owner
        )

        assert order.calculate_total(TAX_CLASSES).total == -300
        assert shop.returns.plan(order, to="card") == (Tender("card", -300),)
        with pytest.raises(PriceOutOfRangeError):
            shop.returns.add_without_receipt(
                product=TEA, quantity=ONE, price=Money(0, EUR), why=FAULTY, actor=shop.owner
            )


class TestVoid:
    def test_takes_back_the_whole_order_as_it_was_paid(self, shop: FakeShop) -> None:
        sold = paid_by(shop, Tender("cash", 200), Tender("card", 250))
        order = shop.order_of("MILK")

        document = shop.returns.void(document=sold, actor=shop.owner)

        assert sorted((one.method, one.amount) for one in document.payments) == [
            ("card", -250),
            ("cash", -200),
        ]
        back = document.items[0].item.returns
        assert back is not None
        assert (back.reason, back.number) == (ReturnReason.VOID, sold.number)
        assert shop.orders.order is order

    def test_of_what_cost_nothing_gives_nothing(self, shop: FakeShop) -> None:
        shop.sells(replace(TEA, product_id=9, sku="FREE"), "FREE", stock=1_000)
        order = shop.order_of("FREE")
        order.replace_item(0, replace(order.items[0], unit_price=Money(0, EUR)))
        sold = shop.checkout.pay_cash(order=order, tendered=0, actor=shop.cashier)

        document = shop.returns.void(document=sold, actor=shop.owner)

        assert (document.totals.total, document.payments[0].amount) == (0, 0)
        assert shop.entry(-1)["kind"] == "refund"

    def test_is_refused_once_the_shift_is_closed(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA")
        shop.shifts.close(actor=shop.owner, counted=10_450)
        shop.open_shift()

        with pytest.raises(VoidTooLateError, match="Give it back instead"):
            shop.returns.void(document=sold, actor=shop.owner)

        assert shop.give_back(sold).totals.total == -450

    def test_is_of_a_whole_order(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA", "TEA")
        refund = shop.give_back(sold, Line(1, ONE))

        with pytest.raises(VoidPartlyError):
            shop.returns.void(document=sold, actor=shop.owner)
        with pytest.raises(VoidOfRefundError):
            shop.returns.void(document=refund, actor=shop.owner)
        with pytest.raises(NothingToReturnError):
            shop.returns.void(document=replace(sold, number=None), actor=shop.owner)


class TestOpenOrder:
    def test_of_nothing_is_not_paid(self, shop: FakeShop) -> None:
        order = shop.orders.create_order(actor=shop.owner)

        with pytest.raises(EmptyOrderError):
            shop.checkout.pay(order=order, tenders=(), actor=shop.owner)

    def test_needs_the_order_that_it_gives_back(self, shop: FakeShop) -> None:
        sold = shop.sell("TEA")
        order = shop.orders.create_order(actor=shop.owner)
        shop.returns.add(document=sold, why=FAULTY, actor=shop.owner)
        del shop.store.tables.orders[sold.order_id]

        with pytest.raises(NoReceiptFoundError, match="T01-000001"):
            shop.returns.plan(order)


class TestAnySequence:
    @settings(max_examples=15)
    @given(
        st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), max_size=8),
        st.sampled_from(["", "cash", "card"]),
        st.sampled_from([1, 5]),
    )
    def test_of_refunds_balances_the_books(
        self, steps: list[tuple[int, int]], to: str, coin: int
    ) -> None:
        shop = new_shop(cash_increment=coin)
        sold = paid_by(
            shop,
            Tender("card", 301),
            Tender("cash", 5_000),
            codes=("TEA", "TEA", "MILK", "MILK", "MILK"),
        )
        for position, pieces in steps:
            try:
                shop.give_back(sold, Line(position, Quantity.of(pieces)), to=to)
            except PosError:
                continue

        documents = [*shop.store.tables.orders.values()]
        for one in documents:
            paid = sum(payment.amount for payment in one.payments)
            assert paid == one.totals.total + one.rounding
        given_back = shop.return_queries.given_back(sold.number or "")
        assert all(given_back.get(one.payment_id, 0) <= one.amount for one in sold.payments)
        assert 0 <= sum(one.totals.total for one in documents) <= sold.totals.total
        shift = shop.shift_queries.current()
        assert shift is not None
        assert shift.sales - shift.refunds == sum(one.totals.total for one in documents)
        shop.shifts.close(actor=shop.owner, counted=0)
        assert shop.verdict().ok
