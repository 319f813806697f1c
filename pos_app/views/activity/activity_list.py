"""The entries as a list of any length: only the rows in sight are ever written out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QRect, Signal, Slot
from PySide6.QtGui import QPainter

from pos_app.viewmodels.activity.activity import ActivityViewModel
from pos_app.viewmodels.activity.activity_words import ActivityRow
from pos_app.views.shared import tokens
from pos_app.views.shared.rows import TOP, Index, RowDelegate, Rows, RowsView
from pos_app.views.shared.theme import Theme

WIDE: Final = 900
WHEN: Final = 200


class _Entries(Rows):
    def __init__(self, view_model: ActivityViewModel, parent: QObject) -> None:
        super().__init__(parent, spoken=lambda row: f"{row.when}, {row.words}")
        self._view_model = view_model
        self._count = 0

    @Slot()
    def restart(self) -> None:
        self.beginResetModel()
        self._count = 0
        self.endResetModel()

    @Slot(int)
    def grow(self, count: int) -> None:
        if count:
            self.beginInsertRows(TOP, self._count, self._count + count - 1)
            self._count += count
            self.endInsertRows()

    def at(self, place: int) -> ActivityRow:
        return self._view_model.row(place)

    def rowCount(self, parent: Index = TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else self._count


class _Delegate(RowDelegate):
    def draw(self, painter: QPainter, inside: QRect, row: ActivityRow) -> None:
        """The time beside the words, or below them where it is narrow."""
        theme = self.theme
        if inside.width() >= theme.px(WIDE):
            when = QRect(inside.left(), inside.top(), theme.px(WHEN), inside.height())
            self.write(painter, when, row.when, tokens.BODY, "text2")
            self.write(painter, inside.adjusted(when.width(), 0, 0, 0), row.words, tokens.BODY)
            return
        gap, half = theme.px(tokens.SPACE[0]), inside.height() // 2
        above = QRect(inside.left(), inside.top() + gap, inside.width(), half - gap)
        self.write(painter, above, row.words, tokens.BODY)
        self.write(painter, above.translated(0, half - gap), row.when, tokens.SMALL, "text2")


class ActivityList(RowsView):
    """One row for each entry.

    Signals:
        picked: Emitted with the row that is tapped.
        asked: Emitted when a row is tapped twice.
        end_near: Emitted when the last rows come into sight.
    """

    picked = Signal(int)
    asked = Signal()
    end_near = Signal()

    def __init__(self, view_model: ActivityViewModel, *, theme: Theme) -> None:
        super().__init__(theme=theme, name="activity_rows", says=self.tr("What people did"))
        rows = _Entries(view_model, self)
        self.fill(rows, _Delegate(theme=theme, parent=self))
        self.clicked.connect(lambda index: self.picked.emit(index.row()))
        self.doubleClicked.connect(lambda _index: self.asked.emit())
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        view_model.restarted.connect(rows.restart)
        view_model.grown.connect(rows.grow)
        view_model.selected.connect(self.highlight)

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - self.viewport().height():
            self.end_near.emit()
