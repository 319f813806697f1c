"""Orders paid in two ways, and one whose tender was changed, in a store on disk."""

from __future__ import annotations

import sqlite3

import pytest

from pos_app.adapters.persistence import soundness
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import OpenStore, writing
from pos_app.composition.paying import tender_change_of
from pos_app.composition.proving import untrue
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.tender import Tender
from pos_app.services.journal.comparing import CHANGED
from pos_app.services.payments.tender_change import Correction, ShiftOverError
from pos_app.services.reports.sales import SalesBy
from tests.integration import shop as shops


def split(store: OpenStore) -> OrderDocument:
    """1.00 by card and the rest in cash."""
    order = shops.ring(store, shops.MILK, shops.SODA)
    tenders = (Tender("card", 100, reference="4242"), Tender("cash", 5_000))
    return store.services.checkout.pay(order=order, tenders=tenders, actor=shops.owner(store))


def correct(store: OpenStore, document: OrderDocument, method: str) -> OrderDocument:
    correction = Correction(document.order_id, document.tenders[-1].payment_id, method)
    return tender_change_of(store).change(correction=correction, actor=shops.owner(store))


def unsound(folder: DataFolder) -> list[str]:
    with Readers(folder.store) as readers:
        return soundness.unsound(readers)


@pytest.fixture
def paid(store: OpenStore) -> OrderDocument:
    return split(store)


@pytest.fixture
def changed(store: OpenStore, paid: OrderDocument) -> OrderDocument:
    """The cash of it was by card in truth."""
    return correct(store, paid, "card")


def by_payment(store: OpenStore, document: OrderDocument) -> dict[str, tuple[int, int, int]]:
    day = document.business_date
    rows = store.queries.reports.sales(by=SalesBy.PAYMENT, since=day, until=day)
    return {row.key: (row.orders, row.tax, row.gross) for row in rows}


class TestSplit:
    def test_is_read_back_as_it_was_paid(self, store: OpenStore, paid: OrderDocument) -> None:
        stored = store.queries.orders.by_id(paid.order_id)

        assert stored is not None
        assert stored.payments == paid.payments
        assert [one.payment for one in store.queries.orders.payments()][-2:] == [*paid.payments]

    def test_leaves_everything_sound(
        self, store: OpenStore, folder: DataFolder, paid: OrderDocument
    ) -> None:
        assert paid.number is not None
        assert unsound(folder) == []
        assert untrue(folder.store) == []
        assert shops.verdict(store.queries).ok

    def test_counts_once_in_each_way_and_once_in_all(self, store: OpenStore) -> None:
        before = by_payment(store, first := shops.sell(store, shops.MILK))
        document = split(store)
        after = by_payment(store, first)

        cash, card, total = after["cash"], after["card"], after["total"]
        assert cash[0] == before["cash"][0] + 1
        assert card[0] == 1
        assert total[0] == before["total"][0] + 1
        assert card[2] == 100
        assert total[2] == before["total"][2] + document.totals.total
        # 100 of 458 minor units, and so the same share of the tax.
        share = document.totals.tax * 100 / document.totals.total
        assert abs(card[1] - share) < 1
        assert cash[1] + card[1] == total[1] == before["total"][1] + document.totals.tax


class TestChanged:
    def test_leaves_everything_sound(
        self, store: OpenStore, folder: DataFolder, changed: OrderDocument
    ) -> None:
        assert [one.method for one in changed.tenders] == ["card", "card"]
        assert unsound(folder) == []
        assert untrue(folder.store) == []
        assert shops.verdict(store.queries).ok

    def test_is_what_is_read_back(self, store: OpenStore, changed: OrderDocument) -> None:
        stored = store.queries.orders.by_id(changed.order_id)

        assert stored is not None
        assert (stored.payments, stored.tenders) == (changed.payments, changed.tenders)

    def test_is_one_way_in_the_report(self, store: OpenStore, paid: OrderDocument) -> None:
        before = by_payment(store, paid)
        correct(store, paid, "card")
        after = by_payment(store, paid)

        amount = paid.payments[1].amount
        assert after["cash"][0] == before["cash"][0] - 1
        assert after["cash"][2] == before["cash"][2] - amount
        assert after["card"] == (1, paid.totals.tax, paid.totals.total)
        assert after["total"] == before["total"]

    def test_moves_the_cash_of_the_shift(self, store: OpenStore, paid: OrderDocument) -> None:
        before = store.queries.shifts.current()
        correct(store, paid, "card")
        after = store.queries.shifts.current()

        assert before is not None
        assert after is not None
        assert after.expected == before.expected - paid.payments[1].amount
        assert (after.sales, after.orders) == (before.sales, before.orders)

    def test_and_back_closes_a_shift_that_adds_up(
        self, store: OpenStore, folder: DataFolder, changed: OrderDocument
    ) -> None:
        back = correct(store, changed, "cash")
        shops.close_shift(store)

        assert unsound(folder) == []
        assert shops.verdict(store.queries).ok
        with pytest.raises(ShiftOverError):
            correct(store, back, "card")

    def test_is_changed_while_others_read(
        self, store: OpenStore, folder: DataFolder, paid: OrderDocument
    ) -> None:
        for method in ("card", "cash", "card"):
            stored = store.queries.orders.by_id(paid.order_id)
            assert stored is not None
            correct(store, stored, method)

        assert untrue(folder.store) == []
        assert unsound(folder) == []


class TestForgery:
    @pytest.fixture
    def closed(self, folder: DataFolder) -> DataFolder:
        with writing(folder) as store:
            correct(store, split(store), "card")
        return folder

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE payment SET method = 'cash' WHERE change_seq IS NOT NULL",
            "UPDATE payment SET amount = amount + 5, tendered = tendered + 5 WHERE change_seq > 0",
            "UPDATE payment SET reverses = NULL WHERE reverses IS NOT NULL",
            "UPDATE payment SET change_seq = change_seq - 1 WHERE change_seq IS NOT NULL",
            "DELETE FROM payment WHERE change_seq IS NOT NULL",
            "UPDATE payment SET order_id = 1 WHERE change_seq IS NOT NULL",
        ],
    )
    def test_of_a_changed_payment_is_named(self, closed: DataFolder, statement: str) -> None:
        with shops.tampered(closed.store) as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            assert connection.execute(statement).rowcount > 0

        assert any(said.startswith(CHANGED) for said in untrue(closed.store))

    def test_of_a_second_reversal_is_refused(self, closed: DataFolder) -> None:
        again = (
            "INSERT INTO payment SELECT NULL, 'again', order_id, method, amount, tendered, change,"
            " state, at, reference, reverses, change_seq, refunds"
            " FROM payment WHERE reverses IS NOT NULL"
        )
        with (
            shops.raw(closed.store) as connection,
            pytest.raises(sqlite3.IntegrityError, match=r"payment\.reverses"),
        ):
            connection.execute(again)
