"""Everything that reads a store, built on its reader connections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pos_app.adapters.persistence.activity import SqlActivityQueries
from pos_app.adapters.persistence.closings import SqlClosingQueries
from pos_app.adapters.persistence.customers import SqlCustomerQueries
from pos_app.adapters.persistence.drafts import SqlDraftQueries
from pos_app.adapters.persistence.email_jobs import SqlEmailQueries
from pos_app.adapters.persistence.journal import SqlJournalQueries
from pos_app.adapters.persistence.order_finding import SqlOrderFinder
from pos_app.adapters.persistence.order_queries import SqlOrderQueries
from pos_app.adapters.persistence.outbox import SqlOutboxQueries
from pos_app.adapters.persistence.part_sales import SqlPartSales
from pos_app.adapters.persistence.payment_attempts import SqlAttemptQueries
from pos_app.adapters.persistence.print_jobs import SqlPrintJobQueries
from pos_app.adapters.persistence.products import SqlProducts
from pos_app.adapters.persistence.readers import Readers
from pos_app.adapters.persistence.report_queries import SqlReportQueries
from pos_app.adapters.persistence.restored_stock import SqlRestoredQueries
from pos_app.adapters.persistence.returns import SqlReturnQueries
from pos_app.adapters.persistence.sales_queries import SqlSalesQueries
from pos_app.adapters.persistence.settings import SqlSettingQueries
from pos_app.adapters.persistence.shelf import SqlShelf
from pos_app.adapters.persistence.shifts import SqlShiftQueries
from pos_app.adapters.persistence.staff import SqlStaffQueries
from pos_app.adapters.persistence.stock import SqlStockQueries
from pos_app.adapters.persistence.synced_people import SqlSyncedPeople
from pos_app.domain.staff import StoreRights
from pos_app.domain.store import SETTING, StoreProfile
from pos_app.domain.tax import TaxClass
from pos_app.services.reports.desk import ReportDesk, ReportSources
from pos_app.services.reports.sales import SalesReports
from pos_app.services.reports.titles import ways_of
from pos_app.services.staff.roles import rights_of
from pos_app.services.store.live_profile import LiveProfile


class LiveTaxClasses(dict[str, TaxClass]):
    """As they are at the start; one that comes later is there as soon as somebody needs it."""

    def __init__(self, settings: SqlSettingQueries) -> None:
        super().__init__(settings.tax_classes())
        self._settings = settings

    def __missing__(self, code: str) -> TaxClass:
        # Not one that is known already: what is rung up keeps its rates until it is paid.
        later = {key: one for key, one in self._settings.tax_classes().items() if key not in self}
        self.update(later)
        if code not in later:
            raise KeyError(code)
        return later[code]

    def renew(self, stored: Mapping[str, TaxClass]) -> None:
        """Take new rates; only while nothing is rung up."""
        self.update(stored)


@dataclass(frozen=True, slots=True)
class Queries:
    live: LiveProfile
    tax_classes: LiveTaxClasses
    epoch: int
    settings: SqlSettingQueries
    products: SqlProducts
    shelf: SqlShelf
    orders: SqlOrderQueries
    finder: SqlOrderFinder
    drafts: SqlDraftQueries
    shifts: SqlShiftQueries
    staff: SqlStaffQueries
    synced_people: SqlSyncedPeople
    rights: StoreRights
    stock: SqlStockQueries
    customers: SqlCustomerQueries
    journal: SqlJournalQueries
    activity: SqlActivityQueries
    outbox: SqlOutboxQueries
    restored: SqlRestoredQueries
    print_jobs: SqlPrintJobQueries
    emails: SqlEmailQueries
    attempts: SqlAttemptQueries
    returns: SqlReturnQueries
    reports: SalesReports
    desk: ReportDesk
    closings: SqlClosingQueries

    @property
    def profile(self) -> StoreProfile:
        """As it holds now; who keeps it for longer asks `live` each time."""
        return self.live()


def build_queries(readers: Readers) -> Queries:
    settings = SqlSettingQueries(readers)
    text = settings.get(SETTING)
    assert text is not None, "a store without its profile"
    live = LiveProfile(StoreProfile.from_text(text))
    profile = live()
    rights = StoreRights(rights_of(settings))
    reports = SalesReports(
        sales=SqlSalesQueries(readers),
        terminal=profile.terminal,
        ways=ways_of(profile.tender_methods),
    )
    return Queries(
        live=live,
        tax_classes=LiveTaxClasses(settings),
        epoch=settings.epoch(),
        settings=settings,
        products=SqlProducts(readers, currency=profile.currency),
        shelf=SqlShelf(readers, currency=profile.currency),
        orders=SqlOrderQueries(readers, currency=profile.currency),
        finder=SqlOrderFinder(readers, currency=profile.currency),
        drafts=SqlDraftQueries(readers),
        shifts=SqlShiftQueries(readers),
        staff=SqlStaffQueries(readers, rights),
        synced_people=SqlSyncedPeople(readers),
        rights=rights,
        stock=SqlStockQueries(readers),
        customers=SqlCustomerQueries(readers),
        journal=SqlJournalQueries(readers),
        activity=SqlActivityQueries(readers),
        outbox=SqlOutboxQueries(readers),
        restored=SqlRestoredQueries(readers),
        print_jobs=SqlPrintJobQueries(readers),
        emails=SqlEmailQueries(readers),
        attempts=SqlAttemptQueries(readers),
        returns=SqlReturnQueries(readers),
        reports=reports,
        desk=ReportDesk(
            sources=ReportSources(
                sales=reports,
                parts=SqlPartSales(readers),
                queries=SqlReportQueries(readers),
                terminal=profile.terminal,
                cut_over_hour=lambda: live().cut_over_hour,
            )
        ),
        closings=SqlClosingQueries(readers),
    )
