"""The customer display beside a till that is driven by its keys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from pos_app.composition.store_settings import fetch_logo
from tests.fakes.pictures import draw_picture
from tests.gui.customer_eye import CustomerEye, faults_of
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.gui.test_selling import BREAD, BUTTER, CTRL, PAIN
from tests.screens.customer_shots import DISPLAY_SIZES

SHIFT = Qt.KeyboardModifier.ShiftModifier
STORE = "Corner Shop"
ORDERS_MAX = 3
"""How many a test leaves open at most."""


@pytest.fixture(scope="module")
def open_till(
    qapp: object, demo_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DrivenTill]:
    """One for all that only sell."""
    folder = shutil.copytree(demo_store, tmp_path_factory.mktemp("display") / "store")
    with driven_till(folder) as till:
        till.start_selling()
        yield till


@pytest.fixture
def eye(open_till: DrivenTill) -> CustomerEye:
    """The display in a window beside a till with an empty order."""
    eye = CustomerEye(open_till)
    eye.plug(None)
    if not eye.is_open:
        eye.switch()
    if open_till.page == "pay":
        open_till.press(Key.Key_F12)
        open_till.wait_for_page("done")
    if open_till.page == "done":
        open_till.press(Key.Key_Return)
        open_till.wait_for_page("sell")
    open_till.press(Key.Key_Escape)
    for _ in range(ORDERS_MAX):
        if open_till.lines():
            open_till.press(Key.Key_Delete, CTRL)
    assert open_till.lines() == []
    open_till.quiet()
    thanks = eye.window.model._thanks  # noqa: SLF001 - nobody waits three seconds
    thanks.stop()
    thanks.timeout.emit()
    eye.catch_up()
    return eye


def pay(till: DrivenTill) -> None:
    till.quiet()
    till.press(Key.Key_F12)
    till.wait_for_page("pay")


class TestOrder:
    def test_begins_with_the_store_and_a_greeting(self, eye: CustomerEye) -> None:
        assert (eye.says("display_large"), eye.says("display_words")) == (STORE, "Welcome!")

    def test_has_the_logo_beside_the_name_as_soon_as_it_is_kept(
        self, eye: CustomerEye, tmp_path: Path
    ) -> None:
        logo = eye.window.logo
        eye.till.scan(PAIN)
        eye.catch_up()
        assert not logo.isVisible()

        frame, profile = eye.till.model.screens.frame, eye.till.store.queries.profile
        frame.name(replace(profile, logo=fetch_logo(str(draw_picture(tmp_path / "logo.png")))))
        eye.catch_up()

        assert logo.isVisible()
        assert logo.geometry().right() < eye.window.store.geometry().left()
        image = logo.grab().toImage()
        edge, middle = image.width() // 10, image.width() // 2
        assert image.pixelColor(edge, image.height() // 2).lightness() < 128
        assert image.pixelColor(middle, image.height() // 2).lightness() > 128

        frame.name(profile)
        eye.catch_up()
        assert not logo.isVisible()

    def test_shows_what_was_added_last_and_the_total(self, eye: CustomerEye) -> None:
        eye.till.scan(PAIN)
        eye.till.scan(BREAD)

        assert (eye.says("display_last_name"), eye.says("display_last_price")) == (
            "White Bread",
            "2,49",
        )
        assert eye.lines() == ["1 Pain au chocolat, 1,79", "1 White Bread, 2,49"]
        assert eye.says("display_sum") == eye.till.says("order_total").replace("\u00a0", " ")

    def test_shows_the_old_price_of_what_is_cheaper(self, eye: CustomerEye) -> None:
        eye.till.scan(BREAD)
        eye.till.quiet()
        eye.till.enter_text("10")
        eye.till.press(Key.Key_F5)
        eye.till.press(Key.Key_Return)

        assert eye.lines() == ["1 White Bread, 2,24, was 2,49, −10 %"]
        assert ("You save", "0,25") in eye.sums()

    def test_shows_what_is_off_the_whole_order(self, eye: CustomerEye) -> None:
        eye.till.scan(BREAD)
        eye.till.quiet()
        eye.till.press(Key.Key_F5, SHIFT)
        eye.till.enter_text("10")
        eye.till.press(Key.Key_Return)

        assert eye.sums()[:2] == [("Discount", "−0,25"), ("You save", "0,25")]
        assert eye.says("display_sum") == "2,24 €"

    def test_goes_on_with_the_order_that_comes_to_the_screen(self, eye: CustomerEye) -> None:
        eye.till.scan(BREAD)
        eye.till.press(Key.Key_N, CTRL)
        assert eye.says("display_words") == "Welcome!"
        eye.till.scan(PAIN)
        assert eye.lines() == ["1 Pain au chocolat, 1,79"]

        eye.till.press(Key.Key_Tab, CTRL)

        assert eye.lines() == ["1 White Bread, 2,49"]

    def test_has_the_changed_line_in_sight(self, eye: CustomerEye) -> None:
        for count in range(30):
            eye.till.scan((PAIN, BREAD)[count % 2])
        eye.catch_up()
        assert in_sight(eye, 29)

        for _ in range(29):
            eye.till.press(Key.Key_Up)
        eye.till.press(Key.Key_Plus)

        eye.catch_up()
        assert in_sight(eye, 0)
        eye.window.resize(800, 480)
        eye.catch_up()
        assert in_sight(eye, 0)

    def test_is_told_once_of_a_burst_of_scans(self, eye: CustomerEye) -> None:
        eye.catch_up()
        told: list[object] = []
        eye.window.model.changed.connect(told.append)

        for code in (PAIN, BREAD, BUTTER):
            eye.till.model.screens.sell.scan(code)
        assert told == []

        eye.catch_up()
        assert len(told) == 1
        assert len(eye.lines()) == 3

    def test_is_not_followed_where_nobody_looks(self, eye: CustomerEye) -> None:
        eye.switch()

        eye.till.scan(PAIN)

        assert not eye.window.model.is_behind
        assert eye.window.model.lines.rowCount() == 0
        eye.switch()
        assert eye.lines() == ["1 Pain au chocolat, 1,79"]


def in_sight(eye: CustomerEye, row: int) -> bool:
    lines = eye.window.findChild(QWidget, "display_lines")
    assert lines is not None
    place = lines.visualRect(lines.model().index(row, 0))  # type: ignore[attr-defined]
    return bool(lines.viewport().rect().contains(place))  # type: ignore[attr-defined]


class TestPayment:
    def test_shows_what_is_paid_and_what_is_left(self, eye: CustomerEye) -> None:
        eye.till.scan(BREAD)
        pay(eye.till)
        assert (eye.says("display_sum_title"), eye.says("display_sum")) == ("To pay", "2,49 €")

        eye.till.enter_text("1")
        eye.till.press(Key.Key_F11)
        eye.till.wait_for(lambda: eye.till.sees(QLabel, "tender_0"), "the part")

        assert eye.sums() == [("Total", "2,49 €"), ("Card", "1,00")]
        assert eye.says("display_sum") == "1,49 €"

    def test_shows_the_change_before_it_is_taken_and_after(self, eye: CustomerEye) -> None:
        eye.till.scan(BREAD)
        pay(eye.till)
        eye.till.enter_text("5")
        assert eye.sums() == [("Given", "5,00"), ("Your change", "2,51")]

        eye.till.press(Key.Key_Return)
        eye.till.wait_for_page("done")

        assert (eye.says("display_title"), eye.says("display_large")) == ("Your change", "2,51")
        assert eye.says("display_words") == "Thank you!"

    def test_thanks_for_a_moment_and_then_greets_the_next(self, eye: CustomerEye) -> None:
        eye.till.sell(BREAD)
        assert eye.says("display_large") == "Thank you!"
        assert eye.says("display_words") == "2,49 paid"

        thanks = eye.window.model._thanks  # noqa: SLF001 - nobody waits three seconds
        thanks.stop()
        thanks.timeout.emit()
        assert eye.says("display_words") == "Welcome!"

    def test_of_the_next_order_ends_the_thanks(self, eye: CustomerEye) -> None:
        eye.till.sell(BREAD)

        eye.till.scan(PAIN)

        assert eye.says("display_last_name") == "Pain au chocolat"


class TestKeys:
    def test_stay_with_the_till(self, eye: CustomerEye) -> None:
        eye.catch_up()

        assert eye.till.window.isActiveWindow()
        assert not eye.window.isActiveWindow()
        assert eye.window.focusWidget() is None
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.window() is eye.till.window

    def test_come_back_when_the_system_gives_them_away(self, eye: CustomerEye) -> None:
        handle = eye.window.windowHandle()
        handle.setFlag(Qt.WindowType.WindowDoesNotAcceptFocus, on=False)
        eye.window.activateWindow()
        handle.setFlag(Qt.WindowType.WindowDoesNotAcceptFocus)

        eye.till.wait_for(eye.till.window.isActiveWindow, "the keys")

        eye.till.press(Key.Key_F2)
        assert not eye.window.isActiveWindow()

    def test_of_a_scanner_reach_the_order_from_its_window_too(self, eye: CustomerEye) -> None:
        handle = eye.window.windowHandle()
        for char in BREAD:
            QTest.keyClick(handle, char)  # type: ignore[call-overload]
        QTest.keyClick(handle, Key.Key_Return)
        eye.till.settle()

        assert eye.lines() == ["1 White Bread, 2,49"]

    def test_pay_while_it_is_looked_at(self, eye: CustomerEye) -> None:
        eye.till.sell(PAIN, BREAD)

        assert eye.till.orders()[-1].total.minor == 428


class TestWindow:
    def test_ends_a_trial_when_a_second_screen_comes(self, eye: CustomerEye) -> None:
        assert not eye.window.isFullScreen()

        eye.plug(eye.till.app.primaryScreen())
        assert eye.window.isFullScreen()

        eye.plug(None)
        assert not eye.is_open

    def test_is_left_at_once_by_a_screen_that_goes(self, eye: CustomerEye) -> None:
        eye.plug(eye.till.app.primaryScreen())

        eye.placer.screens.leaving.emit(eye.till.app.primaryScreen())

        assert not eye.is_open

    def test_closed_by_hand_is_gone_until_its_key(self, eye: CustomerEye) -> None:
        eye.window.close()
        eye.till.settle()
        assert not eye.is_open

        eye.switch()

        assert eye.is_open


class TestLook:
    def test_follows_the_colours_of_the_till(self, eye: CustomerEye) -> None:
        before = eye.window.grab().toImage()
        look = eye.till.model.screens.look
        light = look.look

        look.choose(replace(light, mode="contrast_dark"))
        eye.catch_up()
        dark = eye.window.grab().toImage()
        look.choose(light)

        assert dark != before

    def test_grows_with_the_size_that_is_chosen(self, eye: CustomerEye) -> None:
        till, theme = eye.till, eye.till.window.theme
        for count in range(12):
            till.scan((PAIN, BREAD)[count % 2])
        theme.switch(till.app, theme.mode, scale=1.5)
        try:
            for size in DISPLAY_SIZES:
                eye.window.resize(*size)
                eye.catch_up()
                assert faults_of(eye.window) == []
                assert in_sight(eye, 11)
        finally:
            theme.switch(till.app, theme.mode, scale=1.0)
            till.settle()
