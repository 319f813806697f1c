"""Every kind of order that a day has, rung up by keys."""

from __future__ import annotations

from typing import Final

from tests.journeys.cashier import BANANAS, BREAD, BUTTER, PAIN, Cashier
from tests.journeys.store import PIN

BEER, ROSES = "5012345678900", "5012345678917"
MORE_PRODUCTS: Final = """\
sku,barcode,name,category,price,tax_class,cost,stock,unit,deposit,age,open_price
DAY-BOTTLE,,Bottle deposit,Drinks,0.25,STANDARD,,,each,,,
DAY-BEER,5012345678900,Pale Ale,Drinks,2.20,STANDARD,1.20,24,each,DAY-BOTTLE,18,
DAY-ROSES,5012345678917,Roses,Flowers,9.00,STANDARD,,,each,,,yes
"""
BEN_PIN: Final = "730915"


def scanned(day: Cashier) -> None:
    day.scan(PAIN, BREAD, BUTTER)
    day.pay()


def by_card(day: Cashier) -> None:
    day.scan(BREAD)
    day.pay("F11")


def several(day: Cashier) -> None:
    day.scan(PAIN)
    day.type("3")
    day.press("F3")
    day.sees(lambda shown: shown["lines"][0].startswith("3 "))
    day.pay()


def weighed(day: Cashier) -> None:
    day.type("0.5*")
    day.scan(BANANAS)
    day.pay()


def without_a_product(day: Cashier) -> None:
    day.press("ctrl+e")
    day.sheet("custom_item")
    day.type("3.50")
    day.press("Return")
    day.till.wait_for_lines(1)
    day.pay()


def to_an_adult(day: Cashier) -> None:
    """In a bottle that has a deposit."""
    day.scan_once(BEER)
    day.sheet("age")
    day.press("Return")
    day.till.wait_for_lines(2)
    day.pay()


def at_any_price(day: Cashier) -> None:
    day.scan_once(ROSES)
    day.sheet("open_price")
    day.type("12.90")
    day.press("Return")
    day.till.wait_for_lines(1)
    day.pay()


def with_a_line_for_less(day: Cashier) -> None:
    day.scan(BREAD, BUTTER)
    day.type("10")
    with day.changing_the_total():
        day.press("F5")
        day.sheet("discount")
        day.press("Return")
    day.pay()


def for_less(day: Cashier) -> None:
    day.scan(BREAD, PAIN)
    with day.changing_the_total():
        day.press("shift+F5")
        day.sheet("discount")
        day.type("5")
        day.press("Return")
    day.pay()


def tipped(day: Cashier) -> None:
    day.scan(BREAD)
    day.begin_to_pay()
    day.press("ctrl+t")
    day.sheet("tip")
    day.type("1")
    day.press("Return")
    day.reads("pay_tip", "1,00")
    day.pay()


def paid_in_two_ways(day: Cashier) -> None:
    day.scan(BREAD, PAIN)
    day.begin_to_pay()
    day.type("2")
    day.press("Return")
    day.reads("tender_amount_0", "2,00")
    day.pay("F11")


def paid_another_way_after_all(day: Cashier) -> None:
    day.scan(BREAD)
    day.press("shift+F12")
    day.page("done")
    day.press("c")
    day.sheet("change_tender")
    day.press("1")
    day.reads("done_paid", "by card")
    day.finish()


def held(day: Cashier) -> None:
    """Somebody else is served meanwhile."""
    day.scan(PAIN, BUTTER)
    day.press("F7")
    day.till.wait_for_lines(0)
    scanned(day)
    day.press("F7")
    day.page("held")
    day.sees(lambda shown: shown["row"] == 0)
    day.press("Return")
    day.page("sell")
    day.till.wait_for_lines(2)
    day.pay()


def given_up(day: Cashier) -> None:
    day.scan(BREAD)
    day.press("ctrl+Delete")
    day.till.wait_for_lines(0)


def for_a_customer(day: Cashier) -> None:
    """Whoever was here before is shown when she would be saved again: Enter takes her."""
    day.scan(PAIN)
    day.press("F4")
    day.sheet("customer")
    day.press("ctrl+n")
    day.sees(lambda shown: "customer_name" in shown["fields"])
    day.type("maria")
    day.press("Return")
    known = "Enter takes the one below"
    shown = day.sees(
        lambda shown: not shown["sheet"] or known in shown["labels"].get("customer_words", "")
    )
    if shown["sheet"]:
        day.press("Return")
    day.page("sell")
    day.pay()


def exchanged(day: Cashier) -> None:
    """What was bought comes back, and something else goes."""
    by_card(day)
    day.find_last()
    day.press("F9")
    day.sheet("give_back")
    day.press("ctrl+x")
    day.page("sell")
    day.till.wait_for_lines(1)
    day.scan(PAIN, BUTTER)
    day.pay()


def refunded(day: Cashier) -> None:
    """All of it: nothing of several lines is chosen before somebody chooses."""
    scanned(day)
    day.find_last()
    day.press("F9")
    day.sheet("give_back")
    day.press("ctrl+a")
    day.sees(lambda shown: bool(shown["labels"].get("back_total")))
    day.press("alt+2")
    day.press("Return")
    day.give_back()


def voided(day: Cashier) -> None:
    by_card(day)
    day.find_last()
    day.press("shift+F9")
    day.sheet("void")
    day.press("alt+1")
    day.press("Return")
    day.give_back()


def back_without_a_receipt(day: Cashier) -> None:
    day.press("shift+F9")
    day.sheet("return_product")
    day.scan_once(BUTTER)
    day.sees(lambda shown: bool(shown["labels"].get("return_total")))
    day.press("Return")
    day.page("sell")
    day.till.wait_for_lines(1)
    day.press("Return")
    day.give_back()


def with_the_drawer_opened_before(day: Cashier) -> None:
    day.press("ctrl+d")
    day.sheet("drawer")
    day.press("1")
    day.page("sell")
    by_card(day)


def allowed_by_another(day: Cashier) -> None:
    """Ben may not set another price and give money back: Ana says yes beside him."""
    day.change_to("ben", BEN_PIN)
    day.scan(BREAD)
    day.type("2")
    with day.changing_the_total():
        day.press("F6")
        day.sheet("approval")
        day.press(*PIN)
    day.pay()
    day.find_last()
    day.press("F9")
    day.sheet("give_back")
    day.press("Return")
    day.sheet("approval")
    day.press(*PIN)
    day.give_back()
    day.change_to("ana", PIN)


KINDS: Final = {
    scanned: 1,
    by_card: 1,
    several: 1,
    weighed: 1,
    without_a_product: 1,
    to_an_adult: 1,
    at_any_price: 1,
    with_a_line_for_less: 1,
    for_less: 1,
    tipped: 1,
    paid_in_two_ways: 1,
    paid_another_way_after_all: 1,
    held: 2,
    given_up: 0,
    for_a_customer: 1,
    exchanged: 2,
    refunded: 2,
    voided: 2,
    back_without_a_receipt: 1,
    with_the_drawer_opened_before: 1,
    allowed_by_another: 2,
}
"""How many orders each of them leaves with a number, refunds among them."""
