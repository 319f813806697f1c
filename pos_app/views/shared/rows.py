"""Lists of rows: the model, how a row is painted on its ground, and the widget around both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QScroller,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE: Final = Qt.ItemDataRole.UserRole
TOP: Final = QModelIndex()
BAR: Final = tokens.SPACE[0]
"""How wide the mark at the beginning of the highlighted row is: colour alone is too little."""
BOX: Final = 26
_SPOKEN: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class Rows(QAbstractListModel):
    """Rows that are all there at once; `spoken` says one in a sentence."""

    def __init__(self, parent: QObject, *, spoken: Callable[[Any], str]) -> None:
        super().__init__(parent)
        self._spoken = spoken
        self._rows: Sequence[object] = ()

    def show(self, rows: Sequence[object]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def at(self, place: int) -> object:
        return self._rows[place]

    def rowCount(self, parent: Index = TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        if role == ROW_ROLE:
            return self.at(index.row())
        return self._spoken(self.at(index.row())) if role in _SPOKEN else None


class RowDelegate(QStyledItemDelegate):
    """Paints the ground of a row; what stands on it is drawn by who inherits."""

    height = tokens.ROW
    has_line = True

    def __init__(self, *, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def draw(self, painter: QPainter, inside: QRect, row: Any) -> None:
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(option.rect.width(), self.theme.px(self.height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if row is None:
            return
        theme, place = self.theme, option.rect
        bar = theme.px(BAR)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, theme.colour("selected"))
            mark = QRect(place.left(), place.top(), bar, place.height())
            painter.fillRect(mark, theme.colour("primary"))
        if self.has_line:
            painter.setPen(theme.colour("border"))
            painter.drawLine(place.bottomLeft(), place.bottomRight())
        pad = theme.px(tokens.SPACE[2])
        self.draw(painter, place.adjusted(bar + pad, 0, -pad, 0), row)
        painter.restore()

    def draw_box(self, painter: QPainter, place: QRect, *, is_ticked: bool) -> None:
        """A box to tick, or ticked."""
        theme = self.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("border_strong"), theme.px(2)))
        painter.setBrush(theme.colour("primary") if is_ticked else Qt.GlobalColor.transparent)
        round_at = theme.px(tokens.SPACE[0])
        painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), round_at, round_at)
        if is_ticked:
            size = BOX - tokens.SPACE[1]
            mark = theme.px(size)
            left, top = place.center().x() - mark // 2, place.center().y() - mark // 2
            painter.drawPixmap(left, top, theme.icon("check", size, "on_primary"))
        painter.restore()

    def write(
        self,
        painter: QPainter,
        place: QRect,
        words: str,
        size: tuple[int, int] = tokens.LINE,
        ink: str = "text",
    ) -> None:
        """As much of the words as there is room for, from the leading edge on."""
        painter.setFont(self.theme.font(size))
        painter.setPen(self.theme.colour(ink))
        fitting = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, fitting)

    def write_end(
        self,
        painter: QPainter,
        place: QRect,
        words: str,
        size: tuple[int, int] = (tokens.LINE[0], 600),
        ink: str = "text",
    ) -> int:
        """The words whole, at the trailing edge; return how wide they are."""
        painter.setFont(self.theme.font(size))
        painter.setPen(self.theme.colour(ink))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(place, flags, words)
        return painter.fontMetrics().horizontalAdvance(words)


class RowsView(QListView):
    """One row is highlighted: the one that Enter takes."""

    def __init__(self, *, theme: Theme, name: str, says: str) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # One that is always there shows no handle where there is nothing to scroll to.
        bar = self.verticalScrollBar()
        bar.setEnabled(False)
        bar.rangeChanged.connect(lambda first, last: bar.setEnabled(last > first))
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def fill(self, model: QAbstractListModel, delegate: RowDelegate) -> None:
        self.setModel(model)
        self.setItemDelegate(delegate)

    @property
    def page_rows(self) -> int:
        """How many rows are seen at once."""
        delegate = self.itemDelegate()
        assert isinstance(delegate, RowDelegate)
        return max(1, self.viewport().height() // self._theme.px(delegate.height))

    @Slot(int)
    def highlight(self, place: int) -> None:
        index = self.model().index(place, 0)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def move_by(self, step: int) -> None:
        rows = self.model().rowCount()
        if rows:
            self.highlight(max(0, min(rows - 1, self.currentIndex().row() + step)))
