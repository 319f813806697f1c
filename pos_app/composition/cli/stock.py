"""`pos-app stock`: what is left of a product, and why."""

from __future__ import annotations

import click

from pos_app.composition.cli import values
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
from pos_app.composition.lookups import lookup_of
from pos_app.domain.quantity import Quantity

MOVEMENTS_SHOWN = 1_000


@click.group("stock", help="What is left of a product.")
def command() -> None:
    pass


@command.command()
@click.argument("barcode")
@as_json
@pass_cli
@refusals_in_words
def show(cli: Cli, *, barcode: str, as_json: bool) -> None:
    """What is left of a product, and its latest movements."""
    with cli.reading() as queries:
        product = lookup_of(queries).find(barcode).product
        level = queries.stock.level(product.product_id)
        movements = queries.stock.movements(product.product_id, limit=MOVEMENTS_SHOWN)
        zone = queries.profile.time_zone
    if as_json:
        print_json(
            {
                "barcode": barcode,
                "sku": product.sku,
                "name": product.name,
                "quantity": level.thousandths,
                "movements": [
                    {
                        "at": values.moment(one.at, zone),
                        "kind": one.kind,
                        "quantity": one.quantity.thousandths,
                        "order": one.order,
                    }
                    for one in movements
                ],
            }
        )
        return
    say(f"{product.name} ({product.sku}): {level}")
    print_table(
        [
            [values.moment(one.at, zone) or "", one.kind, str(one.quantity), one.order or ""]
            for one in movements
        ],
        right=frozenset({2}),
    )


@command.command()
@click.argument("barcode")
@click.argument("quantity")
@pass_cli
@refusals_in_words
def receive(cli: Cli, *, barcode: str, quantity: str) -> None:
    """Add QUANTITY of the product to the stock."""
    amount = Quantity.parse(quantity)
    with cli.writing() as store:
        product = lookup_of(store.queries).find(barcode).product
        level = store.services.stock.receive(
            actor=owner_of(store), product=product, quantity=amount
        )
    say(f"{product.name}: {level} in stock.")
