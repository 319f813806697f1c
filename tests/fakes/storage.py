"""A store in memory: units of work that keep the contract of the ports, as the disk does.

Every table holds immutable values, so a copy of the tables is a snapshot. What the database
refuses by a constraint or a trigger is an assertion here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from types import TracebackType
from typing import Self

from pos_app.domain.attempt import Attempt
from pos_app.domain.closing import ClosingSums
from pos_app.domain.customer import Customer, CustomerDetails
from pos_app.domain.errors import PosError, UnavailableError
from pos_app.domain.journal import RunningTotals
from pos_app.domain.money import Currency, Money
from pos_app.domain.order import OrderState
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.payment import Payment, cash_of
from pos_app.domain.product import CUSTOM_ID, CUSTOM_SKU, Oversell, Product, Unit
from pos_app.domain.quantity import Quantity
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.shift import Shift
from pos_app.domain.staff import Role, StaffMember, StoreRights
from pos_app.domain.tax import Tax, TaxClass
from pos_app.services.catalogue.row_refusal import RowRefusedError
from pos_app.services.email_jobs import EmailJob
from pos_app.services.ports import Draft, Entry, Head, StaffCredentials, StockMovement
from pos_app.services.product_edits import CodeOwner, NewProduct
from pos_app.services.shift_sums import Mark, SumsSoFar
from pos_app.wire import canonical
from pos_app.wire.records import Countersigned
from tests.fakes.emailing import FakeEmailRepository
from tests.fakes.payment_attempts import FakeAttemptRepository
from tests.fakes.returns import FakeReturnRepository
from tests.fakes.shift_sums import sums_of_documents

KINDS_OF_MOVEMENT = (
    *("opening", "order", "refund", "receipt", "count", "adjustment"),
    "restored",
)


class DiskRefusedError(UnavailableError):
    code = "test.disk_refused"
    text = "The disk refused. This was NOT recorded and nothing was lost."


def _nothing() -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class StoredJob:
    order_id: str
    copy: int
    state: str
    attempts: int = 0
    last_error: str | None = None
    kind: ReceiptKind = ReceiptKind.RECEIPT


@dataclass(frozen=True, slots=True)
class StoredEpoch:
    number: int
    series: str
    last_number: int
    started_at: datetime
    reason: str
    moved_before: int
    """How many movements of the stock there were when it began."""


@dataclass(frozen=True, slots=True)
class StoredOutbox:
    state: str = "waiting"
    attempts: int = 0
    last_error: str = ""


@dataclass(slots=True)
class Tables:
    """What is on disk; orders, movements, entries and epochs are kept in the order of writing."""

    products: dict[int, Product] = field(default_factory=dict)
    barcodes: dict[str, int] = field(default_factory=dict)
    levels: dict[int, Quantity] = field(default_factory=dict)
    movements: list[tuple[int, StockMovement]] = field(default_factory=list)
    orders: dict[str, OrderDocument] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    shifts: dict[int, Shift] = field(default_factory=dict)
    staff: dict[int, StaffCredentials] = field(default_factory=dict)
    badges: dict[str, int] = field(default_factory=dict)
    signed_in: dict[int, datetime] = field(default_factory=dict)
    from_head_office: set[int] = field(default_factory=set)
    jobs: dict[int, StoredJob] = field(default_factory=dict)
    emails: dict[int, EmailJob] = field(default_factory=dict)
    attempts: dict[str, Attempt] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    counts_beyond: dict[int, int] = field(default_factory=dict)
    taxes: dict[str, Tax] = field(default_factory=dict)
    tax_classes: dict[str, TaxClass] = field(default_factory=dict)
    favourites: dict[int, int] = field(default_factory=dict)
    customers: dict[int, Customer] = field(default_factory=dict)
    customer_keys: dict[int, frozenset[str]] = field(default_factory=dict)
    returned: dict[tuple[str, int], int] = field(default_factory=dict)
    given_back: dict[str, int] = field(default_factory=dict)
    keys: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    epochs: list[StoredEpoch] = field(default_factory=list)
    outbox: dict[int, StoredOutbox] = field(default_factory=dict)
    versions: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    anchors: dict[int, Countersigned] = field(default_factory=dict)

    def copy(self) -> Tables:
        return Tables(**{one.name: getattr(self, one.name).copy() for one in fields(self)})

    def name_of(self, staff_id: int) -> str:
        return self.staff[staff_id].member.name


class FakeStore:
    """`refusal` is raised by the next commits instead of writing anything.

    `on_commit` is called right before and right after each: a test pulls the plug there.
    """

    def __init__(self, currency: Currency | None = None) -> None:
        self.currency = currency or Currency.of("EUR")
        self.tables = Tables()
        self.rights = StoreRights()
        self.refusal: PosError | None = None
        self.on_begin: Callable[[], None] = _nothing
        """What others write while one waits to begin; once."""
        self.on_commit: Callable[[], None] = _nothing
        self.commits = 0
        self.is_busy = False

    def new_uow(self) -> FakeUnitOfWork:
        return FakeUnitOfWork(self)

    def add_product(self, product: Product, *, level: Quantity, at: datetime) -> None:
        """As an import does: a product comes with its level and the movement that made it."""
        self.tables.products[product.product_id] = product
        self.tables.levels[product.product_id] = level
        if level.thousandths:
            movement = StockMovement(at, "opening", level, None)
            self.tables.movements.append((product.product_id, movement))


class FakeUnitOfWork:
    def __init__(self, store: FakeStore) -> None:
        self._store = store

    def __enter__(self) -> Self:
        assert not self._store.is_busy, "a unit of work inside another"
        meanwhile, self._store.on_begin = self._store.on_begin, _nothing
        meanwhile()
        self._store.is_busy = True
        tables = self._tables = self._store.tables.copy()
        self.orders = FakeOrderRepository(tables)
        self.drafts = FakeDraftRepository(tables)
        self.journal = FakeJournalRepository(tables)
        self.shifts = FakeShiftRepository(tables)
        self.staff = FakeStaffRepository(tables, self._store.rights)
        self.stock = FakeStockRepository(tables)
        self.catalogue = FakeCatalogueRepository(tables, self._store.currency)
        self.customers = FakeCustomerRepository(tables)
        self.print_jobs = FakePrintJobRepository(tables)
        self.emails = FakeEmailRepository(tables)
        self.attempts = FakeAttemptRepository(tables)
        self.settings = FakeSettingRepository(tables)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._store.is_busy = False

    def commit(self) -> None:
        if self._store.refusal is not None:
            raise self._store.refusal
        self._store.on_commit()
        self._store.tables = self._tables.copy()
        self._store.commits += 1
        self._store.on_commit()


class FakeOrderRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.returns = FakeReturnRepository(tables)

    def take_number(self) -> str:
        epoch = self._tables.epochs[-1]
        number = epoch.last_number + 1
        self._tables.epochs[-1] = replace(epoch, last_number=number)
        return f"{epoch.series}-{number:06d}"

    def save(self, document: OrderDocument, *, print_receipt: bool) -> None:
        assert document.state == OrderState.PAID
        assert document.number is not None
        self._store(document)
        for line in document.items:
            product_id, taken = line.item.product_id, line.item.quantity
            if line.item.returns is not None and not line.item.returns.restocks:
                continue
            kind = "order" if taken.thousandths > 0 else "refund"
            movement = StockMovement(document.completed_at, kind, -taken, document.number)
            self._tables.movements.append((product_id, movement))
            self._tables.levels[product_id] -= taken
        self._add_to_shift(document)
        state = "waiting" if print_receipt else "skipped"
        self._tables.jobs[max(self._tables.jobs, default=0) + 1] = StoredJob(
            document.order_id, 0, state
        )

    def save_cancelled(self, document: OrderDocument) -> None:
        assert document.state == OrderState.CANCELLED
        assert document.number is None
        self._store(document)

    def is_recorded(self, order_id: str) -> bool:
        return order_id in self._tables.orders

    def change_tender(
        self, document: OrderDocument, payments: Sequence[Payment], *, at: datetime
    ) -> None:
        tables = self._tables
        stored, shift = tables.orders[document.order_id], tables.shifts[document.shift_id]
        assert at.tzinfo is not None
        assert shift.closed_at is None, "a closed shift stays as it is"
        known = {one.payment_id for one in stored.payments}
        assert known.isdisjoint(one.payment_id for one in payments)
        assert {one.reverses for one in payments if one.reverses} <= known
        reversed_twice = {one.reverses for one in stored.payments if one.reverses}
        assert reversed_twice.isdisjoint(one.reverses for one in payments)
        tables.orders[document.order_id] = replace(stored, payments=(*stored.payments, *payments))
        tables.shifts[shift.shift_id] = replace(
            shift, cash_sales=shift.cash_sales + cash_of(payments)
        )

    def _store(self, document: OrderDocument) -> None:
        tables = self._tables
        assert document.order_id not in tables.orders, "an order is stored once"
        numbers = {one.number for one in tables.orders.values() if one.number}
        assert document.number not in numbers, "a number is used once"
        tip, total = document.totals.tip, document.totals.total
        assert not tip or (document.number and tip * total > 0), "a tip goes with its order"
        known = {payment.payment_id for one in tables.orders.values() for payment in one.payments}
        assert known.isdisjoint(one.payment_id for one in document.payments)
        assert {document.opened_by, document.completed_by} <= tables.staff.keys()
        assert document.customer_id is None or document.customer_id in tables.customers
        assert {line.item.product_id for line in document.items} <= tables.products.keys()
        assert document.shift_id in tables.shifts
        assert document.journal_seq <= len(tables.entries), "its entry comes first"
        tables.orders[document.order_id] = self._as_stored(document)
        tables.drafts.pop(document.order_id, None)

    def _as_stored(self, document: OrderDocument) -> OrderDocument:
        """What comes back from the tables: the tax lines by their codes."""
        taxes = sorted(document.totals.tax_lines, key=lambda one: (one.tax_class, one.tax_code))
        return replace(
            document,
            cashier=self._tables.name_of(document.completed_by),
            journal_hash=self._tables.entries[document.journal_seq - 1].hash,
            totals=replace(document.totals, tax_lines=tuple(taxes)),
        )

    def _add_to_shift(self, document: OrderDocument) -> None:
        shift = self._tables.shifts[document.shift_id]
        assert shift.closed_at is None, "a closed shift stays as it is"
        self._tables.shifts[shift.shift_id] = replace(
            shift,
            orders=shift.orders + (not document.is_refund),
            sales=shift.sales + document.totals.total + document.given_back,
            refunds=shift.refunds + document.given_back,
            tips=shift.tips + document.totals.tip,
            cash_sales=shift.cash_sales + cash_of(document.payments),
        )


class FakeDraftRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def save(self, draft: Draft) -> bool:
        assert draft.state in {OrderState.CREATED, OrderState.HELD}, draft.state
        assert draft.opened_by in self._tables.staff
        known = self._tables.drafts.get(draft.order_id)
        is_late = known is not None and draft.revision <= known.revision
        if draft.order_id in self._tables.orders or is_late:
            return False
        self._tables.drafts[draft.order_id] = draft
        return True

    def delete(self, order_id: str) -> None:
        self._tables.drafts.pop(order_id, None)

    def drafts(self) -> Sequence[Draft]:
        return [draft for _, draft in sorted(self._tables.drafts.items())]

    def draft(self, order_id: str) -> Draft | None:
        return self._tables.drafts.get(order_id)


class FakeJournalRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def head(self) -> Head:
        return head_of(self._tables.entries)

    def append(self, entry: Entry) -> None:
        taken = {one.seq for one in self._tables.entries}
        assert entry.seq not in taken, "a sequence number is used once"
        self._tables.entries.append(entry)
        self._tables.outbox[entry.seq] = StoredOutbox()


class FakeShiftRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def current(self) -> Shift | None:
        return open_shift(self._tables.shifts)

    def last_business_date(self) -> date | None:
        return max((one.business_date for one in self._tables.shifts.values()), default=None)

    def open(self, *, business_date: date, at: datetime, by: int, opening_float: int) -> Shift:
        assert self.current() is None, "one shift is open at most"
        assert by in self._tables.staff
        number = len(self._tables.shifts) + 1
        shift = Shift(number, number, business_date, at, by, opening_float)
        self._tables.shifts[number] = shift
        return shift

    def close(
        self, shift_id: int, *, at: datetime, by: int, counted: int, left: int | None = None
    ) -> Shift:
        shift = self._tables.shifts[shift_id]
        if shift.closed_at is None:
            shift = replace(shift, closed_at=at, closed_by=by, counted=counted)
            self._tables.settings["left_in_drawer"] = str(left or 0)
            self._tables.shifts[shift_id] = shift
        return shift

    def stored(self, *, since: date, until: date) -> ClosingSums:
        shifts = [
            one for one in self._tables.shifts.values() if since <= one.business_date <= until
        ]
        taxes = [
            sums_of_documents(documents_of(self._tables, one.shift_id)).sums.tax for one in shifts
        ]
        sold, back = sum(one.sales for one in shifts), sum(one.refunds for one in shifts)
        return ClosingSums(
            orders=sum(one.orders for one in shifts),
            sales=sold,
            refunds=back,
            gross=sold - back,
            tax=sum(taxes),
            tips=sum(one.tips for one in shifts),
            cash=sum(one.cash_sales for one in shifts),
        )

    def counts_beyond(self, shift_id: int) -> int:
        return self._tables.counts_beyond.get(shift_id, 0)

    def note_beyond(self, shift_id: int) -> None:
        self._tables.counts_beyond[shift_id] = self.counts_beyond(shift_id) + 1

    def count_no_sale(self, shift_id: int) -> Shift:
        shift = self._tables.shifts[shift_id]
        self._tables.shifts[shift_id] = replace(shift, no_sales=shift.no_sales + 1)
        return self._tables.shifts[shift_id]

    def move_cash(self, shift_id: int, *, put_in: int, taken_out: int) -> Shift:
        shift = self._tables.shifts[shift_id]
        moved = replace(shift, cash_in=shift.cash_in + put_in, cash_out=shift.cash_out + taken_out)
        self._tables.shifts[shift_id] = moved
        return moved

    def sums_after(self, shift_id: int, mark: Mark) -> SumsSoFar:
        return sums_of_documents(documents_of(self._tables, shift_id), mark)


class FakeStaffRepository:
    def __init__(self, tables: Tables, rights: StoreRights) -> None:
        self._tables = tables
        self._rights = rights

    def add(self, *, name: str, role: Role, pin_hash: str) -> StaffMember:
        staff = self._tables.staff
        assert name not in {one.member.name for one in staff.values()}, "names are unique"
        member = StaffMember(len(staff) + 1, name, role, rights=self._rights)
        staff[member.staff_id] = StaffCredentials(member, pin_hash, 0, 0)
        return member

    def credentials(self, staff_id: int) -> StaffCredentials | None:
        return self._tables.staff.get(staff_id)

    def set_pin(self, staff_id: int, *, pin_hash: str) -> None:
        self.set_tries(staff_id, failures=0, lock_seconds_left=0)
        self._tables.staff[staff_id] = replace(self._tables.staff[staff_id], pin_hash=pin_hash)

    def change(self, staff_id: int, *, name: str, role: Role) -> None:
        known = self._tables.staff[staff_id]
        others = {one.member.name for one in self._tables.staff.values() if one is not known}
        assert name not in others, "names are unique"
        member = replace(known.member, name=name, role=role)
        self._tables.staff[staff_id] = replace(known, member=member)

    def set_active(self, staff_id: int, *, active: bool) -> None:
        known = self._tables.staff[staff_id]
        self._tables.staff[staff_id] = replace(known, member=replace(known.member, active=active))

    def set_tries(self, staff_id: int, *, failures: int, lock_seconds_left: int) -> None:
        self._tables.staff[staff_id] = replace(
            self._tables.staff[staff_id], failures=failures, lock_seconds_left=lock_seconds_left
        )

    def note_sign_in(self, staff_id: int, *, at: datetime) -> None:
        self.set_tries(staff_id, failures=0, lock_seconds_left=0)
        self._tables.signed_in[staff_id] = at

    def by_badge(self, badge_hash: str) -> StaffCredentials | None:
        staff_id = self._tables.badges.get(badge_hash)
        return self._tables.staff[staff_id] if staff_id is not None else None

    def set_badge(self, staff_id: int, *, badge_hash: str | None) -> None:
        badges = self._tables.badges
        for known in [one for one, owner in badges.items() if owner == staff_id]:
            del badges[known]
        if badge_hash is not None:
            assert badge_hash not in badges, "badges are unique"
            badges[badge_hash] = staff_id


class FakeStockRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def level(self, product_id: int) -> Quantity:
        return self._tables.levels.get(product_id, Quantity(0))

    def move(self, *, product_id: int, kind: str, quantity: Quantity, at: datetime) -> None:
        assert kind in KINDS_OF_MOVEMENT, kind
        assert product_id in self._tables.products
        self._tables.movements.append((product_id, StockMovement(at, kind, quantity, None)))
        self._tables.levels[product_id] += quantity


class FakeCatalogueRepository:
    """Every product of this store is on sale, but for what custom items are booked on."""

    def __init__(self, tables: Tables, currency: Currency) -> None:
        self._tables = tables
        self._currency = currency

    def owner_of(self, code: str) -> CodeOwner | None:
        products = self._tables.products
        owner = products.get(self._tables.barcodes.get(code, -1))
        named = owner or next((one for one in products.values() if one.sku == code), None)
        if named is None:
            return None
        on_sale = named.product_id != CUSTOM_ID
        return CodeOwner(named.product_id, named.sku, named.name, on_sale=on_sale)

    def add(self, new: NewProduct, *, at: datetime) -> CodeOwner:
        assert at.tzinfo is not None
        assert new.tax_class in self._tables.tax_classes
        for code in new.barcodes:
            owner = self.owner_of(code)
            if owner is not None and owner.sku != new.sku:
                raise RowRefusedError("barcode", code, f"belongs to {owner.sku}")
        product = Product(
            max(self._tables.products, default=0) + 1,
            new.sku or new.barcodes[0],
            new.name,
            Money(new.price, self._currency),
            new.tax_class,
            Unit(new.unit),
            new.category,
            deposit=next(
                (one for one in self._tables.products.values() if one.sku == new.deposit), None
            ),
        )
        self._tables.products[product.product_id] = product
        self._tables.levels[product.product_id] = Quantity(0)
        self._tables.barcodes.update(dict.fromkeys(new.barcodes, product.product_id))
        return CodeOwner(product.product_id, product.sku, product.name, on_sale=True)

    def set_image(self, product_id: int, *, image: str) -> None:
        product = self._tables.products[product_id]
        self._tables.products[product_id] = replace(product, image=image)

    def add_custom(self, *, name: str, tax_class: str) -> None:
        assert tax_class in self._tables.tax_classes
        self._tables.products[CUSTOM_ID] = Product(
            CUSTOM_ID,
            CUSTOM_SKU,
            name,
            Money(0, self._currency),
            tax_class,
            oversell=Oversell.ALLOW,
        )
        self._tables.levels[CUSTOM_ID] = Quantity(0)

    def price_of(self, product_id: int) -> int:
        return self._tables.products[product_id].unit_price.minor

    def set_price(self, product_id: int, *, price: int) -> None:
        product = self._tables.products[product_id]
        self._tables.products[product_id] = replace(
            product, unit_price=Money(price, self._currency)
        )


class FakeCustomerRepository:
    """Finds by the keys that it is given: those are the business of the service."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(
        self, details: CustomerDetails, *, uid: str, at: datetime, keys: Collection[str]
    ) -> Customer:
        assert uid not in {one.uid for one in self._tables.customers.values()}
        added = Customer(len(self._tables.customers) + 1, uid, details, at)
        self._tables.customers[added.customer_id] = added
        self._tables.customer_keys[added.customer_id] = frozenset(keys)
        return added

    def change(self, customer_id: int, details: CustomerDetails, *, keys: Collection[str]) -> None:
        known = self._tables.customers[customer_id]
        self._tables.customers[customer_id] = replace(known, details=details)
        self._tables.customer_keys[customer_id] = frozenset(keys)

    def forget(self, customer_id: int) -> None:
        known = self._tables.customers[customer_id]
        self._tables.customers[customer_id] = replace(
            known, details=CustomerDetails(""), active=False
        )
        self._tables.customer_keys[customer_id] = frozenset()


class FakePrintJobRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, order_id: str, kind: ReceiptKind = ReceiptKind.RECEIPT) -> int:
        assert order_id in self._tables.orders
        jobs = self._tables.jobs.values()
        copies = [one.copy for one in jobs if (one.order_id, one.kind) == (order_id, kind)]
        copy = max(copies, default=0) + 1
        self._tables.jobs[max(self._tables.jobs, default=0) + 1] = StoredJob(
            order_id, copy, "waiting", kind=kind
        )
        return copy

    def add_receipt(self, order_id: str) -> None:
        assert order_id in self._tables.orders
        job = StoredJob(order_id, 0, "waiting")
        self._tables.jobs[max(self._tables.jobs, default=0) + 1] = job

    def mark_done(self, job_id: int) -> None:
        job = self._tables.jobs[job_id]
        self._tables.jobs[job_id] = replace(job, state="done", attempts=job.attempts + 1)

    def mark_failed(self, job_id: int, *, reason: str) -> None:
        job = self._tables.jobs[job_id]
        self._tables.jobs[job_id] = replace(job, attempts=job.attempts + 1, last_error=reason)

    def prune(self, *, before: datetime, limit: int) -> int:
        orders, jobs = self._tables.orders, self._tables.jobs
        old = [
            job_id
            for job_id, job in jobs.items()
            if job.copy == 0
            and job.state != "waiting"
            and orders[job.order_id].completed_at < before
        ][:limit]
        for job_id in old:
            del jobs[job_id]
        return len(old)


class FakeSettingRepository:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def get(self, name: str) -> str | None:
        return self._tables.settings.get(name)

    def put(self, name: str, value: str) -> None:
        self._tables.settings[name] = value

    def add_tax_class(self, tax_class: TaxClass) -> None:
        assert tax_class.code not in self._tables.tax_classes
        taxes = tuple(self._tables.taxes.setdefault(one.code, one) for one in tax_class.taxes)
        self._tables.tax_classes[tax_class.code] = replace(tax_class, taxes=taxes)

    def rename_tax(self, code: str, *, name: str) -> None:
        self._change_tax(replace(self._tables.taxes[code], name=name))

    def change_tax_rate(self, code: str, *, rate_millionths: int) -> None:
        self._change_tax(replace(self._tables.taxes[code], rate_millionths=rate_millionths))

    def _change_tax(self, changed: Tax) -> None:
        self._tables.taxes[changed.code] = changed
        for one in self._tables.tax_classes.values():
            taxes = tuple(changed if tax.code == changed.code else tax for tax in one.taxes)
            self._tables.tax_classes[one.code] = replace(one, taxes=taxes)

    def set_favourites(self, product_ids: Sequence[int]) -> None:
        assert set(product_ids) <= self._tables.products.keys()
        self._tables.favourites = dict(enumerate(product_ids))

    def place_favourites(self, places: Mapping[int, int]) -> None:
        assert set(places.values()) <= self._tables.products.keys()
        self._tables.favourites = dict(places)

    def add_signing_key(self, *, key_id: str, public_key: bytes, first_seq: int) -> None:
        assert key_id not in self._tables.keys
        self._tables.keys[key_id] = (public_key, first_seq)

    def start_epoch(self, *, at: datetime, reason: str, terminal: str, after: int = 0) -> str:
        epochs = self._tables.epochs
        before = max(epochs[-1].number if epochs else 0, after)
        letter = chr(ord("A") + before) if before else ""
        moved = len(self._tables.movements)
        epochs.append(StoredEpoch(before + 1, terminal + letter, 0, at, reason, moved))
        return terminal + letter


def documents_of(tables: Tables, shift_id: int) -> list[OrderDocument]:
    return [one for one in tables.orders.values() if one.shift_id == shift_id]


def head_of(entries: Sequence[Entry]) -> Head:
    if not entries:
        return Head(0, b"", RunningTotals())
    last = entries[-1]
    body = canonical.decode(last.raw)
    assert isinstance(body, Mapping)
    totals = ("period_total", "perpetual_total", "perpetual_abs_total")
    return Head(last.seq, last.hash, RunningTotals(*(body[name] for name in totals)))


def open_shift(shifts: Mapping[int, Shift]) -> Shift | None:
    return next((one for one in shifts.values() if one.closed_at is None), None)
