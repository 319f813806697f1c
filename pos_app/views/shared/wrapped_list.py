"""A list of sentences, each as high as all of its words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QListView, QListWidget, QStyledItemDelegate, QStyleOptionViewItem

from pos_app.views.shared import tokens
from pos_app.views.shared.theme import Theme

UNBOUNDED: Final = 100_000
EDGES: Final = 3 * tokens.GAP
"""Above and below the words, in pixels: those of the style, and of what it draws around them."""


class WrappedList(QListWidget):
    """The style measures a row as if its words had the room of its edges too, and cuts them off."""

    def __init__(self, *, theme: Theme, name: str, says: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(says)
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = theme.px(tokens.SPACE[0])
        self.setItemDelegate(_Delegate(self, theme))

    def words_height(self, words: str) -> int:
        """How high a row must be, in pixels, to show them all."""
        room = self.viewport().width() - 4 * tokens.GAP - self._bar
        place = QRect(0, 0, max(1, room), UNBOUNDED)
        return self.fontMetrics().boundingRect(place, Qt.TextFlag.TextWordWrap, words).height()


class _Delegate(QStyledItemDelegate):
    def __init__(self, owner: WrappedList, theme: Theme) -> None:
        super().__init__(owner)
        self._owner = owner
        self._theme = theme

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        words = self._owner.words_height(str(index.data()))
        least = self._theme.px(tokens.ROW)
        wanted = words + EDGES
        return QSize(super().sizeHint(option, index).width(), max(least, wanted))
