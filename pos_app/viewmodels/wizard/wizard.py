"""The first-run wizard: from step to step, and at the end a whole store or none."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.logo_choice import LogoChoice
from pos_app.viewmodels.shared.words import CONTEXT
from pos_app.viewmodels.wizard.answers import Answers
from pos_app.viewmodels.wizard.countries import CountryList
from pos_app.viewmodels.wizard.devices import DeviceTests
from pos_app.viewmodels.wizard.form import JoinedShop, MadeStore, Step, StoreMaker, steps_of
from pos_app.viewmodels.wizard.joining import JoinShop


class WizardViewModel(QObject):
    """Nothing is written before the last question is answered.

    Signals:
        step_changed: Emitted with the Step to show.
        message_changed: Emitted with a sentence, or nothing.
        busy_changed: Emitted while the store is made.
        practice_asked: Emitted to open the practice store beside it.
        finished: Emitted when somebody wants to sell.
    """

    step_changed = Signal(str)
    message_changed = Signal(str)
    busy_changed = Signal(bool)
    practice_asked = Signal()
    finished = Signal()

    def __init__(
        self,
        *,
        maker: StoreMaker,
        tasks: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.maker = maker
        self._tasks = tasks
        country, _language = maker.home()
        self.answers = Answers(maker.languages(), self)
        self.countries = CountryList(maker.countries(), home=country, parent=self)
        self.countries.changed.connect(lambda: self.answers.take_country(self.countries.chosen))
        self.answers.take_country(self.countries.chosen)
        self.logo = LogoChoice(maker.fetch_logo, tasks=tasks, words_of=_words_of)
        self.logo.chosen.connect(lambda text: self.answers.put(logo=text))
        self.devices = DeviceTests(maker, tasks, self.answers)
        self.step_changed.connect(self.devices.show_step)
        self.step = Step.COUNTRY
        self.is_busy = False
        self.has_keyring: bool | None = None
        """None until it is known."""
        self.is_written = False
        """Whether somebody has said that the recovery code is."""
        self.made: MadeStore | None = None
        self.joining = JoinShop(maker, tasks, self)
        self.joining.ended.connect(self._on_success)
        self.joining.failed.connect(self._on_failure)

    @Slot()
    def start(self) -> None:
        self._tasks.submit(
            self.maker.has_keyring,
            on_success=self._on_keyring,
            on_failure=lambda _error: self._on_keyring(has_keyring=False),
        )
        self.step_changed.emit(self.step.value)

    @Slot()
    def next(self) -> None:
        """On to the next step, if this one is answered well."""
        if self.is_busy:
            return
        if self.step is Step.DONE:
            self.finished.emit()
        elif is_answered(self):
            if self.step in {Step.LOOK, Step.SYNC}:
                self._work()
            else:
                self._go(1)

    @Slot()
    def back(self) -> None:
        """To the step before; what was said stays. A store that is made is not unmade."""
        if not self.is_busy and Step.COUNTRY.place < self.step.place <= Step.LOOK.place:
            self._go(-1)

    def _go(self, by: int) -> None:
        steps = steps_of(self.answers.form)
        self._show(steps[steps.index(self.step) + by])
        if self.step is Step.SYNC:
            self._work()

    @Slot()
    def skip(self) -> None:
        """Leave the step as it is for most stores."""
        if self.step is Step.SYNC:
            self.joining.leave_the_rest()
            if not self.is_busy:
                self._show(Step.DONE)
        elif self.is_busy or self.step.place > Step.LOOK.place:
            return
        if self.answers.leave_out(self.step):
            self.next()
        else:
            self.message_changed.emit(self.tr("No store can do without this."))

    @Slot(int)
    def move(self, by: int) -> None:
        if self.step is Step.COUNTRY:
            self.countries.move(by)
        else:
            self.answers.move(self.step, by)

    @Slot()
    def other(self) -> None:
        """What else can be chosen here."""
        if self.is_busy:
            return
        if self.step is Step.CODE:
            self.is_written = not self.is_written
            self.message_changed.emit("")
            self.answers.changed.emit()
        elif self.step is Step.DONE:
            self.practice_asked.emit()
        elif self.step is Step.STORE and self.answers.form.logo:
            self.logo.leave_out()
        elif self.step is Step.STORE:
            self.logo.wanted.emit()
        else:
            self.answers.other(self.step, self.countries.chosen)

    def lets_go(self) -> bool:
        """Whether the window may be closed: not before the code is written, shown once only."""
        return not self.is_busy and (self.step is not Step.CODE or is_answered(self))

    def _work(self) -> None:
        """Make the store, or let the one that is made join its shop."""
        self._set_busy(busy=True)
        form = self.answers.form
        if self.step is Step.SYNC:
            self.joining.begin(form)
            return
        self._tasks.submit(
            lambda: self.maker.make(form), on_success=self._on_success, on_failure=self._on_failure
        )

    def _on_success(self, result: MadeStore | JoinedShop) -> None:
        self._set_busy(busy=False)
        if isinstance(result, MadeStore):
            self.made = result
        self._go(1)

    def _on_failure(self, error: PosError) -> None:
        self._set_busy(busy=False)
        self.message_changed.emit(_words_of(error))

    def _on_keyring(self, has_keyring: bool) -> None:
        self.has_keyring = has_keyring
        self.answers.changed.emit()

    def _show(self, step: Step) -> None:
        self.step = step
        self.message_changed.emit("")
        self.step_changed.emit(step.value)

    def _set_busy(self, *, busy: bool) -> None:
        self.is_busy = busy
        self.busy_changed.emit(busy)


def is_answered(wizard: WizardViewModel) -> bool:
    """Whether the step is answered well; what is wrong is told."""
    form, step = wizard.answers.form, wizard.step
    problem = ""
    if step is Step.OWNER and form.pin != form.pin_again:
        problem = wizard.tr("The two PINs are not the same. Type both again.")
    elif step is Step.OWNER and wizard.has_keyring is False and not form.keys_in_file:
        problem = wizard.tr("Say where the keys are kept: F2 keeps them in a file.")
    elif step is Step.CODE and not wizard.is_written:
        problem = wizard.tr("Write the code down first; F2 says that you have.")
    elif step.place <= Step.LOOK.place:
        try:
            wizard.maker.check(form, step)
        except PosError as error:
            problem = _words_of(error)
    wizard.message_changed.emit(problem)
    return not problem


def _words_of(error: PosError) -> str:
    return QCoreApplication.translate(CONTEXT, type(error).text).format(**error.values)
