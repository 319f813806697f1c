"""Use case: take payment. One transaction writes the order and everything that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from pos_app.domain.errors import RefusedError
from pos_app.domain.giving_back import NotAllGivenError
from pos_app.domain.journal import EntryKind
from pos_app.domain.money import Money
from pos_app.domain.order import EmptyOrderError, Order, is_empty
from pos_app.domain.order_document import Completion, OrderDocument, completed
from pos_app.domain.payment import Payment, PaymentState
from pos_app.domain.pricing import OrderTotals
from pos_app.domain.shift import NoShiftError, Shift
from pos_app.domain.staff import Approval, Permission, StaffMember
from pos_app.domain.store import Receipts
from pos_app.domain.tax import TaxClass
from pos_app.domain.tender import CASH, Tender, require_customer, settle
from pos_app.services.journal.bodies import order_body
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.last_room import even_if_full, for_both_tries
from pos_app.services.open_payments import require_settled, require_taken
from pos_app.services.orders.giving_back import GivingBack
from pos_app.services.orders.stock_check import ProductRepository, never_oversold, require_stock
from pos_app.services.ports import Clock, Disk, Ids, NewUnitOfWork, ReadProfile, UnitOfWork


class TenderTooSmallError(RefusedError):
    code = "payment.too_small"
    text = "{tendered} does not cover {due}. Nothing was taken."


@dataclass(frozen=True, slots=True)
class CheckoutPorts:
    """What taking a payment reaches for."""

    new_uow: NewUnitOfWork
    journal: JournalWriter
    clock: Clock
    ids: Ids
    products: ProductRepository
    disk: Disk


@dataclass(frozen=True, slots=True)
class _Sale:
    """An order with all that is known of its payment before it is recorded."""

    order: Order
    totals: OrderTotals
    payments: tuple[Payment, ...]
    rounding: int
    prints: bool
    approval: Approval | None = None


class Checkout:
    def __init__(
        self,
        *,
        ports: CheckoutPorts,
        profile: ReadProfile,
        tax_classes: dict[str, TaxClass],
        print_receipts: bool = True,
    ) -> None:
        self._ports = ports
        self._profile = profile
        self._tax_classes = tax_classes
        self._print_receipts = print_receipts
        self._zone = ZoneInfo(profile().time_zone)

    def cash_due(self, order: Order) -> int:
        """What is to be paid if it is paid in cash, in minor units."""
        return self._profile().cash.of(order.calculate_total(self._tax_classes).due)

    def is_settled(self, order: Order) -> bool:
        """Whether what was taken for it already pays all of it."""
        due = order.calculate_total(self._tax_classes).due
        return settle(due, order.tenders, self._profile().tender_terms).is_settled

    def pay_cash(self, *, order: Order, tendered: int, actor: StaffMember) -> OrderDocument:
        """Settle the whole order with `tendered` minor units of cash; errors as for `pay`."""
        return self.pay(order=order, tenders=(Tender(CASH.code, tendered),), actor=actor)

    def pay(
        self,
        *,
        order: Order,
        tenders: Sequence[Tender],
        actor: StaffMember,
        print_receipt: bool | None = None,
        approval: Approval | None = None,
    ) -> OrderDocument:
        """Settle the whole order with these tenders, in one transaction.

        Afterwards the order is paid and on disk, or it is open as before and nothing is.

        :param print_receipt: for this order; None for what the store does otherwise
        :param approval: of what goes back another way than it came
        :raises RefusedError: too little, too much or far too much given, no shift, nothing in the
            order, a product that may not be oversold, something that came back meanwhile
        :raises UnavailableError: if the disk refuses
        """
        actor.require(Permission.SELL)
        if is_empty(order):
            raise EmptyOrderError
        totals = order.calculate_total(self._tax_classes)
        require_customer(order.customer_id, tenders, self._profile().tender_terms)
        payments, rounding = self._payments(totals.due, tenders)
        prints, kept = self._prints(print_receipt), for_both_tries(approval)
        sale = _Sale(order, totals, payments, rounding, prints, kept)
        order.submit()
        try:
            # The money is in hand already: what the disk has in reserve is for this order.
            document = even_if_full(self._ports.disk, lambda: self._record(sale, actor))
        except BaseException:
            order.resume()
            raise
        order.mark_paid()
        return document

    def _prints(self, wanted: bool | None) -> bool:
        if wanted is None:
            wanted = self._profile().receipts == Receipts.ALWAYS
        return wanted and self._print_receipts

    def _payments(self, due: int, tenders: Sequence[Tender]) -> tuple[tuple[Payment, ...], int]:
        """The payments that settle the order, and what cash has rounded away."""
        settlement = settle(due, tenders, self._profile().tender_terms)
        if not settlement.is_settled:
            raise self._too_small(due, tenders)
        payments = tuple(
            Payment(
                payment_id=tender.attempt_id or self._ports.ids.new(),
                method=tender.method,
                amount=taken.amount,
                tendered=taken.tendered,
                change=taken.change,
                state=PaymentState.APPROVED,
                reference=tender.reference,
                refunds=tender.refunds,
            )
            for tender, taken in zip(tenders, settlement.taken, strict=True)
        )
        return payments, settlement.rounding

    def _too_small(self, due: int, tenders: Sequence[Tender]) -> RefusedError:
        profile = self._profile()
        if due < 0:
            given = -sum(one.tendered for one in tenders)
            return NotAllGivenError(
                given=Money(given, profile.currency), due=Money(-due, profile.currency)
            )
        is_cash = any(profile.tender_terms.method(one.method).gives_change for one in tenders)
        return TenderTooSmallError(
            tendered=Money(sum(one.tendered for one in tenders), profile.currency),
            due=Money(profile.cash.of(due) if is_cash else due, profile.currency),
        )

    def _record(self, sale: _Sale, actor: StaffMember) -> OrderDocument:
        order, now = sale.order, self._ports.clock.now()
        wanted = never_oversold(order, products=self._ports.products)
        with self._ports.new_uow() as uow:
            shift = uow.shifts.current()
            if shift is None:
                raise NoShiftError
            # A clock that was set forward by a day makes no shift a day longer.
            shift.require_usable(self._ports.journal.trust.believed(now))
            require_settled(uow, order)
            require_taken(uow, order, sale.payments, self._profile().tender_terms)
            require_stock(wanted, stock=uow.stock)
            approver = self._take_back(uow, sale, shift, actor) if order.returns else None
            document = completed(
                order,
                sale.totals,
                Completion(shift, actor, now.astimezone(self._zone)),
                payments=sale.payments,
                rounding=sale.rounding,
            )
            document = self._journalled(uow, document, (actor, approver))
            uow.orders.save(document, print_receipt=sale.prints)
            uow.commit()
        return document

    def _take_back(
        self, uow: UnitOfWork, sale: _Sale, shift: Shift, actor: StaffMember
    ) -> StaffMember | None:
        """Count what comes back; return who has allowed it, or that it goes another way."""
        back = GivingBack(sale.order, sale.payments, shift)
        approver = back.record(uow, profile=self._profile(), actor=actor, approval=sale.approval)
        if approver is not None or back.approved_by is None:
            return approver
        known = uow.staff.credentials(back.approved_by)
        return known.member if known else None

    def _journalled(
        self,
        uow: UnitOfWork,
        document: OrderDocument,
        by: tuple[StaffMember, StaffMember | None],
    ) -> OrderDocument:
        """The document with its number and its place in the journal."""
        actor, approver = by
        number = uow.orders.take_number()
        entry = self._ports.journal.append(
            uow.journal,
            Fact(
                kind=EntryKind.REFUND if document.is_refund else EntryKind.ORDER,
                actor=actor,
                approver=approver,
                body=order_body(document),
                order_id=document.order_id,
                number=number,
                shift_id=document.shift_id,
                business_date=document.business_date,
                amount=document.totals.total,
            ),
        )
        return replace(document, number=number, journal_seq=entry.seq, journal_hash=entry.hash)
