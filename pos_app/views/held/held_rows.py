"""The list of held orders: its rows as a model, how one is painted, and the widget."""

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
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListView,
    QScroller,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from pos_app.viewmodels.held.rows import HeldRow
from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE: Final = Qt.ItemDataRole.UserRole
ROW_HEIGHT: Final = 64
BAR_WIDTH: Final = 4
_TOP: Final = QModelIndex()
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


class HeldRows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: Sequence[HeldRow] = ()

    def show(self, rows: Sequence[HeldRow]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            old = self.tr("older than a day") if row.is_old else ""
            return ", ".join(
                part for part in (row.time, old, row.title, row.detail, row.amount) if part
            )
        return None


class HeldDelegate(QStyledItemDelegate):
    """Name and what is in it above, who and how many below; an old one has a clock."""

    def __init__(self, *, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(option.rect.width(), self._theme.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, HeldRow):
            return
        theme, place = self._theme, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme.colour("selected"))
            bar = QRect(place.left(), place.top(), theme.px(BAR_WIDTH), place.height())
            painter.fillRect(bar, theme.colour("primary"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        pad = theme.px(tokens.SPACE[2])
        self._draw(painter, place.adjusted(theme.px(BAR_WIDTH) + pad, 0, -pad, 0), row)
        painter.restore()

    def _draw(self, painter: QPainter, inside: QRect, row: HeldRow) -> None:
        theme, pad = self._theme, self._theme.px(tokens.SPACE[2])
        painter.setFont(theme.font((tokens.LINE[0], 600)))
        painter.setPen(theme.colour("text"))
        amount = painter.fontMetrics().horizontalAdvance(row.amount)
        painter.drawText(inside, _MIDDLE | Qt.AlignmentFlag.AlignRight, row.amount)
        left = inside.left()
        right = inside.right() - amount - pad
        half, inset = inside.height() // 2, theme.px(tokens.SPACE[1])
        above = QRect(left, inside.top() + inset, right - left, half - inset)
        below = QRect(left, inside.top() + half, right - left, half - inset)
        ink = "text" if row.order is not None else "danger"
        self._words(painter, above, row.title, tokens.LINE, ink)
        if row.is_old:
            size = tokens.BODY[0]
            icon = theme.icon("history", size, "warning")
            side = theme.px(size)
            top = below.top() + (below.height() - side) // 2
            painter.drawPixmap(QRect(below.left(), top, side, side), icon)
            below.setLeft(below.left() + side + inset)
        words = "  ·  ".join(part for part in (row.time, row.detail) if part)
        self._words(painter, below, words, tokens.SMALL, "warning" if row.is_old else "text2")

    def _words(
        self, painter: QPainter, room: QRect, words: str, size: tuple[int, int], ink: str
    ) -> None:
        painter.setFont(self._theme.font(size))
        painter.setPen(self._theme.colour(ink))
        fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _MIDDLE | Qt.AlignmentFlag.AlignLeft, fitting)


class HeldTable(QListView):
    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows = HeldRows(self)
        self.setObjectName("held_rows")
        self.setAccessibleName(self.tr("Held orders"))
        self.setModel(self._rows)
        self.setItemDelegate(HeldDelegate(theme=theme, parent=self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    @property
    def page_rows(self) -> int:
        """How many rows are seen at once."""
        return max(1, self.viewport().height() // self._theme.px(ROW_HEIGHT))

    def show_rows(self, rows: Sequence[HeldRow]) -> None:
        self._rows.show(rows)

    def highlight(self, place: int) -> None:
        index = self._rows.index(place)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)
