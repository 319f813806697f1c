"""What a search found, as a list over the grid: the best hit is highlighted already."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter

from pos_app.viewmodels.sell.tiles import Tile
from pos_app.views.shared import tokens
from pos_app.views.shared.rows import ROW_ROLE, RowDelegate, Rows, RowsView
from pos_app.views.shared.theme import Theme


class _Delegate(RowDelegate):
    def draw(self, painter: QPainter, inside: QRect, row: Tile) -> None:
        pad = self.theme.px(tokens.SPACE[2])
        width = self.write_end(painter, inside, row.price)
        room = inside.adjusted(0, 0, -width - pad, 0)
        half = room.height() // 2
        above = QRect(room.left(), room.top() + pad // 3, room.width(), half)
        self.write(painter, above if row.detail else room, row.name)
        below = QRect(room.left(), room.top() + half, room.width(), half - pad // 3)
        self.write(painter, below, row.detail, tokens.SMALL, "text2")


class ResultsList(RowsView):
    """One row for each product found.

    Signals:
        picked: Emitted with the product's id when a row is tapped.
    """

    picked = Signal(int)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__(theme=theme, name="results", says=self.tr("Products found"))
        self._rows = Rows(self, spoken=lambda tile: f"{tile.name}, {tile.price}")
        self.fill(self._rows, _Delegate(theme=theme, parent=self))
        self.clicked.connect(lambda index: self.picked.emit(index.data(ROW_ROLE).product_id))

    def show_results(self, tiles: Sequence[Tile]) -> None:
        self._rows.show(tiles)
        self.highlight(0)

    def chosen(self) -> int | None:
        tile = self.currentIndex().data(ROW_ROLE)
        return tile.product_id if isinstance(tile, Tile) else None
