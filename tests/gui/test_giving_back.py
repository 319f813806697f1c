"""Take back what was bought: found by its receipt, chosen line by line, put into the open order."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from pos_app.composition.returning import returns_of
from pos_app.domain.order_document import OrderDocument
from pos_app.services.printing.receipt import qr_payload
from pos_app.views.shared.controls import ActionButton
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BANANAS, BREAD, BUTTER
from tests.integration import shop as shops

SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def sold(selling: DrivenTill) -> DrivenTill:
    """Two breads and a butter are paid."""
    selling.sell(BREAD, BREAD, BUTTER)
    return selling


@pytest.fixture
def opened(sold: DrivenTill) -> DrivenTill:
    """The sheet of its return."""
    open_sheet(sold)
    return sold


def number(till: DrivenTill, place: int = 0) -> str:
    return [row.number for row in till.orders() if row.number][place]


def show(till: DrivenTill, place: int = 0) -> OrderDocument:
    """An order is found by its receipt."""
    document = till.store.queries.orders.by_number(number(till, place))
    assert document is not None
    till.scan(qr_payload(document, number=number(till, place), terminal="T01"))
    till.wait_for_page("find")
    till.wait_for(lambda: till.says("found_title") == document.number, "the order")
    return document


def open_sheet(till: DrivenTill, place: int = 0) -> None:
    show(till, place)
    till.press(Key.Key_F9)
    till.wait_for(lambda: till.sees(QLabel, "back_title"), "the sheet")


def chosen(till: DrivenTill) -> list[str]:
    choices = till.model.screens.returns.give_back.lines.choices
    return [f"{one.chosen // 1000} {one.line.line.item.name}" for one in choices]


def returned(till: DrivenTill) -> list[str]:
    return [
        f"{one.item.quantity} {one.item.returns.reason.value}"
        for one in till.store.services.orders.order.returns
        if one.item.returns is not None
    ]


class TestChoose:
    def test_opens_from_the_scanned_receipt_with_nothing_chosen(self, opened: DrivenTill) -> None:
        assert number(opened) in opened.says("back_title")
        assert [one[0] for one in chosen(opened)] == ["0", "0"]
        opened.press(Key.Key_Return)
        assert "Choose what comes back" in opened.says("back_problem")

    def test_takes_all_of_it_in_one_key(self, opened: DrivenTill) -> None:
        opened.press(Key.Key_A, CTRL)
        assert [one[0] for one in chosen(opened)] == ["2", "1"]
        opened.press(Key.Key_A, CTRL)
        assert [one[0] for one in chosen(opened)] == ["0", "0"]

    def test_takes_lines_and_quantities_by_keys(self, opened: DrivenTill) -> None:
        opened.press(Key.Key_Plus)
        opened.press(Key.Key_Down)
        opened.press(Key.Key_Space)
        assert [one[0] for one in chosen(opened)] == ["1", "1"]
        opened.press(Key.Key_Up)
        opened.enter_text("9")
        assert [one[0] for one in chosen(opened)] == ["2", "1"]
        opened.press(Key.Key_Minus)
        opened.press(Key.Key_Minus)
        assert [one[0] for one in chosen(opened)] == ["0", "1"]

    def test_takes_its_reason_by_touch(self, opened: DrivenTill) -> None:
        opened.click("back_reason_2")

        assert opened.widget(QAbstractButton, "back_reason_2").isChecked()

    def test_takes_what_is_scanned(self, opened: DrivenTill) -> None:
        opened.scan(BREAD)
        opened.scan(BREAD)
        assert [one[0] for one in chosen(opened)] == ["2", "0"]
        opened.scan(BREAD)
        assert "left of it" in opened.says("back_problem")

    def test_says_why_in_words(self, opened: DrivenTill) -> None:
        opened.press(Key.Key_Space)
        opened.press(Key.Key_5, ALT)
        opened.press(Key.Key_Return)
        assert "few words" in opened.says("back_problem")
        opened.enter_text("too salty")
        opened.press(Key.Key_Return)
        opened.wait_for(lambda: bool(returned(opened)), "the return")
        (item,) = opened.store.services.orders.order.returns
        assert item.item.returns is not None
        assert item.item.returns.words == "too salty"

    def test_keeps_what_is_faulty_off_the_shelf_unless_somebody_says_so(
        self, opened: DrivenTill
    ) -> None:
        why = opened.model.screens.returns.give_back.why
        opened.press(Key.Key_2, ALT)
        assert not why.restocks
        opened.press(Key.Key_B, CTRL)
        opened.press(Key.Key_1, ALT)
        assert why.restocks

    def test_is_left_with_nothing_changed(self, opened: DrivenTill) -> None:
        opened.press(Key.Key_Space)
        opened.press(Key.Key_Escape)
        assert not opened.sees(QLabel, "back_title")
        assert opened.page == "find"
        assert returned(opened) == []


class TestMeasured:
    def test_comes_back_whole_or_as_much_as_is_typed(self, selling: DrivenTill) -> None:
        selling.scan(BANANAS)
        selling.quiet()
        selling.enter_text("1,5")
        selling.press(Key.Key_Return)
        selling.sell()
        open_sheet(selling)
        lines = selling.model.screens.returns.give_back.lines
        assert lines.choices[0].chosen == 1_500
        selling.enter_text("0,4")
        assert lines.choices[0].chosen == 400
        selling.press(Key.Key_Plus)
        assert lines.choices[0].chosen == 1_500
        selling.press(Key.Key_Backspace)
        assert lines.choices[0].chosen == 0


class TestExchange:
    @pytest.fixture
    def exchanged(self, sold: DrivenTill) -> DrivenTill:
        """A bread comes back beside a butter that is rung up."""
        sold.scan(BUTTER)
        sold.quiet()
        open_sheet(sold)
        sold.press(Key.Key_Plus)
        sold.press(Key.Key_2, ALT)
        sold.press(Key.Key_X, CTRL)
        sold.wait_for_page("sell")
        return sold

    def test_stands_beside_what_is_rung_up(self, exchanged: DrivenTill) -> None:
        butter, bread = exchanged.lines()
        assert not butter.startswith(("-", "−"))
        assert bread.startswith("−1 ")
        assert f"Faulty · not back to stock · from {number(exchanged)}" in bread
        assert "1 item, 1 back" in exchanged.says("order_count")
        assert "−" not in exchanged.says("order_total")

    def test_is_taken_out_by_del_and_brought_back_by_undo(self, exchanged: DrivenTill) -> None:
        exchanged.press(Key.Key_End)
        exchanged.press(Key.Key_Delete)
        assert len(exchanged.lines()) == 1
        exchanged.press(Key.Key_Z, CTRL)
        assert len(exchanged.lines()) == 2
        exchanged.press(Key.Key_Z, CTRL)
        assert len(exchanged.lines()) == 1
        assert "comes back" in exchanged.says("toast_words")

    def test_changes_no_quantity_of_what_comes_back(self, exchanged: DrivenTill) -> None:
        exchanged.press(Key.Key_End)
        exchanged.press(Key.Key_Plus)
        assert returned(exchanged) == ["-1 faulty"]
        assert "choose it anew" in exchanged.says("toast_words")

    def test_says_what_goes_back_where_it_is_more(self, exchanged: DrivenTill) -> None:
        exchanged.press(Key.Key_Home)
        exchanged.press(Key.Key_Delete)
        assert exchanged.says("order_back") == "To give back"
        assert exchanged.model.screens.sell.summary().pay.startswith("Give back ")

    def test_survives_a_lock(self, exchanged: DrivenTill) -> None:
        before = exchanged.lines()
        exchanged.press(Key.Key_L, CTRL)
        exchanged.choose_person("Ana")
        exchanged.start_selling(OWNER_PIN)
        assert exchanged.lines() == before


class TestPermission:
    @pytest.fixture
    def ben(self, sold: DrivenTill) -> DrivenTill:
        """A cashier, who must ask."""
        sold.press(Key.Key_L, CTRL)
        sold.choose_person("Ben")
        sold.start_selling(CASHIER_PIN)
        open_sheet(sold)
        sold.press(Key.Key_Space)
        sold.press(Key.Key_Return)
        sold.wait_for(lambda: sold.sees(QLabel, "approval_what"), "the question")
        return sold

    def test_is_asked_for_over_the_sheet(self, ben: DrivenTill) -> None:
        assert number(ben) in ben.says("approval_what")
        ben.enter_text(OWNER_PIN)
        ben.wait_for(lambda: bool(returned(ben)), "the return")
        (item,) = ben.store.services.orders.order.returns
        assert item.item.approved_by == ben.store.services.staff.owner().staff_id

    def test_that_is_refused_leaves_the_sheet_as_it_was(self, ben: DrivenTill) -> None:
        ben.press(Key.Key_Escape)
        assert returned(ben) == []
        assert ben.sees(QWidget, "back_save")
        assert chosen(ben)[0][0] == "2"


class TestAll:
    def test_is_two_keys_after_the_receipt(self, sold: DrivenTill) -> None:
        paid = show(sold)
        before = sold.keys_pressed

        sold.press(Key.Key_F9, CTRL)
        sold.wait_for_page("pay_out")
        sold.press(Key.Key_Return)
        sold.wait_for_page("done")

        assert sold.keys_pressed - before == 2
        document = sold.store.queries.orders.latest()
        assert document is not None
        assert [one.item.name for one in document.items] == [one.item.name for one in paid.items]
        assert document.totals.total == -paid.totals.total

    def test_is_two_taps_after_the_receipt(self, sold: DrivenTill) -> None:
        show(sold)

        sold.widget(ActionButton, "find_give_all").click()
        sold.wait_for_page("pay_out")
        sold.widget(ActionButton, "pay_out_give").click()

        sold.wait_for_page("done")

    def test_beside_an_open_order_is_chosen_in_the_sheet(self, sold: DrivenTill) -> None:
        sold.scan(BREAD)
        sold.quiet()
        show(sold)

        sold.press(Key.Key_F9, CTRL)

        sold.wait_for(lambda: sold.sees(QLabel, "back_title"), "the sheet")
        assert returned(sold) == []

    def test_of_a_cashier_is_chosen_and_allowed_in_the_sheet(self, sold: DrivenTill) -> None:
        sold.press(Key.Key_L, CTRL)
        sold.choose_person("Ben")
        sold.start_selling(CASHIER_PIN)
        show(sold)

        sold.press(Key.Key_F9, CTRL)

        sold.wait_for(lambda: sold.sees(QLabel, "back_title"), "the sheet")
        assert returned(sold) == []

    def test_says_that_nothing_is_left(self, sold: DrivenTill) -> None:
        document = show(sold)
        returns_of(sold.store).void(document=document, actor=sold.store.services.staff.owner())

        sold.press(Key.Key_F9, CTRL)

        sold.wait_for(lambda: sold.sees(QLabel, "toast_words"), "the word")
        assert "Nothing of" in sold.says("toast_words")
        assert sold.page == "find"


class TestFound:
    def test_says_that_it_cannot_be_voided_once_its_shift_is_closed(self, sold: DrivenTill) -> None:
        shifts, owner = sold.store.services.shifts, sold.store.services.staff.owner()
        show(sold)
        button = sold.widget(ActionButton, "find_void")
        assert (button.text(), button.isEnabled()) == ("Void", True)
        sold.press(Key.Key_Escape)
        sold.press(Key.Key_Escape)
        sold.wait_for_page("sell")
        shops.close_shift(sold.store)
        shifts.open(actor=owner, opening_float=0)

        document = show(sold)

        sold.wait_for(lambda: not button.isEnabled(), "the reason")
        assert button.text() == "No void: its shift is closed"
        sold.press(Key.Key_F9, SHIFT)
        words = f"{document.number} cannot be voided: its shift is closed. Give it back instead"
        assert sold.says("toast_words") == words

    def test_says_when_nothing_is_left(self, sold: DrivenTill) -> None:
        returns = sold.model.screens.returns.give_back
        document = sold.store.queries.orders.by_number(number(sold))
        assert document is not None
        returns_of(sold.store).void(document=document, actor=sold.store.services.staff.owner())
        sold.press(Key.Key_F9)
        sold.wait_for_page("find")
        sold.wait_for(lambda: sold.says("found_state") == "Void", "the void")
        sold.press(Key.Key_F4)
        sold.wait_for(lambda: sold.says("found_state") == "Voided", "the order")
        assert not sold.widget(QWidget, "find_give_back").isEnabled()
        sold.press(Key.Key_F9)
        assert not returns.is_open
        assert "nothing of it can come back" in sold.says("toast_words")
        assert sold.widget(QLineEdit, "find_text").text() == number(sold)
        row = sold.model.screens.receipts.find.row(0)
        assert row.state == "voided"


class TestRestored:
    """A backup was put back after the order: nobody knows what came back in the time between."""

    @pytest.fixture
    def restored(self, sold: DrivenTill) -> DrivenTill:
        services = sold.store.services
        services.adopting.adopt(services.staff.owner())
        return sold

    def test_is_said_with_the_order_and_on_its_sheets(self, restored: DrivenTill) -> None:
        show(restored)
        assert "in a time that is lost" in restored.says("found_warning")

        restored.press(Key.Key_F9, SHIFT)
        restored.wait_for(lambda: restored.sees(QLabel, "void_warning"), "the sheet of a void")
        restored.press(Key.Key_Escape)
        restored.press(Key.Key_F9)
        restored.wait_for(lambda: restored.sees(QLabel, "back_warning"), "the sheet of a return")
        assert "Ask a manager" in restored.says("back_warning")

    def test_is_allowed_by_who_reads_why(self, restored: DrivenTill) -> None:
        restored.press(Key.Key_L, CTRL)
        restored.choose_person("Ben")
        restored.start_selling(CASHIER_PIN)
        open_sheet(restored)
        restored.press(Key.Key_Space)
        restored.press(Key.Key_Return)
        restored.wait_for(lambda: restored.sees(QLabel, "approval_what"), "the question")
        assert "in a time that is lost" in restored.says("approval_limit")
        assert returned(restored) == []

    def test_is_not_said_of_what_was_sold_since(self, restored: DrivenTill) -> None:
        restored.sell(BREAD)
        open_sheet(restored, -1)

        assert not restored.sees(QLabel, "back_warning")
        assert not restored.sees(QLabel, "found_warning")
