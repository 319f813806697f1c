"""What can be done with an order that was paid, for the menu and the palette."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.main_window import MainWindow
from pos_app.views.shared.actions import Action, Group


def tr(words: str) -> str:
    return QCoreApplication.translate("TillActions", words)


def add_return_actions(window: MainWindow, till: TillViewModel) -> None:
    detail = till.screens.receipts.find.detail.returns

    def is_finding() -> bool:
        return window.page_name is PageName.FIND

    def on_find(command: str, text: str, run: Callable[[], object], icon: str) -> None:
        window.till_actions.add(
            Action(command, text, run, icon, Group.NOT_IN_MENU, is_finding, "find")
        )

    def is_selling() -> bool:
        return window.page_name is PageName.SELL

    window.till_actions.add(
        Action(
            "return_product",
            tr("Take back without a receipt…"),
            till.screens.returns.product.open,
            "rotate-ccw",
            Group.ORDER,
            is_selling,
            "sell",
        )
    )
    window.till_actions.add(
        Action(
            *("owed", tr("Money to give back…"), till.screens.owed.open, "rotate-ccw"),
            *(Group.ORDER, is_selling),
        )
    )
    on_find("give_all", tr("Give all of it back…"), detail.give_all, "rotate-ccw")
    on_find("give_back", tr("Give back, or exchange…"), detail.give_back, "rotate-ccw")
    on_find("void", tr("Void this order…"), detail.void, "octagon-x")
    on_find("other_order", tr("The order that it gave back"), detail.show_other, "receipt")
