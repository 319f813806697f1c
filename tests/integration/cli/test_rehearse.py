from __future__ import annotations

import json
import os
from collections import Counter
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from pos_app.adapters.persistence.soundness import unsound
from pos_app.composition.opening import reading, writing
from tests.integration import shop as shops
from tests.integration.arithmetic import Sold, read_baskets, read_products, sold
from tests.integration.cli.conftest import Terminal

PRODUCTS = read_products(shops.GROCERIES)
BASKETS = read_baskets(shops.BASKETS)
EVER = ("--from", "2000-01-01", "--to", "2100-01-01")


@pytest.fixture
def stocked(new_terminal: Terminal) -> Terminal:
    new_terminal.done("products", "import", shops.GROCERIES)
    return new_terminal


def baskets(path: Path, lines: list[list[str]]) -> Path:
    path.write_text("".join(f"{' '.join(line)}\n" for line in lines), encoding="ascii")
    return path


def report(terminal: Terminal, by: str) -> list[dict[str, Any]]:
    words = ("report", "sales", *EVER, "--by", by, "--format", "json")
    rows: list[dict[str, Any]] = json.loads(terminal.done(*words))
    return rows


def expect(terminal: Terminal, expected: Sold) -> None:
    """Everything the command line says about the sales is what the baskets cost."""
    whole = expected.whole
    orders = terminal.json("orders", "list")
    assert [one["total"]["minor"] for one in orders] == expected.totals
    for by in ("product", "category", "tax"):
        *rows, total = report(terminal, by)
        found = {
            row["key"]: (
                row["orders"],
                row["quantity"],
                row["tax"]["minor"],
                row["gross"]["minor"],
            )
            for row in rows
        }
        assert found == {
            key: (one.orders, one.pieces * 1_000, one.tax, one.gross)
            for key, one in expected.by(by).items()
        }
        assert (total["orders"], total["quantity"]) == (expected.orders, whole.pieces * 1_000)
        assert (total["tax"]["minor"], total["gross"]["minor"]) == (whole.tax, whole.gross)
    for by in ("day", "hour", "cashier", "payment"):
        assert report(terminal, by)[-1]["gross"]["minor"] == whole.gross
    [shift] = terminal.json("shift", "list")
    assert (shift["orders"], shift["sales"]["minor"]) == (expected.orders, whole.gross)
    assert (shift["expected"], shift["difference"]["minor"]) == (shift["counted"], 0)


class TestRehearsal:
    def test_sells_what_the_baskets_hold(self, stocked: Terminal) -> None:
        stocked.done("rehearse", shops.BASKETS)

        expect(stocked, sold(BASKETS, PRODUCTS))

    def test_takes_what_was_sold_from_the_stock(self, stocked: Terminal) -> None:
        stocked.done("rehearse", shops.BASKETS)

        for barcode, count in Counter(code for basket in BASKETS for code in basket).items():
            stock = stocked.json("stock", "show", barcode)
            assert stock["quantity"] == (100_000 - count) * 1_000

    def test_leaves_a_sound_store_and_a_good_journal(self, stocked: Terminal) -> None:
        stocked.done("rehearse", shops.BASKETS)

        with writing(stocked.folder) as store:
            assert unsound(store.readers) == []
        # Setup, import, the shift's two ends, and the orders.
        assert stocked.json("journal", "verify")["entries"] == 4 + len(BASKETS)

    def test_says_how_fast_it_was(self, stocked: Terminal) -> None:
        shown = stocked.json("rehearse", shops.BASKETS)

        assert list(shown) == [
            "orders",
            "seconds",
            "orders_per_second",
            "p50_ms",
            "p95_ms",
            "p99_ms",
        ]
        assert shown["orders"] == len(BASKETS)
        assert 0 < shown["p50_ms"] <= shown["p95_ms"] <= shown["p99_ms"]
        assert "26 orders in " in stocked.done("rehearse", shops.BASKETS)

    def test_begins_again_when_there_are_too_few_baskets(self, stocked: Terminal) -> None:
        stocked.done("rehearse", shops.BASKETS, "--orders", 40)

        expect(stocked, sold(islice(cycle(BASKETS), 40), PRODUCTS))

    def test_stops_when_there_are_enough(self, stocked: Terminal) -> None:
        stocked.done("rehearse", shops.BASKETS, "--orders", 3)

        expect(stocked, sold(BASKETS[:3], PRODUCTS))

    def test_sells_the_same_product_again_and_again(
        self, stocked: Terminal, tmp_path: Path
    ) -> None:
        lines = [[shops.MILK] * 7 + [shops.SODA] + [shops.MILK], [shops.SODA] * 400]

        stocked.done("rehearse", baskets(tmp_path / "baskets.txt", lines))

        orders = stocked.json("orders", "list")
        expected = sold(lines, PRODUCTS)
        assert [one["total"]["minor"] for one in orders] == expected.totals

    def test_prints_nothing(self, stocked: Terminal) -> None:
        stocked.done("rehearse", shops.BASKETS)

        with reading(stocked.folder) as queries:
            assert queries.print_jobs.waiting(limit=1) == []
        assert not stocked.folder.printed.exists()

    def test_tells_each_number_once_it_is_on_disk(self, stocked: Terminal) -> None:
        ours, theirs = os.pipe()
        stocked.done("rehearse", shops.BASKETS, "--orders", 3, "--tell", theirs)
        os.close(theirs)

        with os.fdopen(ours) as told:
            assert told.read() == "X-T01-000001\nX-T01-000002\nX-T01-000003\n"

    def test_skips_empty_lines(self, stocked: Terminal, tmp_path: Path) -> None:
        path = tmp_path / "baskets.txt"
        path.write_text(f"\n{shops.MILK}\n   \n\n{shops.SODA}", encoding="ascii")

        assert stocked.json("rehearse", path)["orders"] == 2

    def test_reads_a_file_that_an_editor_has_marked(
        self, stocked: Terminal, tmp_path: Path
    ) -> None:
        path = tmp_path / "baskets.txt"
        path.write_bytes(b"\xef\xbb\xbf" + f"{shops.MILK}\r\n".encode())

        assert stocked.json("rehearse", path)["orders"] == 1


class TestRefusedRehearsal:
    def test_of_what_the_till_would_ask_about_sells_nothing(
        self, stocked: Terminal, tmp_path: Path
    ) -> None:
        products = tmp_path / "products.csv"
        products.write_text("sku,barcode,name,price,unit\nHAM,777,Ham,9.90,kg\nGIFT,778,Gift,0,\n")
        stocked.done("products", "import", products)

        for code, asked in (("777", "quantity"), ("778", "price")):
            path = baskets(tmp_path / "baskets.txt", [[shops.MILK], [shops.SODA, code]])
            reason = stocked.refused("rehearse", path)

            assert reason.startswith(f"Line 2: of {code} the till would ask for the {asked}")
        assert stocked.json("orders", "list") == []
        assert stocked.json("shift", "list") == []

    def test_of_a_basket_that_is_too_long(self, stocked: Terminal, tmp_path: Path) -> None:
        path = baskets(tmp_path / "baskets.txt", [[shops.MILK] * 501])

        assert stocked.refused("rehearse", path) == (
            "Line 1: more than 500 barcodes in one basket. Nothing was sold.\n"
        )

    def test_of_an_unknown_barcode_sells_nothing(self, stocked: Terminal, tmp_path: Path) -> None:
        lines = [*BASKETS[:5], [shops.MILK, "4006381333931"]]
        path = baskets(tmp_path / "baskets.txt", lines)

        reason = stocked.refused("rehearse", path, "--orders", 1)

        assert reason == "Line 6: no product has the barcode 4006381333931. Nothing was sold.\n"
        assert stocked.json("orders", "list") == []
        assert stocked.json("shift", "list") == []

    @pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe\x00\x01" * 100])
    def test_of_no_baskets(self, stocked: Terminal, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "baskets.txt"
        path.write_bytes(content)

        assert "There is no basket in this file" in stocked.refused("rehearse", path)
        assert stocked.json("shift", "list") == []

    def test_in_a_real_store(self, no_store: Terminal) -> None:
        shops.make(no_store.folder.root, practice=False, keys_in_file=True)
        no_store.done("products", "import", shops.GROCERIES)

        reason = no_store.refused("rehearse", shops.BASKETS)

        assert reason.startswith("This is a real store.")
        assert no_store.json("orders", "list") == []

    def test_of_words_nobody_knows(self, stocked: Terminal) -> None:
        assert stocked.misused("rehearse", "none.txt")
        assert stocked.misused("rehearse", shops.BASKETS, "--orders", "0")
