"""The banner that says the clock was set, on the screens where somebody can act on it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame

from pos_app.viewmodels.page_name import PageName
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, Icon, label, row
from pos_app.views.shared.theme import Theme

SHOWN_ON: Final = frozenset({PageName.SIGN_IN, PageName.SELL})


class ClockBanner(QFrame):
    """Stays until the clock is right again, or somebody says that it is.

    Signals:
        confirmed: Emitted by whoever says so.
    """

    confirmed = Signal()

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._page = PageName.SIGN_IN
        self.can_confirm = False
        icon = Icon("triangle-alert", theme=theme, ink="warning")
        self.words = label(name="clock_words")
        self.words.setWordWrap(True)
        self.confirm_button = ActionButton(
            self.tr("The time is right"), theme=theme, name="clock_confirm"
        )
        gap = theme.px(tokens.GAP)
        layout = row(icon, spacing=gap)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.confirm_button)
        layout.setContentsMargins(theme.px(tokens.SPACE[2]), 0, gap, 0)
        self.setLayout(layout)
        self.setMinimumHeight(theme.px(tokens.ROW))
        self.confirm_button.clicked.connect(self.confirmed)
        self.hide()

    @Slot(str, bool)
    def show_words(self, words: str, can_confirm: bool) -> None:
        self.words.setText(words)
        self.setAccessibleName(words)
        self.can_confirm = bool(words) and can_confirm
        self.confirm_button.setVisible(self.can_confirm)
        self._show()

    @Slot(str)
    def show_on(self, page: str) -> None:
        self._page = PageName(page)
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self.words.text()) and self._page in SHOWN_ON)
