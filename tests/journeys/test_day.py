"""A day in a shop by keys alone, and every report of it against the journal that it has left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.opening import reading
from pos_app.composition.queries import Queries
from pos_app.services.reports.sales import SalesBy
from pos_app.services.reports.sales_table import BASKETS_BY
from tests.integration import shop as shops
from tests.integration import test_reports as proofs
from tests.integration.raw_orders import Goods, RawOrders
from tests.integration.raw_shift import RawShift
from tests.journeys.cashier import EURO, Cashier
from tests.journeys.orders_of_a_day import BEN_PIN, KINDS, MORE_PRODUCTS
from tests.journeys.screen import Screen
from tests.journeys.store import PIN, ROOT, TITLE, pos_app, pos_app_json
from tests.journeys.watching import watched_till

ORDERS: Final = int(os.environ.get("DAY_ORDERS", "1"))
"""At least so many, every kind equally often; `make day` wants thirty."""
ROUNDS: Final = -(-ORDERS // sum(KINDS.values()))
DEMO: Final = ROOT / "resources" / "demo" / "products.csv"
SHORT: Final = 200
"""In cents; of the limit of a count less than half."""
LEFT: Final = 4_000
PARTS: Final[tuple[dict[str, Any], ...]] = ({}, {"cashier": 2}, {"category": "Bakery"})


@pytest.fixture
def goods(folder: Path, tmp_path: Path) -> Goods:
    """Of the store, which has a cashier, too, and more that is asked about at the till."""
    more, pin = tmp_path / "more.csv", tmp_path / "ben"
    more.write_text(MORE_PRODUCTS, encoding="utf-8")
    pin.write_text(BEN_PIN, encoding="ascii")
    pos_app(folder, "products", "import", str(more))
    pos_app(folder, "staff", "add", "Ben", "--role", "cashier", "--pin-file", str(pin))
    return Goods.of(DEMO, more)


def exported(folder: Path, goods: Goods) -> RawOrders:
    path = folder.with_name("journal.txt")
    path.unlink(missing_ok=True)
    pos_app(folder, "journal", "export", str(path))
    return RawOrders(path.read_bytes().splitlines()[1:], goods)


def test_every_report_of_a_day_is_what_its_journal_says(
    screen: Screen, folder: Path, goods: Goods, tmp_path: Path
) -> None:
    with watched_till(screen, folder, title=TITLE) as till:
        day = Cashier(screen, till)
        open_the_shift(day)
        for _ in range(ROUNDS):
            for kind in KINDS:
                kind(day)
        day.move_cash("12.50")
        day.move_cash("20", is_in=True)
        # What should be in the drawer nobody is told: somebody looks into it.
        counted = RawShift(exported(folder, goods), 1).expected - SHORT
        close_the_shift(day, counted)

    raw = exported(folder, goods)
    (shift,) = pos_app_json(folder, "shift", "list")
    on = date.fromisoformat(shift["business_date"])
    assert len(list(raw.paid(on, on))) == ROUNDS * sum(KINDS.values()) >= ORDERS
    assert all(sum(column) for column in zip(*raw.conduct(on, on).values(), strict=True))
    proof = Proof(folder, raw, goods, on, counted)
    for prove in (proof.z_report, proof.closing, proof.reports):
        prove()
    see_what_is_planted(replace(proof, folder=shutil.copytree(folder, tmp_path / "wrong")))


def see_what_is_planted(proof: Proof) -> None:
    """A figure that is one too high must turn the proof red: else it proves nothing."""
    path = DataFolder(proof.folder).store
    proofs_of: dict[str, Callable[[], None]] = {
        "shift.cash_in": proof.z_report,
        "shift.sales": proof.closing,
        "daily_sales.gross": proof.reports,
        "sales_by_day_product.quantity": proof.reports,
        "order_item.tax": proof.reports,
        "payment.amount": proof.reports,
        "stock_level.quantity": proof.reports,
    }
    with shops.raw(path) as connection:
        shops.drop_triggers(connection)
    for figure, prove in proofs_of.items():
        plant(path, figure, 1)
        # The closing of a day sees it by itself, and is refused.
        with pytest.raises(AssertionError):
            prove()
        plant(path, figure, -1)
        prove()


def plant(path: Path, figure: str, by: int) -> None:
    table, column = figure.split(".")
    with shops.raw(path) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(f"UPDATE {table} SET {column} = {column} + ?", (by,))


def open_the_shift(day: Cashier) -> None:
    day.sign_in("ana", PIN)
    day.page("open_shift")
    day.type("50")
    day.press("Return")
    day.page("sell")


def close_the_shift(day: Cashier, counted: int) -> None:
    """The first count is far off, and has to be done again."""
    day.begin_to_close()
    day.count({max(EURO): 9})
    day.press("Return")
    day.reads("message", "count once more")
    day.count(in_pieces(counted))
    day.press("F3")
    day.sheet("division")
    day.type(str(LEFT // 100))
    day.press("Return")
    day.sees(lambda shown: "40,00" in shown["buttons"].get("close_division", ""))
    day.press("Return")
    day.reads("title", "The shift is closed")
    day.reads("results", "2,00")
    day.press("Return")
    day.page("sign_in")


def in_pieces(amount: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for value in sorted(EURO, reverse=True):
        found[value], amount = divmod(amount, value)
    return found


@dataclass(frozen=True, slots=True)
class Proof:
    """Every figure of the day against the journal; cents."""

    folder: Path
    raw: RawOrders
    goods: Goods
    on: date
    counted: int

    def z_report(self) -> None:
        z = pos_app_json(self.folder, "shift", "z", "1")
        assert z["report"] == "z"
        expected = RawShift(self.raw, 1).report() | {
            "counted": self.counted,
            "difference": -SHORT,
            "left": LEFT,
            "taken": self.counted - LEFT,
        }
        said = {name: in_minor(z[name]) for name in expected}
        said["payments"] = {
            one["method"]: (one["count"], one["amount"]["minor"]) for one in z["payments"]
        }
        said["taxes"] = {
            (one["tax_class"], one["rate"]): (one["net"]["minor"], one["tax"]["minor"])
            for one in z["taxes"]
        }
        assert said == expected

    def closing(self) -> None:
        z, (_, (_, _, tax, gross)) = RawShift(self.raw, 1).report(), self.raw.by("day", *self.days)
        closing = pos_app_json(self.folder, "report", "closing", "--day", self.on.isoformat())
        assert {name: in_minor(value) for name, value in closing["stored"].items()} == {
            **{name: z[name] for name in ("orders", "sales", "refunds", "tips")},
            "gross": gross,
            "tax": tax,
            "cash": z["payments"]["cash"][1],
        }
        assert (closing["recomputed"], closing["still_open"]) == (closing["stored"], 0)

    def reports(self) -> None:
        """By the very comparisons that prove those of other days."""
        with reading(DataFolder(self.folder)) as queries, pytest.MonkeyPatch.context() as patch:
            patch.setattr(proofs, "GOODS", self.goods)
            self._sales(queries)
            self._goods_and_people(queries)

    @property
    def days(self) -> tuple[date, date]:
        return self.on, self.on

    def _sales(self, queries: Queries) -> None:
        raw, sales, behind = self.raw, proofs.TestSales(), proofs.TestOrdersBehind()
        for by in proofs.WAYS:
            sales.test_are_those_of_the_journal(queries, raw, by, *self.days)
            for only in PARTS:
                sales.test_of_a_part_are_those_of_the_journal(queries, raw, by, only, *self.days)
                behind.test_a_number_are_those_that_it_was_added_up_from(
                    *(queries, raw, by, only, *self.days)
                )
        sales.test_by_payment_are_what_was_paid(queries, raw, *self.days)
        behind.test_a_way_to_pay_are_those_paid_so(queries, raw, *self.days)
        for only in PARTS:
            sales.test_make_the_figures_beside_the_same_weekdays(queries, raw, only, *self.days)

    def _goods_and_people(self, queries: Queries) -> None:
        raw, sales, stock = self.raw, proofs.TestSales(), proofs.TestStock()
        for by in BASKETS_BY:
            sales.test_make_the_baskets(queries, raw, by, *self.days)
        for by in (SalesBy.PRODUCT, SalesBy.CATEGORY):
            sales.test_make_the_margin(queries, raw, by, *self.days)
            stock.test_is_worth_what_is_there(queries, raw, by)
        sales.test_make_what_sells_fast_and_what_not_at_all(queries, raw, *self.days)
        sales.test_make_what_people_did(queries, raw, *self.days)
        proofs.TestOrdersBehind().test_what_people_did_are_those_that_they_changed(
            *(queries, raw, *self.days)
        )
        *tips, _ = queries.reports.tips(since=self.on, until=self.on)
        found = {one.key: (one.orders, one.tips, one.cash) for one in tips}
        assert found == raw.tips(*self.days)


def in_minor(value: Any) -> Any:
    return value["minor"] if isinstance(value, dict) and "minor" in value else value
