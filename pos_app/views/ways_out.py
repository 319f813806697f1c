"""Back to selling from wherever it can be gone back: each screen has its own way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.till import Screens, TillViewModel
from pos_app.views.main_window import MainWindow
from pos_app.views.shared.actions import Action
from pos_app.views.shared.sheet import sheet_over

WAYS: Final[Mapping[PageName, Callable[[Screens], object]]] = {
    PageName.HELD: lambda screens: screens.held.left.emit(),
    PageName.FIND: lambda screens: screens.receipts.find.left.emit(),
    PageName.REPORTS: lambda screens: screens.reports.reports.back(),
    PageName.SETTINGS: lambda screens: screens.settings.model.back(),
    PageName.STAFF: lambda screens: screens.staff.model.back(),
    PageName.HOURS: lambda screens: screens.hours.screens.hours.left.emit(),
    PageName.ACTIVITY: lambda screens: screens.activity.left.emit(),
    PageName.PAY: lambda screens: screens.pay.back(),
    PageName.PAY_OUT: lambda screens: screens.returns.pay_out.back(),
    PageName.DONE: lambda screens: screens.done.next(),
    PageName.CLOSE_SHIFT: lambda screens: screens.close_shift.back(),
}
"""A search is left as it is; what is not saved, or was taken, is asked about as by Esc."""


def add_ways_out(window: MainWindow, till: TillViewModel) -> None:
    words = QCoreApplication.translate("TillActions", "Back to selling")
    window.till_actions.add(
        Action(
            *("sell", words, partial(_go, window, till), "chevron-left"),
            enabled=lambda: window.page_name in WAYS and sheet_over(window.stack) is None,
        )
    )


def _go(window: MainWindow, till: TillViewModel) -> None:
    before = window.page_name
    WAYS[before](till.screens)
    if before is PageName.HOURS and window.page_name in WAYS:  # opened from the staff
        WAYS[window.page_name](till.screens)
