"""Use cases: open a shift with a float, close it with a count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from pos_app.domain.attempt import AttemptKind
from pos_app.domain.card_number import require_no_card
from pos_app.domain.disk_space import require_room_for_shift
from pos_app.domain.errors import InvalidInputError, RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.money import AMOUNT_MINOR_MAX, Currency, Money
from pos_app.domain.shift import (
    OPEN_WARN,
    ClockBeforeLastShiftError,
    NoShiftError,
    Shift,
    ShiftOpenError,
    business_date_of,
)
from pos_app.domain.shift_report import ShiftSums
from pos_app.domain.staff import (
    Approval,
    ApprovalNeededError,
    Decision,
    Permission,
    StaffMember,
)
from pos_app.services.journal.bodies import said
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.last_room import even_if_full, for_both_tries
from pos_app.services.open_payments import require_decided
from pos_app.services.order_drafts import readable
from pos_app.services.ports import Clock, Disk, Draft, NewUnitOfWork, ReadProfile, UnitOfWork
from pos_app.services.shift_records import ShiftQueries
from pos_app.services.shift_sums import START, SumsSoFar, sums_body
from pos_app.services.shifts.count_limits import allowed_by, refusal
from pos_app.services.shifts.counting import Count
from pos_app.services.shifts.period_closing import closings

NOTE_LENGTH_MAX: Final = 100
_NOTHING_YET: Final = SumsSoFar(ShiftSums(), START)


class CountOutOfRangeError(InvalidInputError):
    code = "shift.count_out_of_range"
    text = "A float or count lies between 0 and {largest}."


class LeftInDrawerError(InvalidInputError):
    code = "shift.left_in_drawer"
    text = (
        "What stays in the drawer lies between 0 and the {counted} that were counted. "
        "Nothing was closed."
    )


class CloseNoteError(InvalidInputError):
    code = "shift.note"
    text = "The note has more than {largest} characters. Nothing was closed; shorten it."


class TendersLeftError(RefusedError):
    code = "shift.tenders_left"
    text = (
        "{amount} was taken for orders that are not paid yet: it would be missing from the next "
        "shift. Take the rest or give it back first; F7 lists the orders."
    )


@dataclass(frozen=True, slots=True)
class _Closing:
    """What is filed by whom; `read` is the shift and `so_far` its sums, before anything was locked.

    Amounts in minor units.
    """

    actor: StaffMember
    counted: int
    pieces: Count | None
    left: int | None
    note: str
    approval: Approval | None
    read: Shift | None
    so_far: SumsSoFar


class ShiftService:
    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        shifts: ShiftQueries,
        journal: JournalWriter,
        clock: Clock,
        profile: ReadProfile,
        disk: Disk,
    ) -> None:
        self._new_uow = new_uow
        self._shifts = shifts
        self._journal = journal
        self._clock = clock
        self._profile = profile
        self._disk = disk

    def current(self) -> Shift | None:
        return self._shifts.current()

    def is_overdue(self) -> bool:
        """Whether the open shift should have been closed by now."""
        shift = self._shifts.current()
        return shift is not None and self._now() - shift.opened_at > OPEN_WARN

    def proposed_float(self) -> int:
        """What the last shift has left in the drawer, in minor units; 0 if nobody said."""
        return self._shifts.left_in_drawer()

    def next_number(self) -> int:
        """Of the shift that is opened next."""
        return self._shifts.last_number() + 1

    def open(self, *, actor: StaffMember, opening_float: int, pieces: Count | None = None) -> Shift:
        """Start a drawer period; `opening_float` in minor units.

        :param pieces: the same by notes and coins, where it was counted so
        :raises ShiftOpenError: if one is open
        :raises ClockBeforeLastShiftError: if the clock stands before the last business date
        :raises NoRoomForShiftError: if the disk is nearly full
        """
        actor.require(Permission.OPEN_SHIFT)
        _check(opening_float, self._profile().currency)
        require_room_for_shift(self._disk.free_bytes())
        now = self._now()
        local = now.astimezone(ZoneInfo(self._profile().time_zone))
        today = business_date_of(local, cut_over_hour=self._profile().cut_over_hour)
        with self._new_uow() as uow:
            already = uow.shifts.current()
            if already is not None:
                raise ShiftOpenError(since=already.opened_at.isoformat(timespec="minutes"))
            last = uow.shifts.last_business_date()
            if last is not None and today < last:
                # Whoever may run the store may go on with the last date; others must ask.
                if actor.decide(Permission.MANAGE_PRODUCTS) is not Decision.ALLOWED:
                    clock = f"{local:%Y-%m-%d %H:%M}"
                    raise ClockBeforeLastShiftError(clock=clock, today=today, last=last)
                today = last
            for fact in closings(uow.shifts, last, today, by=actor):
                self._journal.append(uow.journal, fact)
            shift = uow.shifts.open(
                business_date=today, at=now, by=actor.staff_id, opening_float=opening_float
            )
            self._journal.append(
                uow.journal,
                Fact(
                    kind=EntryKind.SHIFT_OPEN,
                    actor=actor,
                    body={"number": shift.number, "float": opening_float, **_filed(pieces)},
                    shift_id=shift.shift_id,
                    business_date=shift.business_date,
                    new_period=True,
                ),
            )
            uow.commit()
        return shift

    def close(
        self,
        *,
        actor: StaffMember,
        counted: int,
        pieces: Count | None = None,
        left: int | None = None,
        note: str = "",
        approval: Approval | None = None,
    ) -> Shift:
        """End the drawer period with the cash that was counted, in minor units.

        :param pieces: the same by notes and coins, where it was counted so
        :param left: what of it stays in the drawer; None if nobody said
        :param note: what there is to say of the count; it stands on the Z report
        :raises NoShiftError: if none is open
        :raises PaymentOpenError: if a processor has not answered yet
        :raises TendersLeftError: if money lies in the drawer for an order that is not paid yet
        :raises CloseNoteError, CardNumberError: for a note that cannot be filed
        :raises CountDiffersError: for the first count beyond the store's limit; it is journalled
        :raises CountNeedsNoteError: for those after it, without a note; likewise
        :raises ApprovalNeededError: for those after it, if the actor must ask; likewise
        :raises CountNotAllowedError: if the actor may not even ask; likewise
        """
        actor.require(Permission.CLOSE_SHIFT)
        _check(counted, self._profile().currency)
        _check_left(left, counted, self._profile().currency)
        note = " ".join(note.split())
        check_note(note)
        read = self._shifts.current()
        so_far = self._shifts.sums(read.shift_id) if read else _NOTHING_YET
        kept = for_both_tries(approval)
        closing = _Closing(actor, counted, pieces, left, note, kept, read, so_far)
        # The drawer is counted, and the till is left for the night.
        return even_if_full(self._disk, lambda: self._close(closing))

    def _close(self, closing: _Closing) -> Shift:
        actor, counted, read, so_far = closing.actor, closing.counted, closing.read, closing.so_far
        with self._new_uow() as uow:
            current = self._closable(uow)
            before = uow.shifts.counts_beyond(current.shift_id)
            why_not = refusal(
                current, counted, closing.note, before=before, profile=self._profile(), who=actor
            )
            is_asked = isinstance(why_not, ApprovalNeededError)
            approver = allowed_by(actor, closing.approval) if is_asked else None
            if why_not is not None and approver is None:
                self._note_beyond(uow, current, counted, actor)
                raise why_not
            closed = uow.shifts.close(
                current.shift_id,
                at=self._now(),
                by=actor.staff_id,
                counted=counted,
                left=closing.left,
            )
            shift = replace(closed, left=closing.left)
            if read is None or shift.shift_id != read.shift_id:  # another was opened meanwhile
                so_far = _NOTHING_YET
            # Only what was sold since the reading: the drawer of a long day closes at once too.
            since = uow.shifts.sums_after(shift.shift_id, so_far.mark)
            fact = _closed(shift, so_far.sums.plus(since.sums), closing)
            self._journal.append(uow.journal, replace(fact, approver=approver))
            uow.commit()
        return shift

    def _now(self) -> datetime:
        """A clock that was set forward ends no day, month or year: each is filed once."""
        return self._journal.trust.believed(self._clock.now())

    def _closable(self, uow: UnitOfWork) -> Shift:
        current = uow.shifts.current()
        if current is None:
            raise NoShiftError
        # What a processor gives back takes nothing out of the drawer, whenever it does.
        undecided = uow.attempts.undecided()
        require_decided([one for one in undecided if one.kind is AttemptKind.CHARGE])
        taken = _taken(uow.drafts.drafts())
        if taken:
            raise TendersLeftError(amount=Money(taken, self._profile().currency))
        return current

    def _note_beyond(self, uow: UnitOfWork, shift: Shift, counted: int, actor: StaffMember) -> None:
        """Write down what was counted first: whoever tries one count after another is seen."""
        uow.shifts.note_beyond(shift.shift_id)
        self._journal.append(
            uow.journal,
            Fact(
                kind=EntryKind.COUNT,
                actor=actor,
                body={"number": shift.number, "counted": counted, "filed": False},
                shift_id=shift.shift_id,
                business_date=shift.business_date,
            ),
        )
        uow.commit()

    def see_expected(
        self, *, actor: StaffMember, shift: Shift, approval: Approval | None = None
    ) -> Shift:
        """The shift, for who may see what should have lain in its drawer.

        Who had to ask is journalled, with who has allowed it.

        :raises NotAllowedError: if the actor may not
        """
        approver = actor.require(Permission.SEE_EXPECTED, approval=approval)
        if approver is not None:
            body: dict[str, object] = {"number": shift.number, "expected_seen": shift.expected}
            with self._new_uow() as uow:
                self._journal.append(uow.journal, Fact(EntryKind.COUNT, actor, body, approver))
                uow.commit()
        return shift


def _closed(shift: Shift, sums: ShiftSums, closing: _Closing) -> Fact:
    """The Z report as it is filed: the sums of the shift, and those of its documents."""
    body: dict[str, object] = {
        "number": shift.number,
        "orders": shift.orders,
        "sales": shift.sales,
        "refunds": shift.refunds,
        "expected": shift.expected,
        "counted": shift.counted,
        "no_sales": shift.no_sales,
        **said(tips=shift.tips or None),
        "float": shift.opening_float,
        "cash_in": shift.cash_in,
        "cash_out": shift.cash_out,
        **_filed(closing.pieces),
        **({} if shift.left is None else {"left": shift.left, "taken": shift.taken}),
        **said(note=closing.note),
        "report": sums_body(sums),
    }
    return Fact(
        kind=EntryKind.SHIFT_CLOSE,
        actor=closing.actor,
        body=body,
        shift_id=shift.shift_id,
        business_date=shift.business_date,
    )


def _filed(count: Count | None) -> dict[str, object]:
    """What of it was which note or coin, and the other sum; nothing of one typed total."""
    if count is None:
        return {}
    pieces = {str(value): many for value, many in count.pieces.items()}
    return said(pieces=pieces, other=count.other or None)


def _taken(drafts: Sequence[Draft]) -> int:
    """What was given for open orders, or back, in minor units; no broken one stops anybody."""
    orders = [order for order in map(readable, drafts) if order is not None]
    return sum(
        abs(min(one.tendered, one.part or one.tendered))
        for order in orders
        for one in order.tenders
    )


def _check_left(left: int | None, counted: int, currency: Currency) -> None:
    if left is not None and not 0 <= left <= counted:
        raise LeftInDrawerError(counted=Money(counted, currency))


def check_note(note: str) -> None:
    """:raises CloseNoteError, CardNumberError: for a note that cannot be filed"""
    if len(note) > NOTE_LENGTH_MAX:
        raise CloseNoteError(largest=NOTE_LENGTH_MAX)
    require_no_card(note, field_is_code=False)


def _check(minor: int, currency: Currency) -> None:
    if not 0 <= minor <= AMOUNT_MINOR_MAX:
        raise CountOutOfRangeError(largest=Money(AMOUNT_MINOR_MAX, currency))
