"""`pos-app customers`: whom the shop knows, and whom it forgets."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from pos_app.adapters.files.formula_guard import guarded
from pos_app.adapters.system.whole_file import whole_file
from pos_app.composition.cli.context import (
    Cli,
    as_json,
    owner_of,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.composition.customers import customers_of
from pos_app.composition.targets import refuse_own_file
from pos_app.domain.customer import Customer, CustomerDetails
from pos_app.services.customers.customer_service import find_customers

COLUMNS = ("number", "name", "phone", "email", "note", "since")


@click.group("customers", help="Whom the shop knows.")
def command() -> None:
    pass


@command.command()
@click.argument("name")
@click.option("--phone", default="")
@click.option("--email", default="")
@click.option("--note", default="")
@as_json
@pass_cli
@refusals_in_words
def add(cli: Cli, /, *, name: str, as_json: bool, **typed: str) -> None:
    """Take NAME down as a customer."""
    details = CustomerDetails.of(name, **typed)
    with cli.writing() as store:
        added = customers_of(store).add(actor=owner_of(store), details=details)
    if as_json:
        print_json(_shown(added))
    else:
        say(f"{added.details.name} is customer {added.customer_id}.")


@command.command()
@click.argument("text")
@as_json
@pass_cli
@refusals_in_words
def find(cli: Cli, *, text: str, as_json: bool) -> None:
    """By the beginnings of names and addresses, or any three digits of a number."""
    with cli.reading() as queries:
        found = find_customers(queries.customers, text)
    if as_json:
        print_json([_shown(one) for one in found])
    else:
        print_table([[str(one.customer_id), *_texts(one)] for one in found])


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@pass_cli
@refusals_in_words
def export(cli: Cli, *, file: Path) -> None:
    """Write everybody to FILE, a CSV."""
    refuse_own_file(cli.folder, file)
    count = 0
    with (
        cli.reading() as queries,
        whole_file(file) as place,
        place.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for one in queries.customers.everybody():
            since = one.created_at.date().isoformat()
            writer.writerow([one.customer_id, *map(guarded, _texts(one)), since])
            count += 1
    say(f"{count} customers are in {file}.")


@command.command()
@click.argument("number", type=click.IntRange(1, 2**62))
@pass_cli
@refusals_in_words
def forget(cli: Cli, *, number: int) -> None:
    """Keep nothing of the customer NUMBER; orders go on to name the number."""
    with cli.writing() as store:
        customers_of(store).forget(actor=owner_of(store), customer_id=number)
    say(f"Customer {number} is forgotten.")


def _texts(one: Customer) -> list[str]:
    details = one.details
    return [details.name, details.phone, details.email, details.note]


def _shown(one: Customer) -> dict[str, object]:
    details = one.details
    return {
        "id": one.customer_id,
        "name": details.name,
        "phone": details.phone,
        "email": details.email,
        "note": details.note,
        "since": one.created_at.isoformat(timespec="seconds"),
    }
