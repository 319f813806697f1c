"""The hours on the screen, with keys only, and who may only ask."""

from __future__ import annotations

import csv
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from pos_app.composition.demo_people import OWNER_PIN
from pos_app.composition.report_files import SHAPES, report_bytes
from pos_app.composition.time_clock import time_clock_of
from pos_app.domain.staff import Decision, Permission, Role
from pos_app.domain.working_time import TimeEntry
from pos_app.services.reports.report import Scope
from pos_app.services.staff.hours import by_person, hours_report
from pos_app.views.hours.hours_view import HoursView
from tests.fakes.shop import OWNER_PIN as PIN_OF_OLGA
from tests.fakes.shop import PROFILE, FakeShop
from tests.gui.driving import DrivenTill, Key, wait_for
from tests.unit.viewmodels.hours_of import PARIS, desk_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def read(till: DrivenTill) -> None:
    hours = till.model.screens.hours.screens.hours
    till.wait_for(lambda: not hours.is_busy, "the hours")
    till.settle()


def view_of(till: DrivenTill) -> HoursView:
    return till.window.findChildren(HoursView)[0]


def rows(till: DrivenTill) -> list[str]:
    model = view_of(till).list.rows.model()
    return [str(model.data(model.index(place, 0))) for place in range(model.rowCount())]


def told(till: DrivenTill) -> str:
    return till.says("toast_words") if till.sees(QLabel, "toast_words") else ""


def test_hours_are_read_put_right_and_taken_out(selling: DrivenTill, tmp_path: Path) -> None:
    staff, zone = selling.store.services.staff, ZoneInfo(selling.store.queries.profile.time_zone)
    time_clock_of(selling.store).clock_in(staff_id=staff.owner().staff_id, pin=OWNER_PIN)
    selling.press(Key.Key_7, CTRL)
    selling.wait_for_page("staff")
    selling.press(Key.Key_F8)
    selling.wait_for_page("hours")
    read(selling)
    (whole, time_entry) = rows(selling)
    assert (whole, time_entry.endswith("at work")) == ("Ana, 0:00", True)
    assert selling.says("hours_present").startswith("In now: Ana since ")

    day = datetime.now(UTC).astimezone(zone).date() - timedelta(days=9)
    selling.press(Key.Key_N, CTRL)
    selling.press(Key.Key_Down)
    for text in ("09:00", "8:00", "no clock"):
        selling.enter_text(text)
        selling.press(Key.Key_Tab)
    assert selling.widget(QLineEdit, "time_entry_day").hasFocus()
    selling.enter_text(f"{day}")
    selling.press(Key.Key_Return)
    selling.wait_for(lambda: selling.sees(QLabel, "time_entry_problem"), "the refusal")
    assert selling.says("time_entry_problem").startswith("Somebody leaves after they came")
    for _ in range(2):
        selling.press(Key.Key_Tab)
    selling.enter_text("12:30")
    selling.press(Key.Key_Return)
    selling.wait_for(lambda: "The time entry is added. Ben: " in told(selling), "it is said")
    read(selling)
    assert len(rows(selling)) == 2

    while view_of(selling).list.total.accessibleName() != "Total, 3:30":
        selling.press(Key.Key_Left)
        read(selling)
    path = tmp_path / "hours.csv"
    view_of(selling).choose_path = lambda _parent, _name: str(path)
    selling.press(Key.Key_E, CTRL | SHIFT)
    selling.wait_for(path.exists, "the file")
    worked, total = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert (worked["Person"], worked["Day"], worked["Minutes"]) == ("Ben", f"{day}", "210")
    assert (total["Person"], total["Hours"]) == ("Total", "3:30")
    selling.press(Key.Key_P, CTRL)
    selling.wait_for(lambda: "The hours are printed" in told(selling), "the printer")
    (paper,) = selling.store.folder.printed.glob("*report-hours*")
    assert f"· {day}" in paper.read_text(encoding="utf-8")

    selling.press(Key.Key_Escape)
    selling.wait_for_page("staff")
    selling.window.till_actions.run("hours")
    selling.press(Key.Key_Escape)
    selling.wait_for_page("sell")


def test_is_for_those_who_may(selling: DrivenTill) -> None:
    door, ben = selling.model.screens.hours, selling.store.queries.staff.by_name("Ben")
    assert ben is not None
    door.signed_in(ben)

    selling.window.till_actions.run("hours")

    selling.wait_for(lambda: "manage_staff" in told(selling), "the refusal")
    assert selling.page == "sell"


def test_who_may_only_ask_needs_somebody_else(qapp: QApplication) -> None:
    shop = FakeShop()
    shop.roles.decide(
        actor=shop.owner,
        role=Role.CASHIER,
        permission=Permission.MANAGE_STAFF,
        decision=Decision.ASK,
    )
    desk = desk_of(shop, shop.cashier)
    desk.screens.add()

    texts = {"day": "2026-03-02", "came": "08:00", "left": "17:00", "reason": "forgotten"}
    desk.screens.form.save(texts)

    assert desk.heard.asked == [("Add a time entry of Ana: 02/03/2026, 08:00 – 17:00", "forgotten")]
    assert shop.entries("time_correct") == []
    for digit in PIN_OF_OLGA:
        desk.approvals.press(digit)
    wait_for(lambda: bool(shop.entries("time_correct")), "the approval")
    (entry,) = shop.entries("time_correct")
    whose = (entry["user_id"], entry["approver_id"])
    assert whose == (shop.cashier.staff_id, shop.owner.staff_id)
    assert not desk.screens.form.is_open


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_says_the_same_and_a_name_in_it_is_never_a_formula(
    qapp: QApplication, shape: str, tmp_path: Path
) -> None:
    came = datetime(2026, 3, 2, 8, tzinfo=UTC)
    time_entry = TimeEntry(7, 1, came, came + timedelta(hours=8))
    people = by_person([time_entry], {1: "=1+1"})
    scope = Scope(came.date(), came.date())
    report = hours_report(people, scope, PARIS, unended="not clocked out")
    path = tmp_path / f"hours.{shape}"

    path.write_bytes(report_bytes(report, PROFILE, shape, facts=("=1+1: 8:00",)))

    if shape == "csv":
        (_head, row, total) = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
        assert row == ["'=1+1", "2026-03-02", "8:00", "480", ""]
        assert total == ["Total", "", "8:00", "480", ""]
        return
    if shape == "pdf":
        words = ["pdftotext", "-layout", str(path), "-"]
        paper = subprocess.run(words, check=True, capture_output=True, text=True).stdout
        assert "=1+1: 8:00" in paper
        assert ["=1+1", "2026-03-02", "8:00", "480"] in [
            line.split() for line in paper.splitlines()
        ]
        return
    page = load_workbook(path).active
    assert page is not None
    cells = {str(cell.value): cell.data_type for line in page.iter_rows() for cell in line}
    assert (cells["=1+1"], cells["480"]) == ("s", "n")
