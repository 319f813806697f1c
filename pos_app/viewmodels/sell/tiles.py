"""What stands on a tile of the product grid, ready to be painted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.services.catalogue.ports import SearchHit
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.shelf_words import price_of

CONTEXT: Final = "tiles"
PLACES_MAX: Final = 240
"""So many places there are for favourites."""


@dataclass(frozen=True, slots=True)
class Tile:
    product_id: int
    name: str
    price: str
    detail: str = ""
    group: str = ""
    """It stands for all products of this kind."""
    image: str = ""
    hits: tuple[SearchHit, ...] = ()
    """What it stands for, as the shelf had it."""

    def concerns(self, product_ids: AbstractSet[int]) -> bool:
        return any(hit.product.product_id in product_ids for hit in self.hits)


class TileMaker:
    def __init__(self, *, formats: Formats) -> None:
        self._formats = formats

    def of_hit(self, hit: SearchHit, detail: str = "") -> Tile:
        product = hit.product
        price = price_of(product, self._formats)
        return Tile(
            product.product_id, product.name, price, detail, image=product.image, hits=(hit,)
        )

    def of_favourites(self, places: Mapping[int, SearchHit]) -> tuple[Tile | None, ...]:
        """Each in its place, however many before it are empty."""
        last = max((place for place in places if place < PLACES_MAX), default=-1)
        return tuple(
            self.of_hit(places[place]) if place in places else None for place in range(last + 1)
        )

    def of_shelf(self, hits: Sequence[SearchHit]) -> tuple[Tile, ...]:
        """The products of a kind are one tile, where the first of them stands."""
        kinds: dict[str, list[SearchHit]] = {}
        for hit in hits:
            product = hit.product
            kinds.setdefault(product.variant_group or f"\0{product.product_id}", []).append(hit)
        return tuple(
            self.of_hit(those[0]) if len(those) == 1 else self._of_kind(those)
            for those in kinds.values()
        )

    def _of_kind(self, those: Sequence[SearchHit]) -> Tile:
        cheapest = min((hit.product for hit in those), key=lambda one: one.unit_price.minor)
        price = _tr("from {price}").format(price=price_of(cheapest, self._formats))
        image = next((hit.product.image for hit in those if hit.product.image), "")
        group = those[0].product.variant_group
        return Tile(
            *(those[0].product.product_id, group, price),
            _tr("{count} variants").format(count=len(those)),
            group,
            image,
            tuple(those),
        )


def _tr(words: str) -> str:
    return QCoreApplication.translate(CONTEXT, words)
