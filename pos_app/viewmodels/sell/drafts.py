"""Keep the drafts of open orders on disk: soon after every change, and again if it failed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.order import Order, OrderState, is_empty
from pos_app.services.order_drafts import ItemTexts, draft_of
from pos_app.services.orders.drafting import Drafting
from pos_app.services.orders.order_service import OrderService
from pos_app.services.ports import Draft, Formats
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for

log = logging.getLogger(__name__)

DELAY_MS: Final = 20
"""After the paint; of the 100 ms that may be lost it leaves the most to a slow machine and disk."""

RETRY_MS: Final = 1_000
RETRY_MS_MAX: Final = 30_000


class DraftKeeper(QObject):
    """What is not on disk yet is remembered here, whoever is selling meanwhile.

    Signals:
        failed: Emitted with a sentence when the disk refuses; it is tried again by itself.
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
        self._unsaved: dict[str, Draft | None] = {}
        self._texts = ItemTexts()
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.write)
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self._send)

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
        self._unsaved[order.order_id] = self._snapshot(order)
        self._send(then)

    def keep(self, draft: Draft, *, then: Callable[[], None] | None = None) -> None:
        """Write a draft of another order than the one that is rung up."""
        self._unsaved[draft.order_id] = draft
        self._send(then)

    @property
    def unsaved(self) -> Mapping[str, Draft | None]:
        """What the disk does not hold yet: newer drafts, and None for those to be forgotten."""
        return dict(self._unsaved)

    def drop(self, order_id: str) -> None:
        """It was given up: what waits to be written of it is of no use."""
        self._unsaved.pop(order_id, None)

    def stop(self, order: Order) -> None:
        """The order is being paid or given up: what comes now belongs to the transaction."""
        self._timer.stop()
        self._unsaved.pop(order.order_id, None)

    def _snapshot(self, order: Order) -> Draft | None:
        """The order to write; None if it is empty, and its draft to be forgotten."""
        if is_empty(order):
            return None
        return draft_of(order, total=self._orders.totals().total, texts=self._texts)

    @Slot()
    def _send(self, then: Callable[[], None] | None = None) -> None:
        for order_id, draft in tuple(self._unsaved.items()):
            self._tasks.submit(
                self._work(order_id, draft),
                on_success=partial(self._on_saved, order_id, draft, then),
                on_failure=self._on_failure,
            )

    def _work(self, order_id: str, draft: Draft | None) -> Callable[[], object]:
        if draft is not None:
            return lambda: self._drafting.save(draft)
        return lambda: self._drafting.forget(order_id)

    def _on_saved(
        self, order_id: str, draft: Draft | None, then: Callable[[], None] | None, _saved: object
    ) -> None:
        if order_id in self._unsaved and self._unsaved[order_id] is draft:
            del self._unsaved[order_id]
        if not self._unsaved:
            self._retry.stop()
            self._retry.setInterval(RETRY_MS)
        if then is not None:
            then()

    def _on_failure(self, error: PosError) -> None:
        log.error("The draft could not be written: %s", error)
        self.failed.emit(words_for(error, self._formats))
        if not self._retry.isActive():
            self._retry.start()
            self._retry.setInterval(min(2 * self._retry.interval(), RETRY_MS_MAX))
