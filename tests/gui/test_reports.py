"""The reports on the screen, with keys only: what they show, where their numbers come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from pos_app.domain.staff import Decision, Permission, Rights, Role, StaffMember, StoreRights
from pos_app.views.reports.chart import BarChart
from pos_app.views.reports.reports_view import ReportsView
from pos_app.views.reports.side_chart import SideChart
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD, PAIN

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def sold(selling: DrivenTill) -> DrivenTill:
    """Three orders: bread, two breads and a pain, pain."""
    selling.sell(BREAD)
    selling.sell(BREAD, BREAD, PAIN)
    selling.sell(PAIN)
    return selling


@pytest.fixture
def shown(sold: DrivenTill) -> DrivenTill:
    sold.press(Key.Key_5, CTRL)
    sold.wait_for_page("reports")
    wait_until_read(sold)
    return sold


def wait_until_read(till: DrivenTill) -> None:
    reports = till.model.screens.reports.reports
    till.wait_for(lambda: not reports.is_busy and bool(reports.filters.cashiers), "the report")
    till.settle()


def view_of(till: DrivenTill) -> ReportsView:
    return till.window.findChildren(ReportsView)[0]


def rows(till: DrivenTill) -> list[str]:
    model = view_of(till).table.rows.model()
    return [str(model.data(model.index(place, 0))) for place in range(model.rowCount())]


def words(till: DrivenTill, name: str) -> str:
    return till.widget(QPushButton, name).text()


def press_and_read(
    till: DrivenTill, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    till.press(key, modifier)
    wait_until_read(till)


def told(till: DrivenTill) -> str:
    return till.says("toast_words") if till.sees(QLabel, "toast_words") else ""


def wait_until_told(till: DrivenTill, words: str) -> None:
    till.wait_for(lambda: words in told(till), words)


def cut_by_product(till: DrivenTill) -> None:
    while words(till, "report_cut") != "By product":
        press_and_read(till, Key.Key_F3)


def total(till: DrivenTill) -> int:
    return sum(row.total.minor for row in till.orders())


class TestDashboard:
    def test_opens_with_what_was_sold_today(self, shown: DrivenTill) -> None:
        found = shown.model.screens.reports.reports.found

        assert found is not None
        assert found.report.totals[-1] == total(shown) > 0
        assert [words(shown, name) for name in ("report_name", "report_cut")] == [
            "Sales",
            "By hour",
        ]
        assert shown.says("figure_orders_value") == "3"
        assert shown.says("figure_orders_change") == "nothing before"
        assert "beside the same weekday" in shown.says("report_beside")
        assert "until" in shown.says("report_beside")

    def test_goes_through_every_report_and_every_cut(self, shown: DrivenTill) -> None:
        seen = []
        for _ in range(7):
            seen.append(words(shown, "report_name"))
            press_and_read(shown, Key.Key_F2)
            assert shown.model.screens.reports.reports.problem == ""

        assert words(shown, "report_name") == seen[0] == "Sales"
        assert len(set(seen)) == 7
        for _ in range(2):
            press_and_read(shown, Key.Key_F3)

        assert words(shown, "report_cut") == "By category"
        press_and_read(shown, Key.Key_F3)
        assert words(shown, "report_cut") == "By cashier"
        assert [row.split(",")[:3] for row in rows(shown)] == [["Ana", " 3", " 5"]]

    def test_steps_through_time_and_people(self, shown: DrivenTill) -> None:
        press_and_read(shown, Key.Key_Left)
        assert shown.sees(QWidget, "report_empty")
        assert shown.says("report_span").startswith("Yesterday")
        press_and_read(shown, Key.Key_Right)
        press_and_read(shown, Key.Key_Right)
        assert shown.says("report_span").startswith("Today")
        assert len(rows(shown)) >= 1
        press_and_read(shown, Key.Key_Y)
        assert shown.says("report_span").startswith("Year")
        press_and_read(shown, Key.Key_D)
        press_and_read(shown, Key.Key_F4)
        assert words(shown, "report_cashier") == "Ana"
        assert len(rows(shown)) >= 1
        press_and_read(shown, Key.Key_F4)
        assert words(shown, "report_cashier") == "Ben"
        assert shown.sees(QWidget, "report_empty")
        press_and_read(shown, Key.Key_F4)
        assert words(shown, "report_cashier") == "All cashiers"

    def test_is_narrowed_to_a_way_to_pay(self, shown: DrivenTill) -> None:
        reports = shown.model.screens.reports.reports
        assert reports.actor is not None
        press_and_read(shown, Key.Key_F6)
        assert words(shown, "report_payment") == "Cash"
        assert shown.says("figure_orders_value") == "3"
        press_and_read(shown, Key.Key_F6)
        assert words(shown, "report_payment") == "Card"
        assert shown.says("figure_orders_value") == "0"
        reports.choose(replace(reports.choice, report="conduct"))
        assert shown.says("report_about").startswith("Without what was given up")
        reports.signed_in(reports.actor)
        assert reports.choice.method is None

    def test_hides_what_lies_in_the_drawer(self, shown: DrivenTill) -> None:
        reports = shown.model.screens.reports.reports
        assert reports.actor is not None
        rights = Rights().deciding(Role.SUPERVISOR, Permission.SEE_EXPECTED, Decision.ASK)
        reports.signed_in(StaffMember(2, "Ben", Role.SUPERVISOR, rights=StoreRights(rights)))

        press_and_read(shown, Key.Key_F6)

        assert reports.choice.method is None
        assert not shown.sees(QWidget, "report_payment")

    def test_says_no_to_who_may_not(self, sold: DrivenTill) -> None:
        reports = sold.model.screens.reports.reports
        assert reports.actor is not None
        heard: list[str] = []
        reports.told.connect(lambda said, _undo: heard.append(said))
        reports.actor = type(reports.actor)(2, "Ben", Role.CASHIER)

        reports.open()

        assert "may not do this" in heard[0]
        assert sold.page == "sell"

    def test_lets_a_view_be_kept_and_shown_again(self, shown: DrivenTill) -> None:
        press_and_read(shown, Key.Key_M)
        press_and_read(shown, Key.Key_F2)
        shown.press(Key.Key_S, CTRL)
        views = shown.model.screens.reports.views
        shown.wait_for(lambda: "F7" in told(shown), "the answer")
        assert words(shown, "report_keep") == "Let it go"
        press_and_read(shown, Key.Key_D)
        press_and_read(shown, Key.Key_F7)
        assert words(shown, "report_name") == "Margin"
        month = shown.model.screens.reports.reports.span.first
        assert shown.says("report_span") == f"{month:%B %Y}"
        views.of(shown.store.services.staff.owner())
        shown.wait_for(lambda: len(views.all) == 1, "what was kept")


class TestRange:
    def test_is_typed_kept_and_stepped_through(self, shown: DrivenTill) -> None:
        reports, views = shown.model.screens.reports.reports, shown.model.screens.reports.views
        today = reports.now.day
        first = today - timedelta(days=2)
        type_range(shown, f"{first}", f"{today}")
        wait_until_read(shown)

        assert (reports.scope.since, reports.scope.until) == (first, today)
        assert reports.found is not None
        assert reports.found.report.totals[-1] == total(shown) > 0
        assert " – " in shown.says("report_span")
        shown.press(Key.Key_S, CTRL)
        shown.wait_for(lambda: len(views.all) == 1, "the view")
        press_and_read(shown, Key.Key_Left)
        assert (reports.span.first, reports.span.last) == (
            first - timedelta(days=3),
            first - timedelta(days=1),
        )
        press_and_read(shown, Key.Key_D)
        press_and_read(shown, Key.Key_F7)
        assert (reports.span.first, reports.span.last) == (first, today)

        shown.press(Key.Key_Return)

        shown.wait_for_page("find")
        find = shown.model.screens.receipts.find
        shown.wait_for(lambda: len(find.found.orders) > 0, "the orders behind it")

    def test_says_what_cannot_be(self, shown: DrivenTill) -> None:
        reports = shown.model.screens.reports.reports
        today, before = reports.now.day, reports.choice
        for first, last, words in (
            ("soon", f"{today}", "Write a day as "),
            (f"{today}", f"{today - timedelta(days=1)}", "The last day, "),
            (f"{today + timedelta(days=1)}", f"{today + timedelta(days=2)}", "The first day is"),
            ("1990-01-01", f"{today}", "These are "),
        ):
            type_range(shown, first, last)
            assert shown.says("range_problem").startswith(words)
            shown.press(Key.Key_Escape)

        assert reports.choice == before
        assert shown.page == "reports"


def type_range(till: DrivenTill, first: str, last: str) -> None:
    till.press(Key.Key_R)
    for text in (first, last):
        till.enter_text(text)
        till.press(Key.Key_Tab)
    till.press(Key.Key_Return)
    till.settle()


class TestSides:
    def test_stand_beside_the_hours_and_lead_to_their_cut(self, shown: DrivenTill) -> None:
        first, second = (shown.widget(SideChart, f"report_side_{place}") for place in (0, 1))
        assert first.accessibleName().startswith("Top products. ")
        assert second.accessibleName().startswith("Payments. ")

        QTest.mouseClick(first, Qt.MouseButton.LeftButton)
        shown.wait_for(lambda: not shown.model.screens.reports.reports.is_busy, "the report")
        shown.settle()

        assert shown.model.screens.reports.reports.choice.by == "product"
        assert (first.accessibleName()[:10], second.isVisible()) == ("Payments. ", False)

    def test_are_gone_before_somebody_else_has_read_theirs(self, shown: DrivenTill) -> None:
        payments, reports = shown.widget(SideChart, "report_side_1"), shown.model.screens.reports
        assert payments.isVisible()
        told: list[object] = []

        def look() -> None:
            told.append((payments.isVisible(), payments.accessibleName(), payments.toolTip()))

        reports.reports.opened.connect(look)
        blind = StoreRights(Rights({(Role.MANAGER, Permission.SEE_EXPECTED): Decision.NO}))
        reports.reports.signed_in(StaffMember(2, "Ben", Role.MANAGER, rights=blind))
        reports.reports.open()
        wait_until_read(shown)

        assert told == [(False, "", "")]
        assert not payments.isVisible()
        assert shown.widget(SideChart, "report_side_0").isVisible()


class TestChart:
    def test_goes_along_with_the_rows_and_the_pointer(self, shown: DrivenTill) -> None:
        cut_by_product(shown)
        chart = shown.widget(BarChart, "report_chart")
        first = chart.words
        shown.press(Key.Key_Down)

        assert chart.words != first
        assert chart.words.split(":")[0] == rows(shown)[1].split(",")[0]
        assert chart.accessibleName() == f"Chart of Gross. {chart.words}"
        shown.press(Key.Key_Up)
        assert chart.words == first
        chart.highlight(-1)
        assert chart.words == ""

        QTest.mouseMove(chart, QPoint(chart.width() // 2, chart.height() // 2))
        shown.settle()

        assert ":" in chart.words
        before = rows(shown)
        shown.press(Key.Key_S)
        shown.press(Key.Key_S, SHIFT)

        assert sorted(rows(shown)) == sorted(before)
        assert len(before) == 2


class TestOrdersBehind:
    def test_are_those_of_the_row(self, shown: DrivenTill) -> None:
        cut_by_product(shown)
        reports = shown.model.screens.reports.reports
        assert reports.found is not None
        wanted = reports.found.report.rows[reports.current].cells[1]

        shown.press(Key.Key_Return)

        shown.wait_for_page("find")
        find = shown.model.screens.receipts.find
        shown.wait_for(lambda: len(find.found.orders) == wanted, "the orders")
        assert f"{wanted} found" in shown.says("find_hint")
        assert "Sales" in shown.says("find_hint")
        shown.press(Key.Key_Escape)
        shown.wait_for_page("reports")
        shown.press(Key.Key_Return, SHIFT)
        shown.wait_for_page("find")
        shown.wait_for(lambda: len(find.found.orders) == 3, "all orders")
        assert "All orders" in shown.says("find_hint")
        shown.press(Key.Key_Escape)
        shown.wait_for_page("reports")
        shown.click("figure_orders_value")
        shown.wait_for_page("find")
        shown.press(Key.Key_Escape)
        shown.wait_for_page("reports")
        shown.press(Key.Key_Escape)
        shown.wait_for_page("sell")
        shown.press(Key.Key_5, CTRL)
        shown.wait_for_page("reports")
        wait_until_read(shown)
        while words(shown, "report_name") != "Stock value":
            press_and_read(shown, Key.Key_F2)

        shown.press(Key.Key_Return)

        assert shown.page == "reports"
        assert "No orders stand behind" in told(shown)


class TestGivenOut:
    def test_goes_into_files_and_onto_paper(self, shown: DrivenTill, tmp_path: Path) -> None:
        view_of(shown).choose_path = lambda _parent, name: str(tmp_path / name)
        for key, ending, start in (
            (Key.Key_E, "csv", b"\xef\xbb\xbfHour,"),
            (Key.Key_X, "xlsx", b"PK"),
            (Key.Key_F, "pdf", b"%PDF"),
        ):
            shown.press(key, CTRL | SHIFT)
            wait_until_told(shown, f".{ending}")

            [path] = tmp_path.glob(f"practice_*.{ending}")
            assert path.read_bytes().startswith(start)

        shown.press(Key.Key_P, CTRL)
        shown.wait_for(lambda: "is printed" in told(shown), "the printer")
        [paper] = shown.store.folder.printed.glob("*report-sales*")
        lines = paper.read_text(encoding="utf-8").splitlines()
        assert "Sales: Gross" in lines[1]
        assert "PRACTICE" in lines[0] == lines[-1]
        shown.model.screens.reports.out.write(str(tmp_path / "nowhere" / "a.csv"))
        shown.wait_for(lambda: "could not be written" in told(shown), "the reason")

    def test_say_only_what_narrows_them(self, shown: DrivenTill, tmp_path: Path) -> None:
        reports = shown.model.screens.reports.reports
        [baker] = [name for name in reports.filters.categories if name][:1]
        path = tmp_path / "conduct.xlsx"
        reports.choose(replace(reports.choice, report="conduct", category=baker))
        wait_until_read(shown)

        shown.model.screens.reports.out.write(str(path))

        wait_until_told(shown, path.name)
        facts = [row[0].value for row in load_workbook(path).active.iter_rows(max_row=5)]
        assert any("Discounts and refunds" in str(fact) for fact in facts[1:])
        assert not any(baker in str(fact) for fact in facts)


class TestWhoseReport:
    def test_nobody_is_shown_what_was_read_for_somebody_else(self, shown: DrivenTill) -> None:
        reports = shown.model.screens.reports.reports
        assert reports.actor is not None
        heard: list[None] = []
        reports.changed.connect(lambda: heard.append(None))

        reports.read()
        reports.signed_in(type(reports.actor)(2, "Ben", Role.CASHIER))
        shown.settle()
        shown.settle()

        assert (reports.found, reports.is_busy, heard) == (None, False, [])
