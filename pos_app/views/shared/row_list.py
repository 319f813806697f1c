"""Things to choose from, one row each: what it is, and two facts about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent

from pos_app.viewmodels.shared.row_text import RowText
from pos_app.views.shared import tokens
from pos_app.views.shared.rows import BAR, ROW_ROLE, RowDelegate, Rows, RowsView
from pos_app.views.shared.theme import Theme

ROWS_SHOWN: Final = 7


class _Delegate(RowDelegate):
    is_double = False
    """Whether the facts stand below the name: one beside another they would be cut off."""

    def draw(self, painter: QPainter, inside: QRect, row: RowText) -> None:
        if not (row.middle or row.right):
            self._write_name(painter, inside, row.name)
        elif self.is_double:
            self._draw_double(painter, inside, row)
        else:
            self._draw_beside(painter, inside, row)

    def needs_double(self, row: RowText, width: int) -> bool:
        """Whether something of it would be cut off in one line of so many pixels."""
        theme = self.theme
        pad, gap = theme.px(tokens.SPACE[2]), theme.px(tokens.GAP)
        room = width * 3 // 5 - pad - gap
        wide = theme.metrics(tokens.BODY).horizontalAdvance
        facts = wide(row.middle) + gap + wide(row.right)
        name = theme.metrics(tokens.LINE).horizontalAdvance(row.name)
        return bool(row.middle) and (facts > room or name > width - room - gap)

    def _draw_double(self, painter: QPainter, inside: QRect, row: RowText) -> None:
        pad = inside.height() // 12
        half = (inside.height() - 2 * pad) // 2
        above = QRect(inside.left(), inside.top() + pad, inside.width(), half)
        below = above.translated(0, half)
        self._write_name(painter, above, row.name)
        end = self.write_end(
            painter, below, self.fitting(row.right, below.width()), tokens.SMALL, "text2"
        )
        self.write(painter, below.adjusted(0, 0, -end, 0), row.middle, tokens.SMALL, "text2")

    def _draw_beside(self, painter: QPainter, inside: QRect, row: RowText) -> None:
        theme = self.theme
        pad = theme.px(tokens.SPACE[2])
        right_width = theme.metrics(tokens.BODY).horizontalAdvance(row.right)
        if not row.middle and right_width < inside.width() * 2 // 5:
            # All that the last fact leaves is the name's.
            end = self.write_end(painter, inside, row.right, tokens.BODY)
            self._write_name(painter, inside.adjusted(0, 0, -end - pad, 0), row.name)
            return
        name = inside.adjusted(0, 0, -inside.width() * 3 // 5 + pad, 0)
        facts = inside.adjusted(name.width() + theme.px(tokens.GAP), 0, 0, 0)
        # The first fact whole, such as a phone number; the second has what is left.
        wanted = theme.metrics(tokens.BODY).horizontalAdvance(row.middle) + theme.px(tokens.GAP)
        first = min(facts.width(), wanted)
        self._write_name(painter, name, row.name)
        middle = facts.adjusted(0, 0, first - facts.width(), 0)
        self.write(painter, middle, row.middle, tokens.BODY, "text2")
        right = facts.adjusted(first, 0, 0, 0)
        self.write_end(painter, right, self.fitting(row.right, right.width()), tokens.BODY)

    def _write_name(self, painter: QPainter, place: QRect, name: str) -> None:
        """A long one smaller before any of it is left out."""
        fits = self.theme.advance(tokens.LINE, name) <= place.width()
        self.write(painter, place, name, tokens.LINE if fits else tokens.BODY)

    def fitting(self, words: str, width: int) -> str:
        metrics = self.theme.metrics(tokens.BODY)
        return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)


class RowList(RowsView):
    """As high as what is in it, up to a few rows.

    Signals:
        picked: Emitted with the key of a row when a row is tapped.
    """

    picked = Signal(int)

    def __init__(self, *, theme: Theme, name: str, says: str) -> None:
        super().__init__(theme=theme, name=name, says=says)
        self.shown_max = ROWS_SHOWN
        self._shown: Sequence[RowText] = ()
        self._rows = Rows(self, spoken=lambda row: f"{row.name}, {row.middle}, {row.right}")
        self._delegate = _Delegate(theme=theme, parent=self)
        self.fill(self._rows, self._delegate)
        self.clicked.connect(lambda index: self.picked.emit(index.data(ROW_ROLE).key))

    def show_rows(self, rows: Sequence[RowText]) -> None:
        self._rows.show(rows)
        self._shown = rows
        self._lay_rows()
        shown = min(len(rows), self.shown_max)
        self.setFixedHeight(max(1, shown) * self._theme.px(tokens.ROW))
        self.setVisible(bool(rows))
        self.highlight(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._lay_rows()

    def _lay_rows(self) -> None:
        """All in one line, or all in two."""
        width = self.viewport().width() - self._theme.px(BAR + 2 * tokens.SPACE[2])
        self._delegate.is_double = any(
            self._delegate.needs_double(row, width) for row in self._shown
        )

    def chosen(self) -> int | None:
        row = self.currentIndex().data(ROW_ROLE)
        return row.key if isinstance(row, RowText) else None
