"""Money that a processor would not give back: asked for once more, or given back otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot

from pos_app.domain.attempt import Attempt
from pos_app.domain.errors import PosError
from pos_app.domain.payment import PaymentState
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.payments.owing import HOW_LENGTH_MAX, Owing
from pos_app.services.payments.recovering import Resolved
from pos_app.services.ports import Formats
from pos_app.services.processor_titles import title_of
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.shared.sheet_model import SheetModel
from pos_app.viewmodels.shared.words import words_for

WORDS_MAX = HOW_LENGTH_MAX


@dataclass(frozen=True, slots=True)
class OwedForm:
    """`place` is which of them it is; empty where there is only one."""

    amount: str
    facts: str
    why: str
    place: str


class OwedMoney(SheetModel):
    """What its sheet shows and asks for, the oldest first.

    Signals:
        opened: Emitted with the OwedForm when the sheet is to be seen.
        changed: Emitted with the OwedForm of another one.
        refused: Emitted with a sentence; nothing has changed.
        busy_changed: Emitted while a processor is asked, or something is written.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
        settled: Emitted when there may be less of it.
    """

    opened = Signal(object)
    changed = Signal(object)
    refused = Signal(str)
    busy_changed = Signal(bool)
    told = Signal(str, bool)
    settled = Signal()

    def __init__(
        self, *, owing: Owing, asking: AskingLane, network: TaskRunner, formats: Formats
    ) -> None:
        """:param network: a lane that may wait, and in which nobody else asks about the same"""
        super().__init__()
        self._owing = owing
        self._asking = asking
        self._network = network
        self._formats = formats
        self._actor: StaffMember | None = None
        self._owed: Sequence[Attempt] = ()
        self._place = 0
        self.is_busy = False

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self._actor = member

    @Slot()
    def open(self) -> None:
        if self._actor is not None and not self.is_open and not self.is_busy:
            self._read()

    @Slot()
    def next_one(self) -> None:
        if self.is_open and not self.is_busy:
            self._place = (self._place + 1) % len(self._owed)
            self.changed.emit(self._form())

    @Slot()
    def try_again(self) -> None:
        """Ask the processor for it in a new attempt."""
        actor = self._actor
        if actor is None or not self.is_open or self.is_busy:
            return
        attempt_id = self._owed[self._place].attempt_id
        self._set_busy(True)
        self._network.submit(
            lambda: self._owing.try_again(attempt_id=attempt_id, actor=actor),
            on_success=self._on_tried,
            on_failure=self._on_refused,
        )

    def settle(self, how: str) -> None:
        """Write down that it was given back past the processor."""
        actor = self._actor
        if actor is None or not self.is_open or self.is_busy:
            return
        owed = self._owed[self._place]

        def act(approval: Approval | None) -> Attempt:
            return self._owing.settle(
                attempt_id=owed.attempt_id, how=how, actor=actor, approval=approval
            )

        self._set_busy(True)
        self._asking.submit(
            act,
            request=lambda: ApprovalRequest(
                Permission.RELEASE_PAYMENT,
                self.tr("Given back past {processor}").format(processor=title_of(owed.processor)),
                self._formats.money(owed.money),
                how,
            ),
            on_success=lambda _settled: self._on_settled(self.tr("Written down as given back")),
            on_failure=self._on_refused,
        )

    def _read(self) -> None:
        self._network.submit(
            self._owing.listed, on_success=self._on_read, on_failure=self._on_refused
        )

    def _on_read(self, owed: Sequence[Attempt]) -> None:
        self._owed, self._place = owed, 0
        if not owed:
            self.leave()
            self.told.emit(self.tr("Nothing has to be given back"), False)
        elif self.is_open:
            self.changed.emit(self._form())
        else:
            self.is_open = True
            self.opened.emit(self._form())

    def _on_tried(self, resolved: Resolved) -> None:
        if resolved.trouble:
            self._on_settled(self.tr("No answer yet: it is asked for again. ") + resolved.trouble)
        elif resolved.attempt.state is PaymentState.APPROVED:
            self._on_settled(self.tr("Given back"))
        else:
            self._set_busy(False)
            words = self.tr("It would not again: {why}").format(why=resolved.attempt.reason)
            self.refused.emit(words)
            self._read()

    def _on_settled(self, words: str) -> None:
        self._set_busy(False)
        self.leave()
        self.told.emit(words, False)
        self.settled.emit()

    def _on_refused(self, error: PosError) -> None:
        self._set_busy(False)
        self.refused.emit(words_for(error, self._formats))

    def _form(self) -> OwedForm:
        one, count = self._owed[self._place], len(self._owed)
        facts = self.tr("{processor} · {when}").format(
            processor=title_of(one.processor), when=self._formats.date_time(one.created_at)
        )
        place = self.tr("{number} of {count}").format(number=self._place + 1, count=count)
        return OwedForm(
            amount=self._formats.money(one.money),
            facts=facts,
            why=one.reason,
            place=place if count > 1 else "",
        )

    def _set_busy(self, busy: bool) -> None:
        self.is_busy = busy
        self.busy_changed.emit(busy)
