"""What an empty list shows: why it is empty, and the one thing to do next."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, Icon, column, label
from pos_app.views.shared.theme import Theme

ICON: Final = 48


class EmptyState(QWidget):
    """An icon, one sentence and, where there is something to do, one button."""

    def __init__(
        self,
        *,
        theme: Theme,
        name: str,
        icon: str,
        words: str,
        action: ActionButton | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.words = label(words, role="line", name=f"{name}_words")
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture = Icon(icon, theme=theme, size=ICON)
        layout = column(1, picture, self.words, spacing=theme.px(tokens.SPACE[2]))
        if action is not None:
            layout.addWidget(action, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(2)
        self.setLayout(layout)

    def say(self, words: str) -> None:
        self.words.setText(words)
