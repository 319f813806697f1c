"""What is plugged into the till is tried while it is asked for: nothing of it is needed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.scanner_test import ScannerTest
from pos_app.viewmodels.shared.words import CONTEXT
from pos_app.viewmodels.wizard.answers import Answers
from pos_app.viewmodels.wizard.form import Step, StoreMaker, WizardForm


class DeviceTests(QObject):
    """Works on its own step only; the scanner gets the gap that its test came to.

    Signals:
        changed: Emitted when `words` or `is_trouble` are others.
    """

    changed = Signal()

    def __init__(self, maker: StoreMaker, tasks: TaskRunner, answers: Answers) -> None:
        super().__init__(answers)
        self._maker = maker
        self._tasks = tasks
        self._answers = answers
        self._is_shown = False
        self.is_busy = False
        self.words = ""
        self.is_trouble = False
        self.scanner = ScannerTest(self)
        self.scanner.changed.connect(self._tell_of_scanner)

    @Slot(str)
    def show_step(self, step: str) -> None:
        self._is_shown = step == Step.PRINTER.value
        self.scanner.stop()
        self._tell("")

    @Slot()
    def print_page(self) -> None:
        self._try(self._maker.print_test_page, self.tr("The test page came out."))

    @Slot()
    def open_drawer(self) -> None:
        self._try(self._maker.open_drawer, self.tr("The drawer was told to open."))

    @Slot()
    def test_scanner(self) -> None:
        if self._is_shown:
            self.scanner.start()

    def _try(self, act: Callable[[WizardForm], None], done: str) -> None:
        form = self._answers.form
        if not self._is_shown or self.is_busy:
            return
        if not form.printer.strip():
            self._tell(self.tr("Type the printer's device first."), is_trouble=True)
            return
        self.is_busy = True
        self._tell(self.tr("Trying …"))
        self._tasks.submit(
            lambda: act(form),
            on_success=lambda _nothing: self._on_tried(done),
            on_failure=self._on_failed,
        )

    def _on_tried(self, words: str) -> None:
        self.is_busy = False
        self._tell(words)

    def _on_failed(self, error: PosError) -> None:
        self.is_busy = False
        words = QCoreApplication.translate(CONTEXT, type(error).text).format(**error.values)
        self._tell(words, is_trouble=True)

    def _tell_of_scanner(self) -> None:
        if self.scanner.gap_ms is not None:
            self._answers.put(scanner_gap_ms=self.scanner.gap_ms)
        self._tell(self.scanner.words, is_trouble=self.scanner.is_trouble)

    def _tell(self, words: str, *, is_trouble: bool = False) -> None:
        self.words, self.is_trouble = words, is_trouble
        self.changed.emit()
