"""What a search found, as a list over the grid: the best hit is highlighted already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pos_app.viewmodels.sell.tiles import Tile
from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme

Index = QModelIndex | QPersistentModelIndex
TILE_ROLE: Final = Qt.ItemDataRole.UserRole
_TOP: Final = QModelIndex()


class _Results(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tiles: Sequence[Tile] = ()

    def show(self, tiles: Sequence[Tile]) -> None:
        self.beginResetModel()
        self._tiles = tiles
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._tiles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._tiles):
            return None
        tile = self._tiles[index.row()]
        if role == TILE_ROLE:
            return tile
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{tile.name}, {tile.price}"
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, *, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(option.rect.width(), self._theme.px(tokens.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tile = index.data(TILE_ROLE)
        if not isinstance(tile, Tile):
            return
        theme, place = self._theme, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme.colour("selected"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        pad = theme.px(tokens.SPACE[2])
        inside = place.adjusted(pad, 0, -pad, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font((tokens.LINE[0], 600)))
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, tile.price)
        room = inside.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(tile.price) - pad, 0)
        half = room.height() // 2
        above = QRect(room.left(), room.top() + pad // 3, room.width(), half)
        painter.setFont(theme.font(tokens.LINE))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(tile.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(above if tile.detail else room, middle, name)
        painter.setFont(theme.font(tokens.SMALL))
        painter.setPen(theme.colour("text2"))
        below = QRect(room.left(), room.top() + half, room.width(), half - pad // 3)
        painter.drawText(below, middle, tile.detail)
        painter.restore()


class ResultsList(QListView):
    """One row for each product found.

    Signals:
        picked: Emitted with the product's id when a row is tapped.
    """

    picked = Signal(int)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("results")
        self.setAccessibleName(self.tr("Products found"))
        self._model = _Results(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme=theme, parent=self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.picked.emit(index.data(TILE_ROLE).product_id))

    def show_results(self, tiles: Sequence[Tile]) -> None:
        self._model.show(tiles)
        if tiles:
            self._select(0)

    def move_by(self, step: int) -> None:
        rows = self._model.rowCount()
        if rows:
            self._select(max(0, min(rows - 1, self.currentIndex().row() + step)))

    def chosen(self) -> int | None:
        tile = self.currentIndex().data(TILE_ROLE)
        return tile.product_id if isinstance(tile, Tile) else None

    def _select(self, row: int) -> None:
        index = self._model.index(row)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
