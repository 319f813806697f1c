"""A shop in memory: a store with its owner and a cashier, and the services that run it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from pos_app.domain.attempt import Attempt, Standing
from pos_app.domain.disk_space import OutOfRoomError
from pos_app.domain.journal import EntryKind
from pos_app.domain.order import Order
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.domain.shift import Shift
from pos_app.domain.staff import Role
from pos_app.domain.store import StoreProfile
from pos_app.domain.tender import CARD
from pos_app.services.catalogue.editing import ProductEditing
from pos_app.services.catalogue.importing import StoreTerms
from pos_app.services.catalogue.lookup import Lookup
from pos_app.services.inventory.stock_service import StockService
from pos_app.services.journal.verifying import JournalVerifier, Verdict
from pos_app.services.journal.writing import Fact, JournalWriter, TerminalIdentity
from pos_app.services.orders.cancelling import Cancelling
from pos_app.services.orders.checkout import Checkout, CheckoutPorts
from pos_app.services.orders.drafting import Drafting
from pos_app.services.orders.order_service import OrderPorts, OrderService
from pos_app.services.orders.return_limits import ReturnLimits
from pos_app.services.orders.returning import Line, ReturnPorts, Returns
from pos_app.services.payments.accounts import no_account
from pos_app.services.payments.attempt_book import AttemptBook, BookPorts
from pos_app.services.payments.charging import Charging, ChargingPorts
from pos_app.services.payments.owing import Owing, OwingPorts
from pos_app.services.payments.processor import Accounts, Processors
from pos_app.services.payments.processor_calls import ProcessorCalls
from pos_app.services.payments.recovering import Recovering, RecoveringPorts
from pos_app.services.payments.remote_refunds import RemoteRefunds
from pos_app.services.payments.tender_change import (
    Correction,
    TenderChange,
    TenderChangePorts,
)
from pos_app.services.payments.tendering import Tendering
from pos_app.services.ports import Ids, Signer
from pos_app.services.printing.reprinting import Reprinting
from pos_app.services.shifts.shift_service import ShiftService
from pos_app.services.staff.approving import Approving
from pos_app.services.staff.roles import Roles
from pos_app.services.staff.signing_in import SigningIn, SigningInPorts
from pos_app.services.staff.staff_service import StaffService
from pos_app.services.store.clock_watch import ClockWatch
from pos_app.services.store.setting_up import NewStore, SettingUp
from tests.fakes.catalogue import FakeCatalogue
from tests.fakes.emailing import FakeEmailQueries
from tests.fakes.payment_attempts import FakeAttemptQueries
from tests.fakes.printing import TAX_CLASSES
from tests.fakes.processors.memory import FakeProcessor
from tests.fakes.queries import (
    FakeDraftQueries,
    FakeJournalQueries,
    FakeOrderQueries,
    FakePrintJobQueries,
    FakeSettingQueries,
    FakeShiftQueries,
    FakeStaffQueries,
    FakeStockQueries,
    FakeSyncedPeople,
)
from tests.fakes.returns import FakeReturnQueries
from tests.fakes.storage import FakeStore
from tests.fakes.system import (
    FakeClock,
    FakeDisk,
    FakeIds,
    FakePinHasher,
    FakeSignatureCheck,
    FakeSigner,
)

OWNER_PIN: Final = "293847"
CASHIER_PIN: Final = "704815"
PROFILE: Final = StoreProfile(
    name="Épicerie du Marché",
    country="FR",
    currency_code="EUR",
    time_zone="Europe/Paris",
    terminal="T01",
    journal_id="journal-1",
    steps=(100, 500, 1_000, 2_000, 5_000),
    largest_note=20_000,
    count_limit=0,
)


class FakeShop:
    """`profile` replaces what this shop has otherwise than most; no shift is open yet."""

    def __init__(
        self, *, signer: Signer | None = None, ids: Ids | None = None, **profile: Any
    ) -> None:
        self.profile = replace(PROFILE, **profile)
        self.store = FakeStore(self.profile.currency)
        self.clock, self.ids, self.signer = FakeClock(), ids or FakeIds(), signer or FakeSigner()
        self.hasher = FakePinHasher()
        self.disk = FakeDisk()
        self.catalogue = FakeCatalogue()
        self.processor = FakeProcessor()
        self.processors: Processors = lambda _name, _purpose: self.processor
        self.journal = JournalWriter(
            signer=self.signer, clock=self.clock, identity=identity_of(self.profile)
        )
        self._add_queries()
        self._add_services()
        self.owner = SettingUp(
            new_uow=self.store.new_uow,
            hasher=self.hasher,
            journal=self.journal,
            signer=self.signer,
            clock=self.clock,
        ).run(NewStore(self.profile, tuple(TAX_CLASSES.values()), "Olga", OWNER_PIN, "wrapped"))
        self.cashier = self.staff.add(
            actor=self.owner, name="Ana", role=Role.CASHIER, pin=CASHIER_PIN
        )

    def restore(self) -> None:
        """What restoring a backup does: a new epoch, with a number series of its own."""
        epoch = len(self.store.tables.epochs) + 1
        identity = identity_of(self.profile, epoch=epoch)
        self.journal = JournalWriter(signer=self.signer, clock=self.clock, identity=identity)
        with self.store.new_uow() as uow:
            series = uow.settings.start_epoch(
                at=self.clock.now(), reason="restore", terminal=self.profile.number_prefix
            )
            body: dict[str, object] = {"reason": "restore", "series": series}
            fact = Fact(kind=EntryKind.EPOCH_START, actor=self.owner, body=body)
            self.journal.append(uow.journal, fact)
            uow.commit()
        self._add_services()

    def read_profile(self) -> StoreProfile:
        return self.profile

    def _add_queries(self) -> None:
        self.order_queries = FakeOrderQueries(self.store)
        self.return_queries = FakeReturnQueries(self.store)
        self.draft_queries = FakeDraftQueries(self.store)
        self.journal_queries = FakeJournalQueries(self.store)
        self.shift_queries = FakeShiftQueries(self.store)
        self.staff_queries = FakeStaffQueries(self.store)
        self.stock_queries = FakeStockQueries(self.store)
        self.print_job_queries = FakePrintJobQueries(self.store)
        self.setting_queries = FakeSettingQueries(self.store)
        self.attempt_queries = FakeAttemptQueries(self.store)
        self.email_queries = FakeEmailQueries(self.store)

    def _add_services(self) -> None:
        new_uow, journal, clock = self.store.new_uow, self.journal, self.clock
        lookup = Lookup(products=self.catalogue, rules=self.profile.embedded_rules)
        self.orders = OrderService(
            ports=OrderPorts(
                lookup=lookup,
                products=self.catalogue,
                stock=self.stock_queries,
                ids=self.ids,
                disk=self.disk,
            ),
            profile=self.read_profile,
            tax_classes=TAX_CLASSES,
        )
        self.checkout = self.new_checkout()
        self.cancelling = Cancelling(
            new_uow=new_uow,
            journal=journal,
            clock=clock,
            profile=self.profile,
            tax_classes=TAX_CLASSES,
        )
        self.drafting = Drafting(new_uow=new_uow, drafts=self.draft_queries)
        self.shifts = ShiftService(
            new_uow=new_uow,
            shifts=self.shift_queries,
            journal=journal,
            clock=clock,
            profile=self.read_profile,
            disk=self.disk,
        )
        self.staff = StaffService(
            new_uow=new_uow,
            staff=self.staff_queries,
            synced=FakeSyncedPeople(self.store),
            hasher=self.hasher,
            journal=journal,
            profile=self.profile,
        )
        self.roles = Roles(
            new_uow=new_uow,
            journal=journal,
            rights=self.store.rights,
            profile=self.read_profile,
        )
        self.signing_in = self.new_signing_in()
        self.approving = Approving(door=self.signing_in, clock=clock)
        self.reprinting = Reprinting(orders=self.order_queries, new_uow=new_uow, journal=journal)
        self.tendering = Tendering(
            new_uow=new_uow,
            journal=journal,
            profile=self.read_profile,
            tax_classes=TAX_CLASSES,
            disk=self.disk,
        )
        self.returns = self.new_returns()
        self.tender_change = TenderChange(
            ports=TenderChangePorts(self.order_queries, new_uow, journal, clock, self.ids),
            profile=self.profile,
        )
        self.recovering = self.new_charging()
        self.stock = StockService(new_uow=new_uow, journal=journal, clock=clock)
        self.clock_watch = self.new_clock_watch()
        self.editing = ProductEditing(
            new_uow=new_uow,
            journal=journal,
            clock=clock,
            lookup=lookup,
            terms=StoreTerms(self.profile.currency, frozenset(TAX_CLASSES)),
            default_tax_class=self.profile.default_tax_class,
        )

    def new_returns(self, **profile: Any) -> Returns:
        """As after a restart, with what the owner has changed of the store."""
        return Returns(
            ports=ReturnPorts(
                *(self.orders, self.order_queries, self.return_queries, self.checkout, self.ids),
                ReturnLimits(
                    *(lambda: replace(self.profile, **profile), self.return_queries),
                    *(self.shift_queries, self.staff_queries),
                ),
            ),
            profile=lambda: replace(self.profile, **profile),
            tax_classes=TAX_CLASSES,
        )

    def new_charging(self, accounts: Accounts = no_account) -> Recovering:
        """As after a restart of the program: what was in memory only is gone."""
        self.book = book = AttemptBook(
            ports=BookPorts(
                *(self.store.new_uow, self.journal, self.clock, self.ids),
                *(self.disk, self.staff_queries),
            ),
            tax_classes=TAX_CLASSES,
        )
        self.calls = ProcessorCalls(
            processors=self.processors,
            book=book,
            description=self.profile.name,
            accounts=accounts,
        )
        self.charging = Charging(
            ports=ChargingPorts(book, self.calls, self.clock, self.ids),
            profile=self.read_profile,
            tax_classes=TAX_CLASSES,
        )
        self.remote_refunds = RemoteRefunds(
            charging=self.charging,
            terms=self.profile.tender_terms,
            limits=ReturnLimits(
                *(self.read_profile, self.return_queries, self.shift_queries, self.staff_queries)
            ),
        )
        recovering = Recovering(
            ports=RecoveringPorts(
                *(self.attempt_queries, self.draft_queries, self.staff_queries),
                *(self.charging, book, self.checkout),
            )
        )
        self.owing = Owing(
            ports=OwingPorts(
                *(self.attempt_queries, self.store.new_uow, self.journal, self.clock, self.ids),
                *(self.disk, self.staff_queries, recovering),
            )
        )
        return recovering

    def new_checkout(self, *, print_receipts: bool = True) -> Checkout:
        return Checkout(
            ports=CheckoutPorts(
                self.store.new_uow, self.journal, self.clock, self.ids, self.catalogue, self.disk
            ),
            profile=self.read_profile,
            tax_classes=TAX_CLASSES,
            print_receipts=print_receipts,
        )

    def new_signing_in(self) -> SigningIn:
        """As after a restart of the program: what was in memory only is gone."""
        return SigningIn(
            ports=SigningInPorts(
                self.store.new_uow,
                self.staff_queries,
                self.hasher,
                self.journal,
                self.clock,
                self.disk,
                self.setting_queries,
            )
        )

    def fill_disk(self) -> None:
        """No commit finds room until the disk's reserve is given up."""

        def make_room() -> None:
            self.store.refusal = None

        self.disk.keep_reserve()
        self.disk.on_release = make_room
        self.store.refusal = OutOfRoomError()

    def new_clock_watch(self) -> ClockWatch:
        """As after a restart of the program: what was in memory only is gone."""
        self.journal.trust.settle(None, 0)
        return ClockWatch(
            new_uow=self.store.new_uow,
            journal=self.journal,
            entries=self.journal_queries,
            settings=self.setting_queries,
        )

    def sells(self, product: Product, *barcodes: str, stock: int = 0) -> Product:
        """Put a product on sale; `stock` in thousandths."""
        self.catalogue.add(product, *barcodes, stock=stock)
        self.store.add_product(product, level=Quantity(stock), at=self.clock.now())
        self.store.tables.barcodes.update(dict.fromkeys(barcodes, product.product_id))
        return product

    def open_shift(self, *, opening_float: int = 0) -> Shift:
        return self.shifts.open(actor=self.cashier, opening_float=opening_float)

    def order_of(self, *codes: str) -> Order:
        """A new open order with what these scans add."""
        order = self.orders.create_order(actor=self.cashier)
        for code in codes:
            self.orders.scan(raw=code)
        return order

    def sell(self, *codes: str) -> OrderDocument:
        """Ring these codes up and take the exact cash."""
        order = self.order_of(*codes)
        due = self.checkout.cash_due(order)
        return self.checkout.pay_cash(order=order, tendered=due, actor=self.cashier)

    def charge(self, order: Order, amount: int) -> Attempt:
        """Begin to ask for this much of it by card."""
        method = self.profile.tender_terms.method(CARD.code)
        return self.charging.begin(order=order, method=method, amount=amount, actor=self.cashier)

    def refuse_reversal(self, barcode: str) -> Attempt:
        """Money that comes after its order was paid in cash, and that the processor keeps."""
        self.processor.customer = Standing.WAITING
        order = self.order_of(barcode)
        due = order.calculate_total(TAX_CLASSES).total
        charge = self.charge(order, due)
        self.charging.advance(charge.attempt_id)
        self.charging.release(attempt_id=charge.attempt_id, actor=self.owner)
        self.checkout.pay_cash(order=order, tendered=due, actor=self.cashier)
        one = self.processor.ledger[charge.attempt_id]
        one.standing, one.captured = Standing.DONE, due
        self.processor.gives_nothing_back = "the account is closed"
        self.recovering.resolve(only=frozenset({charge.attempt_id}))
        (reversal,) = self.attempt_queries.reversals(charge.attempt_id)
        return reversal

    def give_back(self, document: OrderDocument, *lines: Line, to: str = "") -> OrderDocument:
        """The owner takes these lines back, or all that is left, and pays them out."""
        order = self.orders.create_order(actor=self.owner)
        why = Returned(ReturnReason.CHANGED_MIND)
        self.returns.add(document=document, lines=lines, why=why, actor=self.owner)
        tenders = self.returns.plan(order, to=to)
        return self.checkout.pay(order=order, tenders=tenders, actor=self.owner)

    def correct(self, document: OrderDocument, method: str) -> OrderDocument:
        """The first payment of this order was in truth made another way."""
        correction = Correction(document.order_id, document.tenders[0].payment_id, method)
        return self.tender_change.change(correction=correction, actor=self.cashier)

    def entries(self, *kinds: str) -> list[dict[str, Any]]:
        """The journal's entries of these kinds, read."""
        return [json.loads(one.raw) for one in self.store.tables.entries if one.kind in kinds]

    def entry(self, place: int) -> dict[str, Any]:
        """One entry of the journal, read."""
        read: dict[str, Any] = json.loads(self.store.tables.entries[place].raw)
        return read

    def verdict(self) -> Verdict:
        verifier = JournalVerifier(signatures=FakeSignatureCheck())
        return verifier.verify(self.store.tables.entries, self.store.tables.keys)


def identity_of(profile: StoreProfile, *, epoch: int = 1) -> TerminalIdentity:
    return TerminalIdentity(
        journal_id=profile.journal_id,
        terminal=profile.terminal,
        epoch=epoch,
        practice=profile.practice,
        time_zone=profile.time_zone,
        app_version="0.1.0",
    )
