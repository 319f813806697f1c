"""F1: every key of this screen, over the screen itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from pos_app.views.input.keymap import Binding, bindings_of
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import column, label
from pos_app.views.shared.theme import Theme

ROWS_MAX: Final = 14
CONTEXT: Final = "keys"


class KeyCard(QFrame):
    """Goes away with the next key or touch.

    Signals:
        closed: Emitted by either.
    """

    closed = Signal()

    def __init__(self, context: str, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(tokens.SPACE[3]))
        grid.setVerticalSpacing(theme.px(tokens.GAP))
        for place, binding in enumerate(bindings_of(context)):
            column_of, row_of = divmod(place, ROWS_MAX)
            _add(grid, binding, row_of, 3 * column_of)
            grid.setColumnMinimumWidth(3 * column_of + 2, theme.px(tokens.SPACE[5]))
        title = label(self.tr("Keys of this screen"), role="title")
        close = label(self.tr("Any key closes this card."), role="muted")
        layout = column(title, spacing=theme.px(tokens.SPACE[3]))
        layout.addLayout(grid)
        layout.addWidget(close)
        pad = theme.px(tokens.SPACE[4])
        layout.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(layout)
        self.adjustSize()
        self.move((owner.width() - self.width()) // 2, (owner.height() - self.height()) // 2)

    def keyPressEvent(self, _event: QKeyEvent) -> None:  # noqa: N802
        self.closed.emit()

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        self.closed.emit()


def _add(grid: QGridLayout, binding: Binding, row_of: int, column_of: int) -> None:
    keys = label("  ".join(binding.keys), role="strong")
    grid.addWidget(keys, row_of, column_of, Qt.AlignmentFlag.AlignRight)
    words = label(QCoreApplication.translate(CONTEXT, binding.label))
    grid.addWidget(words, row_of, column_of + 1)
