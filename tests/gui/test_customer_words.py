"""What is said to the customer, from what was told to the cashier; and where it is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest
from PySide6.QtCore import QObject

from pos_app.domain.money import Currency, Money
from pos_app.domain.order_item import OrderItem
from pos_app.domain.pricing import Discount, DiscountKind, LineTotals
from pos_app.domain.product import Unit
from pos_app.domain.quantity import ONE, Quantity
from pos_app.domain.returned import Returned, ReturnReason
from pos_app.services.store.preferences import Preferences
from pos_app.viewmodels.customer_display import customer_words
from pos_app.viewmodels.customer_display.customer_lines import CustomerLines
from pos_app.viewmodels.customer_display.customer_text import SumRow
from pos_app.viewmodels.customer_display.display_switch import DisplaySwitch, Place
from pos_app.viewmodels.pay.done_text import DoneText
from pos_app.viewmodels.pay.pay_text import PayText, TenderText
from pos_app.viewmodels.sell.summary import Summary
from pos_app.viewmodels.shared.paper import NO_PAPER
from tests.fakes.formats import FakeFormats
from tests.fakes.shop import FakeShop
from tests.fakes.storage import DiskRefusedError
from tests.fakes.tasks import InlineTaskRunner

EUR: Final = Currency("EUR", 2)
SUMMARY: Final = Summary(
    total="12,00 €",
    pay="Pay 12,00 €",
    tax="2,00",
    count=1,
    is_empty=False,
    terms="Order −5 % staff",
)
PAY: Final = PayText(
    total="",
    tip="",
    rounding="",
    due="12,00 €",
    given="12,00",
    missing="",
    change="0,00",
    is_enough=True,
    part="",
    take="Take cash",
    can_take=True,
    tenders=(),
    selected=0,
)
DONE: Final = DoneText(
    title="Paid",
    change="",
    paid="12,00 by card · total 12,00 · T01-000123",
    total="12,00",
    receipt=NO_PAPER,
    printing="",
    asks=False,
)
ITEM: Final = OrderItem(
    product_id=1,
    sku="HAM",
    barcode="",
    name="Ham",
    unit=Unit.EACH,
    unit_price=Money(1_000, EUR),
    quantity=ONE,
    tax_class="STANDARD",
)


@pytest.fixture
def lines(owner: QObject) -> CustomerLines:
    return CustomerLines(formats=FakeFormats(), parent=owner)


def spoken(lines: CustomerLines, item: OrderItem, totals: LineTotals) -> str:
    lines.show([item], [totals])
    return lines.line(0).spoken.replace("\u00a0", " ")


class TestLine:
    def test_of_one_thing_is_its_name_and_price(self, lines: CustomerLines) -> None:
        assert spoken(lines, ITEM, LineTotals(1_000, 0, 0, 1_000, 167)) == "1 Ham, 10,00"

    def test_says_what_was_taken_off_and_not_why(self, lines: CustomerLines) -> None:
        off = Discount(DiscountKind.PERCENT, 1_000, "Nearly out of date")
        item = replace(ITEM, discount=off, note="Ben said so")

        words = spoken(lines, item, LineTotals(1_000, 100, 0, 900, 150))

        assert words == "1 Ham, 9,00, was 10,00, −10 %"

    def test_says_what_it_cost_before_it_was_priced_anew(self, lines: CustomerLines) -> None:
        item = replace(ITEM, list_price=Money(1_250, EUR))

        words = spoken(lines, item, LineTotals(1_000, 0, 0, 1_000, 167))

        assert words == "1 Ham, 10,00, was 12,50"

    def test_that_comes_back_does_not_say_why(self, lines: CustomerLines) -> None:
        back = Returned(ReturnReason.OTHER, words="A liar", number="T01-000001", position=1)
        item = replace(ITEM, quantity=Quantity(-1_000), returns=back)

        words = spoken(lines, item, LineTotals(-1_000, 0, 0, -1_000, -167))

        assert words == "-1 Ham, -10,00, Returned"


class TestOrder:
    def test_says_nothing_of_its_terms(self) -> None:
        text = customer_words.of_order(replace(SUMMARY, saved="1,00", cut="-0,60"))

        assert (text.title, text.large) == ("Total", "12,00 €")
        assert [one.words for one in text.rows] == ["Discount", "You save", "Tax included"]
        assert "staff" not in repr(text)

    def test_that_gives_back_says_so(self) -> None:
        text = customer_words.of_order(replace(SUMMARY, gives_back=True))

        assert text.title == "Goes back to you"


class TestPayment:
    def test_of_which_nothing_is_paid_is_one_amount(self) -> None:
        text = customer_words.of_payment(SUMMARY, PAY)

        assert (text.title, text.large, text.rows) == ("To pay", "12,00 €", ())

    def test_leaves_the_numbers_of_what_was_given_to_the_cashier(self) -> None:
        gift = TenderText("Voucher GIFT-7731", "5,00", "Voucher")

        text = customer_words.of_payment(SUMMARY, replace(PAY, due="7,00 €", tenders=(gift,)))

        assert text.rows == (SumRow("Total", "12,00 €", "strong"), SumRow("Voucher", "5,00"))

    def test_tells_a_tip_from_what_was_bought(self) -> None:
        pay = replace(PAY, total="12,00 €", tip="1,00", due="13,00 €")

        text = customer_words.of_payment(replace(SUMMARY, total="13,00 €"), pay)

        assert text.large == "13,00 €"
        assert text.rows == (SumRow("Total", "12,00 €", "strong"), SumRow("Tip", "1,00"))

    def test_of_an_order_with_a_tip_says_so_before(self) -> None:
        text = customer_words.of_order(replace(SUMMARY, total="13,00 €", tip="1,00"))

        assert SumRow("Tip", "1,00") in text.rows

    def test_shows_what_coins_round(self) -> None:
        text = customer_words.of_payment(SUMMARY, replace(PAY, rounding="-0,02"))

        assert SumRow("Rounded by", "-0,02") in text.rows


class TestDone:
    def test_without_change_thanks(self) -> None:
        text = customer_words.of_done(DONE, is_approved=True)

        assert (text.title, text.large, text.words) == ("Approved", "Thank you!", "12,00 paid")

    def test_of_an_even_exchange_has_nothing_to_pay(self) -> None:
        text = customer_words.of_done(replace(DONE, is_sale=False), is_approved=False)

        assert (text.large, text.words) == ("Thank you!", "Nothing to pay")

    def test_with_money_on_its_way_back_says_how_much(self) -> None:
        back = replace(DONE, is_sale=False, gives_back=True)

        text = customer_words.of_done(back, is_approved=False)

        assert (text.title, text.large) == ("On its way back to you", "12,00")


class TestAway:
    def test_tells_a_closed_till_from_one_that_waits(self) -> None:
        closed = customer_words.away("Corner Shop", is_open=False)
        locked = customer_words.away("Corner Shop", is_open=True)

        assert closed.words == "This till is closed."
        assert locked.words == "We will be with you in a moment."


class BrokenChoices:
    """Nothing can be kept."""

    def get(self, name: str, *, staff_id: int | None = None) -> str:
        return ""

    def put(self, name: str, value: str, *, staff_id: int | None = None) -> None:
        raise DiskRefusedError


class TestSwitch:
    def switch(self, owner: QObject, shop: FakeShop) -> DisplaySwitch:
        choices = Preferences(new_uow=shop.store.new_uow, settings=shop.setting_queries)
        return DisplaySwitch(
            choices=choices, tasks=InlineTaskRunner(), formats=FakeFormats(), parent=owner
        )

    def test_keeps_for_this_terminal_that_it_is_off(self, owner: QObject) -> None:
        shop = FakeShop()
        first = self.switch(owner, shop)
        first.show_screens(has_second=True)
        assert first.place is Place.SCREEN
        first.toggle()

        second = self.switch(owner, shop)
        second.show_screens(has_second=True)

        assert (first.place, second.place) == (Place.NOWHERE, Place.NOWHERE)

    def test_does_not_keep_a_trial(self, owner: QObject) -> None:
        shop = FakeShop()
        first = self.switch(owner, shop)
        first.show_screens(has_second=False)
        first.toggle()
        assert first.place is Place.WINDOW
        first.toggle()

        second = self.switch(owner, shop)
        second.show_screens(has_second=True)

        assert [first.place, second.place] == [Place.NOWHERE, Place.SCREEN]

    def test_does_not_put_what_was_beside_the_till_over_it(self, owner: QObject) -> None:
        switch = self.switch(owner, FakeShop())
        switch.show_screens(has_second=True)

        places = []
        for has_second in (False, True):
            switch.show_screens(has_second=has_second)
            places.append(switch.place)

        assert places == [Place.NOWHERE, Place.SCREEN]

    def test_keeps_nothing_of_a_window_that_was_closed(self, owner: QObject) -> None:
        shop = FakeShop()
        places = []
        for _ in range(2):
            switch = self.switch(owner, shop)
            switch.show_screens(has_second=True)
            places.append(switch.place)
            switch.close()
            places.append(switch.place)

        assert places == [Place.SCREEN, Place.NOWHERE] * 2

    def test_tells_that_it_could_not_be_kept(self, owner: QObject) -> None:
        told: list[str] = []
        switch = DisplaySwitch(
            choices=BrokenChoices(),
            tasks=InlineTaskRunner(),
            formats=FakeFormats(),
            parent=owner,
        )
        switch.told.connect(lambda words, _undo: told.append(words))
        switch.show_screens(has_second=True)

        switch.toggle()

        assert switch.place is Place.NOWHERE
        assert len(told) == 2
