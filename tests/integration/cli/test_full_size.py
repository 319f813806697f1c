"""Ten thousand products: made here and sold in hundreds of baskets, and real where at hand."""

from __future__ import annotations

import csv
import json
import os
import random
from itertools import combinations
from pathlib import Path
from typing import Final

import pytest

from pos_app.adapters.persistence.soundness import unsound
from pos_app.composition.opening import reading, writing
from pos_app.domain.barcode import check_digit
from pos_app.services.inventory.moved_stock import MOVED_MAX
from tests.integration import shop as shops
from tests.integration.arithmetic import cents, read_baskets, read_products, sold
from tests.integration.cli.conftest import Terminal
from tests.integration.processes import REPOSITORY

EVER: Final = ("--from", "2000-01-01", "--to", "2100-01-01")
ROWS: Final = 10_000
FULL: Final = ("catalogue-10k.csv", "groceries-products.csv", "groceries-baskets.txt")


@pytest.fixture(scope="module")
def data() -> Path:
    """The folder that POS_APP_TEST_DATA names, else the one beside the repository."""
    folder = Path(os.environ.get("POS_APP_TEST_DATA", REPOSITORY.parent / "shared" / "data"))
    missing = [name for name in FULL if not (folder / name).is_file()]
    if missing:
        pytest.skip(f"{', '.join(missing)} not found; name the folder in POS_APP_TEST_DATA")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ten thousand products, thirty of them real, and baskets of them."""
    folder = tmp_path_factory.mktemp("made")
    real = list(read_products(shops.GROCERIES).values())
    chance = random.Random(2_026)
    rows = real + [made_up(number, chance) for number in range(ROWS - len(real))]
    with (folder / "products.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(real[0]))
        writer.writeheader()
        writer.writerows(rows)
    with (folder / "baskets.txt").open("w", encoding="ascii") as file:
        for one, other in combinations(read_baskets(shops.BASKETS), 2):
            added = [row["barcode"] for row in chance.sample(rows, 3)]
            # Each product once: what comes again later stands on a line, and is taxed, by itself.
            file.write(f"{' '.join(dict.fromkeys([*one, *other, *added]))}\n")
    return folder


def made_up(number: int, chance: random.Random) -> dict[str, str]:
    code = f"40{number:010d}"
    return {
        "sku": f"MADE-{number}",
        "barcode": f"{code}{check_digit(code)}",
        "name": f'Thé "{number}", vert; 茶',
        "category": chance.choice(["tea", "café", "sweets, nuts", ""]),
        "price": f"{chance.randint(1, 9_999) / 100:.2f}",
        "tax_class": chance.choice(["STANDARD", "REDUCED"]),
        "cost": "",
        "stock": str(chance.randint(0, 500)),
        "unit": "each",
    }


def expect_import(terminal: Terminal, path: Path) -> None:
    """Every row goes in, and comes out for what it said."""
    report = terminal.json("products", "import", path)

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == ROWS
    assert (report["rows"], report["new"], report["rejected_count"]) == (ROWS, ROWS, 0)
    with reading(terminal.folder) as queries:
        found = {row.sku: row for row in queries.products.all_products()}
    assert len(found) == ROWS
    assert sum(row.price for row in found.values()) == sum(cents(row["price"]) for row in rows)
    assert sum(row.stock or 0 for row in found.values()) == sum(
        int(row["stock"]) * 1_000 for row in rows
    )
    assert {row["barcode"] for row in rows} == {
        code for row in found.values() for code in row.barcodes
    }
    again = terminal.json("products", "import", path)
    assert (again["unchanged"], again["changed"], again["new"]) == (ROWS, 0, 0)


def expect_sales(terminal: Terminal, products: Path, baskets: Path, *, orders: int) -> None:
    """Every basket is sold for what it costs, worked out a second time."""
    lines = read_baskets(baskets)
    known = read_products(products)
    expected = sold(lines, known)
    terminal.done("products", "import", products)

    rehearsal = terminal.json("rehearse", baskets)

    assert rehearsal["orders"] == len(lines) == orders
    listed = terminal.json("orders", "list")
    assert [one["total"]["minor"] for one in listed] == expected.totals
    assert [one["number"] for one in listed] == [f"X-T01-{n:06d}" for n in range(1, orders + 1)]
    for by in ("product", "category", "tax"):
        *rows, total = json.loads(
            terminal.done("report", "sales", *EVER, "--by", by, "--format", "json")
        )
        assert {
            row["key"]: (row["orders"], row["tax"]["minor"], row["gross"]["minor"]) for row in rows
        } == {key: (one.orders, one.tax, one.gross) for key, one in expected.by(by).items()}
        assert total["tax"]["minor"] == expected.whole.tax
        assert total["gross"]["minor"] == expected.whole.gross
        assert total["quantity"] == expected.whole.pieces * 1_000
    # An entry tells of so many products whose stock came in; the last is that of the import.
    stocked = sum(float(one["stock"] or 0) > 0 for one in known.values())
    more = max(0, -(-stocked // MOVED_MAX) - 1)
    assert terminal.json("journal", "verify")["entries"] == orders + 4 + more
    with writing(terminal.folder) as store:
        assert unsound(store.readers) == []


class TestMadeHere:
    """Needs nothing but the repository, and never skips."""

    def test_catalogue_goes_in_without_a_refusal(self, new_terminal: Terminal, made: Path) -> None:
        expect_import(new_terminal, made / "products.csv")

    def test_baskets_are_sold_for_what_they_cost(self, new_terminal: Terminal, made: Path) -> None:
        expect_sales(new_terminal, made / "products.csv", made / "baskets.txt", orders=325)


@pytest.mark.slow
class TestFullSize:
    def test_catalogue_goes_in_without_a_refusal(self, new_terminal: Terminal, data: Path) -> None:
        expect_import(new_terminal, data / "catalogue-10k.csv")

    def test_baskets_are_sold_for_what_they_cost(self, new_terminal: Terminal, data: Path) -> None:
        expect_sales(
            new_terminal,
            data / "groceries-products.csv",
            data / "groceries-baskets.txt",
            orders=6_000,
        )
