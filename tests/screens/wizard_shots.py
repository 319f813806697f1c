"""The pictures of the first-run wizard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.gui.driving import Key
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
    WizardShot("62-wizard-owner", owner),
    WizardShot("63-wizard-owner-refused", owner_refused),
    WizardShot("64-wizard-taxes", taxes),
    WizardShot("65-wizard-products", products),
    WizardShot("66-wizard-printer", printer),
    WizardShot("67-wizard-look", look),
    WizardShot("68-wizard-code", code),
    WizardShot("69-wizard-done", done),
)
