"""Every row of the keyboard map for the screens people sell on, pressed on a real screen."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

from pos_app.views.input.keymap import EVERYWHERE, KEYMAP
from tests.journeys.hands import Hands
from tests.journeys.seeing import (
    BASKET,
    BREAD,
    BUTTER,
    PAIN,
    at,
    button,
    leave_sheet,
    line,
    lines,
    page,
    printed,
    ring_up,
    says,
    sheet,
    take_down_for_it,
)
from tests.journeys.store import pos_app


def pressed_all(hands: Hands, context: str, *, but: AbstractSet[str] = frozenset()) -> None:
    """:param but: what a test of its own presses"""
    pressed = {command for one, command in hands.pressed if one == context}
    assert pressed == {binding.command for binding in KEYMAP[context]} - but


def test_sell(hands: Hands) -> None:
    ring_up(hands, *BASKET)
    go_along_the_lines(hands)
    count_and_price(hands)
    open_the_sheets(hands)
    keep_several_orders(hands)
    pay_in_one_key(hands)
    pressed_all(hands, "sell", but={"other_side"})


def go_along_the_lines(hands: Hands) -> None:
    hands.do("sell", "up", at(1))
    hands.do("sell", "down", at(2))
    hands.do("sell", "home", at(0))
    hands.do("sell", "page_down", at(2))
    hands.do("sell", "page_up", at(0))
    hands.do("sell", "end", at(2))


def count_and_price(hands: Hands) -> None:
    total = hands.till.shown["labels"]["order_total"]
    hands.do("sell", "more", line(2, "2 "))
    hands.do("sell", "less", line(2, "1 "))
    hands.do("sell", "repeat", line(2, "2 "))
    hands.do("sell", "undo", line(2, "1 "))
    hands.do("sell", "redo", line(2, "2 "))
    hands.type("12")
    hands.till.wait_until(says("typed", "12"))
    hands.do("sell", "erase", lambda shown: shown["labels"].get("typed") == "1")
    hands.do("sell", "escape", lambda shown: not shown["labels"].get("typed"))
    hands.type("3")
    hands.do("sell", "quantity", line(2, "3 "))
    hands.type("2")
    hands.do("sell", "times", says("typed", "×"))
    hands.screen.scan(PAIN)
    hands.till.wait_until(line(3, "2 "))
    hands.do("sell", "remove", lines(3))
    hands.type("10")
    before = hands.till.shown["labels"]["order_total"]
    assert before != total
    hands.do("sell", "discount", says("discount_title", "Discount on Butter"))
    hands.screen.press("Return")
    hands.till.wait_until(lambda shown: shown["labels"]["order_total"] != before)
    cut = hands.till.shown["labels"]["order_total"]
    hands.type("2")
    hands.do("sell", "price", lambda shown: shown["labels"]["order_total"] not in (before, cut))


def open_the_sheets(hands: Hands) -> None:
    for command, context in (
        ("custom_item", "custom_item"),
        ("new_product", "new_product"),
        ("change_price", "price"),
        ("customer", "customer"),
        ("arrange", "favourites"),
        ("return_product", "return_product"),
    ):
        hands.do("sell", command, sheet(context))
        leave_sheet(hands)
    hands.screen.scan("20000010")
    hands.till.wait_until(says("notice_words", "20000010"))
    hands.do("sell", "custom_item", says("custom_title", "Price once"))
    leave_sheet(hands)
    hands.screen.press("Escape")
    hands.till.wait_until(lambda shown: "notice_words" not in shown["labels"])
    for command, title, words in (
        ("order_discount", "discount_title", "Discount on the whole order"),
        ("note", "note_title", "Note of Butter"),
        ("order_note", "note_title", "Note of the whole order"),
        ("price_check", "check_title", "Scan the item to see its price"),
        ("line_info", "check_title", "Butter"),
    ):
        hands.do("sell", command, says(title, words))
        leave_sheet(hands)
    for command in ("held", "reports", "settings", "staff", "activity"):
        hands.do("sell", command, page(command))
        hands.screen.press("Escape")
        hands.till.wait_for_page("sell")
    for key in ("F9", "Ctrl+2"):
        hands.key("sell", "find", key, page("find"))
        hands.screen.press("Escape")
        hands.till.wait_for_page("sell")
    hands.do("sell", "search", lambda shown: shown["focus"] == "search")
    hands.screen.press("Escape")
    hands.type("0.5")
    hands.screen.press("asterisk")
    hands.screen.scan("4011")
    hands.till.wait_for_lines(4)
    hands.do("sell", "weigh", sheet("weight"))
    leave_sheet(hands)
    hands.do("sell", "cash", sheet("cash"))
    leave_sheet(hands)


def keep_several_orders(hands: Hands) -> None:
    hands.do("sell", "new_order", lines(0))
    ring_up(hands, BREAD)
    hands.do("sell", "next_order", lines(4))
    hands.do("sell", "previous_order", lines(1))
    hands.do("sell", "close_order", lines(4))
    hands.do("sell", "hold", lines(0))
    ring_up(hands, BUTTER, PAIN)
    hands.do("sell", "cancel_order", lines(0))


def pay_in_one_key(hands: Hands) -> None:
    ring_up(hands, BREAD)
    hands.do("sell", "enter", page("pay"))
    hands.screen.press("Escape")
    hands.till.wait_for_page("sell")
    hands.do("sell", "pay_cash", page("pay"))
    hands.screen.press("Escape")
    hands.till.wait_for_page("sell")
    hands.do("sell", "pay_exact", page("done"))
    hands.screen.press("Return")
    hands.till.wait_for_page("sell")
    ring_up(hands, BREAD)
    hands.do("sell", "pay_card", page("done"))
    hands.screen.press("Return")
    hands.till.wait_for_page("sell")
    ring_up(hands, PAIN)
    take_down_for_it(hands, "Maria Silva")
    hands.do("sell", "no_customer", lambda shown: "Mar" not in shown["buttons"]["customer"])
    hands.do("sell", "pay_other", says("pay_message", "does not take"))


def test_everywhere(hands: Hands) -> None:
    ring_up(hands, BREAD)
    hands.do(EVERYWHERE, "keys", lambda shown: bool(shown["cards"]))
    hands.screen.press("Escape")
    hands.till.wait_until(lambda shown: not shown["cards"])
    hands.do(EVERYWHERE, "palette", sheet("palette"))
    leave_sheet(hands)
    hands.do(EVERYWHERE, "drawer", sheet("drawer"))
    leave_sheet(hands)
    hands.do(EVERYWHERE, "sync", sheet("sync"))
    leave_sheet(hands)
    hands.screen.press("ctrl+5")
    hands.till.wait_for_page("reports")
    hands.till.wait_until(says("report_span", "Today"))
    hands.do("reports", "range", sheet("range"))
    leave_sheet(hands)
    hands.do(EVERYWHERE, "sell", page("sell"))
    hands.do(EVERYWHERE, "work_offline", says("toast_words", "no head office"))
    hands.do(EVERYWHERE, "practice", says("toast_words", "nothing in it is real"))
    hands.do(EVERYWHERE, "menu", lambda shown: shown["menu"])
    hands.screen.press("Escape")
    hands.till.wait_until(lambda shown: not shown["menu"])
    hands.do(EVERYWHERE, "customer_display", lambda shown: bool(shown["customer"]))
    hands.do(EVERYWHERE, "customer_display", lambda shown: not shown["customer"])
    hands.do(EVERYWHERE, "smaller", lambda shown: shown["scale"] < 1)
    hands.do(EVERYWHERE, "normal_size", lambda shown: shown["scale"] == 1)
    hands.key(EVERYWHERE, "larger", "Ctrl+=", lambda shown: shown["scale"] > 1)
    hands.do(EVERYWHERE, "normal_size", lambda shown: shown["scale"] == 1)
    hands.screen.press("shift+F12")
    hands.till.wait_for_page("done")
    hands.screen.press("Return")
    hands.till.wait_for_page("sell")
    hands.do(EVERYWHERE, "reprint", says("toast_words", "printed again"))
    hands.do(EVERYWHERE, "lock", page("sign_in"))
    hands.do(EVERYWHERE, "full_screen", lambda shown: shown["full_screen"])
    pressed_all(hands, EVERYWHERE)


def test_payment(hands: Hands) -> None:
    ring_up(hands, *BASKET)
    hands.screen.press("F12")
    hands.till.wait_until(says("due", "5,47"))
    hands.do("pay", "by_items", says("guest_title", "Which lines"))
    hands.screen.press("Escape")
    hands.till.wait_until(lambda shown: "guest_title" not in shown["labels"])
    hands.do("pay", "customer", sheet("customer"))
    leave_sheet(hands)
    hands.do("pay", "tip", sheet("tip"))
    hands.type("1")
    hands.screen.press("Return")
    hands.till.wait_until(says("pay_tip", "1,00"))
    hands.do("pay", "undo_tip", lambda shown: "pay_tip" not in shown["labels"])
    hands.type("29")
    hands.till.wait_until(says("given", "29"))
    hands.do("pay", "backspace", lambda shown: "29" not in shown["labels"]["given"])
    hands.do("pay", "take", says("tender_amount_0", "2,00"))
    hands.type("1")
    hands.do("pay", "by_card", says("tender_amount_1", "1,00"))
    hands.do("pay", "up", lambda shown: shown["tender"] == 0)
    hands.do("pay", "down", lambda shown: shown["tender"] == 1)
    hands.do("pay", "remove", says("due", "3,47"))
    hands.do("pay", "split", says("parts_words", "equal parts"))
    hands.do("pay", "back", lambda shown: "parts_words" not in shown["labels"])
    hands.do("pay", "receipt", lambda shown: "print" not in shown["buttons"]["receipt_choice"])
    further = [f"another_{number}" for number in range(1, 7)]
    none = dict.fromkeys(further, "No way to pay has this key")
    for command in ("by_account", "by_voucher", "by_other", *further):
        hands.do("pay", command, says("pay_message", none.get(command, "does not take")))
        hands.type("1")
        hands.till.wait_until(lambda shown: not shown["labels"].get("pay_message"))
        hands.screen.press("BackSpace")
    hands.type("1")
    hands.till.wait_until(says("given", "1"))
    hands.do("pay", "plus", says("given", "3"), then="2")
    hands.screen.press("BackSpace", "BackSpace")
    hands.type("20")
    hands.do("pay", "by_cash", says("done_paid", "2,00"))
    for command in ("exact", *(f"quick_{place}" for place in range(1, 6))):
        hands.screen.press("Return")
        hands.till.wait_for_page("sell")
        ring_up(hands, BREAD)
        hands.screen.press("F12")
        amounts = hands.till.wait_until(says("due", "2,49"))["buttons"]
        hands.do("pay", command, page("done"))
        paid = amounts.get(command, "2,49").removeprefix("Exact ")
        assert paid in hands.till.shown["labels"]["done_paid"]
    pressed_all(hands, "pay")


def test_done(hands: Hands, folder: Path) -> None:
    pay_without_a_receipt(hands)
    hands.do("done", "print", says("print_state", "Receipt printed"))
    hands.till.wait_until(printed(folder, 1))
    hands.do("done", "change", sheet("change_tender"))
    leave_sheet(hands)
    hands.do("done", "email", sheet("email"))
    leave_sheet(hands)
    hands.do("done", "gift", printed(folder, 2))
    hands.key("done", "next", "Space", page("sell"))
    pay_without_a_receipt(hands)
    hands.key("done", "next", "Enter", page("sell"))
    ring_up(hands, PAIN)
    hands.screen.press("shift+F12")
    hands.till.wait_for_page("done")
    hands.do("done", "give_back", page("pay_out"))
    hands.screen.press("Escape")
    hands.till.wait_for_page("sell")
    pressed_all(hands, "done", but={"no_receipt"})


def pay_without_a_receipt(hands: Hands) -> None:
    """With change to give back, so that the screen stays."""
    ring_up(hands, PAIN)
    hands.screen.press("F12")
    hands.till.wait_for_page("pay")
    hands.screen.press("ctrl+r")
    hands.till.wait_until(lambda shown: "print" not in shown["buttons"]["receipt_choice"])
    hands.type("5")
    hands.screen.press("Return")
    hands.till.wait_for_page("done")


@pytest.fixture
def asking(folder: Path) -> Path:
    """A store that asks whether a receipt is wanted."""
    pos_app(folder, "store", "receipts", "ask")
    return folder


def test_no_receipt_where_it_is_asked_for(asking: Path, hands: Hands) -> None:
    ring_up(hands, PAIN)
    hands.screen.press("shift+F12")
    hands.till.wait_until(says("print_state", "Does the customer want a receipt?"))
    hands.do("done", "no_receipt", page("sell"))
    hands.till.wait_until(printed(asking, 0))


def test_held(hands: Hands) -> None:
    for code in BASKET:
        ring_up(hands, code)
        hands.screen.press("F7")
        hands.till.wait_for_lines(0)
    hands.screen.press("F7")
    hands.till.wait_until(lambda shown: shown["page"] == "held" and shown["row"] == 0)
    hands.do("held", "down", lambda shown: shown["row"] == 1)
    hands.do("held", "up", lambda shown: shown["row"] == 0)
    hands.do("held", "page_down", lambda shown: shown["row"] == 2)
    hands.do("held", "page_up", lambda shown: shown["row"] == 0)
    hands.type("br")
    hands.till.wait_until(lambda shown: shown["fields"]["held_search"] == "br")
    hands.do("held", "erase", lambda shown: shown["fields"]["held_search"] == "b")
    hands.screen.press("Escape")
    hands.till.wait_until(lambda shown: not shown["fields"].get("held_search"))
    hands.do("held", "rename", lambda shown: shown["focus"] not in ("page", ""))
    hands.screen.press("Escape")
    hands.till.wait_until(lambda shown: shown["focus"] == "page")
    hands.do("held", "remove", lambda shown: shown["rows"] == 2)
    hands.do("held", "undo", lambda shown: shown["rows"] == 3)
    hands.do("held", "switch", lambda shown: "held_remove" not in shown["buttons"])
    hands.screen.press("F7")
    hands.till.wait_until(lambda shown: "held_remove" in shown["buttons"])
    hands.do("held", "back", page("sell"))
    hands.screen.press("F7")
    hands.till.wait_for_page("held")
    hands.do("held", "recall", lambda shown: shown["page"] == "sell" and len(shown["lines"]) == 1)
    pressed_all(hands, "held")


def test_customer(hands: Hands) -> None:
    ring_up(hands, PAIN)
    for name in ("Maria Silva", "Marco Rossi"):
        take_down_for_it(hands, name)
    hands.screen.press("F4")
    hands.till.wait_until(sheet("customer"))
    hands.do("customer", "none", lambda shown: "Mar" not in shown["buttons"]["customer"])
    hands.screen.press("F4")
    hands.till.wait_until(sheet("customer"))
    hands.type("mar")
    hands.till.wait_until(lambda shown: shown["row"] == 0)
    hands.do("customer", "down", lambda shown: shown["row"] == 1)
    hands.do("customer", "up", lambda shown: shown["row"] == 0)
    hands.do("customer", "edit", lambda shown: "customer_name" in shown["fields"])
    hands.do("customer", "leave", lambda shown: "customer_name" not in shown["fields"])
    hands.type("mar")
    hands.till.wait_until(lambda shown: shown["rows"] == 2 and shown["row"] == 0)
    hands.do("customer", "choose", button("customer", "Mar"))
    pressed_all(hands, "customer")


def test_a_hundred_scans_at_ten_a_second_beside_a_sheet(hands: Hands) -> None:
    """Each becomes a piece in the order, and nothing of any is typed into the sheet."""
    for key in ("F4", "Insert", "ctrl+i"):
        ring_up(hands, PAIN)
        hands.screen.press(key)
        hands.till.wait_until(lambda shown: bool(shown["sheet"]))
        before, opened = hands.till.shown["fields"], hands.till.shown["sheet"]
        hands.screen.scan_many([BASKET[count % 3] for count in range(1, 101)], every_ms=100)

        shown = hands.till.wait_until(lines(101))

        assert (shown["fields"], shown["sheet"]) == (before, opened), key
        leave_sheet(hands)
        hands.screen.press("ctrl+Delete")
        hands.till.wait_until(lines(0))
