"""The red strip of what could not be added: it stays until somebody has dealt with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame

from pos_app.viewmodels.sell.notices import Notice, Notices
from pos_app.views.shared import tokens
from pos_app.views.shared.announcing import announce
from pos_app.views.shared.controls import ActionButton, Icon, column, label, row
from pos_app.views.shared.theme import Theme


class NoticeStrip(QFrame):
    """Shows the oldest notice, and how many wait behind it.

    Signals:
        search_asked: Emitted with the code that was not found.
        new_asked: Emitted to put on sale what was not found.
        custom_asked: Emitted to sell it once, at a price said by hand.
    """

    search_asked = Signal(str)
    new_asked = Signal()
    custom_asked = Signal()

    def __init__(self, notices: Notices, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._notices = notices
        self._shown: Notice | None = None
        self._newest: Notice | None = None
        self.icon = Icon("octagon-x", theme=theme, ink="danger", name="notice_icon")
        self.words = label(name="notice_words")
        self.words.setWordWrap(True)
        self.search_button = ActionButton(self.tr("Search"), theme=theme, name="notice_search")
        self.new_button = ActionButton(
            self.tr("New item"), theme=theme, name="notice_new", key="Ins"
        )
        self.once_button = ActionButton(
            self.tr("Price once"), theme=theme, name="notice_once", key="Ctrl+E"
        )
        self.dismiss_button = ActionButton(
            self.tr("Dismiss"), theme=theme, name="notice_dismiss", key="Esc"
        )
        pad = theme.px(tokens.GAP)
        says = row(self.icon, spacing=pad)
        says.addWidget(self.words, 1)
        says.addWidget(self.dismiss_button, 0, Qt.AlignmentFlag.AlignTop)
        asks = row(1, self.search_button, self.new_button, self.once_button, spacing=pad)
        layout = column(spacing=pad)
        layout.addLayout(says)
        layout.addLayout(asks)
        # Three buttons with the thick edges of high contrast fill the order of a small screen.
        layout.setContentsMargins(theme.px(tokens.SPACE[0]), pad, theme.px(tokens.SPACE[0]), pad)
        self.setLayout(layout)
        self.search_button.clicked.connect(self._search)
        self.new_button.clicked.connect(self.new_asked)
        self.once_button.clicked.connect(self.custom_asked)
        self.dismiss_button.clicked.connect(self.dismiss)
        notices.changed.connect(self._show)
        self.hide()

    @Slot()
    def dismiss(self) -> None:
        self._notices.dismiss_shown()

    @Slot(object)
    def _show(self, waiting: tuple[Notice, ...]) -> None:
        self._shown = waiting[0] if waiting else None
        self.setVisible(bool(waiting))
        newest = waiting[-1] if waiting else None
        if newest is not None and newest is not self._newest:
            announce(self, newest.text, is_urgent=True)
        self._newest = newest
        if self._shown is None:
            return
        self.words.setText(self._notices.words)
        self.setAccessibleName(self._notices.words)
        self.search_button.setVisible(self._shown.is_unknown)
        self.new_button.setVisible(self._shown.is_unknown and self._notices.can_add)
        self.once_button.setVisible(self._shown.is_unknown and self._notices.can_price)

    @Slot()
    def _search(self) -> None:
        if self._shown is not None:
            code = self._shown.code
            self.dismiss()
            self.search_asked.emit(code)
