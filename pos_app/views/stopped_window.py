"""What is shown when the till cannot open: what happened and what to do, in words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, Icon, label
from pos_app.views.shared.theme import Theme

SIZE: Final = (640, 360)
ICON: Final = 64


class StoppedWindow(QWidget):
    def __init__(self, words: str, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("frame")
        self.setWindowTitle("pos_app")
        self.resize(*SIZE)
        icon = Icon("info", theme=theme, size=ICON, ink="primary")
        self.words = label(words, role="line", name="stopped_words")
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for part in (icon, self.words):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        close = ActionButton(self.tr("Close"), theme=theme, name="stopped_close", role="primary")
        close.clicked.connect(self.close)
        layout = QVBoxLayout(self)
        pad = theme.px(tokens.SPACE[5])
        layout.setContentsMargins(pad, pad, pad, pad)
        layout.setSpacing(theme.px(tokens.SPACE[3]))
        layout.addStretch(1)
        for part in (icon, self.words):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(close)
        theme.dress(self)
