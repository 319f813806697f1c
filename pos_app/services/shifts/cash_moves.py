"""Use case: put cash into the drawer or take it out, without an order, and print a slip of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from pos_app.domain.card_number import require_no_card
from pos_app.domain.errors import InvalidInputError, UnavailableError
from pos_app.domain.journal import EntryKind
from pos_app.domain.money import AMOUNT_MINOR_MAX, Currency, Money
from pos_app.domain.shift import CashReason, NoShiftError, Shift
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.journal.bodies import said
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.last_room import even_if_full, for_both_tries
from pos_app.services.ports import Clock, Disk, NewUnitOfWork, Printer

NOTE_LENGTH_MAX: Final = 100


class CashAmountError(InvalidInputError):
    code = "cash_move.amount"
    text = "That is more than {largest}. Nothing was recorded; type a smaller amount."


class NoCashAmountError(CashAmountError):
    code = "cash_move.no_amount"
    text = "Type an amount above 0. Nothing was recorded."


class CashNoteError(InvalidInputError):
    code = "cash_move.note"
    text = "The words have more than {largest} characters. Nothing was recorded; shorten them."


class CashSlipError(UnavailableError):
    code = "cash_move.slip"
    text = (
        "It is recorded, but its slip was not printed or the drawer did not open. "
        "Check that the printer is on and has paper; do not record it again."
    )


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class CashMove:
    """`amount` in minor units, never signed; `note` says more than the reason does."""

    way: Direction
    amount: int
    reason: CashReason
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecordedMove:
    """What its slip says; `seq` is its entry of the journal."""

    move: CashMove
    shift: Shift
    at: datetime
    who: str
    seq: int

    @property
    def name(self) -> str:
        return f"CASH-{self.seq:06d}"


class CashSlips(Protocol):
    def slip_lines(self, recorded: RecordedMove) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class CashPorts:
    """`printer` is the one the drawer is plugged into."""

    new_uow: NewUnitOfWork
    journal: JournalWriter
    clock: Clock
    printer: Printer
    disk: Disk
    slips: CashSlips


class CashMoves:
    def __init__(self, *, ports: CashPorts, currency: Currency) -> None:
        self._ports = ports
        self._currency = currency

    def record(
        self, *, move: CashMove, actor: StaffMember, approval: Approval | None = None
    ) -> RecordedMove:
        """Write it down, then open the drawer and print the slip.

        :raises NotAllowedError: if the actor may not
        :raises NoShiftError: if no shift is open that it could be counted in
        :raises CashAmountError, CashNoteError, CardNumberError: for what cannot be recorded
        :raises CashSlipError: if the printer did not do it; it is recorded all the same
        """
        if move.amount <= 0:
            raise NoCashAmountError
        if move.amount > AMOUNT_MINOR_MAX:
            raise CashAmountError(largest=Money(AMOUNT_MINOR_MAX, self._currency))
        if len(move.note) > NOTE_LENGTH_MAX:
            raise CashNoteError(largest=NOTE_LENGTH_MAX)
        require_no_card(move.note, field_is_code=False)
        kept = for_both_tries(approval)
        recorded = even_if_full(self._ports.disk, lambda: self._record(move, actor, kept))
        try:
            self._ports.printer.open_drawer()
            lines = self._ports.slips.slip_lines(recorded)
            self._ports.printer.print_lines(name=recorded.name, lines=lines)
        except UnavailableError as error:
            raise CashSlipError from error
        return recorded

    def _record(
        self, move: CashMove, actor: StaffMember, approval: Approval | None
    ) -> RecordedMove:
        comes_in = move.way is Direction.IN
        with self._ports.new_uow() as uow:
            shift = uow.shifts.current()
            if shift is None:
                raise NoShiftError
            approver = actor.require(Permission.MOVE_CASH, approval=approval)
            moved = uow.shifts.move_cash(
                shift.shift_id,
                put_in=move.amount if comes_in else 0,
                taken_out=0 if comes_in else move.amount,
            )
            entry = self._ports.journal.append(
                uow.journal,
                Fact(
                    kind=EntryKind.CASH_IN if comes_in else EntryKind.CASH_OUT,
                    actor=actor,
                    approver=approver,
                    body={
                        "amount": move.amount,
                        "reason": move.reason.value,
                        **said(note=move.note),
                    },
                    shift_id=shift.shift_id,
                    business_date=shift.business_date,
                ),
            )
            uow.commit()
        return RecordedMove(move, moved, self._ports.clock.now(), actor.name, entry.seq)
