"""Read the X report of the open shift, or the filed Z report of one that is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from pos_app.domain.errors import NotFoundError, UnavailableError
from pos_app.domain.shift import NoShiftError, Shift
from pos_app.domain.shift_report import Filed, ShiftReport, ShiftSums
from pos_app.domain.staff import Approval, StaffMember
from pos_app.services.ports import Clock, Entry, StaffQueries
from pos_app.services.shift_sums import sums_of
from pos_app.services.shifts.shift_service import ShiftService
from pos_app.wire import canonical


class ReportUnknownError(NotFoundError):
    code = "report.unknown"
    text = "There is no Z report {number} on this terminal: pos-app shift list shows those."


class ReportOpenError(NotFoundError):
    code = "report.open"
    text = "Shift {number} is still open: it has an X report, and a Z report once it is closed."


class ReportNotFiledError(UnavailableError):
    code = "report.not_filed"
    text = (
        "The journal holds no Z report of shift {number}, or one that cannot be read. "
        "The orders of the shift are kept; pos-app doctor says what is wrong."
    )


class ShiftReadings(Protocol):
    def current(self) -> Shift | None: ...
    def by_number(self, number: int) -> Shift | None: ...
    def listed(self) -> Sequence[Shift]: ...
    def with_sums(self, shift_id: int) -> tuple[Shift, ShiftSums]:
        """The shift and its sums as of the same moment, whatever is sold meanwhile."""
        ...

    def close_entry(self, shift_id: int) -> Entry | None:
        """What the journal says of its close."""
        ...


class ReportReader:
    """For whoever may read the store's files; who is asked for it at the till, asks there first."""

    def __init__(self, *, shifts: ShiftReadings, staff: StaffQueries) -> None:
        self._shifts = shifts
        self._staff = staff

    def x(self, *, at: datetime) -> ShiftReport:
        """What the open shift has taken until now; nothing is closed by it.

        :raises NoShiftError: if none is open
        """
        shift = self._shifts.current()
        if shift is None:
            raise NoShiftError
        shift, sums = self._shifts.with_sums(shift.shift_id)
        return ShiftReport(shift, sums, at, self._name(shift.opened_by))

    def z(self, *, number: int) -> ShiftReport:
        """The report that was filed when the shift with this number was closed.

        :raises ReportUnknownError, ReportOpenError: if there is none
        :raises ReportNotFiledError: if the journal does not hold it
        """
        shift = self._shifts.by_number(number)
        if shift is None:
            raise ReportUnknownError(number=number)
        if shift.closed_at is None or shift.closed_by is None:
            raise ReportOpenError(number=number)
        entry = self._shifts.close_entry(shift.shift_id)
        if entry is None:
            raise ReportNotFiledError(number=number)
        sums, left, note = _filed(entry, shift)
        return ShiftReport(
            shift=replace(shift, left=left),
            sums=sums,
            at=shift.closed_at,
            opened_by=self._name(shift.opened_by),
            closed_by=self._name(shift.closed_by),
            filed=Filed(entry.seq, entry.hash),
            note=note,
        )

    def last_number(self) -> int:
        """Of the newest shift, open or closed; 0 before the first."""
        return max((one.number for one in self._shifts.listed()), default=0)

    def _name(self, staff_id: int) -> str:
        return next((one.name for one in self._staff.listed() if one.staff_id == staff_id), "")


class ShiftReports:
    """Use case: read a report at the till, where not everybody may."""

    def __init__(self, *, service: ShiftService, reader: ReportReader, clock: Clock) -> None:
        self._service = service
        self.reader = reader
        self._clock = clock

    def read(
        self, *, number: int | None, actor: StaffMember, approval: Approval | None = None
    ) -> ShiftReport:
        """The one with this number; else the X report, or the last Z where no shift is open.

        :raises NotAllowedError: if the actor may not see what should lie in the drawer
        :raises ReportUnknownError, ReportNotFiledError: if there is none
        """
        current, at = self._service.current(), self._clock.now()
        if number is None and current is None:
            number = self.reader.last_number()
        is_open = current is not None and number in (None, current.number)
        report = self.reader.x(at=at) if is_open else self.reader.z(number=number or 0)
        self._service.see_expected(actor=actor, shift=report.shift, approval=approval)
        return report


def _filed(entry: Entry, shift: Shift) -> tuple[ShiftSums, int | None, str]:
    """The sums, what was left in the drawer if somebody said, and what was said of the count."""
    try:
        whole: Any = canonical.decode(entry.raw)
        body = whole["body"]
        return sums_of(body["report"]), body.get("left"), body.get("note", "")
    except (canonical.NotCanonicalError, KeyError, TypeError) as error:
        raise ReportNotFiledError(number=shift.number) from error
