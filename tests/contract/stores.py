"""The same store twice: in memory, and on a file made by the real migrations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, bindparam, insert, select

from pos_app.adapters.persistence.catalogue_tables import product
from pos_app.adapters.persistence.customers import SqlCustomerQueries
from pos_app.adapters.persistence.drafts import SqlDraftQueries
from pos_app.adapters.persistence.email_jobs import SqlEmailQueries
from pos_app.adapters.persistence.engine import open_writer
from pos_app.adapters.persistence.journal import SqlJournalQueries
from pos_app.adapters.persistence.order_queries import SqlOrderQueries
from pos_app.adapters.persistence.payment_attempts import SqlAttemptQueries
from pos_app.adapters.persistence.print_jobs import SqlPrintJobQueries
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.returns import SqlReturnQueries
from pos_app.adapters.persistence.sales_queries import SqlSalesQueries
from pos_app.adapters.persistence.settings import SqlSettingQueries
from pos_app.adapters.persistence.shifts import SqlShiftQueries
from pos_app.adapters.persistence.soundness import unsound
from pos_app.adapters.persistence.staff import SqlStaffQueries
from pos_app.adapters.persistence.statements import Statement
from pos_app.adapters.persistence.stock import SqlStockQueries
from pos_app.adapters.persistence.tables import stock_level, stock_movement
from pos_app.adapters.persistence.unit_of_work import SqlUnitOfWork
from pos_app.adapters.persistence.values import to_ms
from pos_app.domain.money import Currency
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.domain.staff import StoreRights
from pos_app.services.customer_records import CustomerQueries
from pos_app.services.email_jobs import EmailQueries
from pos_app.services.payment_attempts import AttemptQueries
from pos_app.services.ports import (
    DraftQueries,
    JournalQueries,
    NewUnitOfWork,
    OrderQueries,
    SettingQueries,
    StaffQueries,
    StockQueries,
)
from pos_app.services.print_jobs import PrintJobQueries
from pos_app.services.reports.sales import SalesQueries
from pos_app.services.return_records import ReturnQueries
from pos_app.services.shift_records import ShiftQueries
from pos_app.services.staff.facts import StaffDesk
from tests.fakes.emailing import FakeEmailQueries
from tests.fakes.payment_attempts import FakeAttemptQueries
from tests.fakes.queries import (
    FakeCustomerQueries,
    FakeDraftQueries,
    FakeJournalQueries,
    FakeOrderQueries,
    FakePrintJobQueries,
    FakeSalesQueries,
    FakeSettingQueries,
    FakeShiftQueries,
    FakeStaffQueries,
    FakeStockQueries,
)
from tests.fakes.returns import FakeReturnQueries
from tests.fakes.storage import FakeStore


class AddProduct(Protocol):
    def __call__(self, product: Product, /, *, level: Quantity, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Store:
    new_uow: NewUnitOfWork
    add_product: AddProduct
    orders: OrderQueries
    drafts: DraftQueries
    journal: JournalQueries
    shifts: ShiftQueries
    staff: StaffQueries
    staff_desk: StaffDesk
    rights: StoreRights
    stock: StockQueries
    print_jobs: PrintJobQueries
    emails: EmailQueries
    attempts: AttemptQueries
    settings: SettingQueries
    sales: SalesQueries
    customers: CustomerQueries
    returns: ReturnQueries
    sold: Callable[[int], int]
    """How much of a product went over the counter, in thousandths; search ranks by it."""
    unsound: Callable[[], list[str]]
    """What does not add up in the tables; a store in memory has nothing to say."""


@contextmanager
def in_memory(currency: Currency) -> Iterator[Store]:
    store = FakeStore(currency)
    yield Store(
        new_uow=store.new_uow,
        add_product=store.add_product,
        orders=FakeOrderQueries(store),
        drafts=FakeDraftQueries(store),
        journal=FakeJournalQueries(store),
        shifts=FakeShiftQueries(store),
        staff=FakeStaffQueries(store),
        staff_desk=FakeStaffQueries(store),
        rights=store.rights,
        stock=FakeStockQueries(store),
        print_jobs=FakePrintJobQueries(store),
        emails=FakeEmailQueries(store),
        attempts=FakeAttemptQueries(store),
        settings=FakeSettingQueries(store),
        sales=FakeSalesQueries(store),
        customers=FakeCustomerQueries(store),
        returns=FakeReturnQueries(store),
        sold=_sold_in(store),
        unsound=list,
    )


@contextmanager
def on_disk(path: Path, currency: Currency) -> Iterator[Store]:
    writer, rights = open_writer(path), StoreRights()
    with Readers(path) as readers:
        yield Store(
            new_uow=lambda: SqlUnitOfWork(writer, rights=rights),
            add_product=_adding_to(writer),
            orders=SqlOrderQueries(readers, currency=currency),
            drafts=SqlDraftQueries(readers),
            journal=SqlJournalQueries(readers),
            shifts=SqlShiftQueries(readers),
            staff=SqlStaffQueries(readers, rights),
            staff_desk=SqlStaffQueries(readers, rights),
            rights=rights,
            stock=SqlStockQueries(readers),
            print_jobs=SqlPrintJobQueries(readers),
            emails=SqlEmailQueries(readers),
            attempts=SqlAttemptQueries(readers),
            settings=SqlSettingQueries(readers),
            sales=SqlSalesQueries(readers),
            customers=SqlCustomerQueries(readers),
            returns=SqlReturnQueries(readers),
            sold=_sold_on(readers),
            unsound=lambda: unsound(readers),
        )
    writer.dispose()


def _sold_in(store: FakeStore) -> Callable[[int], int]:
    def sold(product_id: int) -> int:
        moved = [one for product, one in store.tables.movements if product == product_id]
        return -sum(one.quantity.thousandths for one in moved if one.kind in ("order", "refund"))

    return sold


def _sold_on(readers: Readers) -> Callable[[int], int]:
    level = Statement(
        select(stock_level.c.sold).where(stock_level.c.product_id == bindparam("product"))
    )

    def sold(product_id: int) -> int:
        with readers.connect() as connection:
            return int(level.scalar(connection, {"product": product_id}))

    return sold


def _adding_to(writer: Engine) -> AddProduct:
    def add(one: Product, *, level: Quantity, at: datetime) -> None:
        row = {
            "product_id": one.product_id,
            "sku": one.sku,
            "name": one.name,
            "category": one.category,
            "price": one.unit_price.minor,
            "tax_class": one.tax_class,
            "unit": one.unit.value,
            "oversell": one.oversell.value,
            "active": 1,
            "deposit_id": one.deposit.product_id if one.deposit else None,
        }
        quantity = {"product_id": one.product_id, "quantity": level.thousandths}
        with writer.connect() as connection, connection.begin():
            connection.execute(insert(product), row)
            connection.execute(insert(stock_level), {**quantity, "sold": 0})
            if level.thousandths:
                movement = {**quantity, "kind": "opening", "at": to_ms(at)}
                connection.execute(insert(stock_movement), movement)

    return add
