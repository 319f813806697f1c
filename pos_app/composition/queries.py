"""Everything that reads a store, built on its reader connections."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.adapters.persistence.customers import SqlCustomerQueries
from pos_app.adapters.persistence.drafts import SqlDraftQueries
from pos_app.adapters.persistence.email_jobs import SqlEmailQueries
from pos_app.adapters.persistence.journal import SqlJournalQueries
from pos_app.adapters.persistence.order_finding import SqlOrderFinder
from pos_app.adapters.persistence.order_queries import SqlOrderQueries
from pos_app.adapters.persistence.payment_attempts import SqlAttemptQueries
from pos_app.adapters.persistence.print_jobs import SqlPrintJobQueries
from pos_app.adapters.persistence.products import SqlProducts
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.returns import SqlReturnQueries
from pos_app.adapters.persistence.sales_queries import SqlSalesQueries
from pos_app.adapters.persistence.settings import SqlSettingQueries
from pos_app.adapters.persistence.shelf import SqlShelf
from pos_app.adapters.persistence.shifts import SqlShiftQueries
from pos_app.adapters.persistence.staff import SqlStaffQueries
from pos_app.adapters.persistence.stock import SqlStockQueries
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.domain.tax import TaxClass
from pos_app.services.reports.sales import SalesReports


@dataclass(frozen=True, slots=True)
class Queries:
    profile: StoreProfile
    tax_classes: dict[str, TaxClass]
    epoch: int
    settings: SqlSettingQueries
    products: SqlProducts
    shelf: SqlShelf
    orders: SqlOrderQueries
    finder: SqlOrderFinder
    drafts: SqlDraftQueries
    shifts: SqlShiftQueries
    staff: SqlStaffQueries
    stock: SqlStockQueries
    customers: SqlCustomerQueries
    journal: SqlJournalQueries
    print_jobs: SqlPrintJobQueries
    emails: SqlEmailQueries
    attempts: SqlAttemptQueries
    returns: SqlReturnQueries
    reports: SalesReports


def build_queries(readers: Readers) -> Queries:
    settings = SqlSettingQueries(readers)
    text = settings.get(SETTING)
    assert text is not None, "a store without its profile"
    profile = StoreProfile.from_text(text)
    return Queries(
        profile=profile,
        tax_classes=settings.tax_classes(),
        epoch=settings.epoch(),
        settings=settings,
        products=SqlProducts(readers, currency=profile.currency),
        shelf=SqlShelf(readers, currency=profile.currency),
        orders=SqlOrderQueries(readers, currency=profile.currency),
        finder=SqlOrderFinder(readers, currency=profile.currency),
        drafts=SqlDraftQueries(readers),
        shifts=SqlShiftQueries(readers),
        staff=SqlStaffQueries(readers),
        stock=SqlStockQueries(readers),
        customers=SqlCustomerQueries(readers),
        journal=SqlJournalQueries(readers),
        print_jobs=SqlPrintJobQueries(readers),
        emails=SqlEmailQueries(readers),
        attempts=SqlAttemptQueries(readers),
        returns=SqlReturnQueries(readers),
        reports=SalesReports(sales=SqlSalesQueries(readers)),
    )
