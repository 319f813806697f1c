"""The activity log, as the till connects it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import SignalInstance

from pos_app.viewmodels.activity.activity import ActivityViewModel
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.receipts.find_order import FindOrder


def connect_activity(
    activity: ActivityViewModel,
    signed_in: SignalInstance,
    find: FindOrder,
    wanted: SignalInstance,
    show: Callable[[PageName], None],
    tell: Callable[[str, bool], None],
) -> None:
    """:param wanted: of whoever sends people here to see something of it"""
    signed_in.connect(activity.signed_in)
    wanted.connect(activity.open_with)
    activity.told.connect(tell)
    activity.opened.connect(lambda: show(PageName.ACTIVITY))
    activity.left.connect(lambda: show(PageName.SELL))
    activity.number_asked.connect(find.open_with)
