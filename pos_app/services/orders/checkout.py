"""Use case: take payment. One transaction writes the order and everything that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from pos_app.domain.cash import CashTaken, TenderTooLargeError, take_cash
from pos_app.domain.errors import RefusedError
from pos_app.domain.journal import EntryKind
from pos_app.domain.money import Money
from pos_app.domain.order import EmptyOrderError, Order
from pos_app.domain.order_document import Completion, OrderDocument, completed
from pos_app.domain.payment import Payment, PaymentMethod, PaymentState
from pos_app.domain.pricing import OrderTotals
from pos_app.domain.shift import NoShiftError
from pos_app.domain.staff import Permission, StaffMember
from pos_app.domain.store import StoreProfile
from pos_app.domain.tax import TaxClass
from pos_app.services.journal.bodies import order_body
from pos_app.services.journal.writing import Fact, JournalWriter
from pos_app.services.last_room import even_if_full
from pos_app.services.orders.stock_check import ProductRepository, never_oversold, require_stock
from pos_app.services.ports import Clock, Disk, Ids, NewUnitOfWork, UnitOfWork


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


class Checkout:
    def __init__(
        self,
        *,
        ports: CheckoutPorts,
        profile: StoreProfile,
        tax_classes: dict[str, TaxClass],
        print_receipts: bool = True,
    ) -> None:
        self._ports = ports
        self._profile = profile
        self._tax_classes = tax_classes
        self._print_receipts = print_receipts
        self._zone = ZoneInfo(profile.time_zone)

    def cash_due(self, order: Order) -> int:
        """What is to be paid if it is paid in cash, in minor units."""
        return self._profile.cash.of(order.calculate_total(self._tax_classes).total)

    def pay_cash(self, *, order: Order, tendered: int, actor: StaffMember) -> OrderDocument:
        """Settle the whole order with `tendered` minor units of cash.

        Afterwards the order is paid and on disk, or it is open as before and nothing is.

        :raises RefusedError: too little or far too much cash, no shift, nothing in the order,
            a product that may not be oversold
        :raises UnavailableError: if the disk refuses
        """
        actor.require(Permission.SELL)
        if not order.items:
            raise EmptyOrderError
        totals = order.calculate_total(self._tax_classes)
        taken = self._take(totals.total, tendered)
        order.submit()
        try:
            document = self._record_even_if_full(order, totals, taken, actor)
        except BaseException:
            order.resume()
            raise
        order.mark_paid()
        return document

    def _take(self, total: int, tendered: int) -> CashTaken:
        profile = self._profile
        taken = take_cash(total, tendered, profile.cash)
        given = Money(tendered, profile.currency)
        if not taken.settles:
            raise TenderTooSmallError(
                tendered=given, due=Money(profile.cash.of(total), profile.currency)
            )
        # Nobody hands over a note that is not needed: then it was a slip of the finger.
        if profile.largest_note and taken.change >= profile.largest_note:
            raise TenderTooLargeError(tendered=given, due=Money(taken.amount, profile.currency))
        return taken

    def _record_even_if_full(
        self, order: Order, totals: OrderTotals, taken: CashTaken, actor: StaffMember
    ) -> OrderDocument:
        """The money is in hand already: what the disk has in reserve is for this order."""
        return even_if_full(self._ports.disk, lambda: self._record(order, totals, taken, actor))

    def _record(
        self, order: Order, totals: OrderTotals, taken: CashTaken, actor: StaffMember
    ) -> OrderDocument:
        now = self._ports.clock.now()
        wanted = never_oversold(order, products=self._ports.products)
        with self._ports.new_uow() as uow:
            shift = uow.shifts.current()
            if shift is None:
                raise NoShiftError
            # A clock that was set forward by a day makes no shift a day longer.
            shift.require_usable(self._ports.journal.trust.believed(now))
            require_stock(wanted, stock=uow.stock)
            document = completed(
                order,
                totals,
                Completion(shift, actor, now.astimezone(self._zone)),
                payments=(self._payment(taken),),
                rounding=taken.rounding,
            )
            document = self._journalled(uow, document, actor)
            uow.orders.save(document, print_receipt=self._print_receipts)
            uow.commit()
        return document

    def _journalled(
        self, uow: UnitOfWork, document: OrderDocument, actor: StaffMember
    ) -> OrderDocument:
        """The document with its number and its place in the journal."""
        number = uow.orders.take_number()
        entry = self._ports.journal.append(
            uow.journal,
            Fact(
                kind=EntryKind.ORDER,
                actor=actor,
                body=order_body(document),
                order_id=document.order_id,
                number=number,
                shift_id=document.shift_id,
                business_date=document.business_date,
                amount=document.totals.total,
            ),
        )
        return replace(document, number=number, journal_seq=entry.seq, journal_hash=entry.hash)

    def _payment(self, taken: CashTaken) -> Payment:
        return Payment(
            payment_id=self._ports.ids.new(),
            method=PaymentMethod.CASH.value,
            amount=taken.amount,
            tendered=taken.tendered,
            change=taken.change,
            state=PaymentState.APPROVED,
        )
