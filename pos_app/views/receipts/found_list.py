"""The orders found, as a list."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from pos_app.viewmodels.receipts.find_order import FindOrder
from pos_app.viewmodels.receipts.find_words import FoundRow
from pos_app.views.shared import tokens
from pos_app.views.shared.growing_list import GrowingList, GrowingRows
from pos_app.views.shared.rows import RowDelegate
from pos_app.views.shared.theme import Theme

WIDE: Final = 520
AMOUNT: Final = 112
"""How much is left for an amount at least, so that what stands beside it stands in columns."""


class _Delegate(RowDelegate):
    def draw(self, painter: QPainter, inside: QRect, row: FoundRow) -> None:
        """The time, the number and the person: side by side, or in two lines where it is narrow."""
        theme, ink = self.theme, "text2" if row.is_cancelled else "text"
        paid = self.write_end(painter, inside, row.paid, ink=ink)
        room = max(paid + theme.px(tokens.SPACE[2]), theme.px(AMOUNT))
        words = inside.adjusted(0, 0, -room, 0)
        half, gap = words.height() // 2, theme.px(tokens.SPACE[0])
        above = QRect(words.left(), words.top() + gap, words.width(), half - gap)
        below = above.translated(0, half - gap)
        if words.width() < theme.px(WIDE):
            self.write(painter, above, row.when, ink=ink)
            parts = (row.number, row.who, row.state)
            said = " · ".join(part for part in parts if part)
            self.write(painter, below, said, tokens.SMALL, "text2")
            return
        third = words.width() // 3
        place = QRect(words.left(), words.top(), third, words.height())
        self.write(painter, place, row.when, ink=ink)
        place.translate(third, 0)
        if row.state:
            column = QRect(place.left(), above.top(), third, above.height())
            self.write(painter, column, row.number, ink=ink)
            column.translate(0, half - gap)
            self.write(painter, column, row.state, tokens.SMALL, "text2")
        else:
            self.write(painter, place, row.number, ink=ink)
        place.translate(third, 0)
        self.write(painter, place, row.who, ink=ink)


class FoundList(GrowingList):
    """One row for each order found."""

    def __init__(self, view_model: FindOrder, *, theme: Theme) -> None:
        super().__init__(theme=theme, name="found", says=self.tr("Orders found"))
        rows = GrowingRows(self, row=view_model.row, spoken=_spoken)
        self.fill(rows, _Delegate(theme=theme, parent=self))
        view_model.found.restarted.connect(rows.restart)
        view_model.found.grown.connect(rows.grow)
        view_model.selected.connect(self.highlight)


def _spoken(row: FoundRow) -> str:
    return ", ".join(part for part in (row.number, row.state, row.when, row.who, row.paid) if part)
