"""Which payment processors the till uses: set up by the owner, and tried before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.attempt import Flow
from pos_app.domain.errors import PosError
from pos_app.domain.money import Money
from pos_app.domain.staff import Decision, Permission, StaffMember
from pos_app.services.payments.processor import ProcessorKind
from pos_app.services.payments.processor_settings import ProcessorSettings
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.payments.processor_form import Known, ProcessorForm, form_of
from pos_app.viewmodels.payments.trial_payment import TrialPayment
from pos_app.viewmodels.shared.sheet_model import SheetModel
from pos_app.viewmodels.shared.words import words_for

_MS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class ProcessorPorts:
    """`check` asks a processor, with what is typed; `forget` lets it be opened anew.

    `least` is the smallest amount that one takes.
    """

    settings: ProcessorSettings
    check: Callable[[str, Mapping[str, str]], str]
    forget: Callable[[str], None]
    least: Callable[[ProcessorKind], Money | None]


@dataclass(frozen=True, slots=True)
class ProcessorLanes:
    """One reads and one writes the store, the third may wait for the network."""

    reader: TaskRunner
    writer: TaskRunner
    network: TaskRunner


class ProcessorChoices(SheetModel):
    """What its sheet shows and asks for.

    Signals:
        opened: Emitted with the ProcessorForm to fill in.
        ways_changed: Emitted with the ways that the Pay screen is to offer.
        busy_changed: Emitted with whether it is being saved or tried.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        answered: Emitted with what the processor has said.
        refused: Emitted with the reason why it cannot be so.
    """

    opened = Signal(object)
    ways_changed = Signal(object)
    busy_changed = Signal(bool)
    told = Signal(str, bool)
    answered = Signal(str)
    refused = Signal(str)

    def __init__(
        self,
        *,
        ports: ProcessorPorts,
        lanes: ProcessorLanes,
        trial: TrialPayment,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.trial = trial
        trial.setParent(self)
        trial.opened.connect(lambda: self._set_busy(False))
        trial.refused.connect(self._on_refused)
        trial.told.connect(lambda words: self.told.emit(words, False))
        self._ports = ports
        self._lanes = lanes
        self._formats = formats
        self._actor: StaffMember | None = None
        self._known: tuple[Known, ...] = ()
        self._form: ProcessorForm | None = None
        self._place = 0
        self._ways: set[Flow] = set()
        self.is_busy = False

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self.leave()
        self._actor = member

    @Slot()
    def leave(self) -> None:
        """Nobody is asked to pay for a test that is begun after its sheet has gone."""
        if self.trial.forget():
            self._set_busy(False)
        super().leave()

    @Slot()
    def open(self) -> None:
        actor = self._actor
        if actor is None or self.is_open or self.is_busy:
            return
        if actor.decide(Permission.MANAGE_STORE) is not Decision.ALLOWED:
            self.told.emit(self.tr("Only the owner may choose the payment processors"), False)
            return
        self._place = 0
        settings, least = self._ports.settings, self._ports.least

        def read() -> tuple[Known, ...]:
            return tuple(
                Known(kind, settings.kept.setting(kind), settings.ways(kind), least(kind))
                for kind in settings.kinds()
            )

        self._lanes.reader.submit(
            read,
            on_success=self._on_read,
            on_failure=lambda error: self.told.emit(words_for(error, self._formats), False),
        )

    def _on_read(self, known: tuple[Known, ...]) -> None:
        self._known = known
        # One that is in use comes first.
        places = [place for place, one in enumerate(known) if one.setting is not None]
        self._place = places[0] if places else 0
        self.is_open = True
        self._show()

    def _show(self) -> None:
        known = self._known[self._place]
        place = self.tr("{number} of {count}")
        place = place.format(number=self._place + 1, count=len(self._known))
        form = form_of(known, place=place, formats=self._formats)
        self._form = form
        self._ways = set(known.ways)
        self.opened.emit(form)
        self.ways_changed.emit(frozenset(self._ways))

    @Slot()
    def next_processor(self) -> None:
        """Show another one; what was typed for this one and not saved is gone."""
        if self.is_open and not self.is_busy:
            self._place = (self._place + 1) % len(self._known)
            self._show()

    def switch_way(self, number: int) -> None:
        """Offer a way to pay on the Pay screen, or no more."""
        flows = self._known[self._place].kind.flows if self.is_open else ()
        if number < len(flows) and not self.is_busy:
            self._ways ^= {flows[number]}
            self.ways_changed.emit(frozenset(self._ways))

    def try_it(self, typed: Mapping[str, str]) -> None:
        """Ask the processor whether it would work so; nothing is saved."""
        if not self.is_open or self.is_busy:
            return
        name = self._known[self._place].kind.name

        def work() -> tuple[str, int]:
            begun = perf_counter_ns()
            words = self._ports.check(name, typed)
            return words, (perf_counter_ns() - begun) // _MS

        self._set_busy(True)
        self._lanes.network.submit(
            work,
            on_success=lambda answer: self._on_answered(*answer),
            on_failure=self._on_refused,
        )

    def try_payment(self, typed: Mapping[str, str]) -> None:
        """Make a payment and refund it, with what is saved."""
        actor, form = self._actor, self._form
        if actor is None or form is None or not self.is_open or self.is_busy or not form.trial:
            return
        known = self._known[self._place]
        is_typed = any(typed[one.name] != one.text for one in form.fields)
        if is_typed or self._ways != set(known.ways):
            self.refused.emit(self.tr("Save it first: a test payment goes by what is saved"))
            return
        self._set_busy(True)
        self.trial.begin(actor, known.kind)

    def save(self, typed: Mapping[str, str]) -> None:
        """Use it so from now on."""
        actor = self._actor
        if actor is None or not self.is_open or self.is_busy:
            return
        kind, ways = self._known[self._place].kind, frozenset(self._ways)
        settings = self._ports.settings

        def work() -> bool:
            changed = ways != frozenset(settings.ways(kind))
            settings.put(actor=actor, kind=kind, values=typed)
            settings.set_ways(actor=actor, kind=kind, ways=ways)
            self._ports.forget(kind.name)
            return changed

        self._set_busy(True)
        self._lanes.writer.submit(
            work,
            on_success=lambda changed: self._on_saved(kind.title, changed),
            on_failure=self._on_refused,
        )

    def _on_saved(self, title: str, changed: bool) -> None:
        self._set_busy(False)
        self.leave()
        words = self.tr("{title} is set up")
        if changed:
            words = self.tr("{title} is set up. Pay offers it from the next start of the till")
        self.told.emit(words.format(title=title), False)

    def _on_answered(self, words: str, took_ms: int) -> None:
        self._set_busy(False)
        if self.is_open:
            said = self.tr("{words} It took {number} ms.")
            self.answered.emit(said.format(words=words, number=took_ms))

    def _on_refused(self, error: PosError) -> None:
        self._set_busy(False)
        words = words_for(error, self._formats)
        if self.is_open:
            self.refused.emit(words)
        else:
            self.told.emit(words, False)

    def _set_busy(self, busy: bool) -> None:
        self.is_busy = busy
        self.busy_changed.emit(busy)
