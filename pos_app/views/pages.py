"""Make each screen from its view-model, when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Final

from pos_app.viewmodels.customers.picker import CustomerPicker
from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.sell.product_sheets import ProductSheets
from pos_app.viewmodels.till import Screens, TillViewModel
from pos_app.views.held.held_view import HeldView
from pos_app.views.pay.charge_view import ChargeView
from pos_app.views.pay.done_view import DoneView
from pos_app.views.pay.pay_view import PayView
from pos_app.views.receipts.find_view import FindView
from pos_app.views.reports.reports_view import ReportsView
from pos_app.views.returns.pay_out_view import PayOutView
from pos_app.views.sell.sell_view import SellView
from pos_app.views.shared.page import Page
from pos_app.views.shared.theme import Theme
from pos_app.views.shifts.close_shift_view import CloseShiftView
from pos_app.views.shifts.open_shift_view import OpenShiftView

_OF_PEOPLE: Final = frozenset({PageName.STAFF, PageName.HOURS, PageName.ACTIVITY})


def bind_product_sheets(view: SellView, sheets: ProductSheets) -> None:
    view.weigh_asked.connect(sheets.weighing.weigh_line)
    view.check_asked.connect(sheets.look.open)
    view.info_asked.connect(sheets.look.look_at_line)
    view.look_asked.connect(sheets.look.look)
    view.group_asked.connect(sheets.variants.open)
    view.arrange_asked.connect(sheets.arranging.open)
    tiles = view.products.tiles
    tiles.marks_of, tiles.image_of = sheets.marks.of, sheets.thumbnails.get
    sheets.marks.changed.connect(tiles.show_marks)
    sheets.thumbnails.ready.connect(tiles.show_image)


def bind_customers(view: SellView, picker: CustomerPicker) -> None:
    view.customer_asked.connect(picker.open)
    view.no_customer_asked.connect(picker.order.remove)
    picker.order.name_changed.connect(view.order.head.show_customer)


def bind_paying_customer(view: PayView, screens: Screens) -> None:
    pay, picker = screens.pay, screens.customers
    pay.customer.asked.connect(picker.open)
    picker.order.is_being_paid = lambda: pay.busy
    picker.order.attached.connect(pay.customer.follow)
    picker.order.name_changed.connect(view.methods.show_customer)


def make_page(name: PageName, till: TillViewModel, theme: Theme) -> Page:
    screens = till.screens
    match name:
        case PageName.OPEN_SHIFT | PageName.CLOSE_SHIFT:
            return _make_shift_page(name, screens, theme)
        case PageName.SELL:
            return _make_sell_page(till, theme)
        case (
            PageName.REPORTS
            | PageName.SETTINGS
            | PageName.STAFF
            | PageName.HOURS
            | PageName.ACTIVITY
        ):
            return _make_office_page(name, screens, theme)
        case PageName.HELD | PageName.FIND:
            return _make_orders_page(name, screens, theme)
        case PageName.PAY | PageName.CHARGE | PageName.PAY_OUT:
            return _make_pay_page(name, screens, theme)
        case PageName.DONE:
            return DoneView(screens.done, theme=theme)
        case PageName.SIGN_IN:
            raise AssertionError("the sign-in screen is there from the start")


def _make_office_page(name: PageName, screens: Screens, theme: Theme) -> Page:
    if name in _OF_PEOPLE:
        return _make_people_page(name, screens, theme)
    if name is PageName.REPORTS:
        return ReportsView(screens.reports, theme=theme)
    # Loaded at the first visit: the start does not wait for it.
    module = import_module("pos_app.views.settings.settings_view")
    page: Page = module.SettingsView(screens.settings.model, theme=theme)
    return page


def _make_people_page(name: PageName, screens: Screens, theme: Theme) -> Page:
    """Loaded at the first visit, too."""
    page: Page
    if name is PageName.STAFF:
        module = import_module("pos_app.views.staff.staff_view")
        page = module.StaffView(screens.staff.model, hours=screens.hours, theme=theme)
    elif name is PageName.HOURS:
        module = import_module("pos_app.views.hours.hours_view")
        page = module.HoursView(screens.hours.screens, theme=theme)
    else:
        module = import_module("pos_app.views.activity.activity_view")
        page = module.ActivityView(screens.activity, theme=theme)
    return page


def _make_shift_page(name: PageName, screens: Screens, theme: Theme) -> Page:
    if name is PageName.OPEN_SHIFT:
        return OpenShiftView(screens.open_shift, theme=theme)
    return CloseShiftView(screens.close_shift, drawer=screens.drawer, theme=theme)


def _make_pay_page(name: PageName, screens: Screens, theme: Theme) -> Page:
    if name is PageName.PAY:
        pay = PayView(screens.pay, sell=screens.sell, theme=theme)
        bind_paying_customer(pay, screens)
        return pay
    if name is PageName.CHARGE:
        return ChargeView(screens.pay.remote, screens.pay.remote_keys, theme=theme)
    return PayOutView(screens.returns.pay_out, theme=theme)


def _make_orders_page(name: PageName, screens: Screens, theme: Theme) -> Page:
    if name is PageName.HELD:
        return HeldView(screens.held, slip=screens.slip, toasts=screens.toasts, theme=theme)
    return FindView(screens.receipts.find, theme=theme)


def _make_sell_page(till: TillViewModel, theme: Theme) -> Page:
    screens = till.screens
    sell = SellView(screens.sell, edit=screens.edit, grid=screens.grid, theme=theme)
    sell.reprint_asked.connect(till.reprint)
    sell.new_product_asked.connect(screens.new_product.open)
    sell.price_asked.connect(screens.price.open)
    bind_product_sheets(sell, screens.products)
    bind_customers(sell, screens.customers)
    sell.orders_asked.connect(partial(_do_with_orders, screens))
    sell.find_asked.connect(screens.receipts.find.open)
    sell.reports_asked.connect(screens.reports.reports.open)
    sell.cash_asked.connect(screens.cash.open)
    sell.settings_asked.connect(screens.settings.open)
    sell.staff_asked.connect(screens.staff.open)
    sell.activity_asked.connect(screens.activity.open)
    sell.return_asked.connect(screens.returns.product.open)
    screens.last.changed.connect(sell.order.show_last_order)
    return sell


def _do_with_orders(screens: Screens, command: str) -> None:
    """What the keys of the sell screen do with the open orders and the held ones."""
    tabs, held = screens.tabs, screens.held
    commands: dict[str, Callable[[], object]] = {
        "hold": held.hold_or_open,
        "held": held.open,
        "new_order": tabs.new,
        "next_order": partial(tabs.step, 1),
        "previous_order": partial(tabs.step, -1),
        "close_order": tabs.close,
    }
    commands[command]()
