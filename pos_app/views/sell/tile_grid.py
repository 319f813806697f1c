"""Tiles in rows and pages: a product keeps its place, and no tile moves under a finger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.viewmodels.sell.tile_marks import NONE, Marks
from pos_app.viewmodels.sell.tiles import Tile
from pos_app.views.sell.product_tile import ProductTile
from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme

ROWS_MAX: Final = 7


class TileGrid(QWidget):
    """As many rows as fit; tiles are made once and then only filled.

    Signals:
        picked: Emitted with a product's id.
        group_picked: Emitted with the name of a kind, of which one must be chosen.
        turned: Emitted with the page shown and the number of pages.
    """

    picked = Signal(int)
    group_picked = Signal(str)
    turned = Signal(int, int)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: Sequence[Tile | None] = ()
        self.marks_of: Callable[[Tile], Marks] = lambda _tile: NONE
        self.image_of: Callable[[str], object | None] = lambda _name: None
        self._columns = 0
        self._rows = 0
        self._page = 0
        self._is_arranging = False
        self.places: list[ProductTile] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(tokens.GAP))

    def show_tiles(self, tiles: Sequence[Tile | None]) -> None:
        """On the page that is looked at, if there is one still."""
        self._shown = tiles
        pages = max(1, -(-len(tiles) // self._size)) if self._size else 1
        self._page = min(self._page, pages - 1)
        self._fill()

    def go_to_first_page(self) -> None:
        self._page = 0

    @Slot(object)
    def show_marks(self, changed: AbstractSet[int]) -> None:
        """The order has changed: only a tile that it concerns is looked at anew."""
        for tile in self.places:
            if tile.tile is not None and tile.tile.concerns(changed):
                tile.show_marks(self.marks_of(tile.tile))

    @Slot(str)
    def show_image(self, name: str) -> None:
        """A picture can be painted now."""
        for tile in self.places:
            if tile.tile is not None and tile.tile.image == name:
                tile.show_image(self.image_of(name))

    def set_columns(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = columns
            self._arrange(self._rows)

    def turn(self, pages: int) -> None:
        """Go on, or back, by that many pages."""
        self._page += pages
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        gap = self._theme.px(tokens.GAP)
        step = self._theme.px(tokens.TILE_HEIGHT) + gap
        rows = max(1, min(ROWS_MAX, (self.height() + gap) // step))
        if rows != self._rows:
            self._arrange(rows)

    def _arrange(self, rows: int) -> None:
        """Showing a tile may resize the grid, which asks for other rows in the middle of it."""
        self._rows = rows
        if self._is_arranging:
            return
        self._is_arranging, done = True, None
        while done != (self._rows, self._columns):
            done = (self._rows, self._columns)
            self._lay_out_tiles()
        self._is_arranging = False
        self._page = 0
        self._fill()

    def _lay_out_tiles(self) -> None:
        for tile in self.places:
            self._grid.removeWidget(tile)
            tile.hide()
        while len(self.places) < self._size:
            self.places.append(self._made(len(self.places)))
        for place, tile in enumerate(self.places[: self._size]):
            self._grid.addWidget(tile, *divmod(place, self._columns))
            tile.show()

    def _made(self, place: int) -> ProductTile:
        tile = ProductTile(theme=self._theme, place=place)
        tile.picked.connect(self.picked)
        tile.group_picked.connect(self.group_picked)
        return tile

    def _fill(self) -> None:
        if not self._size:
            return
        shown = self._shown[self._page * self._size :][: self._size]
        for place, tile in enumerate(self.places):
            self._show(tile, shown[place] if place < len(shown) else None)
        self.turned.emit(self._page, max(1, -(-len(self._shown) // self._size)))

    def _show(self, place: ProductTile, tile: Tile | None) -> None:
        place.show_tile(tile)
        place.show_marks(self.marks_of(tile) if tile else NONE)
        place.show_image(self.image_of(tile.image) if tile and tile.image else None)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of a page."""
        return max(1, self._rows), max(1, self._columns)

    @property
    def _size(self) -> int:
        return self._rows * self._columns
