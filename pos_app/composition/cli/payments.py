"""`pos-app payments`: every tender taken on this terminal."""

from __future__ import annotations

import click

from pos_app.composition.cli import values
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    pass_cli,
    print_json_rows,
    print_table,
    refusals_in_words,
)
from pos_app.domain.money import Currency
from pos_app.services.ports import PaymentRow


@click.group("payments", help="Every tender taken on this terminal.")
def command() -> None:
    pass


@command.command("list")
@as_json
@pass_cli
@refusals_in_words
def list_payments(cli: Cli, *, as_json: bool) -> None:
    """Every tender, oldest first."""
    with cli.reading() as queries:
        rows = queries.orders.payments()
        currency = queries.profile.currency
        if as_json:
            print_json_rows(_as_json(row, currency) for row in rows)
            return
        lines = [
            [
                row.number or "–",
                values.moment(row.at) or "",
                row.payment.method,
                values.plain(row.payment.amount, currency),
                row.payment.state.value,
            ]
            for row in rows
        ]
    print_table(lines, right=frozenset({3}))


def _as_json(row: PaymentRow, currency: Currency) -> dict[str, object]:
    return {
        "order": row.number,
        "at": values.moment(row.at),
        "method": row.payment.method,
        "amount": values.money(row.payment.amount, currency),
        "tendered": values.money(row.payment.tendered, currency),
        "change": values.money(row.payment.change, currency),
        "state": row.payment.state.value,
    }
