"""`pos-app report`: what was sold, and what was given on top."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from pos_app.adapters.files.formula_guard import guarded
from pos_app.composition.cli import values
from pos_app.composition.cli.closings import closing
from pos_app.composition.cli.context import (
    Cli,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
)
from pos_app.composition.cli.orders import DAY
from pos_app.composition.cli.reconcile import payments
from pos_app.composition.cli.report_tables import TABLES, as_files, narrowed, write_files
from pos_app.domain.money import Currency
from pos_app.domain.quantity import Quantity
from pos_app.services.printing.cells import clean
from pos_app.services.reports.report import Cell, Report, Scope
from pos_app.services.reports.sales import TOTAL_KEY, SalesBy, SalesRow

HEADER = ["key", "label", "orders", "quantity", "net", "tax", "gross"]
TIPS_HEADER = ["key", "label", "orders", "tips", "cash", "elsewhere"]
SHAPES = ["table", "csv", "json"]


@click.group("report", help="What was sold.")
def command() -> None:
    pass


@command.command()
@click.option("--from", "since", type=DAY, required=True, help="First business date.")
@click.option("--to", "until", type=DAY, required=True, help="Last business date.")
@click.option("--by", type=click.Choice([by.value for by in SalesBy]), default="day")
@narrowed
@click.option("--format", "shape", type=click.Choice(SHAPES), default="table")
@as_files
@pass_cli
@refusals_in_words
def sales(
    cli: Cli,
    *,
    since: datetime,
    until: datetime,
    category: str | None,
    cashier: int | None,
    payment: str | None,
    by: str,
    shape: str,
    csv_file: Path | None,
    xlsx_file: Path | None,
    pdf_file: Path | None,
) -> None:
    """What was sold between two business dates, and the total."""
    files = {"csv": csv_file, "xlsx": xlsx_file, "pdf": pdf_file}
    scope = Scope(since.date(), until.date(), cashier, category, method=payment)
    with cli.reading() as queries:
        if any(files.values()) or not scope.is_of_all:
            report = queries.desk.as_owner("sales", scope=scope, by=SalesBy(by))
            write_files(cli, queries, report, files)
            rows = _rows(report)
        else:
            rows = queries.reports.sales(by=SalesBy(by), since=scope.since, until=scope.until)
        currency = queries.profile.currency
    if any(files.values()):
        return
    if shape == "json":
        print_json([_as_json(row, currency) for row in rows])
        return
    _print([HEADER, *(_as_text(row, currency) for row in rows)], shape)


def _rows(report: Report) -> Sequence[SalesRow]:
    """With the total as the last one."""
    found = [(row.key, row.cells) for row in report.rows]
    return [_row(key, *cells) for key, cells in (*found, (TOTAL_KEY, report.totals))]


def _row(key: str, label: Cell, *sums: Cell) -> SalesRow:
    """What is of a way to pay has no quantity."""
    orders, quantity, _net, tax, gross = (int(one or 0) for one in sums)
    return SalesRow(key, str(label), orders, Quantity(quantity), tax, gross)


@command.command()
@click.option("--from", "since", type=DAY, required=True, help="First business date.")
@click.option("--to", "until", type=DAY, required=True, help="Last business date.")
@click.option("--format", "shape", type=click.Choice(SHAPES), default="table")
@pass_cli
@refusals_in_words
def tips(cli: Cli, *, since: datetime, until: datetime, shape: str) -> None:
    """What customers gave on top between two business dates, by cashier: it is no sale.

    Of what lies in the drawer they can be paid; the rest comes from the processors.
    """
    with cli.reading() as queries:
        rows = queries.reports.tips(since=since.date(), until=until.date())
        currency = queries.profile.currency
    if shape == "json":
        print_json(
            [
                {
                    "key": row.key,
                    "label": row.label,
                    "orders": row.orders,
                    "tips": values.money(row.tips, currency),
                    "cash": values.money(row.cash, currency),
                    "elsewhere": values.money(row.elsewhere, currency),
                }
                for row in rows
            ]
        )
        return
    cells = [
        [
            *(row.key, row.label, str(row.orders)),
            *(values.plain(one, currency) for one in (row.tips, row.cash, row.elsewhere)),
        ]
        for row in rows
    ]
    _print([TIPS_HEADER, *cells], shape)


def _print(lines: list[list[str]], shape: str) -> None:
    """Lines that begin with a key and a label; numbers follow."""
    if shape == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([guarded(clean(cell)) for cell in line[:2]] + line[2:] for line in lines)
        return
    print_table(lines, right=frozenset(range(2, len(lines[0]))))


command.add_command(payments)
command.add_command(closing)
for table in TABLES:
    command.add_command(table)


def _as_json(row: SalesRow, currency: Currency) -> dict[str, object]:
    return {
        "key": row.key,
        "label": row.label,
        "orders": row.orders,
        "quantity": row.quantity.thousandths,
        "net": values.money(row.net, currency),
        "tax": values.money(row.tax, currency),
        "gross": values.money(row.gross, currency),
    }


def _as_text(row: SalesRow, currency: Currency) -> list[str]:
    amounts: Sequence[int] = (row.net, row.tax, row.gross)
    return [
        row.key,
        row.label,
        str(row.orders),
        str(row.quantity),
        *(values.plain(amount, currency) for amount in amounts),
    ]
