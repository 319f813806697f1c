from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pos_app.adapters.files.report_csv import report_csv
from pos_app.services.reports.conduct import COLUMNS
from pos_app.services.reports.report import Report, Scope
from pos_app.services.reports.sheet import CellTexts, lines_of, sheet_of
from pos_app.services.reports.titles import UNPAID
from pos_app.viewmodels.reports.about import about
from tests.fakes.catalogue import EUR
from tests.fakes.formats import FakeFormats

DAY = date(2026, 3, 14)
OF_ALL = Report("conduct", "cashier", Scope(DAY, DAY), COLUMNS, rows=(), totals=("total", *[0] * 9))
OF_CARDS = replace(OF_ALL, scope=Scope(DAY, DAY, method="card"))


class TestConduct:
    @pytest.mark.parametrize(
        ("report", "is_said"),
        [(OF_ALL, False), (OF_CARDS, True), (replace(OF_CARDS, name="sales"), False)],
    )
    def test_of_one_way_to_pay_says_what_it_leaves_out(
        self, report: Report, *, is_said: bool
    ) -> None:
        sheet = sheet_of(report, EUR, facts=("Shop",))
        paper = lines_of(report, CellTexts(FakeFormats(), EUR), columns=32)

        assert sheet.facts[2:] == ((UNPAID,) if is_said else ())
        assert [UNPAID in line for line in report_csv(sheet).decode().splitlines()] == [is_said] * 2
        assert (UNPAID in " ".join(paper)) is is_said
        assert all(paper)

    def test_says_the_same_on_the_screen(self) -> None:
        assert about("conduct", "cashier", is_of_way=True) == UNPAID
