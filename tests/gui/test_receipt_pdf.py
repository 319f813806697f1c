import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import segno
from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice
from PySide6.QtGui import QFont, QFontDatabase, QImage, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from pos_app.adapters.documents.receipt_pdf import (
    DOTS_PER_INCH,
    Placed,
    place_rows,
    receipt_pdf,
)
from pos_app.adapters.documents.receipt_words import read_receipt_words
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.rows import Receipt, Text
from tests.fakes.bar_reader import read_bars
from tests.fakes.formats import FakeFormats
from tests.fakes.paper import paper
from tests.fakes.printing import HEADER, french_items, item, paid_order
from tests.gui.code_reader import read_line, read_qr

RESOURCES = Path(__file__).parents[2] / "resources"
POINTS_OF_80_MM = 226.77
MARKUP = "<img src=file:///etc/passwd> <b>"


@pytest.fixture(autouse=True, scope="module")
def inter(qapp: QCoreApplication) -> None:
    for weight in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / f"Inter-{weight}.ttf"))


@pytest.fixture
def renderer() -> ReceiptRenderer:
    words = read_receipt_words(RESOURCES / "translations", "fr")
    return ReceiptRenderer(paper(HEADER, 48), words, FakeFormats())


@pytest.fixture
def receipt(renderer: ReceiptRenderer) -> Receipt:
    strangers = [item("شاي أخضر", 250), item("日本の緑茶", 1_200), item(MARKUP, 100)]
    return renderer.receipt(paid_order([*french_items(), *strangers], tendered=10_000), copy=1)


def pages_of(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points."""
    boxes = re.findall(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    return [(float(width), float(height)) for width, height in boxes]


class TestReceiptPdf:
    def test_is_one_page_as_wide_as_the_paper(self, receipt: Receipt) -> None:
        pdf = receipt_pdf(receipt)

        ((width, height),) = pages_of(pdf)
        assert pdf.startswith(b"%PDF-")
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
        assert width == pytest.approx(POINTS_OF_80_MM, abs=1)
        assert height > 2 * width

    def test_is_as_long_as_its_rows(self, renderer: ReceiptRenderer, receipt: Receipt) -> None:
        short = renderer.receipt(paid_order([item("Thé", 120)]))

        ((_, short_height),) = pages_of(receipt_pdf(short))
        ((_, height),) = pages_of(receipt_pdf(receipt))

        assert short_height < height

    def test_goes_on_on_a_second_page_before_a_reader_gives_up(self) -> None:
        rows = tuple(Text(f"Line {number}") for number in range(2_000))

        pages = pages_of(receipt_pdf(Receipt("long", rows)))

        assert len(pages) == 2
        assert all(height < 14_400 for _, height in pages)

    def test_has_numbers_that_can_be_copied_whatever_the_screens_have(
        self, receipt: Receipt
    ) -> None:
        screens = QFont("Inter")
        screens.setFeature(QFont.Tag("tnum"), 1)
        before = QApplication.font()
        QApplication.setFont(screens)
        try:
            pdf = receipt_pdf(receipt)
        finally:
            QApplication.setFont(before)

        found = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True
        )
        text = found.stdout.decode()
        assert "12,00" in text
        assert not re.search("[\ue000-\uf8ff]", text)


class TestPlacedRows:
    def test_show_the_texts_of_the_rows_and_no_others(self, receipt: Receipt) -> None:
        placed = place_rows(receipt, writer())

        shown = [text for row in placed for text in row.texts]
        held = [
            getattr(row, name)
            for row in receipt.rows
            for name in ("text", "left", "middle", "right", "payload")
            if hasattr(row, name)
        ]
        assert shown == held
        assert MARKUP in shown

    def test_give_a_long_name_more_lines_and_leave_its_amount_alone(
        self, renderer: ReceiptRenderer
    ) -> None:
        long = replace(french_items()[0], name="long " * 40)
        heights = [
            {
                row.texts[0]: row.height
                for row in place_rows(renderer.receipt(paid_order([one])), writer())
                if row.texts
            }
            for one in (french_items()[3], long)
        ]

        assert heights[1][("long " * 40).strip()] > 3 * heights[0]["Sac cabas"]
        assert heights[0]["TOTAL"] == heights[1]["TOTAL"]

    def test_draw_the_codes_module_by_module(self, receipt: Receipt) -> None:
        placed = place_rows(receipt, writer())
        at = next(at for at, row in enumerate(placed) if "".join(row.texts).startswith("POS1:"))
        qr, bars = placed[at : at + 2]

        assert read_qr(picture(qr)) == [
            list(line) for line in segno.make(qr.texts[0], error="m", micro=False).matrix
        ]
        assert read_bars(read_line(picture(bars))) == "T01-000123"


def writer() -> QPdfWriter:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QPdfWriter(buffer)
    made.setResolution(DOTS_PER_INCH)
    buffer.setParent(made)
    return made


def picture(row: Placed) -> QImage:
    """What it paints, on white."""
    image = QImage(DOTS_PER_INCH * 80 // 25, round(row.height), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    row.paint(painter, 0)
    painter.end()
    return image
