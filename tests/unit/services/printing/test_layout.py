import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.documents.receipt_words import read_receipt_words
from pos_app.services.print_lines import BarsLine, QrLine
from pos_app.services.printing.cells import cells
from pos_app.services.printing.layout import NAME_LINES_MAX, paper_lines, receipt_lines
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.rows import Align, Bars, Columns, Qr, Receipt, Row, Table, Text
from tests.fakes.formats import FakeFormats
from tests.fakes.paper import paper
from tests.fakes.printing import HEADER, item, paid_order

WORDS = read_receipt_words(Path(__file__).parents[4] / "resources" / "translations", "en")
ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=200)
WIDTHS = st.sampled_from([32, 42, 48])
TOTAL = "TOTAL"


def laid_out(row: Row, width: int = 32) -> list[str]:
    return receipt_lines(Receipt("R", (row,)), width=width)


class TestText:
    @pytest.mark.parametrize(
        ("align", "expected"),
        [
            (Align.LEFT, "Tea"),
            (Align.CENTRE, " " * 14 + "Tea"),
            (Align.RIGHT, " " * 29 + "Tea"),
        ],
    )
    def test_stands_where_it_should(self, align: Align, expected: str) -> None:
        assert laid_out(Text("Tea", align)) == [expected]


class TestColumns:
    def test_fill_the_width(self) -> None:
        assert laid_out(Columns("Tea", "1,20")) == ["Tea" + " " * 25 + "1,20"]

    def test_count_wide_characters_twice(self) -> None:
        assert laid_out(Columns("日本茶", "1,20")) == ["日本茶" + " " * 22 + "1,20"]

    def test_keep_the_edge_under_a_wide_currency(self) -> None:
        assert laid_out(Columns("A tea of twenty-two xx", "1200円")) == [
            "A tea of twenty-two xx" + " " * 4 + "1200円"
        ]
        assert laid_out(Columns("A tea of twenty-five xxxx", "1200円")) == [
            "A tea of twenty-five xxxx" + " 1200円"
        ]
        assert laid_out(Columns("A tea of twenty-six xxxxxx", "1200円")) == [
            "A tea of twenty-six",
            "xxxxxx" + " " * 20 + "1200円",
        ]

    def test_wrap_the_name_and_put_the_amount_on_its_last_line(self) -> None:
        assert laid_out(Columns("A rather long name of some tea", "1,20")) == [
            "A rather long name of some",
            "tea" + " " * 25 + "1,20",
        ]

    def test_never_break_an_amount(self) -> None:
        amount = "100\u00a0000\u00a0000\u00a0000\u00a0000,00\u00a0€"

        assert laid_out(Columns("Name of a thing", amount)) == [
            "Name of a thing",
            amount.replace("\u00a0", " ").rjust(32),
        ]

    def test_cut_a_name_without_end(self) -> None:
        lines = laid_out(Columns("x" * 10_000, "1,20"))

        assert len(lines) == NAME_LINES_MAX
        assert lines[-1].endswith("... 1,20")


class TestTable:
    def test_stands_in_thirds(self) -> None:
        assert laid_out(Table("VAT", "10.00", "2.00")) == [
            "VAT" + "10.00".rjust(19) + "2.00".rjust(10)
        ]

    def test_gives_large_amounts_a_line_of_their_own(self) -> None:
        lines = laid_out(Table("VAT", "1,000,000.00", "200,000.00"))

        assert lines == ["VAT", "1,000,000.00  200,000.00".rjust(32)]

    def test_gives_the_largest_amounts_a_line_each(self) -> None:
        amount = "1,000,000,000,000.00"

        assert laid_out(Table("VAT", amount, amount)) == ["VAT", *[amount.rjust(32)] * 2]


class TestQr:
    def test_is_its_payload_in_plain_text(self) -> None:
        assert laid_out(Qr("A" * 40, "QR code:")) == ["QR code:", "A" * 32, "A" * 8]


class TestCodes:
    def test_are_drawn_with_what_can_be_typed_beneath(self) -> None:
        rows = (Text("Tea"), Qr("T01-1", "QR:"), Qr("A" * 40, "QR:"), Bars("T01-1"))

        assert paper_lines(Receipt("R", rows), width=32) == [
            "Tea",
            QrLine("T01-1", "T01-1", ("QR:", "T01-1")),
            QrLine("A" * 40, "", ("QR:", "A" * 32, "A" * 8)),
            BarsLine("T01-1"),
        ]

    @pytest.mark.parametrize(("width", "is_drawn"), [(32, False), (42, True), (48, True)])
    def test_are_left_out_where_the_paper_is_too_narrow(self, width: int, is_drawn: bool) -> None:
        receipt = Receipt("R", (Bars("HELD-3F2A9C01B7D4"),))

        assert bool(paper_lines(receipt, width=width)) is is_drawn
        assert receipt_lines(receipt, width=width) == []

    def test_that_cannot_be_drawn_are_left_out(self) -> None:
        assert paper_lines(Receipt("R", (Bars("é"), Bars(""))), width=48) == []


class TestAnyReceipt:
    @given(ANY_TEXT, ANY_TEXT, WIDTHS)
    def test_keeps_its_width_and_its_total(self, name: str, cashier: str, width: int) -> None:
        document = paid_order([item(name, 1_237, thousandths=2_000)], tendered=5_000)
        document = type(document)(
            **{field: getattr(document, field) for field in document.__slots__}
            | {"cashier": cashier}
        )
        text = ReceiptRenderer(paper(HEADER, width), WORDS, FakeFormats()).text(document)

        lines = text.split("\n")
        assert max(map(cells, lines)) <= width
        assert TOTAL + "24,74 €".rjust(width - len(TOTAL)) in lines
        assert not {unicodedata.category(char) for char in text.replace("\n", "")} & {
            *("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        }

    @given(ANY_TEXT, ANY_TEXT, ANY_TEXT, WIDTHS)
    def test_keeps_its_width_whatever_a_row_holds(
        self, left: str, middle: str, right: str, width: int
    ) -> None:
        rows = (
            Text(left, Align.CENTRE, indent=2),
            Columns(left, right),
            Table(left, middle, right),
            Qr(left, middle),
            Bars(right),
        )

        assert max(map(cells, receipt_lines(Receipt("R", rows), width=width))) <= width
