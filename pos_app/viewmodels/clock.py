"""The clock of the till: looked at again and again, and in words when it was set."""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Decision, Permission, Rights, StaffMember
from pos_app.services.ports import Formats
from pos_app.services.shifts.shift_service import ShiftService
from pos_app.services.store.clock_watch import ClockWatch
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.shared.roles import who_may
from pos_app.viewmodels.shared.words import words_for

log = logging.getLogger(__name__)

LOOK_MS: Final = 10_000
_MINUTE_MS: Final = 60_000
_MINUTES_PER_HOUR: Final = 60
_MINUTES_PER_DAY: Final = 24 * _MINUTES_PER_HOUR


class ClockViewModel(QObject):
    """What its banner shows and asks for.

    Signals:
        changed: Emitted with a sentence, or nothing, and whether this person may confirm the time.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    changed = Signal(str, bool)
    told = Signal(str, bool)

    def __init__(
        self,
        *,
        watch: ClockWatch,
        shifts: ShiftService,
        lane: AskingLane,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._watch = watch
        self._shifts = shifts
        self._lane = lane
        self._formats = formats
        self._actor: StaffMember | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.words = ""

    @Slot()
    def start(self) -> None:
        self._timer.start()
        self.look()

    @Slot()
    def stop(self) -> None:
        """The store is about to be let go."""
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Two clocks are read; only a jump is written, behind the screen."""
        if self._watch.has_news():
            self._lane.tasks.submit(
                self._watch.look,
                on_success=lambda _off_by: self._show(),
                on_failure=self._on_not_recorded,
            )
        elif self.words:
            self._show()

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self._actor = member
        self._show()

    @Slot(str)
    def show_person(self, name: str) -> None:
        """Nobody is selling: nobody may confirm either."""
        if not name:
            self._actor = None
            self._show()

    @Slot()
    def confirm(self) -> None:
        actor = self._actor
        if actor is not None:
            self._lane.submit(
                lambda approval: self._watch.confirm(actor=actor, approval=approval),
                request=lambda: ApprovalRequest(
                    Permission.CONFIRM_CLOCK,
                    self.tr("The time of this till is right"),
                    how_much=self._formats.time(self._watch.now()),
                    why=self.words,
                ),
                on_success=lambda _nothing: self._show(),
                on_failure=lambda error: self.told.emit(words_for(error, self._formats), False),
            )

    def _on_not_recorded(self, error: PosError) -> None:
        log.error("A jump of the clock could not be recorded: %s", error)
        self._show()

    def _show(self) -> None:
        self.words = self._words(self._watch.off_by_ms())
        may = self._actor is not None and (
            self._actor.decide(Permission.CONFIRM_CLOCK) is not Decision.NO
        )
        self.changed.emit(self.words, may)

    def _words(self, off_by_ms: int) -> str:
        if not off_by_ms:
            return ""
        said = (
            self.tr("The clock of this till was set back by {time}.")
            if off_by_ms < 0
            else self.tr("The clock of this till was set forward by {time}.")
        )
        shift = self._shifts.current()
        follows = (
            self.tr("Orders are recorded; the business date stays {date}.")
            if shift is not None
            else self.tr("Look at the date before a shift is opened.")
        )
        asks = self.tr("A {roles} must confirm the time.")
        return f"{said} {follows} {asks}".format(
            time=self._time(abs(off_by_ms)),
            date=self._formats.date(shift.business_date) if shift is not None else "",
            roles=who_may(Permission.CONFIRM_CLOCK, self._rights()),
        )

    def _rights(self) -> Rights:
        return self._actor.rights.now if self._actor is not None else Rights()

    def _time(self, ms: int) -> str:
        days, minutes = divmod(round(ms / _MINUTE_MS), _MINUTES_PER_DAY)
        hours, minutes = divmod(minutes, _MINUTES_PER_HOUR)
        parts = ((days, self.tr("d")), (hours, self.tr("h")), (minutes, self.tr("min")))
        return " ".join(f"{count} {unit}" for count, unit in parts if count)
