"""The targets that are counted, and that every action has a key, the focus or the palette."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QLabel

from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.status_sheet import StatusSheet
from tests.gui.driving import DrivenTill, Key
from tests.targets import apart, measuring, timing
from tests.targets.reaching import unreachable
from tests.targets.target import Target
from tests.targets.timing import Benched
from tests.targets.walking import colour_only


@pytest.mark.parametrize(
    "measure",
    [
        *(measuring.cash, measuring.exact, measuring.card, measuring.touch, measuring.no_sale),
        *(measuring.dialogs, measuring.confirms_of_a_shift),
    ],
)
def test_target_is_met(selling: DrivenTill, measure: Callable[[DrivenTill], Target]) -> None:
    target = measure(selling)

    assert target.is_met, target


def test_a_dialog_counts_that_is_closed_again_at_once(selling: DrivenTill) -> None:
    with measuring.Opened(selling.app) as opened:
        dialog = QDialog(selling.window)
        dialog.setObjectName("are_you_sure")
        dialog.open()
        dialog.close()
        dialog.deleteLater()

    assert opened.names == ["are_you_sure"]


@pytest.mark.enable_socket
def test_a_till_that_is_cut_off_with_a_dead_printer_takes_money(qapp: object) -> None:
    """How long it took is for `make targets`, which has the machine for itself."""
    assert apart.cut_off().measured > 0


def test_a_new_store_has_sold_after_few_entries(qapp: object) -> None:
    target = apart.wizard()

    assert target.is_met, target


def test_holding_and_reprinting_take_as_few_keys_as_they_may(selling: DrivenTill) -> None:
    measuring.exact(selling)

    found = [measuring.reprint(selling), *measuring.hold_and_recall(selling)]

    assert [one for one in found if not one.is_met] == []


def test_colours_are_far_enough_apart() -> None:
    assert [one for one in measuring.colours() if not one.is_met] == []


def test_a_state_is_told_by_an_icon_and_a_word(selling: DrivenTill, folder: Path) -> None:
    (folder / "printed").write_text("in the way", encoding="utf-8")
    selling.sell(measuring.BREAD)
    selling.scan("96385074")
    selling.wait_for(lambda: bool(selling.troubles()) and selling.sees(QFrame, "notice"))
    assert colour_only(selling) == []

    selling.widget(QLabel, "notice_icon").hide()
    selling.widget(ActionButton, "chip_printer").set_icon("")
    assert colour_only(selling) == ["chip_printer", "notice"]


def test_every_button_of_the_sell_screen_can_do_without_a_finger(selling: DrivenTill) -> None:
    """By a key it shows, by a digit or sign that is typed, or by a name in the palette."""
    assert unreachable(selling) == []


def test_a_button_is_found_that_nothing_but_a_finger_gets_at(selling: DrivenTill) -> None:
    page = selling.window.page(selling.window.page_name)
    theme = selling.window.theme
    others = [
        ActionButton("Go", theme=theme, name="tile_of_nothing"),
        ActionButton("Go", theme=theme, name="shows_a_key_of_nothing", key="Ctrl+Shift+F12"),
        ActionButton("Go", theme=theme, name="approver_1"),
        ActionButton("Go (the first)", theme=theme, name="in_brackets"),
    ]
    for one in others:
        one.setParent(page)
        one.show()

    assert unreachable(selling) == [one.objectName() for one in others]


def test_what_works_is_told_at_the_sign_in_without_a_finger(till: DrivenTill) -> None:
    assert unreachable(till) == []

    till.press(Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    till.enter_text("what works")
    till.press(Key.Key_Return)
    till.settle()
    assert isinstance(till.window.holder_of_keys(), StatusSheet)


def test_a_time_of_the_bench_stands_beside_both_limits() -> None:
    figures = {"p50": 9.0, "p95": 12.0, "p99": 14.0}
    scans = timing.scan_targets(Benched({"name": "scan", "measured": figures}, ""))
    row = {"name": "start", "measured": {"p50": 1.2}, "limit": {"p50": 1.0}}
    starts = timing.start_targets(Benched(row, ""))

    assert [(one.most, one.is_met) for one in scans] == [
        (16, True),
        (33, True),
        (8, False),
        (16, True),
    ]
    assert [(one.most, one.measured) for one in starts] == [(2.5, 1.2), (1.5, 1.2), (1.5, 1.2)]
    assert all("DESIGN" in one.what for one in [*scans[2:], *starts[1:]])
