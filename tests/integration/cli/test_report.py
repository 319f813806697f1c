from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import Any, Final

import pytest

from pos_app.composition.opening import reading, writing
from pos_app.composition.paying import tendering_of
from pos_app.services.reports.sales import SalesBy
from tests.integration import shop as shops
from tests.integration.arithmetic import Sold, Sums, read_products, sold
from tests.integration.cli.conftest import Terminal

# What `shop.trade` sells.
BASKETS: Final = (
    (shops.MILK, shops.SODA, shops.ROLLS),
    (shops.MILK, shops.MILK, shops.YOGURT),
    (shops.LAIT,),
    (shops.SODA, shops.SODA),
    (shops.ROLLS, shops.YOGURT, shops.LAIT),
)


@pytest.fixture(scope="module")
def expected() -> Sold:
    return sold(BASKETS, read_products(shops.GROCERIES) | read_products(shops.CATALOGUE))


@pytest.fixture
def today(terminal: Terminal) -> date:
    with reading(terminal.folder) as queries:
        return queries.shifts.listed()[-1].business_date


def words(today: date, by: str, shape: str) -> tuple[object, ...]:
    return ("report", "sales", "--from", today, "--to", today, "--by", by, "--format", shape)


def report(terminal: Terminal, today: date, by: str) -> dict[str, Sums]:
    rows = json.loads(terminal.done(*words(today, by, "json")))
    return {
        row["key"]: Sums(
            row["orders"], row["quantity"] // 1_000, row["tax"]["minor"], row["gross"]["minor"]
        )
        for row in rows
    }


class TestSales:
    def test_have_the_fields_of_the_design(
        self, terminal: Terminal, today: date, expected: Sold
    ) -> None:
        rows: list[dict[str, Any]] = json.loads(terminal.done(*words(today, "day", "json")))

        whole = expected.whole
        assert rows == [
            {
                "key": key,
                "label": key,
                "orders": 5,
                "quantity": 12_000,
                "net": {"minor": whole.gross - whole.tax, "currency": "EUR"},
                "tax": {"minor": whole.tax, "currency": "EUR"},
                "gross": {"minor": whole.gross, "currency": "EUR"},
            }
            for key in (today.isoformat(), "total")
        ]

    @pytest.mark.parametrize("by", ["product", "category", "tax"])
    def test_are_what_was_sold(
        self, terminal: Terminal, today: date, expected: Sold, by: str
    ) -> None:
        assert report(terminal, today, by) == expected.by(by) | {"total": expected.whole}

    def test_are_narrowed_to_a_way_to_pay_a_person_or_a_category(
        self, terminal: Terminal, today: date, expected: Sold
    ) -> None:
        def of(*only: object) -> dict[str, int]:
            rows = json.loads(terminal.done(*words(today, "category", "json"), *only))
            return {row["key"]: row["gross"]["minor"] for row in rows}

        of_all = {key: sums.gross for key, sums in expected.by("category").items()}
        everything = of_all | {"total": expected.whole.gross}
        one = next(iter(of_all))

        assert of() == of("--payment", "cash") == of("--cashier", 1) == everything
        assert of("--payment", "card") == of("--cashier", 2) == {"total": 0}
        assert of("--payment", "cash", "--category", one) == {
            one: of_all[one],
            "total": of_all[one],
        }
        assert "--payment" in terminal.done("report", "margin", "--help")

    @pytest.mark.parametrize("by", ["day", "hour", "cashier"])
    def test_add_up_to_what_was_sold(
        self, terminal: Terminal, today: date, expected: Sold, by: str
    ) -> None:
        rows = report(terminal, today, by)

        assert list(rows)[-1] == "total"
        assert rows.pop("total") == expected.whole
        assert sum(row.gross for row in rows.values()) == expected.whole.gross
        assert sum(row.tax for row in rows.values()) == expected.whole.tax

    def test_by_payment_are_what_was_paid(
        self, terminal: Terminal, today: date, expected: Sold
    ) -> None:
        rows = report(terminal, today, "payment")

        assert list(rows) == ["cash", "total"]
        assert rows["cash"].gross == rows["total"].gross == expected.whole.gross

    def test_name_what_a_key_stands_for(self, terminal: Terminal, today: date) -> None:
        rows = json.loads(terminal.done(*words(today, "cashier", "json")))
        products = json.loads(terminal.done(*words(today, "product", "json")))

        assert [(row["key"], row["label"]) for row in rows] == [("1", "Ana"), ("total", "total")]
        assert {row["key"]: row["label"] for row in products}["GRO-167"] == "whole milk"

    @pytest.mark.parametrize("by", SalesBy)
    def test_say_the_same_in_every_format(
        self, terminal: Terminal, today: date, by: SalesBy
    ) -> None:
        as_json = json.loads(terminal.done(*words(today, by.value, "json")))
        as_csv = list(csv.reader(io.StringIO(terminal.done(*words(today, by.value, "csv")))))
        as_table = terminal.done(*words(today, by.value, "table")).splitlines()

        header = ["key", "label", "orders", "quantity", "net", "tax", "gross"]
        assert as_csv[0] == as_table[0].split() == header
        assert len(as_csv) == len(as_table) == len(as_json) + 1
        for row, cells, line in zip(as_json, as_csv[1:], as_table[1:], strict=True):
            gross = row["gross"]["minor"]
            assert cells[0] == row["key"]
            assert cells[6] == f"{gross // 100}.{gross % 100:02d}"
            assert line.endswith(f"  {cells[6]}")

    @pytest.mark.parametrize("by", SalesBy)
    def test_of_a_day_without_any_are_nothing(
        self, terminal: Terminal, today: date, by: SalesBy
    ) -> None:
        assert report(terminal, today - timedelta(days=1), by.value) == {"total": Sums(0, 0, 0, 0)}

    def test_write_nothing_a_spreadsheet_would_run(self, terminal: Terminal, today: date) -> None:
        with shops.raw(terminal.folder.store) as connection:
            connection.execute("UPDATE product SET category = '=1+1' WHERE category = 'dairy'")

        printed = terminal.done(*words(today, "category", "csv"))

        assert "'=1+1,'=1+1," in printed

    def test_do_not_run_backwards(self, terminal: Terminal) -> None:
        reason = terminal.refused("report", "sales", "--from", "2026-02-01", "--to", "2026-01-01")

        assert reason == "The period ends (2026-01-01) before it begins (2026-02-01).\n"

    @pytest.mark.parametrize(
        "wrong",
        [
            ("--from", "2026-02-01"),
            ("--from", "2026-02-30", "--to", "2026-03-01"),
            ("--from", "2026-02-01", "--to", "2026-03-01", "--by", "moon"),
            ("--from", "2026-02-01", "--to", "2026-03-01", "--format", "xml"),
        ],
    )
    def test_want_words_that_exist(self, terminal: Terminal, wrong: tuple[str, ...]) -> None:
        assert terminal.misused("report", "sales", *wrong)


class TestTips:
    @pytest.fixture
    def tipped(self, terminal: Terminal) -> Terminal:
        """An order of 2.79 is paid with a tip of 0.21."""
        with writing(terminal.folder) as store:
            order = shops.ring(store, shops.MILK)
            tendering_of(store).set_tip(order=order, tip=21, actor=shops.owner(store))
            shops.pay(store, order)
        return terminal

    def test_are_told_by_cashier_and_are_no_sales(self, tipped: Terminal, today: date) -> None:
        before = report(tipped, today, "payment")["total"].gross
        words = ("report", "tips", "--from", today, "--to", today, "--format")

        rows = json.loads(tipped.done(*words, "json"))

        said = [(row["label"], row["orders"], row["tips"]["minor"]) for row in rows]
        assert said == [("Ana", 1, 21), ("total", 1, 21)]
        assert [(row["cash"]["minor"], row["elsewhere"]["minor"]) for row in rows] == [(21, 0)] * 2
        assert tipped.done(*words, "csv").splitlines()[0] == "key,label,orders,tips,cash,elsewhere"
        assert "0.21" in tipped.done(*words, "table")
        assert report(tipped, today, "day")["total"].gross == before

    def test_stand_on_the_order_and_in_the_shift(self, tipped: Terminal) -> None:
        [*_, last] = [row for row in tipped.json("orders", "list") if row["number"]]
        shown = tipped.json("orders", "show", last["id"])
        shift = tipped.json("shift", "show", 2)

        assert (shown["total"]["minor"], shown["tip"]["minor"]) == (279, 21)
        assert shown["payments"][0]["amount"]["minor"] == 300
        assert shift["tips"]["minor"] == 21

    def test_go_back_with_the_whole_order(self, tipped: Terminal) -> None:
        [*_, last] = [row for row in tipped.json("orders", "list") if row["number"]]

        said = tipped.done("orders", "refund", last["number"], "--reason", "faulty")

        assert said.endswith(": 3.00 cash given back, 0.21 of it the tip.\n")
        assert tipped.json("shift", "show", 2)["tips"]["minor"] == 0
        assert tipped.json("journal", "verify")["ok"]

    def test_are_a_habit_of_the_store(self, terminal: Terminal) -> None:
        printed = terminal.done("store", "tips", "off")

        assert printed.startswith("Tips are off.")
        with reading(terminal.folder) as queries:
            assert not queries.profile.tips
