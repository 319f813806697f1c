from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD

CTRL = Qt.KeyboardModifier.ControlModifier


def is_open(till: DrivenTill) -> bool:
    return till.sees(QWidget, "drawer_leave")


def reasons(till: DrivenTill) -> list[str]:
    entries = (json.loads(one.raw) for one in till.store.queries.journal.entries())
    return [one["body"]["reason"] for one in entries if one["kind"] == "no_sale"]


def open_drawer(till: DrivenTill, key: Qt.Key, count: int) -> None:
    till.press(Key.Key_D, CTRL)
    till.press(key)
    till.wait_for(lambda: till.shift().no_sales == count, "the count")
    till.settle()


class TestDrawer:
    def test_is_one_key_and_a_reason(self, selling: DrivenTill) -> None:
        before = selling.keys_pressed
        open_drawer(selling, Key.Key_2, 1)

        assert selling.keys_pressed - before == 1 + 1
        assert reasons(selling) == ["check"]
        selling.wait_for(lambda: not is_open(selling), "the end of the sheet")
        assert selling.says("toast_words") == (
            "The drawer is open: 1 time without a sale this shift"
        )

    @pytest.mark.parametrize(
        ("key", "reason"),
        [
            (Key.Key_1, "change"),
            (Key.Key_2, "check"),
            (Key.Key_3, "coins"),
            (Key.Key_4, "other"),
        ],
    )
    def test_knows_its_reasons_by_their_keys(
        self, selling: DrivenTill, key: Qt.Key, reason: str
    ) -> None:
        open_drawer(selling, key, 1)

        assert reasons(selling) == [reason]

    def test_stays_shut_after_esc(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_D, CTRL)
        selling.press(Key.Key_Escape)
        selling.press(Key.Key_1)

        assert not is_open(selling)
        assert reasons(selling) == []

    def test_stays_shut_if_the_journal_cannot_be_written(
        self, selling: DrivenTill, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        selling.refuse_a_write()
        selling.press(Key.Key_D, CTRL)
        selling.press(Key.Key_1)
        selling.wait_for(lambda: selling.sees(QWidget, "toast_words"), "the refusal")

        assert selling.shift().no_sales == 0
        assert "a drawer would open now" not in caplog.text

    def test_leaves_the_order_as_it_is(self, selling: DrivenTill) -> None:
        selling.scan(BREAD)
        selling.quiet()
        before = selling.lines()
        selling.press(Key.Key_D, CTRL)
        selling.scan(BREAD)
        selling.wait_for(lambda: selling.lines() != before, "the scan")

        assert is_open(selling)
        assert reasons(selling) == []

    def test_is_counted_where_the_shift_is_closed(self, selling: DrivenTill) -> None:
        for count in (1, 2):
            open_drawer(selling, Key.Key_1, count)
        selling.model.close_shift()
        selling.wait_for_page("close_shift")

        assert "drawer opened 2 times without a sale" in selling.says("explanation")

    def test_is_not_opened_by_whoever_passes(self, till: DrivenTill) -> None:
        till.press(Key.Key_D, CTRL)

        assert not is_open(till)
