"""The orders found, as a list of any length: only the rows in sight are ever written out."""

from __future__ import annotations

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
    Slot,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScroller,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from pos_app.viewmodels.receipts.find_order import FindOrder
from pos_app.viewmodels.receipts.find_words import FoundRow
from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
_TOP = QModelIndex()
WIDE = 520
AMOUNT = 112
"""How much is left for an amount at least, so that what stands beside it stands in columns."""


class _Found(QAbstractListModel):
    def __init__(self, view_model: FindOrder, parent: QObject) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._rows = 0

    @Slot()
    def restart(self) -> None:
        self.beginResetModel()
        self._rows = 0
        self.endResetModel()

    @Slot(int)
    def grow(self, count: int) -> None:
        if count:
            self.beginInsertRows(_TOP, self._rows, self._rows + count - 1)
            self._rows += count
            self.endInsertRows()

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else self._rows

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= self._rows:
            return None
        if role == ROW_ROLE:
            return self._view_model.row(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self._view_model.row(index.row())
            return f"{row.number}, {row.when}, {row.who}, {row.paid}"
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, *, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(option.rect.width(), self._theme.px(tokens.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, FoundRow):
            return
        theme, place = self._theme, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme.colour("selected"))
            bar = QRect(place.left(), place.top(), theme.px(tokens.SPACE[0]), place.height())
            painter.fillRect(bar, theme.colour("primary"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        pad = theme.px(tokens.SPACE[2])
        self._write(painter, place.adjusted(pad, 0, -pad, 0), row)
        painter.restore()

    def _write(self, painter: QPainter, inside: QRect, row: FoundRow) -> None:
        """The time, the number and the person: side by side, or in two lines where it is narrow."""
        theme = self._theme
        painter.setPen(theme.colour("text2" if row.is_cancelled else "text"))
        painter.setFont(theme.font((tokens.LINE[0], 600)))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, row.paid)
        paid = painter.fontMetrics().horizontalAdvance(row.paid)
        room = max(paid + theme.px(tokens.SPACE[2]), theme.px(AMOUNT))
        words = inside.adjusted(0, 0, -room, 0)
        if words.width() >= theme.px(WIDE):
            third = words.width() // 3
            place = QRect(words.left(), words.top(), third, words.height())
            for text in (row.when, row.number, row.who):
                self._write_in(painter, place, text)
                place.translate(third, 0)
            return
        half, gap = words.height() // 2, theme.px(tokens.SPACE[0])
        above = QRect(words.left(), words.top() + gap, words.width(), half - gap)
        self._write_in(painter, above, row.when)
        painter.setPen(theme.colour("text2"))
        below = above.translated(0, half - gap)
        self._write_in(painter, below, f"{row.number} · {row.who}", tokens.SMALL)

    def _write_in(
        self, painter: QPainter, place: QRect, text: str, size: tuple[int, int] = tokens.LINE
    ) -> None:
        painter.setFont(self._theme.font(size))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, elided)


class FoundList(QListView):
    """One row for each order found.

    Signals:
        picked: Emitted with the row that is tapped.
        end_near: Emitted when the last rows come into sight.
    """

    picked = Signal(int)
    end_near = Signal()

    def __init__(self, view_model: FindOrder, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("found")
        self.setAccessibleName(self.tr("Orders found"))
        self._theme = theme
        self._model = _Found(view_model, self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme=theme, parent=self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.clicked.connect(lambda index: self.picked.emit(index.row()))
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        view_model.found.restarted.connect(self._model.restart)
        view_model.found.grown.connect(self._model.grow)
        view_model.selected.connect(self._select)

    def page_rows(self) -> int:
        return max(1, self.viewport().height() // self._theme.px(tokens.ROW) - 1)

    @Slot(int)
    def _select(self, row: int) -> None:
        index = self._model.index(row)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - self.viewport().height():
            self.end_near.emit()
