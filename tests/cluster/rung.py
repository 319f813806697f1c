"""A terminal's day, rung by the till's own services: its journal, and the stock that it moved."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from pos_app.adapters.system.ids import UuidV7
from pos_app.adapters.system.signing import Ed25519Signer
from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.domain.quantity import Quantity
from pos_app.services.ports import Entry
from tests.fakes.catalogue import EUR
from tests.fakes.shop import FakeShop

DEMO: Final = Path(__file__).parents[2] / "resources" / "demo" / "products.csv"
PRODUCTS: Final = 40
ITEMS_MAX: Final = 6
DELIVERED: Final = 1_000_000
"""Thousandths of each product, at the first terminal of a store."""
REFUND_EVERY: Final = 25
CANCEL_EVERY: Final = 40
SECONDS_BETWEEN: Final = 30


@dataclass(frozen=True, slots=True)
class Day:
    """`stock` is by SKU in thousandths: the sum of what this terminal moved."""

    entries: Sequence[Entry]
    orders: int
    stock: Mapping[str, int]


def shelf() -> list[Product]:
    """The first of the demo store's, the same in every store."""
    with DEMO.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["unit"] in {"", "each"}][:PRODUCTS]
    return [
        Product(
            number,
            row["sku"],
            row["name"],
            Money(round(Decimal(row["price"].replace(",", ".")) * 100), EUR),
            "STANDARD",
            category=row["category"],
        )
        for number, row in enumerate(rows, start=1)
    ]


def rung_day(
    *,
    code: str,
    signer: Ed25519Signer,
    orders: int,
    chance: random.Random,
    begin: datetime,
    seconds_between: int = SECONDS_BETWEEN,
) -> Day:
    """So many orders and refunds, and between them what else a journal holds.

    :param begin: the moment of the first sale, in UTC
    """
    shop = FakeShop(signer=signer, ids=UuidV7(), terminal=code, journal_id=UuidV7().new())
    shop.clock.wall = begin
    products = shelf()
    for one in products:
        shop.sells(one, one.sku)
        shop.stock.receive(actor=shop.owner, product=one, quantity=Quantity(DELIVERED))
    shop.open_shift(opening_float=10_000)
    done = 0
    while done < orders:
        codes = [chance.choice(products).sku for _ in range(chance.randint(1, ITEMS_MAX))]
        document = shop.sell(*codes)
        done += 1
        shop.clock.wait(seconds=seconds_between)
        if done % REFUND_EVERY == 0 and done < orders:
            shop.give_back(document)
            done += 1
        if done % CANCEL_EVERY == 0:
            shop.cancelling.cancel(
                order=shop.order_of(*codes), actor=shop.cashier, reason="left without paying"
            )
    levels = shop.store.tables.levels
    return Day(
        entries=tuple(shop.store.tables.entries),
        orders=done,
        stock={one.sku: levels[one.product_id].thousandths for one in products},
    )
