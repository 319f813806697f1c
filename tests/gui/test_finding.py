"""Find an order with keys only, and give its receipt out once more."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QWidget

from pos_app.services.printing.receipt import qr_payload
from tests.fakes.smtp import smtp_server
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_emailing import MARIA, use
from tests.gui.test_selling import BREAD

MILK = "0078742351865"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def sold(selling: DrivenTill) -> DrivenTill:
    """Three orders paid: bread, two breads, bread."""
    selling.sell(BREAD)
    selling.sell(BREAD, BREAD)
    selling.sell(BREAD)
    return selling


@pytest.fixture
def found(sold: DrivenTill) -> DrivenTill:
    sold.press(Key.Key_F9)
    sold.wait_for_page("find")
    wait_for_rows(sold, 3)
    return sold


def rows(till: DrivenTill) -> list[str]:
    model = till.model.screens.receipts.find
    return [model.row(place).number for place in range(len(model.found.orders))]


def wait_for_rows(till: DrivenTill, count: int) -> None:
    till.wait_for(lambda: len(rows(till)) == count, f"{count} rows; there are {rows(till)}")
    till.settle()


def number(till: DrivenTill, place: int) -> str:
    listed = [row.number for row in till.orders()]
    found = listed[place]
    assert found is not None
    return found


def shown(till: DrivenTill) -> str:
    return till.says("found_title")


def wait_for_shown(till: DrivenTill, wanted: str) -> None:
    till.wait_for(lambda: shown(till) == wanted, f"{wanted}; it is {shown(till)}")


def printed(till: DrivenTill) -> list[str]:
    return sorted(path.name for path in till.store.folder.printed.glob("*.txt"))


class TestFind:
    def test_shows_the_newest_first_and_its_receipt(self, found: DrivenTill) -> None:
        assert rows(found) == [number(found, place) for place in (2, 1, 0)]
        wait_for_shown(found, number(found, 2))
        receipt = found.says("receipt")
        assert number(found, 2) in receipt
        document = found.store.queries.orders.by_number(number(found, 2))
        assert document is not None
        assert str(document.journal_seq) in receipt

    def test_is_a_touch_away_from_the_empty_order(self, found: DrivenTill) -> None:
        found.press(Key.Key_Escape)
        found.wait_for_page("sell")
        found.click("find")

        found.wait_for_page("find")

    def test_finds_as_it_is_typed(self, found: DrivenTill) -> None:
        found.enter_text(number(found, 1))
        wait_for_rows(found, 1)
        wait_for_shown(found, number(found, 1))
        assert found.says("find_hint") == "By number · 1 found"

    def test_finds_by_item_and_says_when_there_is_none(self, found: DrivenTill) -> None:
        found.enter_text("qqqq")
        wait_for_rows(found, 0)
        assert "nothing found" in found.says("find_hint")
        assert found.sees(QLabel, "find_empty_words")

        found.click("find_clear")

        assert found.page == "find"
        wait_for_rows(found, 3)
        assert not found.sees(QLabel, "find_empty_words")

    def test_moves_with_the_arrows(self, found: DrivenTill) -> None:
        found.press(Key.Key_Down)
        wait_for_shown(found, number(found, 1))
        found.press(Key.Key_PageDown)
        wait_for_shown(found, number(found, 0))
        found.press(Key.Key_Up)
        wait_for_shown(found, number(found, 1))
        assert found.widget(QListView, "found").currentIndex().row() == 1

    def test_looks_further_back_in_one_key(self, found: DrivenTill) -> None:
        found.enter_text("0,01")
        found.wait_for(lambda: "last 30 days" in found.says("find_hint"), "the period")
        found.press(Key.Key_F3)
        found.wait_for(lambda: "last 12 months" in found.says("find_hint"), "a year")
        found.press(Key.Key_F3)
        found.wait_for(lambda: "since the beginning" in found.says("find_hint"), "all")

    def test_goes_back_to_the_order_that_was_begun(self, sold: DrivenTill) -> None:
        sold.scan(BREAD)
        sold.quiet()
        before = sold.lines()
        sold.press(Key.Key_F9)
        sold.wait_for_page("find")
        sold.enter_text("1")
        sold.press(Key.Key_Escape)
        assert sold.page == "find"
        assert sold.widget(QLineEdit, "find_text").text() == ""
        sold.press(Key.Key_Escape)
        sold.wait_for_page("sell")

        assert sold.lines() == before

    def test_keeps_the_order_when_the_till_is_locked(self, sold: DrivenTill) -> None:
        sold.scan(BREAD)
        sold.quiet()
        sold.press(Key.Key_F9)
        sold.wait_for_page("find")
        sold.press(Key.Key_L, CTRL)
        sold.wait_for_page("sign_in")
        sold.start_selling()

        assert len(sold.lines()) == 1

    def test_a_receipt_scanned_on_the_sell_screen_opens_it(self, sold: DrivenTill) -> None:
        document = sold.store.queries.orders.by_number(number(sold, 0))
        assert document is not None
        sold.scan(qr_payload(document, number=number(sold, 0), terminal="T01"))
        sold.wait_for_page("find")

        wait_for_rows(sold, 1)
        wait_for_shown(sold, number(sold, 0))

    def test_a_code_scanned_here_is_looked_for_and_not_sold(self, found: DrivenTill) -> None:
        found.scan(BREAD)
        found.wait_for(lambda: "With this item" in found.says("find_hint"), "the item")
        wait_for_rows(found, 3)
        assert found.widget(QLineEdit, "find_text").text() == BREAD
        assert found.lines() == []


class TestReceipt:
    def test_is_printed_again_as_a_copy(self, found: DrivenTill) -> None:
        found.press(Key.Key_Down)
        wait_for_shown(found, number(found, 1))
        found.press(Key.Key_P, CTRL)
        name = f"{number(found, 1)}-COPY1.txt"
        found.wait_for(lambda: name in printed(found), "the copy")

        last = list(found.store.queries.journal.entries())[-1]
        assert last.kind == "reprint"

    def test_is_printed_without_prices(self, found: DrivenTill) -> None:
        wait_for_shown(found, number(found, 2))
        found.press(Key.Key_G, CTRL)
        name = f"{number(found, 2)}-GIFT1.txt"
        found.wait_for(lambda: name in printed(found), "the gift receipt")

        text = (found.store.folder.printed / name).read_text("utf-8")
        assert "GIFT RECEIPT" in text
        assert "TOTAL" not in text

    @pytest.mark.allow_hosts(["127.0.0.1"])
    def test_is_emailed_and_says_so(self, found: DrivenTill) -> None:
        with smtp_server() as server:
            use(found, server)
            wait_for_shown(found, number(found, 2))
            found.press(Key.Key_E, CTRL)
            found.wait_for(lambda: found.sees(QWidget, "email_send"), "the sheet")
            found.enter_text(MARIA)
            found.press(Key.Key_Return)
            found.wait_for(lambda: bool(server.taken), "the mail")
            found.wait_for(lambda: found.sees(QLabel, "found_emails"), "the words")
            found.wait_for(
                lambda: found.says("found_emails") == f"E-mailed to {MARIA}", "what became of it"
            )
        found.enter_text("x")
        assert found.widget(QLineEdit, "find_text").text() == "x", "the keys are back"

    def test_is_none_of_an_order_that_was_given_up(self, sold: DrivenTill) -> None:
        sold.scan(BREAD)
        sold.quiet()
        sold.press(Key.Key_Delete, CTRL)
        sold.wait_for(lambda: len(sold.orders()) == 4, "the end of the order")
        sold.press(Key.Key_F9)
        sold.wait_for_page("find")
        wait_for_rows(sold, 4)
        wait_for_shown(sold, "Given up")
        before = printed(sold)
        sold.press(Key.Key_P, CTRL)
        sold.settle()

        assert "no receipt" in sold.window.toast.words.text()
        assert not sold.widget(QWidget, "find_copy").isEnabled()
        assert printed(sold) == before
