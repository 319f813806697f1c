"""Read the X report of the open shift, or the filed Z report of one that is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from pos_app.domain.errors import NotFoundError, UnavailableError
from pos_app.domain.shift import NoShiftError, Shift
from pos_app.domain.shift_report import Filed, ShiftReport, ShiftSums
from pos_app.services.ports import Entry, StaffQueries
from pos_app.services.shift_sums import sums_of
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
        return ShiftReport(
            shift=shift,
            sums=_filed_sums(entry, shift),
            at=shift.closed_at,
            opened_by=self._name(shift.opened_by),
            closed_by=self._name(shift.closed_by),
            filed=Filed(entry.seq, entry.hash),
        )

    def numbers(self) -> Sequence[int]:
        """Of every shift there is, oldest first; the last may be open."""
        return [one.number for one in self._shifts.listed()]

    def _name(self, staff_id: int) -> str:
        return next((one.name for one in self._staff.listed() if one.staff_id == staff_id), "")


def _filed_sums(entry: Entry, shift: Shift) -> ShiftSums:
    try:
        whole: Any = canonical.decode(entry.raw)
        return sums_of(whole["body"]["report"])
    except (canonical.NotCanonicalError, KeyError, TypeError) as error:
        raise ReportNotFiledError(number=shift.number) from error
