"""Keep the draft of the open order on disk: soon after every change, never twice at once."""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.order import OrderState
from pos_app.services.orders.drafting import Drafting, draft_of
from pos_app.services.orders.order_service import OrderService
from pos_app.tasks.runner import TaskRunner

log = logging.getLogger(__name__)

DELAY_MS: Final = 50


class DraftKeeper(QObject):
    """What its screen shows and asks for.

    Signals:
        failed: Emitted with the error when the disk refuses; the order stays on screen.
    """

    failed = Signal(object)

    def __init__(
        self,
        *,
        orders: OrderService,
        drafting: Drafting,
        tasks: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._orders = orders
        self._drafting = drafting
        self._tasks = tasks
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.write)

    @Slot()
    def soon(self) -> None:
        """The order has changed: write it within the delay, however often it changes."""
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def write(self) -> None:
        self._timer.stop()
        order = self._orders.order
        if order.state not in (OrderState.CREATED, OrderState.HELD):
            return
        if order.items:
            draft = draft_of(order, total=self._orders.totals().total)
            self._tasks.submit(
                lambda: self._drafting.save(draft),
                on_success=_done,
                on_failure=self._on_failure,
            )
        else:
            order_id = order.order_id
            self._tasks.submit(
                lambda: self._drafting.forget(order_id),
                on_success=_done,
                on_failure=self._on_failure,
            )

    @Slot()
    def stop(self) -> None:
        """The order is being paid: what comes now belongs to the transaction."""
        self._timer.stop()

    def _on_failure(self, error: PosError) -> None:
        log.error("The draft could not be written: %s", error)
        self.failed.emit(error)


def _done(_saved: object) -> None:
    """Nothing to show: the screen is ahead of the disk already."""
