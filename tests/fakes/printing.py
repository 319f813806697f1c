"""Orders to print, a printer in memory, and the part of a store that printing writes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Self, cast

from pos_app.domain.errors import UnavailableError
from pos_app.domain.journal import RunningTotals
from pos_app.domain.money import Currency, Money
from pos_app.domain.order_document import DocumentItem, OrderDocument
from pos_app.domain.order_item import OrderItem
from pos_app.domain.payment import Payment, PaymentState
from pos_app.domain.pricing import Discount, DiscountKind, price_order
from pos_app.domain.product import Unit
from pos_app.domain.quantity import Quantity
from pos_app.domain.receipt_kind import ReceiptKind
from pos_app.domain.tax import Tax, TaxClass, TaxPolicy
from pos_app.services.ports import Entry, Head, UnitOfWork
from pos_app.services.print_jobs import PrintJob
from pos_app.services.print_lines import Line, plain_lines
from pos_app.services.printing.receipt import ReceiptHeader

EURO = Currency.of("EUR")
TAX_CLASSES = {
    "STANDARD": TaxClass("STANDARD", "Normal", (Tax("S", "TVA", 200_000),)),
    "REDUCED": TaxClass("REDUCED", "Réduit", (Tax("R", "TVA", 55_000),)),
    "EXEMPT": TaxClass("EXEMPT", "Exonéré"),
}
HEADER = ReceiptHeader(
    store="Épicerie du Marché",
    terminal="T01",
    address=("12 rue des Lilas", "69003 Lyon"),
    phone="04 78 00 00 00",
    tax_number_label="N° TVA",
    tax_number="FR 12 345678901",
    company_id="345 678 901",
    footer="Merci et à bientôt !",
)
JOURNAL_HASH = bytes(range(32))


def item(
    name: str,
    price: int,
    *,
    thousandths: int = 1_000,
    unit: Unit = Unit.EACH,
    tax_class: str = "REDUCED",
    discount: Discount | None = None,
) -> OrderItem:
    return OrderItem(
        product_id=1,
        sku="SKU",
        barcode="",
        name=name,
        unit=unit,
        unit_price=Money(price, EURO),
        quantity=Quantity(thousandths),
        tax_class=tax_class,
        discount=discount,
    )


def french_items() -> list[OrderItem]:
    return [
        item("Baguette tradition", 120, thousandths=3_000),
        item("Comté AOP 18 mois d’affinage", 2_490, thousandths=842, unit=Unit.KILOGRAM),
        item(
            "Côtes du Rhône Villages rouge 2022",
            850,
            tax_class="STANDARD",
            discount=Discount(DiscountKind.PERCENT, 1_000),
        ),
        item("Sac cabas", 90, tax_class="STANDARD"),
        item("Café moulu 250 g", 435, thousandths=2_000),
    ]


def paid_order(
    items: Sequence[OrderItem],
    *,
    tendered: int | None = None,
    rounding: int = 0,
    tip: int = 0,
    discount: Discount | None = None,
    policy: TaxPolicy | None = None,
) -> OrderDocument:
    """A document as a cash payment would have stored it."""
    policy = policy or TaxPolicy()
    lines = [one.line for one in items]
    totals = price_order(lines, tax_classes=TAX_CLASSES, policy=policy, discount=discount)
    totals = replace(totals, tip=tip)
    due = totals.due + rounding
    given = due if tendered is None else tendered
    return OrderDocument(
        order_id="0190-order",
        number="T01-000123",
        state="paid",
        shift_id=7,
        business_date=date(2026, 3, 14),
        completed_at=datetime(2026, 3, 14, 18, 5, tzinfo=timezone(timedelta(hours=1))),
        opened_by=1,
        completed_by=1,
        cashier="Amélie",
        currency=EURO,
        policy=policy,
        items=tuple(map(DocumentItem, items, totals.lines)),
        totals=totals,
        payments=(Payment("pay-1", "cash", due, given, given - due, PaymentState.APPROVED),),
        rounding=rounding,
        journal_seq=57,
        journal_hash=JOURNAL_HASH,
        discount=discount,
    )


def by_card(document: OrderDocument) -> OrderDocument:
    payments = tuple(replace(one, method="card") for one in document.payments)
    return replace(document, payments=payments)


class FakePrinter:
    """Keeps what it printed; `failure` is raised instead, once `good_for` calls were taken."""

    def __init__(self, *, failure: UnavailableError | None = None, good_for: int = 0) -> None:
        self.events: list[str] = []
        self.printed: dict[str, list[str]] = {}
        self.lines: dict[str, list[Line]] = {}
        """The same with the codes in it."""
        self.failure = failure
        self._good_for = good_for

    def print_lines(self, *, name: str, lines: Iterable[Line]) -> None:
        self._take(f"print {name}")
        self.lines[name] = list(lines)
        self.printed[name] = plain_lines(self.lines[name])

    def open_drawer(self) -> None:
        self._take("drawer")

    def _take(self, event: str) -> None:
        if self.failure is not None and len(self.events) >= self._good_for:
            raise self.failure
        self.events.append(event)


@dataclass(slots=True)
class FakeJob:
    document: OrderDocument
    copy: int = 0
    state: str = "waiting"
    attempts: int = 0
    last_error: str | None = None
    kind: ReceiptKind = ReceiptKind.RECEIPT


@dataclass
class FakePrintStore:
    """What is "on disk": the print jobs by id, and the journal."""

    jobs: dict[int, FakeJob] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    refusal: UnavailableError | None = None

    def new_uow(self) -> UnitOfWork:
        # Printing reaches for two of the repositories; the others are not there.
        return cast("UnitOfWork", FakePrintUnitOfWork(self))

    def put(self, document: OrderDocument, *, copy: int = 0, attempts: int = 0) -> int:
        job_id = len(self.jobs) + 1
        self.jobs[job_id] = FakeJob(document, copy, attempts=attempts)
        return job_id

    def waiting(self, *, limit: int) -> Sequence[PrintJob]:
        found = [
            PrintJob(job_id, job.document, job.copy, job.attempts, job.kind)
            for job_id, job in sorted(self.jobs.items())
            if job.state == "waiting"
        ]
        return found[:limit]


class FakePrintUnitOfWork:
    def __init__(self, store: FakePrintStore) -> None:
        self._store = store

    @property
    def print_jobs(self) -> Self:
        return self

    journal = print_jobs

    def __enter__(self) -> Self:
        self._jobs = {job_id: replace(job) for job_id, job in self._store.jobs.items()}
        self._entries = list(self._store.entries)
        return self

    def __exit__(self, *_exc: object) -> None:
        del self._jobs, self._entries

    def commit(self) -> None:
        if self._store.refusal is not None:
            raise self._store.refusal
        self._store.jobs = self._jobs
        self._store.entries = self._entries

    def add(self, order_id: str, kind: ReceiptKind = ReceiptKind.RECEIPT) -> int:
        of_order = [job for job in self._jobs.values() if job.document.order_id == order_id]
        copy = max((job.copy for job in of_order if job.kind is kind), default=0) + 1
        self._jobs[len(self._jobs) + 1] = FakeJob(of_order[0].document, copy, kind=kind)
        return copy

    def mark_done(self, job_id: int) -> None:
        self._jobs[job_id].state = "done"
        self._jobs[job_id].attempts += 1

    def mark_failed(self, job_id: int, *, reason: str) -> None:
        self._jobs[job_id].attempts += 1
        self._jobs[job_id].last_error = reason

    def head(self) -> Head:
        last = self._entries[-1] if self._entries else None
        return Head(last.seq, last.hash, RunningTotals()) if last else Head(0, b"", RunningTotals())

    def append(self, entry: Entry) -> None:
        self._entries.append(entry)


class FakePrintedOrders:
    """Documents by their id."""

    def __init__(self, *documents: OrderDocument) -> None:
        self._documents = documents

    def by_id(self, order_id: str) -> OrderDocument | None:
        return next((one for one in self._documents if one.order_id == order_id), None)


class FixedClock:
    boot_id = "boot-1"

    def now(self) -> datetime:
        return datetime(2026, 3, 14, 17, 30, tzinfo=UTC)

    def monotonic_ms(self) -> int:
        return 1_000


class PlainSigner:
    key_id = "key-1"
    public_key = b"public"

    def sign(self, data: bytes) -> bytes:
        return b"signed " + data
