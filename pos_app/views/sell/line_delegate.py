"""Paint one line of the order: quantity, name, what one costs, and the line's total."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pos_app.viewmodels.sell.lines import LINE_ROLE, LineText
from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme

Index = QModelIndex | QPersistentModelIndex

QUANTITY_WIDTH: Final = 64
BAR_WIDTH: Final = 4
MARK: Final = 16
PART: Final = " · "
"""Stands between the facts about what comes back."""
_NAME: Final = tokens.LINE
_STRONG: Final = (tokens.LINE[0], 600)
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


class LineDelegate(QStyledItemDelegate):
    def __init__(self, *, theme: Theme, view: QAbstractItemView, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = view
        self._flashing = -1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(tokens.FLASH_MS)
        self._timer.timeout.connect(self._fade)

    def flash(self, row: int) -> None:
        """Light a line up for a moment: this is what was just scanned."""
        if not self._theme.has_motion:
            return
        self._flashing = row
        self._timer.start()
        self._view.viewport().update()

    @property
    def is_flashing(self) -> bool:
        return self._flashing >= 0

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(option.rect.width(), self._theme.px(tokens.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, LineText):
            return
        painter.save()
        self._draw_ground(painter, option, index.row(), line)
        self._draw_words(painter, option.rect, line)
        painter.restore()

    def _draw_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, row: int, line: LineText
    ) -> None:
        theme, place = self._theme, option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if row == self._flashing:
            painter.fillRect(place, theme.colour("flash"))
        elif is_selected:
            painter.fillRect(place, theme.colour("selected"))
        elif line.comes_back:
            painter.fillRect(place, theme.colour("warning_tint"))
        if is_selected:
            bar = QRect(place.left(), place.top(), theme.px(BAR_WIDTH), place.height())
            painter.fillRect(bar, theme.colour("primary"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())

    def _draw_words(self, painter: QPainter, place: QRect, line: LineText) -> None:
        theme = self._theme
        pad = theme.px(tokens.SPACE[2])
        inside = place.adjusted(theme.px(BAR_WIDTH), 0, -pad, 0)
        left = QRect(inside.left(), inside.top(), theme.px(QUANTITY_WIDTH), inside.height())
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font(_STRONG))
        total_width = theme.advance(_STRONG, line.total)
        painter.drawText(inside, _MIDDLE | Qt.AlignmentFlag.AlignRight, line.total)
        amount = theme.elided(_STRONG, line.quantity, left.width() - pad)
        painter.drawText(left, _MIDDLE | Qt.AlignmentFlag.AlignHCenter, amount)
        room = inside.adjusted(left.width(), 0, -total_width - pad, 0)
        if line.detail:
            self._draw_two(painter, room, line)
        elif theme.advance(_NAME, line.name) < room.width():
            self._draw_one(painter, room, line.name, _NAME, "text")
        else:
            half = room.height() // 2
            first, rest = in_two(line.name, theme.metrics(_NAME), room.width())
            above = room.adjusted(0, theme.px(tokens.SPACE[0]), 0, -half)
            self._draw_one(painter, above if rest else room, first, _NAME, "text")
            below = room.adjusted(0, half, 0, -theme.px(tokens.SPACE[0]))
            self._draw_one(painter, below, rest, _NAME, "text")

    def _draw_two(self, painter: QPainter, room: QRect, line: LineText) -> None:
        theme, half = self._theme, room.height() // 2
        inset = theme.px(tokens.SPACE[0])
        above = QRect(room.left(), room.top() + inset, room.width(), half)
        below = QRect(room.left(), room.top() + half - inset // 2, room.width(), half - inset)
        self._draw_one(painter, above, line.name, _NAME, "text")
        if line.comes_back:
            mark = theme.px(MARK)
            top = below.top() + (below.height() - mark) // 2
            place = QRect(below.left(), top, mark, mark)
            painter.drawPixmap(place, theme.icon("rotate-ccw", MARK, "text"))
            below.setLeft(below.left() + mark + inset)
            detail = whole_parts(line.detail, theme.metrics(tokens.SMALL), below.width())
            self._draw_one(painter, below, detail, tokens.SMALL, "text")
        else:
            self._draw_one(painter, below, line.detail, tokens.SMALL, "text2")

    def _draw_one(
        self, painter: QPainter, room: QRect, words: str, size: tuple[int, int], ink: str
    ) -> None:
        painter.setFont(self._theme.font(size))
        painter.setPen(self._theme.colour(ink))
        fitting = self._theme.elided(size, words, room.width())
        painter.drawText(room, _MIDDLE | Qt.AlignmentFlag.AlignLeft, fitting)

    def _fade(self) -> None:
        self._flashing = -1
        self._view.viewport().update()


def in_two(name: str, metrics: QFontMetrics, width: int) -> tuple[str, str]:
    """As many of its words as one row has room for, and the others: none if there is no gap."""
    first = name.rpartition(" ")[0]
    while " " in first and metrics.horizontalAdvance(first) >= width:
        first = first.rpartition(" ")[0]
    if not first or metrics.horizontalAdvance(first) >= width:
        return name, ""
    return first, name[len(first) :].lstrip()


def whole_parts(words: str, metrics: QFontMetrics, width: int) -> str:
    """As many of its parts as fit: a receipt number that is cut off says nothing."""
    while PART in words and metrics.horizontalAdvance(words) > width:
        words = words.rpartition(PART)[0]
    return words
