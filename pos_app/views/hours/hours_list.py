"""The time entries below the sum of whose they are, with titles above and the total below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.hours.hours_words import HoursRow
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import column
from pos_app.views.shared.rows import BAR, RowDelegate, Rows, RowsView
from pos_app.views.shared.theme import Theme

SCROLL_BAR: Final = 12
_SHARES: Final = (28, 14, 14, 12, 32)
_STRONG: Final = (tokens.BODY[0], 600)


class _Cells(NamedTuple):
    """Whose or of what day, came, left, hours, and what there is to remark."""

    first: str
    came: str
    left: str
    hours: str
    remark: str


def _places(inside: QRect, gap: int) -> Sequence[QRect]:
    """Hours end where their column does; whatever follows keeps clear of them."""
    places, at = [], inside.left()
    for number, share in enumerate(_SHARES):
        width = inside.width() * share // sum(_SHARES)
        lead = 2 * gap if number == len(_SHARES) - 1 else 0
        trail = 0 if number == len(_SHARES) - 2 else gap
        places.append(QRect(at + lead, inside.top(), width - lead - trail, inside.height()))
        at += width
    return places


class _Delegate(RowDelegate):
    height = tokens.TARGET

    def draw(self, painter: QPainter, inside: QRect, row: HoursRow) -> None:
        is_sum = row.time_entry is None
        size, indent = (_STRONG, 0) if is_sum else (tokens.BODY, self.theme.px(tokens.SPACE[3]))
        first, came, left, hours, remark = _places(inside, self.theme.px(tokens.SPACE[2]))
        said = row.name if is_sum else row.day
        self.write(painter, first.adjusted(indent, 0, 0, 0), said, size)
        self.write(painter, came, row.came, size)
        self.write(painter, left, row.left, size)
        self.write_end(painter, hours, row.hours, size)
        ink = "warning" if row.is_unended else "text2"
        self.write(painter, remark, row.remark, tokens.BODY, ink)


class _Line(QWidget):
    """The titles, or the total; it keeps clear of the scroll bar as the rows do."""

    def __init__(self, *, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._cells = _Cells("", "", "", "", "")
        self.setObjectName(name)
        self.setFixedHeight(theme.px(tokens.TARGET))

    def show_cells(self, cells: _Cells) -> None:
        self._cells = cells
        self.setAccessibleName(", ".join(cell for cell in cells if cell))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        theme = self._theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface2"))
        painter.setFont(theme.font(_STRONG))
        painter.setPen(theme.colour("text"))
        pad, bar = theme.px(tokens.SPACE[2]), theme.px(BAR)
        inside = self.rect().adjusted(bar + pad, 0, -pad - SCROLL_BAR, 0)
        for number, place in enumerate(_places(inside, pad)):
            is_hours = number == len(_SHARES) - 2
            edge = Qt.AlignmentFlag.AlignRight if is_hours else Qt.AlignmentFlag.AlignLeft
            painter.drawText(place, edge | Qt.AlignmentFlag.AlignVCenter, self._cells[number])
        painter.end()


class HoursList(QWidget):
    """Its scroll bar is always there, so that columns stand below their titles.

    Signals:
        picked: Emitted with the row that is tapped.
        opened: Emitted when a row is tapped twice.
    """

    picked = Signal(int)
    opened = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.heads = _Line(theme=theme, name="hours_heads")
        self.rows = RowsView(theme=theme, name="hours_rows", says=self.tr("Time entries"))
        self.total = _Line(theme=theme, name="hours_total")
        self.rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._rows = Rows(self, spoken=_spoken)
        self.rows.fill(self._rows, _Delegate(theme=theme, parent=self))
        self.heads.show_cells(
            _Cells(
                self.tr("Person, day"),
                self.tr("Came"),
                self.tr("Left"),
                self.tr("Hours"),
                self.tr("Remark"),
            )
        )
        layout = column(self.heads, spacing=0)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self.total)
        self.setLayout(layout)
        self.rows.clicked.connect(lambda index: self.picked.emit(index.row()))
        self.rows.doubleClicked.connect(lambda _index: self.opened.emit())

    def show_rows(self, rows: Sequence[HoursRow], *, total: str, remark: str) -> None:
        self._rows.show(rows)
        self.total.show_cells(_Cells(self.tr("Total"), "", "", total, remark))


def _spoken(row: HoursRow) -> str:
    parts = (row.name, row.day, row.came, row.left, row.hours, row.remark)
    return ", ".join(part for part in parts if part)
