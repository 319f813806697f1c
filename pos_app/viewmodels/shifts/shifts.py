"""The shift screens' state: open with a float, close with a count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.money import Currency, Money
from pos_app.domain.shift import Shift
from pos_app.domain.staff import Decision, Permission, StaffMember
from pos_app.services.ports import Formats
from pos_app.services.shifts.count_limits import CountDiffersError, CountNeedsNoteError
from pos_app.services.shifts.shift_service import ShiftService
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.shared.double_tap import DoubleTap
from pos_app.viewmodels.shared.words import words_for
from pos_app.viewmodels.shifts.closing_note import ClosingNote
from pos_app.viewmodels.shifts.closing_words import ClosingWords
from pos_app.viewmodels.shifts.counted_step import CountedStep
from pos_app.viewmodels.shifts.counting import CountModel
from pos_app.viewmodels.shifts.division import Division


class OpenShiftViewModel(CountedStep):
    """What its screen shows and asks for.

    Signals:
        opened: Emitted when the shift is on disk.
        proposed: Emitted with whether the amount is what the last shift has left in the drawer.
    """

    opened = Signal()
    proposed = Signal(bool)

    def __init__(
        self,
        *,
        shifts: ShiftService,
        tasks: TaskRunner,
        formats: Formats,
        currency: Currency,
        count: CountModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(
            tasks=tasks, formats=formats, currency=currency, count=count, parent=parent
        )
        self._shifts = shifts
        self._actor: StaffMember | None = None
        self._is_proposed = False
        self._is_wanted = False

    def start(self, actor: StaffMember) -> None:
        self._actor = actor
        self._is_proposed = self._is_wanted = False
        self.begin()
        self.proposed.emit(False)
        self._tasks.submit(
            self._shifts.proposed_float, on_success=self._propose, on_failure=self._on_unread
        )

    @Slot()
    def count_pieces(self) -> None:
        """By notes and coins, on a sheet of its own."""
        actor, visit = self._actor, self.count.visit
        if actor is None or not self.takes_keys or self._is_wanted:
            return

        def count(number: int) -> None:
            if self.count.visit == visit:  # else they have gone on
                self.count_for(actor, -number)

        def refuse(error: PosError) -> None:
            if self.count.visit == visit:
                self._on_refused(error)

        self._tasks.submit(self._shifts.next_number, on_success=count, on_failure=refuse)

    @Slot()
    def open(self) -> None:
        if self.is_busy or self._actor is None:
            return
        self.count.leave()
        if not (self._is_proposed or self._entry.is_typed):
            self._is_wanted = True  # as soon as it is known with what
            return
        actor, amount, pieces = self._actor, self.minor, self.pieces
        self.record(
            lambda: self._shifts.open(actor=actor, opening_float=amount, pieces=pieces),
            lambda _shift: self.opened.emit(),
        )

    def _propose(self, left: int) -> None:
        self._is_proposed = True
        if left and not self._entry.is_typed:
            self._entry.preset(Money(left, self._currency))
            self.amount_changed.emit(self.amount_text)
            self.proposed.emit(True)
        if self._is_wanted:
            self._is_wanted = False
            self.open()

    def _on_unread(self, error: PosError) -> None:
        self._is_proposed, self._is_wanted = True, False
        self.refused.emit(words_for(error, self._formats))


class CloseShiftViewModel(CountedStep):
    """What its screen shows and asks for.

    Signals:
        started: Emitted when a count begins.
        closed: Emitted with (counted, expected, difference) in words, or nothing where not shown.
        expected_seen: Emitted with (expected, difference) once somebody else has allowed it.
        left: Emitted when the person goes back (False), or on after the close (True).
        report_due: Emitted with the number of the Z report, once somebody may see it.
    """

    started = Signal()
    closed = Signal(str, str, str)
    expected_seen = Signal(str, str)
    left = Signal(bool)
    report_due = Signal(int)

    def __init__(
        self,
        *,
        shifts: ShiftService,
        lane: AskingLane,
        formats: Formats,
        currency: Currency,
        count: CountModel,
        kept: Callable[[StaffMember], str] = lambda _member: "",
    ) -> None:
        super().__init__(tasks=lane.tasks, formats=formats, currency=currency, count=count)
        self._shifts = shifts
        self._lane = lane
        self._kept = kept
        self.words = ClosingWords(formats, currency)
        self.division = Division(formats=formats, currency=currency)
        self.note = ClosingNote(draft=count.draft, tasks=lane.tasks, formats=formats)
        self._actor: StaffMember | None = None
        self._current: Shift | None = None
        """The one that is open, as it was when the count began."""
        self._shift: Shift | None = None
        self._is_closed = False
        self._closed = DoubleTap()
        self._differed = DoubleTap()
        self.summary = ""
        self.kept_words = ""
        """Whose orders are open, and stay so."""

    @property
    def takes_keys(self) -> bool:
        return super().takes_keys and not self._is_closed

    def start(self, actor: StaffMember) -> None:
        self._actor = actor
        self._shift = None
        self._is_closed = False
        self._current = current = self._shifts.current()
        self._differed.end()
        self.division.begin(current)
        self.note.begin(current.number if current else 0, actor)
        self.summary = self.words.summary(current)
        self.kept_words = self._kept(actor)
        self.started.emit()
        self.begin()

    @Slot()
    def count_pieces(self) -> None:
        """By notes and coins, on a sheet of its own."""
        if self.takes_keys and self._actor is not None and self._current is not None:
            self.count_for(self._actor, self._current.number)

    @Slot()
    def divide(self) -> None:
        """Say what stays in the drawer, on a sheet of its own."""
        if self.takes_keys and self._actor is not None:
            self.division.open(self._entry.amount.minor)

    @Slot()
    def say_more(self) -> None:
        """A note of the count, on a sheet of its own."""
        if self.takes_keys and self._actor is not None:
            self.note.open()

    @Slot()
    def close(self) -> None:
        """Close with the count; after that, go on."""
        if self._is_closed:
            self.left.emit(True)
            return
        if self.is_busy or self._actor is None or self.has_just_differed:
            return
        self.count.leave()
        actor, counted, pieces = self._actor, self.minor, self.pieces
        left, number = self.division.left(counted), self._current.number if self._current else 0
        note = self.note.text
        self.is_busy = True
        self._lane.submit(
            lambda approval: self._shifts.close(
                actor=actor,
                counted=counted,
                pieces=pieces,
                left=left,
                note=note,
                approval=approval,
            ),
            request=lambda: self.words.to_file(number, counted),
            on_success=lambda shift: self._on_closed(actor, shift),
            on_failure=self._on_refused,
        )

    @property
    def has_just_differed(self) -> bool:
        """A key pressed twice must not file what was just refused."""
        return self._differed.is_on

    def _on_refused(self, error: PosError) -> None:
        if isinstance(error, CountDiffersError):
            self._differed.begin()
        super()._on_refused(error)
        if isinstance(error, CountNeedsNoteError):
            self.note.open(words_for(error, self._formats))

    @Slot()
    def tap(self) -> None:
        """The same by touch; the second half of a double tap must not skip the result."""
        if not (self._is_closed and self._closed.is_on):
            self.close()

    @Slot()
    def back(self) -> None:
        if not self.is_busy:
            self.count.leave()
            self.left.emit(self._is_closed)

    @property
    def may_ask(self) -> bool:
        """Whether what was expected is shown once somebody else allows it."""
        return (
            self._shift is not None
            and self._actor is not None
            and self._actor.decide(Permission.SEE_EXPECTED) is Decision.ASK
        )

    @Slot()
    def see_expected(self) -> None:
        """Ask for it: the count is on disk, so that nobody counts towards it any more."""
        actor, shift = self._actor, self._shift
        if actor is None or shift is None or not self.may_ask or self.is_busy:
            return
        self.is_busy = True
        self._lane.submit(
            lambda approval: self._shifts.see_expected(actor=actor, shift=shift, approval=approval),
            request=lambda: self.words.to_see(shift),
            on_success=self._on_seen,
            on_failure=self._on_refused,
        )

    def _on_seen(self, shift: Shift) -> None:
        self.is_busy = False
        self._shift = None
        words = self.words
        self.expected_seen.emit(words.money(shift.expected), words.difference(shift))
        self.report_due.emit(shift.number)

    def _on_closed(self, actor: StaffMember, shift: Shift) -> None:
        self.is_busy = False
        self._is_closed = True
        self._shift = shift
        self._closed.begin()
        words = self.words
        # The count was blind; whoever may see what was expected learns the difference now.
        if actor.decide(Permission.SEE_EXPECTED) is Decision.ALLOWED:
            expected, difference = words.money(shift.expected), words.difference(shift)
            self.closed.emit(words.counted(shift), expected, difference)
            self.report_due.emit(shift.number)
        else:
            self.closed.emit(words.counted(shift), "", "")
