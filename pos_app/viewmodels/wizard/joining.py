"""A new till joins its shop, and what head office has comes in."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import PosError
from pos_app.tasks.runner import TaskRunner
from pos_app.viewmodels.wizard.form import JoinedShop, StoreMaker, WizardForm


class JoinShop(QObject):
    """Can be begun again after a failure: what was done is done.

    Signals:
        received: Emitted with how much has come and how much is left.
        ended: Emitted with a JoinedShop.
        failed: Emitted with the error that kept it from going on.
    """

    received = Signal(int, int)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, maker: StoreMaker, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._maker = maker
        self._tasks = tasks
        self._wants_more = True
        self.shop: JoinedShop | None = None
        """Which it belongs to now."""

    def begin(self, form: WizardForm) -> None:
        self._wants_more = True

        def progress(received: int, left: int) -> bool:
            self.received.emit(received, left)
            return self._wants_more

        self._tasks.submit(
            lambda: self._maker.join(form, progress=progress),
            on_success=self._end,
            on_failure=self._fail,
        )

    def leave_the_rest(self) -> None:
        """What has not come yet comes while the till sells."""
        self._wants_more = False

    def _end(self, shop: JoinedShop) -> None:
        self.shop = shop
        self.ended.emit(shop)

    def _fail(self, error: PosError) -> None:
        self.failed.emit(error)
