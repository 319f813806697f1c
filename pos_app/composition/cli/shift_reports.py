"""`pos-app shift x` and `shift z`: the report of the open shift, and those that were filed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pos_app.adapters.system.clock import SystemClock
from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    refusals_in_words,
    say,
)
from pos_app.composition.queries import Queries
from pos_app.composition.receipts import printer_of, renderer_of, shift_renderer_of, write_pdf
from pos_app.composition.targets import refuse_own_file
from pos_app.domain.money import Currency
from pos_app.domain.shift_report import ShiftReport
from pos_app.services.printing.shift_paper import ShiftPaper
from pos_app.services.printing.shift_report import ShiftRenderer
from pos_app.services.shifts.shift_reports import ReportReader

to_pdf = click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), default=None)
Read = Callable[[Queries], ShiftReport]


@click.command()
@to_pdf
@as_json
@pass_cli
@refusals_in_words
def x(cli: Cli, *, pdf: Path | None, as_json: bool) -> None:
    """What the open shift has taken until now; nothing is closed by it."""
    _show(cli, _read_x, pdf=pdf, shape=as_json)


@click.command()
@click.argument("number", type=click.IntRange(min=1, max=2**63 - 1))
@to_pdf
@click.option("--print", "prints", is_flag=True, help="Print it; once more, marked as a copy.")
@as_json
@pass_cli
@refusals_in_words
def z(cli: Cli, *, number: int, pdf: Path | None, prints: bool, as_json: bool) -> None:
    """The report that was filed when shift NUMBER was closed."""

    def read(queries: Queries) -> ShiftReport:
        return ReportReader(shifts=queries.shifts, staff=queries.staff).z(number=number)

    if not prints:
        _show(cli, read, pdf=pdf, shape=as_json)
        return
    with cli.writing() as store:
        paper = ShiftPaper(
            renderer=_renderer(store.queries),
            printer=printer_of(store.folder, store.queries.live),
            new_uow=store.services.new_uow,
            journal=store.services.journal,
            prints=store.queries.shifts,
        )
        is_copy = paper.reprint(read(store.queries), actor=owner_of(store))
    say(f"Z report {number} is printed{', marked as a copy' if is_copy else ''}.")


def _show(cli: Cli, read: Read, *, pdf: Path | None, shape: bool) -> None:
    if pdf is not None:
        refuse_own_file(cli.folder, pdf)
    with cli.reading() as queries:
        report, renderer = read(queries), _renderer(queries)
        profile = queries.profile
    if shape:
        print_json(_document(report, profile.currency, profile.time_zone))
    elif pdf is None:
        say(renderer.text(report).removesuffix("\n"))
    if pdf is not None:
        write_pdf(renderer.report(report), pdf)
        say(f"The report is in {pdf}.", err=shape)


def _read_x(queries: Queries) -> ShiftReport:
    reader = ReportReader(shifts=queries.shifts, staff=queries.staff)
    return reader.x(at=SystemClock().now())


def _renderer(queries: Queries) -> ShiftRenderer:
    return shift_renderer_of(queries.profile, renderer_of(queries.live, queries.customers))


def _document(report: ShiftReport, currency: Currency, zone: str) -> dict[str, Any]:
    """What `shift show` says, with what its documents add up to."""
    sums, filed = report.sums, report.filed
    return values.shift(report.shift, currency, zone) | {
        "report": "z" if report.is_final else "x",
        "at": values.moment(report.at, zone),
        "opened_by": report.opened_by,
        "closed_by": report.closed_by or None,
        "left": _maybe(report.shift.left, currency),
        "taken": _maybe(report.shift.taken, currency),
        "note": report.note or None,
        "discounts": values.money(sums.discounts, currency),
        "rounding": values.money(sums.rounding, currency),
        "voids": sums.voids,
        "void_total": values.money(sums.void_total, currency),
        "receipts": {"first": sums.first or None, "last": sums.last or None},
        "payments": [
            {
                "method": one.method,
                "count": one.count,
                "amount": values.money(one.amount, currency),
            }
            for one in sums.methods
        ],
        "taxes": [
            {
                "tax_class": one.tax_class,
                "name": one.name,
                "rate": values.rate(one.rate_millionths),
                "net": values.money(one.net, currency),
                "tax": values.money(one.tax, currency),
            }
            for one in sums.taxes
        ],
        "journal": {"seq": filed.seq, "hash": filed.hash.hex()} if filed else None,
    }


def _maybe(minor: int | None, currency: Currency) -> dict[str, Any] | None:
    return values.money(minor, currency) if minor is not None else None
