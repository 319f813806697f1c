"""Whom an order is for, by the keys of the customer sheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QListView, QWidget

from pos_app.composition.customers import customers_of
from pos_app.domain.customer import CustomerDetails
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_selling import BREAD, BUTTER

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def selling(selling: DrivenTill) -> DrivenTill:
    service = customers_of(selling.store)
    owner = selling.store.services.staff.owner()
    for details in (
        CustomerDetails.of("Maria Silva", phone="+351 912 345 678", email="maria@sapo.pt"),
        CustomerDetails.of("José da Silva", phone="030 123 456"),
    ):
        service.add(actor=owner, details=details)
    selling.scan(BREAD)
    selling.quiet()
    return selling


@pytest.fixture
def asked(selling: DrivenTill) -> DrivenTill:
    selling.press(Key.Key_F4)
    return selling


def is_open(till: DrivenTill) -> bool:
    return till.sees(QWidget, "customer_leave")


def head(till: DrivenTill) -> str:
    return till.widget(QAbstractButton, "customer").text()


def customer_of(till: DrivenTill) -> int | None:
    return till.store.services.orders.order.customer_id


def shown(till: DrivenTill) -> list[str]:
    model = till.widget(QListView, "customers").model()
    return [str(model.index(row, 0).data()).split(",")[0] for row in range(model.rowCount())]


def look_for(till: DrivenTill, text: str, *expected: str) -> None:
    till.enter_text(text)
    till.wait_for(
        lambda: till.sees(QListView, "customers") and shown(till) == list(expected), "the customers"
    )


def typed(till: DrivenTill, name: str) -> str:
    return till.widget(QLineEdit, f"customer_{name}").text()


def save(till: DrivenTill) -> None:
    till.press(Key.Key_Return)
    till.wait_for(lambda: not is_open(till), "the end of the sheet")
    till.settle()


class TestSearch:
    def test_needs_three_digits_and_enter(self, asked: DrivenTill) -> None:
        before = asked.keys_pressed
        look_for(asked, "678", "Maria Silva")
        asked.press(Key.Key_Return)

        assert asked.keys_pressed - before == 4
        assert head(asked) == "Customer: Maria Silva"
        assert not is_open(asked)
        assert asked.store.services.orders.order.customer_id == 1

    def test_is_by_letters_and_goes_down_and_up(self, asked: DrivenTill) -> None:
        look_for(asked, "silva", "José da Silva", "Maria Silva")
        asked.press(Key.Key_Down)
        asked.press(Key.Key_Up)
        asked.press(Key.Key_Down)
        asked.press(Key.Key_Return)

        assert head(asked) == "Customer: Maria Silva"

    def test_in_vain_offers_a_new_one(self, asked: DrivenTill) -> None:
        asked.enter_text("zzz")
        asked.wait_for(lambda: asked.sees(QLabel, "customer_words"), "the words")
        assert "Ctrl+N" in asked.says("customer_words")
        asked.press(Key.Key_Return)

        assert is_open(asked)

    def test_is_left_by_esc(self, asked: DrivenTill) -> None:
        asked.enter_text("mar")
        asked.press(Key.Key_Escape)

        assert not is_open(asked)
        assert head(asked) == "No customer"

    def test_lets_scans_go_to_the_order(self, asked: DrivenTill) -> None:
        asked.enter_text("ma")
        asked.scan(BUTTER)
        asked.quiet()

        assert len(asked.lines()) == 2
        assert asked.widget(QLineEdit, "customer_search").text() == "ma"
        assert asked.widget(QLineEdit, "customer_search").hasFocus()


class TestOrder:
    @pytest.fixture
    def marias(self, asked: DrivenTill) -> DrivenTill:
        look_for(asked, "678", "Maria Silva")
        asked.press(Key.Key_Return)
        return asked

    def test_is_for_nobody_after_shift_f4(self, marias: DrivenTill) -> None:
        marias.press(Key.Key_F4, SHIFT)

        assert head(marias) == "No customer"
        marias.press(Key.Key_Z, CTRL)
        marias.wait_for(lambda: head(marias) == "Customer: Maria Silva", "the customer again")

    def test_is_for_nobody_again_by_undo(self, marias: DrivenTill) -> None:
        marias.press(Key.Key_Z, CTRL)

        assert head(marias) == "No customer"
        assert len(marias.lines()) == 1

    def test_is_for_the_same_after_a_lock(self, marias: DrivenTill) -> None:
        marias.press(Key.Key_L, CTRL)
        marias.start_selling()

        marias.wait_for(lambda: head(marias) == "Customer: Maria Silva", "the customer")

    def test_names_them_on_disk_and_the_next_one_does_not(self, marias: DrivenTill) -> None:
        marias.quiet()
        marias.press(Key.Key_F12, SHIFT)
        marias.wait_for_page("done")
        document = marias.store.queries.orders.latest()
        assert document is not None
        assert document.customer_id == 1
        assert "Maria Silva" in marias.says("receipt")
        marias.press(Key.Key_Return)
        marias.wait_for_page("sell")

        assert head(marias) == "No customer"

    def test_is_for_nobody_in_the_sheet_too(self, marias: DrivenTill) -> None:
        marias.press(Key.Key_F4)
        marias.press(Key.Key_F4, SHIFT)

        assert not is_open(marias)
        assert head(marias) == "No customer"


class TestNew:
    def test_needs_a_name_only(self, asked: DrivenTill) -> None:
        asked.press(Key.Key_N, CTRL)
        asked.enter_text("Ana Costa")
        save(asked)

        assert head(asked) == "Customer: Ana Costa"

    def test_begins_with_what_was_searched_for_in_vain(self, asked: DrivenTill) -> None:
        asked.enter_text("917")
        asked.press(Key.Key_N, CTRL)
        assert typed(asked, "phone") == "917"
        assert asked.widget(QLineEdit, "customer_name").hasFocus()
        asked.press(Key.Key_Escape)
        asked.enter_text("Ana")
        asked.press(Key.Key_N, CTRL)

        assert (typed(asked, "name"), typed(asked, "phone")) == ("Ana", "")
        assert asked.widget(QLineEdit, "customer_name").hasFocus()

    def test_goes_round_by_tab_and_takes_an_ending_by_touch(self, asked: DrivenTill) -> None:
        asked.press(Key.Key_N, CTRL)
        asked.enter_text("Ana")
        asked.press(Key.Key_Tab)
        asked.enter_text("+33 1 23")
        asked.press(Key.Key_Tab)
        asked.enter_text("ana")
        asked.click("customer_domain_1")
        assert typed(asked, "email") == "ana@gmail.com"
        save(asked)

        assert head(asked) == "Customer: Ana"
        assert [one.details.phone for one in customers_of(asked.store).find("123")] == [
            "030123456",
            "+33123",
        ] or customers_of(asked.store).find("ana@gmail")

    def test_offers_the_endings_of_this_shop_first(self, asked: DrivenTill) -> None:
        asked.press(Key.Key_N, CTRL)
        asked.enter_text("Ana")
        asked.press(Key.Key_Tab)
        asked.press(Key.Key_Tab)
        asked.enter_text("ana@shop.example")
        save(asked)
        asked.press(Key.Key_F4)
        asked.press(Key.Key_N, CTRL)

        assert asked.widget(QAbstractButton, "customer_domain_1").text() == "@shop.example"

    @pytest.mark.parametrize(
        ("name", "phone", "field"),
        [("", "", "name"), ("Ana", "12", "phone"), ("4111 1111 1111 1111", "", "name")],
    )
    def test_says_beside_the_field_what_is_wrong(
        self, asked: DrivenTill, name: str, phone: str, field: str
    ) -> None:
        asked.press(Key.Key_N, CTRL)
        asked.enter_text(name)
        asked.press(Key.Key_Tab)
        asked.enter_text(phone)
        asked.press(Key.Key_Return)

        asked.wait_for(lambda: asked.sees(QLabel, f"customer_{field}_problem"), "the words")
        assert is_open(asked)
        assert asked.widget(QLineEdit, f"customer_{field}").hasFocus()

    def test_that_is_here_already_is_offered(self, asked: DrivenTill) -> None:
        asked.press(Key.Key_N, CTRL)
        asked.enter_text("M. Silva")
        asked.press(Key.Key_Tab)
        asked.enter_text("351912345678")
        asked.press(Key.Key_Return)
        asked.wait_for(lambda: asked.sees(QListView, "customers"), "the one that is here")
        assert shown(asked) == ["Maria Silva"]
        asked.press(Key.Key_Return)

        assert head(asked) == "Customer: Maria Silva"

    def test_that_is_another_one_is_saved_all_the_same(self, asked: DrivenTill) -> None:
        asked.press(Key.Key_N, CTRL)
        asked.enter_text("Maria Silva")
        asked.press(Key.Key_Return)
        asked.wait_for(lambda: asked.sees(QListView, "customers"), "the one that is here")
        asked.press(Key.Key_N, CTRL)
        asked.wait_for(lambda: not is_open(asked), "the end of the sheet")

        assert asked.store.services.orders.order.customer_id == 3

    def test_tells_why_it_could_not_be_written(self, asked: DrivenTill) -> None:
        asked.press(Key.Key_N, CTRL)
        asked.enter_text("Ana")
        asked.refuse_a_write()
        asked.press(Key.Key_Return)

        asked.wait_for(lambda: asked.sees(QLabel, "customer_problem"), "the refusal")
        save(asked)
        assert head(asked) == "Customer: Ana"


class TestEdit:
    def test_changes_the_highlighted_one(self, asked: DrivenTill) -> None:
        look_for(asked, "678", "Maria Silva")
        asked.press(Key.Key_E, CTRL)
        assert (typed(asked, "name"), typed(asked, "email")) == ("Maria Silva", "maria@sapo.pt")
        asked.widget(QLineEdit, "customer_name").selectAll()
        asked.widget(QLineEdit, "customer_name").setFocus()
        asked.enter_text("Maria Santos")
        save(asked)

        assert head(asked) == "Customer: Maria Santos"
        assert asked.store.services.orders.order.customer_id == 1

    def test_leaves_the_keys_of_the_screen_below_alone(self, asked: DrivenTill) -> None:
        lines = asked.lines()
        asked.press(Key.Key_E, CTRL)
        asked.press(Key.Key_N, CTRL)
        asked.press(Key.Key_E, CTRL)

        assert asked.lines() == lines
        assert asked.page == "sell"
        assert is_open(asked)


class TestWhilePaying:
    @pytest.fixture
    def paying(self, selling: DrivenTill) -> DrivenTill:
        selling.press(Key.Key_Return)
        selling.wait_for_page("pay")
        return selling

    @pytest.fixture
    def marias(self, paying: DrivenTill) -> DrivenTill:
        paying.press(Key.Key_F4)
        look_for(paying, "678", "Maria Silva")
        paying.press(Key.Key_Return)
        return paying

    def test_is_said_on_the_button(self, marias: DrivenTill) -> None:
        button = marias.widget(QAbstractButton, "pay_customer")

        assert (marias.page, is_open(marias)) == ("pay", False)
        assert button.text() == "Maria Silva"
        assert button.accessibleName() == "Customer: Maria Silva (F4)"
        assert marias.says("toast_words") == "Customer: Maria Silva"

    def test_is_changed_and_taken_off(self, marias: DrivenTill) -> None:
        marias.click("pay_customer")
        look_for(marias, "jos", "José da Silva")
        marias.press(Key.Key_Return)
        assert marias.widget(QAbstractButton, "pay_customer").text() == "José da Silva"
        assert customer_of(marias) == 2

        marias.press(Key.Key_F4)
        marias.press(Key.Key_F4, SHIFT)

        assert customer_of(marias) is None
        assert marias.widget(QAbstractButton, "pay_customer").text() == "Customer…"

    def test_begins_the_payment_anew(self, paying: DrivenTill) -> None:
        paying.enter_text("1")
        paying.press(Key.Key_S, CTRL)
        paying.enter_text("2")
        assert "1 of 2" in paying.says("given_title")
        paying.press(Key.Key_R, CTRL)
        receipt = paying.widget(QAbstractButton, "receipt_choice").text()

        paying.press(Key.Key_F4)
        look_for(paying, "678", "Maria Silva")
        paying.press(Key.Key_Return)

        assert paying.says("given_title") == "Cash given"
        assert (paying.says("due"), paying.says("given")) == ("2,49\u00a0€", "2,49")
        assert paying.widget(QAbstractButton, "receipt_choice").text() == receipt

    def test_is_on_what_is_paid(self, marias: DrivenTill) -> None:
        marias.press(Key.Key_Return)
        marias.wait_for_page("done")

        [paid] = marias.orders()
        document = marias.store.queries.orders.by_number(paid.number or "")
        assert document is not None
        assert document.customer_id == 1

    def test_stays_once_something_was_taken(self, paying: DrivenTill) -> None:
        paying.enter_text("1")
        paying.press(Key.Key_Return)
        paying.wait_for(lambda: paying.sees(QLabel, "tender_0"), "the part")

        paying.press(Key.Key_F4)

        assert not is_open(paying)
        assert "Give it back first" in paying.says("pay_message")

    def test_stays_while_the_payment_is_written(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_F4)
        look_for(paying, "678", "Maria Silva")
        order = paying.store.services.orders.order
        paying.model.screens.pay.take()
        assert paying.model.screens.pay.busy

        paying.press(Key.Key_Return)

        assert order.customer_id is None
        paying.wait_for_page("done")
