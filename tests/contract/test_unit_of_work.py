"""What a unit of work promises, kept by the store in memory and by the one on disk alike."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import pytest

from pos_app.domain.errors import InvalidInputError
from pos_app.domain.journal import RunningTotals
from pos_app.domain.order import put_tip
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.quantity import Quantity
from pos_app.domain.staff import Role
from pos_app.services.ports import Head, StockMovement, UnitOfWork
from pos_app.services.product_edits import CodeOwner, NewProduct
from tests.contract.samples import (
    ANA,
    BEN,
    COFFEE,
    MILK,
    MORNING,
    TEA,
    TODAY,
    a_draft,
    an_order,
    append,
    cancelled,
    close_shift,
    open_shift,
    paid,
    save_draft,
    sell,
    write,
    write_cancelled,
)
from tests.contract.stores import Store
from tests.fakes.printing import by_card

# A bug, not a failure a person may meet: the database's constraint, or the fake's assertion.
REFUSED: Final = (AssertionError, sqlite3.IntegrityError)
MIXED: Final = ((MILK, 3_000), (COFFEE, 842), (TEA, 1_000), (MILK, 1_000))


def write_and_fail(uow: UnitOfWork, document: OrderDocument) -> None:
    write(uow, document)
    raise ZeroDivisionError


def commit_and_fail(uow: UnitOfWork) -> None:
    uow.settings.put("printer", "tape")
    uow.commit()
    raise ZeroDivisionError


class TestUnitOfWork:
    def test_leaves_nothing_behind_without_commit(self, store: Store) -> None:
        shift = open_shift(store)
        save_draft(store, a_draft("order-1"))
        before = store.journal.head()

        with store.new_uow() as uow:
            write(uow, paid(an_order("order-1", MIXED), shift))
            uow.drafts.save(a_draft("order-2"))
            # The payment of the first one has let its draft go.
            assert [one.order_id for one in uow.drafts.drafts()] == ["order-2"]
            uow.staff.add(name="Cleo", role=Role.MANAGER, pin_hash="hash")
            uow.staff.set_tries(BEN.staff_id, failures=3, lock_seconds_left=1)
            uow.settings.put("printer", "tape")

        assert store.orders.by_id("order-1") is None
        assert [one.order_id for one in store.drafts.drafts()] == ["order-1"]
        assert store.journal.head() == before
        assert store.stock.level(MILK.product_id) == Quantity.of(24)
        assert len(store.stock.movements(MILK.product_id, limit=9)) == 1
        assert store.shifts.current() == shift
        assert store.print_jobs.waiting(limit=9) == []
        assert store.staff.by_name("Cleo") is None
        assert store.staff.locks()[BEN.staff_id] == (0, 0)
        assert store.settings.get("printer") is None

    def test_leaves_nothing_behind_after_an_error(self, store: Store) -> None:
        shift = open_shift(store)

        with pytest.raises(ZeroDivisionError), store.new_uow() as uow:
            write_and_fail(uow, paid(an_order("order-1"), shift))

        assert store.orders.by_id("order-1") is None
        assert sell(store, paid(an_order("order-1"), shift)).number == "T01-000001"

    def test_keeps_what_was_committed_when_an_error_follows(self, store: Store) -> None:
        with pytest.raises(ZeroDivisionError), store.new_uow() as uow:
            commit_and_fail(uow)

        assert store.settings.get("printer") == "tape"

    def test_sees_its_own_writes_while_readers_see_the_last_commit(self, store: Store) -> None:
        with store.new_uow() as uow:
            uow.shifts.open(business_date=TODAY, at=MORNING, by=1, opening_float=0)
            uow.stock.move(
                product_id=MILK.product_id, kind="receipt", quantity=Quantity(5), at=MORNING
            )

            assert uow.shifts.current() is not None
            assert uow.stock.level(MILK.product_id) == Quantity(24_005)
            assert store.shifts.current() is None
            assert store.stock.level(MILK.product_id) == Quantity.of(24)
            uow.commit()

        assert store.shifts.current() is not None
        assert store.stock.level(MILK.product_id) == Quantity(24_005)

    def test_never_stands_inside_another(self, store: Store) -> None:
        with (
            store.new_uow(),
            pytest.raises(AssertionError, match="inside another"),
            store.new_uow(),
        ):
            pass

        with store.new_uow() as uow:
            uow.settings.put("next", "works")
            uow.commit()
        assert store.settings.get("next") == "works"


class TestNumber:
    def test_follows_the_last_one_without_a_gap(self, store: Store) -> None:
        shift = open_shift(store)

        numbers = [sell(store, paid(an_order(f"order-{n}"), shift)).number for n in range(3)]

        assert numbers == ["T01-000001", "T01-000002", "T01-000003"]

    def test_is_given_back_without_commit(self, store: Store) -> None:
        shift = open_shift(store)
        sell(store, paid(an_order("order-1"), shift))
        with store.new_uow() as uow:
            lost = uow.orders.take_number()

        sold = sell(store, paid(an_order("order-2"), shift))

        assert lost == sold.number == "T01-000002"

    def test_starts_a_new_series_with_every_epoch(self, store: Store) -> None:
        shift = open_shift(store)
        sell(store, paid(an_order("order-1"), shift))
        with store.new_uow() as uow:
            series = [
                uow.settings.start_epoch(at=MORNING, reason="restore", terminal="T01")
                for _ in range(2)
            ]
            uow.commit()

        sold = sell(store, paid(an_order("order-2"), shift))

        assert series == ["T01B", "T01C"]
        assert sold.number == "T01C-000001"
        assert store.settings.epoch() == 3

    def test_is_never_used_twice(self, store: Store) -> None:
        shift = open_shift(store)
        sold = sell(store, paid(an_order("order-1"), shift))

        again = replace(paid(an_order("order-2"), shift), number=sold.number, journal_seq=1)
        with pytest.raises(REFUSED), store.new_uow() as uow:
            uow.orders.save(again, print_receipt=True)

        assert store.orders.by_id("order-2") is None


class TestDraft:
    def test_comes_back_as_it_was_saved(self, store: Store) -> None:
        saved = save_draft(store, a_draft())

        assert saved
        assert store.drafts.drafts() == [a_draft()]

    def test_goes_forward_in_time(self, store: Store) -> None:
        save_draft(store, a_draft(revision=3))

        saved = save_draft(store, a_draft(revision=4, state="held"))

        assert saved
        assert store.drafts.drafts() == [a_draft(revision=4, state="held")]

    @pytest.mark.parametrize("late", [1, 2, 3])
    def test_never_goes_back_in_time(self, store: Store, late: int) -> None:
        save_draft(store, a_draft(revision=3))

        saved = save_draft(store, replace(a_draft(revision=late), body="late"))

        assert not saved
        assert store.drafts.drafts() == [a_draft(revision=3)]

    def test_goes_with_the_payment_of_its_order(self, store: Store) -> None:
        save_draft(store, a_draft("order-1"))
        save_draft(store, a_draft("order-2"))

        sell(store, paid(an_order("order-1"), open_shift(store)))

        assert [one.order_id for one in store.drafts.drafts()] == ["order-2"]

    def test_that_comes_after_the_payment_brings_nothing_back(self, store: Store) -> None:
        sell(store, paid(an_order("order-1"), open_shift(store)))

        saved = save_draft(store, a_draft("order-1", revision=99))

        assert not saved
        assert store.drafts.drafts() == []
        assert [row.state for row in store.orders.listed()] == ["paid"]

    def test_that_comes_after_the_cancelling_brings_nothing_back(self, store: Store) -> None:
        shift = open_shift(store)
        with store.new_uow() as uow:
            write_cancelled(uow, cancelled(an_order("order-1"), shift))
            uow.commit()

        saved = save_draft(store, a_draft("order-1", revision=99))

        assert not saved
        assert store.drafts.drafts() == []

    def test_can_be_forgotten_and_begun_again(self, store: Store) -> None:
        save_draft(store, a_draft(revision=7))

        with store.new_uow() as uow:
            uow.drafts.delete("order-1")
            uow.drafts.delete("order-unknown")
            uow.commit()
        gone = store.drafts.drafts()
        saved = save_draft(store, a_draft(revision=8))

        assert gone == []
        assert saved

    def test_is_read_oldest_order_first(self, store: Store) -> None:
        for order_id in ("order-2", "order-3", "order-1"):
            save_draft(store, a_draft(order_id))

        found = [one.order_id for one in store.drafts.drafts()]

        assert found == ["order-1", "order-2", "order-3"]

    @pytest.mark.parametrize("state", ["submitted", "paid", "cancelled"])
    def test_is_only_ever_of_an_open_order(self, store: Store, state: str) -> None:
        with pytest.raises(REFUSED):
            save_draft(store, a_draft(state=state))

        assert store.drafts.drafts() == []


class TestStock:
    def test_level_is_the_sum_of_the_movements(self, store: Store) -> None:
        shift = open_shift(store)
        sell(store, paid(an_order("order-1", MIXED), shift))
        with store.new_uow() as uow:
            for kind, moved in (("receipt", 12_000), ("count", -1), ("adjustment", -7_250)):
                for product in (MILK, COFFEE):
                    uow.stock.move(
                        product_id=product.product_id,
                        kind=kind,
                        quantity=Quantity(moved),
                        at=MORNING,
                    )
            uow.commit()
        sell(store, paid(an_order("order-2", ((TEA, 5_000), (COFFEE, 1))), shift))

        for product, level in ((MILK, 24_749), (TEA, -6_000), (COFFEE, 11_406)):
            movements = store.stock.movements(product.product_id, limit=99)

            assert store.stock.level(product.product_id) == Quantity(level)
            assert sum(one.quantity.thousandths for one in movements) == level
        assert store.unsound() == []

    def test_movements_name_their_order_newest_first(self, store: Store) -> None:
        sell(store, paid(an_order("order-1", MIXED), open_shift(store)))

        movements = store.stock.movements(MILK.product_id, limit=99)

        assert movements == [
            StockMovement(MORNING, "order", Quantity(-1_000), "T01-000001"),
            StockMovement(MORNING, "order", Quantity(-3_000), "T01-000001"),
            StockMovement(MORNING, "opening", Quantity.of(24), None),
        ]
        assert store.stock.movements(MILK.product_id, limit=1) == movements[:1]

    def test_that_was_sold_is_counted_apart(self, store: Store) -> None:
        shift = open_shift(store)
        for number in range(2):
            sell(store, paid(an_order(f"order-{number}", MIXED), shift))
        with store.new_uow() as uow:
            uow.stock.move(
                product_id=TEA.product_id, kind="adjustment", quantity=Quantity(-500), at=MORNING
            )
            uow.commit()

        sold = [store.sold(product.product_id) for product in (MILK, TEA, COFFEE)]

        assert sold == [8_000, 2_000, 1_684]

    def test_of_an_unknown_product_is_nothing(self, store: Store) -> None:
        with store.new_uow() as uow:
            inside = uow.stock.level(99)

        assert inside == store.stock.level(99) == Quantity(0)
        assert store.stock.movements(99, limit=9) == []


class TestShift:
    def test_begins_empty_with_its_float(self, store: Store) -> None:
        shift = open_shift(store, opening_float=15_000)

        assert (shift.number, shift.business_date, shift.opened_at) == (1, TODAY, MORNING)
        assert (shift.opened_by, shift.opening_float) == (BEN.staff_id, 15_000)
        assert (shift.orders, shift.sales, shift.cash_sales, shift.closed_at) == (0, 0, 0, None)
        assert store.shifts.current() == store.shifts.get(shift.shift_id) == shift

    def test_adds_up_its_orders(self, store: Store) -> None:
        shift = open_shift(store, opening_float=15_000)
        rounded = paid(an_order("order-1", ((MILK, 1_000),)), shift, rounding=1, change=80)
        sell(store, rounded)
        sell(store, paid(an_order("order-2", ((TEA, 2_000),)), shift))

        current = store.shifts.current()

        assert current is not None
        assert (current.orders, current.sales) == (2, 1_019)
        assert current.cash_sales == 1_020
        assert current.expected == 16_020
        assert store.unsound() == []

    def test_adds_up_tips_beside_its_sales(self, store: Store) -> None:
        shift = open_shift(store)
        order = an_order("order-1")
        put_tip(order, 31)
        sell(store, paid(order, shift))
        sell(store, paid(an_order("order-2"), shift))

        current = store.shifts.current()

        assert current is not None
        assert (current.sales, current.tips, current.cash_sales) == (238, 31, 269)
        assert store.unsound() == []

    def test_counts_as_cash_only_what_is_cash(self, store: Store) -> None:
        shift = open_shift(store, opening_float=100)

        sell(store, by_card(paid(an_order("order-1"), shift)))

        current = store.shifts.current()
        assert current is not None
        assert (current.orders, current.sales) == (1, 119)
        assert (current.cash_sales, current.expected) == (0, 100)

    def test_is_the_only_open_one(self, store: Store) -> None:
        first = open_shift(store)

        with pytest.raises(REFUSED):
            open_shift(store)

        assert store.shifts.listed() == [first]

    def test_is_closed_with_its_count(self, store: Store) -> None:
        shift = open_shift(store, opening_float=100)

        closed = close_shift(store, shift, counted=90)

        assert closed.closed_at == MORNING + timedelta(hours=9)
        assert (closed.closed_by, closed.counted, closed.difference) == (ANA.staff_id, 90, -10)
        assert store.shifts.current() is None
        assert store.shifts.get(shift.shift_id) == closed

    def test_stays_as_it_was_closed(self, store: Store) -> None:
        shift = open_shift(store)
        closed = close_shift(store, shift, counted=90)

        again = close_shift(store, shift, counted=500)

        assert again == closed
        assert store.shifts.get(shift.shift_id) == closed

    def test_takes_no_order_once_it_is_closed(self, store: Store) -> None:
        shift = open_shift(store)
        closed = close_shift(store, shift)

        with pytest.raises(REFUSED):
            sell(store, paid(an_order("order-1"), shift))

        assert store.shifts.listed() == [closed]

    def test_is_numbered_and_remembers_the_last_business_date(self, store: Store) -> None:
        with store.new_uow() as uow:
            before = uow.shifts.last_business_date()
        for day in (15, 16, 14):
            close_shift(store, open_shift(store, business_date=date(2026, 3, day)))

        with store.new_uow() as uow:
            last = uow.shifts.last_business_date()

        assert before is None
        assert last == date(2026, 3, 16)
        assert [shift.number for shift in store.shifts.listed()] == [1, 2, 3]

    def test_of_an_unknown_id_is_none(self, store: Store) -> None:
        assert store.shifts.get(99) is None


class TestJournal:
    def test_begins_with_no_link(self, store: Store) -> None:
        assert store.journal.head() == Head(0, b"", RunningTotals())
        assert list(store.journal.entries()) == []

    def test_head_follows_every_link(self, store: Store) -> None:
        with store.new_uow() as uow:
            first = append(uow, amount=500)
            inside = uow.journal.head()
            second = append(uow, amount=-200)
            uow.commit()

        assert inside == Head(1, first.hash, RunningTotals(500, 500, 500))
        assert store.journal.head() == Head(2, second.hash, RunningTotals(300, 300, 700))
        assert second.seq == 2

    def test_begins_a_new_period(self, store: Store) -> None:
        with store.new_uow() as uow:
            append(uow, amount=500)
            append(uow, new_period=True)
            uow.commit()

        assert store.journal.head().totals == RunningTotals(0, 500, 500)

    def test_gives_its_links_back_byte_for_byte(self, store: Store) -> None:
        with store.new_uow() as uow:
            written = [append(uow, amount=amount) for amount in range(1_003)]
            uow.commit()

        assert list(store.journal.entries()) == written
        assert list(store.journal.entries(after=1_000)) == written[1_000:]
        assert store.journal.waiting() == 1_003

    def test_uses_a_sequence_number_once(self, store: Store) -> None:
        with store.new_uow() as uow:
            entry = append(uow)
            uow.commit()

        with pytest.raises(REFUSED), store.new_uow() as uow:
            uow.journal.append(entry)

    def test_knows_the_keys_it_is_signed_with(self, store: Store) -> None:
        with store.new_uow() as uow:
            uow.settings.add_signing_key(key_id="k1", public_key=b"\x00\xff", first_seq=1)
            uow.settings.add_signing_key(key_id="k2", public_key=b"other", first_seq=40)
            uow.commit()

        assert store.journal.signing_keys() == {"k1": (b"\x00\xff", 1), "k2": (b"other", 40)}


PEN: Final = NewProduct("", ("4006381333931", "33"), "Stylo", 250, "", "STANDARD", "each")


class TestCatalogue:
    def test_knows_who_has_a_code(self, store: Store) -> None:
        with store.new_uow() as uow:
            uow.catalogue.add(PEN, at=MORNING)
            found = [uow.catalogue.owner_of(code) for code in ("33", PEN.barcodes[0], "TEA", "34")]

        pen = CodeOwner(4, PEN.barcodes[0], "Stylo", on_sale=True)
        assert found == [pen, pen, CodeOwner(TEA.product_id, "TEA", "Thé vert", True), None]

    def test_adds_a_product_without_stock(self, store: Store) -> None:
        with store.new_uow() as uow:
            added = uow.catalogue.add(PEN, at=MORNING)
            uow.commit()

        with store.new_uow() as uow:
            assert uow.catalogue.price_of(added.product_id) == 250
        assert store.stock.level(4) == Quantity(0)
        assert store.stock.movements(4, limit=9) == []
        assert store.unsound() == []

    def test_leaves_a_barcode_to_its_owner(self, store: Store) -> None:
        other = replace(PEN, sku="PEN-2", barcodes=("33",))
        with store.new_uow() as uow:
            uow.catalogue.add(PEN, at=MORNING)

            with pytest.raises(InvalidInputError, match=PEN.barcodes[0]):
                uow.catalogue.add(other, at=MORNING)

    def test_sets_one_price(self, store: Store) -> None:
        with store.new_uow() as uow:
            uow.catalogue.set_price(TEA.product_id, price=495)
            uow.commit()

        with store.new_uow() as uow:
            prices = [uow.catalogue.price_of(one.product_id) for one in (MILK, TEA, COFFEE)]
        assert prices == [119, 495, 1_250]
