"""Setting payment processors up with keys only."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from pos_app.composition.demo_people import CASHIER_PIN
from pos_app.composition.processors import processor_settings_of
from pos_app.domain.attempt import Flow
from pos_app.services.payments.processor import ProcessorConfig
from tests.fakes.third_party import SECRET, install, site_of
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A third party's processor that needs no network."""
    with site_of(tmp_path / "site", monkeypatch) as site:
        install(site)
        yield


def is_open(till: DrivenTill) -> bool:
    return till.sees(QWidget, "processor_save")


def title(till: DrivenTill) -> str:
    return till.widget(QPushButton, "processor_next").text()


def shown(till: DrivenTill) -> dict[str, str]:
    """What stands in the fields, by their labels."""
    return {
        till.says(f"processor_label_{number}"): till.widget(
            QLineEdit, f"processor_field_{number}"
        ).text()
        for number in range(1, 9)
        if till.sees(QLineEdit, f"processor_field_{number}")
    }


def ways(till: DrivenTill) -> list[str]:
    buttons = till.window.findChildren(QPushButton, QRegularExpression("^processor_way_"))
    return [one.text() for one in buttons if one.isVisible() and one.isChecked()]


def open_sheet(till: DrivenTill) -> None:
    till.window.till_actions.run("processors")
    till.wait_for(lambda: is_open(till), "the sheet")


def open_acme(till: DrivenTill) -> None:
    open_sheet(till)
    for _ in range(4):
        if title(till).startswith("Acme Pay"):
            return
        till.press(Key.Key_N, CTRL)
    pytest.fail("Acme Pay is not offered")


def fill(till: DrivenTill, *, key: str = SECRET, shop: str = "7") -> None:
    till.enter_text(key)
    till.press(Key.Key_Tab)
    till.enter_text(shop)


def problem(till: DrivenTill) -> str:
    return till.says("processor_problem") if till.sees(QLabel, "processor_problem") else ""


def answer(till: DrivenTill) -> str:
    return till.says("processor_answer") if till.sees(QLabel, "processor_answer") else ""


def kept(till: DrivenTill) -> ProcessorConfig | None:
    settings = processor_settings_of(till.store)
    kind = settings.kind("acme")
    return settings.kept.config(kind) if settings.kept.setting(kind) else None


class TestSheet:
    def test_shows_each_processor_in_turn(self, selling: DrivenTill) -> None:
        open_sheet(selling)
        titles = []
        for _ in range(5):
            titles.append(title(selling))
            selling.press(Key.Key_N, CTRL)

        assert titles == [
            *("Stripe · 1 of 4", "PayPal · 2 of 4", "Alipay · 3 of 4", "Acme Pay · 4 of 4"),
            "Stripe · 1 of 4",
        ]

    def test_explains_the_field_that_has_the_keys(self, selling: DrivenTill) -> None:
        open_acme(selling)
        helps = []
        for _ in range(5):
            helps.append(selling.says("processor_help"))
            selling.press(Key.Key_Tab)

        assert helps == [
            *("Of this till alone.", "Its number at Acme.", "Which one."),
            *("What opens after paying.", "Of this till alone."),
        ]
        assert selling.says("processor_state") == "Not set up on this till yet"

    def test_turns_a_choice_and_lets_nothing_be_typed_there(self, selling: DrivenTill) -> None:
        open_acme(selling)
        for _ in range(2):
            selling.press(Key.Key_Tab)
        selling.enter_text("test")
        turned = []
        for key in (Key.Key_Down, Key.Key_Down, Key.Key_Up):
            selling.press(key)
            turned.append(shown(selling)["Environment"])

        assert turned == ["sandbox", "live", "sandbox"]

    def test_is_for_the_owner(self, till: DrivenTill) -> None:
        till.choose_person("Ben")
        till.start_selling(CASHIER_PIN)
        till.window.till_actions.run("processors")
        till.settle()

        assert not is_open(till)
        assert "Only the owner" in till.window.toast.words.text()

    def test_leaves_all_as_it_was(self, selling: DrivenTill) -> None:
        open_acme(selling)
        fill(selling)
        selling.press(Key.Key_Escape)
        selling.settle()

        assert not is_open(selling)
        assert kept(selling) is None

    def test_goes_on_selling_beside_it(self, selling: DrivenTill) -> None:
        open_acme(selling)
        selling.enter_text("sk")
        selling.scan(BREAD)
        selling.quiet()

        assert shown(selling)["Key"] == "sk"
        assert len(selling.lines()) == 1


class TestSave:
    def test_sets_it_up(self, selling: DrivenTill) -> None:
        open_acme(selling)
        fill(selling)
        selling.press(Key.Key_1, ALT)
        assert ways(selling) == ["Card reader"]
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: not is_open(selling), "the end of the sheet")

        config = kept(selling)
        assert config is not None
        assert config.values == {"key": SECRET, "shop": "7", "environment": "live"}
        settings = processor_settings_of(selling.store)
        assert settings.ways(settings.kind("acme")) == (Flow.READER,)
        assert "from the next start" in selling.window.toast.words.text()

    def test_never_shows_a_secret_again(self, selling: DrivenTill) -> None:
        open_acme(selling)
        assert selling.widget(QLineEdit, "processor_field_1").displayText() == ""
        fill(selling)
        assert SECRET not in selling.widget(QLineEdit, "processor_field_1").displayText()
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: not is_open(selling), "the end of the sheet")

        open_sheet(selling)

        # The one that is set up comes first.
        assert title(selling).startswith("Acme Pay")
        assert shown(selling) == {"Key": "", "Shop": "7", "Environment": "live", "Page": ""}
        assert (
            "in the key store" in selling.widget(QLineEdit, "processor_field_1").placeholderText()
        )
        assert selling.says("processor_state") == "Set up on this till"

    def test_keeps_a_secret_that_is_not_typed_again(self, selling: DrivenTill) -> None:
        open_acme(selling)
        fill(selling)
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: not is_open(selling), "the end of the sheet")
        open_sheet(selling)
        selling.press(Key.Key_Tab)
        selling.widget(QLineEdit, "processor_field_2").selectAll()
        selling.enter_text("8")
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: not is_open(selling), "the end of the sheet")

        config = kept(selling)
        assert config is not None
        assert (config.values["key"], config.values["shop"]) == (SECRET, "8")

    def test_says_what_is_missing_and_keeps_what_was_typed(self, selling: DrivenTill) -> None:
        open_acme(selling)
        selling.enter_text(SECRET)
        selling.press(Key.Key_Return)
        selling.wait_for(lambda: bool(problem(selling)), "why")

        assert problem(selling) == "Acme Pay needs more: Shop. Nothing was changed."
        assert shown(selling)["Key"] == SECRET
        assert kept(selling) is None

    def test_offers_ways_and_takes_them_back(self, selling: DrivenTill) -> None:
        open_acme(selling)
        seen = []
        for number in (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_1):
            selling.press(number, ALT)
            seen.append(ways(selling))
        selling.click("processor_way_1")

        assert seen == [
            ["Card reader"],
            ["Card reader", "QR code"],
            ["Card reader", "QR code"],
            ["QR code"],
        ]
        assert ways(selling) == ["Card reader", "QR code"]


class TestConnection:
    def test_is_tried_with_what_is_typed_and_nothing_is_saved(self, selling: DrivenTill) -> None:
        open_acme(selling)
        fill(selling)
        selling.press(Key.Key_T, CTRL)
        selling.wait_for(lambda: bool(answer(selling)), "the answer")

        said = r"Acme Pay answers: shop 7, till T01\. It took \d{1,4} ms\."
        assert re.fullmatch(said, answer(selling))
        assert kept(selling) is None
        assert is_open(selling)

    def test_says_what_is_wrong(self, selling: DrivenTill) -> None:
        open_acme(selling)
        said = []
        for key, shop in (("", ""), ("sk_test", "7"), (SECRET, "0")):
            selling.widget(QLineEdit, "processor_field_1").setText(key)
            selling.widget(QLineEdit, "processor_field_2").setText(shop)
            selling.press(Key.Key_T, CTRL)
            selling.wait_for(lambda: bool(problem(selling)), "why")
            said.append(problem(selling))

        missing, refused, away = said
        assert missing == "Acme Pay needs more: Key, Shop. Nothing was changed."
        assert refused == "Acme Pay refuses: it does not know this key."
        assert away.startswith("Acme Pay cannot be reached: there is no connection to it.")
        assert answer(selling) == ""

    def test_holds_up_nothing_while_it_is_tried(self, selling: DrivenTill) -> None:
        open_acme(selling)
        fill(selling, shop="slow")
        selling.press(Key.Key_T, CTRL)
        assert selling.widget(QPushButton, "processor_test").text() == "One moment…"
        assert not selling.widget(QPushButton, "processor_save").isEnabled()
        selling.press(Key.Key_Return)  # not while it is tried
        selling.scan(BREAD)
        selling.wait_for(lambda: len(selling.lines()) == 1, "the line")
        assert is_open(selling)

        sys.modules["acme_pay"].goes_on.set()
        selling.wait_for(lambda: bool(answer(selling)), "the answer")

        assert selling.widget(QPushButton, "processor_save").isEnabled()
        assert kept(selling) is None

    def test_that_answers_too_late_is_told_to_nobody(self, selling: DrivenTill) -> None:
        open_acme(selling)
        fill(selling, shop="slow")
        selling.press(Key.Key_T, CTRL)
        selling.press(Key.Key_Escape)
        assert not is_open(selling)
        sys.modules["acme_pay"].goes_on.set()
        choices = selling.model.screens.processors
        selling.wait_for(lambda: not choices.is_busy, "the answer")

        open_sheet(selling)

        assert (answer(selling), problem(selling)) == ("", "")
        assert isinstance(QApplication.focusWidget(), QLineEdit)
