"""Payments through a processor, by the keys of the till, with the truth in a ledger beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from pos_app.domain.attempt import Standing
from pos_app.domain.payment import PaymentState
from pos_app.views.pay.qr_code import QrCode
from pos_app.views.shared.controls import ActionButton
from tests.fakes.processors.memory import FakeProcessor, Fault
from tests.gui.driving import Key, driven_till
from tests.gui.remote_till import (
    CODE,
    PAIN,
    QR,
    HangingProcessor,
    Pace,
    RemoteTill,
    kind_of,
    known,
    remote_till,
)

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def processor() -> FakeProcessor:
    return FakeProcessor()


@pytest.fixture
def remote(qapp: object, folder: Path, processor: FakeProcessor) -> Iterator[RemoteTill]:
    """24.82 to pay, and the card button leads to the processor."""
    with remote_till(folder, processor) as remote:
        remote.start_paying()
        yield remote


@pytest.fixture
def calm(qapp: object, folder: Path, processor: FakeProcessor) -> Iterator[RemoteTill]:
    """The same, with so much time between two questions that what fails is what was done."""
    with remote_till(folder, processor, pace=Pace(polls_every=timedelta(seconds=30))) as remote:
        remote.start_paying()
        yield remote


@pytest.fixture
def waiting(remote: RemoteTill, processor: FakeProcessor) -> RemoteTill:
    """The reader asks the customer, who does nothing yet."""
    processor.customer = Standing.WAITING
    remote.charge_by_card()
    remote.wait_for_words("Tap, insert or swipe")
    return remote


def take_ten_in_cash(remote: RemoteTill) -> None:
    remote.till.enter_text("10")
    remote.till.press(Key.Key_Return)
    remote.till.wait_for(lambda: remote.till.sees(QLabel, "tender_0"), "the part")


def take_five_by_card(remote: RemoteTill) -> RemoteTill:
    remote.till.enter_text("5")
    remote.till.press(Key.Key_F11)
    remote.till.wait_for(lambda: remote.till.sees(QLabel, "tender_0"), "the part")
    remote.till.settle()
    return remote


class TestCard:
    def test_split_with_cash_is_declined_and_then_taken(
        self, remote: RemoteTill, processor: FakeProcessor
    ) -> None:
        take_ten_in_cash(remote)
        processor.customer = Standing.DECLINED
        remote.charge_by_card()
        remote.wait_for_words("Declined")
        assert "The card was declined. Nothing was charged." in remote.says
        assert remote.till.says("charge_amount") == "14,82\u00a0€"

        processor.customer = Standing.AUTHORISED
        remote.till.press(Key.Key_Return)
        remote.till.wait_for_page("done")

        assert remote.payments() == [("cash", 1_000, ""), ("card", 1_482, "Visa 4242")]
        assert processor.moved == 1_482
        states = [one.state for one in remote.attempts]
        assert states == [PaymentState.DECLINED, PaymentState.APPROVED]

    def test_for_all_of_it_is_one_key_on_the_sell_screen(
        self, remote: RemoteTill, processor: FakeProcessor
    ) -> None:
        remote.till.press(Key.Key_Escape)
        remote.till.wait_for_page("sell")

        remote.till.press(Key.Key_F11)
        remote.till.wait_for_page("done")

        assert remote.payments() == [("card", 2_482, "Visa 4242")]
        assert processor.moved == 2_482

    def test_of_a_part_leaves_the_rest(self, remote: RemoteTill) -> None:
        take_five_by_card(remote)

        assert remote.till.page == "pay"
        assert remote.till.says("tender_0") == "Card Visa 4242"
        assert remote.till.says("due") == "19,82\u00a0€"

    def test_waits_for_the_customer_and_says_what_to_do(
        self, waiting: RemoteTill, processor: FakeProcessor
    ) -> None:
        assert waiting.till.says("charge_title") == "Card · Fakepay"
        assert waiting.till.says("charge_amount") == "24,82\u00a0€"
        assert waiting.till.says("charge_time").startswith("Cancelled by itself in")

        processor.pays(waiting.attempts[0].attempt_id)
        waiting.till.wait_for_page("done")

        assert processor.moved == 2_482


class TestOtherKeys:
    @pytest.mark.parametrize(
        ("key", "modifier"),
        [
            (Key.Key_F12, Qt.KeyboardModifier.NoModifier),
            (Key.Key_F12, SHIFT),
            (Key.Key_F11, Qt.KeyboardModifier.NoModifier),
            (Key.Key_A, CTRL),
            (Key.Key_G, CTRL),
            (Key.Key_S, CTRL),
        ],
    )
    def test_lead_from_a_card_into_nothing_else(
        self, waiting: RemoteTill, key: Qt.Key, modifier: Qt.KeyboardModifier
    ) -> None:
        waiting.till.press(key, modifier)

        assert "waits for Fakepay" in waiting.till.says("charge_message")
        assert waiting.till.page == "charge"
        assert waiting.till.orders() == []

    def test_that_mean_nothing_here_do_nothing(self, waiting: RemoteTill) -> None:
        for key in (Key.Key_Return, Key.Key_Delete, Key.Key_5, Key.Key_Backspace):
            waiting.till.press(key)
        waiting.till.scan("3276550614043")

        assert waiting.till.page == "charge"
        assert "Not added" in waiting.till.says("toast_words")
        (missed,) = waiting.till.model.screens.sell.notices.waiting
        assert missed.code == "3276550614043"
        waiting.till.scan("288412345678901234")
        assert waiting.till.model.screens.sell.notices.waiting == (missed,)
        assert [one.state for one in waiting.attempts] == [PaymentState.SENT]


class TestCancel:
    def test_asks_the_processor_before_another_way_is_offered(
        self, waiting: RemoteTill, processor: FakeProcessor
    ) -> None:
        waiting.till.press(Key.Key_Escape)
        waiting.till.wait_for_page("pay")

        assert "Nothing was charged" in waiting.till.says("toast_words")
        assert waiting.attempts[0].state is PaymentState.CANCELLED
        waiting.till.press(Key.Key_F12)
        waiting.till.wait_for_page("done")
        assert waiting.payments() == [("cash", 2_482, "")]
        assert processor.moved == 0

    def test_that_is_too_late_is_told_and_can_be_kept(
        self, waiting: RemoteTill, processor: FakeProcessor
    ) -> None:
        waiting.pay_in_secret()
        waiting.till.press(Key.Key_Escape)
        waiting.wait_for_words("Paid after all")
        assert waiting.till.orders() == []

        waiting.till.press(Key.Key_Return)
        waiting.till.wait_for_page("done")

        assert waiting.payments() == [("card", 2_482, "Visa 4242")]

    def test_that_is_too_late_can_be_given_back(
        self, waiting: RemoteTill, processor: FakeProcessor
    ) -> None:
        waiting.pay_in_secret()
        waiting.till.press(Key.Key_Escape)
        waiting.wait_for_words("Paid after all")

        waiting.till.press(Key.Key_Delete)
        waiting.till.wait_for_page("pay")

        assert waiting.till.says("due") == "24,82\u00a0€"
        assert processor.moved == 0

    def test_comes_by_itself_where_the_customer_does_nothing(
        self, qapp: object, folder: Path, processor: FakeProcessor
    ) -> None:
        processor.customer = Standing.WAITING
        pace = Pace(waits=timedelta(milliseconds=200))
        with remote_till(folder, processor, pace=pace) as remote:
            remote.start_paying()
            remote.charge_by_card()
            remote.wait_for_words("did not pay in time")

            assert remote.attempts[0].state is PaymentState.CANCELLED
            remote.till.press(Key.Key_Escape)
            remote.till.wait_for_page("pay")


class TestTrouble:
    @pytest.mark.parametrize(
        ("fault", "words"),
        [
            (Fault.NOT_REACHED, "there is no connection to it"),
            (Fault.BUSY, "it was asked too often"),
            (Fault.REFUSED, "this key is not known"),
        ],
    )
    def test_before_anything_was_asked_leads_back_with_the_reason(
        self, calm: RemoteTill, processor: FakeProcessor, fault: Fault, words: str
    ) -> None:
        processor.faults = [fault]
        calm.till.press(Key.Key_F11)
        calm.wait_for_words(words)
        calm.till.wait_for_page("pay")

        assert calm.attempts[0].state is PaymentState.CANCELLED
        calm.till.press(Key.Key_F12)
        calm.till.wait_for_page("done")
        assert processor.moved == 0

    def test_after_it_was_asked_closes_it_there_first(
        self, calm: RemoteTill, processor: FakeProcessor
    ) -> None:
        processor.faults = [None, Fault.BUSY]
        calm.till.press(Key.Key_F11)
        calm.wait_for_words("it was asked too often")
        calm.till.wait_for_page("pay")

        assert calm.attempts[0].state is PaymentState.CANCELLED
        assert "cancel" in processor.calls

    @pytest.mark.parametrize("fault", [Fault.LOST_ON_THE_WAY, Fault.REPLY_LOST, Fault.COMES_LATE])
    def test_without_an_answer_is_asked_about_and_taken_once(
        self, remote: RemoteTill, processor: FakeProcessor, fault: Fault
    ) -> None:
        processor.faults = [fault]
        remote.till.press(Key.Key_F11)
        remote.till.wait_for_page("done")

        assert processor.moved == 2_482
        assert len(remote.attempts) == 1

    def test_of_a_processor_that_rests_is_said_before_it_is_tried(
        self, calm: RemoteTill, processor: FakeProcessor
    ) -> None:
        for _ in range(5):
            processor.faults = [Fault.NOT_REACHED]
            calm.till.press(Key.Key_F11)
            calm.till.wait_for(
                lambda: not processor.faults and calm.till.page == "pay", "the refusal"
            )
            calm.till.settle()
        calm.wait_for_words("Fakepay is not answering; trying again in")
        tries = len(calm.attempts)

        calm.till.press(Key.Key_F11)

        assert "Cash still works" in calm.till.says("pay_message")
        assert len(calm.attempts) == tries

    def test_of_an_amount_is_said_while_it_is_typed(
        self, calm: RemoteTill, processor: FakeProcessor
    ) -> None:
        processor.least = 50
        button = calm.till.widget(ActionButton, "method_card")
        assert not calm.till.sees(QLabel, "pay_troubles")

        calm.till.enter_text("0.4")
        reason = "Fakepay cannot take 0,40\xa0€: it takes no less. Choose another way to pay."
        assert calm.till.says("pay_troubles") == reason
        assert button.accessibleDescription() == reason

        calm.till.press(Key.Key_F11)
        assert calm.till.says("pay_message") == reason
        assert calm.attempts == []

        calm.till.press(Key.Key_Backspace)
        calm.till.press(Key.Key_5)
        assert not calm.till.sees(QLabel, "pay_troubles")
        assert button.accessibleDescription() == ""
        calm.till.press(Key.Key_F11)
        calm.till.wait_for(lambda: calm.till.sees(QLabel, "tender_0"), "the part")
        assert processor.moved == 50


class TestUnknown:
    @pytest.fixture
    def unknown(self, waiting: RemoteTill, processor: FakeProcessor) -> RemoteTill:
        processor.faults = [Fault.NOT_REACHED] * 1_000
        waiting.wait_for_words("We do not know whether the customer paid")
        return waiting

    def test_says_so_and_when_it_is_asked_again(self, unknown: RemoteTill) -> None:
        assert unknown.till.says("charge_time").startswith("Asking again")
        assert unknown.till.widget(ActionButton, "charge_release").isVisible()

    def test_ends_with_the_answer(self, unknown: RemoteTill, processor: FakeProcessor) -> None:
        processor.faults = []
        processor.pays(unknown.attempts[0].attempt_id)
        unknown.answers_again()
        case = unknown.till.model.screens.pay.remote.case
        assert case is not None
        assert case.driver is not None
        # It is left alone for half a minute by then; a test does not wait for that.
        case.driver.link.look()
        unknown.till.wait_for_page("done")

        assert unknown.payments() == [("card", 2_482, "Visa 4242")]
        assert processor.moved == 2_482

    def test_is_never_led_into_cash(self, unknown: RemoteTill) -> None:
        unknown.till.press(Key.Key_F12)
        unknown.till.press(Key.Key_Escape)
        unknown.till.press(Key.Key_F12)

        assert unknown.till.page == "charge"
        assert unknown.till.orders() == []

    def test_is_released_by_a_manager(self, unknown: RemoteTill, processor: FakeProcessor) -> None:
        unknown.till.press(Key.Key_U, CTRL)
        unknown.till.wait_for_page("pay")

        assert unknown.attempts[0].released_by is not None
        assert "given back" in unknown.till.says("toast_words")
        unknown.till.press(Key.Key_F12)
        unknown.till.wait_for_page("done")
        assert unknown.payments() == [("cash", 2_482, "")]


class TestLock:
    def test_never_cancels_and_shows_it_again(
        self, waiting: RemoteTill, processor: FakeProcessor
    ) -> None:
        waiting.till.press(Key.Key_L, CTRL)
        waiting.till.wait_for_page("sign_in")
        assert waiting.attempts[0].state is PaymentState.SENT

        waiting.till.enter_text(OWNER_PIN)
        waiting.till.wait_for_page("charge")
        processor.pays(waiting.attempts[0].attempt_id)
        waiting.till.wait_for_page("done")

        assert waiting.payments() == [("card", 2_482, "Visa 4242")]

    def test_keeps_what_comes_meanwhile(
        self, waiting: RemoteTill, processor: FakeProcessor
    ) -> None:
        waiting.till.press(Key.Key_L, CTRL)
        waiting.till.wait_for_page("sign_in")
        processor.pays(waiting.attempts[0].attempt_id)
        waiting.till.wait_for(
            lambda: waiting.attempts[0].state is PaymentState.APPROVED, "the money"
        )
        waiting.till.settle()

        waiting.till.enter_text(OWNER_PIN)
        waiting.till.wait_for_page("pay")

        assert waiting.till.says("tender_0") == "Card Visa 4242"
        waiting.till.press(Key.Key_Return)
        waiting.till.wait_for_page("done")
        assert waiting.payments() == [("card", 2_482, "Visa 4242")]

    def test_by_itself_does_not_come_while_the_customer_is_waited_for(
        self, waiting: RemoteTill
    ) -> None:
        assert waiting.till.model.screens.pay.remote.is_waiting


class TestAnotherPerson:
    def test_sells_while_the_first_customer_still_pays(
        self, waiting: RemoteTill, processor: FakeProcessor
    ) -> None:
        first = waiting.attempts[0].attempt_id
        till = waiting.till
        till.press(Key.Key_L, CTRL)
        till.choose_person("Ben")
        till.start_selling(CASHIER_PIN)
        till.scan(PAIN)
        till.quiet()
        till.press(Key.Key_F12, SHIFT)
        till.wait_for_page("done")
        assert waiting.payments() == [("cash", 2_482, "")]

        processor.pays(first)
        till.wait_for(lambda: waiting.attempts[0].state is PaymentState.APPROVED, "the money")
        till.settle()
        assert till.page in {"done", "sell"}
        till.press(Key.Key_L, CTRL)
        till.choose_person("Ana")
        till.enter_text(OWNER_PIN)
        till.wait_for_page("pay")
        till.press(Key.Key_Return)
        till.wait_for_page("done")

        assert waiting.payments() == [("card", 2_482, "Visa 4242")]

    def test_does_not_change_an_order_that_waits(self, waiting: RemoteTill) -> None:
        till = waiting.till
        till.press(Key.Key_L, CTRL)
        till.wait_for_page("sign_in")
        till.enter_text(OWNER_PIN)
        till.wait_for_page("charge")

        till.press(Key.Key_N, CTRL)
        till.press(Key.Key_Tab, CTRL)

        assert till.page == "charge"


class TestRestart:
    def test_shows_what_is_undecided_and_asks_nobody_to_pay(
        self, qapp: object, folder: Path, processor: FakeProcessor
    ) -> None:
        processor.customer = Standing.WAITING
        with remote_till(folder, processor) as remote:
            remote.start_paying()
            remote.charge_by_card()
            remote.wait_for_words("Tap, insert or swipe")
        processor.faults = [Fault.NOT_REACHED] * 4
        processor.calls.clear()

        with known(kind_of(processor)), driven_till(folder) as till:
            remote = RemoteTill(till, processor)
            till.wait_for_page("sign_in")
            till.enter_text(OWNER_PIN)
            till.wait_for(
                lambda: remote.attempts[0].state is PaymentState.CANCELLED, "the end of it"
            )
            till.wait_for(lambda: till.page in {"pay", "sell"}, "the ways to pay")
            assert {"create", "hand_over"}.isdisjoint(processor.calls)
            assert processor.moved == 0


class TestGivingBack:
    @pytest.fixture
    def parted(self, remote: RemoteTill) -> RemoteTill:
        return take_five_by_card(remote)

    def test_is_asked_first(self, parted: RemoteTill, processor: FakeProcessor) -> None:
        parted.till.press(Key.Key_Delete)
        parted.wait_for_words("Give this back to the customer?")

        parted.till.press(Key.Key_Escape)
        parted.till.wait_for_page("pay")

        assert parted.till.sees(QLabel, "tender_0")
        assert processor.moved == 500

    def test_takes_it_out_once_the_processor_has_said_so(
        self, parted: RemoteTill, processor: FakeProcessor
    ) -> None:
        parted.till.click("tender_remove_0")
        parted.wait_for_words("Give this back to the customer?")
        parted.till.press(Key.Key_Return)
        parted.till.wait_for_page("pay")

        assert not parted.till.sees(QLabel, "tender_0")
        assert parted.till.says("due") == "24,82\u00a0€"
        assert processor.moved == 0

    def test_in_doubt_stays_on_the_screen(
        self, parted: RemoteTill, processor: FakeProcessor
    ) -> None:
        parted.till.press(Key.Key_Delete)
        parted.wait_for_words("Give this back to the customer?")
        processor.faults_of = {
            "refund": [Fault.LOST_ON_THE_WAY],
            "query_refund": [Fault.NOT_REACHED] * 3,
        }
        parted.till.press(Key.Key_Return)
        parted.wait_for_words("We do not know whether it was given back")
        parted.till.wait_for_page("pay")

        assert processor.moved == 0

    def test_that_is_refused_leaves_it_taken(
        self, calm: RemoteTill, processor: FakeProcessor
    ) -> None:
        parted = take_five_by_card(calm)
        parted.till.press(Key.Key_Delete)
        parted.wait_for_words("Give this back to the customer?")
        processor.faults = [Fault.REFUSED]
        parted.till.press(Key.Key_Return)
        parted.wait_for_words("this key is not known")
        parted.till.wait_for_page("pay")

        assert parted.till.sees(QLabel, "tender_0")
        assert processor.moved == 500


class TestPhone:
    def test_scans_a_large_code(self, qapp: object, folder: Path, processor: FakeProcessor) -> None:
        processor.customer, processor.prompt = Standing.WAITING, "https://pay.example/1"
        with remote_till(folder, processor, methods=(QR,)) as remote:
            remote.start_paying()
            remote.till.click("method_fake_qr")
            remote.till.wait_for(lambda: remote.till.sees(QrCode, "charge_qr"), "the code")
            remote.till.settle()

            assert remote.till.says("charge_says") == "Let the customer scan this code"
            processor.pays(remote.attempts[0].attempt_id)
            remote.till.wait_for_page("done")

    def test_is_scanned_first_and_its_code_is_kept_nowhere(
        self, qapp: object, folder: Path, processor: FakeProcessor
    ) -> None:
        with remote_till(folder, processor, methods=(CODE,)) as remote:
            remote.start_paying()
            remote.till.click("method_fake_code")
            remote.wait_for_words("Scan the code on the customer's phone")
            assert remote.attempts == []

            remote.till.scan("288412345678901234")
            remote.till.wait_for_page("done")

            assert processor.codes == ["288412345678901234"]
            assert [one.text for one in remote.till.scanner.recent] == [PAIN]
            found = [path for path in folder.rglob("*") if path.is_file()]
            assert not [path for path in found if b"288412345678901234" in path.read_bytes()]

    def test_that_is_read_again_is_shown_nowhere(
        self, qapp: object, folder: Path, processor: FakeProcessor
    ) -> None:
        processor.customer = Standing.WAITING
        with remote_till(folder, processor, methods=(CODE,)) as remote:
            remote.start_paying()
            remote.till.click("method_fake_code")
            remote.wait_for_words("Scan the code on the customer's phone")
            remote.till.scan("288412345678901234")
            remote.till.wait_for(lambda: len(remote.attempts) == 1, "the charge")
            sell = remote.till.model.screens.sell

            remote.till.scan("288412345678901234")
            assert not remote.till.sees(QLabel, "toast_words")
            remote.till.scan("ANOTHER-CODE-12")
            assert remote.till.says("toast_words") == "Scan ignored"
            assert sell.notices.waiting == ()
            assert remote.till.page == "charge"

            processor.pays(remote.attempts[0].attempt_id)
            remote.till.wait_for_page("done")
            remote.till.scan("288412345678901234")
            assert remote.till.page == "done"
            remote.till.quiet()
            remote.till.press(Key.Key_Return)
            remote.till.wait_for_page("sell")
            remote.till.scan("288412345678901234")
            assert remote.till.says("toast_words") == "That code belongs to the last payment"
            assert sell.notices.waiting == ()
            assert processor.codes == ["288412345678901234"]

    def test_that_is_scanned_too_early_is_told_what_comes_first(
        self, qapp: object, folder: Path, processor: FakeProcessor
    ) -> None:
        with remote_till(folder, processor, methods=(CODE,)) as remote:
            remote.start_paying()
            remote.till.scan("288412345678901234")

            assert remote.till.page == "pay"
            assert "Choose Fakepay first" in remote.till.says("pay_message")
            assert remote.till.model.screens.sell.notices.waiting == ()
            assert "288412345678901234" not in [one.text for one in remote.till.scanner.recent]

            remote.till.click("method_fake_code")
            remote.wait_for_words("Scan the code on the customer's phone")
            remote.till.scan("288412345678901234")
            remote.till.wait_for_page("done")
            remote.till.scan("288412345678901234")

            assert processor.codes == ["288412345678901234"]
            assert "288412345678901234" not in [one.text for one in remote.till.scanner.recent]

    def test_is_typed_where_the_scanner_does_not_read_it(
        self, qapp: object, folder: Path, processor: FakeProcessor
    ) -> None:
        with remote_till(folder, processor, methods=(CODE,)) as remote:
            remote.start_paying()
            remote.till.click("method_fake_code")
            remote.wait_for_words("Scan the code on the customer's phone")
            remote.till.press(Key.Key_Return)
            assert remote.till.sees(QLineEdit, "charge_code")

            remote.till.enter_text("2884")
            remote.till.press(Key.Key_Return)
            remote.till.wait_for_page("done")

            assert processor.codes == ["2884"]


class TestHanging:
    def test_charge_is_asked_about_and_cancelled_all_the_same(
        self, qapp: object, folder: Path
    ) -> None:
        processor = HangingProcessor("create")
        with remote_till(folder, processor) as remote:
            remote.start_paying()
            remote.charge_by_card()
            remote.till.wait_for(lambda: processor.calls.count("query") > 1, "questions")
            assert "One moment" in remote.says

            remote.till.press(Key.Key_Escape)
            remote.till.wait_for_page("pay")

            assert remote.attempts[0].state is PaymentState.CANCELLED
            remote.till.press(Key.Key_F12)
            remote.till.wait_for_page("done")
            processor.let_go.set()
            remote.till.wait_for(lambda: "create" in processor.calls, "the late answer")
            remote.till.settle()
            assert processor.moved == 0

    def test_question_holds_up_no_cancel(self, qapp: object, folder: Path) -> None:
        processor = HangingProcessor("query")
        processor.customer = Standing.WAITING
        with remote_till(folder, processor) as remote:
            remote.start_paying()
            remote.charge_by_card()
            remote.till.wait_for(lambda: "query hangs" in processor.calls, "the question")

            remote.till.press(Key.Key_Escape)
            remote.till.wait_for_page("pay")

            assert remote.attempts[0].state is PaymentState.CANCELLED

    def test_capture_cannot_be_cancelled_any_more(self, qapp: object, folder: Path) -> None:
        processor = HangingProcessor("capture")
        with remote_till(folder, processor) as remote:
            remote.start_paying()
            remote.charge_by_card()
            remote.wait_for_words("The customer has paid")

            remote.till.press(Key.Key_Escape)
            assert "cannot be cancelled now" in remote.says
            processor.let_go.set()
            remote.till.wait_for_page("done")

            assert processor.moved == 2_482


def test_a_cashier_asks_a_manager_to_release(
    qapp: object, folder: Path, processor: FakeProcessor
) -> None:
    processor.customer = Standing.WAITING
    with remote_till(folder, processor) as remote:
        till = remote.till
        till.press(Key.Key_L, CTRL)
        till.choose_person("Ben")
        till.start_selling(CASHIER_PIN)
        remote.start_paying()
        remote.charge_by_card()
        remote.wait_for_words("Tap, insert or swipe")
        processor.faults = [Fault.NOT_REACHED] * 1_000
        remote.wait_for_words("We do not know")

        till.click("charge_release")
        till.wait_for(lambda: till.model.screens.approvals.is_open, "the sheet")
        till.settle()
        till.enter_text(OWNER_PIN)
        till.wait_for_page("pay")

        assert remote.attempts[0].released_by is not None


def test_a_till_that_is_closed_asks_nobody_any_more(
    qapp: object, folder: Path, processor: FakeProcessor
) -> None:
    processor.customer = Standing.WAITING
    with remote_till(folder, processor) as remote:
        remote.start_paying()
        remote.charge_by_card()
        remote.wait_for_words("Tap, insert or swipe")
        remote.till.window.close()
        processor.pays(remote.attempts[0].attempt_id)
        remote.till.settle()

        assert remote.attempts[0].state is PaymentState.SENT
