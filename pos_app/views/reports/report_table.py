"""The rows of a report in columns, with its titles above and its sums below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.reports.table import Table
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import column
from pos_app.views.shared.rows import BAR, TOP, Index, RowDelegate, Rows, RowsView
from pos_app.views.shared.theme import Theme

COLUMN_MIN: Final = 72
MEASURED: Final = 60
"""So many rows say how wide a column is."""
SCROLL_BAR: Final = 12
_STRONG: Final = (tokens.BODY[0], 600)


class _Cells(Rows):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent, spoken=", ".join)
        self._table: Table | None = None

    def show_table(self, table: Table | None) -> None:
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    def at(self, place: int) -> Sequence[str]:
        return self._table.row(place) if self._table is not None else ()

    def rowCount(self, parent: Index = TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() or self._table is None else len(self._table)


class Columns:
    """Where each begins and how wide it is; the first one takes what is left."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._wanted: Sequence[int] = ()
        self.are_texts: Sequence[bool] = ()

    def measure(self, table: Table) -> None:
        metrics = self._theme.metrics(_STRONG)
        rows = [table.heads, *(table.row(n) for n in range(min(len(table), MEASURED)))]
        rows += [table.totals] if table.totals else []
        gap, least = self._theme.px(tokens.SPACE[3]), self._theme.px(COLUMN_MIN)
        self._wanted = [
            max(least, *(metrics.horizontalAdvance(text) for text in cells)) + gap
            for cells in zip(*rows, strict=True)
        ]
        self.are_texts = table.are_texts

    def places(self, width: int) -> Sequence[tuple[int, int]]:
        if not self._wanted:
            return ()
        rest = sum(self._wanted[1:])
        first = max(width - rest, self._theme.px(tokens.SPACE[4] * 5))
        share = min(1.0, (width - first) / max(rest, 1))
        places, left = [(0, first)], first
        for wanted in self._wanted[1:]:
            taken = round(wanted * share)
            places.append((left, taken))
            left += taken
        return places

    def write(
        self, painter: QPainter, inside: QRect, cells: Sequence[str], *, size: tuple[int, int]
    ) -> None:
        painter.setFont(self._theme.font(size))
        painter.setPen(self._theme.colour("text"))
        gap = self._theme.px(tokens.SPACE[2])
        for text, is_text, (left, width) in zip(
            cells, self.are_texts, self.places(inside.width()), strict=True
        ):
            room = width - (gap if is_text else 0)
            place = QRect(inside.left() + left, inside.top(), room, inside.height())
            edge = Qt.AlignmentFlag.AlignLeft if is_text else Qt.AlignmentFlag.AlignRight
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(place, edge | Qt.AlignmentFlag.AlignVCenter, shown)


class _Delegate(RowDelegate):
    height = tokens.TARGET

    def __init__(self, columns: Columns, *, theme: Theme, parent: QObject) -> None:
        super().__init__(theme=theme, parent=parent)
        self._columns = columns

    def draw(self, painter: QPainter, inside: QRect, row: Sequence[str]) -> None:
        self._columns.write(painter, inside, row, size=tokens.BODY)


class _Line(QWidget):
    """The titles, or the sums; it keeps clear of the scroll bar as the rows do.

    Signals:
        picked: Emitted with the column that is tapped.
    """

    picked = Signal(int)

    def __init__(self, columns: Columns, *, theme: Theme, name: str) -> None:
        super().__init__()
        self._columns = columns
        self._theme = theme
        self._cells: Sequence[str] = ()
        self.setObjectName(name)
        self.setFixedHeight(theme.px(tokens.TARGET))

    def show_cells(self, cells: Sequence[str]) -> None:
        self._cells = cells
        self.setAccessibleName(", ".join(cells))
        self.setVisible(bool(cells))
        self.update()

    def _inside(self) -> QRect:
        pad, bar = self._theme.px(tokens.SPACE[2]), self._theme.px(BAR)
        return self.rect().adjusted(bar + pad, 0, -pad - SCROLL_BAR, 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        inside = self._inside()
        at = event.position().x() - inside.left()
        for number, (left, width) in enumerate(self._columns.places(inside.width())):
            if left <= at < left + width:
                self.picked.emit(number)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface2"))
        if self._cells:
            self._columns.write(painter, self._inside(), self._cells, size=_STRONG)
        painter.end()


class _Body(RowsView):
    """Its scroll bar is always there, so that columns stand below their titles."""

    def __init__(self, *, theme: Theme, says: str) -> None:
        super().__init__(theme=theme, name="report_rows", says=says)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)


class ReportTable(QWidget):
    """Signals and rows of the table that is shown.

    Signals:
        picked: Emitted with the row that is tapped.
        opened: Emitted when a row is tapped twice.
        head_picked: Emitted with the column whose title is tapped.
    """

    picked = Signal(int)
    opened = Signal()
    head_picked = Signal(int)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._columns = Columns(theme)
        self.heads = _Line(self._columns, theme=theme, name="report_heads")
        self.rows = _Body(theme=theme, says=self.tr("Rows of the report"))
        self.totals = _Line(self._columns, theme=theme, name="report_totals")
        self._cells = _Cells(self)
        self.rows.fill(self._cells, _Delegate(self._columns, theme=theme, parent=self))
        layout = column(self.heads, spacing=0)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.totals)
        self.setLayout(layout)
        self.rows.clicked.connect(lambda index: self.picked.emit(index.row()))
        self.rows.doubleClicked.connect(lambda _index: self.opened.emit())
        self.heads.picked.connect(self.head_picked)

    def show_table(self, table: Table | None) -> None:
        if table is not None:
            self._columns.measure(table)
        self._cells.show_table(table)
        self.heads.show_cells(table.heads if table is not None else ())
        self.totals.show_cells(table.totals if table is not None else ())
