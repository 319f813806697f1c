from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest

from pos_app.adapters.documents.receipt_words import (
    SHIFT_PREFIX,
    read_receipt_words,
    read_shift_words,
    receipt_languages,
)
from pos_app.domain.shift import Shift
from pos_app.domain.shift_report import Filed, MethodSum, ShiftReport, ShiftSums, TaxSum
from pos_app.services.printing.cells import cells
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.shift_paper import ReportNotPrintedError, ShiftPaper
from pos_app.services.printing.shift_report import ShiftRenderer
from pos_app.services.printing.shift_words import ShiftWords
from pos_app.services.printing.words import ReceiptWordsError
from tests.fakes.formats import FakeFormats
from tests.fakes.paper import paper
from tests.fakes.printing import EURO, HEADER, FakePrinter
from tests.fakes.shop import FakeShop

FOLDER: Final = Path(__file__).parents[4] / "resources" / "translations"
OPENED: Final = datetime(2026, 3, 14, 7, 55, tzinfo=UTC)
CLOSED: Final = datetime(2026, 3, 14, 17, 10, tzinfo=UTC)
SHIFT: Final = Shift(
    118,
    118,
    date(2026, 3, 14),
    OPENED,
    1,
    15_000,
    sales=321_410,
    refunds=4_200,
    tips=350,
    cash_sales=45_850,
    cash_in=2_000,
    cash_out=2_000,
    orders=214,
    no_sales=5,
)
SUMS: Final = ShiftSums(
    documents=216,
    discounts=6_120,
    rounding=-3,
    voids=3,
    void_total=1_250,
    first="T01-000123",
    last="T01-000338",
    methods=(MethodSum("card", 98, 271_360), MethodSum("cash", 118, 45_850)),
    taxes=(TaxSum("S", "S", "TVA", 200_000, 260_000, 52_000),),
)
X: Final = ShiftReport(SHIFT, SUMS, CLOSED, "Ana")
CLOSED_SHIFT: Final = replace(SHIFT, closed_at=CLOSED, closed_by=2, counted=60_800)
Z: Final = ShiftReport(CLOSED_SHIFT, SUMS, CLOSED, "Ana", "Ben", Filed(9_001, bytes(range(32))))

FIRST_Z: Final = replace(Z, filed=Filed(0, bytes(32)))
"""Filed before everything that the journal holds."""


def renderer(*, width: int = 42, language: str = "en", practice: bool = False) -> ShiftRenderer:
    receipts = ReceiptRenderer(
        paper(replace(HEADER, practice=practice), width),
        read_receipt_words(FOLDER, language),
        FakeFormats(),
    )
    words = read_shift_words(FOLDER, language)
    return ShiftRenderer(receipts, words, EURO, "Europe/Paris")


def printed(report: ShiftReport, **wishes: bool) -> dict[str, str]:
    """The lines with an amount at their end, by what stands before it."""
    lines = renderer().text(report, **wishes).splitlines()
    pairs = (line.rsplit("  ", 1) for line in lines if "  " in line.strip())
    return {left.strip(): right.strip() for left, right in pairs}


class TestReport:
    def test_of_a_closed_shift_has_every_sum(self) -> None:
        shown = printed(Z)

        assert (
            shown
            | {
                "Shift": "118",
                "Sales": "3 214,10".replace(" ", " "),
                "Refunds": "-42,00",
                "Discounts given": "-61,20",
                "Tips": "3,50",
                "Orders": "214",
                "Orders given up": "3 (12,50)",
                "Drawer without sale": "5",
                "Float": "150,00",
                "Cash taken": "458,50",
                "Cash in": "20,00",
                "Cash out": "-20,00",
                "Expected": "608,50",
                "Counted": "608,00",
                "SHORT": "-0,50",
            }
            == shown
        )

    @pytest.mark.parametrize(
        ("counted", "side", "shown"),
        [(60_900, "OVER", "0,50"), (60_850, "Difference", "0,00"), (0, "SHORT", "-608,50")],
    )
    def test_names_the_side_of_the_difference(self, counted: int, side: str, shown: str) -> None:
        report = replace(Z, shift=replace(CLOSED_SHIFT, counted=counted))

        assert printed(report)[side] == shown

    def test_says_what_stays_in_the_drawer_and_what_goes(self) -> None:
        shown = printed(replace(Z, shift=replace(CLOSED_SHIFT, left=15_000)))

        assert (shown["Left in the drawer"], shown["To the safe"]) == ("150,00", "458,00")
        assert "Left in the drawer" not in printed(Z)

    def test_says_what_was_noted_of_the_count(self) -> None:
        text = renderer(width=32).text(replace(Z, note="A roll of coins from the bank was short"))

        assert "Why: A roll of coins from the bank was short" in " ".join(text.split())
        assert "Why" not in renderer().text(Z)

    def test_of_an_open_shift_says_so_and_shows_no_count(self) -> None:
        text = renderer().text(X)

        assert text.count("NOT FINAL: SHIFT IS OPEN") == 2
        assert "X REPORT 118" in text
        assert "Counted" not in text

    def test_says_who_when_and_which_journal_entry(self) -> None:
        text = renderer().text(Z)

        for words in ("14/03/2026 08:55", "14/03/2026 18:10", "Ana", "Ben"):
            assert words in text
        assert "Journal 9001 0001020304050607" in text
        assert "T01-000123 – T01-000338" in text

    def test_marks_a_copy_and_practice_first_and_last(self) -> None:
        lines = renderer(practice=True).text(Z, is_copy=True).split("\n")

        assert [line.strip() for line in lines[:2]] == ["PRACTICE: NOT A SALE", "COPY"]
        assert [line.strip() for line in lines[-4:-1]] == [
            "PRACTICE: NOT A SALE",
            "COPY",
            "Z REPORT 118",
        ]

    @pytest.mark.parametrize("language", ["en", "fr", "de"])
    @pytest.mark.parametrize("width", [32, 42, 48])
    def test_fits_the_paper_in_every_language(self, width: int, language: str) -> None:
        lines = renderer(width=width, language=language).text(Z).splitlines()

        assert [line for line in lines if cells(line) > width] == []


class TestWords:
    def test_are_there_in_the_languages_of_receipts(self) -> None:
        assert set(receipt_languages(FOLDER, SHIFT_PREFIX)) == set(receipt_languages(FOLDER))

    def test_name_what_is_missing(self) -> None:
        with pytest.raises(ReceiptWordsError, match="x_report, z_report"):
            ShiftWords.of({})


class TestPaper:
    def paper(self, shop: FakeShop, printer: FakePrinter) -> ShiftPaper:
        return ShiftPaper(renderer(), printer, shop.store.new_uow, shop.journal, shop.shift_queries)

    def test_is_named_by_its_number_and_noted(self) -> None:
        shop, printer = FakeShop(), FakePrinter()

        self.paper(shop, printer).print(Z, actor=shop.cashier)

        assert "".join(f"{one}\n" for one in printer.printed["Z-000118"]) == renderer().text(Z)
        (entry,) = shop.entries("print")
        assert entry["body"] == {"form": "z", "number": 118}

    def test_printed_again_is_a_copy_and_noted_as_one(self) -> None:
        shop, printer = FakeShop(), FakePrinter()

        self.paper(shop, printer).print(FIRST_Z, actor=shop.cashier)
        assert self.paper(shop, printer).reprint(FIRST_Z, actor=shop.owner)

        assert printer.printed["Z-000118"][0].strip() == "COPY"
        assert [one["kind"] for one in shop.entries("print", "reprint")] == ["print", "reprint"]

    def test_whose_first_print_failed_is_no_copy(self) -> None:
        shop, printer = FakeShop(), FakePrinter()
        with pytest.raises(ReportNotPrintedError):
            self.paper(shop, FakePrinter(failure=ReportNotPrintedError())).print(
                FIRST_Z, actor=shop.cashier
            )

        assert not self.paper(shop, printer).reprint(FIRST_Z, actor=shop.owner)

        assert "COPY" not in printer.printed["Z-000118"][0]
        assert [one["kind"] for one in shop.entries("print", "reprint")] == ["print"]

    def test_of_an_open_shift_is_not_noted(self) -> None:
        shop, printer = FakeShop(), FakePrinter()

        self.paper(shop, printer).print(X, actor=shop.cashier)

        assert list(printer.printed) == ["X-000118"]
        assert shop.entries("print", "reprint") == []

    def test_that_the_printer_does_not_take_is_told_and_not_noted(self) -> None:
        shop = FakeShop()
        printer = FakePrinter(failure=ReportNotPrintedError())

        with pytest.raises(ReportNotPrintedError, match="kept as it was"):
            self.paper(shop, printer).print(Z, actor=shop.cashier)

        assert shop.entries("print") == []
