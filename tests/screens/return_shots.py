"""The pictures of what comes back, from the receipt to the money, after a few orders are paid."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListView, QWidget

from tests.gui.driving import DrivenTill, Key
from tests.screens.receipt_shots import BREAD, CHEESE, wait_for_receipt

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
CODES = (
    *(BREAD, BREAD, CHEESE, "0034500151276", "0041220970063", "3023260030416"),
    *("0071314008662", "0078742106212"),
)


def find_latest(till: DrivenTill) -> None:
    """The newest one is shown, and not what was shown the last time."""
    latest = till.store.queries.orders.latest()
    assert latest is not None
    till.press(Key.Key_F9)
    till.wait_for_page("find")
    wait_for_receipt(till)
    detail = till.model.screens.receipts.find.detail
    till.wait_for(
        lambda: detail.shown is not None and detail.shown[0] == latest.order_id, "the newest"
    )
    till.settle()


def open_latest(till: DrivenTill) -> None:
    find_latest(till)
    till.press(Key.Key_F9)
    till.wait_for(lambda: till.sees(QLabel, "back_title"), "the sheet")


def give_back(till: DrivenTill) -> None:
    till.sell(*CODES)
    open_latest(till)
    till.press(Key.Key_Plus)
    for _ in range(2):
        till.press(Key.Key_Down)
    till.press(Key.Key_Space)


def give_back_words(till: DrivenTill) -> None:
    till.press(Key.Key_5, ALT)
    till.press(Key.Key_Return)


def exchange(till: DrivenTill) -> None:
    """Beside what is rung up; the line that comes back is highlighted."""
    till.press(Key.Key_2, ALT)
    till.press(Key.Key_X, CTRL)
    till.wait_for_page("sell")
    till.scan(CHEESE)
    till.quiet()


def gives_back(till: DrivenTill) -> None:
    """More comes back than is rung up."""
    till.press(Key.Key_Home)
    till.press(Key.Key_Delete)


def pay_out(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.wait_for_page("pay_out")


def pay_out_elsewhere(till: DrivenTill) -> None:
    till.press(Key.Key_F11)


def pay_out_done(till: DrivenTill) -> None:
    till.press(Key.Key_B, CTRL)
    till.press(Key.Key_Return)
    till.wait_for_page("done")
    till.wait_for(lambda: till.print_state() == "Receipt printed", "the receipt")


def refund_found(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.wait_for_page("sell")
    till.press(Key.Key_F9)
    till.wait_for_page("find")
    till.wait_for(lambda: till.says("found_state") == "Refund", "the refund")


def refunded_found(till: DrivenTill) -> None:
    till.press(Key.Key_Down)
    till.wait_for(lambda: till.says("found_state") == "Partly refunded", "the order")


def give_back_again(till: DrivenTill) -> None:
    """Something of it came back already."""
    till.press(Key.Key_F9)
    till.wait_for(lambda: till.sees(QLabel, "back_title"), "the sheet")


def void(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
    till.sell(BREAD, CHEESE)
    find_latest(till)
    till.wait_for(lambda: till.widget(QWidget, "find_void").isEnabled(), "the order")
    till.press(Key.Key_F9, SHIFT)
    till.wait_for(lambda: till.sees(QLabel, "void_title"), "the sheet")
    till.press(Key.Key_4, ALT)


def void_pay_out(till: DrivenTill) -> None:
    till.press(Key.Key_1, ALT)
    till.press(Key.Key_Return)
    till.wait_for_page("pay_out")


def return_search(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.wait_for_page("find")
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
    till.press(Key.Key_F9, SHIFT)
    till.enter_text("bread")
    till.wait_for(lambda: till.sees(QListView, "return_found"), "the products")


def return_product(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.enter_text("2")
    till.press(Key.Key_5, ALT)


def returns_left(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Escape)


def find_restored(till: DrivenTill) -> None:
    """A backup was put back after it was paid."""
    till.sell(BREAD)
    services = till.store.services
    services.adopting.adopt(services.staff.owner())
    find_latest(till)
    till.wait_for(lambda: till.sees(QLabel, "found_warning"), "what is not known")


def give_back_restored(till: DrivenTill) -> None:
    till.press(Key.Key_F9)
    till.wait_for(lambda: till.sees(QLabel, "back_warning"), "what is not known")


def restored_left(till: DrivenTill) -> None:
    till.press(Key.Key_Escape)
    till.press(Key.Key_Escape)
    till.wait_for_page("sell")
