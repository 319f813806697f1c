"""Which screen is shown, and who is selling: the till as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.errors import PosError
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.staff import StaffMember
from pos_app.services.orders.drafting import Drafting
from pos_app.services.orders.order_service import OrderService
from pos_app.services.ports import Formats
from pos_app.services.shifts.shift_service import ShiftService
from pos_app.viewmodels.pay.done import DoneViewModel
from pos_app.viewmodels.pay.pay import PayViewModel
from pos_app.viewmodels.sell.drafts import DraftKeeper
from pos_app.viewmodels.sell.grid import GridViewModel
from pos_app.viewmodels.sell.line_commands import LineCommands
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.shared.words import words_for
from pos_app.viewmodels.shifts.shifts import CloseShiftViewModel, OpenShiftViewModel
from pos_app.viewmodels.sign_in.sign_in import SignInViewModel


class Page(StrEnum):
    SIGN_IN = "sign_in"
    OPEN_SHIFT = "open_shift"
    SELL = "sell"
    PAY = "pay"
    DONE = "done"
    CLOSE_SHIFT = "close_shift"


@dataclass(frozen=True, slots=True)
class Screens:
    """The view-model of every screen."""

    sign_in: SignInViewModel
    open_shift: OpenShiftViewModel
    close_shift: CloseShiftViewModel
    sell: SellViewModel
    line: LineCommands
    grid: GridViewModel
    pay: PayViewModel
    done: DoneViewModel


@dataclass(frozen=True, slots=True)
class Till:
    """What the till works with."""

    orders: OrderService
    drafting: Drafting
    shifts: ShiftService
    formats: Formats


class TillViewModel(QObject):
    """What its screen shows and asks for.

    Signals:
        page_changed: Emitted with the Page to show.
        person_changed: Emitted with the name of who is selling, or nothing.
        toast: Emitted with a sentence and whether it can be undone.
        last_changed: Emitted with a line about the last order, for the empty cart.
    """

    page_changed = Signal(str)
    person_changed = Signal(str)
    toast = Signal(str, bool)
    last_changed = Signal(str)

    def __init__(
        self,
        *,
        till: Till,
        screens: Screens,
        drafts: DraftKeeper,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._till = till
        self.screens = screens
        self._drafts = drafts
        self._actor: StaffMember | None = None
        self.page = Page.SIGN_IN
        self._connect()

    def _connect(self) -> None:
        screens = self.screens
        screens.sign_in.signed_in.connect(self._on_signed_in)
        screens.open_shift.opened.connect(self._start_selling)
        screens.close_shift.left.connect(self._on_close_left)
        screens.sell.draft_changed.connect(self._drafts.soon)
        screens.sell.pay_requested.connect(self._on_pay_requested)
        screens.sell.toast.connect(self.toast)
        screens.pay.paid.connect(self._on_paid)
        screens.pay.left.connect(self._on_pay_left)
        screens.pay.refused.connect(lambda _words: screens.sell.sound.emit("refused"))
        screens.done.finished.connect(self._on_done)
        self._drafts.failed.connect(self._on_draft_failed)

    @Slot()
    def start(self) -> None:
        self.screens.sign_in.refresh()
        self._show(Page.SIGN_IN)

    @Slot()
    def lock(self) -> None:
        """Leave the till to whoever signs in next; the order stays on disk."""
        if self._actor is None or self.screens.pay.busy:
            return
        if self.page in (Page.SELL, Page.PAY):
            self._drafts.write()
        self._actor = None
        self.person_changed.emit("")
        self.start()

    @Slot()
    def close_shift(self) -> None:
        if self._actor is not None and self.page is Page.SELL:
            self._drafts.write()
            self.screens.close_shift.start(self._actor)
            self._show(Page.CLOSE_SHIFT)

    @Slot(str)
    def scan(self, raw: str) -> None:
        """A scan means something else on every screen."""
        match self.page:
            case Page.SELL:
                self.screens.sell.scan(raw)
            case Page.PAY if not self.screens.pay.busy:
                self._show(Page.SELL)
                self.screens.sell.scan(raw)
                self.toast.emit(self.tr("Added; payment not started"), False)
            case Page.DONE:
                self.screens.done.next()
                self.screens.sell.scan(raw)
            case _:
                self.screens.sell.sound.emit("refused")
                self.toast.emit(self.tr("Scan ignored"), False)

    def _on_signed_in(self, member: StaffMember) -> None:
        self._actor = member
        self.person_changed.emit(member.name)
        if self._till.shifts.current() is None:
            self.screens.open_shift.start(member)
            self._show(Page.OPEN_SHIFT)
        else:
            self._start_selling()

    @Slot()
    def _start_selling(self) -> None:
        assert self._actor is not None
        unfinished = self._till.drafting.unfinished_of(self._actor)
        self.screens.sell.start(self._actor, unfinished)
        self.screens.grid.load()
        self._show(Page.SELL)

    @Slot(bool)
    def _on_pay_requested(self, exact: bool) -> None:
        assert self._actor is not None
        total = self._till.orders.totals().total
        self.screens.pay.start(self._till.orders.order, self._actor, total=total)
        self._show(Page.PAY)
        if exact:
            self.screens.pay.take_quick(0)

    @Slot(object)
    def _on_paid(self, document: OrderDocument) -> None:
        assert self._actor is not None
        self._drafts.stop()
        self._show(Page.DONE)
        self.screens.done.show(document, self._actor)
        self.screens.sell.sound.emit("paid")
        self.last_changed.emit(
            self.tr("Last: {number}, {total}").format(
                number=document.number, total=self.screens.done.text().total
            )
        )

    @Slot()
    def _on_pay_left(self) -> None:
        self._show(Page.SELL)

    @Slot()
    def _on_done(self) -> None:
        assert self._actor is not None
        self.screens.sell.start(self._actor)
        self._show(Page.SELL)

    @Slot(bool)
    def _on_close_left(self, closed: bool) -> None:
        if closed:
            self.lock()
        else:
            self._show(Page.SELL)

    @Slot(object)
    def _on_draft_failed(self, error: PosError) -> None:
        self.toast.emit(words_for(error, self._till.formats), False)

    def _show(self, page: Page) -> None:
        self.page = page
        self.page_changed.emit(page.value)
