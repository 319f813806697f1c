"""A tip on the order at the counter, by the keys of the payment screen and its sheet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from pos_app.adapters.system.paths import DataFolder
from pos_app.composition.demo_people import OWNER_PIN
from pos_app.composition.opening import writing
from pos_app.composition.store_settings import settings_of
from pos_app.domain.order_document import OrderDocument
from pos_app.views.shared.controls import ActionButton
from tests.gui.driving import DrivenTill, Key, driven_till
from tests.gui.test_giving_back import open_sheet as open_return
from tests.gui.test_split_paying import PAIN, in_short, start_paying, take_two_in_cash

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def paying(selling: DrivenTill) -> DrivenTill:
    """4.28 to pay."""
    return start_paying(selling)


def open_sheet(till: DrivenTill) -> None:
    till.press(Key.Key_T, CTRL)
    till.wait_for(lambda: till.sees(QLabel, "tip_title"), "the sheet")


def tip(till: DrivenTill, typed: str) -> None:
    open_sheet(till)
    till.enter_text(typed)
    till.press(Key.Key_Return)
    till.wait_for(lambda: till.sees(QLabel, "pay_tip"), "the tip")


def sold(till: DrivenTill) -> OrderDocument:
    document = till.store.queries.orders.latest()
    assert document is not None
    return document


class TestUsual:
    def test_are_shares_of_the_total_and_taken_by_one_key(self, paying: DrivenTill) -> None:
        open_sheet(paying)
        assert [paying.widget(ActionButton, f"tip_usual_{n}").text() for n in (1, 2, 3)] == [
            "5\u00a0%  0,21",
            "10\u00a0%  0,43",
            "15\u00a0%  0,64",
        ]
        assert paying.says("tip_title") == "Tip on 4,28\u00a0€"

        paying.press(Key.Key_2, ALT)
        paying.wait_for(lambda: paying.sees(QLabel, "pay_tip"), "the tip")

        assert (paying.says("pay_total"), paying.says("pay_tip")) == (
            "Total 4,28\u00a0€",
            "Tip 0,43",
        )
        assert (paying.says("due"), paying.says("given")) == ("4,71\u00a0€", "4,71")

    @pytest.mark.parametrize(("place", "due"), [(1, "4,49"), (3, "4,92")])
    def test_are_tapped(self, paying: DrivenTill, place: int, due: str) -> None:
        paying.click("tip")
        paying.click(f"tip_usual_{place}")
        paying.wait_for(lambda: paying.sees(QLabel, "pay_tip"), "the tip")

        assert paying.says("given") == due


class TestOwn:
    def test_is_typed_and_paid_with_the_rest(self, paying: DrivenTill) -> None:
        tip(paying, "0.72")
        paying.press(Key.Key_F11)
        paying.wait_for_page("done")

        assert in_short(paying) == [("card", 500, 0)]
        assert (sold(paying).totals.total, sold(paying).totals.tip) == (428, 72)
        assert paying.says("done_change") == "5,00"
        assert "total 5,00, 0,72 of it a tip" in paying.says("done_paid")
        assert "Tip" in paying.says("receipt")
        shift = paying.shift()
        assert (shift.sales, shift.tips, shift.cash_sales) == (428, 72, 0)

    def test_of_more_than_the_order_is_typed_twice(self, paying: DrivenTill) -> None:
        open_sheet(paying)
        paying.enter_text("50")
        paying.press(Key.Key_Return)
        assert "more than the order itself" in paying.says("tip_problem")
        assert "once more" in paying.says("tip_problem")
        paying.enter_text("5")
        paying.press(Key.Key_Return)
        assert "more than the order itself" in paying.says("tip_problem")
        paying.enter_text("5")
        paying.press(Key.Key_Return)
        paying.wait_for(lambda: paying.sees(QLabel, "pay_tip"), "the tip")

        assert paying.says("pay_tip") == "Tip 5,00"

    def test_is_left_as_it_is_by_a_key(self, paying: DrivenTill) -> None:
        open_sheet(paying)
        paying.enter_text("15")
        paying.press(Key.Key_Backspace)
        assert paying.says("tip_amount") == "1,00\u00a0€"

        paying.press(Key.Key_Escape)

        assert not paying.sees(QLabel, "tip_title")
        assert not paying.sees(QLabel, "pay_tip")
        assert paying.page == "pay"

    def test_is_taken_out_and_put_back(self, paying: DrivenTill) -> None:
        tip(paying, "1")
        open_sheet(paying)
        paying.press(Key.Key_Delete)
        paying.wait_for(lambda: not paying.sees(QLabel, "pay_tip"), "no tip")
        assert paying.says("given") == "4,28"

        paying.press(Key.Key_Z, CTRL)
        paying.wait_for(lambda: paying.sees(QLabel, "pay_tip"), "the tip")

        assert (paying.says("pay_tip"), paying.says("given")) == ("Tip 1,00", "5,28")

    def test_waits_for_a_shift(self, paying: DrivenTill) -> None:
        paying.close_shift_behind_its_back()
        open_sheet(paying)
        paying.press(Key.Key_1, ALT)

        paying.wait_for_page("open_shift")


class TestOrder:
    def test_shows_what_is_to_pay_with_it_while_more_is_rung_up(self, paying: DrivenTill) -> None:
        tip(paying, "1")
        paying.press(Key.Key_Escape)
        paying.wait_for_page("sell")

        assert paying.says("order_total") == "5,28\u00a0€"
        assert "Tip: 1,00" in paying.says("order_terms")
        paying.press(Key.Key_F11)
        paying.wait_for_page("done")
        assert in_short(paying) == [("card", 528, 0)]

    def test_has_it_again_after_the_till_was_stopped(
        self, qapp: object, folder: Path, owner: object
    ) -> None:
        with driven_till(folder) as till:
            till.start_selling()
            tip(start_paying(till), "1")
            assert '"tip":100' in till.store.queries.drafts.drafts()[0].body
        with driven_till(folder) as till:
            till.wait_for_page("sign_in")
            till.enter_text(OWNER_PIN)
            till.wait_for_page("sell")
            till.press(Key.Key_F12)
            till.wait_for_page("pay")

            assert till.says("pay_tip") == "Tip 1,00"

    def test_takes_a_scan_in_the_place_of_a_tip(self, paying: DrivenTill) -> None:
        open_sheet(paying)
        paying.scan(PAIN)
        paying.wait_for_page("sell")

        assert len(paying.lines()) == 3
        assert not paying.sees(QLabel, "tip_title")


class TestParts:
    def test_leave_it_to_whoever_pays_the_rest(self, paying: DrivenTill) -> None:
        take_two_in_cash(paying)
        tip(paying, "0.22")
        assert paying.says("due") == "2,50\u00a0€"

        paying.press(Key.Key_F12)
        paying.wait_for_page("done")

        assert in_short(paying) == [("cash", 200, 0), ("cash", 250, 0)]

    def test_that_were_taken_with_it_keep_it(self, paying: DrivenTill) -> None:
        tip(paying, "1")
        paying.enter_text("5")
        paying.press(Key.Key_F11)
        paying.wait_for(lambda: paying.sees(QLabel, "tender_0"), "the part")
        open_sheet(paying)
        paying.press(Key.Key_Delete)

        assert "give a part back first" in paying.says("tip_problem")
        paying.press(Key.Key_Escape)
        paying.press(Key.Key_Delete)
        paying.wait_for(lambda: not paying.sees(QLabel, "tender_0"), "the end of the part")
        open_sheet(paying)
        paying.press(Key.Key_Delete)
        paying.wait_for(lambda: not paying.sees(QLabel, "pay_tip"), "no tip")

    def test_of_equal_size_let_the_guest_at_the_counter_give_it(self, paying: DrivenTill) -> None:
        paying.press(Key.Key_S, CTRL)
        paying.enter_text("2")
        tip(paying, "0.86")

        assert paying.says("given_title").startswith("Part 1 of 2")
        assert paying.says("given") == "3,00"
        paying.press(Key.Key_F11)
        paying.wait_for(lambda: paying.says("given_title").startswith("Part 2"), "the second")
        paying.press(Key.Key_F12)
        paying.wait_for_page("done")
        assert in_short(paying) == [("card", 300, 0), ("cash", 214, 0)]

    def test_by_items_leave_it_to_the_last_lines(self, paying: DrivenTill) -> None:
        tip(paying, "1")
        paying.press(Key.Key_I, CTRL)
        paying.press(Key.Key_Space)
        assert paying.says("guest_total") == "1,79\u00a0€"
        paying.press(Key.Key_Down)
        paying.press(Key.Key_Space)
        assert paying.says("guest_total") == "5,28\u00a0€"
        paying.press(Key.Key_Space)
        paying.press(Key.Key_Return)
        paying.press(Key.Key_F11)
        paying.wait_for(lambda: paying.sees(QLabel, "tender_0"), "the part")
        paying.press(Key.Key_F12)
        paying.wait_for_page("done")

        assert in_short(paying) == [("card", 179, 0), ("cash", 349, 0)]


class TestReturn:
    @pytest.fixture
    def tipped(self, paying: DrivenTill) -> DrivenTill:
        """4.28 and a tip of 0.72 are paid in cash."""
        tip(paying, "0.72")
        paying.press(Key.Key_F12)
        paying.wait_for_page("done")
        paying.press(Key.Key_Return)
        paying.wait_for_page("sell")
        return paying

    def test_of_everything_takes_the_tip_with_it(self, tipped: DrivenTill) -> None:
        open_return(tipped)
        assert "paid 5,00\u00a0€; 0,72 of it is a tip" in tipped.says("back_facts")
        tipped.press(Key.Key_A, CTRL)
        assert tipped.says("back_total") == "5,00\u00a0€"
        tipped.press(Key.Key_Return)
        tipped.wait_for_page("pay_out")
        assert tipped.says("pay_out_due") == "5,00\u00a0€"
        assert "with its tip of 0,72" in tipped.says("pay_out_about")
        tipped.press(Key.Key_Return)
        tipped.wait_for_page("done")

        assert "5,00 in cash given back, 0,72 of it the tip" in tipped.says("done_paid")
        assert tipped.shift().tips == 0

    def test_of_a_part_leaves_it(self, tipped: DrivenTill) -> None:
        open_return(tipped)
        tipped.press(Key.Key_Space)
        assert tipped.says("back_total") == "1,79\u00a0€"
        tipped.press(Key.Key_Return)
        tipped.wait_for_page("pay_out")

        assert "its tip of 0,72 stays" in tipped.says("pay_out_about")
        tipped.press(Key.Key_Return)
        tipped.wait_for_page("done")
        assert tipped.shift().tips == 72

    def test_of_a_whole_order_that_never_was_takes_it_too(self, tipped: DrivenTill) -> None:
        tipped.press(Key.Key_F9)
        tipped.wait_for_page("find")
        tipped.wait_for(lambda: tipped.widget(ActionButton, "find_void").isEnabled(), "the order")
        tipped.press(Key.Key_F9, SHIFT)
        tipped.wait_for(lambda: tipped.sees(QLabel, "void_title"), "the sheet")
        tipped.press(Key.Key_1, ALT)
        tipped.press(Key.Key_Return)
        tipped.wait_for_page("pay_out")

        assert "with its tip of 0,72" in tipped.says("pay_out_about")
        tipped.press(Key.Key_Return)
        tipped.wait_for_page("done")
        assert in_short(tipped) == [("cash", -500, 0)]


class TestShift:
    def test_says_its_tips_before_it_is_counted(self, paying: DrivenTill) -> None:
        tip(paying, "0.72")
        paying.press(Key.Key_F11)
        paying.wait_for_page("done")
        paying.press(Key.Key_Return)
        paying.wait_for_page("sell")

        paying.model.close_shift()
        paying.wait_for_page("close_shift")

        assert "tips of 0,72\u00a0€" in paying.says("explanation")


class TestStore:
    def test_that_takes_none_any_more_takes_one_off_that_was_given(
        self, paying: DrivenTill
    ) -> None:
        tip(paying, "0.72")
        paying.press(Key.Key_Escape)
        paying.wait_for_page("sell")
        live = paying.store.queries.live
        live.take(replace(live(), tips=False))
        paying.press(Key.Key_Return)
        paying.wait_for_page("pay")

        open_sheet(paying)
        paying.press(Key.Key_Delete)
        paying.wait_for(lambda: not paying.sees(QLabel, "pay_tip"), "no tip")

        assert paying.says("due") == "4,28\u00a0€"

    def test_that_takes_none_offers_none(self, qapp: object, folder: Path, owner: object) -> None:
        with writing(DataFolder(folder)) as store:
            settings_of(store).change(actor=store.services.staff.owner(), texts={"tips": "off"})
        with driven_till(folder) as till:
            till.start_selling()
            start_paying(till)
            assert not till.sees(ActionButton, "tip")

            till.press(Key.Key_T, CTRL)

            assert till.says("pay_message") == "This store takes no tips"
