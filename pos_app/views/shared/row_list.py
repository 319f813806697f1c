"""Things to choose from, one row each: what it is, and two facts about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
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

from pos_app.viewmodels.shared.row_text import RowText
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
        if not isinstance(one, RowText):
            return
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme.colour("selected"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        pad = theme.px(tokens.SPACE[2])
        inside = place.adjusted(pad, 0, -pad, 0)
        name = inside.adjusted(0, 0, -inside.width() * 3 // 5 + pad, 0)
        facts = inside.adjusted(name.width() + theme.px(tokens.GAP), 0, 0, 0)
        # The first fact whole, such as a phone number; the second has what is left.
        wanted = theme.metrics(tokens.BODY).horizontalAdvance(one.middle) + theme.px(tokens.GAP)
        first = min(facts.width(), wanted)
        self._write(painter, name, one.name, tokens.LINE, "text", Qt.AlignmentFlag.AlignLeft)
        self._write(
            painter,
            facts.adjusted(0, 0, first - facts.width(), 0),
            one.middle,
            tokens.BODY,
            "text2",
            Qt.AlignmentFlag.AlignLeft,
        )
        right = facts.adjusted(first, 0, 0, 0)
        self._write(painter, right, one.right, tokens.BODY, "text", Qt.AlignmentFlag.AlignRight)
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        place: QRect,
        words: str,
        size: tuple[int, int],
        ink: str,
        side: Qt.AlignmentFlag,
    ) -> None:
        painter.setFont(self._theme.font(size))
        painter.setPen(self._theme.colour(ink))
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | side, text)


class RowList(QListView):
    """The highlighted row is the one that Enter takes.

    Signals:
        picked: Emitted with the key of a row when a row is tapped.
    """

    picked = Signal(int)

    def __init__(self, *, theme: Theme, name: str, says: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self._theme = theme
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme=theme, parent=self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.clicked.connect(lambda index: self.picked.emit(index.data(ROLE).key))

    def show_rows(self, rows: Sequence[RowText]) -> None:
        self._model.clear()
        for one in rows:
            item = QStandardItem(f"{one.name}, {one.middle}, {one.right}")
            item.setData(one, ROLE)
            item.setEditable(False)
            self._model.appendRow(item)
        shown = min(len(rows), ROWS_SHOWN)
        self.setFixedHeight(max(1, shown) * self._theme.px(tokens.ROW))
        self.setVisible(bool(rows))
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
        return one.key if isinstance(one, RowText) else None
