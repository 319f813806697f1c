"""Use case: an order is given up. What was in it stays in the journal."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from pos_app.domain.journal import EntryKind
from pos_app.domain.order import Order
from pos_app.domain.order_document import Completion, completed
from pos_app.domain.pricing import OrderTotals
from pos_app.domain.shift import NoShiftError
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.domain.tax import TaxClass
from pos_app.services.journal.bodies import order_body
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.open_payments import require_settled
from pos_app.services.ports import Clock, NewUnitOfWork


class Cancelling:
    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        journal: JournalWriter,
        clock: Clock,
        profile: StoreProfile,
        tax_classes: dict[str, TaxClass],
    ) -> None:
        self._new_uow = new_uow
        self._journal = journal
        self._clock = clock
        self._zone = ZoneInfo(profile.time_zone)
        self._tax_classes = tax_classes

    def cancel(
        self,
        *,
        order: Order,
        actor: StaffMember,
        reason: str = "",
        approval: Approval | None = None,
        taken_with: StaffMember | None = None,
    ) -> None:
        """Give the order up and keep it as a cancelled document.

        :param taken_with: who has allowed the actor to lay hands on another person's order

        Afterwards it is cancelled and on disk, or it is open as before and nothing is.

        :raises NotAllowedError: if the actor may not
        :raises OrderClosedError: if it is paid already
        :raises NoShiftError: if no shift is open
        """
        approver = actor.require(Permission.CANCEL_ORDER, approval=approval)
        totals = order.calculate_total(self._tax_classes)
        before = order.state
        order.cancel()
        try:
            self._record(order, totals, (actor, approver or taken_with), reason)
        except BaseException:
            order.state = before
            raise

    def _record(
        self,
        order: Order,
        totals: OrderTotals,
        by: tuple[StaffMember, StaffMember | None],
        reason: str,
    ) -> None:
        actor, approver = by
        now = self._clock.now()
        with self._new_uow() as uow:
            shift = uow.shifts.current()
            if shift is None:
                raise NoShiftError
            require_settled(uow, order)
            document = completed(
                order, totals, Completion(shift, actor, now.astimezone(self._zone))
            )
            entry = self._journal.append(
                uow.journal,
                Fact(
                    kind=EntryKind.ORDER_CANCEL,
                    actor=actor,
                    approver=approver,
                    body={"reason": reason, **order_body(document)},
                    order_id=order.order_id,
                    shift_id=shift.shift_id,
                    business_date=shift.business_date,
                ),
            )
            uow.orders.save_cancelled(
                replace(document, journal_seq=entry.seq, journal_hash=entry.hash)
            )
            uow.commit()
