"""The sheet of a note: one line of words, about a line, the order or a count."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.sheet import Leavable, Sheet, bind_leaving
from pos_app.views.shared.theme import Theme


class NoteModel(Leavable, Protocol):
    """Where the note is kept."""

    @property
    def opened(self) -> SignalInstance: ...
    @property
    def refused(self) -> SignalInstance: ...
    @property
    def length(self) -> int: ...
    def save(self, text: str) -> None: ...


class NoteSheet(Sheet):
    def __init__(
        self, view_model: NoteModel, *, theme: Theme, owner: QWidget, name: str = "note"
    ) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(role="title", name=f"{name}_title")
        self.words = QLineEdit()
        self.words.setObjectName(f"{name}_words")
        self.message = label(role="danger", name=f"{name}_problem")
        self.leave_button = ActionButton(
            self.tr("Leave"), theme=theme, name=f"{name}_leave", key="Esc"
        )
        self.save_button = ActionButton(
            self.tr("Save the note"), theme=theme, name=f"{name}_save", role="primary", key="Enter"
        )
        self._lay_out()
        self._bind()
        self.setFocusProxy(self.words)

    def _lay_out(self) -> None:
        theme = self._theme
        self.words.setAccessibleName(self.tr("Note"))
        self.words.setFixedHeight(theme.px(tokens.TARGET))
        self.words.setMaxLength(self._view_model.length)
        self.title.setWordWrap(True)
        self.message.setWordWrap(True)
        layout = column(self.title, self.words, self.message, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(row(self.leave_button, 1, self.save_button, spacing=theme.px(tokens.GAP)))
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys("note", {"save": self._save, "leave": view_model.leave})
        bind_leaving(self, view_model, self.leave_button)
        self.save_button.clicked.connect(self._save)
        view_model.opened.connect(self._open)
        view_model.refused.connect(self._refuse)

    def focusNextPrevChild(self, _next: bool) -> bool:  # noqa: N802
        """There is one field: Tab stays in it."""
        return True

    @Slot(str, str)
    def _open(self, title: str, note: str) -> None:
        self.title.setText(title)
        self.words.setText(note)
        self.words.selectAll()
        self._refuse("")
        self.open_sheet(keys_to=self.words)

    @Slot()
    def _save(self) -> None:
        self._view_model.save(self.words.text())

    @Slot(str)
    def _refuse(self, words: str) -> None:
        self.tell(self.message, words)
