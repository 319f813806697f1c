"""Which screen is shown, and who is selling: the till as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from pos_app.domain.order import OrderState
from pos_app.domain.order_document import OrderDocument
from pos_app.domain.staff import StaffMember
from pos_app.services.orders.order_service import OrderService
from pos_app.services.shifts.shift_service import ShiftService
from pos_app.viewmodels.activity.activity import ActivityViewModel
from pos_app.viewmodels.activity.screens import connect_activity
from pos_app.viewmodels.approval.approvals import Approvals
from pos_app.viewmodels.clock import ClockViewModel
from pos_app.viewmodels.customers.picker import CustomerPicker
from pos_app.viewmodels.frame import FrameViewModel
from pos_app.viewmodels.held.held_orders import HeldViewModel
from pos_app.viewmodels.held.held_slip import HeldSlipViewModel
from pos_app.viewmodels.hours.door import HoursDoor
from pos_app.viewmodels.key_choices import KeyChoices
from pos_app.viewmodels.left_orders import LeftOrders
from pos_app.viewmodels.look import LookViewModel
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.palette import PaletteViewModel
from pos_app.viewmodels.pay.change_tender import ChangeTender
from pos_app.viewmodels.pay.done import DoneViewModel
from pos_app.viewmodels.pay.late_scan import is_too_late
from pos_app.viewmodels.pay.pay import PayViewModel
from pos_app.viewmodels.payments.owed_money import OwedMoney
from pos_app.viewmodels.payments.processor_settings import ProcessorChoices
from pos_app.viewmodels.products.change_price import ChangePrice
from pos_app.viewmodels.products.import_products import ImportProducts
from pos_app.viewmodels.products.new_product import NewProduct
from pos_app.viewmodels.receipts.screens import ReceiptScreens
from pos_app.viewmodels.reports.screens import ReportScreens
from pos_app.viewmodels.returns.screens import ReturnScreens
from pos_app.viewmodels.sell.cancel_order import CancelOrder
from pos_app.viewmodels.sell.drafts import DraftKeeper
from pos_app.viewmodels.sell.editing import EditingModels
from pos_app.viewmodels.sell.grid import GridViewModel
from pos_app.viewmodels.sell.last_order import LastOrderViewModel
from pos_app.viewmodels.sell.order_tabs import OrderTabs
from pos_app.viewmodels.sell.product_sheets import ProductSheets
from pos_app.viewmodels.sell.sell import SellViewModel
from pos_app.viewmodels.settings.door import SettingsDoor
from pos_app.viewmodels.shifts.cash_moving import CashMover
from pos_app.viewmodels.shifts.drawer import Drawer
from pos_app.viewmodels.shifts.reports import ShiftReportsModel
from pos_app.viewmodels.shifts.shifts import CloseShiftViewModel, OpenShiftViewModel
from pos_app.viewmodels.sign_in.kept_orders import KeptOrders
from pos_app.viewmodels.sign_in.sign_in import SignInViewModel
from pos_app.viewmodels.staff.door import StaffDoor
from pos_app.viewmodels.sync.sync import SyncViewModel
from pos_app.viewmodels.toasts import Toasts

_LEFT_OPEN: Final = frozenset(
    {
        *(PageName.SELL, PageName.HELD, PageName.FIND, PageName.REPORTS),
        *(PageName.SETTINGS, PageName.STAFF, PageName.HOURS, PageName.ACTIVITY),
        *(PageName.PAY, PageName.CHARGE, PageName.PAY_OUT),
    }
)


@dataclass(frozen=True, slots=True)
class Screens:
    """The view-model of every screen, and of what stands around them."""

    frame: FrameViewModel
    sign_in: SignInViewModel
    kept: KeptOrders
    open_shift: OpenShiftViewModel
    close_shift: CloseShiftViewModel
    sell: SellViewModel
    edit: EditingModels
    cancel: CancelOrder
    last: LastOrderViewModel
    grid: GridViewModel
    pay: PayViewModel
    done: DoneViewModel
    change_tender: ChangeTender
    imports: ImportProducts
    new_product: NewProduct
    price: ChangePrice
    products: ProductSheets
    customers: CustomerPicker
    clock: ClockViewModel
    approvals: Approvals
    look: LookViewModel
    keys: KeyChoices
    receipts: ReceiptScreens
    returns: ReturnScreens
    processors: ProcessorChoices
    sync: SyncViewModel
    owed: OwedMoney
    drawer: Drawer
    cash: CashMover
    shift_reports: ShiftReportsModel
    palette: PaletteViewModel
    reports: ReportScreens
    settings: SettingsDoor
    staff: StaffDoor
    hours: HoursDoor
    activity: ActivityViewModel
    tabs: OrderTabs
    held: HeldViewModel
    slip: HeldSlipViewModel
    toasts: Toasts

    def ring_up(self, raw: str) -> None:
        """A product, or the slip of a held order."""
        if self.sell.ringing.is_busy or not self.slip.take_scan(raw):
            self.sell.scan(raw)


@dataclass(frozen=True, slots=True)
class Till:
    """What the till works with."""

    orders: OrderService
    left: LeftOrders
    shifts: ShiftService


class TillViewModel(QObject):
    """Leads from screen to screen; each has a view-model of its own.

    Signals:
        page_changed: Emitted with the PageName to show.
        person_changed: Emitted with the name of who is selling, or nothing.
        toast: Emitted with a sentence and whether it can be undone.
    """

    page_changed = Signal(str)
    person_changed = Signal(str)
    toast = Signal(str, bool)

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
        self._left = till.left
        self.page = PageName.SIGN_IN
        self._connect()
        screens.shift_reports.follow(
            *(screens.sign_in.signed_in, self.person_changed, screens.close_shift.report_due),
            tell=self._tell,
        )
        for door in (screens.settings, screens.staff, screens.hours):
            door.follow(screens.sign_in.signed_in, show=self._show, tell=self._tell)
        screens.staff.own_changed.connect(self.lock)
        screens.sync.follow(screens.sign_in.signed_in, self.person_changed, tell=self._tell)
        screens.cash.follow(screens.sign_in.signed_in, tell=self._tell)
        connect_activity(
            *(screens.activity, screens.sign_in.signed_in, screens.receipts.find),
            *(screens.shift_reports.counts.wanted, self._show, self._tell),
        )

    def _connect(self) -> None:
        screens = self.screens
        screens.sign_in.signed_in.connect(self._on_signed_in)
        screens.kept.changed.connect(screens.sign_in.kept_changed)
        screens.open_shift.opened.connect(self._start_selling)
        screens.close_shift.left.connect(
            lambda closed: self.lock() if closed else self._show(PageName.SELL)
        )
        screens.products.arranging.told.connect(self._tell)
        for changed in (screens.products.arranging.arranged, screens.done.finished):
            changed.connect(screens.grid.renew)
        screens.sell.draft_changed.connect(self._drafts.soon)
        screens.sell.pay_requested.connect(self._on_pay_requested)
        screens.sell.cancel_requested.connect(lambda: screens.cancel.cancel(self._actor))
        told = (screens.sell.toast, screens.cancel.told, screens.last.told, screens.clock.told)
        others = (
            *(screens.approvals, screens.look, screens.keys, screens.drawer, screens.processors),
            *(screens.owed, screens.close_shift.count, screens.close_shift.note),
        )
        for part in (*told, *(one.told for one in others)):
            part.connect(self._tell)
        screens.receipts.connect(screens.frame, tell=self._tell)
        screens.returns.connect(screens.receipts, screens.sell, screens.tabs, show=self._show)
        screens.shift_reports.parts.connect_to(screens.receipts.find, self._show)
        screens.reports.connect(screens.receipts.find, show=self._show, tell=self._tell)
        receipts, money = screens.receipts, (screens.processors, screens.owed)
        own = (screens.approvals, screens.drawer, screens.clock, screens.look, screens.keys)
        desks = (receipts.find, receipts.settings, *money, screens.reports.reports, screens.held)
        for desk in (*own, *desks):
            screens.sign_in.signed_in.connect(desk.signed_in)
        screens.receipts.find.opened.connect(lambda: self._show(PageName.FIND))
        screens.receipts.find.left.connect(lambda: self._show(PageName.SELL))
        screens.approvals.scanned.connect(self.scan)
        for products in (screens.imports, screens.new_product, screens.price):
            screens.sign_in.signed_in.connect(products.signed_in)
            products.told.connect(self._tell)
            products.catalogue_changed.connect(screens.grid.load)
        for pays in (screens.pay, screens.returns.pay_out):
            pays.paid.connect(self._on_paid)
            pays.shift_needed.connect(self._on_shift_needed)
        screens.pay.left.connect(lambda: self._show(PageName.SELL))
        screens.pay.remote.opened.connect(lambda: self._show(PageName.CHARGE))
        screens.pay.remote.left.connect(lambda _words: self._show(PageName.PAY))
        screens.pay.told.connect(lambda words: self._tell(words, False))
        screens.pay.remote.left.connect(lambda words: self._tell(words, False) if words else None)
        for refused in (screens.pay.refused, screens.pay.remote_keys.refused):
            refused.connect(lambda _words: screens.sell.sound.emit("refused"))
        self.person_changed.connect(screens.clock.show_person)
        screens.palette.product_chosen.connect(screens.sell.choose)
        screens.palette.receipt_chosen.connect(screens.receipts.find.open_with)
        self.person_changed.connect(screens.look.show_person)
        screens.done.finished.connect(self._on_done)
        screens.done.print_changed.connect(screens.frame.show_printer)
        self._drafts.failed.connect(lambda words: self._tell(words, False))
        # An order that a processor has a say in is paid, and not changed.
        screens.tabs.shown.connect(
            lambda: (
                self._on_pay_requested("")
                if screens.pay.remote.has_open(self._till.orders.order)
                else None
            )
        )
        screens.tabs.refused.connect(lambda words: self._tell(words, False))
        screens.held.opened.connect(lambda: self._show(PageName.HELD))
        screens.held.left.connect(lambda: self._show(PageName.SELL))
        self.toast.connect(screens.toasts.tell)

    @Slot()
    def start(self) -> None:
        self.screens.sign_in.refresh()
        self.screens.kept.refresh()
        self._show(PageName.SIGN_IN)

    @Slot()
    def lock(self, *, is_idle: bool = False) -> None:
        """Leave the till to whoever signs in next, or shut it down; the order goes to disk."""
        if self._actor is None:
            return
        if any(part.is_busy for part in (self.screens.open_shift, self.screens.close_shift)):
            return
        if self.screens.pay.busy or self.screens.returns.pay_out.is_busy:
            self._tell(self.tr("One moment: the payment is being recorded"), False)
            return
        if self.page in _LEFT_OPEN:
            self.screens.sell.ringing.settle()
            self._left.leave(self._actor)
            self._drafts.write(then=self.screens.kept.refresh)
        self.screens.sell.leave()
        self.screens.pay.remote.leave_till()
        self.screens.returns.pay_out.leave_till()
        self.screens.done.leave()
        self.screens.close_shift.count.leave()
        self.screens.sign_in.leave(self._actor, is_idle=is_idle)
        self._actor = None
        self.person_changed.emit("")
        self.start()

    @Slot()
    def close_shift(self) -> None:
        if self._actor is not None and self.page is PageName.SELL:
            self._drafts.write()
            self.screens.close_shift.start(self._actor)
            self._show(PageName.CLOSE_SHIFT)

    @Slot()
    def reprint(self) -> None:
        if self.page is PageName.FIND:
            self.screens.receipts.find.detail.reprint()
        elif self.page is PageName.HELD:
            self.screens.slip.print()
        elif self.page is PageName.REPORTS:
            self.screens.reports.out.print()
        elif self.page is PageName.HOURS:
            self.screens.hours.screens.out.print()
        elif self._actor is not None:
            self.screens.last.reprint(self._actor)

    @Slot(str)
    def scan(self, raw: str) -> None:
        """A scan means something else on every screen."""
        raw = self.screens.approvals.take_scan(raw)
        screens = self.screens
        is_taken = not raw or screens.settings.scanner.take(raw)
        is_taken = is_taken or screens.receipts.take_scan(raw, self.page)
        is_taken = is_taken or screens.returns.give_back.take_scan(raw)
        is_taken = is_taken or screens.staff.take_scan(raw, self.page)
        is_taken = is_taken or screens.pay.remote_keys.take_code(raw)
        if is_taken or is_too_late(raw, self.page, pay=screens.pay, sell=screens.sell):
            return
        match self.page:
            case PageName.SELL:
                self.screens.ring_up(raw)
            case PageName.PAY:
                self._show(PageName.SELL)
                self.screens.ring_up(raw)
                self._tell(self.tr("Back to the order: a scan adds to it"), False)
            case PageName.HELD:
                self._show(PageName.SELL)
                self.screens.ring_up(raw)
            case PageName.DONE:
                self.screens.done.next()
                self.screens.ring_up(raw)
            case PageName.SIGN_IN if self.screens.sign_in.scan(raw):
                pass
            case _:
                self.screens.sell.sound.emit("refused")
                self._tell(self.tr("Scan ignored"), False)

    def _on_signed_in(self, member: StaffMember) -> None:
        self._actor = member
        self.person_changed.emit(member.name)
        if self._till.shifts.current() is None:
            self.screens.open_shift.start(member)
            self._show(PageName.OPEN_SHIFT)
        else:
            self._start_selling()

    @Slot()
    def _start_selling(self) -> None:
        if self._actor is None:
            return
        taken = self._left.take_up(self._actor)
        self.screens.sell.start(self._actor, taken.order)
        self.screens.grid.load()
        self.screens.last.load()
        self._show(PageName.SELL)
        tenders = self._till.orders.order.tenders
        if tenders:
            taken_words = self.tr("Something was taken for this order already")
            given_words = self.tr("Something of this order was given back already")
            self._on_pay_requested("")
            self._tell(given_words if tenders[0].tendered < 0 else taken_words, False)
        elif self.screens.pay.remote.has_open(self._till.orders.order):
            self._on_pay_requested("")
        elif taken.trouble is not None:
            self._tell(str(taken.trouble), False)
        elif self._till.shifts.is_overdue():
            self._tell(self.tr("This shift is open for more than a day: close it soon"), False)

    @Slot(str)
    def _on_pay_requested(self, way: str) -> None:
        """Show the payment; with a way to pay, take all of it that way at once."""
        assert self._actor is not None
        total = self._till.orders.totals().total
        if total <= 0 and self._till.orders.order.returns:
            self._show(PageName.PAY_OUT)
            self.screens.returns.pay_out.start(self._till.orders.order, self._actor)
            return
        self._show(PageName.PAY)
        self.screens.pay.start(self._till.orders.order, self._actor, total=total)
        if way and self.page is PageName.PAY:
            self.screens.pay.take_by(self.screens.pay.codes.get(f"by_{way}", way))

    @Slot(object)
    def _on_paid(self, document: OrderDocument) -> None:
        assert self._actor is not None
        if document.order_id == self._till.orders.order.order_id:  # what is voided stands beside
            self._drafts.stop(self._till.orders.order)
            self.screens.sell.notices.leave_out()
        self.screens.done.show(document, self._actor, self.screens.pay.receipt.wanted)
        self._show(PageName.DONE)
        self.screens.sell.sound.emit("paid")
        self.screens.last.show(document)

    @Slot()
    def _on_done(self) -> None:
        assert self._actor is not None
        if self._till.orders.order.state is OrderState.PAID:
            self.screens.sell.start(self._actor)
        self._show(PageName.SELL)

    @Slot()
    def _on_shift_needed(self) -> None:
        """Nothing can be paid without a shift: open one, then go on with the order."""
        assert self._actor is not None
        self.screens.sell.leave()
        self._left.leave(self._actor)
        self.screens.open_shift.start(self._actor)
        self._show(PageName.OPEN_SHIFT)

    @Slot(str, bool)
    def _tell(self, words: str, can_undo: bool) -> None:
        """Undo is offered only where the lines are seen that it brings back."""
        self.toast.emit(words, can_undo and self.page is PageName.SELL)

    def _show(self, page: PageName) -> None:
        self.page = page
        self.page_changed.emit(page.value)
