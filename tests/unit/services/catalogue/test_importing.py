from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from pos_app.adapters.files.formats import open_reader
from pos_app.adapters.files.pos_csv_writer import PosCsvFile
from pos_app.domain.product import Unit
from pos_app.services.catalogue.exporting import ProductExport
from pos_app.services.catalogue.import_report import KEPT_MAX, ImportReport
from pos_app.services.catalogue.importing import (
    BATCH_ROWS,
    ImportCancelledError,
    ImportOptions,
    ProductImport,
    Progress,
    StoreTerms,
)
from pos_app.services.catalogue.reading import COLUMNS
from tests.fakes.catalogue import EUR, FakeCatalogue, a_product

HEADER = ",".join(COLUMNS[: COLUMNS.index("deposit")])
# Names and barcodes from Open Food Facts, Open Database Licence 1.0.
EXCERPT = f"""{HEADER}
OFF-3332792001949,3332792001949,Yéti torsado,grocery,3.69,REDUCED,2.23,24,each
OFF-20928315,20928315,Lait,dairy,3.19,REDUCED,1.76,8,each
OFF-7616700036831,7616700036831,Cornets a la crême,grocery,1.39,REDUCED,1.08,27,each
"""
TWELVE_BAD_ROWS = f"""{HEADER}
GOOD-1,4006381333931,Pen,office,1.50,STANDARD,0.80,10,each
NO-NAME,,,office,1.50,STANDARD,,,each
NO-PRICE,,Pencil,office,,STANDARD,,,each
NEGATIVE,,Pencil,office,-1.50,STANDARD,,,each
TOO-FINE,,Pencil,office,1.505,STANDARD,,,each
NO-NUMBER,,Pencil,office,cheap,STANDARD,,,each
TAX,,Pencil,office,1.50,LUXURY,,,each
UNIT,,Pencil,office,1.50,STANDARD,,,crate
GOOD-1,,Pen again,office,1.50,STANDARD,,,each
STOLEN,4006381333931,Pencil,office,1.50,STANDARD,,,each
CARD,,4242 4242 4242 4242,office,1.50,STANDARD,,,each
,,No code,office,1.50,STANDARD,,,each
SHORT,,Pencil,office
GOOD-2,20928315,Ruler,office,2.50,,0.80,3,each
"""


@pytest.fixture
def catalogue() -> FakeCatalogue:
    return FakeCatalogue()


Import = Callable[..., ImportReport]


@pytest.fixture
def run_import(catalogue: FakeCatalogue, tmp_path: Path) -> Import:
    ticks = count(0, 250)

    def run(
        content: str | Path,
        *,
        progress: Callable[[Progress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
        **options: bool,
    ) -> ImportReport:
        path = content if isinstance(content, Path) else tmp_path / "products.csv"
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8", newline="")
        use_case = ProductImport(
            new_writer=catalogue.writer,
            products=catalogue,
            terms=StoreTerms(EUR, frozenset({"STANDARD", "REDUCED"})),
            monotonic_ms=lambda: next(ticks),
        )
        return use_case.run(
            reader=open_reader(path),
            options=ImportOptions(path.name, **options),
            progress=progress,
            cancelled=cancelled,
        )

    return run


def many_rows(number: int) -> str:
    rows = (f"S{n},,Product {n},,1.00,STANDARD,,," for n in range(number))
    return "\n".join([HEADER, *rows])


class TestImport:
    def test_brings_products_in(self, catalogue: FakeCatalogue, run_import: Import) -> None:
        report = run_import(EXCERPT)

        assert (report.rows, report.new, report.rejected_count) == (3, 3, 0)
        milk = catalogue.stored["OFF-20928315"]
        assert (milk.product.name, milk.product.unit_price.minor) == ("Lait", 319)
        assert (milk.product.category, milk.product.unit) == ("dairy", Unit.EACH)
        assert (milk.barcodes, milk.cost, milk.stock) == (("20928315",), 176, 8_000)

    def test_of_the_same_file_again_changes_nothing(self, run_import: Import) -> None:
        run_import(EXCERPT)

        report = run_import(EXCERPT)

        assert (report.new, report.changed, report.unchanged) == (0, 0, 3)

    def test_changes_what_differs(self, catalogue: FakeCatalogue, run_import: Import) -> None:
        run_import(EXCERPT)

        report = run_import(EXCERPT.replace("3.19", "3.29"))

        assert (report.changed, report.unchanged) == (1, 2)
        assert catalogue.stored["OFF-20928315"].product.unit_price.minor == 329

    def test_finds_a_product_without_sku_by_its_barcode(
        self, catalogue: FakeCatalogue, run_import: Import
    ) -> None:
        run_import(EXCERPT)

        report = run_import("barcode,name,price\n20928315,Lait entier,3.19\n4006381333931,Pen,1\n")

        assert (report.changed, report.new) == (1, 1)
        assert catalogue.stored["OFF-20928315"].product.name == "Lait entier"
        assert catalogue.stored["4006381333931"].product.name == "Pen"

    def test_leaves_what_the_file_does_not_name(
        self, catalogue: FakeCatalogue, run_import: Import
    ) -> None:
        run_import(EXCERPT)
        before = catalogue.stored["OFF-20928315"]

        report = run_import("sku,name,price\nOFF-20928315,Lait,3.19\n")

        assert report.unchanged == 1
        assert catalogue.stored["OFF-20928315"] == before

    def test_takes_stock_for_new_products_only(
        self, catalogue: FakeCatalogue, run_import: Import
    ) -> None:
        run_import(EXCERPT)

        report = run_import(EXCERPT.replace(",8,each", ",99,each"))

        assert report.unchanged == 3
        assert catalogue.stored["OFF-20928315"].stock == 8_000

    def test_counts_stock_when_told(self, catalogue: FakeCatalogue, run_import: Import) -> None:
        run_import(EXCERPT)

        report = run_import(EXCERPT.replace(",8,each", ",99,each"), set_stock=True)

        assert (report.changed, report.unchanged) == (1, 2)
        assert catalogue.stored["OFF-20928315"].stock == 99_000


class TestTwelveKindsOfBadRows:
    def test_are_each_named_and_the_rest_is_in(
        self, catalogue: FakeCatalogue, run_import: Import
    ) -> None:
        report = run_import(TWELVE_BAD_ROWS)

        assert sorted(catalogue.stored) == ["GOOD-1", "GOOD-2"]
        assert (report.rows, report.new, report.rejected_count) == (14, 2, 12)
        assert [(one.line, one.column) for one in report.rejected] == [
            (3, "name"),
            (4, "price"),
            (5, "price"),
            (6, "price"),
            (7, "price"),
            (8, "tax_class"),
            (9, "unit"),
            (10, "sku"),
            (11, "barcode"),
            (12, "name"),
            (13, "sku"),
            (14, ""),
        ]
        assert all(one.reason for one in report.rejected)

    def test_never_repeat_a_card_number(self, run_import: Import) -> None:
        report = run_import(TWELVE_BAD_ROWS)

        assert report.rejected[9].value == "************4242"

    def test_stop_a_strict_import(self, catalogue: FakeCatalogue, run_import: Import) -> None:
        report = run_import(TWELVE_BAD_ROWS, strict=True)

        assert (report.written, report.rejected_count) == (False, 12)
        assert catalogue.stored == {}


class TestDryRun:
    def test_counts_and_writes_nothing(self, catalogue: FakeCatalogue, run_import: Import) -> None:
        report = run_import(EXCERPT, dry_run=True)

        assert (report.new, report.written) == (3, False)
        assert catalogue.stored == {}


class TestReport:
    def test_is_a_document(self, run_import: Import) -> None:
        document = json.loads(json.dumps(run_import(TWELVE_BAD_ROWS).document()))

        assert {"rows", "new", "changed", "unchanged", "rejected", "warnings", "seconds"} <= set(
            document
        )
        assert document["rejected"][0] == {
            "line": 3,
            "column": "name",
            "value": "",
            "reason": "the name is missing",
        }
        assert document["seconds"] == 0.5

    def test_keeps_the_first_thousand_and_counts_all(self, run_import: Import) -> None:
        bad = many_rows(KEPT_MAX + 20).replace("1.00", "x")

        report = run_import(bad)

        assert (len(report.rejected), report.rejected_count) == (KEPT_MAX, KEPT_MAX + 20)

    def test_warns_of_what_is_odd(self, run_import: Import) -> None:
        report = run_import("sku,barcode,name,price,tax_class,colour\nA,4006381333932,Pen,0,,red\n")

        assert [(one.line, one.column) for one in report.warnings] == [
            (1, "colour"),
            (2, "barcode"),
            (2, "price"),
            (2, "tax_class"),
        ]

    @pytest.mark.parametrize("column", ["price", "cost", "stock"])
    def test_repeats_no_card_number_and_no_endless_cell_in_a_reason(
        self, run_import: Import, column: str
    ) -> None:
        for cell in ("4242424242424242", "9" * 4_000):
            cells = {"price": "1", "cost": "", "stock": ""} | {column: cell}

            report = run_import(f"sku,name,{','.join(cells)}\nA,Pen,{','.join(cells.values())}\n")

            [problem] = report.rejected
            assert cell not in str(problem)
            assert len(problem.reason) < 200
            assert problem.reason.startswith(f"'{problem.value}' is ")

    def test_does_not_mask_a_barcode(self, run_import: Import) -> None:
        # Begins like a Visa number of 13 digits and passes Luhn; its check digit is wrong.
        report = run_import("barcode,name,price,tax_class\n4222222222222,Pen,1,STANDARD\n")

        assert [one.value for one in report.warnings] == ["4222222222222"]


class TestProgress:
    def test_comes_with_every_batch(self, run_import: Import) -> None:
        seen: list[Progress] = []

        run_import(many_rows(BATCH_ROWS + 1), progress=seen.append)

        assert seen == [
            Progress(BATCH_ROWS, BATCH_ROWS * 4, 100),
            Progress(BATCH_ROWS + 1, (BATCH_ROWS + 1) * 2, 100),
        ]


class TestCancel:
    def test_takes_everything_back(self, catalogue: FakeCatalogue, run_import: Import) -> None:
        answers: Iterator[bool] = iter([False, True])

        with pytest.raises(ImportCancelledError, match=str(BATCH_ROWS)):
            run_import(many_rows(BATCH_ROWS * 3), cancelled=lambda: next(answers))

        assert catalogue.stored == {}


class TestExport:
    def test_imported_again_changes_nothing(
        self, catalogue: FakeCatalogue, run_import: Import, tmp_path: Path
    ) -> None:
        names = ["=1+1", "+1", "@SUM(A1)", "'=1", ";=1", 'a","b', "-2+3", "\uff1d1", "'a"]
        names.append("a\x0c=1")
        for number, name in enumerate(names, start=1):
            sku = f"-{number}"
            catalogue.add(a_product(number, sku, name), f"4006{number}", f"-{number}", stock=-500)
        before = dict(catalogue.stored)
        path = tmp_path / "export.csv"

        written = ProductExport(listing=catalogue).run(sink=PosCsvFile(path=path, currency=EUR))
        report = run_import(path, set_stock=True)

        assert written == len(names)
        assert (report.unchanged, report.rejected_count) == (len(names), 0)
        assert catalogue.stored == before
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in (row[0], row[1], row[2])]
        assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@\t\r")]
