"""Keep the draft of the open order on disk: soon after every change, never twice at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.order import Order, OrderState
from pos_app.services.orders.drafting import Drafting, draft_of
from pos_app.services.orders.order_service import OrderService
from pos_app.services.ports import Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for

log = logging.getLogger(__name__)

DELAY_MS: Final = 50


class DraftKeeper(QObject):
    """What its screen shows and asks for.

    Signals:
        failed: Emitted with a sentence when the disk refuses; the order stays on screen.
    """

    failed = Signal(str)

    def __init__(
        self,
        *,
        orders: OrderService,
        drafting: Drafting,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._orders = orders
        self._drafting = drafting
        self._tasks = tasks
        self._formats = formats
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.write)

    @Slot()
    def soon(self) -> None:
        """The order has changed: write it within the delay, however often it changes."""
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def write(self, *, then: Callable[[], None] | None = None) -> None:
        """Write it now; `then` runs when it is on disk."""
        self._timer.stop()
        order = self._orders.order
        if order.state not in (OrderState.CREATED, OrderState.HELD):
            return
        self._tasks.submit(
            self._work(order),
            on_success=lambda _saved: then() if then else None,
            on_failure=self._on_failure,
        )

    def _work(self, order: Order) -> Callable[[], object]:
        """A snapshot of the order to write, or the order to forget because it is empty."""
        if order.items:
            draft = draft_of(order, total=self._orders.totals().total)
            return lambda: self._drafting.save(draft)
        order_id = order.order_id
        return lambda: self._drafting.forget(order_id)

    @Slot()
    def stop(self) -> None:
        """The order is being paid: what comes now belongs to the transaction."""
        self._timer.stop()

    def _on_failure(self, error: PosError) -> None:
        log.error("The draft could not be written: %s", error)
        self.failed.emit(words_for(error, self._formats))
