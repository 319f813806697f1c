from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pos_app.composition.opening import writing
from pos_app.services.catalogue.editing import ProductCells
from tests.integration import shop as shops
from tests.integration.cli.conftest import REFUSED, Terminal

MILK = {
    "barcode": shops.MILK,
    "barcodes": [shops.MILK],
    "sku": "GRO-167",
    "name": "whole milk",
    "category": "groceries",
    "unit": "each",
    "price": {"minor": 279, "currency": "EUR"},
    "tax_class": "REDUCED",
    "deposit": None,
    "stock": 100_000_000,
}
ONE_BAD = """sku,barcode,name,price,tax_class
PEN,4006381333930,Pen,1.50,STANDARD
INK,,Ink,cheap,STANDARD
"""
SEARCH_PIECES_MAX = 16


@pytest.fixture
def one_bad(tmp_path: Path) -> Path:
    path = tmp_path / "one-bad.csv"
    path.write_text(ONE_BAD, encoding="utf-8")
    return path


class TestImport:
    def test_says_what_it_did(self, new_terminal: Terminal) -> None:
        printed = new_terminal.done("products", "import", shops.GROCERIES)

        assert printed.startswith(
            "30 rows in: 30 new, 0 changed, 0 unchanged, 0 refused, 0 warnings; "
        )

    def test_says_it_as_json(self, new_terminal: Terminal, one_bad: Path) -> None:
        report = new_terminal.json("products", "import", one_bad)

        assert isinstance(report.pop("seconds"), float)
        assert report == {
            "rows": 2,
            "new": 1,
            "changed": 0,
            "unchanged": 0,
            "rejected": [
                {"line": 3, "column": "price", "value": "cheap", "reason": "cheap is no number"}
            ],
            "rejected_count": 1,
            "warnings": [
                {
                    "line": 2,
                    "column": "barcode",
                    "value": "4006381333930",
                    "reason": "the check digit is wrong",
                }
            ],
            "warnings_count": 1,
            "written": True,
        }

    def test_names_bad_rows(self, new_terminal: Terminal, one_bad: Path) -> None:
        printed = new_terminal.done("products", "import", one_bad)

        assert "  refused, line 3: price 'cheap': cheap is no number\n" in printed
        assert "  warning, line 2: barcode '4006381333930': the check digit is wrong\n" in printed

    def test_names_fifty_and_counts_the_rest(self, new_terminal: Terminal, tmp_path: Path) -> None:
        path = tmp_path / "bad.csv"
        rows = (f"S{n},Pen,cheap\n" for n in range(60))
        path.write_text("sku,name,price\n" + "".join(rows), encoding="utf-8")

        printed = new_terminal.done("products", "import", path)

        assert printed.count("  refused, line") == 50
        assert "  and 10 more; --json lists them" in printed

    def test_of_the_same_file_again_changes_nothing(self, new_terminal: Terminal) -> None:
        new_terminal.done("products", "import", shops.GROCERIES)

        report = new_terminal.json("products", "import", shops.GROCERIES)

        assert (report["new"], report["changed"], report["unchanged"]) == (0, 0, 30)

    def test_only_checks_when_told_so(self, new_terminal: Terminal) -> None:
        printed = new_terminal.done("products", "import", shops.GROCERIES, "--dry-run")

        assert printed.startswith("30 rows checked, nothing changed: 30 new")
        assert new_terminal.json("products", "find", "milk") == []

    def test_takes_all_or_nothing_when_strict(self, new_terminal: Terminal, one_bad: Path) -> None:
        result = new_terminal.run("products", "import", one_bad, "--strict")

        assert result.exit_code == REFUSED
        assert result.stderr == "Nothing was changed, because of --strict.\n"
        assert new_terminal.json("products", "find", "pen") == []

    def test_counts_stock_when_told_so(self, new_terminal: Terminal, tmp_path: Path) -> None:
        path = tmp_path / "stock.csv"
        path.write_text("sku,barcode,name,price,stock\nPEN,111,Pen,1.50,10\n", encoding="utf-8")
        new_terminal.done("products", "import", path)
        path.write_text("sku,barcode,name,price,stock\nPEN,111,Pen,1.50,8\n", encoding="utf-8")

        new_terminal.done("products", "import", path, "--set-stock")

        stock = new_terminal.json("stock", "show", "111")
        assert stock["quantity"] == 8_000
        assert [(one["kind"], one["quantity"]) for one in stock["movements"]] == [
            ("count", -2_000),
            ("opening", 10_000),
        ]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "the file is empty. The first line must name the columns."),
            (b"name\nPen\n", "the column price and sku or barcode is missing"),
            (b"sku,name,price\nA,Caf\xff,1\n", "Nothing was imported; save the file as UTF-8"),
        ],
    )
    def test_refuses_what_is_no_catalogue(
        self, new_terminal: Terminal, tmp_path: Path, content: bytes, words: str
    ) -> None:
        path = tmp_path / "x.csv"
        path.write_bytes(content)

        assert words in new_terminal.refused("products", "import", path)

    def test_refuses_a_file_that_is_not_there(self, new_terminal: Terminal) -> None:
        reason = new_terminal.refused("products", "import", "none.csv")

        assert reason == "none.csv cannot be read: No such file or directory.\n"

    def test_refuses_a_format_that_nobody_knows(self, new_terminal: Terminal) -> None:
        reason = new_terminal.refused("products", "import", shops.GROCERIES, "--format", "xlsx")

        assert "none of the formats this till reads (pos)" in reason


class TestExport:
    def test_is_what_an_import_reads(self, new_terminal: Terminal, tmp_path: Path) -> None:
        new_terminal.done("products", "import", shops.CATALOGUE)
        path = tmp_path / "export.csv"

        printed = new_terminal.done("products", "export", path)

        assert printed == f"19 products are in {path}.\n"
        assert new_terminal.json("products", "import", path)["unchanged"] == 19
        with (
            path.open(encoding="utf-8", newline="") as exported,
            shops.CATALOGUE.open(encoding="utf-8", newline="") as original,
        ):
            # What it has not is empty, and was not there before: deposit, age, variants.
            without = [cells[:9] for cells in csv.reader(exported)]
            assert sorted(without) == sorted(csv.reader(original))

    def test_into_nowhere_is_refused(self, terminal: Terminal, tmp_path: Path) -> None:
        reason = terminal.refused("products", "export", tmp_path / "none" / "export.csv")

        assert reason == "export.csv cannot be written: No such file or directory.\n"


class TestFind:
    def test_shows_products_as_the_till_does(self, new_terminal: Terminal) -> None:
        new_terminal.done("products", "import", shops.GROCERIES)

        assert new_terminal.json("products", "find", "mil who") == [MILK]
        assert new_terminal.done("products", "find", "milk") == f"{shops.MILK}  whole milk  2.79\n"

    def test_finds_nothing_in_nothing(self, terminal: Terminal) -> None:
        assert terminal.json("products", "find", "") == []
        assert terminal.json("products", "find", 'NEAR("') == []
        assert terminal.done("products", "find", "zzz") == ""


class TestShow:
    def test_has_every_field(self, new_terminal: Terminal) -> None:
        new_terminal.done("products", "import", shops.GROCERIES)

        assert new_terminal.json("products", "show", shops.MILK) == MILK
        assert new_terminal.done("products", "show", shops.MILK) == (
            "whole milk (GRO-167)\n2.79 EUR, REDUCED, sold by each\n"
        )

    def test_finds_a_code_by_any_padding(self, terminal: Terminal) -> None:
        found = terminal.json("products", "show", f"0{shops.MILK}")

        assert (found["sku"], found["barcodes"]) == ("GRO-167", [shops.MILK])

    def test_of_an_unknown_code_is_refused(self, terminal: Terminal) -> None:
        assert terminal.refused("products", "show", "4006381333931") == (
            "No product has the barcode 4006381333931.\n"
        )

    def test_of_a_mistyped_code_says_so(self, terminal: Terminal) -> None:
        assert "check digit is wrong" in terminal.refused("products", "show", "4006381333932")

    def test_never_repeats_a_card_number(self, terminal: Terminal) -> None:
        reason = terminal.refused("products", "show", "4242424242424242")

        assert "4242424242424242" not in reason


class TestAdd:
    def test_puts_a_product_on_sale(self, new_terminal: Terminal) -> None:
        printed = new_terminal.done("products", "add", "4006381333931", "Stylo", "2.50")

        assert printed == "Stylo (4006381333931) is on sale for 2.50 EUR.\n"
        shown = new_terminal.json("products", "show", "4006381333931")
        assert (shown["price"]["minor"], shown["tax_class"], shown["stock"]) == (250, "STANDARD", 0)
        assert [one["name"] for one in new_terminal.json("products", "find", "sty")] == ["Stylo"]

    def test_says_it_as_json(self, new_terminal: Terminal) -> None:
        options = ("--sku", "PEN", "--category", "paper", "--tax-class", "reduced", "--unit", "kg")

        shown = new_terminal.json("products", "add", "4006381333931", "Stylo", "2.50", *options)

        assert shown == {
            "barcode": "4006381333931",
            "barcodes": ["4006381333931"],
            "sku": "PEN",
            "name": "Stylo",
            "category": "paper",
            "unit": "kg",
            "price": {"minor": 250, "currency": "EUR"},
            "tax_class": "REDUCED",
            "deposit": None,
            "stock": 0,
        }

    def test_refuses_a_barcode_that_is_taken(self, new_terminal: Terminal) -> None:
        new_terminal.done("products", "add", "4006381333931", "Stylo", "2.50")

        reason = new_terminal.refused("products", "add", "4006381333931", "Pen", "1.00")

        assert reason == "barcode: it belongs to Stylo already\n"

    def test_warns_of_a_wrong_check_digit(self, new_terminal: Terminal) -> None:
        result = new_terminal.run("products", "add", "4006381333930", "Stylo", "2.50")

        assert result.exit_code == 0
        assert result.stderr == "warning, barcode '4006381333930': the check digit is wrong\n"
        assert new_terminal.json("products", "show", "4006381333930")["name"] == "Stylo"

    def test_keeps_the_search_in_few_pieces(self, new_shop: shops.Shop) -> None:
        with writing(new_shop.folder) as store:
            owner = store.services.staff.owner()
            for n in range(100):
                cells = ProductCells(f"N{n}", f"Stylo {n}", "2.50")
                store.services.editing.add(actor=owner, cells=cells)

            connection = store.writer.raw_connection()
            statement = "SELECT count(DISTINCT segid) FROM product_search_idx"
            [(pieces,)] = connection.cursor().execute(statement).fetchall()
            connection.close()
        assert pieces <= SEARCH_PIECES_MAX


class TestPrice:
    def test_changes_what_it_costs_from_now_on(self, terminal: Terminal) -> None:
        old = terminal.json("products", "show", shops.MILK)["price"]

        printed = terminal.json("products", "price", shops.MILK, "3.05")

        new = {"minor": 305, "currency": "EUR"}
        assert printed == {"sku": "GRO-167", "name": "whole milk", "old": old, "new": new}
        assert terminal.json("products", "show", shops.MILK)["price"] == new

    def test_says_both_prices(self, new_terminal: Terminal) -> None:
        new_terminal.done("products", "add", "33", "Stylo", "2.50")

        printed = new_terminal.done("products", "price", "33", "2.75")

        assert printed == "Stylo (33): 2.50 EUR before, 2.75 EUR from now on.\n"

    @pytest.mark.parametrize("price", ["0", "-1", "1.005", "cheap"])
    def test_refuses_what_is_no_price(self, new_terminal: Terminal, price: str) -> None:
        new_terminal.done("products", "add", "33", "Stylo", "2.50")

        assert new_terminal.refused("products", "price", "--", "33", price)

        assert new_terminal.json("products", "show", "33")["price"]["minor"] == 250


DEPOSITS = """sku,barcode,name,price,deposit
PFAND,,Pfand,0.25,
COLA,33,Cola,1.49,PFAND
ANIS,34,Anis,9.90,
FIRST,35,Too early,1.00,LATER
LATER,,Later,0.08,
"""


class TestDeposit:
    @pytest.fixture
    def shelf(self, new_terminal: Terminal, tmp_path: Path) -> Terminal:
        path = tmp_path / "deposits.csv"
        path.write_text(DEPOSITS, encoding="utf-8")
        report = new_terminal.json("products", "import", path)
        [refused] = report["rejected"]
        assert (refused["line"], refused["column"], refused["value"]) == (5, "deposit", "LATER")
        return new_terminal

    def test_is_shown(self, shelf: Terminal) -> None:
        assert shelf.json("products", "show", "33")["deposit"] == "PFAND"
        assert shelf.json("products", "show", "34")["deposit"] is None
        assert "and 0.25 EUR for Pfand with every piece\n" in shelf.done("products", "show", "33")

    def test_comes_back_from_an_export(self, shelf: Terminal, tmp_path: Path) -> None:
        path = tmp_path / "all.csv"
        shelf.done("products", "export", path)

        rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
        assert [(row["sku"], row["deposit"]) for row in rows] == [
            ("PFAND", ""),
            ("ANIS", ""),
            ("COLA", "PFAND"),
            ("LATER", ""),
        ]
        assert shelf.json("products", "import", path)["unchanged"] == len(rows)

    def test_is_given_to_a_new_product(self, shelf: Terminal) -> None:
        shown = shelf.json("products", "add", "36", "Bier", "1.10", "--deposit", "PFAND")
        assert shown["deposit"] == "PFAND"

        reason = shelf.refused("products", "add", "37", "Bier", "1.10", "--deposit", "NONE")
        assert reason.startswith("deposit: no product sold by the piece has this sku")
