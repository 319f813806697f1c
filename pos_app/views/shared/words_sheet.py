"""A sheet on which one line of words is said: a title, what is wrong, and two ways out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import SignalInstance, Slot
from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from pos_app.views.input.keys import Command
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Leavable, Sheet, bind_leaving
from pos_app.views.shared.theme import Theme


class WordsModel(Leavable, Protocol):
    """Where the words are kept."""

    @property
    def opened(self) -> SignalInstance: ...
    @property
    def refused(self) -> SignalInstance: ...
    @property
    def length(self) -> int: ...
    def save(self, text: str) -> None: ...


class WordsSheet(Sheet):
    """Who inherits lays it out; its parts have its name in theirs."""

    def __init__(self, view_model: WordsModel, name: str, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._words_model = view_model
        self.title = label(role="title", name=f"{name}_title")
        self.words = QLineEdit()
        self.words.setObjectName(f"{name}_words")
        self.words.setMaxLength(view_model.length)
        self.message = label(role="danger", name=f"{name}_problem")
        for part in (self.title, self.message):
            part.setWordWrap(True)
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name=f"{name}_leave", key="Esc"
        )
        self.save_button = ActionButton(
            "", theme=theme, name=f"{name}_save", role="primary", key="Enter"
        )

    def lay_out(self, middle: QLayout, *, save: str) -> None:
        """What is asked stands between the title and the buttons."""
        self.save_button.set_text(save)
        theme = self._theme
        layout = column(self.title, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(middle)
        layout.addWidget(self.message)
        layout.addLayout(row(self.leave_button, 1, self.save_button, spacing=theme.px(tokens.GAP)))
        self.fill(layout)

    def bind_words(self, context: str, commands: Mapping[str, Command], keys_to: QWidget) -> None:
        """:param commands: what its keys do beside saving and leaving"""
        model = self._words_model
        self.bind_keys(context, {"save": self._save, "leave": model.leave, **commands})
        bind_leaving(self, model, self.leave_button)
        self.save_button.clicked.connect(self._save)
        model.opened.connect(self._open)
        model.refused.connect(self.refuse)
        self.setFocusProxy(keys_to)

    @Slot(str, str)
    def _open(self, title: str, words: str) -> None:
        self.title.setText(title)
        self.words.setText(words)
        if self.focusProxy() is self.words:
            self.words.selectAll()
        self.refuse("")
        self.open_sheet(keys_to=self.focusProxy())

    @Slot()
    def _save(self) -> None:
        self._words_model.save(self.words.text())

    @Slot(str)
    def refuse(self, words: str) -> None:
        """Say why it cannot be so, or nothing any more."""
        self.tell(self.message, words)
