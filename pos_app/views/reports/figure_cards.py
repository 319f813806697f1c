"""The figures of the period, each with what has changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from pos_app.viewmodels.reports.shown import FIGURES, Figure
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import column, frame, label
from pos_app.views.shared.theme import Theme


class FigureCards(QWidget):
    """One card for each.

    Signals:
        picked: Emitted when one of them is tapped.
    """

    picked = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.setToolTip(self.tr("All orders of the period (Shift+Enter)"))
        pad, gap = theme.px(tokens.SPACE[2]), theme.px(tokens.GAP)
        edge = theme.px(tokens.SPACE[1])
        self._grid = QGridLayout()
        self._grid.setSpacing(gap)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._cards: list[QFrame] = []
        self._labels = []
        for name in FIGURES:
            title = label(role="small", name=f"figure_{name}")
            value = label(role="title", name=f"figure_{name}_value")
            change = label(role="small", name=f"figure_{name}_change")
            self._labels.append((title, value, change))
            inside = column(title, value, change, spacing=0)
            inside.setContentsMargins(pad, edge, pad, edge)
            card = frame("card")
            card.setLayout(inside)
            self._cards.append(card)
        self.setLayout(self._grid)
        self.fold(is_narrow=False)

    def fold(self, *, is_narrow: bool) -> None:
        """In two lines, where there is no room for one."""
        columns = len(self._cards) // (2 if is_narrow else 1)
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, *divmod(place, columns))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        self.picked.emit()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        for (title, value, change), one in zip(self._labels, figures, strict=True):
            title.setText(one.title)
            value.setText(one.value)
            change.setText(one.change)
