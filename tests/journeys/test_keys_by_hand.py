"""Keys of the specification that stand in no row of the map, or need another store or window."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.hands import Hands
from tests.journeys.seeing import (
    BASKET,
    BREAD,
    PAIN,
    chosen,
    line,
    lines,
    page,
    printed,
    ring_up,
    says,
    take_down_for_it,
)
from tests.journeys.store import TITLE, pos_app, pos_app_json

UPRIGHT = (700, 768)


def test_digits_then_enter_look_a_code_up(hands: Hands) -> None:
    hands.type(BREAD)
    hands.till.wait_until(says("typed", BREAD))

    hands.key("sell", "enter", "Enter", line(0, "1 White Bread"))

    assert hands.till.shown["page"] == "sell"


def test_a_search_is_walked_and_picked_by_keys(hands: Hands) -> None:
    hands.screen.press("F2")
    hands.type("bread")
    hands.till.wait_until(lambda shown: shown["lists"].get("results", (0, 0))[1] > 1)
    hands.till.catch_up()
    count = hands.till.shown["lists"]["results"][1]

    hands.press("Down", chosen("results", 1, count))
    hands.press("Up", chosen("results", 0, count))
    hands.press("Ctrl+Enter", lines(1))
    assert hands.till.shown["fields"]["search"] == "bread"
    hands.press("Enter", line(0, "2 "))
    hands.till.wait_until(lambda shown: "results" not in shown["lists"])
    assert hands.till.shown["fields"]["search"] == ""


def test_order_and_products_take_turns_in_an_upright_window(hands: Hands) -> None:
    ring_up(hands, PAIN)
    hands.screen.resize(TITLE, *UPRIGHT)
    hands.till.wait_until(lambda shown: "side_order" in shown["buttons"])

    hands.do("sell", "other_side", lambda shown: "search" in shown["fields"])
    assert "lines" not in hands.till.shown["lists"]
    hands.do("sell", "other_side", lambda shown: "lines" in shown["lists"])
    assert "search" not in hands.till.shown["fields"]


def test_a_held_order_prints_its_slip(hands: Hands, folder: Path) -> None:
    ring_up(hands, *BASKET)
    hands.screen.press("F7")
    hands.till.wait_for_lines(0)
    hands.screen.press("F7")
    hands.till.wait_for_page("held")

    hands.press("Ctrl+P", printed(folder, 1))

    (slip,) = (folder / "printed").glob("*.txt")
    assert "White Bread" in slip.read_text(encoding="utf-8")


@pytest.fixture
def taking(folder: Path) -> Path:
    """A store that takes vouchers and sells on account."""
    for kind in ("account", "voucher"):
        pos_app(folder, "payments", "add-method", kind, "--kind", kind)
    return folder


def test_on_account_and_by_voucher(taking: Path, hands: Hands) -> None:
    ring_up(hands, PAIN, BREAD)
    hands.screen.press("F12")
    hands.till.wait_for_page("pay")
    hands.do("pay", "by_account", says("pay_message", "needs a customer"))
    hands.screen.press("Escape")
    hands.till.wait_for_page("sell")
    take_down_for_it(hands, "Maria Silva")
    hands.screen.press("F12")
    hands.till.wait_for_page("pay")

    hands.type("1")
    hands.do("pay", "by_voucher", says("tender_amount_0", "1,00"))
    hands.do("pay", "by_account", page("done"))

    (listed,) = pos_app_json(taking, "orders", "list")
    tenders = pos_app_json(taking, "orders", "show", listed["number"])["payments"]
    assert [(one["method"], one["amount"]["minor"]) for one in tenders] == [
        ("voucher", 100),
        ("account", 328),
    ]
