"""The steps of the wizard for one more till of a shop that a head office knows."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Slot

from pos_app.viewmodels.wizard.wizard import WizardViewModel
from pos_app.views.shared.controls import label
from pos_app.views.shared.theme import Theme
from pos_app.views.wizard.asking import StepPage

OFFICE_HINT = "https://office.example.com"


class OfficeFields(StepPage):
    """Where head office is and the code that it has shown: what was typed is on both pages."""

    def add_office_fields(self) -> None:
        office = self.add_field("office", self.tr("Address of head office"), hint=OFFICE_HINT)
        code = self.add_field("enrolment_code", self.tr("Code that head office has shown"))
        self.office, self.code = office.edit, code.edit

    @Slot()
    def show_answers(self) -> None:
        form = self.wizard.answers.form
        for edit, text in ((self.office, form.office), (self.code, form.enrolment_code)):
            if edit.text() != text:
                with QSignalBlocker(edit):
                    edit.setText(text)


class JoinStep(OfficeFields):
    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(wizard, theme=theme)
        self.title = self.tr("Which shop does it join?")
        self.explanation = self.tr(
            "Head office shows a code for each new till; it can be used once. Products, taxes "
            "and people come from there. Orders are sent there."
        )
        self.add_office_fields()
        self.terminal = self.add_field(
            "terminal", self.tr("Name of this till, as head office calls it")
        ).edit
        self.inside.addStretch(1)

    @Slot()
    def show_answers(self) -> None:
        super().show_answers()
        if self.terminal.text() != self.wizard.answers.form.terminal:
            self.terminal.setText(self.wizard.answers.form.terminal)


class SyncStep(OfficeFields):
    """It begins by itself; what head office did not take is put right here and tried again."""

    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(wizard, theme=theme)
        self.title = self.tr("Joining the shop")
        self.explanation = self.tr(
            "The store on this computer is made. What has not come when you choose Later comes "
            "while the till sells; a code that was not taken can be replaced here."
        )
        self.add_office_fields()
        self.progress = label(role="line", name="wizard_received")
        self.progress.setWordWrap(True)
        self.inside.addWidget(self.progress)
        self.inside.addStretch(1)
        wizard.joining.received.connect(self._show_received)

    @Slot(int, int)
    def _show_received(self, received: int, left: int) -> None:
        words = self.tr("{received} received").format(received=received)
        if left:
            words = self.tr("{received} received, {left} to come").format(
                received=received, left=left
            )
        self.progress.setText(words)
