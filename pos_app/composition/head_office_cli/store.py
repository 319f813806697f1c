"""`pos-head-office store`: the stores of the chain."""

from __future__ import annotations

import click

from pos_app.composition.head_office import opened
from pos_app.composition.head_office_cli.context import (
    ACTOR,
    pass_settings,
    refusals_in_words,
    say,
)
from pos_app.composition.head_office_settings import Settings


@click.group("store", help="The stores of the chain.")
def command() -> None:
    pass


@command.command()
@click.argument("name")
@click.option("--currency", required=True, help="Such as EUR; every till of the store counts so.")
@click.option("--time-zone", required=True, help="Such as Europe/Paris.")
@click.option("--prices", type=click.Choice(["inclusive", "exclusive"]), default="inclusive")
@refusals_in_words
@pass_settings
def add(settings: Settings, *, name: str, currency: str, time_zone: str, prices: str) -> None:
    """Add the store NAME."""
    with opened(settings) as office:
        store = office.access.stores.add(
            name=name,
            currency=currency,
            time_zone=time_zone,
            prices_include_tax=prices == "inclusive",
            actor=ACTOR,
        )
    say(f"{store.name} is store {store.store_id}.")


@command.command("list")
@refusals_in_words
@pass_settings
def list_stores(settings: Settings) -> None:
    """Each store with its id."""
    with opened(settings) as office:
        for store in office.access.stores.listed():
            say(f"{store.store_id}  {store.currency}  {store.name}")
