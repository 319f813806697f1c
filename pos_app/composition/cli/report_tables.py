"""`pos-app report NAME`: every other report as a table, as JSON, or as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from pos_app.adapters.system.clock import SystemClock
from pos_app.adapters.system.whole_file import whole_file
from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.composition.cli.orders import DAY
from pos_app.composition.queries import Queries
from pos_app.composition.report_files import report_bytes
from pos_app.composition.targets import refuse_own_file
from pos_app.domain.money import Currency
from pos_app.services.journal.clock_trust import ClockTrust
from pos_app.services.reports.business_time import BusinessClock
from pos_app.services.reports.desk import CUTS
from pos_app.services.reports.figures import before
from pos_app.services.reports.report import Cell, Kind, Report, Scope
from pos_app.services.reports.sales import TOTAL_KEY, SalesBy
from pos_app.services.reports.sheet import plain, sheet_of
from pos_app.services.reports.titles import REPORTS

_FILE: Final = click.Path(path_type=Path, dir_okay=False)


def as_files(command: Callable[..., None]) -> Callable[..., None]:
    for shape in ("pdf", "xlsx", "csv"):
        option = click.option(
            f"--{shape}", f"{shape}_file", type=_FILE, help=f"Write it as {shape.upper()}."
        )
        command = option(command)
    return command


def narrowed(command: Callable[..., None]) -> Callable[..., None]:
    """With the options that leave out a part of what was sold."""
    for option in (
        click.option("--payment", default=None, help="Of orders paid in this way, such as cash."),
        click.option("--cashier", type=int, default=None, help="Of this person alone, by key."),
        click.option("--category", default=None, help="Of this category alone."),
    ):
        command = option(command)
    return command


def write_files(
    cli: Cli, queries: Queries, report: Report, files: Mapping[str, Path | None]
) -> None:
    """Write the report into each file that is wanted, whole or not at all."""
    for shape, path in files.items():
        if path is None:
            continue
        refuse_own_file(cli.folder, path)
        content = report_bytes(report, queries.profile, shape)
        with whole_file(path) as place:
            place.write_bytes(content)
        say(f"The report is in {path}.")


def _table(name: str) -> click.Command:
    cuts = [by.value for by in CUTS[name]]

    @click.command(name, help=f"{REPORTS[name]}, between two business dates.")
    @click.option("--from", "since", type=DAY, required=True, help="First business date.")
    @click.option("--to", "until", type=DAY, required=True, help="Last business date.")
    @narrowed
    @as_json
    @as_files
    @pass_cli
    @refusals_in_words
    def table(  # each option is a parameter
        cli: Cli,
        *,
        since: datetime,
        until: datetime,
        category: str | None,
        cashier: int | None,
        payment: str | None,
        as_json: bool,
        csv_file: Path | None,
        xlsx_file: Path | None,
        pdf_file: Path | None,
        by: str = "",
    ) -> None:
        files = {"csv": csv_file, "xlsx": xlsx_file, "pdf": pdf_file}
        scope = Scope(since.date(), until.date(), cashier, category, method=payment)
        with cli.reading() as queries:
            report = _read(queries, name, scope, SalesBy(by) if by else None)
            if any(files.values()):
                write_files(cli, queries, report, files)
            elif as_json:
                print_json(_documents(report, queries.profile.currency))
            else:
                _print(report, queries.profile.currency)

    if cuts:
        table = click.option("--by", type=click.Choice(cuts), default=cuts[0])(table)
    return table


def _read(queries: Queries, name: str, scope: Scope, by: SalesBy | None) -> Report:
    """A day that is not over is laid beside another one until the same time."""
    if name != "figures":
        return queries.desk.as_owner(name, scope=scope, by=by)
    trust = ClockTrust(SystemClock())
    now = BusinessClock(shifts=queries.shifts, trust=trust, profile=queries.live).now()
    return queries.desk.figures(scope, then=before(scope, now=now), actor=None)


def _documents(report: Report, currency: Currency) -> list[dict[str, Any]]:
    """An object for each row by the names of the columns, and one of the sums."""
    rows = [(row.key, row.cells) for row in report.rows]
    if report.totals:
        rows.append((TOTAL_KEY, report.totals))
    return [
        {"key": key}
        | {
            column.name: _value(cell, column.kind, currency)
            for column, cell in zip(report.columns, cells, strict=True)
        }
        for key, cells in rows
    ]


def _value(cell: Cell, kind: Kind, currency: Currency) -> object:
    if kind is Kind.MONEY and isinstance(cell, int):
        return values.money(cell, currency)
    return cell


def _print(report: Report, currency: Currency) -> None:
    sheet = sheet_of(report, currency)
    lines = [
        [plain(cell, kind, currency) for cell, kind in zip(row, sheet.kinds, strict=True)]
        for row in sheet.rows
    ]
    texts = {Kind.TEXT, Kind.DAY}
    right = frozenset(place for place, kind in enumerate(sheet.kinds) if kind not in texts)
    print_table([list(sheet.heads), *lines], right=right)
    if sheet.remark:
        say(sheet.remark)


TABLES: Final = tuple(_table(name) for name in CUTS if name != "sales")
