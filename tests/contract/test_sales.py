"""Sales sums: kept as summaries on disk, added up from the documents in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pos_app.domain.order import OrderContent, put_tip
from pos_app.domain.quantity import Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.returning import Returning
from pos_app.services.reports.sales import ASKED, SalesBy, SalesRow, TipRow
from tests.contract.samples import (
    ANA,
    BEN,
    COFFEE,
    MILK,
    MORNING,
    TEA,
    TODAY,
    an_order,
    cancelled,
    close_shift,
    open_shift,
    paid,
    sell,
    write_cancelled,
)
from tests.contract.stores import Store

TOMORROW = TODAY + timedelta(days=1)
EVENING = MORNING + timedelta(hours=8, minutes=54)  # the last minute before seven
EXPECTED = {
    SalesBy.DAY: [
        ("2026-03-14", "2026-03-14", 2, 5_842, 345, 2_310),
        ("2026-03-15", "2026-03-15", 1, 1_000, 6, 119),
    ],
    SalesBy.HOUR: [("10", "10", 2, 4_842, 201, 1_529), ("18", "18", 1, 2_000, 150, 900)],
    SalesBy.PRODUCT: [
        ("COFFEE", "Café", 1, 842, 176, 1_053),
        ("TEA", "Thé vert", 1, 2_000, 150, 900),
        ("MILK", "Lait entier", 2, 4_000, 25, 476),
    ],
    SalesBy.CATEGORY: [
        ("dairy", "dairy", 2, 4_000, 25, 476),
        ("drinks", "drinks", 2, 2_842, 326, 1_953),
    ],
    SalesBy.CASHIER: [("1", "Ana", 1, 2_000, 150, 900), ("2", "Ben", 2, 4_842, 201, 1_529)],
    SalesBy.PAYMENT: [("cash", "cash", 3, 0, 351, 2_431)],
    SalesBy.TAX: [
        ("REDUCED", "Réduit", 2, 4_000, 25, 476),
        ("STANDARD", "Normal", 2, 2_842, 326, 1_953),
    ],
}


@pytest.fixture
def two_days(store: Store) -> Store:
    first = open_shift(store)
    basket = an_order("order-1", ((MILK, 2_000), (COFFEE, 842), (MILK, 1_000)))
    sell(store, paid(basket, first))
    tea = an_order("order-2", ((TEA, 2_000),))
    sell(store, paid(tea, first, actor=ANA, at=EVENING, rounding=2))
    close_shift(store, first)
    second = open_shift(store, business_date=TOMORROW)
    sell(store, paid(an_order("order-3"), second, at=MORNING + timedelta(days=1)))
    with store.new_uow() as uow:
        write_cancelled(uow, cancelled(an_order("order-4", ((TEA, 9_000),)), second))
        uow.commit()
    return store


def shown(row: SalesRow) -> tuple[str, str, int, int, int, int]:
    return (row.key, row.label, row.orders, row.quantity.thousandths, row.tax, row.gross)


class TestSales:
    @pytest.mark.parametrize("by", ASKED)
    def test_are_added_up_by(self, two_days: Store, by: SalesBy) -> None:
        rows = two_days.sales.sales(by, since=TODAY, until=TOMORROW)

        assert [shown(row) for row in rows] == EXPECTED[by]

    @pytest.mark.parametrize("by", ASKED)
    def test_are_the_same_with_a_tip(self, store: Store, by: SalesBy) -> None:
        shift = open_shift(store)
        for number, tip in enumerate((0, 31), start=1):
            order = an_order(f"order-{number}")
            put_tip(order, tip)
            document = paid(order, shift)
            (whole,) = document.payments
            cash = replace(whole, amount=60, tendered=60)
            rest = whole.amount - 60
            card = replace(
                whole, payment_id=f"card-{number}", method="card", amount=rest, tendered=rest
            )
            sell(store, replace(document, payments=(cash, card) if tip else (whole,)))

        rows = store.sales.sales(by, since=TODAY, until=TODAY)

        assert sum(row.gross for row in rows) == 238
        assert store.sales.total(since=TODAY, until=TODAY).gross == 238

    def test_leave_tips_to_a_report_of_their_own(self, store: Store) -> None:
        """Ana's customer has had hers back, from Ben."""
        shift = open_shift(store)
        for number, (actor, tip) in enumerate(((ANA, 50), (BEN, 40), (BEN, 0), (ANA, 31))):
            order = an_order(f"order-{number}")
            put_tip(order, tip)
            last = sell(store, paid(order, shift, actor=actor))
        returns = Returning(last).everything(Returned(ReturnReason.FAULTY))
        back = an_order("back", ())
        back.set_content(OrderContent(returns=returns, tip_back=31))
        sell(store, paid(back, shift, actor=BEN))

        rows = store.sales.tips(since=TODAY, until=TODAY)

        assert rows == [TipRow("1", "Ana", 1, 50, 50), TipRow("2", "Ben", 1, 40, 40)]
        assert store.sales.tips(since=TOMORROW, until=TOMORROW) == []

    def test_say_how_much_of_a_tip_lies_in_the_drawer(self, store: Store) -> None:
        """150 of 170 are paid in cash: so are 44 of the tip of 51."""
        shift = open_shift(store)
        order = an_order("order-1")
        put_tip(order, 51)
        document = paid(order, shift)
        (whole,) = document.payments
        cash = replace(whole, amount=150, tendered=150)
        card = replace(whole, payment_id="card-1", method="card", amount=20, tendered=20)
        sell(store, replace(document, payments=(cash, card)))

        (row,) = store.sales.tips(since=TODAY, until=TODAY)

        assert (whole.amount, row.tips, row.cash, row.elsewhere) == (170, 51, 45, 6)

    def test_add_up_to_a_total(self, two_days: Store) -> None:
        total = two_days.sales.total(since=TODAY, until=TOMORROW)

        assert total == SalesRow("total", "total", 3, Quantity(6_842), 351, 2_429)
        assert two_days.unsound() == []

    @pytest.mark.parametrize("by", ASKED)
    def test_are_those_of_the_business_dates_only(self, two_days: Store, by: SalesBy) -> None:
        rows = two_days.sales.sales(by, since=TOMORROW, until=TOMORROW)

        total = two_days.sales.total(since=TOMORROW, until=TOMORROW)
        assert [(row.orders, row.tax, row.gross) for row in rows] == [(1, 6, 119)]
        assert (total.orders, total.quantity, total.gross) == (1, Quantity(1_000), 119)

    @pytest.mark.parametrize(
        ("since", "until", "sold"),
        [
            (date(2026, 3, 1), date(2026, 3, 31), [900, 1_053, 476]),
            (date(2026, 2, 10), date(2026, 4, 2), [900, 1_053, 476]),
            (date(2026, 3, 1), date(2026, 3, 14), [900, 1_053, 357]),
            (date(2026, 3, 15), date(2026, 3, 31), [119]),
            (date(2025, 1, 1), date(2026, 2, 28), []),
        ],
    )
    def test_of_whole_months_are_those_of_their_days(
        self, two_days: Store, since: date, until: date, sold: list[int]
    ) -> None:
        rows = two_days.sales.sales(SalesBy.PRODUCT, since=since, until=until)

        assert sorted(row.gross for row in rows) == sorted(sold)

    @pytest.mark.parametrize("by", ASKED)
    def test_of_an_empty_period_are_none(self, two_days: Store, by: SalesBy) -> None:
        day = date(2026, 3, 13)

        rows = two_days.sales.sales(by, since=day, until=day)

        total = two_days.sales.total(since=day, until=day)
        assert rows == []
        assert total == SalesRow("total", "total", 0, Quantity(0), 0, 0)
