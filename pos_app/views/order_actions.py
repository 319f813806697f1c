"""What can be done with several open orders, for the menu and the palette."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.main_window import MainWindow
from pos_app.views.shared.actions import Action, Group


def tr(words: str) -> str:
    return QCoreApplication.translate("TillActions", words)


def add_order_actions(window: MainWindow, till: TillViewModel) -> None:
    tabs, held = till.screens.tabs, till.screens.held

    def is_selling() -> bool:
        return window.page_name is PageName.SELL

    def add(
        command: str,
        text: str,
        run: Callable[[], object],
        icon: str,
        group: Group = Group.NOT_IN_MENU,
    ) -> None:
        window.till_actions.add(Action(command, text, run, icon, group, is_selling, "sell"))

    add("held", tr("Held orders…"), held.open, "pause", Group.ORDER)
    add("hold", tr("Hold the order"), held.hold_or_open, "pause")
    add("new_order", tr("Another order"), tabs.new, "plus")
    add("next_order", tr("Next open order"), partial(tabs.step, 1), "chevron-right")
    add("previous_order", tr("Open order before"), partial(tabs.step, -1), "chevron-left")
    add("close_order", tr("Hold this order and go to the next"), tabs.close, "pause")
