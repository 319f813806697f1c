"""`pos-head-office seed FILE`: the first catalogue of the chain, or a newer one."""

from __future__ import annotations

from pathlib import Path

import click

from pos_app.composition.head_office import opened
from pos_app.composition.head_office_cli.context import pass_settings, refusals_in_words, say
from pos_app.composition.head_office_seed import seed, taxes_of
from pos_app.composition.head_office_settings import Settings
from pos_app.composition.head_office_trade import make_catalogue, make_products
from pos_app.head_office.services.catalogue.things import CHAIN

NAMED_MAX = 20


@click.command("seed", help="Bring in a CSV of products for all stores, or for one.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--tax", "taxes", multiple=True, help="A tax class and per cent: STANDARD=20.")
@click.option("--decimals", type=click.IntRange(0, 4), default=2, help="Of the currency.")
@click.option("--store", help="The store whose products they are; its prices, in its currency.")
@refusals_in_words
@pass_settings
def command(
    settings: Settings, *, file: Path, taxes: tuple[str, ...], decimals: int, store: str | None
) -> None:
    with opened(settings) as office:
        office.prepare()
        products = make_products(office.database, cache=office.details)
        editing = make_catalogue(office.database, details=products)
        found, classes = taxes_of(taxes)
        scope = office.access.stores.find(store).store_id if store else CHAIN
        editing.put_taxes(taxes=found, classes=classes, scope=scope)
        done = seed(file, editing, minor_digits=decimals, scope=scope)
    for line, reason in done.rejected[:NAMED_MAX]:
        say(f"Line {line}: {reason}.", err=True)
    more = len(done.rejected) - NAMED_MAX
    if more > 0:
        say(f"… and {more} more.", err=True)
    say(f"{done.rows} rows: {done.changed} new or changed, {len(done.rejected)} left out.")
