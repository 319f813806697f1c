"""The pictures of the first-run wizard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_app.adapters.documents.logo_picture import BYTES_MAX
from pos_app.viewmodels.shared.raw_scan import RawScan
from pos_app.viewmodels.wizard.card import CARDS
from pos_app.views.input.scanner_filter import QUIET_AFTER_SCAN_MS
from tests.fakes.pictures import draw_sign
from tests.gui.driving import Key, wait_for
from tests.gui.wizard import DrivenWizard


@dataclass(frozen=True, slots=True)
class WizardShot:
    name: str
    arrange: Callable[[DrivenWizard], None]


def country(wizard: DrivenWizard) -> None:
    wizard.enter("ger")


def join(wizard: DrivenWizard) -> None:
    wizard.press(Key.Key_F3)
    wizard.next()
    wizard.wait_for_step("join")
    wizard.enter("https://office.example.com")
    wizard.press(Key.Key_Tab)


def store(wizard: DrivenWizard) -> None:
    wizard.press(Key.Key_Escape)
    wizard.press(Key.Key_F3)
    wizard.next()
    wizard.enter("Corner Shop")
    wizard.press(Key.Key_Tab)
    wizard.enter("12 Market Street, Berlin")


def store_logo_refused(wizard: DrivenWizard) -> None:
    """In the longest words that there are for it."""
    path = wizard.folder.root.parent / "shop-front-in-summer.png"
    path.write_bytes(bytes(BYTES_MAX + 1))
    wizard.choose_picture(path)
    wait_for(lambda: "too large" in wizard.says("wizard_logo_words"), "the refusal")


def store_logo(wizard: DrivenWizard) -> None:
    wizard.choose_picture(draw_sign(wizard.folder.root.parent / "logo.png"))
    wait_for(lambda: wizard.sees("wizard_logo"), "the logo")


def owner(wizard: DrivenWizard) -> None:
    wizard.next()
    wizard.enter("Ana")
    wizard.press(Key.Key_Tab)
    wizard.enter("140789")
    wizard.press(Key.Key_Tab)
    wizard.enter("140780")
    wizard.press(Key.Key_F2)


def owner_refused(wizard: DrivenWizard) -> None:
    wizard.next()


def taxes(wizard: DrivenWizard) -> None:
    wizard.press(Key.Key_Backspace)
    wizard.enter("9")
    wizard.next()
    wizard.wait_for_step("taxes")


def products(wizard: DrivenWizard) -> None:
    wizard.next()
    wizard.wait_for_step("products")
    wizard.press(Key.Key_Down)
    wizard.press(Key.Key_Down)


def printer(wizard: DrivenWizard) -> None:
    wizard.next()
    wizard.wait_for_step("printer")


def printer_off(wizard: DrivenWizard) -> None:
    wizard.enter("/dev/usb/none")
    wizard.press(Key.Key_F4)
    wait_for(lambda: "No test page" in wizard.says("wizard_devices"), "the refusal")


def printer_scanner(wizard: DrivenWizard) -> None:
    """Tested with a slow one."""
    devices = wizard.welcome.wizard.devices
    devices.scanner.recent = lambda: (RawScan("4006381333931", 31, "Enter"),)
    wizard.press(Key.Key_F6)
    for _ in range(3):
        devices.scanner.take("4006381333931")
    wizard.settle()
    QTest.qWait(3 * QUIET_AFTER_SCAN_MS)
    wizard.press(Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    wizard.press(Key.Key_Backspace)


def payments(wizard: DrivenWizard) -> None:
    wizard.next()
    wizard.wait_for_step("payments")
    wizard.press(Key.Key_2)


def size(wizard: DrivenWizard) -> None:
    """As wide as on a small screen, for which most windows are too small."""
    wizard.next()
    wizard.wait_for_step("size")
    for _ in range(12):
        wizard.press(Key.Key_Right)


def size_most(wizard: DrivenWizard) -> None:
    wizard.welcome.wizard.answers.put(card=CARDS.stop - 2)
    wizard.press(Key.Key_Plus)


def look(wizard: DrivenWizard) -> None:
    wizard.next()
    wizard.wait_for_step("look")


def code(wizard: DrivenWizard) -> None:
    wizard.make()
    wizard.press(Key.Key_F2)


def done(wizard: DrivenWizard) -> None:
    wizard.next()
    wizard.wait_for_step("done")


WIZARD_SHOTS = (
    WizardShot("60-wizard-country", country),
    WizardShot("60-wizard-join", join),
    WizardShot("61-wizard-store", store),
    WizardShot("61-wizard-store-logo-refused", store_logo_refused),
    WizardShot("61-wizard-store-logo", store_logo),
    WizardShot("62-wizard-owner", owner),
    WizardShot("63-wizard-owner-refused", owner_refused),
    WizardShot("64-wizard-taxes", taxes),
    WizardShot("65-wizard-products", products),
    WizardShot("66-wizard-printer", printer),
    WizardShot("66-wizard-printer-off", printer_off),
    WizardShot("66-wizard-printer-scanner", printer_scanner),
    WizardShot("67-wizard-payments", payments),
    WizardShot("67-wizard-size", size),
    WizardShot("67-wizard-size-most", size_most),
    WizardShot("68-wizard-look", look),
    WizardShot("69-wizard-code", code),
    WizardShot("69-wizard-done", done),
)
