"""Use case: open the drawer without a sale; it is written down and counted before it opens."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.errors import UnavailableError
from pos_app.domain.journal import EntryKind
from pos_app.domain.shift import NoSaleReason, NoShiftError, Shift
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.last_room import even_if_full, for_both_tries
from pos_app.services.ports import Disk, NewUnitOfWork, Printer


class DrawerShutError(UnavailableError):
    code = "drawer.shut"
    text = (
        "The drawer did not open; that somebody wanted it is written down. "
        "Check that the printer is on and its cables are in, or use the key."
    )


@dataclass(frozen=True, slots=True)
class DrawerPorts:
    """`printer` is the one the drawer is plugged into."""

    new_uow: NewUnitOfWork
    journal: JournalWriter
    printer: Printer
    disk: Disk


class NoSale:
    def __init__(self, *, ports: DrawerPorts) -> None:
        self._ports = ports

    def open_drawer(
        self, *, actor: StaffMember, reason: NoSaleReason, approval: Approval | None = None
    ) -> Shift:
        """Journal it, then open: a drawer that cannot be accounted for stays shut.

        :raises NotAllowedError: if the actor may not
        :raises NoShiftError: if no shift is open that it could be counted in
        :raises DrawerShutError: if the printer did not do it; it is counted all the same
        """
        kept = for_both_tries(approval)
        shift = even_if_full(self._ports.disk, lambda: self._record(actor, reason, kept))
        try:
            self._ports.printer.open_drawer()
        except UnavailableError as error:
            raise DrawerShutError from error
        return shift

    def _record(self, actor: StaffMember, reason: NoSaleReason, approval: Approval | None) -> Shift:
        with self._ports.new_uow() as uow:
            shift = uow.shifts.current()
            if shift is None:
                raise NoShiftError
            approver = actor.require(Permission.OPEN_DRAWER, approval=approval)
            counted = uow.shifts.count_no_sale(shift.shift_id)
            self._ports.journal.append(
                uow.journal,
                Fact(
                    kind=EntryKind.NO_SALE,
                    actor=actor,
                    approver=approver,
                    body={"reason": reason.value},
                    shift_id=shift.shift_id,
                    business_date=shift.business_date,
                ),
            )
            uow.commit()
        return counted
