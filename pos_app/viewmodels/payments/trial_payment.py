"""A test payment, step by step: asked for, paid, refunded, or what came in between."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.attempt import Attempt, Flow
from pos_app.domain.errors import PosError
from pos_app.domain.payment import PaymentState
from pos_app.domain.staff import StaffMember
from pos_app.services.payments.charging import Charging
from pos_app.services.payments.processor import ProcessorKind, Purpose
from pos_app.services.payments.trials import Trials, TrialUnpaidError, kept, refused
from pos_app.services.ports import Formats
from pos_app.viewmodels.pay.attempt_driver import AttemptDriver
from pos_app.viewmodels.pay.attempt_link import AttemptLanes
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class TrialDesk:
    trials: Trials
    charging: Charging
    lanes: AttemptLanes


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
        self._asked: object | None = None
        """What is being begun; whoever asked for anything else looks no more."""
        self._is_running = False
        """From when it is begun to its end; nobody may be asked in between."""
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
        if self._is_running:
            self._open()
            return
        desk, asked = self._desk, object()
        self._asked = asked

        def begun(charge: Attempt) -> None:
            if asked is self._asked:
                self._on_begun(kind, charge)
                return
            desk.lanes.writer.submit(
                lambda: desk.charging.stop(charge.attempt_id),
                on_success=lambda _stopped: None,
                on_failure=not_begun,
            )

        def not_begun(error: PosError) -> None:
            if asked is not self._asked:
                self.told.emit(words_for(error, self._formats))
            elif self.forget():
                self.refused.emit(error)

        # It reads the keys, which may wait for a person, as the charge behind it may.
        desk.lanes.of(kind.name, Purpose.CHARGE).submit(
            lambda: desk.trials.begin(actor=actor, kind=kind),
            on_success=begun,
            on_failure=not_begun,
        )

    def forget(self) -> bool:
        """Take back what is being begun: whoever asked has gone; False if there is nothing."""
        was_asked = self._asked is not None
        self._asked = None
        return was_asked

    @Slot()
    def leave(self) -> None:
        """Take back what nobody has paid yet; then go, whatever goes on."""
        if not self.is_open:
            return
        driver = self._driver
        if self.steps.shown.can_stop and driver is not None:
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
        self._asked, self._is_running = None, True
        self._kind, self._charge = kind, charge
        title = self.tr("Test payment by {title}").format(title=kind.title)
        self.steps.shown = TrialShown(title, can_stop=True)
        asks = self.tr("{amount} is asked for: hold a test card to the reader")
        if charge.flow is Flow.QR:
            asks = self.tr("{amount} is asked for: scan the code and pay it as a test")
        self.steps.say(asks, charge, self._formats)
        self._open()
        driver = self._drive(charge)
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
        self._driver.changed.connect(self._on_changed)
        return self._driver

    @Slot()
    def _on_changed(self) -> None:
        driver = self._driver
        assert driver is not None
        problem = words_for(driver.error, self._formats) if driver.error is not None else ""
        if driver.is_charge:
            # One that could not be taken back, as the disk has refused it, can be once more.
            can_stop = not driver.is_stopping and not driver.is_over
            self.steps.show(prompt=driver.prompt, problem=problem, can_stop=can_stop)
        elif problem:
            # It is asked for again by itself, while the till runs.
            charge = self._charge
            assert charge is not None
            self.steps.show(problem=words_for(kept(charge, problem), self._formats))

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
        self._desk.lanes.writer.submit(
            lambda: self._desk.trials.reversal(charge),
            on_success=self._give_back,
            on_failure=self._end,
        )

    def _give_back(self, reversal: Attempt) -> None:
        driver = self._drive(reversal)
        driver.ended.connect(self._on_given_back)
        driver.start()

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
        self._is_running = False
        if error is not None:
            self.steps.show(problem=words_for(error, self._formats))
        self.steps.show(is_over=True)
        if not self.is_open:
            self.told.emit(self.steps.shown.problem or self.steps.shown.steps[-1])
