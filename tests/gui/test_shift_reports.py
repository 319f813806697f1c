from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD


def printed(till: DrivenTill, name: str) -> Path:
    return till.store.folder.printed / name


def open_report(till: DrivenTill) -> None:
    till.model.screens.shift_reports.open()
    till.wait_for(lambda: till.sees(QWidget, "shift_report_paper"), "the report")


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
