"""Money goes back through a processor at the till, with the truth in a ledger beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from pos_app.composition.recoverer import Recoverer
from pos_app.composition.returning import returns_of
from pos_app.domain.attempt import Standing
from pos_app.domain.payment import PaymentState
from tests.fakes.processors.memory import FakeProcessor, Fault
from tests.gui.driving import Key
from tests.gui.remote_till import PAIN, RemoteTill, remote_till
from tests.gui.test_giving_back import open_sheet

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def processor() -> FakeProcessor:
    return FakeProcessor()


@pytest.fixture
def paid(qapp: object, folder: Path, processor: FakeProcessor) -> Iterator[RemoteTill]:
    """24.82 were paid at the reader."""
    with remote_till(folder, processor) as remote:
        remote.start_paying()
        remote.charge_by_card()
        remote.till.wait_for_page("done")
        remote.till.press(Key.Key_Return)
        remote.till.wait_for_page("sell")
        yield remote


@pytest.fixture
def planned(paid: RemoteTill) -> RemoteTill:
    """All of it is to go back."""
    open_sheet(paid.till)
    paid.till.press(Key.Key_Return)
    paid.till.wait_for_page("pay_out")
    return paid


@pytest.fixture
def exchanged(paid: RemoteTill, processor: FakeProcessor) -> RemoteTill:
    """One piece for two: the second is charged, and while the customer pays, the first is given
    back elsewhere, so that what was charged for cannot be written down any more.
    """
    till = paid.till
    document = till.store.queries.orders.latest()
    assert document is not None
    open_sheet(till)
    till.press(Key.Key_X, CTRL)
    till.wait_for_page("sell")
    for _ in range(2):
        till.scan(PAIN)
        till.quiet()
    processor.customer = Standing.WAITING
    till.press(Key.Key_F11)
    paid.wait_for_words("Tap, insert or swipe")
    returns, owner = returns_of(till.store), till.store.services.staff.owner()
    void = returns.open_void(document=document, actor=owner)
    till.store.services.checkout.pay(order=void, tenders=returns.plan(void, to="cash"), actor=owner)
    processor.pays(paid.attempts[-1].attempt_id)
    paid.wait_for_words("came back meanwhile")
    return paid


class TestExchangeThatCannotBeRecorded:
    def test_leaves_the_money_in_its_order_to_be_finished_or_given_back(
        self, exchanged: RemoteTill, processor: FakeProcessor
    ) -> None:
        till = exchanged.till
        till.wait_for_page("pay")
        assert processor.moved == 2 * 2_482
        assert till.sees(QLabel, "tender_0")
        assert till.widget(QPushButton, "take").text() == "Finish the order"

        till.press(Key.Key_Return)
        exchanged.wait_for_words("came back meanwhile")
        assert till.page == "pay"
        assert processor.moved == 2 * 2_482

    def test_gives_it_back_by_one_key_and_its_answer(
        self, exchanged: RemoteTill, processor: FakeProcessor
    ) -> None:
        till = exchanged.till
        till.press(Key.Key_Delete)
        till.wait_for_page("charge")
        till.press(Key.Key_Return)
        till.wait_for_page("pay")

        till.wait_for(lambda: not till.sees(QLabel, "tender_0"), "the end of the part")
        assert processor.moved == 2_482
        till.press(Key.Key_Escape)
        till.wait_for_page("sell")
        assert len(till.store.services.orders.order.returns) == 1


def state(remote: RemoteTill) -> str:
    return remote.till.says("pay_out_state") if remote.till.sees(QLabel, "pay_out_state") else ""


def test_goes_back_to_the_card_it_came_from(planned: RemoteTill, processor: FakeProcessor) -> None:
    assert planned.till.says("pay_out_way_0") == "Card Visa 4242"
    planned.till.press(Key.Key_Return)
    planned.till.wait_for_page("done")

    assert planned.payments() == [("card", -2_482, "Visa 4242")]
    assert processor.moved == 0
    assert planned.till.says("done_title") == "Given back"


def test_that_is_declined_goes_another_way(planned: RemoteTill, processor: FakeProcessor) -> None:
    for one in processor.ledger.values():
        one.captured = 0
    planned.till.press(Key.Key_Return)
    planned.till.wait_for(lambda: planned.till.sees(QLabel, "pay_out_message"), "the decline")
    assert "more than was charged" in planned.till.says("pay_out_message")

    planned.till.press(Key.Key_F12)
    planned.till.press(Key.Key_Return)
    planned.till.wait_for_page("done")

    assert planned.payments() == [("cash", -2_482, "")]
    assert planned.attempts[-1].state is PaymentState.DECLINED


def test_that_cannot_be_reached_is_tried_again(
    planned: RemoteTill, processor: FakeProcessor
) -> None:
    processor.faults = [Fault.NOT_REACHED]
    planned.till.press(Key.Key_Return)
    planned.till.wait_for(lambda: planned.till.sees(QLabel, "pay_out_message"), "why not")
    assert planned.till.page == "pay_out"

    planned.till.press(Key.Key_Return)
    planned.till.wait_for_page("done")

    assert processor.moved == 0
    assert planned.payments() == [("card", -2_482, "Visa 4242")]


def test_of_which_nothing_is_known_is_asked_about_and_never_given_twice(
    planned: RemoteTill, processor: FakeProcessor
) -> None:
    processor.faults = [Fault.REPLY_LOST, *[Fault.NOT_REACHED] * 20]
    planned.till.press(Key.Key_Return)
    planned.till.wait_for(lambda: "do not know" in state(planned), "the doubt")
    assert not planned.till.widget(QPushButton, "pay_out_give").isEnabled()
    planned.till.press(Key.Key_F12)
    planned.till.press(Key.Key_Return)
    assert planned.till.page == "pay_out"

    processor.faults.clear()
    planned.till.wait_for_page("done")

    assert processor.moved == 0
    assert planned.payments() == [("card", -2_482, "Visa 4242")]
    assert processor.calls.count("refund") == 1


def test_stays_open_beside_the_next_sale_while_nothing_is_known(
    planned: RemoteTill, processor: FakeProcessor
) -> None:
    till = planned.till
    processor.faults = [Fault.REPLY_LOST, *[Fault.NOT_REACHED] * 200]
    till.press(Key.Key_Return)
    till.wait_for(lambda: "do not know" in state(planned), "the doubt")
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
    assert till.lines() == []

    processor.faults.clear()
    till.wait_for(lambda: planned.attempts[-1].state is PaymentState.APPROVED, "the answer")
    till.press(Key.Key_Tab, CTRL)
    if till.page == "sell":
        till.press(Key.Key_Return)
    till.wait_for_page("pay_out")
    assert till.says("pay_out_how_0") == "given back"
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
    assert till.lines() == []
    till.press(Key.Key_Tab, CTRL)
    till.press(Key.Key_Return)
    till.wait_for_page("pay_out")
    till.press(Key.Key_Return)
    till.wait_for_page("done")
    assert planned.payments() == [("card", -2_482, "Visa 4242")]


def test_of_a_void_goes_back_too(paid: RemoteTill, processor: FakeProcessor) -> None:
    till = paid.till
    till.press(Key.Key_F9)
    till.wait_for_page("find")
    till.wait_for(lambda: till.widget(QPushButton, "find_void").isEnabled(), "the order")
    till.press(Key.Key_F9, SHIFT)
    till.wait_for(lambda: till.sees(QLabel, "void_title"), "the sheet")
    till.press(Key.Key_1, ALT)
    till.press(Key.Key_Return)
    till.wait_for_page("pay_out")
    processor.faults = [Fault.REPLY_LOST, *[Fault.NOT_REACHED] * 200]
    till.press(Key.Key_Return)
    till.wait_for(lambda: "do not know" in state(paid), "the doubt")
    recoverer = till.window.findChild(Recoverer)
    assert recoverer is not None
    recoverer.run()
    processor.faults.clear()
    till.wait_for_page("done")

    assert processor.moved == 0
    assert processor.calls.count("refund") == 1
    assert paid.payments() == [("card", -2_482, "Visa 4242")]
    till.press(Key.Key_Return)
    till.wait_for_page("sell")
    assert till.drafts() == []
