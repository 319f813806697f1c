"""The logo from a picture in a file to the screen and the PDF, dot by dot."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage

from pos_app.adapters.devices.escpos_text import job_bytes
from pos_app.adapters.documents.logo_picture import (
    BYTES_MAX,
    LogoBlankError,
    LogoFileError,
    LogoFormatError,
    LogoSizeError,
    read_logo,
)
from pos_app.adapters.documents.receipt_pdf import receipt_pdf
from pos_app.composition.store_settings import fetch_logo
from pos_app.domain.logo import Logo
from pos_app.services.print_lines import Line
from pos_app.services.printing.rows import Receipt, Text
from pos_app.viewmodels.shared.logo_choice import LogoChoice
from pos_app.viewmodels.shared.paper import Paper
from pos_app.viewmodels.shared.words import words_for
from pos_app.views.shared.logo_label import LogoLabel
from pos_app.views.shared.receipt_paper import ReceiptPaper
from pos_app.views.shared.theme import Theme
from tests.fakes.formats import FakeFormats
from tests.fakes.logos import drawn_by
from tests.fakes.pictures import draw_picture
from tests.fakes.tasks import HeldTaskRunner
from tests.gui.test_receipt_paper import drawn

COLUMNS = "0" * 32


def dark(logo: Logo, x: int, y: int) -> bool:
    return bool(logo.bits[y * logo.line_bytes + x // 8] & 0x80 >> x % 8)


class TestRead:
    def test_takes_a_small_picture_dot_by_dot(self, tmp_path: Path) -> None:
        logo = read_logo(draw_picture(tmp_path / "logo.png"))

        assert (logo.width, logo.height) == (64, 32)
        inside = {(x, y) for y in range(8, 24) for x in range(8, 56)}
        every = {(x, y) for y in range(32) for x in range(64)}
        assert {one for one in every if not dark(logo, *one)} == inside

    @pytest.mark.parametrize(
        ("width", "height", "expected"),
        [(1_536, 384, (384, 96)), (300, 1_200, (60, 240)), (384, 240, (384, 240))],
    )
    def test_makes_a_large_one_as_large_as_the_paper_allows(
        self, tmp_path: Path, width: int, height: int, expected: tuple[int, int]
    ) -> None:
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor("black"))
        image.save(str(tmp_path / "logo.jpg"))

        logo = read_logo(tmp_path / "logo.jpg")

        assert (logo.width, logo.height) == expected

    @pytest.mark.parametrize(("ink", "share"), [("#202020", 1.0), ("#9b9b9b", 0.5)])
    def test_makes_greys_of_dots_among_white(self, tmp_path: Path, ink: str, share: float) -> None:
        image = QImage(160, 160, QImage.Format.Format_RGB32)
        image.fill(QColor(ink))
        image.save(str(tmp_path / "logo.png"))

        bits = read_logo(tmp_path / "logo.png").bits

        assert sum(map(int.bit_count, bits)) / 160**2 == pytest.approx(share, abs=0.02)

    def test_spends_no_paper_on_what_is_white_above_and_below(self, tmp_path: Path) -> None:
        image = QImage(100, 200, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        for x in range(100):
            image.setPixelColor(x, 90, QColor("black"))
        image.save(str(tmp_path / "logo.png"))

        assert read_logo(tmp_path / "logo.png").height == 1

    def test_says_what_is_wrong_with_a_file(self, tmp_path: Path) -> None:
        whole = draw_picture(tmp_path / "whole.png").read_bytes()
        (tmp_path / "broken.png").write_bytes(whole[: len(whole) // 2])
        (tmp_path / "words.png").write_text("no picture", encoding="utf-8")
        (tmp_path / "heavy.png").write_bytes(whole + bytes(BYTES_MAX))
        QImage(4_001, 1, QImage.Format.Format_RGB32).save(str(tmp_path / "wide.png"))
        draw_picture(tmp_path / "white.png", ink="white")

        for name, error, words in (
            ("gone.png", LogoFileError, "No such file"),
            ("long" * 100, LogoFileError, "File name too long"),
            ("", LogoFormatError, "no PNG or JPEG"),
            ("broken.png", LogoFormatError, "broken"),
            ("words.png", LogoFormatError, "no PNG or JPEG"),
            ("heavy.png", LogoSizeError, "at most 2 MB, and 4000 pixels a side"),
            ("wide.png", LogoSizeError, "at most 2 MB, and 4000 pixels a side"),
            ("white.png", LogoBlankError, "dark on white"),
        ):
            with pytest.raises(error, match=words):
                read_logo(tmp_path / name)


def test_is_on_the_screen_what_the_printer_draws(tmp_path: Path, qapp: QCoreApplication) -> None:
    assert qapp is not None
    logo = read_logo(draw_picture(tmp_path / "logo.png", 384, 96))
    lines: list[Line] = [logo, COLUMNS]
    printed = drawn_by(job_bytes(lines))

    shown = drawn(Theme("light"), Paper.of(lines))

    # As wide as 32 columns, and in the middle of a paper with wider letters.
    paper = ReceiptPaper(theme=Theme("light"))
    paper.show_paper(Paper.of(lines))
    scale = paper.place_of(0).height() / printed.height
    left = (shown.width() - scale * printed.width) / 2
    for x, y in [(4, 4), (12, 48), (100, 12), (192, 48), (370, 90), (383, 0)]:
        at = (int(left + (x + 0.5) * scale), int((y + 0.5) * scale))
        is_dark = QColor(shown.pixel(*at)).lightness() < 128
        assert is_dark is dark(printed, x, y), (x, y)


def test_is_in_the_pdf_with_each_of_its_dots(tmp_path: Path, qapp: QCoreApplication) -> None:
    assert qapp is not None
    logo = read_logo(draw_picture(tmp_path / "logo.png"))

    pdf = receipt_pdf(Receipt("with", (logo, Text("Tea"))))

    assert b"/Width 64" in pdf
    assert b"/Height 32" in pdf
    assert b"/Subtype /Image" not in receipt_pdf(Receipt("without", (Text("Tea"),)))


def test_takes_no_more_of_a_screen_than_it_is_given(qapp: QCoreApplication) -> None:
    assert qapp is not None
    shown = LogoLabel(theme=Theme("light"), name="logo", box=(240, 56))

    for height, wanted in ((8, 5), (1, 1)):
        shown.show_logo(Logo(384, height, bytes([0xFF]) * 48 * height).to_text())
        assert (shown.pixmap().width(), shown.pixmap().height()) == (240, wanted)


class TestChoice:
    def test_brings_a_picture_in_and_says_why_one_is_none(self, tmp_path: Path) -> None:
        held = HeldTaskRunner()
        choice = LogoChoice(
            fetch_logo, tasks=held, words_of=partial(words_for, formats=FakeFormats())
        )
        said: list[str] = []
        for signal in (choice.told, choice.chosen):
            signal.connect(said.append)

        choice.take("")
        choice.take(str(tmp_path / "gone.png"))
        held.run_all()
        choice.take(str(draw_picture(tmp_path / "logo.png")))
        held.run_all()

        trouble, nothing, text = said
        assert (trouble.startswith("gone.png cannot be read"), nothing) == (True, "")
        assert Logo.of_text(text).width == 64

    def test_gives_nobody_elses_picture(self, tmp_path: Path) -> None:
        held = HeldTaskRunner()
        choice = LogoChoice(
            fetch_logo, tasks=held, words_of=partial(words_for, formats=FakeFormats())
        )
        said: list[str] = []
        for signal in (choice.told, choice.chosen):
            signal.connect(said.append)
        choice.take(str(draw_picture(tmp_path / "logo.png")))

        choice.forget()
        held.run_all()

        assert said == []
