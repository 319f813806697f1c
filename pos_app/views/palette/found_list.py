"""What the palette found: an icon, words, and the key or the price at the end of each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pos_app.viewmodels.palette import Found, Kind
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ICON_SIZE
from pos_app.views.shared.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROLE: Final = Qt.ItemDataRole.UserRole
_TOP: Final = QModelIndex()
_SPOKEN: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: Sequence[Found] = ()

    def show(self, rows: Sequence[Found]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROLE:
            return row
        return f"{row.words}, {row.right}" if role in _SPOKEN else None


class _Delegate(QStyledItemDelegate):
    def __init__(self, *, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(option.rect.width(), self._theme.px(tokens.TARGET))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROLE)
        if not isinstance(row, Found):
            return
        theme, place = self._theme, option.rect
        pad, icon = theme.px(tokens.SPACE[2]), theme.px(ICON_SIZE)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme.colour("selected"))
        middle = place.top() + (place.height() - icon) // 2
        painter.drawPixmap(place.left() + pad, middle, theme.icon(row.icon, ICON_SIZE, "text2"))
        inside = place.adjusted(2 * pad + icon, 0, -pad, 0)
        is_key = row.kind is Kind.ACTION
        painter.setFont(theme.font(tokens.SMALL if is_key else (tokens.LINE[0], 600)))
        painter.setPen(theme.colour("text2" if is_key else "text"))
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, flags | Qt.AlignmentFlag.AlignRight, row.right)
        width = painter.fontMetrics().horizontalAdvance(row.right)
        room = inside.adjusted(0, 0, -width - pad, 0)
        painter.setFont(theme.font(tokens.LINE))
        painter.setPen(theme.colour("text"))
        words = painter.fontMetrics().elidedText(
            row.words, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, flags, words)
        painter.restore()


class FoundList(QListView):
    """The best row is highlighted already.

    Signals:
        picked: Emitted with the row that is tapped.
    """

    picked = Signal(object)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("palette_found")
        self.setAccessibleName(self.tr("What was found"))
        self._model = _Rows(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme=theme, parent=self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.picked.emit(index.data(ROLE)))

    def show_rows(self, rows: Sequence[Found]) -> None:
        self._model.show(rows)
        if rows:
            self._select(0)

    def move_by(self, step: int) -> None:
        rows = self._model.rowCount()
        if rows:
            self._select(max(0, min(rows - 1, self.currentIndex().row() + step)))

    def chosen(self) -> Found | None:
        row = self.currentIndex().data(ROLE)
        return row if isinstance(row, Found) else None

    def _select(self, row: int) -> None:
        index = self._model.index(row)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)
