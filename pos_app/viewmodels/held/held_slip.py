"""The slip of a held order: printed from the list, and scanned to go on with its order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Slot

from pos_app.domain.errors import PosError
from pos_app.services.orders.open_orders import OpenOrders
from pos_app.services.ports import Formats
from pos_app.services.printing.held_slip import HeldSlips, is_slip_code, slip_code
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.held.held_orders import HeldViewModel
from pos_app.viewmodels.sell.order_tabs import OrderTabs
from pos_app.viewmodels.shared.words import words_for
from pos_app.viewmodels.toasts import Toasts


@dataclass(frozen=True, slots=True)
class SlipDesk:
    """What it works with."""

    slips: HeldSlips
    open_orders: OpenOrders
    tabs: OrderTabs
    toasts: Toasts


class HeldSlipViewModel(QObject):
    """A code that no order has any more ends in the list, which says that nothing was found."""

    def __init__(
        self, *, held: HeldViewModel, desk: SlipDesk, tasks: TaskRunner, formats: Formats
    ) -> None:
        super().__init__()
        self._held = held
        self._desk = desk
        self._tasks = tasks
        self._formats = formats
        self._wanted = ""
        held.list.selected_changed.connect(self._recall_wanted)

    @Slot()
    def print(self) -> None:
        """The slip of the highlighted order, as often as somebody asks for it."""
        held = self._held.list
        row, actor = held.row, held.actor
        if row is None or row.order is None or actor is None or held.shows_removed:
            return
        order = replace(row.order, items=list(row.order.items))
        self._tasks.submit(
            lambda: self._desk.slips.print(order, actor=actor),
            on_success=lambda _nothing: self._tell(self.tr("The slip is printed")),
            on_failure=self._fail,
        )

    def take_scan(self, raw: str) -> bool:
        """Go on with the order that this is the slip of; say whether it is one of a slip."""
        if not is_slip_code(raw):
            return False
        code = raw.upper()
        for tab in self._desk.open_orders.tabs:
            if slip_code(tab.order.order_id) == code:
                self._desk.tabs.switch(tab.number)
                self._held.left.emit()
                return True
        self._held.open()
        self._wanted = code
        self._held.list.look_for(code)
        return True

    @Slot()
    def _recall_wanted(self) -> None:
        """Once the list is there, unless somebody looks for something else by then."""
        held, wanted = self._held.list, self._wanted
        if wanted and (held.is_loaded or held.search != wanted):
            self._wanted = ""
            if held.search == wanted and len(held.rows) == 1:
                self._held.recall()

    def _fail(self, error: PosError) -> None:
        self._tell(words_for(error, self._formats))

    def _tell(self, words: str) -> None:
        self._desk.toasts.tell(words, False)
