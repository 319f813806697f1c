"""The way to the hours of a running till; what is behind it is built at the first visit."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pos_app.composition.lanes import Lanes
from pos_app.composition.lazy import LazyFormats
from pos_app.composition.opening import OpenStore
from pos_app.composition.report_screens import StoreReportOutlet
from pos_app.composition.time_clock import time_clock_of
from pos_app.services.ports import Printer
from pos_app.services.staff.worked import worked_in
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.hours.door import HoursDoor
from pos_app.viewmodels.reports.report_words import ReportWords
from pos_app.viewmodels.shared.export import Export

if TYPE_CHECKING:
    from pos_app.viewmodels.hours.screens import HoursScreens


def hours_door(
    store: OpenStore, lanes: Lanes, lane: AskingLane, formats: LazyFormats, printer: Printer
) -> HoursDoor:
    def make() -> HoursScreens:
        return _screens(store, lanes, lane, formats, printer)

    return HoursDoor(make=make, formats=formats)


def _screens(
    store: OpenStore, lanes: Lanes, lane: AskingLane, formats: LazyFormats, printer: Printer
) -> HoursScreens:
    queries, profile = store.queries, store.queries.profile
    module = import_module("pos_app.viewmodels.hours.hours")
    shown = import_module("pos_app.viewmodels.hours.hours_export").hours_export
    forms = import_module("pos_app.viewmodels.hours.time_entry_form")
    zone = ZoneInfo(profile.time_zone)
    hours = module.HoursViewModel(
        module.HoursSources(
            partial(worked_in, queries.activity), queries.staff.listed, store.services.clock, zone
        ),
        report_words=ReportWords(formats, profile.currency),
        reader=lanes.reports,
        formats=formats,
    )
    outlet = StoreReportOutlet(store, printer, formats)
    out = Export(
        partial(shown, hours, outlet, is_practice=profile.practice),
        files=lanes.reports,
        printer=lanes.printer,
        formats=formats,
        parent=hours,
    )
    parts = forms.TimeEntryParts(time_clock_of(store), lane, formats, zone)
    form = forms.TimeEntryForm(parts, words=hours.words, parent=hours)
    made: HoursScreens = import_module("pos_app.viewmodels.hours.screens").HoursScreens(
        hours, out, form
    )
    return made
