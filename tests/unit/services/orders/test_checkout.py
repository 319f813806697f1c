from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pos_app.domain.cash import NothingTenderedError, TenderTooLargeError
from pos_app.domain.money import Money
from pos_app.domain.order import EmptyOrderError, Order, OrderClosedError, OrderState
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.payment import PaymentState
from pos_app.domain.pricing import Discount, DiscountKind
from pos_app.domain.product import Oversell, Product, Unit
from pos_app.domain.quantity import Quantity
from pos_app.domain.shift import NoShiftError, ShiftTooLongError
from pos_app.domain.staff import NotAllowedError
from pos_app.services.order_drafts import draft_of
from pos_app.services.orders.checkout import TenderTooSmallError
from pos_app.services.orders.stock_check import OutOfStockError
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError, Tables

TEA = Product(1, "TEA", "Thé", Money(450, EUR), "STANDARD")
MILK = Product(2, "MILK", "Lait", Money(119, EUR), "REDUCED")
BRIE = Product(3, "BRIE", "Brie", Money(1_990, EUR), "REDUCED", Unit.KILOGRAM)
LAST = Product(4, "LAST", "Dernier", Money(1_000, EUR), "STANDARD", oversell=Oversell.BLOCK)


def stocked(**profile: Any) -> FakeShop:
    shop = FakeShop(**profile)
    for product in (TEA, MILK, BRIE):
        shop.sells(product, stock=10_000)
    shop.sells(LAST, stock=2_000)
    return shop


@pytest.fixture
def shop() -> FakeShop:
    shop = stocked()
    shop.open_shift(opening_float=15_000)
    return shop


def pay(shop: FakeShop, order: Order, tendered: int) -> OrderDocument:
    return shop.checkout.pay_cash(order=order, tendered=tendered, actor=shop.cashier)


def snapshot(shop: FakeShop) -> Tables:
    return shop.store.tables.copy()


class TestCashDue:
    def test_is_the_total(self, shop: FakeShop) -> None:
        assert shop.checkout.cash_due(shop.order_of("TEA", "MILK")) == 569

    @pytest.mark.parametrize(
        ("skus", "due"), [(("MILK",), 120), (("MILK", "MILK"), 240), (("MILK",) * 3, 355)]
    )
    def test_is_rounded_where_small_coins_are_gone(self, skus: tuple[str, ...], due: int) -> None:
        shop = stocked(cash_increment=5)

        assert shop.checkout.cash_due(shop.order_of(*skus)) == due

    def test_of_an_empty_order_is_nothing(self, shop: FakeShop) -> None:
        assert shop.checkout.cash_due(shop.order_of()) == 0


class TestTender:
    def test_of_the_exact_amount_leaves_no_change(self, shop: FakeShop) -> None:
        document = pay(shop, shop.order_of("TEA"), 450)

        (payment,) = document.payments
        assert (payment.amount, payment.tendered, payment.change) == (450, 450, 0)
        assert (payment.method, payment.state) == ("cash", PaymentState.APPROVED)
        assert document.rounding == 0

    def test_of_more_gives_change(self, shop: FakeShop) -> None:
        (payment,) = pay(shop, shop.order_of("TEA"), 1_000).payments

        assert (payment.amount, payment.tendered, payment.change) == (450, 1_000, 550)

    @pytest.mark.parametrize("tendered", [1, 449])
    def test_of_less_is_refused(self, shop: FakeShop, tendered: int) -> None:
        order = shop.order_of("TEA")

        with pytest.raises(TenderTooSmallError, match=r"does not cover 4\.50 EUR"):
            pay(shop, order, tendered)

        assert order.state is OrderState.CREATED

    @pytest.mark.parametrize("tendered", [0, -450])
    def test_of_nothing_is_refused(self, shop: FakeShop, tendered: int) -> None:
        with pytest.raises(NothingTenderedError):
            pay(shop, shop.order_of("TEA"), tendered)

    def test_of_far_too_much_is_a_slip_of_the_finger(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")

        with pytest.raises(TenderTooLargeError, match=r"204\.50 EUR cash for 4\.50 EUR"):
            pay(shop, order, 20_450)

        assert order.state is OrderState.CREATED

    def test_of_the_largest_note_is_taken(self, shop: FakeShop) -> None:
        (payment,) = pay(shop, shop.order_of("TEA"), 20_000).payments

        assert payment.change == 19_550

    def test_is_not_limited_where_no_largest_note_is_known(self) -> None:
        shop = stocked(largest_note=0)
        shop.open_shift()

        (payment,) = pay(shop, shop.order_of("TEA"), 1_000_000).payments

        assert payment.change == 999_550


class TestRounding:
    @pytest.fixture
    def shop(self) -> FakeShop:
        shop = stocked(cash_increment=5)
        shop.open_shift()
        return shop

    @pytest.mark.parametrize(
        ("tendered", "amount", "change", "rounding"),
        [(120, 120, 0, 1), (119, 119, 0, 0), (200, 120, 80, 1)],
    )
    def test_is_on_what_is_paid_in_coins(
        self, shop: FakeShop, tendered: int, amount: int, change: int, rounding: int
    ) -> None:
        document = pay(shop, shop.order_of("MILK"), tendered)

        (payment,) = document.payments
        assert (payment.amount, payment.change) == (amount, change)
        assert (document.rounding, document.totals.total) == (rounding, 119)
        assert payment.amount == document.totals.total + document.rounding

    def test_lets_the_rounded_amount_be_enough(self, shop: FakeShop) -> None:
        document = pay(shop, shop.order_of("MILK", "MILK", "MILK"), 355)

        assert (document.totals.total, document.rounding) == (357, -2)

    def test_asks_for_the_rounded_amount(self, shop: FakeShop) -> None:
        with pytest.raises(TenderTooSmallError, match=r"does not cover 1\.20 EUR"):
            pay(shop, shop.order_of("MILK"), 118)

    def test_may_leave_nothing_to_pay(self, shop: FakeShop) -> None:
        shop.sells(Product(9, "BAG", "Sac", Money(2, EUR), "STANDARD"), stock=9_000)
        order = shop.order_of("BAG")

        document = pay(shop, order, shop.checkout.cash_due(order))

        assert (document.totals.total, document.rounding) == (2, -2)
        assert document.payments[0].amount == 0
        assert shop.verdict().ok

    def test_goes_into_the_drawer_but_not_into_the_sales(self, shop: FakeShop) -> None:
        pay(shop, shop.order_of("MILK"), 200)

        shift = shop.shifts.current()
        assert shift is not None
        assert (shift.sales, shift.cash_sales, shift.expected) == (119, 120, 120)


class TestPaidOrder:
    def test_is_stored_as_the_document_that_is_shown(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA", "MILK", "TEA")
        shop.orders.add_product(product_id=BRIE.product_id, quantity=Quantity(842))

        document = pay(shop, order, 5_000)

        assert shop.order_queries.by_number("T01-000001") == replace(
            document,
            totals=replace(
                document.totals,
                tax_lines=tuple(sorted(document.totals.tax_lines, key=lambda one: one.tax_class)),
            ),
        )

    def test_says_who_sold_what_when(self, shop: FakeShop) -> None:
        order = shop.orders.create_order(actor=shop.owner)
        shop.orders.scan(raw="TEA")

        document = pay(shop, order, 450)

        assert (document.order_id, document.number) == (order.order_id, "T01-000001")
        assert document.opened_by == shop.owner.staff_id
        assert (document.completed_by, document.cashier) == (shop.cashier.staff_id, "Ana")
        assert document.completed_at.isoformat() == "2026-03-14T10:00:00+01:00"
        assert document.business_date.isoformat() == "2026-03-14"
        assert [line.item for line in document.items] == order.items
        assert document.totals == order.calculate_total(shop.setting_queries.tax_classes())

    def test_is_paid_and_closed(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        pay(shop, order, 450)

        assert order.state is OrderState.PAID
        with pytest.raises(OrderClosedError):
            pay(shop, order, 450)
        with pytest.raises(OrderClosedError):
            shop.orders.scan(raw="TEA")
        assert shop.shift_queries.listed()[0].orders == 1

    def test_takes_from_the_stock(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA", "MILK", "TEA")

        pay(shop, order, 5_000)

        assert shop.stock_queries.level(TEA.product_id) == Quantity.of(8)
        assert shop.stock_queries.level(MILK.product_id) == Quantity.of(9)

    def test_is_journalled_with_its_amount(self, shop: FakeShop) -> None:
        document = pay(shop, shop.order_of("TEA", "MILK"), 1_000)

        (entry,) = shop.entries("order")
        assert (entry["seq"], entry["number"]) == (document.journal_seq, "T01-000001")
        assert entry["order_id"] == document.order_id
        assert entry["user_id"] == shop.cashier.staff_id
        assert entry["shift_id"] == document.shift_id
        assert entry["business_date"] == "2026-03-14"
        assert (entry["period_total"], entry["perpetual_total"]) == (569, 569)
        assert entry["body"]["total"] == 569
        assert [item["total"] for item in entry["body"]["items"]] == [450, 119]
        assert entry["body"]["payments"][0]["change"] == 431
        assert document.journal_hash == shop.store.tables.entries[-1].hash
        assert shop.verdict().ok

    def test_is_printed_once(self, shop: FakeShop) -> None:
        document = pay(shop, shop.order_of("TEA"), 450)

        (job,) = shop.print_job_queries.waiting(limit=9)
        assert (job.document, job.copy) == (document, 0)

    def test_is_not_printed_in_a_rehearsal(self, shop: FakeShop) -> None:
        checkout = shop.new_checkout(print_receipts=False)

        checkout.pay_cash(order=shop.order_of("TEA"), tendered=450, actor=shop.cashier)

        assert shop.print_job_queries.waiting(limit=9) == []
        assert [job.state for job in shop.store.tables.jobs.values()] == ["skipped"]

    def test_leaves_no_draft(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        late = draft_of(order, total=450)
        shop.drafting.save(late)

        pay(shop, order, 450)
        saved_late = shop.drafting.save(replace(late, revision=late.revision + 99))

        assert not saved_late
        assert shop.drafting.open_orders() == []

    def test_of_nothing_to_pay_is_settled_with_nothing(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        order.discount = Discount(DiscountKind.PERCENT, 10_000)

        document = pay(shop, order, 0)

        assert (document.totals.total, document.payments[0].amount) == (0, 0)
        assert document.number == "T01-000001"
        assert shop.verdict().ok

    def test_follows_the_one_before(self, shop: FakeShop) -> None:
        numbers = [pay(shop, shop.order_of("TEA"), 450).number for _ in range(3)]

        assert numbers == ["T01-000001", "T01-000002", "T01-000003"]
        assert shop.entries("order")[-1]["perpetual_total"] == 1_350


class TestRefusal:
    """Whatever is refused, the order is open as before and nothing was stored."""

    @pytest.mark.parametrize("tendered", [0, 450, 50_000])
    def test_of_an_empty_order(self, shop: FakeShop, tendered: int) -> None:
        before = snapshot(shop)
        order = shop.order_of()

        with pytest.raises(EmptyOrderError):
            pay(shop, order, tendered)

        assert order.state is OrderState.CREATED
        assert shop.store.tables == before

    def test_without_a_shift(self) -> None:
        shop = stocked()
        order = shop.order_of("TEA")
        before = snapshot(shop)

        with pytest.raises(NoShiftError):
            pay(shop, order, 450)

        assert order.state is OrderState.CREATED
        assert shop.store.tables == before

    def test_after_the_shift_was_closed(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        shop.shifts.close(actor=shop.cashier, counted=15_000)

        with pytest.raises(NoShiftError):
            pay(shop, order, 450)

    def test_in_a_shift_that_nobody_closed(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        shop.clock.wall += timedelta(hours=36, milliseconds=1)
        before = snapshot(shop)

        with pytest.raises(ShiftTooLongError, match="36 hours"):
            pay(shop, order, 450)

        assert order.state is OrderState.CREATED
        assert shop.store.tables == before

    def test_does_not_come_before_36_hours(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        shop.clock.wall += timedelta(hours=36)

        document = pay(shop, order, 450)

        assert document.business_date.isoformat() == "2026-03-14"

    def test_of_somebody_who_left(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        before = snapshot(shop)

        with pytest.raises(NotAllowedError):
            shop.checkout.pay_cash(
                order=order, tendered=450, actor=replace(shop.cashier, active=False)
            )

        assert order.state is OrderState.CREATED
        assert shop.store.tables == before

    def test_of_what_was_sold_out_meanwhile(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA", "LAST", "LAST")
        with shop.store.new_uow() as uow:
            uow.stock.move(
                product_id=LAST.product_id,
                kind="adjustment",
                quantity=Quantity.of(-1),
                at=shop.clock.now(),
            )
            uow.commit()
        before = snapshot(shop)

        with pytest.raises(OutOfStockError, match="Dernier: only 1 left"):
            pay(shop, order, 5_000)

        assert order.state is OrderState.CREATED
        assert shop.store.tables == before

    def test_counts_all_the_lines_of_a_product(self, shop: FakeShop) -> None:
        order = shop.order_of("LAST", "TEA", "LAST")
        order.items.append(order.items[0])

        with pytest.raises(OutOfStockError, match="only 2 left"):
            pay(shop, order, 5_000)

    def test_does_not_meet_what_may_be_oversold(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        shop.orders.set_quantity(position=0, quantity=Quantity.of(11))

        pay(shop, order, 4_950)

        assert shop.stock_queries.level(TEA.product_id) == Quantity.of(-1)

    def test_by_the_disk(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        draft = draft_of(order, total=450)
        shop.drafting.save(draft)
        before = snapshot(shop)
        shop.store.refusal = DiskRefusedError()

        with pytest.raises(DiskRefusedError):
            pay(shop, order, 450)

        assert order.state is OrderState.CREATED
        assert shop.store.tables == before
        assert shop.draft_queries.drafts() == [draft]

    def test_by_the_disk_lets_the_same_order_be_paid_later(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        shop.store.refusal = DiskRefusedError()
        with pytest.raises(DiskRefusedError):
            pay(shop, order, 450)
        shop.store.refusal = None
        shop.orders.scan(raw="MILK")

        document = pay(shop, order, 569)

        assert document.number == "T01-000001"
        assert document.totals.total == 569
        assert shop.verdict().ok

    def test_by_the_disk_lets_the_draft_be_written_again(self, shop: FakeShop) -> None:
        order = shop.order_of("TEA")
        shop.drafting.save(draft_of(order, total=450))
        shop.store.refusal = DiskRefusedError()
        with pytest.raises(DiskRefusedError):
            pay(shop, order, 450)
        shop.store.refusal = None

        saved = shop.drafting.save(draft_of(order, total=450))

        assert saved
        assert shop.drafting.open_orders() == [order]
