"""The last messages with their times, and the code of an error to be copied."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.toasts import Message, Toasts
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme
from pos_app.views.shared.wrapped_list import WrappedList

LIST_HEIGHT: Final = 400


class MessagesSheet(Sheet):
    def __init__(self, toasts: Toasts, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._toasts = toasts
        self._shown: tuple[Message, ...] = ()
        self.title = label(self.tr("Messages"), role="title", name="messages_title")
        self.nothing = label(self.tr("Nothing was told yet."), role="muted", name="messages_none")
        self.list = WrappedList(
            theme=theme, name="messages", says=self.tr("Messages, the newest first")
        )
        self.list.setMinimumHeight(theme.px(LIST_HEIGHT))
        self.list.setFocusProxy(self)
        self.list.currentRowChanged.connect(self._show_code)
        self.code = label(role="small", name="messages_code")
        """Of the error that is highlighted, for whom it is told to; most messages have none."""
        self.copy_button = ActionButton(
            self.tr("Copy"), theme=theme, name="messages_copy", key="Ctrl+C", icon="clipboard-list"
        )
        self.close_button = ActionButton(
            self.tr("Close"), theme=theme, name="messages_close", key="Esc"
        )
        buttons = row(self.code, 1, spacing=theme.px(tokens.GAP))
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.close_button)
        layout = column(self.title, self.nothing, spacing=theme.px(tokens.SPACE[2]))
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        self.fill(layout)
        self.copy_button.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.close_sheet)
        toasts.changed.connect(self._follow)
        self.bind_keys(
            "messages",
            {
                "leave": self.close_sheet,
                "copy": self._copy,
                "up": partial(self._move, -1),
                "down": partial(self._move, 1),
            },
        )

    @Slot()
    def open_messages(self) -> None:
        self._show(0)
        self.open_sheet()

    @Slot()
    def _follow(self) -> None:
        """There is another one above: the highlighted one stays so, for as long as it is kept."""
        if self.isVisible():
            row_before = self.list.currentRow()
            looked_at = self._shown[row_before] if self._shown else None
            messages = enumerate(self._toasts.messages)
            places = (place for place, one in messages if one is looked_at)
            self._show(next(places, max(0, row_before)))

    def _show(self, place: int) -> None:
        messages = self._shown = self._toasts.messages
        self.list.clear()
        for one in messages:
            self.list.addItem(f"{one.time}   {one.words}")
        self.list.setCurrentRow(place)
        self.list.setVisible(bool(messages))
        self.nothing.setVisible(not messages)
        self.copy_button.setEnabled(bool(messages))

    def _move(self, rows: int) -> None:
        last = self.list.count() - 1
        self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + rows)))

    @Slot()
    def _copy(self) -> None:
        item = self.list.currentItem()
        # The stubs do not know that there may be none.
        if item is not None:
            parts = (item.text(), self.code.text())
            QGuiApplication.clipboard().setText("\n".join(part for part in parts if part))

    @Slot(int)
    def _show_code(self, place: int) -> None:
        messages = self._toasts.messages
        code = messages[place].code if 0 <= place < len(messages) else ""
        self.code.setText(self.tr("Code: {code}").format(code=code) if code else "")
