"""Who did what, on the screen, with keys only."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from pos_app.domain.staff import Role
from pos_app.views.activity.activity_view import ActivityView
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def settled(till: DrivenTill) -> None:
    activity = till.model.screens.activity
    till.wait_for(lambda: not activity.is_busy, "the entries")
    till.settle()


def rows(till: DrivenTill) -> list[str]:
    model = view_of(till).rows.model()
    return [str(model.data(model.index(place, 0))) for place in range(model.rowCount())]


def view_of(till: DrivenTill) -> ActivityView:
    return till.window.findChildren(ActivityView)[0]


def test_is_read_narrowed_down_taken_out_and_leads_to_orders(
    selling: DrivenTill, tmp_path: Path
) -> None:
    selling.sell(BREAD)
    selling.press(Key.Key_8, CTRL)
    selling.wait_for_page("activity")
    settled(selling)
    everything = rows(selling)
    assert any("sold for" in row for row in everything)
    assert "began" in everything[-1]

    selling.press(Key.Key_F2)
    settled(selling)
    (sold,) = rows(selling)
    assert "sold for" in sold
    assert selling.widget(QPushButton, "activity_group").text() == "Sales"

    path = tmp_path / "out.csv"
    view_of(selling).choose_path = lambda _parent, _name: str(path)
    selling.press(Key.Key_E, CTRL | SHIFT)
    selling.wait_for(path.exists, "the file")
    (line,) = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert line["group"] == "sales"
    assert line["what"] in sold

    selling.press(Key.Key_Return)
    selling.wait_for_page("find")
    selling.wait_for(lambda: selling.says("found_title") == line["receipt"], "the order")
    selling.press(Key.Key_Escape)
    selling.press(Key.Key_Escape)
    selling.wait_for_page("sell")


def test_says_when_nothing_is_found_and_goes_back_by_steps(selling: DrivenTill) -> None:
    selling.press(Key.Key_8, CTRL)
    selling.wait_for_page("activity")
    settled(selling)
    many = len(rows(selling))

    selling.enter_text("zzz")
    settled(selling)

    assert rows(selling) == []
    assert selling.says("activity_empty_words") == "Nothing of this kind was done"
    selling.press(Key.Key_Escape)
    settled(selling)
    assert len(rows(selling)) == many
    for key in (Key.Key_F3, Key.Key_F4):
        selling.press(key)
        settled(selling)
    assert selling.widget(QPushButton, "activity_when").text() == "Today"
    selling.press(Key.Key_Escape)
    selling.wait_for_page("sell")


def test_is_for_those_who_may_read_reports(selling: DrivenTill) -> None:
    activity = selling.model.screens.activity
    actor = activity.actor
    assert actor is not None
    cashier = type(actor)(actor.staff_id, actor.name, Role.CASHIER)
    activity.signed_in(cashier)

    selling.press(Key.Key_8, CTRL)

    selling.wait_for(lambda: selling.sees(QLabel, "toast_words"), "the refusal")
    assert "read_reports" in selling.says("toast_words")
    assert selling.model.page == "sell"
