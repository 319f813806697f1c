from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from pos_app.adapters.persistence.soundness import unsound
from pos_app.composition.opening import writing
from pos_app.domain.barcode import check_digit
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal


class TestShow:
    def test_has_the_fields_of_the_rulings(self, terminal: Terminal) -> None:
        shown = terminal.json("stock", "show", shops.MILK)

        for movement in shown["movements"]:
            assert datetime.fromisoformat(movement.pop("at")).utcoffset() is not None
        assert shown == {
            "barcode": shops.MILK,
            "sku": "GRO-167",
            "name": "whole milk",
            "quantity": 99_997_000,
            "movements": [
                {"kind": "order", "quantity": -2_000, "order": "X-T01-000002"},
                {"kind": "order", "quantity": -1_000, "order": "X-T01-000001"},
                {"kind": "opening", "quantity": 100_000_000, "order": None},
            ],
        }

    def test_is_a_table_for_people(self, terminal: Terminal) -> None:
        lines = terminal.done("stock", "show", shops.MILK).splitlines()

        assert lines[0] == "whole milk (GRO-167): 99997"
        assert lines[1].endswith("  order        -2  X-T01-000002")
        assert len(lines) == 4

    def test_reads_codes_by_the_rules_of_the_store(
        self, no_store: Terminal, tmp_path: Path
    ) -> None:
        shops.make(no_store.folder.root, embedded=(("21", 5, 5, 3, "weight", False),))
        products = tmp_path / "products.csv"
        products.write_text("sku,name,price,unit\n12345,Ham,9.90,kg\n")
        no_store.done("products", "import", products)
        weighed = f"211234501250{check_digit('211234501250')}"

        for words in (("products", "show"), ("stock", "show")):
            assert no_store.json(*words, weighed)["sku"] == "12345"
        assert no_store.done("stock", "receive", weighed, "2.5") == "Ham: 2.5 in stock.\n"

    def test_of_an_unknown_code_is_refused(self, terminal: Terminal) -> None:
        assert "No product" in terminal.refused("stock", "show", "4006381333931")


class TestReceive:
    def test_adds_what_arrived(self, terminal: Terminal) -> None:
        printed = terminal.done("stock", "receive", shops.MILK, "12")

        assert printed == "whole milk: 100009 in stock.\n"
        shown = terminal.json("stock", "show", shops.MILK)
        assert shown["quantity"] == 100_009_000
        assert (shown["movements"][0]["kind"], shown["movements"][0]["quantity"]) == (
            "receipt",
            12_000,
        )

    def test_is_a_movement_and_an_entry(self, terminal: Terminal) -> None:
        before = terminal.json("journal", "verify")["entries"]

        terminal.done("stock", "receive", shops.MILK, "0.5")

        assert terminal.json("journal", "verify")["entries"] == before + 1
        with writing(terminal.folder) as store:
            assert unsound(store.readers) == []

    @pytest.mark.parametrize("quantity", ["0", "1,5", "0.0001", "many", "", "1000000", "1e3"])
    def test_refuses_what_cannot_arrive(self, terminal: Terminal, quantity: str) -> None:
        assert terminal.refused("stock", "receive", shops.MILK, quantity)
        assert terminal.json("stock", "show", shops.MILK)["quantity"] == 99_997_000

    def test_refuses_less_than_nothing(self, terminal: Terminal) -> None:
        reason = terminal.refused("stock", "receive", "--", shops.MILK, "-5")

        assert "more than nothing" in reason
