"""The window of the first run: one question a page, and the same three buttons under each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from pos_app.viewmodels.wizard.answers import METHODS
from pos_app.viewmodels.wizard.form import Step, steps_of
from pos_app.viewmodels.wizard.wizard import WizardViewModel
from pos_app.views.shared import tokens
from pos_app.views.shared.breakpoints import WINDOW_MIN
from pos_app.views.shared.controls import ActionButton, card, column, label, row
from pos_app.views.shared.file_dialog import ChoosePicture, choose_picture
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme
from pos_app.views.wizard.asking import ASKING, StepPage
from pos_app.views.wizard.devices import DevicesStep
from pos_app.views.wizard.ending import CodeStep, DoneStep
from pos_app.views.wizard.fields import ProgressDots
from pos_app.views.wizard.joining import JoinStep, SyncStep
from pos_app.views.wizard.sizing import SizeStep

START_SIZE: Final = (1_366, 768)
CARD: Final = (820, 640)
BUTTON_WIDTH: Final = 200


class WizardPage(Page):
    """Enter goes on from every field, and Esc goes back."""

    context = "wizard"

    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__(theme=theme)
        self.wizard = wizard
        self.choose_file: Callable[[QWidget], str] = ask_for_file
        self.choose_picture: ChoosePicture = choose_picture
        self.dots = ProgressDots(theme=theme)
        self.title = label(role="title", name="wizard_title")
        self.explanation = label(role="muted", name="wizard_explanation")
        self.message = label(role="danger", name="wizard_message")
        self.working = label(self.tr("Making the store…"), role="strong", name="wizard_working")
        self.steps: dict[Step, StepPage] = {
            step: make(wizard, theme=theme) for step, make in ASKING.items()
        }
        self.steps[Step.PRINTER] = DevicesStep(wizard, theme=theme)
        self.steps[Step.SIZE] = SizeStep(wizard, theme=theme)
        self.steps[Step.JOIN] = JoinStep(wizard, theme=theme)
        self.steps[Step.CODE] = CodeStep(wizard, theme=theme)
        self.steps[Step.SYNC] = SyncStep(wizard, theme=theme)
        self.steps[Step.DONE] = DoneStep(wizard, theme=theme)
        self.stack = QStackedWidget()
        for page in self.steps.values():
            self.stack.addWidget(page)
        self.back = self._button(self.tr("Back"), "back", "Esc")
        self.skip = self._button(self.tr("Skip"), "skip", "Ctrl+Enter")
        self.next = self._button(self.tr("Next"), "next", "Enter", role="primary")
        self._lay_out()
        self._bind()

    def _button(self, words: str, name: str, key: str, *, role: str = "") -> ActionButton:
        button = ActionButton(words, theme=self.theme, name=f"wizard_{name}", role=role, key=key)
        button.setFixedWidth(self.theme.px(BUTTON_WIDTH))
        return button

    def _lay_out(self) -> None:
        theme = self.theme
        for words in (self.explanation, self.message):
            words.setWordWrap(True)
        self.message.setMinimumHeight(theme.px(tokens.TARGET))
        self.working.hide()
        buttons = row(self.back, 1, self.skip, self.next, spacing=theme.px(tokens.GAP))
        inside = column(
            self.dots, self.title, self.explanation, self.stack, self.message, self.working,
            spacing=theme.px(tokens.SPACE[2]),
        )  # fmt: skip
        inside.setStretchFactor(self.stack, 1)
        inside.addLayout(buttons)
        whole = card(inside, theme=theme)
        whole.setFixedSize(theme.px(CARD[0]), theme.px(CARD[1]))
        outside = column(1, spacing=0)
        outside.addWidget(whole, 0, Qt.AlignmentFlag.AlignHCenter)
        outside.addStretch(2)
        self.setLayout(outside)

    def _bind(self) -> None:
        wizard = self.wizard
        self.bind_keys(
            {
                "next": wizard.next,
                "back": wizard.back,
                "up": lambda: wizard.move(-1),
                "down": lambda: wizard.move(1),
                "narrower": lambda: wizard.answers.move_card(wizard.step, -1),
                "wider": lambda: wizard.answers.move_card(wizard.step, 1),
                "other": wizard.other,
                "skip": wizard.skip,
                "try_printer": wizard.devices.print_page,
                "try_drawer": wizard.devices.open_drawer,
                "try_scanner": wizard.devices.test_scanner,
                "join": lambda: wizard.answers.switch_shop(wizard.step),
                **{
                    f"method_{place + 1}": partial(self._switch_method, place)
                    for place in range(len(METHODS))
                },
            }
        )
        self.back.clicked.connect(wizard.back)
        self.skip.clicked.connect(wizard.skip)
        self.next.clicked.connect(wizard.next)
        wizard.step_changed.connect(self.show_step)
        wizard.message_changed.connect(self.message.setText)
        wizard.busy_changed.connect(self._show_busy)
        wizard.answers.changed.connect(self._count_steps)
        wizard.answers.file_wanted.connect(self._ask_for_file)
        wizard.logo.wanted.connect(self._ask_for_picture)
        wizard.answers.look_changed.connect(self._dress)
        self.show_step(wizard.step.value)

    @Slot(str)
    def show_step(self, name: str) -> None:
        step = Step(name)
        page = self.steps[step]
        page.show_answers()
        self.stack.setCurrentWidget(page)
        self._count_steps()
        self.title.setText(page.title)
        self.explanation.setText(page.explanation)
        self.back.setVisible(Step.COUNTRY.place < step.place <= Step.LOOK.place)
        is_left_out = Step.TAXES.place <= step.place <= Step.LOOK.place
        self.skip.setVisible(is_left_out or step is Step.SYNC)
        self.skip.set_text(self.tr("Later") if step is Step.SYNC else self.tr("Skip"))
        words = {
            Step.LOOK: self.tr("Make the store"),
            Step.SYNC: self.tr("Join"),
            Step.DONE: self.tr("Start selling"),
        }
        self.next.set_text(words.get(step, self.tr("Next")))
        (page.first or self).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _count_steps(self) -> None:
        self.dots.show_step(self.wizard.step, steps_of(self.wizard.answers.form))

    @Slot(bool)
    def _show_busy(self, is_busy: bool) -> None:
        self.working.setVisible(is_busy)
        self.message.setVisible(not is_busy)
        is_joining = self.wizard.step is Step.SYNC
        self.working.setText(self.tr("Joining…") if is_joining else self.tr("Making the store…"))
        for button in (self.back, self.skip, self.next):
            button.setEnabled(not is_busy)
        # What has not come yet may come later.
        self.skip.setEnabled(not is_busy or is_joining)

    @Slot()
    def _ask_for_file(self) -> None:
        self.wizard.answers.choose_file(self.choose_file(self))

    @Slot()
    def _ask_for_picture(self) -> None:
        self.wizard.logo.take(self.choose_picture(self))

    def _switch_method(self, place: int) -> None:
        self.wizard.answers.switch_method(self.wizard.step, place)

    @Slot(str)
    def _dress(self, look: str) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.theme.switch(app, look)


class WizardWindow(QMainWindow):
    """Closed before the end, it leaves nothing behind.

    Signals:
        closed: Emitted when the window goes.
    """

    closed = Signal()

    def __init__(self, wizard: WizardViewModel, *, theme: Theme) -> None:
        super().__init__()
        self.setWindowTitle("pos_app")
        self.setMinimumSize(*WINDOW_MIN)
        self.resize(*START_SIZE)
        self.wizard = wizard
        self.page = WizardPage(wizard, theme=theme)
        self.setCentralWidget(self.page)
        theme.dress(self)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if not self.wizard.lets_go():
            event.ignore()
            return
        self.closed.emit()
        super().closeEvent(event)


def ask_for_file(owner: QWidget) -> str:
    """The path of a file of products, or nothing."""
    path, _kind = QFileDialog.getOpenFileName(
        owner, owner.tr("Products"), "", owner.tr("Products (*.csv *.txt);;All files (*)")
    )
    return path
