"""Other keys: pick what it is for, press the new key; what does not go is said in words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.key_choices import KeyChoices
from pos_app.views.input.remapping import Refusal, Refused, key_pressed, refusal_of
from pos_app.views.keys.key_list import KeyList
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row, say
from pos_app.views.shared.key_titles import CONTEXT, words_of
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme

SHEET: Final = (760, 900)
"""So wide that no words of the list are cut off, and so high that most of a screen's are seen."""
LIST_HEIGHT_MIN: Final = 3 * tokens.TARGET


class KeySheet(Sheet):
    _is_waiting = False  # events come before it is built

    def __init__(self, view_model: KeyChoices, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.list = KeyList(theme=theme)
        self.message = label(name="key_message")
        self.leave_button = self._button("key_leave", self.tr("Done"), "Esc")
        self.reset_button = self._button("key_reset", self.tr("Usual key"), "Del")
        self.all_button = self._button("key_reset_all", self.tr("All usual keys"), "Shift+Del")
        self.change_button = self._button("key_change", self.tr("Change"), "Enter", "primary")
        self._lay_out()
        self._bind()

    def _button(self, name: str, words: str, key: str, role: str = "") -> ActionButton:
        return ActionButton(words, theme=self._theme, name=name, key=key, role=role)

    def _lay_out(self) -> None:
        theme = self._theme
        title = label(self.tr("Change keys"), role="title", name="key_title")
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(theme.px(tokens.TARGET))
        self.list.setMinimumHeight(theme.px(LIST_HEIGHT_MIN))
        gap = theme.px(tokens.GAP)
        layout = column(title, self.list, self.message, spacing=theme.px(tokens.SPACE[2]))
        layout.addLayout(row(self.reset_button, self.all_button, 1, spacing=gap))
        layout.addLayout(row(self.leave_button, 1, self.change_button, spacing=gap))
        self.fill(layout)

    def _bind(self) -> None:
        self.bind_keys(
            "remap",
            {
                "up": lambda: self.list.move_by(-1),
                "down": lambda: self.list.move_by(1),
                "page_up": lambda: self.list.move_by(-self.list.page_rows),
                "page_down": lambda: self.list.move_by(self.list.page_rows),
                "change": self._wait,
                "reset": self._reset,
                "reset_all": self._view_model.reset_all,
                "leave": self.close_sheet,
            },
        )
        self.list.currentRowChanged.connect(self._ask)
        self.list.picked.connect(self._wait)
        self.change_button.clicked.connect(self._wait)
        self.reset_button.clicked.connect(self._reset)
        self.all_button.clicked.connect(self._view_model.reset_all)
        self.leave_button.clicked.connect(self.close_sheet)
        self._view_model.opened.connect(self._open)
        self._view_model.changed.connect(self.list.show_keys)
        self.closed.connect(self._ask)

    def place(self) -> None:
        """Over the order too: nothing of it is needed here."""
        super().place()
        owner, theme = self.owner, self._theme
        margin = theme.px(tokens.SPACE[2])
        width, height = (theme.px(side) for side in SHEET)
        room = owner.rect().adjusted(margin, margin, -margin, -margin)
        self.setFixedSize(min(width, room.width()), min(height, room.height()))
        self.move(room.center() - self.rect().center())

    def event(self, event: QEvent) -> bool:
        """While a key is waited for, the one pressed does nothing else."""
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if self._is_waiting and is_override:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if not self._is_waiting:
            super().keyPressEvent(event)
            return
        key = key_pressed(event)
        if key == "Esc":
            self._ask()
        elif key:
            self._take(key)

    @Slot()
    def _open(self) -> None:
        self._ask()
        self.open_sheet()

    @Slot()
    def _ask(self, *_row: int) -> None:
        self._is_waiting = False
        self._tell(self.tr("Enter changes the key that is highlighted."))

    @Slot()
    def _wait(self) -> None:
        _context, binding = self.list.chosen()
        self._is_waiting = True
        words = words_of(binding)
        self._tell(self.tr("Press the new key for “{words}”. Esc leaves it.").format(words=words))
        self.setFocus()

    @Slot()
    def _reset(self) -> None:
        self._ask()
        self._view_model.reset(self.list.chosen_name)

    def _take(self, key: str) -> None:
        context, binding = self.list.chosen()
        refusal = refusal_of(context, binding.command, key, self._view_model.keys)
        if refusal is not None:
            self._tell(self._words(key, refusal), role="danger")
            return
        self._is_waiting = False
        self._view_model.change(self.list.chosen_name, key)
        self._tell(self.tr("{key} it is.").format(key=key))

    def _tell(self, words: str, *, role: str = "") -> None:
        say(self.message, "role", role)
        self.message.setText(words)

    def _words(self, key: str, refusal: Refusal) -> str:
        words = {
            Refused.TEXT: self.tr(
                "{key} is typed into searches and counts. Take an F key or Ctrl."
            ),
            Refused.PREFIX: self.tr("{key} is what a scanner begins with. Take another one."),
            Refused.FIXED: self.tr("{key} means the same everywhere. Take another one."),
            Refused.MNEMONIC: self.tr("{key} opens menus. Take another one."),
            Refused.UNKNOWN: self.tr("{key} cannot be used. Take an F key or Ctrl and a letter."),
            Refused.TAKEN: self.tr("{key} is taken: {by}. Take another one."),
        }
        by = QCoreApplication.translate(CONTEXT, refusal.by)
        return words[refusal.reason].format(key=key, by=by)
