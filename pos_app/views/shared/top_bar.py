"""The bar that is always there: menu, store, printer, who is selling, the time, lock."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QSizePolicy

from pos_app.viewmodels.frame import FrameViewModel
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, label, row
from pos_app.views.shared.tab_strip import TabStrip
from pos_app.views.shared.theme import Theme


class TopBar(QFrame):
    def __init__(self, view_model: FrameViewModel, *, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.setFixedHeight(theme.px(tokens.ROW))
        self.menu_button = ActionButton("", theme=theme, name="menu", role="quiet", icon="menu")
        self.menu_button.setAccessibleName(self.tr("Menu (F10)"))
        self.store = label(view_model.store, role="strong", name="store")
        # A sentence: in two lines, all of it under the pointer, and it never widens the window.
        self.notice = label(role="warning", name="bar_notice")
        self.notice.setWordWrap(True)
        self.notice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.notice.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.person = label(role="strong", name="bar_person")
        self.clock = label(role="muted", name="clock")
        self.lock_button = ActionButton(
            self.tr("Lock"), theme=theme, name="lock", key="Ctrl+L", icon="lock"
        )
        self.tabs = TabStrip(theme=theme)
        layout = row(
            self.menu_button,
            self.tabs,
            self.store,
            self.person,
            self.clock,
            self.lock_button,
            spacing=theme.px(tokens.SPACE[2]),
        )
        layout.setStretchFactor(self.tabs, 1)
        layout.insertWidget(3, self.notice, 1)
        layout.setContentsMargins(theme.px(tokens.GAP), 0, theme.px(tokens.GAP), 0)
        self.setLayout(layout)
        view_model.clock_changed.connect(self.clock.setText)
        view_model.notice_changed.connect(self._show_notice)
        self.clock.setText(view_model.clock_text)
        self.show_person("")

    @Slot(str, str)
    def _show_notice(self, words: str, all_words: str) -> None:
        self.notice.setText(words)
        self.notice.setToolTip(all_words)

    def show_person(self, name: str) -> None:
        self.person.setText(name)
        self.lock_button.setVisible(bool(name))
