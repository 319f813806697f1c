"""The table of what the till can do; whoever adds a thing to do adds one line here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication

from pos_app.viewmodels.page_name import PageName
from pos_app.viewmodels.sell.line_modes import LineMode
from pos_app.viewmodels.till import TillViewModel
from pos_app.views.main_window import MainWindow
from pos_app.views.order_actions import add_order_actions
from pos_app.views.return_actions import add_return_actions
from pos_app.views.shared.actions import Action, Group
from pos_app.views.ways_out import add_ways_out

DRAWER_ON: Final = frozenset({PageName.SELL, PageName.DONE, PageName.CLOSE_SHIFT})


def add_actions(window: MainWindow, till: TillViewModel) -> None:
    """Add what the frame and the products offer, and what the keys of selling do."""
    _add_selling(window, till)
    add_order_actions(window, till)
    add_return_actions(window, till)
    add_ways_out(window, till)
    _add_ways_to_pay(window, till)
    _add_charging(window, till)
    _add_staff(window, till)
    _add_frame(window, till)
    _add_products(window, till)


def tr(words: str) -> str:
    return QCoreApplication.translate("TillActions", words)


def toggle_full_screen(window: MainWindow) -> None:
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()


def clock_in_or_out(till: TillViewModel) -> None:
    """At the sign-in, where everybody's PIN and badge is known; the open order is kept."""
    till.lock()
    if till.page is PageName.SIGN_IN:
        till.screens.sign_in.clocking.start()


def _is_selling(window: MainWindow) -> bool:
    return window.page_name is PageName.SELL


def _has_person(window: MainWindow) -> bool:
    return bool(window.bar.person.text())


def _add_products(window: MainWindow, till: TillViewModel) -> None:
    screens, selling = till.screens, partial(_is_selling, window)
    group = Group.PRODUCTS
    window.till_actions.add(
        Action("import", tr("Import products…"), screens.imports.open, "upload", group, selling),
        Action(
            *("new_product", tr("New product…"), screens.new_product.open, "package"),
            *(group, selling, "sell"),
        ),
        Action(
            *("change_price", tr("Change a price…"), screens.price.open, "tag"),
            *(group, selling, "sell"),
        ),
        Action(
            *(
                "arrange",
                tr("Arrange the favourites…"),
                screens.products.arranging.open,
                "layout-grid",
            ),
            *(group, selling, "sell"),
        ),
        Action(
            *("price_check", tr("Price check"), screens.products.look.open, "search"),
            *(group, selling, "sell"),
        ),
    )


def _add_ways_to_pay(window: MainWindow, till: TillViewModel) -> None:
    """By the names that the store has given them."""
    pay = till.screens.pay
    for way in pay.methods:
        window.till_actions.add(
            Action(
                *(way.command, way.words, partial(pay.take_by, way.code), way.icon),
                enabled=lambda: window.page_name is PageName.PAY,
                context="pay",
            )
        )


def _add_charging(window: MainWindow, till: TillViewModel) -> None:
    """What ends a payment through a processor otherwise than by an answer."""
    keys = till.screens.pay.remote_keys

    def on_charge(command: str, text: str, run: Callable[[], object], icon: str) -> None:
        window.till_actions.add(
            Action(
                *(command, text, run, icon),
                enabled=lambda: window.page_name is PageName.CHARGE,
                context="charge",
            )
        )

    on_charge("cancel_charge", tr("Cancel the payment"), keys.leave, "x")
    on_charge("release_payment", tr("Treat a payment as unpaid…"), keys.release, "circle-help")
    on_charge("give_late_back", tr("Give a late payment back"), keys.give_back, "rotate-ccw")


def _add_frame(window: MainWindow, till: TillViewModel) -> None:
    actions, has_person = window.till_actions, partial(_has_person, window)
    overlay, clock, look = window.overlay, till.screens.clock, till.screens.look
    actions.add(
        Action(
            *("find", tr("Find an order…"), till.screens.receipts.find.open, "search"),
            *(Group.ORDER, partial(_is_selling, window), "sell"),
        ),
        Action(
            *("reports", tr("Reports…"), till.screens.reports.reports.open, "chart-column"),
            *(Group.SHIFT, partial(_is_selling, window), "sell"),
        ),
        Action(
            *("reprint", tr("Print what is shown, or the last receipt"), till.reprint, "printer"),
            *(Group.ORDER, has_person),
        ),
        Action(
            *("close_shift", tr("Close the shift"), till.close_shift, "coins"),
            *(Group.SHIFT, partial(_is_selling, window)),
        ),
        Action(
            *("shift_report", tr("X and Z reports…"), till.screens.shift_reports.open, "receipt"),
            *(Group.SHIFT, partial(_is_selling, window)),
        ),
        Action(
            *("settings", tr("Settings…"), till.screens.settings.open, "settings"),
            *(Group.TILL, partial(_is_selling, window), "sell"),
        ),
        Action(
            *("staff", tr("Staff and roles…"), till.screens.staff.open, "users"),
            *(Group.TILL, partial(_is_selling, window), "sell"),
        ),
        Action(
            *("mail_server", tr("E-mail of receipts…"), till.screens.receipts.settings.open),
            *("settings", Group.TILL, partial(_is_selling, window)),
        ),
        Action(
            *("processors", tr("Payment processors…"), till.screens.processors.open),
            *("credit-card", Group.TILL, partial(_is_selling, window)),
        ),
        Action("look", tr("Appearance and sounds…"), look.open, "contrast", Group.LOOK),
        Action("larger", tr("Everything larger"), partial(look.step_scale, 1), "plus"),
        Action("smaller", tr("Everything smaller"), partial(look.step_scale, -1), "minus"),
        Action("normal_size", tr("Normal size"), look.reset_scale, "search"),
        Action(
            *("drawer", tr("Open the drawer…"), till.screens.drawer.open, "lock-open"),
            *(Group.SHIFT, lambda: window.page_name in DRAWER_ON),
        ),
        Action(
            *("cash", tr("Cash in or out…"), till.screens.cash.open, "banknote"),
            *(Group.SHIFT, partial(_is_selling, window), "sell"),
        ),
        Action("remap", tr("Change keys…"), till.screens.keys.open, "keyboard", Group.LOOK),
        Action("palette", tr("Find anything…"), till.screens.palette.open, "search", Group.ORDER),
        Action("keys", tr("Keys of this screen"), overlay.show, "keyboard", Group.LOOK),
        Action(
            "full_screen",
            tr("Full screen"),
            partial(toggle_full_screen, window),
            "monitor",
            Group.LOOK,
        ),
        Action(
            *("confirm_clock", tr("The time of this till is right"), clock.confirm, "history"),
            *(Group.TILL, lambda: window.clock_banner.can_confirm),
        ),
        Action("lock", tr("Lock"), till.lock, "lock", Group.TILL, has_person),
        Action("shut_down", tr("Shut down the till"), window.close, "log-out", Group.TILL),
        Action("menu", tr("Menu"), window.open_menu, "menu"),
    )


def _add_staff(window: MainWindow, till: TillViewModel) -> None:
    window.till_actions.add(
        Action(
            *("activity", tr("Who did what…"), till.screens.activity.open, "clipboard-list"),
            *(Group.SHIFT, partial(_is_selling, window), "sell"),
        ),
        Action(
            *("hours", tr("Hours worked…"), till.screens.hours.open, "history"),
            enabled=partial(_is_selling, window),
        ),
        Action(
            *("clock", tr("Clock in or out…"), partial(clock_in_or_out, till), "history"),
            Group.TILL,
        ),
    )


def _add_selling(window: MainWindow, till: TillViewModel) -> None:
    """What has a key or a button of its own on the sell screen: the palette finds it by name."""
    sell, edit = till.screens.sell, till.screens.edit
    line, press = edit.line, edit.modes.press
    selling = partial(_is_selling, window)

    def on_sell(command: str, text: str, run: Callable[[], object], icon: str) -> None:
        window.till_actions.add(Action(command, text, run, icon, enabled=selling, context="sell"))

    on_sell("pay_cash", tr("Pay"), sell.pay, "banknote")
    on_sell("pay_exact", tr("Exact cash"), sell.pay_exact, "banknote")
    on_sell("pay_card", tr("Card for all of it"), partial(sell.ask_payment, "card"), "credit-card")
    on_sell("pay_other", tr("QR for all of it"), partial(sell.ask_payment, "other"), "wallet")
    on_sell("undo", tr("Undo"), edit.undoing.undo, "undo-2")
    on_sell("redo", tr("Do again what was undone"), edit.undoing.redo, "refresh-cw")
    on_sell("quantity", tr("Quantity of the line"), partial(press, LineMode.QUANTITY), "plus")
    on_sell("discount", tr("Discount on the line"), partial(press, LineMode.DISCOUNT), "percent")
    on_sell("price", tr("Price of this line"), partial(press, LineMode.PRICE), "tag")
    on_sell("order_discount", tr("Discount on the whole order"), edit.discount.open, "percent")
    on_sell("note", tr("Note of the line"), edit.notes.open_line, "pencil")
    on_sell("order_note", tr("Note of the whole order"), edit.notes.open_order, "pencil")
    on_sell("custom_item", tr("Custom item"), edit.custom.open, "package")
    on_sell("repeat", tr("Repeat the last item"), line.repeat, "plus")
    on_sell("more", tr("One more of the line"), line.more, "plus")
    on_sell("less", tr("One less of the line"), line.less, "minus")
    on_sell("remove", tr("Remove the line"), line.remove, "trash-2")
    customers = till.screens.customers
    on_sell("customer", tr("Customer"), customers.open, "user")
    on_sell("no_customer", tr("Remove the customer"), customers.order.remove, "x")
    on_sell("weigh", tr("Weigh the line anew"), till.screens.products.weighing.weigh_line, "scale")
    on_sell(
        "line_info",
        tr("Price and stock of the line"),
        till.screens.products.look.look_at_line,
        "info",
    )
    on_sell("cancel_order", tr("Give up the whole order"), sell.cancel, "x")
