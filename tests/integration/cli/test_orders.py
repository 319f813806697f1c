from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pos_app.composition.opening import reading, writing
from pos_app.services.order_drafts import draft_of
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal

FIRST = "X-T01-000001"
UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def euros(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "EUR"}


@pytest.fixture
def today(terminal: Terminal) -> date:
    """The business date of the last shift."""
    with reading(terminal.folder) as queries:
        return queries.shifts.listed()[-1].business_date


class TestList:
    def test_has_every_order_oldest_first(self, terminal: Terminal) -> None:
        listed = terminal.json("orders", "list")

        assert [(one["number"], one["state"], one["total"]["minor"]) for one in listed] == [
            ("X-T01-000001", "paid", 647),
            ("X-T01-000002", "paid", 997),
            ("X-T01-000003", "paid", 319),
            ("X-T01-000004", "paid", 358),
            ("X-T01-000005", "paid", 947),
            (None, "cancelled", 279),
        ]

    def test_has_the_fields_of_the_design(self, terminal: Terminal, today: date) -> None:
        first = terminal.json("orders", "list")[0]

        assert UUID7.fullmatch(first.pop("id"))
        paid_at = datetime.fromisoformat(first.pop("paid_at"))
        assert paid_at.utcoffset() == paid_at.astimezone(ZoneInfo("Europe/Paris")).utcoffset()
        assert datetime.now(ZoneInfo("UTC")) - paid_at < timedelta(hours=1)
        assert first == {
            "number": FIRST,
            "state": "paid",
            "business_date": today.isoformat(),
            "total": euros(647),
            "cashier": "Ana",
        }

    def test_says_when_only_of_what_was_paid(self, terminal: Terminal) -> None:
        cancelled = terminal.json("orders", "list")[-1]

        assert (cancelled["state"], cancelled["paid_at"]) == ("cancelled", None)

    def test_ends_with_the_open_ones(self, terminal: Terminal) -> None:
        with writing(terminal.folder) as store:
            order = shops.ring(store, shops.MILK, shops.SODA)
            store.services.drafting.save(draft_of(order, total=458))

        last = terminal.json("orders", "list")[-1]

        assert last == {
            "id": order.order_id,
            "number": None,
            "state": "created",
            "business_date": None,
            "paid_at": None,
            "total": euros(458),
            "cashier": "Ana",
        }

    def test_stops_at_a_limit(self, terminal: Terminal) -> None:
        listed = terminal.json("orders", "list", "--limit", "2")

        assert [one["number"] for one in listed] == ["X-T01-000001", "X-T01-000002"]

    def test_keeps_to_the_dates(self, terminal: Terminal, today: date) -> None:
        yesterday, tomorrow = (today + timedelta(days=n) for n in (-1, 1))

        def count(*words: object) -> int:
            return len(terminal.json("orders", "list", *words))

        assert count("--from", today, "--to", today) == 6
        assert count("--from", today) == count("--to", today) == 6
        assert count("--from", tomorrow) == count("--to", yesterday) == 0

    def test_is_a_table_for_people(self, terminal: Terminal) -> None:
        lines = terminal.done("orders", "list").splitlines()

        assert re.fullmatch(rf"{FIRST}  paid       \d{{4}}-\S+  6\.47  Ana", lines[0])
        assert lines[-1].startswith("–             cancelled  ")

    def test_is_empty_in_a_new_store(self, new_terminal: Terminal) -> None:
        assert new_terminal.json("orders", "list") == []
        assert new_terminal.done("orders", "list") == ""

    @pytest.mark.parametrize("words", [("--from", "yesterday"), ("--limit", "0")])
    def test_wants_dates_and_numbers(self, terminal: Terminal, words: tuple[str, str]) -> None:
        assert "Invalid value" in terminal.misused("orders", "list", *words)


class TestShow:
    def test_has_the_fields_of_the_rulings(self, terminal: Terminal) -> None:
        row = terminal.json("orders", "list")[0]

        shown = terminal.json("orders", "show", FIRST)

        assert shown == row | {
            "items": [
                {
                    "position": position,
                    "sku": sku,
                    "barcode": barcode,
                    "name": name,
                    "quantity": 1_000,
                    "unit_price": euros(price),
                    "discount": euros(0),
                    "total": euros(price),
                    "tax": euros(tax),
                    "tax_class": tax_class,
                    "deposit": False,
                }
                for position, sku, barcode, name, price, tax, tax_class in (
                    (1, "GRO-167", shops.MILK, "whole milk", 279, 14, "REDUCED"),
                    (2, "GRO-140", shops.SODA, "soda", 179, 30, "STANDARD"),
                    (3, "GRO-124", shops.ROLLS, "rolls/buns", 189, 10, "REDUCED"),
                )
            ],
            # 468 and 179 with 5.5 and 20 per cent inside.
            "taxes": [
                {"name": "Tax", "rate": "5.5", "net": euros(444), "tax": euros(24)},
                {"name": "Tax", "rate": "20", "net": euros(149), "tax": euros(30)},
            ],
            "payments": [
                {
                    "method": "cash",
                    "amount": euros(647),
                    "tendered": euros(647),
                    "change": euros(0),
                    "state": "approved",
                }
            ],
            "rounding": euros(0),
            "tip": euros(0),
            "policy": {"prices": "inclusive", "scope": "group", "rounding": "half_up"},
        }

    def test_finds_an_order_by_its_id(self, terminal: Terminal) -> None:
        row = terminal.json("orders", "list")[1]

        assert terminal.json("orders", "show", row["id"])["number"] == row["number"]

    def test_says_what_was_handed_over(self, terminal: Terminal) -> None:
        [payment] = terminal.json("orders", "show", "X-T01-000002")["payments"]

        assert payment["amount"] == euros(997)
        assert (payment["tendered"], payment["change"]) == (euros(5_000), euros(4_003))

    def test_joins_the_same_product_in_a_line(self, terminal: Terminal) -> None:
        items = terminal.json("orders", "show", "X-T01-000002")["items"]

        assert [(one["name"], one["quantity"]) for one in items] == [
            ("whole milk", 2_000),
            ("yogurt", 1_000),
        ]

    def test_of_a_cancelled_order_has_no_payment(self, terminal: Terminal) -> None:
        cancelled = terminal.json("orders", "list")[-1]

        shown = terminal.json("orders", "show", cancelled["id"])

        assert (shown["number"], shown["state"], shown["payments"]) == (None, "cancelled", [])

    def test_of_an_open_order_has_the_same_shape(self, terminal: Terminal) -> None:
        with writing(terminal.folder) as store:
            order = shops.ring(store, shops.MILK, shops.MILK, shops.SODA)
            store.services.drafting.save(draft_of(order, total=737))
        row = terminal.json("orders", "list")[-1]

        shown = terminal.json("orders", "show", row["id"])

        assert shown.keys() == terminal.json("orders", "show", FIRST).keys()
        assert {name: shown[name] for name in row} == row
        assert (shown["number"], shown["state"], shown["payments"]) == (None, "created", [])
        assert [(one["name"], one["quantity"], one["total"]) for one in shown["items"]] == [
            ("whole milk", 2_000, euros(558)),
            ("soda", 1_000, euros(179)),
        ]
        assert [one["tax"] for one in shown["taxes"]] == [euros(29), euros(30)]

    def test_of_an_open_order_is_words_for_people(self, terminal: Terminal) -> None:
        with writing(terminal.folder) as store:
            order = shops.ring(store, shops.MILK, shops.MILK, shops.SODA)
            store.services.drafting.save(draft_of(order, total=737))

        assert terminal.done("orders", "show", order.order_id).splitlines() == [
            f"{order.order_id}: created, not paid, Ana",
            "2  whole milk  5.58",
            "1  soda        1.79",
            "   Total       7.37",
        ]

    def test_of_a_cancelled_order_is_words_for_people(self, terminal: Terminal) -> None:
        cancelled = terminal.json("orders", "list")[-1]

        assert terminal.done("orders", "show", cancelled["id"]).splitlines() == [
            f"{cancelled['id']}: cancelled, not paid, Ana",
            "1  whole milk  2.79",
            "   Total       2.79",
        ]

    def test_is_a_receipt_for_people(self, terminal: Terminal) -> None:
        assert terminal.done("orders", "show", FIRST) == terminal.done("orders", "receipt", FIRST)

    @pytest.mark.parametrize("key", ["T01-000001", "X-T01-000099", "", "'; --", "1"])
    def test_of_an_unknown_order_is_refused(self, terminal: Terminal, key: str) -> None:
        assert terminal.refused("orders", "show", key) == (
            f"There is no order {key} on this terminal.\n"
        )


class TestReceipt:
    def test_says_what_was_bought_and_paid(self, terminal: Terminal) -> None:
        printed = terminal.done("orders", "receipt", "X-T01-000002")

        assert "Corner Shop" in printed
        assert "X-T01-000002" in printed
        for amount in ("5.58", "4.39", "9.97", "50.00", "40.03"):
            assert re.search(rf"(?<!\d){re.escape(amount)}(?!\d)", printed.replace(",", "."))

    def test_says_that_it_is_practice(self, terminal: Terminal) -> None:
        assert "PRACTICE" in terminal.done("orders", "receipt", FIRST).upper()

    def test_of_an_unknown_order_is_refused(self, terminal: Terminal) -> None:
        assert "There is no order" in terminal.refused("orders", "receipt", "T01-1")


class TestPayments:
    def test_are_listed_oldest_first(self, terminal: Terminal) -> None:
        listed = terminal.json("payments", "list")

        assert [one["order"] for one in listed] == [f"X-T01-00000{n}" for n in range(1, 6)]
        assert datetime.fromisoformat(listed[1].pop("at")).utcoffset() is not None
        assert listed[1] == {
            "order": "X-T01-000002",
            "method": "cash",
            "amount": euros(997),
            "tendered": euros(5_000),
            "change": euros(4_003),
            "state": "approved",
        }

    def test_are_a_table_for_people(self, terminal: Terminal) -> None:
        first = terminal.done("payments", "list").splitlines()[0]

        assert re.fullmatch(rf"{FIRST}  \S+  cash  6\.47  approved", first)


class TestFind:
    def test_finds_what_the_till_finds(self, terminal: Terminal) -> None:
        def found(*text: str) -> list[Any]:
            return [one["number"] for one in terminal.json("orders", "find", *text)]

        assert found("2") == ["X-T01-000002"]
        assert found("9,97") == ["X-T01-000002"]
        assert found("milk") == ["X-T01-000002", "X-T01-000001"]
        assert found("ana", "3,58") == ["X-T01-000004"]
        assert found("ana", "--limit", "1") == [None]
        assert found("qqq") == []

    def test_prints_the_same_as_a_table(self, terminal: Terminal) -> None:
        lines = terminal.done("orders", "find", "X-T01-000003").splitlines()

        assert len(lines) == 1
        assert lines[0].split()[:2] == ["X-T01-000003", "paid"]
