"""The lines of the order for the customer: the one that was changed last is always seen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from pos_app.viewmodels.customer_display.customer_lines import CustomerLines
from pos_app.viewmodels.sell.lines import LINE_ROLE, LineText
from pos_app.views.customer_display.sizes import Sizes

Index = QModelIndex | QPersistentModelIndex

ROW: Final = 40
NAME: Final = 18
DETAIL: Final = 13
QUANTITY_WIDTH: Final = 52
PAD: Final = 10
BAR: Final = 4
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight
_LEFT: Final = Qt.AlignmentFlag.AlignLeft


class LineList(QListView):
    """Nothing of it can be chosen or scrolled: it is only looked at."""

    def __init__(self, lines: CustomerLines, *, sizes: Sizes) -> None:
        super().__init__()
        self.setObjectName("display_lines")
        self.setAccessibleName(self.tr("Lines of the order"))
        self.setModel(lines)
        self._delegate = CustomerLineDelegate(sizes, self)
        self.setItemDelegate(self._delegate)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        # Whole lines: one that is cut through cannot be read.
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        for set_policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_row(self, row: int) -> None:
        """Mark a line and have it in sight."""
        if row != self._delegate.row:
            self._delegate.row = row
            self.viewport().update()
        self._bring_into_sight()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self._bring_into_sight()

    def _bring_into_sight(self) -> None:
        """The marked line, and the one below it before: that may be the deposit on it."""
        for place in (self._delegate.row + 1, self._delegate.row):
            index = self.model().index(place, 0)
            if index.isValid():
                self.scrollTo(index)


class CustomerLineDelegate(QStyledItemDelegate):
    def __init__(self, sizes: Sizes, parent: QListView) -> None:
        super().__init__(parent)
        self._sizes = sizes
        self.row = -1

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(option.rect.width(), self._sizes.reading(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, LineText):
            return
        painter.save()
        theme, place = self._sizes.theme, option.rect
        if index.row() == self.row:
            painter.fillRect(place, theme.colour("selected"))
            bar = QRect(place.left(), place.top(), self._sizes.px(BAR), place.height())
            painter.fillRect(bar, theme.colour("primary"))
        elif line.comes_back:
            painter.fillRect(place, theme.colour("warning_tint"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        self._draw_words(painter, place, line)
        painter.restore()

    def _draw_words(self, painter: QPainter, place: QRect, line: LineText) -> None:
        sizes = self._sizes
        pad, size = sizes.px(PAD), sizes.reading(NAME)
        inside = place.adjusted(0, 0, -pad, 0)
        painter.setPen(sizes.theme.colour("text"))
        painter.setFont(sizes.font(size, 600))
        total_width = painter.fontMetrics().horizontalAdvance(line.total)
        painter.drawText(inside, _MIDDLE | _RIGHT, line.total)
        left = QRect(inside.left(), inside.top(), sizes.reading(QUANTITY_WIDTH), inside.height())
        self._draw(painter, left, line.quantity, Qt.AlignmentFlag.AlignHCenter)
        room = inside.adjusted(left.width(), 0, -total_width - pad, 0)
        above, below = room, QRect()
        if line.detail:
            half = painter.fontMetrics().height()
            top = room.top() + (room.height() - half - sizes.reading(DETAIL)) // 2
            above = QRect(room.left(), top, room.width(), half)
            below = QRect(room.left(), above.bottom(), room.width(), room.bottom() - above.bottom())
        painter.setFont(sizes.font(size, 500))
        self._draw(painter, above, line.name, _LEFT)
        if line.detail:
            painter.setPen(sizes.theme.colour("text" if line.comes_back else "text2"))
            painter.setFont(sizes.font(sizes.reading(DETAIL), 500))
            self._draw(painter, below, line.detail, _LEFT | Qt.AlignmentFlag.AlignTop)

    def _draw(self, painter: QPainter, room: QRect, words: str, align: Qt.AlignmentFlag) -> None:
        fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        vertical = Qt.AlignmentFlag(0) if align & Qt.AlignmentFlag.AlignTop else _MIDDLE
        painter.drawText(room, align | vertical, fitting)
