"""Build what shows, prints and saves X and Z reports."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pos_app.adapters.system.countries import CountryNotKnownError, load_countries
from pos_app.adapters.system.paths import bundled
from pos_app.composition.activity_screens import counter_of
from pos_app.composition.cash_moving import cash_moves_of
from pos_app.composition.lanes import Lanes
from pos_app.composition.opening import OpenStore
from pos_app.composition.receipts import shift_renderer_of, write_pdf
from pos_app.composition.report_screens import StoreReportOutlet
from pos_app.domain.shift import Shift
from pos_app.domain.shift_report import ShiftReport
from pos_app.domain.store import StoreProfile
from pos_app.services.ports import Formats, Printer
from pos_app.services.printing.rendering import ReceiptRenderer
from pos_app.services.printing.shift_paper import ShiftPaper
from pos_app.services.printing.shift_report import report_name
from pos_app.services.reports.shift_parts import Parts, in_one_table, shift_parts
from pos_app.services.shifts.counting import CountDraft
from pos_app.services.shifts.shift_reports import ReportReader, ShiftReports
from pos_app.services.store.preferences import Preferences
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.reports.report_words import ReportWords
from pos_app.viewmodels.shifts.cash_moving import CashMover
from pos_app.viewmodels.shifts.counting import CountDesk, CountModel
from pos_app.viewmodels.shifts.report_parts import PartDesk
from pos_app.viewmodels.shifts.reports import ReportDesk, ReportLanes, ShiftReportsModel


def count_model_of(
    store: OpenStore, lanes: Lanes, drafts: Preferences, formats: Formats
) -> CountModel:
    return CountModel(
        desk=_count_desk(store.queries.profile, CountDraft(drafts)),
        tasks=lanes.writer,
        formats=formats,
        currency=store.queries.profile.currency,
    )


def cash_mover_of(
    store: OpenStore, lanes: Lanes, printer: Printer, approvals: Approvals, formats: Formats
) -> CashMover:
    return CashMover(
        # Its receipts are made when it is first asked for.
        moves=cache(lambda: cash_moves_of(store, printer)),
        lane=AskingLane(tasks=lanes.printer, approvals=approvals),
        formats=formats,
        currency=store.queries.profile.currency,
    )


def _count_desk(profile: StoreProfile, draft: CountDraft) -> CountDesk:
    """With the notes and coins of the store's currency; with none where they are not known."""
    countries = load_countries(bundled("resources"))
    try:
        preset = countries.get(profile.country)
    except CountryNotKnownError:
        return CountDesk(draft, ())
    if preset.currency != profile.currency:
        return CountDesk(draft, ())
    return CountDesk(draft, (*preset.notes, *preset.coins), countries.rolls(preset.currency))


def shift_reports_of(
    store: OpenStore,
    lanes: Lanes,
    receipts: ReceiptRenderer,
    printer: Printer,
    approvals: Approvals,
) -> ShiftReportsModel:
    services, queries = store.services, store.queries
    renderer = shift_renderer_of(queries.profile, receipts)
    words = ReportWords(receipts.formats, queries.profile.currency)

    def save(report: ShiftReport) -> Path:
        receipt = renderer.report(report, is_copy=report.is_final)
        target = store.folder.printed / f"{receipt.name}.pdf"
        target.parent.mkdir(exist_ok=True)
        write_pdf(receipt, target)
        return target

    def read(shift: Shift) -> Parts:
        hour = queries.profile.cut_over_hour
        return shift_parts(queries.shifts, shift, cut_over_hour=hour)

    def table(report: ShiftReport, parts: Parts) -> Path:
        target = store.folder.printed / f"{report_name(report)}-sales.csv"
        target.parent.mkdir(exist_ok=True)
        outlet = StoreReportOutlet(store, printer, receipts.formats)
        zone = ZoneInfo(queries.profile.time_zone)
        rows = in_one_table(parts, report.shift, words.words, zone=zone)
        outlet.write(rows, target, words=words.words, facts=())
        return target

    return ShiftReportsModel(
        desk=ReportDesk(
            ShiftReports(
                service=services.shifts,
                reader=ReportReader(shifts=queries.shifts, staff=queries.staff),
                clock=services.clock,
            ),
            ShiftPaper(renderer, printer, services.new_uow, services.journal, queries.shifts),
            save,
            PartDesk(read, table, words, renderer),
            counter_of(store, receipts.formats),
        ),
        # Who had to ask is journalled: the writer's lane reads as well.
        lanes=ReportLanes(
            AskingLane(tasks=lanes.writer, approvals=approvals),
            *(lanes.reports, lanes.printer, lanes.files),
        ),
        formats=receipts.formats,
    )
