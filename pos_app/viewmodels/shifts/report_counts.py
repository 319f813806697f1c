"""What a report only counts, and the way from each count to its entries in the activity log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import PosError
from pos_app.domain.journal import EntryKind
from pos_app.domain.shift_report import ShiftReport
from pos_app.domain.staff import Decision, Permission, StaffMember
from pos_app.services.activity.activity_log import Wanted
from pos_app.services.activity.saying import Group
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for

KINDS: Final = (
    (Group.VOIDS, EntryKind.ORDER_CANCEL),
    (Group.NO_SALE, EntryKind.NO_SALE),
    (Group.DISCOUNTS, EntryKind.PRICE_OVERRIDE),
)
_LAST: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """One text for each of KINDS; `are_open` says whether each opens the log."""

    texts: tuple[str, ...]
    are_open: bool


class ReportCountsModel(QObject):
    """Of the report that is shown, for who may see that.

    Signals:
        read: Emitted with the ReportCounts.
        wanted: Emitted with the Wanted of a count whose entries are to be seen.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    read = Signal(object)
    wanted = Signal(object)
    told = Signal(str, bool)

    def __init__(
        self,
        count: Callable[[Wanted], int],
        *,
        lane: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._count = count
        self._lane = lane
        self._formats = formats
        self._report: ShiftReport | None = None
        self._may_open = False

    def show(self, report: ShiftReport, actor: StaffMember) -> None:
        """Price changes stand in the journal only: they are counted behind the screen."""
        self._report = report
        self._may_open = actor.decide(Permission.READ_REPORTS) is Decision.ALLOWED
        self._emit(report, "…")
        self._lane.submit(
            lambda: self._count(entries_of(report, len(KINDS) - 1)),
            on_success=lambda many: self._emit(report, str(many)),
            on_failure=lambda error: self._fail(report, error),
        )

    def open(self, place: int) -> None:
        if self._report is not None and self._may_open:
            self.wanted.emit(entries_of(self._report, place))

    def end(self) -> None:
        self._report, self._may_open = None, False

    def _emit(self, report: ShiftReport, prices: str) -> None:
        """Unless another report is shown by now."""
        if report is self._report:
            texts = (
                self.tr("Voids {number}").format(number=report.sums.voids),
                self.tr("No-sale opens {number}").format(number=report.shift.no_sales),
                self.tr("Price changes {number}").format(number=prices),
            )
            self.read.emit(ReportCounts(texts, self._may_open))

    def _fail(self, report: ShiftReport, error: PosError) -> None:
        self._emit(report, "?")
        self.told.emit(words_for(error, self._formats), False)


def entries_of(report: ShiftReport, place: int) -> Wanted:
    """The entries of one of KINDS that were made in the shift."""
    group, kind = KINDS[place]
    shift = report.shift
    until = None if shift.closed_at is None else shift.closed_at + _LAST
    return Wanted(group=group, kind=kind.value, during=(shift.opened_at, until))
