"""One product of the grid: its name first, its price at the foot."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from pos_app.viewmodels.sell.grid import Tile
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.theme import Theme


class ProductTile(ActionButton):
    """A place of the grid; it may be empty.

    Signals:
        picked: Emitted with the product's id when it is tapped.
        group_picked: Emitted with the name of a kind when that is tapped.
    """

    picked = Signal(int)
    group_picked = Signal(str)

    def __init__(self, *, theme: Theme, place: int) -> None:
        super().__init__("", theme=theme, name=f"tile_{place}")
        self.tile: Tile | None = None
        self.clicked.connect(self._pick)
        self.setMinimumSize(theme.px(120), theme.px(tokens.TILE_HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_tile(self, tile: Tile | None) -> None:
        """Show a product, or leave the place empty: the others do not move."""
        self.tile = tile
        self.setEnabled(tile is not None)
        self.setAccessibleName(f"{tile.name}, {tile.price}" if tile else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        # Empty, not hidden: a hidden place would let its row collapse.
        if self.tile is not None:
            super().paintEvent(event)

    @Slot()
    def _pick(self) -> None:
        if self.tile is None:
            return
        if self.tile.group:
            self.group_picked.emit(self.tile.group)
        else:
            self.picked.emit(self.tile.product_id)

    def _draw_words(self, painter: QPainter) -> None:
        tile, theme = self.tile, self._theme
        if tile is None:
            return
        pad = theme.px(tokens.SPACE[2])
        inside = self.rect().adjusted(pad, pad, -pad, -pad)
        foot = theme.px(24)
        words = QRect(inside.left(), inside.top(), inside.width(), inside.height() - foot)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font((tokens.BODY[0], 600)))
        painter.setClipRect(words)
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(words, flags, tile.name)
        painter.setClipping(False)
        price = QRect(inside.left(), inside.bottom() - foot, inside.width(), foot)
        painter.setFont(theme.font(tokens.BODY))
        painter.setPen(theme.colour("text2"))
        painter.drawText(
            price, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, tile.price
        )
