from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView, QWidget

from pos_app.services.catalogue.editing import ProductCells
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
COLA = "5449000000996"
ONE = ["1 Cola, 1,49", "1 Pfand, 0,25"]
TWO = ["2 Cola, 2,98", "2 Pfand, 0,50"]


@pytest.fixture
def selling(till: DrivenTill) -> DrivenTill:
    services = till.store.services
    owner = services.staff.owner()
    for cells in (
        ProductCells("", "Pfand", "0.25", sku="PFAND", tax_class="ZERO"),
        ProductCells(COLA, "Cola", "1.49", deposit="PFAND"),
    ):
        services.editing.add(actor=owner, cells=cells)
    till.start_selling()
    return till


class TestDeposit:
    def test_stands_below_what_it_is_for(self, selling: DrivenTill) -> None:
        selling.scan(COLA)

        assert selling.lines() == ONE
        assert selling.says("order_total") == "1,74\xa0€"
        assert selling.says("order_count").startswith("1 item")

    def test_follows_every_key(self, selling: DrivenTill) -> None:
        selling.scan(COLA)
        selling.scan(COLA)
        assert selling.lines() == TWO
        selling.press(Key.Key_Minus)
        assert selling.lines() == ONE
        selling.press(Key.Key_R, CTRL)
        assert selling.lines() == TWO
        selling.enter_text("6")
        selling.press(Key.Key_F3)
        assert selling.lines() == ["6 Cola, 8,94", "6 Pfand, 1,50"]
        selling.press(Key.Key_Delete)
        assert selling.lines() == []
        selling.press(Key.Key_Z, CTRL)
        assert selling.lines() == ["6 Cola, 8,94", "6 Pfand, 1,50"]
        selling.press(Key.Key_Plus)
        assert selling.lines() == ["7 Cola, 10,43", "7 Pfand, 1,75"]

    @pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Plus, Key.Key_Minus])
    def test_by_itself_stays_as_it_is(self, selling: DrivenTill, key: Qt.Key) -> None:
        selling.scan(COLA)
        selling.press(Key.Key_Down)
        selling.press(key)

        assert selling.lines() == ONE
        assert selling.says("toast_words") == "Pfand follows Cola: change or remove that line."

    def test_comes_back_with_a_kept_order(self, selling: DrivenTill) -> None:
        selling.scan(BREAD)
        selling.scan(COLA)
        before = selling.lines()
        selling.press(Key.Key_L, CTRL)
        selling.start_selling()

        assert selling.lines() == before
        selling.press(Key.Key_Plus)
        assert selling.lines()[1:] == TWO

    def test_is_paid_printed_and_counted(self, selling: DrivenTill) -> None:
        selling.sell(COLA, COLA)

        [order] = selling.orders()
        document = selling.store.queries.orders.by_id(order.order_id)
        assert document is not None
        assert [one.item.is_deposit for one in document.items] == [False, True]
        assert order.total.minor == 2 * (149 + 25)
        selling.wait_for(lambda: bool(printed(selling)), "the receipt")
        assert "Pfand" in printed(selling)
        deposit = selling.store.queries.products.by_sku("PFAND")
        assert deposit is not None
        level = selling.store.queries.stock.level(deposit.product_id)
        assert level.thousandths == -2_000


def printed(till: DrivenTill) -> str:
    files = sorted(till.store.folder.printed.glob("*.txt"))
    return files[-1].read_text("utf-8") if files else ""


class TestReturn:
    def test_of_an_empty_gives_its_deposit(self, selling: DrivenTill) -> None:
        selling.press(Key.Key_F9, SHIFT)
        selling.enter_text("pfand")
        selling.wait_for(lambda: selling.sees(QListView, "return_found"), "the deposit")
        selling.press(Key.Key_Return)
        selling.enter_text("6")
        selling.press(Key.Key_Return)

        assert selling.says("order_back") == "To give back"
        assert selling.says("order_total") == "1,50\xa0€"

    def test_of_what_was_bought_with_it_gives_it_too(self, selling: DrivenTill) -> None:
        selling.sell(COLA, COLA)
        selling.press(Key.Key_F9)
        selling.wait_for_page("find")
        selling.wait_for(lambda: bool(selling.says("found_title")), "the order")
        selling.wait_for(lambda: selling.widget(QWidget, "find_give_back").isEnabled(), "it")
        selling.press(Key.Key_F9)
        selling.wait_for(lambda: selling.sees(QWidget, "back_total"), "the sheet")
        selling.press(Key.Key_Minus)
        assert selling.says("back_total") == "1,74\xa0€"
        selling.press(Key.Key_X, CTRL)
        selling.wait_for_page("sell")

        assert [line.split(",")[0] for line in selling.lines()] == ["−1 Cola", "−1 Pfand"]
        selling.press(Key.Key_End)
        selling.press(Key.Key_Delete)
        assert selling.lines() == []
