"""Every command whose key may be changed, with the key it has now."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from pos_app.views.input.binding import Binding
from pos_app.views.input.keymap import key_of, name_of
from pos_app.views.input.remapping import changeable
from pos_app.views.shared import tokens
from pos_app.views.shared.key_titles import title_of, words_of
from pos_app.views.shared.theme import Theme

ROLE: Final = Qt.ItemDataRole.UserRole
KEY_ROLE: Final = Qt.ItemDataRole.UserRole + 1


class _Delegate(QStyledItemDelegate):
    """What the key does, and the key at the end, where all of them stand under each other."""

    def __init__(self, *, theme: Theme, parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def initStyleOption(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        key = index.data(KEY_ROLE)
        # The edges of the row, and what keeps the words from the key.
        room = option.rect.width() - 5 * self._theme.px(tokens.SPACE[1])
        room -= option.fontMetrics.horizontalAdvance(key)
        option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setFont(self._theme.font((tokens.LINE[0], 600)))
        painter.setPen(self._theme.colour("text"))
        pad = self._theme.px(tokens.SPACE[1])
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(option.rect.adjusted(pad, 0, -pad, 0), end, index.data(KEY_ROLE))
        painter.restore()


class KeyList(QListWidget):
    """One row for each.

    Signals:
        picked: Emitted when a row is tapped.
    """

    picked = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("key_list")
        self.setAccessibleName(self.tr("Keys that can be changed"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Delegate(theme=theme, parent=self))
        for context, binding in changeable():
            item = QListWidgetItem()
            item.setData(ROLE, (context, binding))
            self.addItem(item)
        self.itemClicked.connect(self.picked)
        self.setCurrentRow(0)
        self.show_keys()

    def show_keys(self) -> None:
        for place in range(self.count()):
            item = self.item(place)
            context, binding = item.data(ROLE)
            key = key_of(context, binding.command)
            words = f"{words_of(binding)} · {title_of(context)}"
            item.setText(words)
            item.setData(KEY_ROLE, key)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}, {key}")

    def move_by(self, step: int) -> None:
        self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + step)))

    def chosen(self) -> tuple[str, Binding]:
        context, binding = self.currentItem().data(ROLE)
        return context, binding

    @property
    def chosen_name(self) -> str:
        context, binding = self.chosen()
        return name_of(context, binding.command)

    @property
    def page_rows(self) -> int:
        return max(1, self.viewport().height() // self._theme.px(tokens.TARGET))
