"""The sync panel: what waits, since when, the last error in words, and what needs a person."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from pos_app.viewmodels.sync.sync import SyncPanel, SyncViewModel
from pos_app.views.products.progress_bar import ProgressBar
from pos_app.views.shared import tokens
from pos_app.views.shared.controls import ActionButton, column, label, row
from pos_app.views.shared.row_list import RowList
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shared.theme import Theme


class SyncSheet(Sheet):
    """Up and down choose an entry that needs a person."""

    def __init__(self, view_model: SyncViewModel, *, theme: Theme, owner: QWidget) -> None:
        super().__init__(theme=theme, owner=owner)
        self._view_model = view_model
        self.title = label(self.tr("Sync"), role="title", name="sync_title")
        self.link = label(role="strong", name="sync_link")
        self.times = label(role="muted", name="sync_times")
        self.lost = label(role="muted", name="sync_lost")
        self.waiting = label(role="line", name="sync_waiting")
        self.progress = label(role="muted", name="sync_progress")
        self.bar = ProgressBar(theme=theme, name="sync_bar")
        self.trouble = label(role="warning", name="sync_trouble")
        self.list = RowList(theme=theme, name="sync_rows", says=self.tr("What needs a person"))
        for part in (self.link, self.times, self.lost, self.waiting, self.trouble):
            part.setWordWrap(True)
        self._make_buttons()
        self._lay_out()
        self._bind()

    def _make_buttons(self) -> None:
        theme = self._theme

        def button(text: str, name: str, key: str, role: str = "") -> ActionButton:
            return ActionButton(text, theme=theme, name=f"sync_{name}", key=key, role=role)

        self.again_button = button(self.tr("Send again"), "again", "Ctrl+Enter")
        self.settle_button = button(self.tr("Settled"), "settle", "Del")
        self.offline_button = button(self.tr("Work offline"), "offline", "Ctrl+Shift+O")
        self.leave_button = button(self.tr("Close"), "leave", "Esc")
        self.send_button = button(self.tr("Send now"), "send", "Enter", "primary")

    def _lay_out(self) -> None:
        gap = self._theme.px(tokens.GAP)
        layout = column(
            *(self.title, self.link, self.times, self.lost),
            *(self.waiting, self.progress, self.bar),
            *(self.trouble, self.list),
            spacing=self._theme.px(tokens.SPACE[1]),
        )
        layout.addLayout(row(self.again_button, self.settle_button, 1, spacing=gap))
        layout.addLayout(
            row(self.offline_button, 1, self.leave_button, self.send_button, spacing=gap)
        )
        self.fill(layout)

    def _bind(self) -> None:
        view_model = self._view_model
        self.bind_keys(
            "sync",
            {
                "send": view_model.send_now,
                "again": self._send_again,
                "settle": self._settle,
                "up": partial(self.list.move_by, -1),
                "down": partial(self.list.move_by, 1),
                "leave": self.close_sheet,
            },
        )
        self.send_button.clicked.connect(view_model.send_now)
        self.again_button.clicked.connect(self._send_again)
        self.settle_button.clicked.connect(self._settle)
        self.offline_button.clicked.connect(view_model.toggle_offline)
        self.leave_button.clicked.connect(self.close_sheet)
        view_model.opened.connect(self._open)
        view_model.changed.connect(self._refresh)

    @Slot(object)
    def _open(self, panel: SyncPanel) -> None:
        self._show(panel)
        self.open_sheet()

    @Slot(object)
    def _refresh(self, panel: SyncPanel) -> None:
        if self.isVisible():
            self._show(panel)
            self.place()

    def _show(self, panel: SyncPanel) -> None:
        self.link.setText(panel.link)
        self.waiting.setText(panel.waiting)
        for part, words in (
            (self.times, panel.times),
            (self.lost, panel.lost),
            (self.progress, panel.progress),
            (self.trouble, panel.trouble),
        ):
            part.setText(words)
            part.setVisible(bool(words))
        self.bar.setVisible(panel.percent >= 0)
        self.bar.show_percent(max(0, panel.percent))
        self._show_rows(panel)
        self.offline_button.setVisible(panel.can_sync)
        self.send_button.setVisible(panel.can_sync)
        self.offline_button.set_text(
            self.tr("Work online") if panel.works_offline else self.tr("Work offline")
        )

    def _show_rows(self, panel: SyncPanel) -> None:
        chosen = self.list.chosen()
        self.list.show_rows(panel.rows)
        keys = [one.key for one in panel.rows]
        if chosen in keys:
            self.list.highlight(keys.index(chosen))
        for button in (self.again_button, self.settle_button):
            button.setVisible(bool(panel.rows))

    @Slot()
    def _send_again(self) -> None:
        chosen = self.list.chosen()
        if chosen is not None:
            self._view_model.send_again(chosen)

    @Slot()
    def _settle(self) -> None:
        chosen = self.list.chosen()
        if chosen is not None:
            self._view_model.settle(chosen)
