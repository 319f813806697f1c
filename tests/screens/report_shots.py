"""The pictures of the reports, after a few orders are paid and one of them came back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from pos_app.viewmodels.reports.choice import Unit
from tests.gui.driving import DrivenTill, Key
from tests.screens.receipt_shots import BREAD, CHEESE

CTRL = Qt.KeyboardModifier.ControlModifier


def read(till: DrivenTill) -> None:
    reports = till.model.screens.reports.reports
    till.wait_for(lambda: not reports.is_busy, "the report")
    till.settle()


def reports(till: DrivenTill) -> None:
    """Of today, by hour."""
    for codes in ((BREAD,), (CHEESE, BREAD), (BREAD, "0034500151276", "0041220970063")):
        till.sell(*codes)
    till.press(Key.Key_5, CTRL)
    till.wait_for_page("reports")
    read(till)


def by_product(till: DrivenTill) -> None:
    till.press(Key.Key_M)
    till.press(Key.Key_F3)
    read(till)
    till.press(Key.Key_Down)


def paid_in_cash(till: DrivenTill) -> None:
    till.press(Key.Key_F6)
    read(till)


def typed_range(till: DrivenTill) -> None:
    till.press(Key.Key_R)
    till.enter_text("2020-01-01")
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "range_problem"), "the refusal")


def range_shown(till: DrivenTill) -> None:
    model = till.model.screens.reports.reports
    till.enter_text(f"{model.now.day - timedelta(days=20)}")
    till.press(Key.Key_Return)
    read(till)


def conduct(till: DrivenTill) -> None:
    model = till.model.screens.reports.reports
    model.choose(replace(model.choice, method=None, unit=Unit.MONTH, first=None, last=None))
    read(till)
    till.press(Key.Key_F2)
    till.press(Key.Key_F2)
    read(till)


def stock(till: DrivenTill) -> None:
    till.press(Key.Key_F2)
    till.press(Key.Key_F2)
    till.press(Key.Key_F3)
    read(till)
    till.press(Key.Key_S, CTRL)


def nothing(till: DrivenTill) -> None:
    for _ in range(3):
        till.press(Key.Key_F2)
    till.press(Key.Key_D)
    till.press(Key.Key_Left)
    till.press(Key.Key_F5)
    read(till)


def left(till: DrivenTill) -> None:
    till.press(Key.Key_Right)
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
