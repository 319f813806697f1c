"""The table of roles and actions: a row for each action, and in it what each role may."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.staff.roles import RightsRow
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import label
from pos_app.views.shared.rows import BAR, RowDelegate, Rows, RowsView
from pos_app.views.shared.theme import Theme

CELL_WIDTH: Final = 96
CELL_WIDTH_MAX: Final = 260
WORDS_WIDTH: Final = 440
"""Of what may be done: what each role may stands beside it, however wide the window is."""
CELL_HEIGHT: Final = 36
_INKS: Final = {
    "allowed": "success",
    "ask": "warning",
    "no": "text2",
    "": "text",
}


class _Delegate(RowDelegate):
    height = tokens.TARGET
    current: tuple[str, int] = ("", -1)
    """The words of the highlighted row, and the column of its highlighted cell."""

    def draw(self, painter: QPainter, inside: QRect, row: RightsRow) -> None:
        columns = len(row.cells)
        first = cell_of(self.theme, inside, 0, columns)
        words = QRect(inside)
        if self.theme.is_mirrored:
            words.setLeft(first.right() + 1)
        else:
            words.setRight(first.left() - 1)
        self.write(painter, words, row.words, tokens.BODY)
        for column, text in enumerate(row.cells):
            place = cell_of(self.theme, inside, column, columns)
            is_current = self.current == (row.words, column)
            if is_current:
                self._mark(painter, place)
            ink = "on_primary" if is_current else _INKS[row.states[column]]
            painter.setFont(self.theme.font(tokens.BODY))
            painter.setPen(self.theme.colour(ink))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _mark(self, painter: QPainter, place: QRect) -> None:
        height = self.theme.px(CELL_HEIGHT)
        mark = QRect(place.left(), place.center().y() - height // 2, place.width(), height)
        radius = self.theme.px(tokens.SPACE[0])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("primary"))
        painter.drawRoundedRect(mark, radius, radius)


class RightsTable(RowsView):
    """One cell is highlighted.

    Signals:
        picked: Emitted with the row and the column of a cell that is tapped.
    """

    picked = Signal(int, int)

    def __init__(self, *, theme: Theme, says: str) -> None:
        super().__init__(theme=theme, name="rights", says=says)
        self._shown: Sequence[RightsRow] = ()
        self._heads: Sequence[str] = ()
        self._rows = Rows(self, spoken=self._spoken)
        self._delegate = _Delegate(theme=theme, parent=self)
        self.fill(self._rows, self._delegate)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def show_rows(self, heads: Sequence[str], rows: Sequence[RightsRow]) -> None:
        self._heads, self._shown = heads, rows
        place = self.verticalScrollBar().value()
        self._rows.show(rows)
        self.verticalScrollBar().setValue(place)

    def show_cell(self, place: int, column: int) -> None:
        self._delegate.current = (self._shown[place].words, column)
        self.highlight(place)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.picked.emit(index.row(), self._column_at(event.position().toPoint().x()))

    def _column_at(self, x: int) -> int:
        """The nearest one: a tap on the words takes the column that is highlighted."""
        bar, pad = self._theme.px(BAR), self._theme.px(tokens.SPACE[2])
        inside = self.viewport().rect().adjusted(bar + pad, 0, -pad, 0)
        columns = len(self._heads)
        for column in range(columns):
            cell = cell_of(self._theme, inside, column, columns)
            if cell.left() <= x <= cell.right():
                return column
        return max(0, self._delegate.current[1])

    def _spoken(self, one: RightsRow) -> str:
        cells = zip(self._heads, one.cells, strict=True)
        return f"{one.words}: " + ", ".join(f"{head} {cell}" for head, cell in cells)


class RightsHead(QWidget):
    """The roles above their columns."""

    def __init__(self, heads: Sequence[str], *, theme: Theme, scroll_bar: int) -> None:
        super().__init__()
        self._theme = theme
        self._scroll_bar = scroll_bar
        self._heads = []
        for place, words in enumerate(heads):
            head = label(words, role="small", name=f"rights_head_{place}")
            head.setAlignment(Qt.AlignmentFlag.AlignCenter)
            head.setParent(self)
            self._heads.append(head)
        self.setFixedHeight(max(head.sizeHint().height() for head in self._heads))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        bar, pad = self._theme.px(BAR), self._theme.px(tokens.SPACE[2])
        inside = self.rect().adjusted(bar + pad, 0, -pad, 0)
        if self._theme.is_mirrored:
            inside.setLeft(inside.left() + self._scroll_bar)
        else:
            inside.setRight(inside.right() - self._scroll_bar)
        for place, head in enumerate(self._heads):
            head.setGeometry(cell_of(self._theme, inside, place, len(self._heads)))


def cell_of(theme: Theme, inside: QRect, column: int, columns: int) -> QRect:
    """Where a cell of a row stands; mirrored with the screen."""
    least, most = theme.px(CELL_WIDTH), theme.px(CELL_WIDTH_MAX)
    width = max(least, min(most, (inside.width() - theme.px(WORDS_WIDTH)) // columns))
    words = min(theme.px(WORDS_WIDTH), inside.width() - width * columns)
    before = words + column * width
    left = inside.right() + 1 - before - width if theme.is_mirrored else inside.left() + before
    return QRect(left, inside.top(), width, inside.height())
