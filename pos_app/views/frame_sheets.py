"""The sheets of the frame: what a chip says, and what was told before."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from pos_app.viewmodels.sync.sync_words import ABOUT
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.main_window import MainWindow
from pos_app.views.shared.actions import Action, Group
from pos_app.views.shared.messages_sheet import MessagesSheet
from pos_app.views.shared.status_sheet import StatusSheet


def tr(words: str) -> str:
    return QCoreApplication.translate("TillActions", words)


def add_frame_sheets(window: MainWindow, till: TillViewModel) -> None:
    frame = till.screens.frame
    status = StatusSheet(frame.status, theme=window.theme, owner=window.stack)
    messages = MessagesSheet(till.screens.toasts, theme=window.theme, owner=window.stack)
    for sheet in (status, messages):
        window.add_sheet(sheet)
    sync = till.screens.sync

    def open_chip(about: str) -> None:
        if about == ABOUT:  # it has a panel of its own
            sync.open()
        else:
            status.open_about(about)

    window.bar.chips.chosen.connect(open_chip)
    window.scanner.scanned.connect(frame.show_scan)

    def has_person() -> bool:
        return bool(window.bar.person.text())

    window.till_actions.add(
        Action(
            *("messages", tr("Messages…"), messages.open_messages, "bell"),
            *(Group.TILL, has_person),
        ),
        Action(
            *("sync", tr("Head office…"), sync.open, "cloud"),
            *(Group.TILL, has_person),
        ),
        Action("work_offline", tr("Work offline or online"), sync.toggle_offline, "cloud-off"),
        Action(
            *("status", tr("What works and what does not…"), status.open_worst, "info"),
            Group.TILL,
        ),
    )
