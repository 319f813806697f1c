"""A test payment, step by step: asked for, paid, refunded, or what came in between."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.attempt import Attempt, Flow
from pos_app.domain.errors import PosError
from pos_app.domain.payment import PaymentState
from pos_app.domain.staff import StaffMember
from pos_app.services.payments.charging import Charging
from pos_app.services.payments.processor import ProcessorKind
from pos_app.services.payments.trials import Trials, TrialUnpaidError, kept, refused
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.pay.attempt_driver import AttemptDriver
from pos_app.viewmodels.pay.attempt_link import AttemptLanes
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class TrialDesk:
    """`network` reads settings and keys, and may wait."""

    trials: Trials
    charging: Charging
    lanes: AttemptLanes
    network: TaskRunner


@dataclass(frozen=True, slots=True)
class TrialShown:
    """`steps` are done, or under way; `prompt` is for a phone to scan."""

    title: str
    steps: tuple[str, ...] = ()
    problem: str = ""
    prompt: str = ""
    is_over: bool = False
    can_stop: bool = False


class TrialSteps(QObject):
    """What its sheet shows.

    Signals:
        changed: Emitted with the TrialShown.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown = TrialShown("")

    def say(self, words: str, attempt: Attempt, formats: Formats) -> None:
        """One more is done, or under way."""
        reference = attempt.remote_id or attempt.attempt_id
        words = words.format(amount=formats.money(attempt.money), reference=reference)
        self.show(steps=(*self.shown.steps, words))

    def show(self, **changes: object) -> None:
        self.shown = replace(self.shown, **changes)  # type: ignore[arg-type]  # fields by name
        self.changed.emit(self.shown)


class TrialPayment(QObject):
    """What is asked for goes on when nobody looks at it any more.

    Signals:
        opened: Emitted when its sheet is to be shown.
        refused: Emitted with the PosError for which nothing was begun.
        told: Emitted with how it ended, if nobody looks at it.
        hidden: Emitted when the sheet is to go.
    """

    opened = Signal()
    refused = Signal(object)
    told = Signal(str)
    hidden = Signal()

    def __init__(self, *, desk: TrialDesk, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._formats = formats
        self._kind: ProcessorKind | None = None
        self._charge: Attempt | None = None
        self._driver: AttemptDriver | None = None
        self.steps = TrialSteps(self)
        self.is_open = False

    @property
    def at_work(self) -> frozenset[str]:
        """The ids of the attempts that nobody else needs to ask about."""
        driver = self._driver
        is_ours = driver is not None and not driver.is_over
        return frozenset({driver.attempt.attempt_id} if driver is not None and is_ours else ())

    def begin(self, actor: StaffMember, kind: ProcessorKind) -> None:
        """Show the one that goes on, or ask for the smallest amount."""
        if self.at_work:
            self._open()
            return
        self._desk.network.submit(
            lambda: self._desk.trials.begin(actor=actor, kind=kind),
            on_success=lambda charge: self._on_begun(kind, charge),
            on_failure=self.refused.emit,
        )

    @Slot()
    def leave(self) -> None:
        """Take back what nobody has paid yet; then go, whatever goes on."""
        if not self.is_open:
            return
        driver = self._driver
        if self.steps.shown.can_stop and driver is not None:
            self.steps.show(can_stop=False)
            self.steps.say(self.tr("Taking it back…"), driver.attempt, self._formats)
            driver.stop()
            return
        self.is_open = False
        self.hidden.emit()

    @Slot()
    def close(self) -> None:
        """Something else is shown in its place."""
        self.is_open = False

    @Slot()
    def let_go(self) -> None:
        """The till is closed: what is undecided is for its next start."""
        if self._driver is not None:
            self._driver.is_over = True
            self._driver.pace.end()

    def _on_begun(self, kind: ProcessorKind, charge: Attempt) -> None:
        self._kind, self._charge = kind, charge
        title = self.tr("Test payment by {title}").format(title=kind.title)
        self.steps.shown = TrialShown(title, can_stop=True)
        asks = self.tr("{amount} is asked for: hold a test card to the reader")
        if charge.flow is Flow.QR:
            asks = self.tr("{amount} is asked for: scan the code and pay it as a test")
        self.steps.say(asks, charge, self._formats)
        self._open()
        driver = self._drive(charge)
        driver.changed.connect(self._on_changed)
        driver.ended.connect(self._on_paid)
        driver.start()

    def _open(self) -> None:
        self.is_open = True
        self.opened.emit()
        self.steps.changed.emit(self.steps.shown)

    def _drive(self, attempt: Attempt) -> AttemptDriver:
        desk, kind = self._desk, self._kind
        assert kind is not None
        if self._driver is not None:
            self._driver.link.retire()
        self._driver = AttemptDriver(
            attempt, charging=desk.charging, lanes=desk.lanes, kind=kind, parent=self
        )
        return self._driver

    @Slot()
    def _on_changed(self) -> None:
        driver = self._driver
        assert driver is not None
        error = driver.error
        problem = words_for(error, self._formats) if error is not None else ""
        self.steps.show(prompt=driver.prompt, problem=problem)

    @Slot()
    def _on_paid(self) -> None:
        driver = self._driver
        assert driver is not None
        charge = self._charge = driver.attempt
        self.steps.show(prompt="", problem="", can_stop=False)
        if charge.state is not PaymentState.APPROVED:
            reason = charge.reason.removesuffix(".") or self.tr("nobody has paid it")
            self._end(driver.refusal or TrialUnpaidError(reason=reason))
            return
        self.steps.say(self.tr("Paid {amount}, reference {reference}"), charge, self._formats)
        self._desk.network.submit(
            lambda: self._desk.trials.reversal(charge),
            on_success=self._give_back,
            on_failure=self._end,
        )

    def _give_back(self, reversal: Attempt) -> None:
        driver = self._drive(reversal)
        driver.changed.connect(self._on_kept)
        driver.ended.connect(self._on_given_back)
        driver.start()

    @Slot()
    def _on_kept(self) -> None:
        """It is asked for again by itself, while the till runs."""
        driver = self._driver
        assert driver is not None
        if driver.error is not None:
            charge, reason = self._charge, words_for(driver.error, self._formats)
            assert charge is not None
            self.steps.show(problem=words_for(kept(charge, reason), self._formats))

    @Slot()
    def _on_given_back(self) -> None:
        driver, charge, kind = self._driver, self._charge, self._kind
        assert driver is not None
        assert charge is not None
        assert kind is not None
        back = driver.attempt
        if back.state is PaymentState.APPROVED:
            self.steps.show(problem="")
            self.steps.say(self.tr("Refunded {amount}, reference {reference}"), back, self._formats)
            self._end()
        else:
            self._end(refused(charge, back, kind.title))

    def _end(self, error: PosError | None = None) -> None:
        if error is not None:
            self.steps.show(problem=words_for(error, self._formats))
        self.steps.show(is_over=True)
        if not self.is_open:
            self.told.emit(self.steps.shown.problem or self.steps.shown.steps[-1])
