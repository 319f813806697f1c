"""F1: every key of this screen, over the screen itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from pos_app.views.input.keymap import Binding, bindings_of
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import column, label
from pos_app.views.shared.key_titles import words_of
from pos_app.views.shared.theme import Theme

ROWS_MAX: Final = 14


class KeyCard(QFrame):
    """Goes away with the next key or touch; P prints it first.

    Signals:
        closed: Emitted by either.
        print_asked: Emitted by P.
    """

    closed = Signal()
    print_asked = Signal()

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
        close = label(
            self.tr("F1 again, or P, prints the card of all keys. Any other key closes this one."),
            role="muted",
        )
        layout = column(title, spacing=theme.px(tokens.SPACE[3]))
        layout.addLayout(grid)
        layout.addWidget(close)
        pad = theme.px(tokens.SPACE[4])
        layout.setContentsMargins(pad, pad, pad, pad)
        self.setLayout(layout)
        self.adjustSize()
        self.move((owner.width() - self.width()) // 2, (owner.height() - self.height()) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_P:
            self.print_asked.emit()
        self.closed.emit()

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        self.closed.emit()


class KeyOverlay(QObject):
    """Opens the card of what is looked at, one at a time, and gives the keys back after it.

    Signals:
        print_asked: Emitted to print the card of all keys.
    """

    print_asked = Signal()

    def __init__(
        self,
        *,
        theme: Theme,
        owner: QWidget,
        context: Callable[[], str],
        give_back: Callable[[], object],
    ) -> None:
        super().__init__(owner)
        self._theme = theme
        self._owner = owner
        self._context = context
        self._give_back = give_back
        self._card: KeyCard | None = None

    @Slot()
    def show(self) -> None:
        """Show the card; a second time, print it."""
        if self._card is not None:
            self.close()
            self.print_asked.emit()
            return
        self._card = KeyCard(self._context(), theme=self._theme, owner=self._owner)
        self._card.print_asked.connect(self.print_asked)
        self._card.closed.connect(self.close)
        self._card.show()
        self._card.setFocus()

    @Slot()
    def close(self) -> None:
        card, self._card = self._card, None
        if card is not None:
            card.hide()
            card.deleteLater()
            self._give_back()


def _add(grid: QGridLayout, binding: Binding, row_of: int, column_of: int) -> None:
    keys = label("  ".join(binding.keys), role="strong")
    grid.addWidget(keys, row_of, column_of, Qt.AlignmentFlag.AlignRight)
    words = label(words_of(binding))
    grid.addWidget(words, row_of, column_of + 1)
