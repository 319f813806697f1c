"""`pos-app payments readers`: the card readers of a Stripe account."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from pos_app.composition.cli.context import (
    Cli,
    as_json,
    pass_cli,
    print_json,
    print_table,
    refusals_in_words,
    say,
)
from pos_app.composition.processors import kept_processors_of, kinds
from pos_app.services.payments.kept_processors import kind_named

if TYPE_CHECKING:  # nothing of a processor is loaded before one is used
    from pos_app.adapters.payments.stripe.readers import StripeReaders


@click.group("readers", help="The card readers of your Stripe account.")
def command() -> None:
    pass


@command.command("list")
@as_json
@pass_cli
@refusals_in_words
def list_readers(cli: Cli, *, as_json: bool) -> None:
    """Every reader, with the name that the setting `reader` wants."""
    found = _readers(cli).all()
    if as_json:
        print_json(
            [
                {
                    "reader": one.reader_id,
                    "label": one.label,
                    "device": one.device,
                    "location": one.location,
                    "connected": one.is_connected,
                }
                for one in found
            ]
        )
        return
    print_table(
        [
            [one.reader_id, one.label, one.device, "connected" if one.is_connected else "–"]
            for one in found
        ]
    )


@command.command("register")
@click.argument("code")
@click.option("--label", required=True, help="What people call it, such as Front desk.")
@click.option("--location", default="", help="Where it stands: a name that begins with tml_.")
@pass_cli
@refusals_in_words
def register(cli: Cli, *, code: str, label: str, location: str) -> None:
    """Bring a reader into the account: CODE is what it shows, or simulated-wpe to try out."""
    reader = _readers(cli).register(code, label=label, location=location)
    say(
        f"{label} is registered. Use it at this till: "
        f"pos-app payments processors set stripe --value reader={reader.reader_id}"
    )


@command.command("present")
@click.argument("reader")
@pass_cli
@refusals_in_words
def present(cli: Cli, *, reader: str) -> None:
    """Hold a card to a simulated READER that asks for one; amounts ending in 05 are declined."""
    _readers(cli).present(reader)
    say("A card was held to it.")


def _readers(cli: Cli) -> StripeReaders:
    """With what is kept of Stripe; which reader is set does not matter."""
    with cli.reading() as queries:
        config = kept_processors_of(cli.folder, queries).config(kind_named("stripe", kinds()))
    module = import_module("pos_app.adapters.payments.stripe.readers")
    readers: StripeReaders = module.StripeReaders(config)
    return readers
