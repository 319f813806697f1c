"""Reports as files, opened again by other programs than wrote them."""

from __future__ import annotations

import csv
import io
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook

from pos_app.composition.opening import reading
from pos_app.composition.report_files import report_bytes
from pos_app.services.reports.desk import CUTS
from pos_app.services.reports.report import Column, Kind, Report, Row, Scope
from pos_app.services.reports.titles import COLUMNS, PRACTICE, REPORTS, UNPAID
from tests.integration.cli.conftest import Terminal

# What a spreadsheet would run, or take for the end of a cell.
EVIL: Final = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"),
    *("=cmd|' /C calc'!A0", "a;=1", "\uff1d1"),
)
DAY: Final = date(2026, 3, 14)


@pytest.fixture
def today(terminal: Terminal) -> date:
    with reading(terminal.folder) as queries:
        return queries.shifts.listed()[-1].business_date


def words(name: str, today: date, *more: object) -> tuple[object, ...]:
    return ("report", name, "--from", today, "--to", today, *more)


def as_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def as_xlsx(content: Path | io.BytesIO) -> list[list[Any]]:
    page = load_workbook(content).active
    return [[cell.value for cell in row] for row in page.iter_rows()]


def as_text(path: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True
    )
    return done.stdout


def report(*texts: str) -> Report:
    rows = tuple(Row(text, (text, 3, -1_250, 1_500, -312_500)) for text in texts)
    columns = (
        Column("product", Kind.TEXT),
        Column("orders", Kind.COUNT),
        Column("gross", Kind.MONEY),
        Column("quantity", Kind.QUANTITY),
        Column("margin_share", Kind.SHARE),
    )
    totals = ("total", 3 * len(rows), -1_250 * len(rows), 1_500 * len(rows), None)
    return Report("sales", "product", Scope(DAY, DAY), columns, rows, totals, "gross", "product")


@pytest.mark.parametrize(
    ("name", "by"),
    [*((name, "") for name in CUTS), *(("sales", by) for by in ("payment", "product", "tax"))],
)
def test_every_report_is_the_same_in_every_file(
    terminal: Terminal, today: date, tmp_path: Path, name: str, by: str
) -> None:
    paths = {shape: tmp_path / f"report.{shape}" for shape in ("csv", "xlsx", "pdf")}
    files = [word for shape, path in paths.items() for word in (f"--{shape}", path)]

    cut = ("--by", by) if by else ()

    said = terminal.done(*words(name, today, *cut, *files))

    assert [f"The report is in {path}." for path in paths.values()] == said.splitlines()
    heads, *rows = [line[:-1] for line in as_csv(paths["csv"])]
    assert set(heads) <= set(COLUMNS.values())
    book = as_xlsx(paths["xlsx"])
    assert book[0][0] == REPORTS[name]
    place = book.index(heads)
    assert len(book) - place - 1 == len(rows) > 0
    for cells, texts in zip(book[place + 1 :], rows, strict=True):
        assert [as_number(one) for one in texts] == [as_number(one) for one in cells]
    text = as_text(paths["pdf"])
    assert REPORTS[name] in text
    assert {line[-1] for line in as_csv(paths["csv"])} == {PRACTICE}
    assert book[1][0] == PRACTICE
    assert text.count(PRACTICE) == text.count("\f")
    assert f"{today} – {today}" in text


def test_of_one_way_to_pay_says_what_it_leaves_out(terminal: Terminal, today: date) -> None:
    said = terminal.done(*words("conduct", today, "--payment", "cash"))

    assert said.splitlines()[-1] == UNPAID
    assert UNPAID not in terminal.done(*words("conduct", today))


def as_number(cell: object) -> object:
    try:
        return round(float(str(cell or 0).lstrip("'") if cell != "" else 0), 1)
    except ValueError:
        return str(cell).lstrip("'")


class TestFormulas:
    def test_are_only_text_in_a_workbook(self, terminal: Terminal) -> None:
        with reading(terminal.folder) as queries:
            content = report_bytes(report(*EVIL), queries.profile, "xlsx")

        page = load_workbook(io.BytesIO(content)).active
        cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s", "n"}
        assert {"=1+1", "@SUM(A1)"} <= {cell.value for cell in cells}
        assert all(cell.hyperlink is None for cell in cells)

    def test_begin_no_cell_of_a_csv(self, terminal: Terminal) -> None:
        with reading(terminal.folder) as queries:
            content = report_bytes(report(*EVIL), queries.profile, "csv")

        _, *lines, _ = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        rows = [line[:-1] for line in lines]
        assert len(rows) == len(EVIL)
        for row in rows:
            assert row[0][0] not in "=+-@\uff1d\t\r"
            assert row[1:] == ["3", "-12.50", "1.5", "-31.25"]


class TestNumbers:
    def test_are_exact_in_a_workbook(self, terminal: Terminal) -> None:
        large = 900_719_925_474_099  # as many digits as a number of a workbook has
        cells = ("x", large, large, large, 1)
        whole = report("x")
        whole = Report("sales", "product", whole.scope, whole.columns, (Row("x", cells),))
        with reading(terminal.folder) as queries:
            content = report_bytes(whole, queries.profile, "xlsx")

        row = as_xlsx(io.BytesIO(content))[-1]
        assert row == ["x", large, 9_007_199_254_740.99, 900_719_925_474.099, 0.0001]


def test_a_real_store_has_no_mark_of_practice(terminal: Terminal, today: date) -> None:
    with reading(terminal.folder) as queries:
        real = replace(queries.profile, practice=False)
        contents = [report_bytes(report("x"), real, shape) for shape in ("csv", "xlsx")]

    assert PRACTICE.encode() not in contents[0]
    assert PRACTICE not in {cell for row in as_xlsx(io.BytesIO(contents[1])) for cell in row}


def test_ways_to_pay_have_titles_in_a_file(terminal: Terminal, today: date, tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"

    terminal.done(*words("sales", today, "--by", "payment", "--csv", path))

    assert [line[:2] for line in as_csv(path)] == [
        ["Code", "Payment"],
        ["cash", "Cash"],
        ["", "Total"],
    ]


class TestPdf:
    def test_goes_on_on_the_next_page_with_its_titles(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        path = tmp_path / "long.pdf"
        with reading(terminal.folder) as queries:
            many = report(*(f"Product {number:03}" for number in range(100)))
            path.write_bytes(report_bytes(many, queries.profile, "pdf"))

        pages = as_text(path).split("\f")[:-1]
        assert len(pages) > 1
        for number, page in enumerate(pages, start=1):
            assert f"{number}/{len(pages)}" in page.replace(" ", "")
            assert "Product" in page.split("Product 0")[0]
        assert "Total" not in pages[0]
        assert "Total" in pages[-1]


class TestCommand:
    def test_prints_a_table_and_json_of_the_same(self, terminal: Terminal, today: date) -> None:
        table = terminal.done(*words("margin", today, "--by", "category")).splitlines()
        rows = terminal.json(*words("margin", today, "--by", "category"))

        assert len(table) == len(rows) + 1
        assert rows[-1]["key"] == "total"
        assert rows[-1]["margin"]["minor"] == sum(row["margin"]["minor"] for row in rows[:-1])

    def test_refuses_to_write_over_the_store(self, terminal: Terminal, today: date) -> None:
        store = terminal.folder.store

        terminal.refused(*words("sales", today, "--csv", store))

        assert store.read_bytes().startswith(b"SQLite format 3")
