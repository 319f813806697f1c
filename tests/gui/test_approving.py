from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.composition.demo_people import CASHIER_PIN, OWNER_PIN
from pos_app.domain.staff import Role
from tests.gui.driving import DrivenTill, Key
from tests.gui.test_new_product import UNKNOWN, product
from tests.gui.test_selling import BREAD, PAIN

WRONG = "555123"
SUPERVISOR_PIN = "561834"
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ben(till: DrivenTill) -> DrivenTill:
    """A cashier, who must ask for most."""
    till.choose_person("Ben")
    till.start_selling(CASHIER_PIN)
    till.scan(BREAD)
    till.quiet()
    return till


@pytest.fixture
def asked(ben: DrivenTill) -> DrivenTill:
    """With the sheet open over that of a new price."""
    ben.press(Key.Key_F6, SHIFT)
    ben.enter_text("9.99")
    ben.press(Key.Key_Return)
    wait_until_asked(ben)
    return ben


def wait_until_asked(till: DrivenTill) -> None:
    till.wait_for(lambda: is_asked(till), "the sheet")
    till.settle()


def has_count(till: DrivenTill, count: int) -> bool:
    return till.model.screens.sell.summary().count == count


def is_asked(till: DrivenTill) -> bool:
    return till.sees(QWidget, "approval_refuse")


def wait_for_end(till: DrivenTill) -> None:
    till.wait_for(lambda: not is_asked(till), "the end of the sheet")
    till.settle()


def entries(till: DrivenTill, kind: str) -> list[dict[str, Any]]:
    found = [json.loads(one.raw) for one in till.store.queries.journal.entries()]
    return [one for one in found if one["kind"] == kind]


def ids(till: DrivenTill) -> dict[str, int]:
    return {one.name: one.staff_id for one in till.store.queries.staff.listed()}


def price(till: DrivenTill, code: str = BREAD) -> int:
    found = product(till, code)
    assert found is not None
    return found.unit_price.minor


class TestSheet:
    def test_says_who_wants_what_and_how_much(self, asked: DrivenTill) -> None:
        assert asked.says("approval_asker") == "Ben asks for approval"
        assert asked.says("approval_what").startswith("New price of ")
        assert "9" in asked.says("approval_how_much")
        assert asked.says("approval_time") in {"60 s", "59 s", "58 s"}
        assert asked.sees(QWidget, f"approver_{ids(asked)['Ana']}")
        assert not asked.sees(QWidget, f"approver_{ids(asked)['Ben']}")

    def test_lets_it_happen_with_both_names(self, asked: DrivenTill) -> None:
        asked.enter_text(OWNER_PIN)
        wait_for_end(asked)
        asked.wait_for(lambda: price(asked) == 999, "the new price")

        people = ids(asked)
        (entry,) = (one for one in entries(asked, "config_change") if "new" in one["body"])
        assert (entry["user_id"], entry["approver_id"]) == (people["Ben"], people["Ana"])
        asked.wait_for(lambda: not asked.sees(QWidget, "price_save"), "the end of the price")
        assert asked.window.bar.person.text() == "Ben"

    def test_is_refused_by_esc_and_what_was_typed_stays(self, asked: DrivenTill) -> None:
        before = price(asked)
        asked.press(Key.Key_Escape)

        assert not is_asked(asked)
        assert price(asked) == before
        assert asked.says("price_problem") == "Not allowed: nothing was changed."
        asked.press(Key.Key_Return)
        wait_until_asked(asked)

    def test_ends_by_itself(self, asked: DrivenTill) -> None:
        asked.model.screens.approvals.time.start(0)

        assert not is_asked(asked)
        assert asked.says("price_problem").startswith("Nobody has allowed it within 60 s")

    def test_takes_no_wrong_pin(self, asked: DrivenTill) -> None:
        before = price(asked)
        asked.enter_text(WRONG)
        asked.wait_for(lambda: "Wrong" in asked.says("approval_message"), "the refusal")

        assert asked.failures_of("Ana") == 1
        assert price(asked) == before
        (entry,) = entries(asked, "login_failed")
        assert entry["body"]["permission"] == "manage_products"
        assert entry["body"]["asked_by"] == ids(asked)["Ben"]

    def test_does_not_take_the_askers_own_pin(self, asked: DrivenTill) -> None:
        asked.enter_text(CASHIER_PIN)
        asked.wait_for(lambda: "Wrong" in asked.says("approval_message"), "the refusal")

        assert is_asked(asked)

    def test_waits_after_too_many(self, asked: DrivenTill) -> None:
        for count in range(1, 4):
            asked.enter_text(WRONG)
            asked.wait_for_failures("Ana", count)
            asked.wait_for(lambda: not asked.model.screens.approvals.is_busy, "the answer")
        asked.wait_for(lambda: "again in" in asked.says("approval_message"), "the wait")
        asked.enter_text(OWNER_PIN[:3])

        assert asked.model.screens.approvals.pin.digits == ""

    def test_lets_scans_go_to_the_order(self, asked: DrivenTill) -> None:
        for code in (PAIN, BREAD):
            wanted = asked.model.screens.sell.summary().count + 1
            asked.scan(code)
            asked.wait_for(partial(has_count, asked, wanted), "the scan")

        assert is_asked(asked)
        assert asked.failures_of("Ana") == 0
        asked.enter_text(OWNER_PIN)
        wait_for_end(asked)

    def test_lets_scans_go_to_the_order_while_it_takes_no_pin(self, asked: DrivenTill) -> None:
        for count in range(1, 4):
            asked.enter_text(WRONG)
            asked.wait_for_failures("Ana", count)
            asked.wait_for(lambda: not asked.model.screens.approvals.is_busy, "the answer")
        wanted = asked.model.screens.sell.summary().count + 1
        asked.scan(PAIN)
        asked.wait_for(partial(has_count, asked, wanted), "the scan")

    def test_lets_a_code_with_letters_go_to_the_order(self, asked: DrivenTill) -> None:
        asked.scan("40063AB81")

        asked.wait_for(lambda: asked.sees(QLabel, "notice_words"), "the strip")
        assert "40063AB81" in asked.says("notice_words")
        assert asked.failures_of("Ana") == 0

    def test_lets_a_short_code_go_to_the_order(self, asked: DrivenTill) -> None:
        asked.scan("999999")

        asked.wait_for(lambda: asked.sees(QLabel, "notice_words"), "the strip")
        assert "999999" in asked.says("notice_words")
        assert asked.failures_of("Ana") == 0

    def test_goes_with_its_screen(self, asked: DrivenTill) -> None:
        before = price(asked)
        asked.press(Key.Key_L, CTRL)
        asked.wait_for_page("sign_in")

        assert not is_asked(asked)
        assert not asked.sees(QWidget, "price_save")
        assert price(asked) == before
        assert asked.scanner.digits_are_keys

    def test_gives_the_keys_back_to_the_sheet_below(self, asked: DrivenTill) -> None:
        asked.press(Key.Key_Escape)
        asked.press(Key.Key_Backspace)
        asked.enter_text("8")

        assert not asked.scanner.digits_are_keys
        assert asked.says("price_amount").startswith("9,98")

    def test_has_no_digit_held_back(self, asked: DrivenTill) -> None:
        assert asked.scanner.digits_are_keys

    def test_needs_no_more_keys_than_the_pin(self, asked: DrivenTill) -> None:
        before = asked.keys_pressed
        asked.enter_text(OWNER_PIN)
        wait_for_end(asked)

        assert asked.keys_pressed - before == len(OWNER_PIN)


def ask_for_a_quarter(till: DrivenTill) -> None:
    """Off the highlighted line: more than a cashier may give."""
    till.enter_text("25")
    till.press(Key.Key_F5)
    till.press(Key.Key_Return)
    wait_until_asked(till)


class TestDiscount:
    def test_over_the_limit_is_paid_with_both_names(self, ben: DrivenTill) -> None:
        before = ben.keys_pressed
        ask_for_a_quarter(ben)
        assert ben.says("approval_what").startswith("Discount on ")
        assert ben.says("approval_how_much").startswith("25")
        assert "10" in ben.says("approval_limit")
        ben.enter_text(OWNER_PIN)
        wait_for_end(ben)
        assert ben.keys_pressed - before == len("25") + 2 + len(OWNER_PIN)

        ben.press(Key.Key_F12, SHIFT)
        ben.wait_for_page("done")
        people = ids(ben)
        ben.wait_for(lambda: bool(entries(ben, "discount")), "the entry of the discount")
        (entry,) = entries(ben, "discount")
        assert (entry["user_id"], entry["approver_id"]) == (people["Ben"], people["Ana"])
        (order,) = entries(ben, "order")
        assert order["body"]["items"][0]["approved_by"] == people["Ana"]

    def test_within_a_supervisors_limit_is_allowed_by_one(self, ben: DrivenTill) -> None:
        staff = ben.store.services.staff
        sue = staff.add(actor=staff.owner(), name="Sue", role=Role.SUPERVISOR, pin=SUPERVISOR_PIN)
        ask_for_a_quarter(ben)
        ben.click(f"approver_{sue.staff_id}")
        ben.enter_text(SUPERVISOR_PIN)
        wait_for_end(ben)
        assert "−25" in ben.lines()[0]

        ben.enter_text("31")
        ben.press(Key.Key_F5)
        ben.press(Key.Key_Return)
        wait_until_asked(ben)
        assert not ben.sees(QWidget, f"approver_{sue.staff_id}")

    def test_of_one_piece_is_not_given_on_those_scanned_meanwhile(self, ben: DrivenTill) -> None:
        ask_for_a_quarter(ben)
        wanted = ben.model.screens.sell.summary().count + 1
        ben.scan(BREAD)
        ben.wait_for(partial(has_count, ben, wanted), "the scan")
        lines = ben.lines()
        ben.enter_text(OWNER_PIN)
        wait_for_end(ben)

        assert ben.lines() == lines
        assert entries(ben, "discount") == []
        assert ben.says("discount_problem").startswith("That line has changed")

    def test_is_not_given_if_it_is_refused(self, ben: DrivenTill) -> None:
        before = ben.lines()
        ask_for_a_quarter(ben)
        ben.press(Key.Key_Escape)

        assert ben.lines() == before
        assert entries(ben, "discount") == []


class TestBadge:
    @pytest.fixture
    def badges(self, asked: DrivenTill) -> DrivenTill:
        staff = asked.store.services.staff
        for name in ("Ana", "Ben"):
            staff.set_badge(actor=staff.owner(), name=name, code=f"B-{name.upper()}-4711")
        return asked

    def test_of_who_may_allows_it(self, badges: DrivenTill) -> None:
        badges.scan("B-ANA-4711")
        wait_for_end(badges)
        badges.wait_for(lambda: price(badges) == 999, "the new price")

        entry = entries(badges, "config_change")[-1]
        people = ids(badges)
        assert (entry["user_id"], entry["approver_id"]) == (people["Ben"], people["Ana"])

    def test_of_who_asks_does_not(self, badges: DrivenTill) -> None:
        badges.scan("B-BEN-4711")
        badges.wait_for(lambda: badges.says("approval_message") != "", "the refusal")

        assert badges.says("approval_message").startswith("Nobody allows themselves")
        assert is_asked(badges)

    def test_that_nobody_has_is_journalled_with_what_it_was_for(self, badges: DrivenTill) -> None:
        badges.scan("B-EVA-4711")
        badges.wait_for(lambda: badges.says("approval_message") != "", "the refusal")

        assert badges.says("approval_message").startswith("Nobody here has this badge")
        (entry,) = entries(badges, "login_failed")
        assert entry["body"]["permission"] == "manage_products"


class TestNewProduct:
    def test_of_a_cashier_is_in_the_order_once_it_is_allowed(self, ben: DrivenTill) -> None:
        ben.scan(UNKNOWN)
        ben.quiet()
        ben.press(Key.Key_Insert)
        ben.enter_text("Pen")
        ben.press(Key.Key_Tab)
        ben.enter_text("2,5")
        ben.press(Key.Key_Return)
        wait_until_asked(ben)
        assert ben.says("approval_what") == "New product: Pen"
        ben.enter_text(OWNER_PIN)
        wait_for_end(ben)
        ben.wait_for(lambda: ben.lines()[-1] == "1 Pen, 2,50", "the line")

        people = ids(ben)
        entry = entries(ben, "config_change")[-1]
        assert (entry["user_id"], entry["approver_id"]) == (people["Ben"], people["Ana"])

    def test_that_cannot_be_is_refused_before_anybody_is_asked(self, ben: DrivenTill) -> None:
        ben.press(Key.Key_Insert)
        ben.press(Key.Key_Return)
        ben.wait_for(lambda: ben.sees(QLabel, "new_barcode_problem"), "the refusal")

        assert not is_asked(ben)


def test_who_may_is_not_asked(selling: DrivenTill) -> None:
    selling.scan(BREAD)
    selling.quiet()
    selling.press(Key.Key_F6, SHIFT)
    selling.enter_text("9.99")
    selling.press(Key.Key_Return)
    selling.wait_for(lambda: price(selling) == 999, "the new price")

    assert not is_asked(selling)


class TestExpectedCash:
    @pytest.fixture
    def closed(self, ben: DrivenTill) -> DrivenTill:
        ben.press(Key.Key_Delete, CTRL)
        ben.model.close_shift()
        ben.wait_for_page("close_shift")
        ben.press(Key.Key_Return)
        ben.wait_for(lambda: ben.says("title") == "The shift is closed", "the close")
        ben.press(Key.Key_E, CTRL)
        wait_until_asked(ben)
        return ben

    def test_is_seen_once_somebody_allows_it(self, closed: DrivenTill) -> None:
        closed.enter_text(OWNER_PIN)
        wait_for_end(closed)
        closed.wait_for(lambda: closed.says("results") != "", "what was expected")

        assert closed.says("results").startswith("Expected ")
        assert not closed.sees(QWidget, "close_expected")
        people = ids(closed)
        (entry,) = entries(closed, "count")
        assert (entry["user_id"], entry["approver_id"]) == (people["Ben"], people["Ana"])

    def test_stays_unseen_if_not(self, closed: DrivenTill) -> None:
        closed.press(Key.Key_Escape)

        assert closed.says("results") == ""
        assert closed.says("message").startswith("Not allowed")
        assert entries(closed, "count") == []
        assert closed.page == "close_shift"
