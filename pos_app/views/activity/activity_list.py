"""The entries of the activity log, as a list."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter

from pos_app.viewmodels.activity.activity import ActivityViewModel
from pos_app.viewmodels.activity.activity_words import ActivityRow
from pos_app.views.shared import tokens
from pos_app.views.shared.growing_list import GrowingList, GrowingRows
from pos_app.views.shared.rows import RowDelegate
from pos_app.views.shared.theme import Theme

WIDE: Final = 900
WHEN: Final = 200


class _Delegate(RowDelegate):
    def draw(self, painter: QPainter, inside: QRect, row: ActivityRow) -> None:
        """The time beside the words, or below them where it is narrow."""
        theme = self.theme
        room = inside.width() - theme.px(WHEN)
        # Below them too where they would be cut off: it is all that is said of what was done.
        if inside.width() >= theme.px(WIDE) and theme.advance(tokens.BODY, row.words) <= room:
            when = QRect(inside.left(), inside.top(), theme.px(WHEN), inside.height())
            self.write(painter, when, row.when, tokens.BODY, "text2")
            self.write(painter, inside.adjusted(when.width(), 0, 0, 0), row.words, tokens.BODY)
            return
        gap, half = theme.px(tokens.SPACE[0]), inside.height() // 2
        above = QRect(inside.left(), inside.top() + gap, inside.width(), half - gap)
        self.write(painter, above, row.words, tokens.BODY)
        self.write(painter, above.translated(0, half - gap), row.when, tokens.SMALL, "text2")


class ActivityList(GrowingList):
    """One row for each entry.

    Signals:
        asked: Emitted when a row is tapped twice.
    """

    asked = Signal()

    def __init__(self, view_model: ActivityViewModel, *, theme: Theme) -> None:
        super().__init__(theme=theme, name="activity_rows", says=self.tr("What people did"))
        rows = GrowingRows(
            self,
            row=lambda place: view_model.words.row(view_model.lines[place]),
            spoken=lambda row: f"{row.when}, {row.words}",
        )
        self.fill(rows, _Delegate(theme=theme, parent=self))
        self.doubleClicked.connect(lambda _index: self.asked.emit())
        view_model.restarted.connect(rows.restart)
        view_model.grown.connect(rows.grow)
        view_model.selected.connect(self.highlight)
