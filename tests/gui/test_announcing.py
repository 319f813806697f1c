"""What happens is said aloud: a spy in the place of the screen reader hears it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from pos_app.views.shared import announcing
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD, PAIN, UNKNOWN

SHIFT = Qt.KeyboardModifier.ShiftModifier
POLITE = QAccessible.AnnouncementPoliteness.Polite
ASSERTIVE = QAccessible.AnnouncementPoliteness.Assertive


class Reader:
    """Listens as a screen reader does, in the place of Qt's way to it."""

    AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

    def __init__(self) -> None:
        self.is_listening = True
        self.heard: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    def isActive(self) -> bool:  # noqa: N802
        return self.is_listening

    def updateAccessibility(self, event: QAccessibleAnnouncementEvent) -> None:  # noqa: N802
        self.heard.append((event.message(), event.politeness()))


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    reader = Reader()
    monkeypatch.setattr(announcing, "QAccessible", reader)
    return reader


def test_a_scan_is_said_with_the_total(selling: DrivenTill, reader: Reader) -> None:
    selling.scan(PAIN)
    selling.scan(BREAD)

    assert reader.heard == [
        ("1 Pain au chocolat, 1,79; 1,79\u00a0€", POLITE),
        ("1 White Bread, 2,49; 4,28\u00a0€", POLITE),
    ]


def test_a_refused_scan_breaks_in(selling: DrivenTill, reader: Reader) -> None:
    selling.scan(UNKNOWN)

    assert reader.heard == [(f"No product has the barcode {UNKNOWN}.", ASSERTIVE)]


def test_a_refusal_behind_another_is_said_too_and_none_twice(
    selling: DrivenTill, reader: Reader
) -> None:
    selling.scan(UNKNOWN)
    selling.quiet()
    selling.scan("4006381333948")
    assert [words[-14:-1] for words, _ in reader.heard] == [UNKNOWN, "4006381333948"]
    reader.heard.clear()

    selling.press(Key.Key_Escape)

    assert reader.heard == []


def test_a_toast_is_said(selling: DrivenTill, reader: Reader) -> None:
    selling.scan(PAIN)
    reader.heard.clear()

    selling.press(Key.Key_Delete)

    assert reader.heard == [(selling.says("toast_words"), POLITE)]


def test_an_approval_is_said_with_what_it_is_about(till: DrivenTill, reader: Reader) -> None:
    till.choose_person("Ben")
    till.start_selling(CASHIER_PIN)
    till.scan(BREAD)
    till.quiet()
    reader.heard.clear()
    till.press(Key.Key_F6, SHIFT)
    till.enter_text("12.49")

    till.press(Key.Key_Return)
    till.wait_for(lambda: bool(reader.heard), "the question")

    asked, politeness = reader.heard[0]
    assert asked.startswith("Ben asks for approval: ")
    assert till.says("approval_what") in asked
    assert politeness is ASSERTIVE
    till.enter_text("555123")
    till.wait_for(lambda: any("Wrong" in words for words, _ in reader.heard), "the refusal")
    reader.heard.clear()
    till.enter_text(OWNER_PIN)
    till.wait_for(lambda: bool(reader.heard), "the end of it")
    assert reader.heard[-1] == (till.says("toast_words"), POLITE)


def test_nothing_is_said_to_nobody(selling: DrivenTill, reader: Reader) -> None:
    reader.is_listening = False

    selling.scan(PAIN)

    assert reader.heard == []
