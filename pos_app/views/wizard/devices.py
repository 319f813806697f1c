"""The step of what is plugged into the till: each thing can be tried, and all of it left out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot

from pos_app.viewmodels.wizard.wizard import WizardViewModel
from pos_app.views.shared import tokens
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.controls import ActionButton, label, row, say
from pos_app.views.shared.theme import Theme
from pos_app.views.wizard.asking import StepPage


class DevicesStep(StepPage):
    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(wizard, theme=theme)
        devices = wizard.devices
        self.title = self.tr("What is plugged in?")
        self.explanation = self.tr(
            "Without a printer receipts are written as files, and nothing is lost. Nothing here "
            "is needed now: the settings have all of it."
        )
        self.printer = self.add_field("printer", self.tr("Receipt printer"), hint="/dev/usb/lp0")
        self.page = self._button(
            self.tr("Print a test page"), "test_page", "F4", devices.print_page
        )
        self.drawer = self._button(self.tr("Open the drawer"), "drawer", "F5", devices.open_drawer)
        self.scanner = self._button(
            self.tr("Test the scanner"), "scanner", "F6", devices.test_scanner
        )
        gap = theme.px(tokens.GAP)
        self.inside.addLayout(row(self.page, self.drawer, 1, spacing=gap))
        self.inside.addLayout(row(self.scanner, 1, spacing=gap))
        self.words = label(name="wizard_devices")
        self.words.setWordWrap(True)
        self.inside.addWidget(self.words)
        self.inside.addStretch(1)
        devices.changed.connect(self._show_words)

    def _button(self, words: str, name: str, key: str, act: Callable[[], None]) -> ActionButton:
        button = ActionButton(words, theme=self.theme, name=f"wizard_{name}", key=key)
        button.clicked.connect(act)
        return button

    @Slot()
    def show_answers(self) -> None:
        """Left out, it stands there empty again."""
        printer = self.wizard.answers.form.printer
        if self.printer.edit.text() != printer:
            self.printer.edit.setText(printer)

    @Slot()
    def _show_words(self) -> None:
        devices = self.wizard.devices
        say(self.words, "role", "danger" if devices.is_trouble else "success")
        self.words.setText(devices.words)
        announce(self, devices.words, is_urgent=devices.is_trouble)
        for button in (self.page, self.drawer):
            button.setEnabled(not devices.is_busy)
