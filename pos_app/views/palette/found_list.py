"""What the palette found: an icon, words, and the key or the price at the end of each row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter

from pos_app.viewmodels.palette import Found, Kind
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ICON_SIZE
from pos_app.views.shared.rows import ROW_ROLE, RowDelegate, Rows, RowsView
from pos_app.views.shared.theme import Theme


class _Delegate(RowDelegate):
    height = tokens.TARGET
    has_line = False

    def draw(self, painter: QPainter, inside: QRect, row: Found) -> None:
        theme = self.theme
        pad, icon = theme.px(tokens.SPACE[2]), theme.px(ICON_SIZE)
        middle = inside.top() + (inside.height() - icon) // 2
        painter.drawPixmap(inside.left(), middle, theme.icon(row.icon, ICON_SIZE, "text2"))
        inside = inside.adjusted(pad + icon, 0, 0, 0)
        if row.kind is Kind.ACTION:
            width = self.write_end(painter, inside, row.right, tokens.SMALL, "text2")
        else:
            width = self.write_end(painter, inside, row.right)
        self.write(painter, inside.adjusted(0, 0, -width - pad, 0), row.words)


class FoundList(RowsView):
    """The best row is highlighted already.

    Signals:
        picked: Emitted with the row that is tapped.
    """

    picked = Signal(object)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__(theme=theme, name="palette_found", says=self.tr("What was found"))
        self._rows = Rows(self, spoken=lambda row: f"{row.words}, {row.right}")
        self.fill(self._rows, _Delegate(theme=theme, parent=self))
        self.clicked.connect(lambda index: self.picked.emit(index.data(ROW_ROLE)))

    def show_rows(self, rows: Sequence[Found]) -> None:
        self._rows.show(rows)
        self.highlight(0)

    def chosen(self) -> Found | None:
        row = self.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, Found) else None
