"""The drawer, opened without a sale: why, and it opens."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.shift import NoSaleReason, Shift
from pos_app.domain.staff import Permission, StaffMember
from pos_app.services.ports import Formats
from pos_app.services.shifts.no_sale import NoSale
from pos_app.viewmodels.approval.acts import AskingLane
from pos_app.viewmodels.approval.request import ApprovalRequest
from pos_app.viewmodels.shared.sheet_model import SheetModel
from pos_app.viewmodels.shared.words import words_for


class Drawer(SheetModel):
    """What its sheet shows and asks for.

    Signals:
        opened: Emitted when the sheet is to be seen.
        told: Emitted with a sentence, and False: Ctrl+Z is not for it.
    """

    opened = Signal()
    told = Signal(str, bool)

    def __init__(
        self,
        *,
        no_sale: NoSale,
        lane: AskingLane,
        formats: Formats,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._no_sale = no_sale
        self._lane = lane
        self._formats = formats
        self._actor: StaffMember | None = None
        self._is_busy = False

    @Slot(object)
    def signed_in(self, member: StaffMember) -> None:
        self._actor = member

    @property
    def reasons(self) -> tuple[str, ...]:
        """In the order of their keys, 1 and up."""
        return tuple(self._words(reason) for reason in NoSaleReason)

    @Slot()
    def open(self) -> None:
        if self._actor is not None and not self._is_busy:
            self.is_open = True
            self.opened.emit()

    def choose(self, place: int) -> None:
        """The reason is known: write it down and open."""
        actor, reason = self._actor, tuple(NoSaleReason)[place]
        if actor is None or self._is_busy or not self.is_open:
            return
        self._is_busy = True
        self.leave()
        self._lane.submit(
            lambda approval: self._no_sale.open_drawer(
                actor=actor, reason=reason, approval=approval
            ),
            request=lambda: ApprovalRequest(
                Permission.OPEN_DRAWER,
                self.tr("Open the drawer without a sale"),
                why=self._words(reason),
            ),
            on_success=self._on_opened,
            on_failure=self._on_refused,
        )

    def _on_opened(self, shift: Shift) -> None:
        self._is_busy = False
        words = self.tr(
            "The drawer is open: %n times without a sale this shift", "", shift.no_sales
        )
        self.told.emit(words, False)

    def _on_refused(self, error: PosError) -> None:
        self._is_busy = False
        self.told.emit(words_for(error, self._formats), False)

    def _words(self, reason: NoSaleReason) -> str:
        return {
            NoSaleReason.CHANGE: self.tr("Give change"),
            NoSaleReason.CHECK: self.tr("Look into the drawer"),
            NoSaleReason.COINS: self.tr("Put coins in"),
            NoSaleReason.OTHER: self.tr("Something else"),
        }[reason]
