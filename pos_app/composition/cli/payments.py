"""`pos-app payments`: every tender taken on this terminal, and the ways to pay."""

from __future__ import annotations

import click

from pos_app.composition.cli import values
from pos_app.composition.cli.attempts import attempts, resolve
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_json_rows,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.composition.cli.processors import command as processors
from pos_app.composition.cli.readers import command as readers
from pos_app.composition.paying import payment_settings_of
from pos_app.domain.money import Currency
from pos_app.domain.payment import PaymentMethod
from pos_app.domain.tender import TenderMethod
from pos_app.services.ports import PaymentRow

KINDS = [kind.value for kind in PaymentMethod if kind is not PaymentMethod.CASH]


@click.group("payments", help="Every tender taken on this terminal, and the ways to pay.")
def command() -> None:
    pass


command.add_command(processors)
command.add_command(readers)


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


@command.command()
@as_json
@pass_cli
@refusals_in_words
def methods(cli: Cli, *, as_json: bool) -> None:
    """The ways to pay, as they stand on the screen."""
    with cli.reading() as queries:
        found = queries.profile.tender_methods
    if as_json:
        print_json(
            [
                {
                    "code": one.code,
                    "kind": one.kind.value,
                    "name": one.name,
                    "opens_drawer": one.opens_drawer,
                    "asks_reference": one.asks_reference,
                    # Told where there is something to tell.
                    **({"processor": one.processor, "flow": one.flow} if one.is_remote else {}),
                }
                for one in found
            ]
        )
        return
    print_table(
        [
            [one.code, one.kind.value, one.name, f"{one.processor} {one.flow}".strip()]
            for one in found
        ]
    )


@command.command("add-method")
@click.argument("code")
@click.option("--kind", type=click.Choice(KINDS), default=PaymentMethod.OTHER.value)
@click.option("--name", default="", help="What people read, such as Meal voucher.")
@click.option("--opens-drawer", is_flag=True, help="It goes into the drawer, as a voucher does.")
@click.option("--asks-reference", is_flag=True, help="Its number is asked for.")
@click.option("--processor", default="", help="The payment processor that moves the money.")
@click.option("--flow", default="", help="How the customer comes in: reader, qr or code.")
@pass_cli
@refusals_in_words
def add_method(
    cli: Cli,
    *,
    code: str,
    kind: str,
    name: str,
    opens_drawer: bool,
    asks_reference: bool,
    processor: str,
    flow: str,
) -> None:
    """Take this way to pay too, or change how it works."""
    method = TenderMethod(
        *(code, PaymentMethod(kind), name, opens_drawer, asks_reference, processor, flow)
    )
    with cli.writing() as store:
        payment_settings_of(store).put_method(actor=owner_of(store), method=method)
    say(f"{code} is a way to pay, from the next start of the till.")


@command.command("remove-method")
@click.argument("code")
@pass_cli
@refusals_in_words
def remove_method(cli: Cli, *, code: str) -> None:
    """Take this way to pay no more."""
    with cli.writing() as store:
        payment_settings_of(store).remove_method(actor=owner_of(store), code=code)
    say(f"{code} is no way to pay any more, from the next start of the till.")


command.add_command(attempts)
command.add_command(resolve)


def _as_json(row: PaymentRow, currency: Currency) -> dict[str, object]:
    return {
        "order": row.number,
        "at": values.moment(row.at),
        "method": row.payment.method,
        "amount": values.money(row.payment.amount, currency),
        "tendered": values.money(row.payment.tendered, currency),
        "change": values.money(row.payment.change, currency),
        "state": row.payment.state.value,
        # Told where there is something to tell.
        **({"reference": row.payment.reference} if row.payment.reference else {}),
        **({"reversal": True} if row.payment.reverses else {}),
    }
