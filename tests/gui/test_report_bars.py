"""The bars of a report: none is left out in between, and each knows its row."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from pos_app.composition.desktop import start_application
from pos_app.domain.money import Currency
from pos_app.services.reports.report import Column, Kind, Report, Row, Scope
from pos_app.viewmodels.reports.report_words import ReportWords
from pos_app.viewmodels.reports.shown import (
    BARS_MAX,
    FIGURES,
    NO_ROW,
    Bar,
    Found,
    bars_of,
    drawn_of,
    figures_of,
)
from pos_app.viewmodels.reports.span import NEVER
from pos_app.viewmodels.reports.table import Table
from pos_app.views.reports.chart_painter import ChartPainter, Marks
from tests.fakes.formats import FakeFormats

pytestmark = pytest.mark.usefixtures("qapp")
MONDAY, SUNDAY = date(2026, 3, 2), date(2026, 3, 8)


def report(by: str, *keys: str, until: date = SUNDAY) -> Report:
    kind = Kind.DAY if by == "day" else Kind.TEXT
    columns = (Column(by, kind), Column("gross", Kind.MONEY))
    rows = tuple(Row(key, (key, 100)) for key in keys)
    return Report("sales", by, Scope(MONDAY, until), columns, rows, charted="gross")


def bars(shown: Report, before: Report | None = None) -> list[tuple[str, int, int | None, int]]:
    found = Found(NEVER, shown, shown, before)
    words = ReportWords(FakeFormats(), Currency.of("EUR"))
    return [
        (bar.label, bar.value, bar.before, bar.row) for bar in bars_of(found, words, hours_from=4)
    ]


def test_an_hour_without_an_order_has_its_place() -> None:
    assert bars(report("hour", "09", "12")) == [
        ("09:00", 100, None, 0),
        *(("10:00", 0, None, NO_ROW), ("11:00", 0, None, NO_ROW)),
        ("12:00", 100, None, 1),
    ]


def test_an_hour_that_sold_only_before_has_its_place_too() -> None:
    assert bars(report("hour", "09"), report("hour", "08", "09")) == [
        ("08:00", 0, 100, NO_ROW),
        ("09:00", 100, 100, 0),
    ]


def test_a_night_is_late() -> None:
    labels = [bar[0] for bar in bars(report("hour", "22", "01"))]

    assert labels == ["22:00", "23:00", "00:00", "01:00"]


def test_a_day_a_week_and_a_month_without_an_order_have_theirs() -> None:
    days = bars(report("day", "2026-03-03", "2026-03-07"))
    weeks = bars(report("week", "2026-W10", "2026-W12", until=date(2026, 3, 29)))
    months = bars(report("month", "2026-03", "2026-05", until=date(2026, 5, 31)))

    assert [row for *_, row in days] == [NO_ROW, 0, NO_ROW, NO_ROW, NO_ROW, 1, NO_ROW]
    assert [(label, row) for label, *_, row in weeks] == [
        *(("2026-W10", 0), ("2026-W11", NO_ROW)),
        *(("2026-W12", 1), ("2026-W13", NO_ROW)),
    ]
    assert [(label, row) for label, *_, row in months] == [
        *(("March 2026", 0), ("April 2026", NO_ROW), ("May 2026", 1)),
    ]


def test_a_year_of_days_is_drawn_whole_and_products_say_what_is_left_out() -> None:
    words = ReportWords(FakeFormats(), Currency.of("EUR"))
    days = report("day", "2026-03-03", until=date(2027, 3, 1))
    products = report("product", *(str(number) for number in range(BARS_MAX + 1)))

    assert len(bars(days)) == 365
    assert drawn_of(Found(NEVER, days, days, None), words) == ""
    assert len(bars(products)) == BARS_MAX
    assert f"first {BARS_MAX} of {BARS_MAX + 1}" in drawn_of(
        Found(NEVER, products, products, None), words
    )


def test_rows_and_bars_are_called_alike() -> None:
    words = ReportWords(FakeFormats(), Currency.of("EUR"))
    shown = report("month", "2025-12")

    assert list(Table(shown, words).row(0)) == ["December 2025", "1,00"]


def test_an_average_is_shown_to_a_tenth() -> None:
    columns = tuple(Column(name, Kind.QUANTITY) for name in FIGURES)
    cells = Row("", (4_749,) * len(columns))
    figures = Report("figures", "period", Scope(MONDAY, SUNDAY), columns, (cells, cells))

    shown = figures_of(figures, ReportWords(FakeFormats(), Currency.of("EUR")))

    assert {one.value for one in shown} == {"4,7"}


def test_nothing_has_no_bars() -> None:
    assert bars(report("hour")) == []


class Pen(QPainter):
    """Remembers what does not fit where it is written."""

    cut: list[str]

    def drawText(self, box: QRect, _flags: object, words: str) -> None:  # type: ignore[override]  # noqa: N802
        if self.fontMetrics().horizontalAdvance(words) > box.width():
            self.cut.append(words)


def test_the_words_below_the_last_bar_end_within_the_chart(qapp: QApplication) -> None:
    labels = [f"Lemonade of the kind {n}" for n in range(40)]
    picture = QImage(1_400, 240, QImage.Format.Format_RGB32)
    pen = Pen(picture)
    pen.cut = []

    chart = ChartPainter(
        pen,
        [Bar(label, 100, None, label, n) for n, label in enumerate(labels)],
        theme=start_application("light")[1],
        area=picture.rect(),
    )
    chart.paint(Marks(-1, -1, ""))
    pen.end()

    assert pen.cut == []
