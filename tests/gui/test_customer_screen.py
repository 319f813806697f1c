"""The customer display beside tills of their own: payments, secrets, screens, every size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from pos_app.domain.attempt import Standing
from pos_app.views.customer_display.display_window import CustomerWindow
from pos_app.views.pay.qr_code import QrCode
from tests.fakes.processors.memory import FakeProcessor
from tests.gui.customer_eye import CustomerEye, faults_of
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.gui.remote_till import QR, READER, RemoteTill, remote_till
from tests.gui.test_paying_out import give_all_back
from tests.gui.test_selling import BREAD, CTRL
from tests.screens.charge_shots import charging_till
from tests.screens.customer_shots import CUSTOMER_SHOTS, DISPLAY_SIZES

SHIFT = Qt.KeyboardModifier.ShiftModifier
BREAD_COST = "1,44"
PROMPT = "https://pay.example.com/c/0123456789abcdef"


@pytest.fixture
def remote(qapp: object, folder: Path) -> Iterator[RemoteTill]:
    with remote_till(folder, FakeProcessor(), methods=(READER, QR)) as remote:
        CustomerEye(remote.till).switch()
        yield remote


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


def test_money_that_goes_back_is_shown(selling: DrivenTill) -> None:
    eye = CustomerEye(selling)
    eye.switch()
    selling.sell(BREAD)
    give_all_back(selling)
    assert (eye.says("display_title"), eye.says("display_large")) == ("Goes back to you", "2,49 €")

    selling.press(Key.Key_Return)
    selling.wait_for_page("done")

    assert (eye.says("display_title"), eye.says("display_large")) == ("Your money back", "2,49")


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

    def test_goes_with_the_till(self, qapp: QApplication, folder: Path) -> None:
        with driven_till(folder) as till:
            CustomerEye(till).switch()
            till.window.close()
            till.settle()

            assert not [
                one for one in QApplication.topLevelWidgets() if isinstance(one, CustomerWindow)
            ]


def test_is_whole_in_every_size(qapp: object, folder: Path) -> None:
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
