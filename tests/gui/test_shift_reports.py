from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from pos_app.composition.demo_people import CASHIER_PIN
from pos_app.domain.journal import EntryKind
from pos_app.domain.staff import Decision, Permission, Role
from pos_app.services.journal.writing import Fact
from pos_app.services.reports.titles import PRACTICE
from pos_app.views.shifts.report_sheet import ReportSheet
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_activity import rows, settled
from tests.gui.test_approving import ben
from tests.gui.test_selling import BREAD

__all__ = ["ben"]

BUTTER = "0034500151276"
PARTS = 3
"""By hour, cashier and category."""
CTRL = Qt.KeyboardModifier.ControlModifier


def printed(till: DrivenTill, name: str) -> Path:
    return till.store.folder.printed / name


def open_report(till: DrivenTill) -> None:
    till.model.screens.shift_reports.open()
    till.wait_for(lambda: till.sees(QWidget, "shift_report_paper"), "the report")


def open_drawer(till: DrivenTill, times: int) -> None:
    """Without a sale, as often in this shift by then."""
    till.press(Key.Key_D, CTRL)
    till.press(Key.Key_1)
    till.wait_for(lambda: till.shift().no_sales == times, "the drawer")
    till.settle()


class TestReports:
    def test_of_the_open_shift_is_on_the_screen_and_on_paper(self, selling: DrivenTill) -> None:
        selling.sell(BREAD)
        open_report(selling)

        assert selling.says("shift_report_title") == "X report 1"
        shown = selling.says("shift_report_paper")
        selling.press(Key.Key_Return)
        paper = printed(selling, "X-000001.txt")
        selling.wait_for(paper.exists, "the paper")
        selling.settle()
        assert paper.read_text(encoding="utf-8") == shown
        selling.press(Key.Key_Escape)
        assert not selling.sees(QWidget, "shift_report_paper")

    def test_is_saved_as_pdf(self, selling: DrivenTill) -> None:
        open_report(selling)

        selling.press(Key.Key_S, Qt.KeyboardModifier.ControlModifier)

        target = printed(selling, "X-000001.pdf")
        selling.wait_for(lambda: selling.sees(QWidget, "toast_words"), "the toast")
        selling.settle()
        assert target.read_bytes().startswith(b"%PDF")
        assert str(target) in selling.says("toast_words")

    def test_goes_on_with_sales_by_hour_cashier_and_category(self, selling: DrivenTill) -> None:
        selling.sell(BREAD)
        open_report(selling)
        report = selling.says("shift_report_paper")
        sheet = selling.window.findChild(ReportSheet)
        assert sheet is not None

        selling.press(Key.Key_B, CTRL)

        selling.wait_for(lambda: selling.says("shift_report_paper") != report, "the parts")
        shown = selling.says("shift_report_paper")
        assert shown.startswith(report)
        parts = [line.split() for line in shown.removeprefix(report).splitlines()]
        amount = parts[-1][-1]
        assert [line[:2] for line in parts if line[0] == "By"] == [
            ["By", "hour"],
            ["By", "cashier"],
            ["By", "category"],
        ]
        assert [line[-1] for line in parts].count(amount) == 4
        selling.wait_for(lambda: sheet.area.verticalScrollBar().value() > 0, "the way down")
        selling.press(Key.Key_Return)
        paper = printed(selling, "X-000001.txt")
        selling.wait_for(paper.exists, "the paper")
        selling.settle()
        assert paper.read_text(encoding="utf-8") == report

    def test_leads_from_its_parts_to_their_orders_and_back(self, selling: DrivenTill) -> None:
        services = selling.store.services
        find = selling.model.screens.receipts.find
        selling.sell(BREAD)
        selling.close_shift_behind_its_back()
        services.shifts.open(actor=services.staff.owner(), opening_float=0)
        selling.sell(BREAD)
        selling.sell(BUTTER)
        open_report(selling)
        selling.press(Key.Key_Return, CTRL)  # no part is shown yet
        assert selling.page == "sell"

        def parts() -> int:
            return selling.says("shift_report_paper").count("\nBy ")

        selling.press(Key.Key_B, CTRL)
        for orders in (2, 1):  # of the cashier, below the hour; of the bakery, below that
            selling.wait_for(lambda: parts() == PARTS, "the parts")
            selling.press(Key.Key_Down)
            selling.press(Key.Key_Return, CTRL)
            selling.wait_for_page("find")
            selling.wait_for(lambda: len(find.found.orders) == orders, f"{orders} orders")  # noqa: B023 - called here only
            assert find.number.startswith("Shift 2 · ")
            selling.press(Key.Key_Escape)
            selling.wait_for_page("sell")
            selling.wait_for(lambda: selling.sees(QWidget, "shift_report_orders"), "the parts")
        assert selling.says("shift_report_title") == "X report 2"

        selling.press(Key.Key_Return, CTRL)
        selling.wait_for_page("find")
        selling.close_shift_behind_its_back()
        services.shifts.open(actor=services.staff.owner(), opening_float=0)
        selling.press(Key.Key_Escape)
        selling.wait_for_page("sell")
        selling.wait_for(lambda: selling.sees(QWidget, "shift_report_title"), "the report")
        assert selling.says("shift_report_title") == "Z report 2"

    def test_leads_from_its_counts_to_the_log(self, selling: DrivenTill) -> None:
        services = selling.store.services
        owner = services.staff.owner()
        open_drawer(selling, 1)
        open_drawer(selling, 2)
        selling.close_shift_behind_its_back()
        services.shifts.open(actor=owner, opening_float=0)
        open_drawer(selling, 1)
        with services.new_uow() as uow:
            body = {"name": "Bread", "before": 320, "after": 250}
            services.journal.append(uow.journal, Fact(EntryKind.PRICE_OVERRIDE, owner, body))
            uow.commit()
        open_report(selling)
        counts = [selling.widget(QPushButton, f"shift_report_count_{one}") for one in (1, 2, 3)]
        selling.wait_for(lambda: "…" not in counts[2].text(), "the count")
        assert [one.text() for one in counts] == ["Voids 0", "No-sale opens 1", "Price changes 1"]

        selling.press(Key.Key_Left)
        selling.wait_for(lambda: counts[1].text() == "No-sale opens 2", "the Z report")
        selling.press(Key.Key_2)
        selling.wait_for_page("activity")
        settled(selling)

        assert not selling.sees(QWidget, "shift_report_paper")
        assert ["without a sale" in one for one in rows(selling)] == [True, True]
        assert selling.widget(QPushButton, "activity_group").text() == "Drawer without a sale"
        assert selling.widget(QPushButton, "activity_when").text() == "In that shift"
        selling.press(Key.Key_F4)  # any time: of this kind still
        settled(selling)
        assert len(rows(selling)) == 3

    def test_only_counts_for_who_may_not_read_the_log(self, ben: DrivenTill) -> None:
        services = ben.store.services
        services.roles.decide(
            actor=services.staff.owner(),
            role=Role.CASHIER,
            permission=Permission.SEE_EXPECTED,
            decision=Decision.ALLOWED,
        )
        ben.press(Key.Key_L, CTRL)
        ben.start_selling(CASHIER_PIN)
        open_report(ben)

        ben.wait_for(lambda: ben.says("shift_report_counts").endswith("Price changes 0"), "counts")
        assert not ben.sees(QWidget, "shift_report_count_2")
        ben.press(Key.Key_2)
        ben.settle()
        assert ben.page == "sell"

    def test_saves_those_sales_as_csv(self, selling: DrivenTill) -> None:
        selling.sell(BREAD)
        open_report(selling)

        selling.press(Key.Key_E, CTRL | Qt.KeyboardModifier.ShiftModifier)

        target = printed(selling, "X-000001-sales.csv")
        selling.wait_for(lambda: selling.sees(QWidget, "toast_words"), "the toast")
        selling.settle()
        lines = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
        assert str(target) in selling.says("toast_words")
        assert [line[:3] for line in lines[2:]] == [
            ["Cashier", "Ana", "1"],
            ["Category", "Bakery", "1"],
            ["Total", "", "1"],
        ]
        shift = selling.shift()
        opened = datetime.fromisoformat(lines[1][lines[0].index("Opened")])
        assert opened == shift.opened_at.replace(microsecond=0)
        assert (lines[0][-4:], lines[1][-4], lines[1][-2]) == (
            ["Shift", "Opened", "Closed", PRACTICE],
            *("1", ""),
        )
        assert (lines[0][:2], lines[1][0]) == (["By", "Name"], "Hour")
        assert len({tuple(line[2:]) for line in lines[1:]}) == 1

    def test_of_a_shift_is_printed_as_it_closes_and_read_later(self, selling: DrivenTill) -> None:
        selling.sell(BREAD)
        selling.model.close_shift()
        selling.wait_for_page("close_shift")
        selling.press(Key.Key_Return)
        paper = printed(selling, "Z-000001.txt")
        selling.wait_for(paper.exists, "the Z report")
        selling.settle()
        selling.press(Key.Key_Return)
        selling.start_selling()
        open_report(selling)
        assert selling.says("shift_report_title") == "X report 2"

        selling.press(Key.Key_Left)

        selling.wait_for(lambda: selling.says("shift_report_title") == "Z report 1", "the Z report")
        assert paper.read_text(encoding="utf-8") == selling.says("shift_report_paper")
        selling.press(Key.Key_Right)
        selling.wait_for(lambda: selling.says("shift_report_title") == "X report 2", "the X report")


class TestCount:
    def open_count(self, till: DrivenTill) -> None:
        till.press(Key.Key_F2)
        till.wait_for(lambda: till.sees(QWidget, "count_total"), "the sheet")

    def test_by_notes_and_coins_is_kept_and_filed(self, selling: DrivenTill) -> None:
        selling.model.close_shift()
        selling.wait_for_page("close_shift")
        self.open_count(selling)
        for _ in range(4):  # down to the coins: a count within the limit
            selling.press(Key.Key_Down)
        for key in (Key.Key_1, Key.Key_2, Key.Key_Return, Key.Key_3):
            selling.press(key)
        counted = selling.says("count_total")
        selling.press(Key.Key_Escape)
        selling.wait_for(lambda: not selling.sees(QWidget, "count_total"), "the end")

        self.open_count(selling)
        assert selling.says("count_total") == counted
        selling.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        selling.wait_for(lambda: not selling.sees(QWidget, "count_total"), "the end")
        assert counted in selling.says("amount")
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: selling.store.queries.shifts.current() is None, "the close")
        selling.settle()

        shift = selling.store.queries.shifts.listed()[-1]
        entry = selling.store.queries.shifts.close_entry(shift.shift_id)
        assert entry is not None
        pieces = json.loads(entry.raw)["body"]["pieces"]
        assert sorted(pieces.values()) == [3, 12]
        assert sum(int(value) * many for value, many in pieces.items()) == shift.counted


class TestWhoseReport:
    def test_is_not_shown_to_whoever_comes_next(self, selling: DrivenTill) -> None:
        open_report(selling)
        reports = selling.model.screens.shift_reports
        reports.open()

        selling.model.lock()

        selling.wait_for_page("sign_in")
        selling.settle()
        assert not selling.sees(QWidget, "shift_report_paper")
        reports.print()
        reports.save()
        selling.settle()
        assert not list(selling.store.folder.printed.glob("X-*"))
