"""Make the sheets over the products behind the sign-in screen; a new one is one line here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer

from pos_app.composition.product_sheets import sheets_about_products
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.approval.approval_sheet import ApprovalSheet
from pos_app.views.customers.customer_sheet import CustomerSheet
from pos_app.views.keys.key_sheet import KeySheet
from pos_app.views.look.look_sheet import LookSheet
from pos_app.views.main_window import MainWindow
from pos_app.views.page_actions import PageActions
from pos_app.views.palette.palette_sheet import PaletteSheet
from pos_app.views.pay.change_tender_sheet import ChangeTenderSheet
from pos_app.views.pay.items_sheet import ItemsSheet
from pos_app.views.pay.tip_sheet import TipSheet
from pos_app.views.payments.owed_sheet import OwedSheet
from pos_app.views.payments.processor_sheet import ProcessorSheet
from pos_app.views.payments.trial_sheet import TrialSheet
from pos_app.views.products.new_product_sheet import NewProductSheet
from pos_app.views.products.price_sheet import PriceSheet
from pos_app.views.receipts.email_sheet import EmailSheet
from pos_app.views.receipts.mail_sheet import MailSheet
from pos_app.views.returns.give_back_sheet import GiveBackSheet
from pos_app.views.returns.return_product_sheet import ReturnProductSheet
from pos_app.views.returns.void_sheet import VoidSheet
from pos_app.views.sell.custom_item_sheet import CustomItemSheet
from pos_app.views.sell.discount_sheet import DiscountSheet
from pos_app.views.shared.note_sheet import NoteSheet
from pos_app.views.shared.sheet import Sheet
from pos_app.views.shifts.cash_sheet import CashSheet
from pos_app.views.shifts.count_sheet import CountSheet
from pos_app.views.shifts.division_sheet import DivisionSheet
from pos_app.views.shifts.drawer_sheet import DrawerSheet
from pos_app.views.shifts.report_sheet import ReportSheet
from pos_app.views.sync.sync_sheet import SyncSheet


def add_sheets(window: MainWindow, till: TillViewModel) -> None:
    """Add one a turn of the event loop, so that none makes anybody wait."""
    screens, theme, owner = till.screens, window.theme, window.stack

    def approval() -> Sheet:
        sheet = ApprovalSheet(screens.approvals, theme=theme, owner=owner)
        sheet.pin_wanted.connect(window.want_pin)
        return sheet

    def palette() -> Sheet:
        screens.palette.actions = PageActions(window)
        screens.palette.can_sell = lambda: window.page_name is PageName.SELL
        return PaletteSheet(screens.palette, theme=theme, owner=owner)

    waiting: list[Callable[[], Sheet]] = [
        lambda: NewProductSheet(screens.new_product, theme=theme, owner=owner),
        lambda: PriceSheet(screens.price, theme=theme, owner=owner),
        lambda: DrawerSheet(screens.drawer, theme=theme, owner=owner),
        lambda: CashSheet(screens.cash, theme=theme, owner=owner),
        lambda: CountSheet(screens.close_shift.count, theme=theme, owner=owner),
        lambda: DivisionSheet(screens.close_shift.division, theme=theme, owner=owner),
        lambda: NoteSheet(screens.close_shift.note, theme=theme, owner=owner, name="close_note"),
        lambda: ReportSheet(screens.shift_reports, theme=theme, owner=owner),
        approval,
        palette,
        lambda: KeySheet(screens.keys, theme=theme, owner=owner),
        lambda: LookSheet(screens.look, theme=theme, owner=owner),
        lambda: ItemsSheet(screens.pay.items, theme=theme, owner=owner),
        lambda: TipSheet(screens.pay.tip, theme=theme, owner=owner),
        lambda: ChangeTenderSheet(screens.change_tender, theme=theme, owner=owner),
        lambda: GiveBackSheet(screens.returns.give_back, theme=theme, owner=owner),
        lambda: ReturnProductSheet(screens.returns.product, theme=theme, owner=owner),
        lambda: OwedSheet(screens.owed, theme=theme, owner=owner),
        lambda: VoidSheet(screens.returns.void, theme=theme, owner=owner),
        lambda: EmailSheet(screens.receipts.email, theme=theme, owner=owner),
        lambda: MailSheet(screens.receipts.settings, theme=theme, owner=owner),
        lambda: SyncSheet(screens.sync, theme=theme, owner=owner),
        lambda: ProcessorSheet(screens.processors, theme=theme, owner=owner),
        lambda: TrialSheet(screens.processors.trial, theme=theme, owner=owner),
        lambda: CustomerSheet(screens.customers, theme=theme, owner=owner),
        *sheets_about_products(screens.products, window, theme, owner),
        lambda: DiscountSheet(screens.edit.discount, theme=theme, owner=owner),
        lambda: CustomItemSheet(screens.edit.custom, theme=theme, owner=owner),
        lambda: NoteSheet(screens.edit.notes, theme=theme, owner=owner),
    ]

    def add_next() -> None:
        window.add_sheet(waiting.pop(0)())
        if waiting:
            QTimer.singleShot(0, window, add_next)

    QTimer.singleShot(0, window, add_next)
