"""One product of the grid: its name first, its price at the foot."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from pos_app.viewmodels.sell.tile_marks import NONE, Marks
from pos_app.viewmodels.sell.tiles import Tile
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton
from pos_app.views.shared.theme import Theme

FOOT: Final = 24


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
        self._marks = NONE
        self._image: QImage | None = None
        self.clicked.connect(self._pick)
        self.setMinimumSize(theme.px(120), theme.px(tokens.TILE_HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_tile(self, tile: Tile | None) -> None:
        """Show a product, or leave the place empty: the others do not move."""
        self.tile = tile
        self.setEnabled(tile is not None)
        self._name_it()
        self.update()

    def show_marks(self, marks: Marks) -> None:
        """How much of it is in the order, and how little is left."""
        if marks != self._marks:
            self._marks = marks
            self._name_it()
            self.update()

    def show_image(self, image: object | None) -> None:
        """A picture over the words, or none."""
        self._image = image if isinstance(image, QImage) else None
        self.update()

    def _name_it(self) -> None:
        tile, marks = self.tile, self._marks
        parts = (
            (tile.name, tile.price, tile.detail if tile.group else "", marks.count, marks.chip)
            if tile
            else ()
        )
        self.setAccessibleName(", ".join(part for part in parts if part))

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
        foot = theme.px(FOOT)
        words = QRect(inside.left(), inside.top(), inside.width(), inside.height() - foot)
        if self._image is not None:
            words = self._draw_image(painter, words, self._image)
        if self._marks.count:
            badge = self._draw_badge(painter, inside)
            if badge.bottom() > words.top():
                self._make_way(words, badge, tile.name)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font((tokens.BODY[0], 600)))
        painter.setClipRect(words)
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(words, flags, tile.name)
        painter.setClipping(False)
        self._draw_foot(painter, QRect(inside.left(), inside.bottom() - foot, inside.width(), foot))

    def _make_way(self, words: QRect, badge: QRect, name: str) -> None:
        """Beside the badge, or below it where a word would be cut off."""
        metrics = self._theme.metrics((tokens.BODY[0], 600))
        right = badge.left() - self._theme.px(tokens.SPACE[2]) // 2
        if max(map(metrics.horizontalAdvance, name.split()), default=0) <= right - words.left():
            words.setRight(right)
        else:
            words.setTop(badge.bottom() + self._theme.px(tokens.SPACE[0]) // 2)

    def _draw_image(self, painter: QPainter, words: QRect, image: QImage) -> QRect:
        """The picture above, and one line of words left below it."""
        line = self._theme.px(tokens.BODY[0] + tokens.SPACE[1])
        box = words.adjusted(0, 0, 0, -line)
        size = image.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRect(box.topLeft(), size), image)
        return QRect(words.left(), words.bottom() - line, words.width(), line)

    def _draw_badge(self, painter: QPainter, inside: QRect) -> QRect:
        """A pill with the quantity, at the top of the trailing side."""
        theme = self._theme
        metrics = theme.metrics((tokens.BODY[0], 600))
        height = metrics.height() + theme.px(2)
        width = max(
            height, metrics.horizontalAdvance(self._marks.count) + theme.px(tokens.SPACE[2])
        )
        badge = QRect(inside.right() - width, inside.top(), width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("primary"))
        painter.drawRoundedRect(badge, height // 2, height // 2)
        painter.setPen(theme.colour("on_primary"))
        painter.setFont(theme.font((tokens.BODY[0], 600)))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, self._marks.count)
        return badge

    def _draw_foot(self, painter: QPainter, place: QRect) -> None:
        """The price, and a word where little is left, or how many there are of a kind."""
        tile, theme, marks = self.tile, self._theme, self._marks
        assert tile is not None
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.setFont(theme.font(tokens.BODY))
        painter.setPen(theme.colour("text2"))
        painter.drawText(place, bottom | Qt.AlignmentFlag.AlignLeft, tile.price)
        word = marks.chip or (tile.detail if tile.group else "")
        if word:
            painter.setFont(theme.font((tokens.SMALL[0], 600)))
            ink = "danger" if marks.is_out else "warning"
            painter.setPen(theme.colour(ink if marks.chip else "text2"))
            painter.drawText(place, bottom | Qt.AlignmentFlag.AlignRight, word)
