"""A small store's people, products and orders, written through any unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Final

from pos_app.domain.journal import EntryKind
from pos_app.domain.money import Currency, Money
from pos_app.domain.order import Order
from pos_app.domain.order_document import Completion, OrderDocument, completed
from pos_app.domain.order_item import OrderItem
from pos_app.domain.payment import Payment, PaymentState
from pos_app.domain.pricing import Discount
from pos_app.domain.product import Product, Unit
from pos_app.domain.quantity import Quantity
from pos_app.domain.shift import Shift
from pos_app.domain.staff import Role, StaffMember
from pos_app.domain.tax import TaxPolicy
from pos_app.services.journal.bodies import order_body
from pos_app.services.journal.writing import Fact, JournalWriter, TerminalIdentity
from pos_app.services.ports import Draft, Entry, UnitOfWork
from tests.contract.stores import Store
from tests.fakes.printing import TAX_CLASSES
from tests.fakes.system import FakeClock, FakeSigner

EUR: Final = Currency.of("EUR")
MORNING: Final = datetime(2026, 3, 14, 10, 5, 7, 891_000, tzinfo=timezone(timedelta(hours=1)))
TODAY: Final = date(2026, 3, 14)
ANA: Final = StaffMember(1, "Ana", Role.OWNER)
BEN: Final = StaffMember(2, "Ben", Role.CASHIER)
MILK: Final = Product(1, "MILK", "Lait entier", Money(119, EUR), "REDUCED", category="dairy")
TEA: Final = Product(2, "TEA", "Thé vert", Money(450, EUR), "STANDARD", category="drinks")
COFFEE: Final = Product(
    3, "COFFEE", "Café", Money(1_250, EUR), "STANDARD", Unit.KILOGRAM, category="drinks"
)
STOCK: Final = {1: Quantity.of(24), 2: Quantity(0), 3: Quantity(7_500)}
JOURNAL: Final = JournalWriter(
    signer=FakeSigner(),
    clock=FakeClock(),
    identity=TerminalIdentity(
        "journal-1", "T01", 1, practice=False, time_zone="Europe/Paris", app_version="0"
    ),
)

Lines = Sequence[tuple[Product, int]]
"""Products, and how much of each in thousandths."""


def prepare(store: Store) -> None:
    with store.new_uow() as uow:
        uow.settings.start_epoch(at=MORNING, reason="setup", terminal="T01")
        for tax_class in TAX_CLASSES.values():
            uow.settings.add_tax_class(tax_class)
        for person in (ANA, BEN):
            uow.staff.add(name=person.name, role=person.role, pin_hash=f"hash of {person.name}")
        uow.commit()


def open_shift(
    store: Store, *, business_date: date = TODAY, at: datetime = MORNING, opening_float: int = 0
) -> Shift:
    with store.new_uow() as uow:
        shift = uow.shifts.open(
            business_date=business_date, at=at, by=BEN.staff_id, opening_float=opening_float
        )
        uow.commit()
    return shift


def close_shift(store: Store, shift: Shift, *, counted: int = 0) -> Shift:
    with store.new_uow() as uow:
        closed = uow.shifts.close(
            shift.shift_id, at=MORNING + timedelta(hours=9), by=ANA.staff_id, counted=counted
        )
        uow.commit()
    return closed


def an_order(
    order_id: str, lines: Lines = ((MILK, 1_000),), *, discount: Discount | None = None
) -> Order:
    return Order(
        order_id,
        EUR,
        TaxPolicy(),
        opened_by=BEN.staff_id,
        items=[
            OrderItem.from_product(product, barcode=f"*{product.sku}*", quantity=Quantity(amount))
            for product, amount in lines
        ],
        discount=discount,
    )


def paid(
    order: Order,
    shift: Shift,
    *,
    actor: StaffMember = BEN,
    at: datetime = MORNING,
    rounding: int = 0,
    change: int = 0,
) -> OrderDocument:
    """A document as a cash payment makes it, before it has a number and an entry."""
    totals = order.calculate_total(TAX_CLASSES)
    due = totals.due + rounding
    payment = Payment(
        f"pay-{order.order_id}", "cash", due, due + change, change, PaymentState.APPROVED
    )
    return completed(
        order, totals, Completion(shift, actor, at), payments=(payment,), rounding=rounding
    )


def cancelled(order: Order, shift: Shift, *, at: datetime = MORNING) -> OrderDocument:
    return completed(order, order.calculate_total(TAX_CLASSES), Completion(shift, ANA, at))


def write(uow: UnitOfWork, document: OrderDocument, *, print_receipt: bool = True) -> OrderDocument:
    """Number it, journal it and save it, but leave the commit to the caller."""
    document = replace(document, number=uow.orders.take_number())
    document = _journalled(uow, document, EntryKind.ORDER, amount=document.totals.total)
    uow.orders.save(document, print_receipt=print_receipt)
    return document


def write_cancelled(uow: UnitOfWork, document: OrderDocument) -> OrderDocument:
    document = _journalled(uow, document, EntryKind.ORDER_CANCEL, amount=0)
    uow.orders.save_cancelled(document)
    return document


def sell(store: Store, document: OrderDocument, *, print_receipt: bool = True) -> OrderDocument:
    with store.new_uow() as uow:
        document = write(uow, document, print_receipt=print_receipt)
        uow.commit()
    return document


def append(uow: UnitOfWork, *, amount: int = 0, new_period: bool = False) -> Entry:
    kind = EntryKind.SHIFT_OPEN if new_period else EntryKind.ORDER
    fact = Fact(kind=kind, actor=None, amount=amount, new_period=new_period)
    return JOURNAL.append(uow.journal, fact)


def a_draft(order_id: str = "order-1", *, revision: int = 1, state: str = "created") -> Draft:
    return Draft(order_id, revision, state, BEN.staff_id, 119, f"body of {revision}")


def save_draft(store: Store, draft: Draft) -> bool:
    with store.new_uow() as uow:
        saved = uow.drafts.save(draft)
        uow.commit()
    return saved


def _journalled(
    uow: UnitOfWork, document: OrderDocument, kind: EntryKind, *, amount: int
) -> OrderDocument:
    entry = JOURNAL.append(
        uow.journal,
        Fact(
            kind=kind,
            actor=ANA,
            body=order_body(document),
            order_id=document.order_id,
            number=document.number,
            amount=amount,
        ),
    )
    return replace(document, journal_seq=entry.seq, journal_hash=entry.hash)
