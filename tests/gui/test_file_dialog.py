"""A till is locked while a file is asked for: what was shown is nobody else's to have."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from pos_app.composition.time_clock import time_clock_of
from pos_app.views.activity.activity_view import ActivityView
from pos_app.views.hours.hours_view import HoursView
from pos_app.views.reports.reports_view import ReportsView
from tests.gui.driving import DrivenTill, Key

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SCREENS: Final = ("reports", "activity", "hours")
View = ReportsView | ActivityView | HoursView


def open_screen(till: DrivenTill, name: str) -> View:
    """With what can be written."""
    screens = till.model.screens
    if name == "hours":
        till.press(Key.Key_7, CTRL)
        till.wait_for_page("staff")
        till.press(Key.Key_F8)
        till.wait_for_page(name)
        till.wait_for(lambda: not screens.hours.screens.hours.is_busy, "the hours")
        kind: type[View] = HoursView
    elif name == "activity":
        till.press(Key.Key_8, CTRL)
        till.wait_for_page(name)
        kind = ActivityView
    else:
        till.press(Key.Key_5, CTRL)
        till.wait_for_page(name)
        till.wait_for(lambda: not screens.reports.reports.is_busy, "the report")
        kind = ReportsView
    till.settle()
    return till.window.findChildren(kind)[0]


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("name", SCREENS)
def test_goes_when_the_till_is_locked(selling: DrivenTill, name: str, tmp_path: Path) -> None:
    owner = selling.store.services.staff.owner()
    time_clock_of(selling.store).clock_in(staff_id=owner.staff_id, pin=OWNER_PIN)
    open_screen(selling, name)
    path = tmp_path / "data.csv"
    seen: list[QFileDialog] = []

    def leave_it_open() -> None:
        (dialog,) = selling.window.findChildren(QFileDialog)
        seen.append(dialog)
        field = dialog.findChildren(QLineEdit)[0]
        field.setText("")
        QTest.keyClicks(field, str(path))
        selling.model.lock(is_idle=True)

    QTimer.singleShot(300, leave_it_open)
    selling.press(Key.Key_E, CTRL | SHIFT)

    assert len(seen) == 1
    selling.wait_for_page("sign_in")
    assert selling.window.findChildren(QFileDialog) == []
    assert selling.sees(QLabel, "toast_words")
    assert selling.says("toast_words").startswith("The screen was left meanwhile")
    selling.choose_person("Ben")
    selling.sign_in(CASHIER_PIN)
    selling.settle()
    assert not path.exists()


@pytest.mark.parametrize("name", SCREENS)
def test_that_outlives_the_lock_is_not_answered(
    selling: DrivenTill, name: str, tmp_path: Path
) -> None:
    """As the dialog of a system may: the same screen is seen again by then, for somebody else."""
    owner = selling.store.services.staff.owner()
    time_clock_of(selling.store).clock_in(staff_id=owner.staff_id, pin=OWNER_PIN)
    view, paths = open_screen(selling, name), iter((tmp_path / "one.csv", tmp_path / "two.csv"))

    def choose(_parent: QWidget, _name: str) -> str:
        selling.model.lock(is_idle=True)
        selling.sign_in()
        selling.wait_for_page("sell")
        open_screen(selling, name)
        return str(next(paths))

    view.choose_path = choose
    selling.press(Key.Key_E, CTRL | SHIFT)
    assert selling.says("toast_words").startswith("The screen was left meanwhile")

    view.choose_path = lambda _parent, _name: str(next(paths))
    selling.press(Key.Key_E, CTRL | SHIFT)
    selling.wait_for((tmp_path / "two.csv").exists, "the file of who stayed")
    assert not (tmp_path / "one.csv").exists()
