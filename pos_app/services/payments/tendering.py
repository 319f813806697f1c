"""Use cases: take a part of what is due, and give it back; a power cut forgets neither."""

from __future__ import annotations

from dataclasses import replace

from pos_app.domain.errors import PosError
from pos_app.domain.journal import EntryKind
from pos_app.domain.order import Order, put_tenders, put_tip
from pos_app.domain.pricing import OrderTotals
from pos_app.domain.shift import NoShiftError, Shift
from pos_app.domain.staff import Permission, StaffMember
from pos_app.domain.tax import TaxClass
from pos_app.domain.tender import Settlement, Tender, require_customer, settle
from pos_app.domain.tip import TipTakenError, check_tip
from pos_app.services.journal.bodies import said
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.last_room import even_if_full
from pos_app.services.open_payments import require_settled
from pos_app.services.order_drafts import draft_of
from pos_app.services.orders.drafting import OrderGoneError
from pos_app.services.ports import Disk, NewUnitOfWork, ReadProfile


class Tendering:
    """Until the order is paid, its tenders live in it and in its draft."""

    def __init__(
        self,
        *,
        new_uow: NewUnitOfWork,
        journal: JournalWriter,
        profile: ReadProfile,
        tax_classes: dict[str, TaxClass],
        disk: Disk,
    ) -> None:
        self._new_uow = new_uow
        self._journal = journal
        self._profile = profile
        self._tax_classes = tax_classes
        self._disk = disk

    def settlement(self, order: Order, *more: Tender) -> Settlement:
        """How far what was taken goes, with more to it.

        :raises PosError: for a tender that the order cannot take
        """
        return settle(self.totals(order).due, (*order.tenders, *more), self._profile().tender_terms)

    def totals(self, order: Order) -> OrderTotals:
        return order.calculate_total(self._tax_classes)

    def take(self, *, order: Order, tender: Tender, actor: StaffMember) -> None:
        """Take a part; when this returns it is on disk with the order.

        :raises RefusedError: for a tender that the order cannot take, or without a shift
        :raises OrderGoneError: if it was paid or given up meanwhile
        :raises UnavailableError: if the disk refuses; then nothing was taken
        """
        actor.require(Permission.SELL)
        require_customer(order.customer_id, (tender,), self._profile().tender_terms)
        assert not self.settlement(order, tender).is_settled, "that is a payment"
        self._record(order, (*order.tenders, tender), None)

    def remove(
        self, *, order: Order, index: int, actor: StaffMember, approver: StaffMember | None = None
    ) -> None:
        """Give a part back. It stays in the journal, with who has allowed it, if that was asked.

        :raises UnavailableError: if the disk refuses; then it is still taken
        """
        actor.require(Permission.SELL)
        back = order.tenders[index]
        left = (*order.tenders[:index], *order.tenders[index + 1 :])
        body: dict[str, object] = {
            "payment": {
                "method": back.method,
                "tendered": back.tendered,
                **said(part=back.part or None, reference=back.reference),
            }
        }
        other = None if approver == actor else approver
        fact = Fact(EntryKind.PAYMENT_CANCELLED, actor, body, other, order_id=order.order_id)
        self._record(order, left, fact)

    def set_tip(self, *, order: Order, tip: int, actor: StaffMember, is_sure: bool = False) -> None:
        """What the customer gives on top, in minor units; 0 is none. Parts may be taken already.

        :param is_sure: whether it was said twice, for it may be more than the order itself then
        :raises PosError: if no customer gives that, or more was taken than would be due
        :raises OrderGoneError: if it was paid or given up meanwhile
        :raises UnavailableError: if the disk refuses; then the tip is as it was
        """
        actor.require(Permission.SELL)
        self.check_tip(order, tip, is_sure=is_sure)
        before = order.tip
        put_tip(order, tip)
        try:
            self._write(order, None)
        except BaseException:
            put_tip(order, before)
            raise

    def check_tip(self, order: Order, tip: int, *, is_sure: bool = False) -> None:
        """:raises PosError: as `set_tip`, as far as the order itself can say"""
        total = self._total(order)
        check_tip(tip, total=total, currency=self._profile().tender_terms.currency, is_sure=is_sure)
        try:
            settle(total + tip, order.tenders, self._profile().tender_terms)
        except PosError as error:
            raise TipTakenError from error

    def _record(self, order: Order, tenders: tuple[Tender, ...], fact: Fact | None) -> None:
        before = order.tenders
        put_tenders(order, tenders)
        try:
            # The money is in hand already: what the disk has in reserve is for it.
            even_if_full(self._disk, lambda: self._write(order, fact))
        except BaseException:
            put_tenders(order, before)
            raise

    def _write(self, order: Order, fact: Fact | None) -> None:
        with self._new_uow() as uow:
            shift = uow.shifts.current()
            if fact is None and shift is None:
                raise NoShiftError
            if fact is not None:
                self._journal.append(uow.journal, _in_shift(fact, shift))
            require_settled(uow, order)
            # Paid or given up by somebody else meanwhile: money for it would be kept nowhere.
            if not uow.drafts.save(draft_of(order, total=self._total(order))):
                raise OrderGoneError
            uow.commit()

    def _total(self, order: Order) -> int:
        return self.totals(order).total


def _in_shift(fact: Fact, shift: Shift | None) -> Fact:
    if shift is None:
        return fact
    return replace(fact, shift_id=shift.shift_id, business_date=shift.business_date)
