"""Ten thousand products and six thousand baskets, where they are at hand."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Final

import pytest

from pos_app.adapters.persistence.soundness import unsound
from pos_app.composition.opening import reading, writing
from tests.integration.arithmetic import cents, read_baskets, read_products, sold
from tests.integration.cli.conftest import Terminal
from tests.integration.processes import REPOSITORY

EVER: Final = ("--from", "2000-01-01", "--to", "2100-01-01")


@pytest.fixture(scope="module")
def data() -> Path:
    """The folder that POS_APP_TEST_DATA names, else the one beside the repository."""
    folder = Path(os.environ.get("POS_APP_TEST_DATA", REPOSITORY.parent / "shared" / "data"))
    wanted = ("catalogue-10k.csv", "groceries-products.csv", "groceries-baskets.txt")
    missing = [name for name in wanted if not (folder / name).is_file()]
    if missing:
        pytest.skip(f"{', '.join(missing)} not found; name the folder in POS_APP_TEST_DATA")
    return folder


@pytest.mark.slow
class TestFullSize:
    def test_catalogue_goes_in_without_a_refusal(self, new_terminal: Terminal, data: Path) -> None:
        path = data / "catalogue-10k.csv"

        report = new_terminal.json("products", "import", path)

        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == 10_000
        assert (report["rows"], report["new"], report["rejected_count"]) == (10_000, 10_000, 0)
        with reading(new_terminal.folder) as queries:
            found = {row.sku: row for row in queries.products.all_products()}
        assert len(found) == 10_000
        assert sum(row.price for row in found.values()) == sum(cents(row["price"]) for row in rows)
        assert sum(row.stock or 0 for row in found.values()) == sum(
            int(row["stock"]) * 1_000 for row in rows
        )
        assert {row["barcode"] for row in rows} == {
            code for row in found.values() for code in row.barcodes
        }
        again = new_terminal.json("products", "import", path)
        assert (again["unchanged"], again["changed"], again["new"]) == (10_000, 0, 0)

    def test_baskets_are_sold_for_what_they_cost(self, new_terminal: Terminal, data: Path) -> None:
        terminal = new_terminal
        products = read_products(data / "groceries-products.csv")
        baskets = read_baskets(data / "groceries-baskets.txt")
        expected = sold(baskets, products)
        terminal.done("products", "import", data / "groceries-products.csv")

        rehearsal = terminal.json("rehearse", data / "groceries-baskets.txt")

        assert rehearsal["orders"] == len(baskets) == 6_000
        orders = terminal.json("orders", "list")
        assert [one["total"]["minor"] for one in orders] == expected.totals
        assert [one["number"] for one in orders] == [f"X-T01-{n:06d}" for n in range(1, 6_001)]
        for by in ("product", "category", "tax"):
            *rows, total = json.loads(
                terminal.done("report", "sales", *EVER, "--by", by, "--format", "json")
            )
            assert {
                row["key"]: (row["orders"], row["tax"]["minor"], row["gross"]["minor"])
                for row in rows
            } == {key: (one.orders, one.tax, one.gross) for key, one in expected.by(by).items()}
            assert total["tax"]["minor"] == expected.whole.tax
            assert total["gross"]["minor"] == expected.whole.gross
            assert total["quantity"] == expected.whole.pieces * 1_000
        assert terminal.json("journal", "verify")["entries"] == 6_004
        with writing(terminal.folder) as store:
            assert unsound(store.readers) == []
