"""The pictures of the hours: a week, a refused sheet, an added time entry, and nothing at all."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from pos_app.composition.demo_people import OWNER_PIN
from pos_app.composition.time_clock import time_clock_of
from pos_app.domain.working_time import Side
from tests.gui.driving import DrivenTill, Key

CTRL = Qt.KeyboardModifier.ControlModifier
DAYS = 4


def read(till: DrivenTill) -> None:
    hours = till.model.screens.hours.screens.hours
    till.wait_for(lambda: not hours.is_busy, "the hours")
    till.settle()


def work(till: DrivenTill) -> None:
    """Some days of both people, one of which is at work now."""
    store = till.store
    clock, staff = time_clock_of(store), store.services.staff
    zone = ZoneInfo(store.queries.profile.time_zone)
    today = datetime.now(UTC).astimezone(zone).date()
    for days in range(DAYS, 0, -1):
        for person in staff.everybody():
            began = datetime.combine(today - timedelta(days=days), time(8, 30), zone)
            clock.add(
                actor=staff.owner(),
                person=person,
                times={Side.IN: began, Side.OUT: began + timedelta(hours=7, minutes=15 * days)},
                reason="the clock was not in use yet",
            )
    clock.clock_in(staff_id=staff.owner().staff_id, pin=OWNER_PIN)


def month(till: DrivenTill) -> None:
    """From the staff: a whole month."""
    work(till)
    till.press(Key.Key_7, CTRL)
    till.wait_for_page("staff")
    till.press(Key.Key_F8)
    till.wait_for_page("hours")
    read(till)
    till.press(Key.Key_M)
    read(till)


def correct_refused(till: DrivenTill) -> None:
    """They would leave before they came."""
    till.press(Key.Key_Return)
    till.press(Key.Key_Tab)
    till.enter_text("00:01")
    till.press(Key.Key_Tab)
    till.enter_text("the bus was late")
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "time_entry_problem"), "the refusal")


def add(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_N, CTRL)
    till.enter_text("09:00")


def nothing(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    for _ in range(2):
        till.press(Key.Key_Left)
        read(till)


def left(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.wait_for_page("staff")
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
