"""What was changed of the store, here or at head office, holds in the till that is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.store import StoreProfile
from pos_app.domain.tax import TaxClass
from pos_app.services.orders.open_orders import OpenOrders
from pos_app.services.ports import Formats
from pos_app.services.store.live_profile import LiveProfile
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.shared.words import words_for


@dataclass(frozen=True, slots=True)
class Stored:
    """As it is on disk.

    `is_part_paid` is whether money was taken, or is asked for, for an order that is not paid yet.
    """

    profile: StoreProfile
    tax_classes: Mapping[str, TaxClass]
    is_part_paid: bool = False


@dataclass(frozen=True, slots=True)
class RenewalParts:
    """`put_taxes` makes taxes hold; `read` may take a while."""

    live: LiveProfile
    put_taxes: Callable[[Mapping[str, TaxClass]], None]
    read: Callable[[], Stored]
    open_orders: OpenOrders


class Renewal(QObject):
    """Most of it holds at once; what orders are reckoned by once nothing is rung up.

    Nor may it where somebody has left an order that is paid in part: what was taken for it might
    be more than it comes to then. It is read anew whenever it may hold.

    Signals:
        renewed: Emitted when it holds what the disk says, but for what orders are reckoned by.
        failed: Emitted with a sentence: what was changed holds from the next start.
    """

    renewed = Signal()
    failed = Signal(str)

    def __init__(
        self,
        parts: RenewalParts,
        *,
        tasks: TaskRunner,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._tasks = tasks
        self._formats = formats
        self._waits = False

    @Slot()
    def look(self) -> None:
        """Something was changed."""
        self._tasks.submit(self._parts.read, on_success=self._take, on_failure=self._fail)

    @Slot()
    def settle(self, _summary: object = None) -> None:
        """Between two orders: one that is rung up keeps what it was begun with."""
        if self._waits and self._parts.open_orders.is_empty:
            self.look()

    def _take(self, stored: Stored) -> None:
        parts = self._parts
        parts.live.take(stored.profile)
        self._waits = stored.is_part_paid or not parts.open_orders.is_empty
        if not self._waits:
            parts.live.take_rules(stored.profile)
            parts.put_taxes(stored.tax_classes)
        self.renewed.emit()

    def _fail(self, error: PosError) -> None:
        later = self.tr("What was changed holds from the next start of the till.")
        self.failed.emit(f"{later} {words_for(error, self._formats)}")
