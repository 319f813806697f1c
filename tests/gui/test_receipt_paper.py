import pytest
import segno
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage

from pos_app.services.print_lines import BarsLine, QrLine
from pos_app.viewmodels.shared.paper import Paper
from pos_app.views.shared.receipt_paper import ReceiptPaper
from pos_app.views.shared.theme import Theme
from tests.fakes.bar_reader import read_bars
from tests.gui.code_reader import read_line, read_qr

NUMBER = "T01-000123"
PAYLOAD = f"POS1:{NUMBER}:4182:EUR:T01:57:{'0A' * 32}"


@pytest.fixture
def theme(qapp: QCoreApplication) -> Theme:
    return Theme("light")


def drawn(theme: Theme, paper: Paper) -> QImage:
    shown = ReceiptPaper(theme=theme)
    shown.show_paper(paper)
    shown.resize(shown.sizeHint())
    image = QImage(shown.size(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    shown.render(image)
    return image


class TestReceiptPaper:
    def test_draws_a_qr_code_module_by_module(self, theme: Theme) -> None:
        image = drawn(theme, Paper.of([QrLine(PAYLOAD, "", ("QR", PAYLOAD))]))

        matrix = segno.make(PAYLOAD, error="m", micro=False).matrix
        assert read_qr(image) == [list(line) for line in matrix]

    def test_draws_bars_that_say_the_number(self, theme: Theme) -> None:
        assert read_bars(read_line(drawn(theme, Paper.of([BarsLine(NUMBER)])))) == NUMBER

    def test_reads_as_the_text_that_a_printer_without_codes_gives(self, theme: Theme) -> None:
        shown = ReceiptPaper(theme=theme)

        shown.show_paper(Paper.of(["Tea", QrLine(NUMBER, NUMBER, ("QR:", NUMBER)), BarsLine("1")]))

        assert shown.text() == f"Tea\nQR:\n{NUMBER}\n"

    def test_is_as_tall_as_its_lines_and_codes(self, theme: Theme) -> None:
        line = drawn(theme, Paper.of(["Tea"])).height()
        code = drawn(theme, Paper.of([BarsLine(NUMBER)])).height()

        assert drawn(theme, Paper.of(["Tea", BarsLine(NUMBER), "Tea"])).height() == 2 * line + code
