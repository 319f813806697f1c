"""What the order makes of a tile: how much of it is in, and how little is left."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.quantity import Quantity
from pos_app.services.orders.order_service import OrderService
from pos_app.services.ports import Formats
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.sell.shelf_words import chip_of
from pos_app.viewmodels.sell.tiles import Tile


@dataclass(frozen=True, slots=True)
class Marks:
    """`count` of it in the order; `chip` is a word where little is left, or nothing."""

    count: str = ""
    chip: str = ""
    is_out: bool = False


NONE = Marks()


class TileMarks(QObject):
    """Follows the order on screen.

    Signals:
        changed: Emitted with the set of ids of what there is more or less of in the order.
    """

    changed = Signal(object)

    def __init__(self, *, sell: SellViewModel, orders: OrderService, formats: Formats) -> None:
        super().__init__()
        self._orders = orders
        self._formats = formats
        self._ordered: dict[int, int] = {}
        sell.order_changed.connect(self._follow)

    def of(self, tile: Tile) -> Marks:
        counts = [self._ordered.get(hit.product.product_id, 0) for hit in tile.hits]
        count = sum(counts)
        shown = self._formats.quantity(Quantity(count)) if count else ""
        if len(tile.hits) != 1:
            return Marks(shown) if count else NONE
        (hit,) = tile.hits
        left = hit.stock - count
        chip = chip_of(
            hit.product, stock=left, sold=hit.sold_recently + count, formats=self._formats
        )
        return Marks(shown, chip, left <= 0) if shown or chip else NONE

    @Slot(object)
    def _follow(self, _summary: object) -> None:
        ordered: dict[int, int] = {}
        for item in self._orders.order.items:
            product = item.product_id
            ordered[product] = ordered.get(product, 0) + item.quantity.thousandths
        before, self._ordered = self._ordered, ordered
        changed = {one for one, _count in ordered.items() ^ before.items()}
        if changed:
            self.changed.emit(changed)
