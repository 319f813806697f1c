"""The customer display beside a till that is driven by its keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from pos_app.domain.attempt import Standing
from pos_app.views.customer_display.display_window import CustomerWindow
from pos_app.views.customer_display.fit_label import FitLabel
from pos_app.views.pay.qr_code import QrCode
from tests.fakes.processors.memory import FakeProcessor
from tests.gui.customer_eye import CustomerEye
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.gui.remote_till import QR, READER, RemoteTill, remote_till
from tests.gui.test_paying_out import give_all_back
from tests.gui.test_selling import BREAD, BUTTER, CTRL, PAIN
from tests.screens.charge_shots import charging_till
from tests.screens.customer_shots import CUSTOMER_SHOTS, DISPLAY_SIZES

SHIFT = Qt.KeyboardModifier.ShiftModifier
STORE = "Corner Shop"
BREAD_COST = "1,44"
PROMPT = "https://pay.example.com/c/0123456789abcdef"


@pytest.fixture
def eye(selling: DrivenTill) -> CustomerEye:
    """The display in a window beside a till that sells."""
    eye = CustomerEye(selling)
    eye.switch()
    return eye


@pytest.fixture
def remote(qapp: object, folder: Path) -> Iterator[RemoteTill]:
    with remote_till(folder, FakeProcessor(), methods=(READER, QR)) as remote:
        CustomerEye(remote.till).switch()
        yield remote


def pay(till: DrivenTill) -> None:
    till.quiet()
    till.press(Key.Key_F12)
    till.wait_for_page("pay")


class TestOrder:
    def test_begins_with_the_store_and_a_greeting(self, eye: CustomerEye) -> None:
        assert (eye.says("display_large"), eye.says("display_words")) == (STORE, "Welcome!")

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

        eye.window.model._thanks.timeout.emit()  # noqa: SLF001 - nobody waits three seconds
        eye.window.model._thanks.stop()  # noqa: SLF001
        assert eye.says("display_words") == "Welcome!"

    def test_of_the_next_order_ends_the_thanks(self, eye: CustomerEye) -> None:
        eye.till.sell(BREAD)

        eye.till.scan(PAIN)

        assert eye.says("display_last_name") == "Pain au chocolat"

    def test_back_shows_how_much(self, eye: CustomerEye) -> None:
        eye.till.sell(BREAD)
        give_all_back(eye.till)
        assert (eye.says("display_title"), eye.says("display_large")) == (
            "Goes back to you",
            "2,49 €",
        )

        eye.till.press(Key.Key_Return)
        eye.till.wait_for_page("done")

        assert (eye.says("display_title"), eye.says("display_large")) == (
            "Your money back",
            "2,49",
        )


class TestProcessor:
    def test_has_the_same_code_on_both_screens(self, remote: RemoteTill) -> None:
        eye = CustomerEye(remote.till)
        remote.processor.customer = Standing.WAITING
        remote.processor.prompt = PROMPT
        remote.start_paying()
        remote.till.click("method_fake_qr")
        remote.wait_for_words("Let the customer scan this code")
        eye.catch_up()

        ours = remote.till.widget(QrCode, "charge_qr")
        theirs = eye.window.findChild(QrCode)
        assert theirs is not None
        assert theirs.isVisible()
        assert ours.payload == theirs.payload == PROMPT
        assert eye.says("display_charge_title") == "Fakepay"
        assert eye.says("display_charge_amount") == "24,82 €"
        assert eye.says("display_charge_words") == "Scan this code with your phone to pay"

    def test_follows_a_card_from_the_reader_to_its_approval(self, remote: RemoteTill) -> None:
        eye = CustomerEye(remote.till)
        remote.processor.customer = Standing.WAITING
        remote.start_paying()
        remote.charge_by_card()
        remote.wait_for_words("Tap, insert or swipe")
        assert eye.says("display_charge_title") == "Card"
        assert eye.says("display_charge_words") == "Please follow the card reader"

        remote.processor.pays(remote.attempts[0].attempt_id)
        remote.till.wait_for_page("done")

        assert (eye.says("display_title"), eye.says("display_large")) == (
            "Approved",
            "Thank you!",
        )

    def test_says_that_it_was_declined_and_leaves_the_reason_to_the_cashier(
        self, remote: RemoteTill
    ) -> None:
        eye = CustomerEye(remote.till)
        remote.processor.customer = Standing.DECLINED
        remote.start_paying()
        remote.charge_by_card()
        remote.wait_for_words("Declined")

        assert eye.says("display_charge_words") == "Declined. Nothing was charged."
        assert "The card was declined" not in eye.everything()


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
        eye.window.windowHandle().setFlag(Qt.WindowType.WindowDoesNotAcceptFocus, on=False)
        eye.window.activateWindow()

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

        assert [row.total.minor for row in eye.till.orders()] == [428]


class TestSecrets:
    def test_are_never_on_it(self, remote: RemoteTill) -> None:
        """A canary in everything that is the staff's: at every step of an order."""
        till, eye = remote.till, CustomerEye(remote.till)
        seen: list[str] = []

        def look() -> None:
            seen.append(eye.everything())

        look()
        till.scan(BREAD)
        till.quiet()
        till.press(Key.Key_I, CTRL)
        till.enter_text("Canary of a line")
        till.press(Key.Key_Return)
        till.press(Key.Key_I, CTRL | SHIFT)
        till.enter_text("Canary of an order")
        till.press(Key.Key_Return)
        till.press(Key.Key_F5, SHIFT)
        till.press(Key.Key_F5)
        till.enter_text("10")
        till.press(Key.Key_Down)
        till.press(Key.Key_Return)
        assert "Damaged" in till.lines()[0]
        look()
        till.press(Key.Key_F4)
        till.press(Key.Key_N, CTRL)
        till.enter_text("Canary Customer")
        till.press(Key.Key_Return)
        till.wait_for(lambda: not till.sees(QLabel, "customer_title"), "the customer")
        look()
        till.press(Key.Key_F12)
        till.wait_for_page("pay")
        look()
        remote.processor.customer = Standing.DECLINED
        remote.charge_by_card()
        remote.wait_for_words("Declined")
        look()
        till.press(Key.Key_Escape)
        till.wait_for_page("pay")
        till.press(Key.Key_F12)
        till.wait_for_page("done")
        look()
        till.press(Key.Key_L, CTRL)
        till.wait_for_page("sign_in")
        till.enter_text(OWNER_PIN[:3])
        look()

        people = ("Ana", "Ben", OWNER_PIN, CASHIER_PIN, OWNER_PIN[:3])
        for words in seen:
            assert [one for one in ("Canary", "Damaged", BREAD_COST, *people) if one in words] == []
        assert "White Bread" in seen[1]


class TestPlace:
    def test_is_nowhere_while_there_is_one_screen(self, selling: DrivenTill) -> None:
        assert not CustomerEye(selling).is_open

    def test_is_a_second_screen_by_itself(self, selling: DrivenTill) -> None:
        eye = CustomerEye(selling)

        eye.plug(selling.app.primaryScreen())

        assert eye.is_open
        assert eye.window.isFullScreen()
        assert selling.window.isActiveWindow()
        eye.plug(None)
        assert not eye.is_open

    def test_is_kept_off_after_the_next_start(self, qapp: object, folder: Path) -> None:
        with driven_till(folder) as till:
            eye = CustomerEye(till)
            eye.plug(till.app.primaryScreen())
            eye.switch()
            assert not eye.is_open
            assert till.says("toast_words") == "Customer display off, until it is switched on again"

        with driven_till(folder) as till:
            eye = CustomerEye(till)
            eye.plug(till.app.primaryScreen())
            assert not eye.is_open

            eye.switch()
            assert eye.is_open

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

    def test_closed_by_hand_is_switched_off(self, eye: CustomerEye) -> None:
        eye.window.close()
        eye.till.settle()
        assert not eye.is_open

        eye.switch()

        assert eye.is_open

    def test_goes_with_the_till(self, qapp: QApplication, folder: Path) -> None:
        with driven_till(folder) as till:
            CustomerEye(till).switch()
            till.window.close()
            till.settle()

            assert not [
                one for one in QApplication.topLevelWidgets() if isinstance(one, CustomerWindow)
            ]


class TestLook:
    def test_follows_the_colours_of_the_till(self, eye: CustomerEye) -> None:
        before = eye.window.grab().toImage()
        look = eye.till.model.screens.look

        look.choose(type(look.look)(mode="contrast_dark"))
        eye.catch_up()

        assert eye.window.grab().toImage() != before

    def test_is_whole_in_every_size(self, qapp: object, folder: Path) -> None:
        """No word is cut, nothing is out of sight, and everything has a name."""
        broken: list[str] = []
        with charging_till(folder, mode="light", size=(1_366, 768)) as remote:
            eye = CustomerEye(remote.till)
            for shot in CUSTOMER_SHOTS:
                shot.arrange(remote)
                for size in DISPLAY_SIZES:
                    eye.window.resize(*size)
                    eye.catch_up()
                    broken += [f"{shot.name} {size}: {one}" for one in faults_of(eye.window)]

        assert broken == []


def faults_of(window: CustomerWindow) -> list[str]:
    found = []
    for one in window.findChildren(QWidget):
        if not one.isVisible() or one.objectName().startswith("qt_"):
            continue
        name = one.objectName()
        place = one.rect().translated(one.mapTo(window, one.rect().topLeft()))
        if not name:
            found.append(f"{type(one).__name__} has no name")
        if not window.rect().contains(place):
            found.append(f"{name} is outside")
        if isinstance(one, FitLabel) and not one.is_whole:
            found.append(f"{name} is cut: {one.text()!r} in {one.width()}x{one.height()}")
    return found
