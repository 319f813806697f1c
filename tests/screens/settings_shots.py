"""The pictures of the settings, section by section."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from pos_app.adapters.devices.finding import FoundPrinter, NoPrinterFoundError
from pos_app.composition import settings_building
from pos_app.views.settings.settings_view import SettingsView
from pos_app.views.shared.controls import ActionButton
from tests.fakes.pictures import draw_sign
from tests.gui.driving import DrivenTill, Key

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def settings(till: DrivenTill) -> None:
    """The store, with a time zone that is none."""
    till.press(Key.Key_6, CTRL)
    till.wait_for_page("settings")
    till.wait_for(lambda: model_text(till, "name") != "", "the values")
    till.settle()


def model_text(till: DrivenTill, name: str) -> str:
    return till.model.screens.settings.model.values.text_of(name)


def refused(till: DrivenTill) -> None:
    find(till, "time zone")
    till.press(Key.Key_A, CTRL)
    till.enter_text("Atlantis")
    till.press(Key.Key_S, CTRL)
    till.wait_for(lambda: till.sees(QLabel, "problem_time_zone"), "the refusal")


def find(till: DrivenTill, words: str) -> None:
    till.press(Key.Key_F2)
    till.enter_text(words)
    till.press(Key.Key_Return)


def searched(till: DrivenTill) -> None:
    till.press(Key.Key_F2)
    till.enter_text("re")


def receipt(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    find(till, "last words")
    till.press(Key.Key_A, CTRL)
    till.enter_text("Thank you, and see you soon!")
    wait_for_paper(till, "see you soon")


def logo(till: DrivenTill) -> None:
    """Drawn above the name at once; not saved yet."""
    find(till, "logo")
    view = till.window.findChild(SettingsView)
    assert view is not None
    place = till.store.folder.root / "logo.png"
    view.choose_picture = lambda _owner: str(draw_sign(place))
    till.press(Key.Key_1, ALT)
    preview = till.model.screens.settings.model.preview
    till.wait_for(lambda: any(one.logo for one in preview.paper.parts), "the logo")
    till.settle()


def wait_for_paper(till: DrivenTill, words: str) -> None:
    preview = till.model.screens.settings.model.preview
    till.wait_for(lambda: words in preview.paper.plain, "the receipt")
    till.settle()


def taxes(till: DrivenTill) -> None:
    till.press(Key.Key_2, ALT)  # no later picture has the logo
    show(till, "taxes")


def ways(till: DrivenTill) -> None:
    show(till, "ways")


def rounding(till: DrivenTill) -> None:
    show(till, "rounding")


def limits(till: DrivenTill) -> None:
    show(till, "limits")


def selling(till: DrivenTill) -> None:
    show(till, "selling")


def processors(till: DrivenTill) -> None:
    """What has a sheet of its own says what is set now."""
    show(till, "processors")


def language(till: DrivenTill) -> None:
    show(till, "language")


def printer(till: DrivenTill) -> None:
    show(till, "printers")
    till.press(Key.Key_1, ALT)
    wait_for_words(till)


def printers_found(till: DrivenTill) -> None:
    """One of them stands in the field, and is not saved."""
    found = (
        FoundPrinter(Path("/dev/usb/lp0"), "EPSON TM-T20II"),
        FoundPrinter(Path("/dev/usb/lp1"), "Star Micronics TSP143IIU"),
    )
    with patch.object(settings_building, "find_printers", lambda: found):
        till.press(Key.Key_2, ALT)
        wait_for_words(till)
    till.press(Key.Key_Tab)
    till.press(Key.Key_Tab)
    till.press(Key.Key_Down)


def no_printer_found(till: DrivenTill) -> None:
    till.model.screens.settings.model.type("printer", "")  # no later picture prints on it
    with patch.object(settings_building, "find_printers", side_effect=NoPrinterFoundError):
        till.press(Key.Key_2, ALT)
        wait_for_words(till)


def wait_for_words(till: DrivenTill) -> None:
    deeds = till.model.screens.settings.model.deeds
    till.wait_for(lambda: bool(deeds.words) and not deeds.is_busy, "the end of it")
    till.settle()


def show(till: DrivenTill, name: str) -> None:
    """Find a section by what it is called."""
    model = till.model.screens.settings.model
    find(till, next(one.title for one in model.sections if one.name == name))
    assert model.section.name == name
    till.settle()


def drawer(till: DrivenTill) -> None:
    show(till, "drawer")


def scanner(till: DrivenTill) -> None:
    """Tested; the gap that is right for it stands there to be taken."""
    show(till, "scanner")
    till.press(Key.Key_1, ALT)
    for code in ("3017620422003", "5449000000996", "3017620422003"):
        till.scan(code)
    till.wait_for(lambda: "3017620422003" in till.says("facts_scanner"), "what was scanned")
    till.settle()


def scanner_refused(till: DrivenTill) -> None:
    """It means the keyboard of another country."""
    till.press(Key.Key_1, ALT)
    for _ in range(3):
        till.scan('"ç&(_"çà')


def backup(till: DrivenTill) -> None:
    show(till, "backup")


def saved(till: DrivenTill) -> None:
    """All that was typed, after the time zone was put right; it can be taken back."""
    find(till, "time zone")
    till.press(Key.Key_A, CTRL)
    till.enter_text("Europe/Paris")
    till.press(Key.Key_S, CTRL)
    till.wait_for(lambda: till.sees(ActionButton, "settings_undo"), "the undo")
    till.settle()


def left(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
