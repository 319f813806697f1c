"""Money that a processor would not give back, at the till: tried again, or written down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from pos_app.composition.recoverer import Recoverer
from pos_app.domain.attempt import AttemptKind
from pos_app.views.shared.controls import ActionButton
from tests.fakes.processors.memory import FakeProcessor, Fault
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.gui.remote_till import RemoteTill, kind_of, known
from tests.gui.test_payment_recovery import refuse_reversal

pytestmark = pytest.mark.usefixtures("qapp")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def processor() -> FakeProcessor:
    return FakeProcessor()


@pytest.fixture
def owed(folder: Path, processor: FakeProcessor) -> Iterator[RemoteTill]:
    """A till that says in its bar that something has to be given back."""
    refuse_reversal(folder, processor)
    with known(kind_of(processor)), driven_till(folder) as till:
        till.wait_for(lambda: chip(till) is not None, "the notice")
        till.start_selling()
        yield RemoteTill(till, processor)


def chip(till: DrivenTill) -> object:
    return till.model.screens.frame.status.chip("payments")


def toast(till: DrivenTill) -> str:
    return till.says("toast_words") if till.sees(QLabel, "toast_words") else ""


def problem(till: DrivenTill) -> str:
    return till.says("owed_problem") if till.sees(QLabel, "owed_problem") else ""


def open_it(owed: RemoteTill) -> DrivenTill:
    owed.till.window.till_actions.run("owed")
    owed.till.wait_for(lambda: owed.till.sees(QLabel, "owed_title"), "the sheet")
    return owed.till


def test_says_what_and_why(owed: RemoteTill) -> None:
    till = open_it(owed)

    assert till.says("owed_facts").startswith("Fakepay · ")
    assert till.says("owed_why") == "the account is closed"
    assert not till.sees(ActionButton, "owed_next")
    till.press(Key.Key_Escape)
    assert not till.sees(QLabel, "owed_title")
    assert chip(till) is not None


def test_goes_back_in_another_try(owed: RemoteTill, processor: FakeProcessor) -> None:
    processor.gives_nothing_back = ""
    till = open_it(owed)

    till.press(Key.Key_T, CTRL)

    till.wait_for(lambda: toast(till) == "Given back", "the end of it")
    assert processor.moved == 0
    till.wait_for(lambda: chip(till) is None, "the end of the notice")


def test_is_refused_again_in_words(owed: RemoteTill, processor: FakeProcessor) -> None:
    processor.gives_nothing_back = "the account is locked now"
    till = open_it(owed)

    till.press(Key.Key_T, CTRL)

    till.wait_for(lambda: till.says("owed_why") == "the account is locked now", "the news")
    assert "would not again: the account is locked now" in till.says("owed_problem")
    assert till.widget(ActionButton, "owed_try").isEnabled()


def test_without_an_answer_is_told_and_asked_for_again(
    owed: RemoteTill, processor: FakeProcessor
) -> None:
    processor.gives_nothing_back = ""
    processor.faults = [Fault.NOT_REACHED]
    till = open_it(owed)

    till.press(Key.Key_T, CTRL)

    till.wait_for(lambda: "No answer yet" in toast(till), "the word")
    recoverer = till.window.findChild(QObject, "recoverer")
    assert isinstance(recoverer, Recoverer)
    till.wait_for(lambda: [recoverer.run(), processor.moved][1] == 0, "the money")


def test_is_written_down_as_given_back_by_who_may(owed: RemoteTill) -> None:
    till = open_it(owed)
    till.press(Key.Key_Return)
    till.wait_for(lambda: "Say in 1 to" in problem(till), "the refusal")

    till.enter_text("by bank transfer")
    till.press(Key.Key_Return)

    till.wait_for(lambda: toast(till) == "Written down as given back", "the end")
    assert owed.attempts[-1].kind is AttemptKind.BY_HAND
    assert owed.attempts[-1].reason == "by bank transfer"
    till.wait_for(lambda: chip(till) is None, "the end of the notice")
    till.window.till_actions.run("owed")
    till.wait_for(lambda: toast(till) == "Nothing has to be given back", "the word")


def test_is_allowed_by_a_manager_where_a_cashier_asks(owed: RemoteTill) -> None:
    till = owed.till
    till.press(Key.Key_L, CTRL)
    till.choose_person("Ben")
    till.start_selling(CASHIER_PIN)
    open_it(owed)

    till.enter_text("in cash")
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "approval_what"), "the question")
    assert till.says("approval_what") == "Given back past Fakepay"
    till.enter_text(OWNER_PIN)

    till.wait_for(lambda: till.store.queries.attempts.owed() == [], "the end of it")
