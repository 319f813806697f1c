"""`pos-app orders`: the orders of this terminal, and their receipts."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
)
from pos_app.composition.queries import Queries
from pos_app.composition.receipts import receipt_pdf, receipt_text
from pos_app.domain.errors import NotFoundError
from pos_app.domain.order_document import OrderDocument

DAY = click.DateTime(["%Y-%m-%d"])


class NoSuchOrderError(NotFoundError):
    code = "order.unknown"
    text = "There is no order {key} on this terminal."


def day_of(value: datetime | None) -> date | None:
    return value.date() if value is not None else None


@click.group("orders", help="The orders of this terminal.")
def command() -> None:
    pass


@command.command("list")
@click.option("--from", "since", type=DAY, default=None, help="First business date.")
@click.option("--to", "until", type=DAY, default=None, help="Last business date.")
@click.option("--limit", type=click.IntRange(min=1), default=None)
@as_json
@pass_cli
@refusals_in_words
def list_orders(
    cli: Cli,
    *,
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
    as_json: bool,
) -> None:
    with cli.reading() as queries:
        rows = list(queries.orders.listed(since=day_of(since), until=day_of(until), limit=limit))
    if as_json:
        print_json([values.order_row(row) for row in rows])
        return
    print_table(
        [
            [
                row.number or "–",
                row.state,
                values.moment(row.completed_at) or "",
                row.total.plain(),
                row.cashier,
            ]
            for row in rows
        ],
        right=frozenset({3}),
    )


@command.command()
@click.argument("key", metavar="NUMBER|ID")
@as_json
@pass_cli
@refusals_in_words
def show(cli: Cli, *, key: str, as_json: bool) -> None:
    with cli.reading() as queries:
        document = find(queries, key)
        text = "" if as_json else receipt_text(queries.profile, document)
    if as_json:
        print_json(values.order_document(document))
    else:
        click.echo(text)


@command.command()
@click.argument("key", metavar="NUMBER")
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), default=None)
@pass_cli
@refusals_in_words
def receipt(cli: Cli, *, key: str, pdf: Path | None) -> None:
    with cli.reading() as queries:
        document = find(queries, key)
        if pdf is None:
            click.echo(receipt_text(queries.profile, document))
            return
        receipt_pdf(queries.profile, document, pdf)
    click.echo(f"The receipt of {document.number} is in {pdf}.")


def find(queries: Queries, key: str) -> OrderDocument:
    """The order with this number or id.

    :raises NoSuchOrderError: if there is none
    """
    document = queries.orders.by_number(key) or queries.orders.by_id(key)
    if document is None:
        raise NoSuchOrderError(key=key)
    return document
