"""An order paid in several parts, by the keys of the payment screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.demo_people import OWNER_PIN
from pos_app.composition.opening import writing
from pos_app.composition.paying import payment_settings_of
from pos_app.composition.store_settings import settings_of
from pos_app.domain.payment import Payment, PaymentMethod
from pos_app.domain.tender import TenderMethod
from pos_app.views.shared.controls import ActionButton
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.gui.test_held_orders import as_ben, open_list
from tests.screens.__main__ import SIZES

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
PAIN = "3276550614043"  # 1.79
BREAD = "0721762513958"  # 2.49
BEN_PIN = "250917"
MEAL = TenderMethod(
    "meal", PaymentMethod.VOUCHER, "Meal voucher", opens_drawer=True, asks_reference=True
)


def start_paying(till: DrivenTill) -> DrivenTill:
    """4.28 to pay."""
    till.scan(PAIN)
    till.scan(BREAD)
    till.quiet()
    till.press(Key.Key_Return)
    till.wait_for_page("pay")
    return till


@pytest.fixture
def paying(selling: DrivenTill) -> DrivenTill:
    return start_paying(selling)


def take_two_in_cash(till: DrivenTill) -> None:
    till.enter_text("2")
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "tender_0"), "the part")


def payments(till: DrivenTill) -> list[Payment]:
    document = till.store.queries.orders.latest()
    assert document is not None
    return list(document.payments)


def in_short(till: DrivenTill) -> list[tuple[str, int, int]]:
    return [(one.method, one.amount, one.change) for one in payments(till)]


class TestCard:
    def test_for_all_of_it_is_one_key_on_the_sell_screen(self, selling: DrivenTill) -> None:
        selling.scan(PAIN)
        selling.quiet()
        selling.keys_pressed = 0

        selling.press(Key.Key_F11)
        selling.wait_for_page("done")

        assert selling.keys_pressed == 1
        assert in_short(selling) == [("card", 179, 0)]

    def test_pays_what_is_left_by_key_or_touch(self, paying: DrivenTill) -> None:
        take_two_in_cash(paying)

        paying.click("method_card")
        paying.wait_for_page("done")

        assert in_short(paying) == [("cash", 200, 0), ("card", 228, 0)]

    def test_gives_no_change_and_says_so(self, paying: DrivenTill) -> None:
        paying.enter_text("50")

        paying.press(Key.Key_F11)
        paying.wait_for_page("done")

        assert in_short(paying) == [("card", 428, 0)]
        assert "no change" in paying.says("toast_words")

    def test_takes_a_part_that_was_typed(self, paying: DrivenTill) -> None:
        paying.enter_text("1.50")
        paying.press(Key.Key_F11)
        paying.wait_for(lambda: paying.sees(QLabel, "tender_0"), "the part")
        assert paying.says("due") == "2,78\u00a0€"
        paying.enter_text("5")
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")

        assert in_short(paying) == [("card", 150, 0), ("cash", 278, 222)]


class TestWay:
    @pytest.mark.parametrize("key", [Key.Key_G, Key.Key_A])
    def test_that_the_store_does_not_take_is_refused(self, paying: DrivenTill, key: Qt.Key) -> None:
        paying.press(key, CTRL)

        assert "does not take" in paying.says("pay_message")
        assert paying.page == "pay"

    def test_by_f12_takes_cash(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_F12)
        paying.wait_for_page("done")

        assert in_short(paying) == [("cash", 428, 0)]


class TestParts:
    def test_are_listed_and_leave_the_rest(self, paying: DrivenTill) -> None:
        take_two_in_cash(paying)

        assert paying.says("tender_0") == "Cash"
        assert paying.says("tender_amount_0") == "2,00"
        assert paying.says("pay_total") == "Total 4,28\u00a0€"
        assert (paying.says("due"), paying.says("given")) == ("2,28\u00a0€", "2,28")
        assert paying.drafts() == [428]
        assert paying.orders() == []

    def test_are_given_back_by_a_key(self, paying: DrivenTill) -> None:
        take_two_in_cash(paying)

        paying.press(Key.Key_Delete)
        paying.wait_for(lambda: not paying.sees(QLabel, "tender_0"), "the end of the part")

        assert paying.says("due") == "4,28\u00a0€"
        paying.press(Key.Key_Escape)
        paying.wait_for_page("sell")

    def test_are_given_back_by_touch_whichever_it_is(self, paying: DrivenTill) -> None:
        take_two_in_cash(paying)
        paying.enter_text("1")
        paying.press(Key.Key_F11)
        paying.wait_for(lambda: paying.sees(QLabel, "tender_1"), "the second part")

        paying.click("tender_remove_0")
        paying.wait_for(
            lambda: paying.sees(QLabel, "tender_0") and not paying.sees(QLabel, "tender_1"),
            "one part less",
        )

        assert paying.says("tender_0") == "Card"
        assert paying.says("due") == "3,28\u00a0€"

    def test_are_chosen_by_the_arrows(self, paying: DrivenTill) -> None:
        take_two_in_cash(paying)
        paying.enter_text("1")
        paying.press(Key.Key_F11)
        paying.wait_for(lambda: paying.sees(QLabel, "tender_1"), "the second part")

        paying.press(Key.Key_Up)
        paying.press(Key.Key_Delete)
        paying.wait_for(
            lambda: paying.sees(QLabel, "tender_0") and not paying.sees(QLabel, "tender_1"),
            "one part less",
        )

        assert paying.says("tender_0") == "Card"

    def test_keep_the_screen_until_they_are_given_back(self, paying: DrivenTill) -> None:
        take_two_in_cash(paying)

        paying.press(Key.Key_Escape)
        assert "Give it back first" in paying.says("pay_message")
        paying.scan(PAIN)

        assert paying.page == "pay"
        assert "Give it back first" in paying.says("pay_message")

    def test_are_there_again_after_the_till_was_locked(self, paying: DrivenTill) -> None:
        take_two_in_cash(paying)
        paying.press(Key.Key_L, CTRL)
        paying.wait_for_page("sign_in")

        paying.enter_text(OWNER_PIN)
        paying.wait_for_page("pay")

        assert paying.says("due") == "2,28\u00a0€"
        paying.press(Key.Key_F11)
        paying.wait_for_page("done")
        assert in_short(paying) == [("cash", 200, 0), ("card", 228, 0)]

    def test_are_of_no_one_else(self, paying: DrivenTill) -> None:
        take_two_in_cash(paying)
        paying.press(Key.Key_L, CTRL)
        paying.choose_person("Ben")
        paying.enter_text(BEN_PIN)
        paying.wait_for_page("sell")

        assert paying.lines() == []

    def test_hold_up_the_end_of_the_shift_until_somebody_has_settled_them(
        self, paying: DrivenTill
    ) -> None:
        take_two_in_cash(paying)
        as_ben(paying)
        closing = paying.model.screens.close_shift
        paying.model.close_shift()
        paying.wait_for_page("close_shift")
        closing.close()
        paying.wait_for(lambda: not closing.is_busy, "the refusal")
        assert paying.store.queries.shifts.current() is not None
        closing.back()
        paying.wait_for_page("sell")
        open_list(paying)
        paying.press(Key.Key_Return)
        paying.wait_for(lambda: paying.model.screens.approvals.is_open, "the sheet")
        paying.settle()
        paying.enter_text(OWNER_PIN)
        paying.wait_for_page("sell")
        paying.press(Key.Key_F12)
        paying.wait_for_page("pay")

        assert paying.says("tender_amount_0") == "2,00"
        paying.press(Key.Key_F11)
        paying.wait_for_page("done")
        assert in_short(paying) == [("cash", 200, 0), ("card", 228, 0)]

    def test_are_there_again_after_the_till_was_stopped(
        self, qapp: object, folder: Path, owner: object
    ) -> None:
        with driven_till(folder) as till:
            till.start_selling()
            take_two_in_cash(start_paying(till))
            # As after a kill: the disk as it is now.
            drafts = till.store.queries.drafts.drafts()
            assert '"tenders":[{"method":"cash","tendered":200}]' in drafts[0].body
        with driven_till(folder) as till:
            till.wait_for_page("sign_in")
            till.enter_text(OWNER_PIN)
            till.wait_for_page("pay")

            assert till.says("tender_amount_0") == "2,00"

    def test_of_nothing_are_refused(self, paying: DrivenTill) -> None:
        paying.enter_text("0")
        assert not paying.widget(ActionButton, "take").isEnabled()

        paying.press(Key.Key_Return)
        assert "Type how much" in paying.says("pay_message")
        paying.press(Key.Key_F11)
        assert "Type how much" in paying.says("pay_message")

    def test_wait_for_a_shift(self, paying: DrivenTill) -> None:
        paying.close_shift_behind_its_back()
        paying.enter_text("2")
        paying.press(Key.Key_Return)

        paying.wait_for_page("open_shift")


class TestSplit:
    def test_into_equal_parts_leads_from_guest_to_guest(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_S, CTRL)
        paying.enter_text("3")

        assert paying.says("given_title") == "Part 1 of 3 · Cash given"
        assert paying.says("given") == "1,43"
        paying.enter_text("2")
        assert (paying.says("verdict"), paying.says("change")) == ("Change", "0,57")
        paying.press(Key.Key_Return)
        paying.wait_for(lambda: paying.says("given_title").startswith("Part 2"), "the second")
        assert paying.says("given") == "1,43"
        paying.press(Key.Key_F11)
        paying.wait_for(lambda: paying.says("given_title").startswith("Part 3"), "the third")
        assert paying.says("given") == "1,42"
        paying.press(Key.Key_2, ALT)
        paying.wait_for_page("done")

        assert in_short(paying) == [("cash", 143, 57), ("card", 143, 0), ("cash", 142, 358)]

    def test_is_left_by_a_key(self, paying: DrivenTill) -> None:
        paying.click("split")
        assert paying.sees(ActionButton, "parts_6")

        paying.press(Key.Key_Escape)

        assert not paying.sees(ActionButton, "parts_6")
        assert paying.page == "pay"

    def test_is_chosen_by_touch(self, paying: DrivenTill) -> None:
        paying.click("split")
        paying.click("parts_2")

        assert paying.says("given") == "2,14"

    def test_lets_a_guest_pay_in_two_ways(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_S, CTRL)
        paying.enter_text("2")
        paying.enter_text("1")
        paying.press(Key.Key_Return)
        paying.wait_for(lambda: paying.sees(QLabel, "tender_0"), "half a share")

        assert paying.says("given_title").startswith("Part 1 of 2")
        assert paying.says("given") == "1,14"


class TestItems:
    """1.79 and 2.49 in the order."""

    def test_of_a_guest_are_paid_and_the_others_pay_the_rest(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_S, CTRL)
        paying.click("parts_items")
        paying.press(Key.Key_Space)
        assert paying.says("guest_total") == "1,79\u00a0€"
        paying.press(Key.Key_Return)

        assert paying.says("given_title") == "Chosen items · Cash given"
        paying.enter_text("2")
        paying.press(Key.Key_Return)
        paying.wait_for(lambda: paying.sees(QLabel, "tender_0"), "the part")
        assert paying.says("given") == "2,49"
        paying.press(Key.Key_F11)
        paying.wait_for_page("done")

        assert in_short(paying) == [("cash", 179, 21), ("card", 249, 0)]

    def test_that_are_paid_are_chosen_no_more(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_I, CTRL)
        paying.press(Key.Key_Space)
        paying.press(Key.Key_Return)
        paying.press(Key.Key_F11)
        paying.wait_for(lambda: paying.sees(QLabel, "tender_0"), "the part")

        paying.press(Key.Key_I, CTRL)
        paying.press(Key.Key_Up)
        paying.press(Key.Key_Space)
        assert paying.says("guest_total") == "0,00\u00a0€"
        paying.press(Key.Key_Down)
        paying.press(Key.Key_Space)

        assert paying.says("guest_total") == "2,49\u00a0€"

    def test_all_of_them_are_the_whole_order(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_I, CTRL)
        paying.press(Key.Key_Space)
        paying.press(Key.Key_Down)
        paying.press(Key.Key_Space)
        paying.press(Key.Key_Return)
        assert paying.says("given") == "4,28"

        paying.press(Key.Key_F11)
        paying.wait_for_page("done")

        assert in_short(paying) == [("card", 428, 0)]

    def test_are_left_by_a_key_and_none_takes_nothing(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_I, CTRL)
        paying.press(Key.Key_Return)
        assert paying.sees(QLabel, "guest_title")

        paying.press(Key.Key_Escape)

        assert not paying.sees(QLabel, "guest_title")
        assert paying.page == "pay"
        assert paying.says("given") == "4,28"

    def test_are_free_again_when_a_part_is_given_back(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_I, CTRL)
        paying.press(Key.Key_Space)
        paying.press(Key.Key_Return)
        paying.press(Key.Key_F11)
        paying.wait_for(lambda: paying.sees(QLabel, "tender_0"), "the part")
        paying.press(Key.Key_Delete)
        paying.wait_for(lambda: not paying.sees(QLabel, "tender_0"), "the end of the part")

        paying.press(Key.Key_I, CTRL)
        paying.press(Key.Key_Space)

        assert paying.says("guest_total") == "1,79\u00a0€"


class TestVoucher:
    @pytest.fixture
    def paying(self, qapp: object, folder: Path) -> Iterator[DrivenTill]:
        with writing(DataFolder(folder)) as store:
            settings = payment_settings_of(store)
            settings.put_method(actor=store.services.staff.owner(), method=MEAL)
        with driven_till(folder) as till:
            till.start_selling()
            yield start_paying(till)

    def test_asks_its_number(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_G, CTRL)
        assert paying.says("reference_words") == "Number of: Meal voucher"

        paying.enter_text("AB 12")
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")

        (payment,) = payments(paying)
        assert (payment.method, payment.amount, payment.reference) == ("meal", 428, "AB 12")
        assert "Meal voucher" in paying.says("receipt")
        assert "AB 12" in paying.says("receipt")

    def test_never_takes_a_card_number(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_G, CTRL)
        field = paying.widget(QLineEdit, "reference")
        field.setText("4111 1111 1111 1111")
        paying.click("reference_take")

        assert "card number" in paying.says("pay_message")
        assert paying.orders() == []

    def test_is_left_by_a_key(self, paying: DrivenTill) -> None:
        paying.click("method_meal")
        paying.press(Key.Key_Escape)

        assert not paying.sees(QLineEdit, "reference")
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")
        assert in_short(paying) == [("cash", 428, 0)]


class TestCents:
    @pytest.fixture
    def paying(self, qapp: object, folder: Path) -> Iterator[DrivenTill]:
        with writing(DataFolder(folder)) as store:
            settings_of(store).change(actor=store.services.staff.owner(), texts={"in_cents": "on"})
        with driven_till(folder) as till:
            till.start_selling()
            yield start_paying(till)

    def test_are_typed_without_a_point(self, paying: DrivenTill) -> None:
        paying.enter_text("5")
        paying.click("pay_pad_00")
        assert paying.says("given") == "5,00"

        paying.press(Key.Key_Return)
        paying.wait_for_page("done")
        assert in_short(paying) == [("cash", 428, 72)]


class TestReceipt:
    def test_is_not_printed_if_the_cashier_says_so(self, paying: DrivenTill, folder: Path) -> None:
        paying.press(Key.Key_R, CTRL)
        assert paying.widget(ActionButton, "receipt_choice").text() == "Receipt: none"
        paying.enter_text("5")
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")

        assert paying.store.queries.print_jobs.waiting(limit=9) == []
        assert not list((folder / "printed").glob("*"))

    def test_is_the_stores_habit_again_for_the_next_order(self, paying: DrivenTill) -> None:
        paying.click("receipt_choice")
        paying.press(Key.Key_Return)
        paying.wait_for_page("done")
        paying.press(Key.Key_Return)
        paying.wait_for_page("sell")
        start_paying(paying)

        assert paying.widget(ActionButton, "receipt_choice").text() == "Receipt: print"


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_on_every_screen_by_keys(qapp: object, folder: Path, size: tuple[int, int]) -> None:
    with driven_till(folder, size=size) as till:
        till.start_selling()
        take_two_in_cash(start_paying(till))
        till.press(Key.Key_F11)
        till.wait_for_page("done")

        assert in_short(till) == [("cash", 200, 0), ("card", 228, 0)]
