"""Everything that changes a store, built on its writer, its keys and its clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from pos_app import __version__
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.system.clock import SystemClock
from pos_app.adapters.system.disk import StoreDisk
from pos_app.adapters.system.ids import UuidV7
from pos_app.adapters.system.installation import KnownPlace
from pos_app.adapters.system.last_entry import LastEntry
from pos_app.composition.holding import HeldStore
from pos_app.composition.lazy import LazyPinHasher, LazySigner
from pos_app.composition.queries import Queries
from pos_app.services.catalogue.editing import ProductEditing
from pos_app.services.catalogue.importing import StoreTerms
from pos_app.services.catalogue.lookup import Lookup
from pos_app.services.catalogue.searching import Search
from pos_app.services.inventory.stock_service import StockService
from pos_app.services.journal.adopting import Adopting
from pos_app.services.journal.writing import JournalWriter, TerminalIdentity
from pos_app.services.orders.cancelling import Cancelling
from pos_app.services.orders.checkout import Checkout, CheckoutPorts
from pos_app.services.orders.drafting import Drafting
from pos_app.services.orders.order_service import OrderPorts, OrderService
from pos_app.services.ports import NewUnitOfWork
from pos_app.services.shifts.shift_service import ShiftService
from pos_app.services.staff.approving import Approving
from pos_app.services.staff.roles import Roles
from pos_app.services.staff.signing_in import SigningIn, SigningInPorts
from pos_app.services.staff.staff_service import StaffService
from pos_app.services.store.clock_watch import ClockWatch


@dataclass(frozen=True, slots=True)
class Keys:
    """What needs the key store, and loads it on first use."""

    hasher: LazyPinHasher
    signer: LazySigner

    def warm(self) -> None:
        """Read the key store and load what works with it, before the first PIN is typed.

        :raises UnavailableError: if the key store does not give them out
        """
        self.hasher.warm()
        assert self.signer.key_id


@dataclass(frozen=True, slots=True)
class Services:
    new_uow: NewUnitOfWork
    journal: JournalWriter
    clock: SystemClock
    orders: OrderService
    checkout: Checkout
    cancelling: Cancelling
    drafting: Drafting
    search: Search
    shifts: ShiftService
    staff: StaffService
    roles: Roles
    signing_in: SigningIn
    approving: Approving
    stock: StockService
    editing: ProductEditing
    clock_watch: ClockWatch
    adopting: Adopting
    disk: StoreDisk
    recorded: Recorded


class Recorded:
    """What is done once an entry is on disk: it is noted outside, and who waits for it is told."""

    def __init__(self, last: LastEntry, journal: JournalWriter) -> None:
        self._last = last
        self._journal = journal
        self.tell: Callable[[], None] | None = None

    def __call__(self, seq: int) -> None:
        self._last.note(self._journal.epoch, seq)
        if self.tell is not None:
            self.tell()


def identity_of(queries: Queries) -> TerminalIdentity:
    profile = queries.profile
    return TerminalIdentity(
        journal_id=profile.journal_id,
        terminal=profile.terminal,
        epoch=queries.epoch,
        practice=profile.practice,
        time_zone=profile.time_zone,
        app_version=__version__,
    )


def build_services(
    writer: Engine,
    queries: Queries,
    keys: Keys,
    *,
    held: HeldStore,
    last: LastEntry,
    print_receipts: bool = True,
) -> Services:
    clock, ids, profile = SystemClock(), UuidV7(), queries.profile
    lookup = Lookup(products=queries.products, rules=profile.embedded_rules)
    journal = JournalWriter(signer=keys.signer, clock=clock, identity=identity_of(queries))
    recorded = Recorded(last, journal)

    def new_uow() -> SqlUnitOfWork:
        return SqlUnitOfWork(writer, on_recorded=recorded, rights=queries.rights)

    disk = StoreDisk(held.folder.root, held.folder.reserve)
    adopting = _adopting(held, new_uow, journal, clock)
    signing_in = SigningIn(
        ports=SigningInPorts(
            *(new_uow, queries.staff, keys.hasher, journal, clock, disk, queries.settings)
        ),
        adopting=adopting,
    )
    return Services(
        new_uow=new_uow,
        journal=journal,
        clock=clock,
        orders=_orders(queries, lookup, ids, disk),
        checkout=Checkout(
            ports=CheckoutPorts(new_uow, journal, clock, ids, queries.products, disk),
            profile=queries.live,
            tax_classes=queries.tax_classes,
            print_receipts=print_receipts,
        ),
        cancelling=Cancelling(
            new_uow=new_uow,
            journal=journal,
            clock=clock,
            profile=profile,
            tax_classes=queries.tax_classes,
        ),
        drafting=Drafting(new_uow=new_uow, drafts=queries.drafts),
        search=Search(products=queries.products),
        shifts=ShiftService(
            new_uow=new_uow,
            shifts=queries.shifts,
            journal=journal,
            clock=clock,
            profile=queries.live,
            disk=disk,
        ),
        staff=_staff(queries, new_uow, keys, journal),
        roles=Roles(new_uow=new_uow, journal=journal, rights=queries.rights, profile=queries.live),
        signing_in=signing_in,
        approving=Approving(door=signing_in, clock=clock),
        adopting=adopting,
        disk=disk,
        recorded=recorded,
        stock=StockService(new_uow=new_uow, journal=journal, clock=clock),
        editing=_editing(queries, new_uow, journal, clock, lookup),
        clock_watch=ClockWatch(
            new_uow=new_uow,
            journal=journal,
            entries=queries.journal,
            settings=queries.settings,
            adopting=adopting,
        ),
    )


def _adopting(
    held: HeldStore, new_uow: NewUnitOfWork, journal: JournalWriter, clock: SystemClock
) -> Adopting:
    return Adopting(
        new_uow=new_uow,
        journal=journal,
        clock=clock,
        ids=UuidV7(),
        number_prefix=held.profile.number_prefix,
        place=KnownPlace(held.folder.root, held.profile.journal_id),
    )


def _staff(
    queries: Queries, new_uow: NewUnitOfWork, keys: Keys, journal: JournalWriter
) -> StaffService:
    return StaffService(
        new_uow=new_uow,
        staff=queries.staff,
        synced=queries.synced_people,
        hasher=keys.hasher,
        journal=journal,
        profile=queries.profile,
    )


def _editing(
    queries: Queries,
    new_uow: NewUnitOfWork,
    journal: JournalWriter,
    clock: SystemClock,
    lookup: Lookup,
) -> ProductEditing:
    profile = queries.profile
    return ProductEditing(
        new_uow=new_uow,
        journal=journal,
        clock=clock,
        lookup=lookup,
        terms=StoreTerms(profile.currency, frozenset(queries.tax_classes)),
        default_tax_class=profile.default_tax_class,
    )


def _orders(queries: Queries, lookup: Lookup, ids: UuidV7, disk: StoreDisk) -> OrderService:
    return OrderService(
        ports=OrderPorts(
            lookup=lookup,
            products=queries.products,
            stock=queries.stock,
            ids=ids,
            disk=disk,
        ),
        profile=queries.live,
        tax_classes=queries.tax_classes,
    )
