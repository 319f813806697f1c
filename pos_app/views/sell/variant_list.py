"""The variants of a kind, one row each: which it is, its price, and what is left of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QListView,
    QScroller,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from pos_app.viewmodels.sell.variants import VariantText
from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme

ROLE: Final = Qt.ItemDataRole.UserRole
ROWS_SHOWN: Final = 7


class _Delegate(QStyledItemDelegate):
    def __init__(self, *, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(option.rect.width(), self._theme.px(tokens.ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        one, theme, place = index.data(ROLE), self._theme, option.rect
        if not isinstance(one, VariantText):
            return
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
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, one.price)
        third = inside.width() // 3
        stock = inside.adjusted(third, 0, -third, 0)
        name = inside.adjusted(0, 0, -2 * third + pad, 0)
        painter.setFont(theme.font(tokens.LINE))
        text = painter.fontMetrics().elidedText(one.name, Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, middle | Qt.AlignmentFlag.AlignLeft, text)
        painter.setFont(theme.font(tokens.BODY))
        painter.setPen(theme.colour("text2"))
        painter.drawText(stock, middle | Qt.AlignmentFlag.AlignHCenter, one.stock)
        painter.restore()


class VariantList(QListView):
    """The highlighted row is the one that Enter takes.

    Signals:
        picked: Emitted with the product's id when a row is tapped.
    """

    picked = Signal(int)

    def __init__(self, *, theme: Theme, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Variants"))
        self._theme = theme
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme=theme, parent=self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.clicked.connect(lambda index: self.picked.emit(index.data(ROLE).product_id))

    def show_variants(self, variants: Sequence[VariantText]) -> None:
        self._model.clear()
        for one in variants:
            item = QStandardItem(f"{one.name}, {one.price}, {one.stock}")
            item.setData(one, ROLE)
            item.setEditable(False)
            self._model.appendRow(item)
        rows = min(len(variants), ROWS_SHOWN)
        self.setFixedHeight(max(1, rows) * self._theme.px(tokens.ROW))
        self.setVisible(bool(variants))
        self.move_by(0)

    def move_by(self, step: int) -> None:
        rows = self._model.rowCount()
        if rows:
            index = self._model.index(max(0, min(rows - 1, self.currentIndex().row() + step)), 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def chosen(self) -> int | None:
        one = self.currentIndex().data(ROLE)
        return one.product_id if isinstance(one, VariantText) else None
