"""Files of products, as they come, into the real store."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pos_app.adapters.files.formats import open_reader
from pos_app.adapters.files.pos_csv_writer import PosCsvFile
from pos_app.adapters.persistence.catalogue_writer import SqlCatalogueWriter
from pos_app.adapters.persistence.soundness import unsound
from pos_app.composition.importing import import_products
from pos_app.composition.opening import OpenStore, writing
from pos_app.domain.product import Unit
from pos_app.domain.quantity import Quantity
from pos_app.domain.staff import NotAllowedError, Role
from pos_app.services.catalogue.exporting import ProductExport
from pos_app.services.catalogue.import_report import ImportReport
from pos_app.services.catalogue.importing import (
    ImportCancelledError,
    ImportOptions,
    ProductImport,
    Progress,
    StoreTerms,
)
from pos_app.services.catalogue.ports import WriterOptions
from pos_app.services.catalogue.reading import (
    COLUMNS,
    BrokenQuotesError,
    FileUnreadableError,
    FormatUnknownError,
    HeaderError,
    UndecodableError,
)
from tests.integration import shop as shops

WITHOUT_DEPOSIT = COLUMNS[: COLUMNS.index("deposit")]
HEADER = ",".join(WITHOUT_DEPOSIT)
TABLES = ("product", "barcode", "stock_level", "stock_movement", "import_run", "journal", "outbox")
Import = Callable[..., ImportReport]


@pytest.fixture
def store(new_store: OpenStore) -> OpenStore:
    return new_store


@pytest.fixture
def run(store: OpenStore, tmp_path: Path) -> Import:
    """Import lines under our header, or bytes as they are."""

    def run(content: str | bytes, **options: bool) -> ImportReport:
        path = tmp_path / "products.csv"
        if isinstance(content, str):
            content = f"{HEADER}\n{content}\n".encode()
        path.write_bytes(content)
        return shops.bring_in(store, path, **options)

    return run


def contents(store: OpenStore, tables: tuple[str, ...] = TABLES) -> dict[str, Any]:
    found = shops.everything(store.folder.store, tables)
    words = shops.rows(store.folder.store, "SELECT rowid, * FROM product_search ORDER BY rowid")
    return {**found, "words": words}


class TestImport:
    def test_brings_every_field_in(self, store: OpenStore) -> None:
        report = shops.bring_in(store, shops.CATALOGUE)

        with shops.CATALOGUE.open(encoding="utf-8", newline="") as file:
            wanted = list(csv.DictReader(file))
        assert (report.rows, report.new, report.rejected_count) == (19, 19, 0)
        found = {row.sku: row for row in store.queries.products.all_products()}
        assert len(found) == len(wanted)
        for row in wanted:
            stored = found[row["sku"]]
            assert stored.barcodes == (row["barcode"],)
            assert (stored.name, stored.category) == (row["name"], row["category"])
            assert Decimal(stored.price) == 100 * Decimal(row["price"])
            assert Decimal(stored.cost or 0) == 100 * Decimal(row["cost"])
            assert (stored.tax_class, stored.unit) == (row["tax_class"], row["unit"])
            assert stored.stock == int(row["stock"]) * 1_000

    def test_is_one_entry_of_the_journal(self, store: OpenStore) -> None:
        before = store.queries.journal.head().seq

        shops.bring_in(store, shops.GROCERIES)

        [entry] = store.queries.journal.entries(after=before)
        body = json.loads(entry.raw)
        moved = shops.rows(
            store.folder.store,
            "SELECT sku, quantity FROM stock_movement JOIN product USING (product_id)"
            " ORDER BY movement_id",
        )
        assert entry.kind == "import"
        assert body["body"] == {
            "source": "groceries-excerpt.csv",
            "new": 30,
            "changed": 0,
            "unchanged": 0,
            "rejected": 0,
            "moved": [list(one) for one in moved],
        }
        assert shops.verdict(store.queries).ok

    def test_is_remembered_with_its_source_and_who_did_it(self, store: OpenStore) -> None:
        shops.bring_in(store, shops.GROCERIES)

        runs = shops.rows(store.folder.store, "SELECT source, staff_id FROM import_run")
        assert runs == [("groceries-excerpt.csv", 1)]

    def test_of_the_same_file_again_leaves_no_trace(self, store: OpenStore) -> None:
        shops.bring_in(store, shops.CATALOGUE)
        before = contents(store)

        report = shops.bring_in(store, shops.CATALOGUE)

        assert (report.new, report.changed, report.unchanged) == (0, 0, 19)
        assert report.written
        assert contents(store) == before

    def test_changes_what_differs_and_nothing_else(self, store: OpenStore, run: Import) -> None:
        run("A,111,Pen,office,1.50,STANDARD,0.80,10,each\nB,222,Ink,office,2.50,STANDARD,,5,each")
        b_before = store.queries.products.by_sku("B")

        report = run(
            "A,111,Ball pen,desk,1.60,REDUCED,0.90,99,kg\nB,222,Ink,office,2.50,STANDARD,,5,each"
        )

        assert (report.changed, report.unchanged) == (1, 1)
        changed = store.queries.products.by_sku("A")
        assert changed is not None
        assert (changed.name, changed.category) == ("Ball pen", "desk")
        assert (changed.unit_price.minor, changed.tax_class) == (160, "REDUCED")
        assert changed.unit is Unit.KILOGRAM
        assert store.queries.products.by_sku("B") == b_before

    def test_leaves_alone_what_the_file_does_not_say(self, store: OpenStore, run: Import) -> None:
        run("A,111,Pen,office,1.50,REDUCED,0.80,10,kg")

        report = run(b"sku,name,price\nA,Pen,1.50\n")

        assert report.unchanged == 1
        [row] = store.queries.products.all_products()
        assert (row.category, row.tax_class, row.cost) == ("office", "REDUCED", 80)
        assert (row.stock, row.unit, row.barcodes) == (10_000, "kg", ("111",))

    def test_does_not_need_the_sku_of_a_product_whose_barcode_is_known(
        self, store: OpenStore, run: Import
    ) -> None:
        run("A,111|222,Pen,office,1.50,STANDARD,,,each")

        report = run(",222,Pencil,office,1.70,STANDARD,,,each")

        assert report.changed == 1
        [row] = store.queries.products.all_products()
        assert (row.sku, row.name, row.price) == ("A", "Pencil", 170)
        assert row.barcodes == ("111", "222")

    def test_goes_by_the_sku_before_the_barcode(self, store: OpenStore, run: Import) -> None:
        run("A,111,Pen,,1.50,STANDARD,,,\nB,222,Ink,,2.50,STANDARD,,,")

        report = run("B,111,Ink,,2.50,STANDARD,,,")

        [problem] = report.rejected
        assert (problem.column, problem.value) == ("barcode", "111")
        assert problem.reason == "this barcode belongs to another product (A)"

    def test_names_a_product_without_sku_by_its_first_barcode(
        self, store: OpenStore, run: Import
    ) -> None:
        run(",20928315|111,Lait,,3.19,REDUCED,,,")

        report = run(",20928315,Lait,,3.19,REDUCED,,,")

        assert report.unchanged == 1
        [row] = store.queries.products.all_products()
        assert (row.sku, row.barcodes) == ("20928315", ("111", "20928315"))

    def test_keeps_several_barcodes_and_adds_more(self, store: OpenStore, run: Import) -> None:
        run("A,111|222;333 444,Pen,,1.50,STANDARD,,,")

        report = run("A,222|555,Pen,,1.50,STANDARD,,,")

        assert report.changed == 1
        for code in ("111", "222", "333", "444", "555"):
            product = store.queries.products.by_barcode(code)
            assert product is not None
            assert product.sku == "A"
        words = shops.rows(store.folder.store, "SELECT barcodes FROM product_search")
        assert words == [("111 222 333 444 555",)]

    def test_is_found_by_search_under_its_new_name_only(
        self, store: OpenStore, run: Import
    ) -> None:
        run("A,111,Pen,,1.50,STANDARD,,,")

        run("A,111,Quill,,1.50,STANDARD,,,")

        assert [hit.product.sku for hit in store.services.search.find("quill")] == ["A"]
        assert store.services.search.find("pen") == []

    def test_is_seen_whole_or_not_at_all(self, store: OpenStore, tmp_path: Path) -> None:
        path = tmp_path / "many.csv"
        rows = [f"S{n},,Product {n},,1.00,STANDARD,,," for n in range(3_000)]
        path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        seen: list[int] = []

        def look(_progress: Progress) -> None:
            seen.append(len(store.queries.products.hits(("product",), 5_000)))

        import_products(
            store, path, ImportOptions("many.csv"), actor=shops.owner(store), progress=look
        )

        assert seen == [0, 0, 0]
        assert len(store.queries.products.hits(("product",), 5_000)) == 3_000

    def test_is_not_for_everybody(self, store: OpenStore) -> None:
        cashier = store.services.staff.add(
            actor=shops.owner(store), name="Ben", role=Role.CASHIER, pin="250917"
        )

        with pytest.raises(NotAllowedError, match="Ask a manager"):
            import_products(
                store,
                shops.GROCERIES,
                ImportOptions("x"),
                actor=cashier,
                progress=lambda _progress: None,
            )

        assert list(store.queries.products.all_products()) == []

    def test_leaves_a_sound_store_behind(self, store: OpenStore, run: Import) -> None:
        run("A,111,Pen,,1.50,STANDARD,,10,\nB,222,Ink,,2.50,STANDARD,,-3.5,l")
        run("A,111,Pen,,1.50,STANDARD,,25,", set_stock=True)

        assert unsound(store.readers) == []


class TestStock:
    # Without the product that custom items are sold as, which stands in no file.
    LEVEL = "SELECT quantity FROM stock_level JOIN product USING (product_id) WHERE sku <> 'CUSTOM'"
    MOVEMENTS = "SELECT kind, quantity FROM stock_movement ORDER BY movement_id"

    def test_opens_with_what_the_file_says(self, store: OpenStore, run: Import) -> None:
        run("A,,Pen,,1.50,STANDARD,,10.5,kg\nB,,Ink,,1.50,STANDARD,,,\nC,,Nib,,1.50,STANDARD,,0,")

        assert shops.rows(store.folder.store, self.LEVEL) == [(10_500,), (0,), (0,)]
        assert shops.rows(store.folder.store, self.MOVEMENTS) == [("opening", 10_500)]

    def test_is_left_alone_by_a_second_import(self, store: OpenStore, run: Import) -> None:
        run("A,,Pen,,1.50,STANDARD,,10,")

        report = run("A,,Pen,,1.50,STANDARD,,25,")

        assert report.unchanged == 1
        assert shops.rows(store.folder.store, self.LEVEL) == [(10_000,)]

    def test_is_counted_when_asked_for(self, store: OpenStore, run: Import) -> None:
        run("A,,Pen,,1.50,STANDARD,,10,\nB,,Ink,,1.50,STANDARD,,7,")

        report = run("A,,Pen,,1.50,STANDARD,,4,\nB,,Ink,,1.50,STANDARD,,,", set_stock=True)

        assert (report.changed, report.unchanged) == (1, 1)
        assert shops.rows(store.folder.store, self.LEVEL) == [(4_000,), (7_000,)]
        assert shops.rows(store.folder.store, self.MOVEMENTS) == [
            ("opening", 10_000),
            ("opening", 7_000),
            ("count", -6_000),
        ]

    def test_that_was_counted_right_needs_no_movement(self, store: OpenStore, run: Import) -> None:
        run("A,,Pen,,1.50,STANDARD,,10,")

        report = run("A,,Pen,,1.50,STANDARD,,10,", set_stock=True)

        assert report.unchanged == 1
        assert len(shops.rows(store.folder.store, self.MOVEMENTS)) == 1

    def test_that_was_counted_right_is_recorded_once_in_each_epoch_whatever_the_clock_says(
        self, store: OpenStore, run: Import
    ) -> None:
        """The count before the store was put back was made by a clock that was ahead."""
        run("A,,Pen,,1.50,STANDARD,,10,")
        run("A,,Pen,,1.50,STANDARD,,12,", set_stock=True)
        with store.services.new_uow() as uow:
            before = datetime.now(UTC) - timedelta(days=1)
            uow.settings.start_epoch(at=before, reason="restore", terminal="T01")
            uow.commit()

        for _ in range(2):
            run("A,,Pen,,1.50,STANDARD,,12,", set_stock=True)

        counts = [("opening", 10_000), ("count", 2_000), ("count", 0)]
        assert shops.rows(store.folder.store, self.MOVEMENTS) == counts

    def test_is_recorded_once_in_an_epoch_that_began_before_its_place_was_kept(
        self, store: OpenStore, run: Import
    ) -> None:
        run("A,,Pen,,1.50,STANDARD,,10,")
        with store.services.new_uow() as uow:
            of_pen = "SELECT product_id FROM product WHERE sku = 'A'"
            product = shops.one(store.folder.store, of_pen)
            at = datetime.now(UTC) - timedelta(days=1)
            uow.stock.move(
                product_id=product,
                kind="count",
                quantity=Quantity(2_000),
                at=at - timedelta(days=1),
            )
            uow.settings.start_epoch(at=at, reason="restore", terminal="T01")
            uow.commit()
        shops.forget_places_of_epochs(store.folder.store)

        for _ in range(2):
            run("A,,Pen,,1.50,STANDARD,,12,", set_stock=True)

        counts = [("opening", 10_000), ("count", 2_000), ("count", 0)]
        assert shops.rows(store.folder.store, self.MOVEMENTS) == counts

    def test_is_counted_after_sales(self, store: OpenStore, run: Import) -> None:
        run("A,111,Pen,,1.50,STANDARD,,10,")
        shops.open_shift(store)
        shops.sell(store, "111", "111")

        run("A,111,Pen,,1.50,STANDARD,,10,", set_stock=True)

        assert shops.rows(store.folder.store, self.LEVEL) == [(10_000,)]
        assert shops.rows(store.folder.store, self.MOVEMENTS)[1:] == [
            ("order", -2_000),
            ("count", 2_000),
        ]


class TestImportThatIsNotWritten:
    @pytest.fixture(autouse=True)
    def before(self, store: OpenStore) -> None:
        shops.bring_in(store, shops.GROCERIES)
        self.contents = contents(store)

    def test_because_it_was_a_dry_run(self, store: OpenStore) -> None:
        report = shops.bring_in(store, shops.CATALOGUE, dry_run=True)

        assert (report.new, report.written) == (19, False)
        assert contents(store) == self.contents

    def test_because_it_was_strict_and_a_row_was_bad(self, store: OpenStore, run: Import) -> None:
        report = run("A,,Pen,,1.50,STANDARD,,,\nB,,Ink,,cheap,STANDARD,,,", strict=True)

        assert (report.new, report.rejected_count, report.written) == (1, 1, False)
        assert contents(store) == self.contents

    def test_because_the_store_itself_refused_a_row(self, store: OpenStore, run: Import) -> None:
        report = run(f"A,{shops.MILK},Pen,,1.50,STANDARD,,,\nB,,Ink,,1,STANDARD,,,", strict=True)

        assert (report.new, report.rejected_count, report.written) == (1, 1, False)
        assert contents(store) == self.contents

    def test_because_it_was_cancelled(self, store: OpenStore) -> None:
        answers = iter([False, True])

        with pytest.raises(ImportCancelledError, match="nothing was changed"):
            self.cancellable(store, lambda: next(answers))

        assert contents(store) == self.contents

    def test_because_the_program_was_interrupted(self, store: OpenStore) -> None:
        def interrupt(_progress: Progress) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            import_products(
                store,
                shops.CATALOGUE,
                ImportOptions("x"),
                actor=shops.owner(store),
                progress=interrupt,
            )

        assert contents(store) == self.contents
        assert shops.bring_in(store, shops.CATALOGUE).new == 19

    def cancellable(self, store: OpenStore, cancelled: Callable[[], bool]) -> None:
        rows = [f"S{n},,Product {n},,1.00,STANDARD,,," for n in range(2_000)]
        path = store.folder.root / "many.csv"
        path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        profile = store.queries.profile

        def new_writer(options: WriterOptions) -> SqlCatalogueWriter:
            return SqlCatalogueWriter(
                store.writer,
                options,
                default_tax_class=profile.default_tax_class,
                at=store.services.clock.now(),
                staff_id=1,
                record=lambda _journal, _body: pytest.fail("it was written"),
            )

        ProductImport(
            new_writer=new_writer,
            products=store.queries.products,
            terms=StoreTerms(profile.currency, frozenset(store.queries.tax_classes)),
            monotonic_ms=store.services.clock.monotonic_ms,
        ).run(reader=open_reader(path), options=ImportOptions("x"), cancelled=cancelled)


TEXT = f"{HEADER}\nA,111,Crème brûlée,café,1.50,STANDARD,0.80,10,each\n"


class TestEncodings:
    @pytest.mark.parametrize(
        "content",
        [
            TEXT.encode(),
            TEXT.encode("utf-8-sig"),
            TEXT.encode("utf-16"),
            b"\xfe\xff" + TEXT.encode("utf-16-be"),
            TEXT.encode("cp1252"),
            TEXT.replace("\n", "\r\n").encode(),
            TEXT.replace("\n", "\r").encode(),
            TEXT.replace("\n", "\r\n").encode("utf-16"),
            ("sep=,\n" + TEXT).encode(),
            TEXT.replace("è", "e\u0300").replace("û", "u\u0302").replace("é", "e\u0301").encode(),
        ],
        ids=[
            "utf8",
            "bom",
            "utf16",
            "be",
            "cp1252",
            "crlf",
            "cr",
            "utf16crlf",
            "sep",
            "decomposed",
        ],
    )
    def test_are_found_out(self, store: OpenStore, run: Import, content: bytes) -> None:
        report = run(content)

        assert (report.new, report.rejected_count) == (1, 0)
        [row] = store.queries.products.all_products()
        assert (row.name, row.category, row.barcodes) == ("Crème brûlée", "café", ("111",))

    def test_are_named_when_guessed(self, run: Import) -> None:
        report = run(TEXT.encode("cp1252"))

        assert [one.reason for one in report.warnings] == [
            "not UTF-8: read as cp1252; look at the accents, or save the file as UTF-8"
        ]

    @pytest.mark.parametrize(
        "content",
        [
            TEXT.encode() + b"B,222,Caf\xff,x,1,STANDARD,,,\n",
            TEXT.encode() + TEXT.encode() + b"B,222,Caf\xe9,x,1,STANDARD,,,\n",
            TEXT.encode("utf-16") + b"\x00",
        ],
    )
    def test_that_fit_no_byte_stop_everything(
        self, store: OpenStore, run: Import, content: bytes
    ) -> None:
        with pytest.raises(UndecodableError, match="Nothing was imported"):
            run(content)

        assert list(store.queries.products.all_products()) == []


class TestDelimiters:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_are_found_out(self, store: OpenStore, run: Import, delimiter: str) -> None:
        cells = ["A", "111", '"Pen; blue, ""fine""\tand more"', "", "1.50", "STANDARD", "", "", ""]
        content = f"{delimiter.join(WITHOUT_DEPOSIT)}\n{delimiter.join(cells)}\n"

        report = run(content.encode())

        assert report.rejected == ()
        [row] = store.queries.products.all_products()
        assert (row.name, row.price) == ('Pen; blue, "fine" and more', 150)

    @pytest.mark.parametrize(
        ("price", "minor"),
        [("1,5", 150), ("0,99", 99), ("1.234,50", 123_450), ("1 234,50", 123_450), ("12", 1_200)],
    )
    def test_leave_the_comma_to_the_decimals(
        self, store: OpenStore, run: Import, price: str, minor: int
    ) -> None:
        header = ";".join(WITHOUT_DEPOSIT)

        run(f"{header}\nA;;Pen;;{price};STANDARD;0,80;;\n".encode())

        [row] = store.queries.products.all_products()
        assert (row.price, row.cost) == (minor, 80)

    @pytest.mark.parametrize(
        ("price", "minor"),
        [("1.5", 150), ("1,234.50", 123_450), (".99", 99), ("1'234.50", 123_450)],
    )
    def test_leave_the_point_to_the_decimals(
        self, store: OpenStore, run: Import, price: str, minor: int
    ) -> None:
        header = ";".join(WITHOUT_DEPOSIT)

        run(f"{header}\nA;;Pen;;{price};STANDARD;0.80;;\n".encode())

        [row] = store.queries.products.all_products()
        assert (row.price, row.cost) == (minor, 80)


# The line of the file, the column, and the reason of every row that is not taken.
BAD_ROWS = {
    "NO-NAME,,,office,1.50,STANDARD,,,each": ("name", "the name is missing"),
    "NO-PRICE,,Pencil,office,,STANDARD,,,each": ("price", "the price is missing"),
    "NEGATIVE,,Pencil,office,-1.50,STANDARD,,,each": ("price", "a price cannot be negative"),
    "FINE,,Pencil,office,1.505,STANDARD,,,each": ("price", "more than 2 decimals"),
    "WORD,,Pencil,office,cheap,STANDARD,,,each": ("price", "cheap is no number"),
    "HUGE,,Pencil,office,1e300,STANDARD,,,each": ("price", "1e300 is no number"),
    "LARGE,,Pencil,office,999999999999999,STANDARD,,,each": ("price", "larger than any amount"),
    "TAX,,Pencil,office,1.50,LUXURY,,,each": ("tax_class", "unknown tax class; this store has"),
    "UNIT,,Pencil,office,1.50,STANDARD,,,crate": ("unit", "unknown unit; one of each, kg, l, m"),
    "STOCK,,Pencil,office,1.50,STANDARD,,many,each": ("stock", "many is no number"),
    "GOOD-1,,Pen again,office,1.50,STANDARD,,,each": ("sku", "this sku is in the file twice"),
    "STOLEN,4006381333931,Pencil,office,1.50,STANDARD,,,each": (
        "barcode",
        "this barcode belongs to another product (GOOD-1)",
    ),
    "CARD,,4242 4242 4242 4242,office,1.50,STANDARD,,,each": (
        "name",
        "looks like a card number; none is stored",
    ),
    ",,No code,office,1.50,STANDARD,,,each": ("sku", "neither a sku nor a barcode"),
    "SHORT,,Pencil,office": ("", "4 cells instead of 9"),
    "LONG,,Pencil,office,1.50,STANDARD,,,each,more": ("", "10 cells instead of 9"),
    "EXCEL,4.00638E+12,Pencil,office,1.50,STANDARD,,,each": (
        "barcode",
        "a spreadsheet has shortened this number",
    ),
    "BARS,12 34é,Pencil,office,1.50,STANDARD,,,each": ("barcode", "characters that no barcode has"),
    f"{'S' * 65},,Pencil,office,1.50,STANDARD,,,each": ("sku", "longer than 64 characters"),
    f"BARCODE,{'1' * 49},Pencil,office,1.50,STANDARD,,,each": ("barcode", "longer than 48"),
    f"MANY,{'|'.join(map(str, range(21)))},P,o,1,STANDARD,,,": ("barcode", "more than 20 barcodes"),
    "NUL,,Pen\0cil,office,1.50,STANDARD,,,each": ("", "it holds a NUL byte"),
    f"FIELD,,{'x' * 4_097},office,1.50,STANDARD,,,each": ("name", "longer than 4096 bytes"),
    f"ROW,,{'x' * 66_000},office,1.50,STANDARD,,,each": ("", "longer than 65536 bytes"),
}
FIRST = "GOOD-1,4006381333931,Pen,office,1.50,STANDARD,0.80,10,each"
LAST = "GOOD-2,20928315,Ruler,office,2.50,STANDARD,0.80,3,each"


class TestBadRows:
    def test_are_named_one_by_one_and_the_rest_goes_in(self, store: OpenStore, run: Import) -> None:
        report = run("\n".join([FIRST, *BAD_ROWS, LAST]))

        assert report.rows == len(BAD_ROWS) + 2
        assert (report.new, report.rejected_count) == (2, len(BAD_ROWS))
        assert [row.sku for row in store.queries.products.all_products()] == ["GOOD-1", "GOOD-2"]
        for line, (column, reason), problem in zip(
            range(3, 3 + len(BAD_ROWS)), BAD_ROWS.values(), report.rejected, strict=True
        ):
            assert (problem.line, problem.column) == (line, column)
            assert reason in problem.reason

    @pytest.mark.parametrize("row", BAD_ROWS, ids=lambda row: row[:12])
    def test_stop_everything_when_strict(self, store: OpenStore, run: Import, row: str) -> None:
        report = run(f"{FIRST}\n{row}\n{LAST}", strict=True)

        assert (report.rejected_count, report.written) == (1, False)
        assert list(store.queries.products.all_products()) == []

    def test_never_show_a_card_number(self, run: Import) -> None:
        report = run("CARD,,Pay with 4242 4242 4242 4242,office,1.50,STANDARD,,,each")

        assert "4242 4242" not in json.dumps(report.document())

    def test_with_an_open_quote_do_not_swallow_the_rest(
        self, store: OpenStore, run: Import
    ) -> None:
        lines = [f"S{n},,Pen {n},,1.00,STANDARD,,," for n in range(5)]
        lines[2] = 'S2,,"Pen 2,,1.00,STANDARD,,,'

        report = run("\n".join(lines))

        assert [(one.line, one.reason) for one in report.rejected] == [(4, "its quotes are broken")]
        assert [row.sku for row in store.queries.products.all_products()] == [
            "S0",
            "S1",
            "S3",
            "S4",
        ]

    def test_with_too_many_open_quotes_are_no_catalogue(
        self, store: OpenStore, run: Import
    ) -> None:
        with pytest.raises(BrokenQuotesError, match="more than 1000 rows are broken"):
            run("\n".join(f'S{n},,"Pen {n},,1.00,STANDARD,,,' for n in range(1_100)))

        assert list(store.queries.products.all_products()) == []

    def test_are_counted_by_the_line_they_start_on(self, run: Import) -> None:
        report = run('A,,"Pen\nblue",,1.00,STANDARD,,,\n\nB,,Ink,,x,STANDARD,,,')

        assert (report.new, report.rows) == (1, 2)
        assert [one.line for one in report.rejected] == [5]


class TestWarnings:
    @pytest.mark.parametrize(
        ("row", "column", "reason"),
        [
            ("A,4006381333930,Pen,,1,STANDARD,,,", "barcode", "the check digit is wrong"),
            ("A,,Pen,,0,STANDARD,,,", "price", "the till will ask for the price"),
            ("A,,Pen,,1,,,,", "tax_class", "empty: the default is taken"),
            (f"A,,{'x' * 201},,1,STANDARD,,,", "name", "cut to 200 characters"),
            ("A,,Pen\x07,,1,STANDARD,,,", "name", "control characters: printed as ?"),
            ("A,,Pen,,1,STANDARD,0.805,,", "cost", "finer than the currency: rounded"),
        ],
    )
    def test_do_not_keep_a_row_out(
        self, store: OpenStore, run: Import, row: str, column: str, reason: str
    ) -> None:
        report = run(row)

        assert report.new == 1
        assert [(one.line, one.column, one.reason) for one in report.warnings] == [
            (2, column, reason)
        ]

    def test_a_wrong_check_digit_is_scanned_all_the_same(
        self, store: OpenStore, run: Import
    ) -> None:
        run("A,4006381333930,Pen,,1,STANDARD,,,")

        assert shops.ring(store, "4006381333930").items[0].name == "Pen"


class TestFiles:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "the file is empty"),
            (b"\n\n\n", "the file is empty"),
            (b"sku,name\nA,Pen\n", "the column price is missing"),
            (b"name,price\nPen,1\n", "the column sku or barcode is missing"),
            (b"sku,sku,name,price\nA,A,Pen,1\n", "the column sku is there twice"),
            (b"\x00" * 1_000, "NUL bytes"),
            (TEXT.encode("utf-16-le"), "NUL bytes"),
            (b'"sku,name,price\nA,Pen,1\n', "its quotes are broken"),
            (b"PK\x03\x04" + bytes(range(128)) * 10, "NUL bytes"),
        ],
    )
    def test_that_are_no_catalogue_are_refused(
        self, store: OpenStore, run: Import, content: bytes, reason: str
    ) -> None:
        with pytest.raises((HeaderError, UndecodableError), match=reason):
            run(content)

        assert list(store.queries.products.all_products()) == []

    def test_of_a_header_alone_bring_nothing(self, run: Import) -> None:
        report = run(f"{HEADER}\n".encode())

        assert (report.rows, report.new) == (0, 0)

    def test_that_are_not_there_are_refused(self, store: OpenStore, tmp_path: Path) -> None:
        with pytest.raises(FileUnreadableError, match="No such file"):
            shops.bring_in(store, tmp_path / "none.csv")

    def test_that_are_folders_are_refused(self, store: OpenStore, tmp_path: Path) -> None:
        with pytest.raises(FileUnreadableError, match="no ordinary file"):
            shops.bring_in(store, tmp_path)

    def test_of_an_unknown_format_are_refused(self, store: OpenStore) -> None:
        with pytest.raises(FormatUnknownError, match="pos"):
            import_products(
                store,
                shops.GROCERIES,
                ImportOptions("x"),
                actor=shops.owner(store),
                format_name="spreadsheet",
                progress=lambda _progress: None,
            )

    def test_may_have_columns_that_nobody_knows(self, run: Import) -> None:
        report = run(b"SKU , Name,colour,PRICE\nA,Pen,blue,1\n")

        assert report.new == 1
        assert ("colour", "unknown column: left out") in [
            (one.column, one.reason) for one in report.warnings
        ]


class TestManyBarcodes:
    """A product has twenty at most, however many imports bring them."""

    def test_are_refused_with_the_row_named(self, store: OpenStore, run: Import) -> None:
        run("PEN," + "|".join(f"P{n}" for n in range(15)) + ",Pen,,1,,,,")
        run("PEN," + "|".join(f"P{n}" for n in range(10, 20)) + ",Pen,,1,,,,")

        report = run("INK,,Ink,,2,,,,\nPEN,P1|P20,New name,,3,,,,\nPAD,,Pad,,4,,,,")

        [problem] = report.rejected
        assert (problem.line, problem.column, problem.value) == (3, "barcode", "P20")
        assert problem.reason == "the product would have more than 20 barcodes"
        assert report.new == 2
        pen = store.queries.products.by_sku("PEN")
        assert pen is not None
        assert (pen.name, pen.unit_price.minor) == ("Pen", 100)
        assert len(store.queries.products.barcodes_of(pen.product_id)) == 20

    def test_may_all_be_named_again(self, store: OpenStore, run: Import) -> None:
        line = "PEN," + "|".join(f"P{n}" for n in range(20)) + ",Pen,,1,,,,"
        run(line)

        assert run(line).unchanged == 1


class TestExport:
    def test_comes_back_as_it_was(
        self, store: OpenStore, new_shop: shops.Shop, tmp_path: Path
    ) -> None:
        shops.bring_in(store, shops.CATALOGUE)
        shops.bring_in(store, shops.GROCERIES)
        path = tmp_path / "export.csv"
        products = store.queries.products
        sink = PosCsvFile(path=path, currency=store.queries.profile.currency)

        count = ProductExport(listing=products).run(sink=sink)

        assert count == 49
        assert shops.bring_in(store, path).unchanged == 49
        other = shops.make(tmp_path / "other")
        with writing(other.folder) as empty:
            assert shops.bring_in(empty, path).new == 49
            copied = list(empty.queries.products.all_products())
        assert copied == list(products.all_products())

    def test_is_safe_in_a_spreadsheet_and_comes_back(
        self, store: OpenStore, run: Import, tmp_path: Path
    ) -> None:
        run('"=A1","+111","=HYPERLINK(""x"")","@cmd",1,STANDARD,,,\n-B,,-2+3,,1,STANDARD,,,')
        path = tmp_path / "export.csv"
        sink = PosCsvFile(path=path, currency=store.queries.profile.currency)

        ProductExport(listing=store.queries.products).run(sink=sink)

        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if cell[:1] in tuple("=+-@")] == []
        assert shops.bring_in(store, path).unchanged == 2
