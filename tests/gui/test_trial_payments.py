"""A test payment from the sheet of payment processors, with keys only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from pos_app.composition.processors import processor_settings_of
from pos_app.domain.attempt import AttemptKind, Standing
from pos_app.domain.payment import PaymentState
from tests.fakes.processors.memory import FakeProcessor, Fault
from tests.gui.driving import Key
from tests.gui.remote_till import RemoteTill, remote_till

AMOUNT = "0,50\N{NO-BREAK SPACE}€"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def remote(qapp: object, folder: Path) -> Iterator[RemoteTill]:
    """Its processor is set up, only pretends, and takes no less than 0.50."""
    with remote_till(folder, FakeProcessor()) as remote:
        remote.processor.least = 50
        store = remote.till.store
        settings = processor_settings_of(store)
        owner = store.services.staff.owner()
        settings.put(actor=owner, kind=settings.kind("fake"), values={})
        yield remote


def try_it(remote: RemoteTill) -> None:
    till = remote.till
    till.window.till_actions.run("processors")
    till.wait_for(lambda: till.sees(QPushButton, "processor_trial"), "the sheet")
    words = till.widget(QPushButton, "processor_trial").text()
    assert words == f"Test payment of {AMOUNT}, and refund it"
    till.press(Key.Key_R, CTRL)
    till.wait_for(lambda: till.sees(QLabel, "trial_steps"), "the test payment")


def says(remote: RemoteTill) -> str:
    return remote.till.says("trial_steps")


def is_over(remote: RemoteTill) -> bool:
    return remote.till.model.screens.processors.trial.steps.shown.is_over


def test_is_paid_and_refunded_and_taken_back(remote: RemoteTill) -> None:
    till = remote.till
    before = till.store.queries.orders.latest()
    try_it(remote)
    till.wait_for(lambda: is_over(remote), "its end")

    charge, back = remote.attempts
    assert says(remote).splitlines() == [
        f"{AMOUNT} is asked for: hold a test card to the reader",
        f"Paid {AMOUNT}, reference pi_{charge.attempt_id}",
        f"Refunded {AMOUNT}, reference re_{back.attempt_id}",
    ]
    assert remote.processor.moved == 0
    assert till.store.queries.orders.latest() == before
    till.press(Key.Key_Escape)
    assert not till.sees(QLabel, "trial_steps")

    remote.processor.customer = Standing.WAITING
    try_it(remote)
    till.wait_for(lambda: "hand_over" in remote.processor.calls[-3:], "the asking")
    till.press(Key.Key_Escape)
    till.wait_for(lambda: is_over(remote), "its end")

    assert remote.attempts[-1].state is PaymentState.CANCELLED
    assert "Nothing was charged" in till.says("trial_problem")


def test_says_that_it_was_paid_and_not_refunded(remote: RemoteTill) -> None:
    till = remote.till
    remote.processor.faults_of["refund"] = [Fault.NOT_REACHED]
    try_it(remote)
    till.wait_for(lambda: till.sees(QLabel, "trial_problem"), "why")
    charge = remote.attempts[0]
    words = till.says("trial_problem")
    till.wait_for(lambda: is_over(remote), "the next try")

    assert words.startswith(f"{AMOUNT} was paid, but is not refunded yet: Fake cannot be reached")
    assert f"Reference pi_{charge.attempt_id}." in words
    assert not till.sees(QLabel, "trial_problem")
    assert [one.kind for one in remote.attempts] == [AttemptKind.CHARGE, AttemptKind.REVERSAL]
    assert remote.processor.moved == 0
