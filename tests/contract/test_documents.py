"""Orders and their print jobs, in the store in memory and in the one on disk alike."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import pytest

from pos_app.adapters.persistence import order_queries
from pos_app.domain.money import Money
from pos_app.domain.order import put_tip
from pos_app.domain.pricing import Discount, DiscountKind
from pos_app.domain.quantity import Quantity
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.services.reports.sales import SalesBy
from tests.contract.samples import (
    ANA,
    COFFEE,
    EUR,
    MILK,
    MORNING,
    TEA,
    TODAY,
    a_draft,
    an_order,
    cancelled,
    close_shift,
    open_shift,
    paid,
    save_draft,
    sell,
    write_cancelled,
)
from tests.contract.stores import Store

# A bug, not a failure a person may meet: the database's constraint, or the fake's assertion.
REFUSED: Final = (AssertionError, sqlite3.IntegrityError)
MIXED: Final = ((MILK, 3_000), (COFFEE, 842), (TEA, 1_000), (MILK, 1_000))
TEN_PER_CENT: Final = Discount(DiscountKind.PERCENT, 1_000, "regular")


class TestOrder:
    def test_comes_back_as_it_was_stored(self, store: Store) -> None:
        shift = open_shift(store)
        document = paid(an_order("order-1", MIXED), shift, rounding=-2, change=37)

        stored = sell(store, document)

        taxes = sorted(stored.totals.tax_lines, key=lambda one: one.tax_class)
        expected = replace(stored, totals=replace(stored.totals, tax_lines=tuple(taxes)))
        assert store.orders.by_id("order-1") == expected
        assert store.orders.by_number("T01-000001") == expected
        assert store.orders.latest() == expected

    def test_keeps_its_tip(self, store: Store) -> None:
        order = an_order("order-1")
        put_tip(order, 30)

        stored = sell(store, paid(order, open_shift(store), rounding=1))

        found = store.orders.by_id("order-1")
        assert found == stored
        assert found is not None
        assert (found.totals.total, found.totals.tip, found.paid) == (119, 30, 150)
        assert store.unsound() == []

    def test_keeps_no_tip_that_goes_another_way(self, store: Store) -> None:
        document = paid(an_order("order-1"), open_shift(store))

        with pytest.raises(REFUSED):
            sell(store, replace(document, totals=replace(document.totals, tip=-30)))

    def test_keeps_the_hour_of_the_store(self, store: Store) -> None:
        sell(store, paid(an_order("order-1"), open_shift(store)))

        found = store.orders.by_id("order-1")

        assert found is not None
        assert found.completed_at.isoformat() == MORNING.isoformat()

    def test_keeps_the_amounts_of_its_discounts(self, store: Store) -> None:
        order = an_order("order-1", MIXED, discount=Discount(DiscountKind.AMOUNT, 100))
        order.items[1] = replace(order.items[1], discount=TEN_PER_CENT)

        stored = sell(store, paid(order, open_shift(store)))

        found = store.orders.by_id("order-1")
        assert found is not None
        assert found.discount == Discount(DiscountKind.AMOUNT, 100)
        assert found.totals.lines == stored.totals.lines
        assert [line.totals for line in found.items] == [line.totals for line in stored.items]
        assert found.totals.discount == stored.totals.discount > 100

    def test_keeps_who_priced_it_anew_and_why(self, store: Store) -> None:
        order = an_order("order-1", MIXED)
        order.items[0] = replace(
            order.items[0],
            discount=Discount(DiscountKind.PERCENT, 500, "Damaged / old"),
            list_price=Money(0, EUR),
            approved_by=ANA.staff_id,
            note="dented",
        )
        order.set_content(replace(order.content, discount_approved_by=ANA.staff_id, note="school"))

        stored = sell(store, paid(order, open_shift(store)))

        found = store.orders.by_id("order-1")
        assert found is not None
        assert [line.item for line in found.items] == [line.item for line in stored.items]
        assert (found.discount_approved_by, found.note) == (ANA.staff_id, "school")

    def test_is_stored_once(self, store: Store) -> None:
        shift = open_shift(store)
        sell(store, paid(an_order("order-1"), shift))

        with pytest.raises(REFUSED):
            sell(store, paid(an_order("order-1"), shift))

        assert store.journal.head().seq == 1

    def test_comes_after_its_journal_entry(self, store: Store) -> None:
        document = paid(an_order("order-1"), open_shift(store))
        early = replace(document, number="T01-000001", journal_seq=1)

        with pytest.raises(REFUSED), store.new_uow() as uow:
            uow.orders.save(early, print_receipt=True)

    def test_that_is_cancelled_has_no_number_and_moves_nothing(self, store: Store) -> None:
        shift = open_shift(store)
        save_draft(store, a_draft("order-1"))

        with store.new_uow() as uow:
            stored = write_cancelled(uow, cancelled(an_order("order-1", ((TEA, 2_000),)), shift))
            uow.commit()

        assert store.orders.by_id("order-1") == stored
        assert (stored.number, stored.state, stored.payments) == (None, "cancelled", ())
        assert store.drafts.drafts() == []
        assert store.stock.level(TEA.product_id) == Quantity(0)
        assert store.shifts.current() == shift
        assert store.print_jobs.waiting(limit=9) == []
        assert store.orders.latest() is None

    def test_is_listed_oldest_first_and_the_open_ones_last(self, store: Store) -> None:
        shift = open_shift(store)
        sell(store, paid(an_order("order-2"), shift))
        with store.new_uow() as uow:
            write_cancelled(uow, cancelled(an_order("order-1"), shift))
            uow.commit()
        save_draft(store, a_draft("order-0"))

        rows = list(store.orders.listed())

        assert [(row.order_id, row.number, row.state) for row in rows] == [
            ("order-2", "T01-000001", "paid"),
            ("order-1", None, "cancelled"),
            ("order-0", None, "created"),
        ]
        assert [row.cashier for row in rows] == ["Ben", "Ana", "Ben"]
        assert [row.business_date for row in rows] == [TODAY, TODAY, None]
        assert {row.total.minor for row in rows} == {119}

    def test_is_listed_within_its_business_dates_and_a_limit(self, store: Store) -> None:
        for day in (13, 14, 15):
            shift = open_shift(store, business_date=date(2026, 3, day))
            for number in range(2):
                sell(store, paid(an_order(f"order-{day}-{number}"), shift))
            close_shift(store, shift)
        save_draft(store, a_draft())

        def ids(since: int | None, until: int | None, limit: int | None = None) -> list[str]:
            days = [date(2026, 3, day) if day else None for day in (since, until)]
            rows = store.orders.listed(since=days[0], until=days[1], limit=limit)
            return [row.order_id.removeprefix("order-") for row in rows]

        assert ids(14, 14) == ["14-0", "14-1"]
        assert ids(14, None) == ["14-0", "14-1", "15-0", "15-1"]
        assert ids(None, 13) == ["13-0", "13-1"]
        assert ids(None, None, 3) == ["13-0", "13-1", "14-0"]

    def test_is_listed_page_by_page(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(order_queries, "PAGE", 3)
        shift = open_shift(store)
        numbers = [sell(store, paid(an_order(f"order-{n}"), shift)).number for n in range(7)]

        for limit in (None, 1, 2, 3, 4, 6, 7, 8):
            assert [row.number for row in store.orders.listed(limit=limit)] == numbers[:limit]

    def test_lists_its_payments(self, store: Store) -> None:
        stored = sell(store, paid(an_order("order-1"), open_shift(store), change=381))

        (row,) = store.orders.payments()

        assert row.number == "T01-000001"
        assert row.at == MORNING
        assert row.payment == stored.payments[0]
        assert (row.payment.tendered, row.payment.change, row.payment.amount) == (500, 381, 119)

    def test_lists_its_payments_page_by_page(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(order_queries, "PAGE", 3)
        shift = open_shift(store)
        numbers = [sell(store, paid(an_order(f"order-{n}"), shift)).number for n in range(7)]

        assert [row.number for row in store.orders.payments()] == numbers


class TestPrintJob:
    def test_comes_with_the_order(self, store: Store) -> None:
        stored = sell(store, paid(an_order("order-1"), open_shift(store)))

        (job,) = store.print_jobs.waiting(limit=9)

        assert job.document == stored
        assert (job.copy, job.attempts) == (0, 0)

    def test_does_not_wait_where_no_receipt_is_wanted(self, store: Store) -> None:
        sell(store, paid(an_order("order-1"), open_shift(store)), print_receipt=False)

        assert store.print_jobs.waiting(limit=9) == []

    def test_waits_no_longer_once_it_is_done(self, store: Store) -> None:
        sell(store, paid(an_order("order-1"), open_shift(store)))
        (job,) = store.print_jobs.waiting(limit=9)

        with store.new_uow() as uow:
            uow.print_jobs.mark_done(job.job_id)
            uow.commit()

        assert store.print_jobs.waiting(limit=9) == []

    def test_waits_on_after_a_failure_that_is_counted(self, store: Store) -> None:
        sell(store, paid(an_order("order-1"), open_shift(store)))
        (job,) = store.print_jobs.waiting(limit=9)

        for _ in range(2):
            with store.new_uow() as uow:
                uow.print_jobs.mark_failed(job.job_id, reason="no paper")
                uow.commit()

        assert store.print_jobs.waiting(limit=9) == [replace(job, attempts=2)]

    def test_is_asked_for_again_as_the_next_copy(self, store: Store) -> None:
        shift = open_shift(store)
        sell(store, paid(an_order("order-1"), shift), print_receipt=False)
        sell(store, paid(an_order("order-2"), shift))

        with store.new_uow() as uow:
            copies = [uow.print_jobs.add(f"order-{number}") for number in (1, 1, 2)]
            uow.commit()

        jobs = store.print_jobs.waiting(limit=9)
        waiting = [(job.document.order_id, job.copy) for job in jobs]
        assert copies == [1, 2, 1]
        assert waiting == [("order-2", 0), ("order-1", 1), ("order-1", 2), ("order-2", 1)]
        assert {job.attempts for job in jobs} == {0}

    def test_is_worked_off_oldest_first_and_a_few_at_a_time(self, store: Store) -> None:
        shift = open_shift(store)
        for number in (3, 1, 2):
            sell(store, paid(an_order(f"order-{number}"), shift))

        found = [job.document.order_id for job in store.print_jobs.waiting(limit=2)]

        assert found == ["order-3", "order-1"]

    def test_that_is_settled_goes_a_month_later_a_few_at_a_time(self, store: Store) -> None:
        shift = open_shift(store)
        for number, days in enumerate((0, 1, 2, 40)):
            at = MORNING + timedelta(days=days)
            sell(store, paid(an_order(f"order-{number}"), shift, at=at), print_receipt=number != 1)
        for job in store.print_jobs.waiting(limit=9)[1:]:
            with store.new_uow() as uow:
                uow.print_jobs.mark_done(job.job_id)
                uow.commit()

        with store.new_uow() as uow:
            before = MORNING + timedelta(days=30)
            pruned = [uow.print_jobs.prune(before=before, limit=1) for _ in range(3)]
            uow.commit()

        # The first one still waits, and the last one is too new.
        assert pruned == [1, 1, 0]
        (waiting,) = store.print_jobs.waiting(limit=9)
        assert waiting.document.order_id == "order-0"

    def test_that_has_gone_is_followed_by_a_copy_all_the_same(self, store: Store) -> None:
        sell(store, paid(an_order("order-1"), open_shift(store)), print_receipt=False)
        with store.new_uow() as uow:
            uow.print_jobs.prune(before=MORNING + timedelta(days=1), limit=9)
            copies = [uow.print_jobs.add("order-1") for _ in range(2)]
            uow.commit()

        assert copies == [1, 2]

    def test_of_an_unknown_order_is_a_bug(self, store: Store) -> None:
        with pytest.raises(AssertionError), store.new_uow() as uow:
            uow.print_jobs.add("order-unknown")


class TestChangedTender:
    def test_is_added_to_the_order_and_moves_cash(self, store: Store) -> None:
        shift = open_shift(store)
        stored = sell(store, paid(an_order("order-1"), shift))
        (wrong,) = stored.payments
        back = replace(
            wrong,
            payment_id="back",
            amount=-wrong.amount,
            tendered=-wrong.tendered,
            change=-wrong.change,
            reverses=wrong.payment_id,
            change_seq=1,
        )
        right = replace(wrong, payment_id="right", method="card", reference="4242", change_seq=1)
        with store.new_uow() as uow:
            uow.orders.change_tender(stored, (back, right), at=MORNING)
            uow.commit()

        changed = store.orders.by_id("order-1")
        assert changed is not None
        assert changed.payments == (wrong, back, right)
        assert changed.tenders == (right,)
        now = store.shifts.current()
        assert now is not None
        assert (now.cash_sales, now.sales, now.orders) == (0, stored.totals.total, 1)
        (row,) = store.sales.sales(SalesBy.PAYMENT, since=TODAY, until=TODAY)
        assert (row.key, row.orders, row.gross) == ("card", 1, wrong.amount)
        assert store.unsound() == []


class TestGiftReceipt:
    def test_is_counted_by_itself(self, store: Store) -> None:
        sell(store, paid(an_order("order-1"), open_shift(store)), print_receipt=False)

        with store.new_uow() as uow:
            numbers = [
                uow.print_jobs.add("order-1", kind)
                for kind in (ReceiptKind.GIFT, ReceiptKind.RECEIPT, ReceiptKind.GIFT)
            ]
            uow.commit()

        jobs = store.print_jobs.waiting(limit=9)
        assert numbers == [1, 1, 2]
        assert [(job.kind, job.copy) for job in jobs] == [
            (ReceiptKind.GIFT, 1),
            (ReceiptKind.RECEIPT, 1),
            (ReceiptKind.GIFT, 2),
        ]
