"""The reports and what is done with them, as the till connects it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.receipts.find_order import FindOrder
from pos_app.viewmodels.reports.options import ReportOptions
from pos_app.viewmodels.reports.range_form import RangeForm
from pos_app.viewmodels.reports.reports import ReportsViewModel
from pos_app.viewmodels.reports.saved_views import SavedViews
from pos_app.viewmodels.shared.export import Export


@dataclass(frozen=True, slots=True)
class ReportScreens:
    reports: ReportsViewModel
    views: SavedViews
    options: ReportOptions
    range: RangeForm
    out: Export

    def connect(
        self,
        find: FindOrder,
        *,
        show: Callable[[PageName], None],
        tell: Callable[[str, bool], None],
    ) -> None:
        for part in (self.reports, self.views, self.out):
            part.told.connect(tell)
        self.reports.opened.connect(lambda: self.views.of(self.reports.actor))
        self.reports.opened.connect(lambda: show(PageName.REPORTS))
        self.reports.left.connect(lambda: show(PageName.SELL))
        self.reports.orders_asked.connect(find.open_behind)
        find.report_asked.connect(
            lambda behind: show(PageName.REPORTS) if behind.shift is None else None
        )
