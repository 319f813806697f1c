"""What the page reads out of an order's journal entry."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pos_app.head_office.page.order_facts import Line, facts_of
from tests.fakes.journal import TEA, shop_with_tea


def entry_of_an_order() -> dict[str, Any]:
    shop = shop_with_tea()
    shop.open_shift()
    shop.sell(TEA, TEA)
    entry: dict[str, Any] = shop.entries("order")[0]
    return entry


class TestFacts:
    def test_are_those_of_the_till(self) -> None:
        facts = facts_of(entry_of_an_order())

        items = [(one.name, one.quantity, one.unit_price, one.total) for one in facts.items]
        assert items == [("Thé", 2_000, 450, 900)]
        assert facts.payments == [Line("cash", 900)]
        assert facts.taxes == [Line("S 20 %", 150)]
        assert facts.total == 900

    def test_keep_a_tip_out_of_the_total(self) -> None:
        shop = shop_with_tea()
        shop.open_shift()
        order = shop.order_of(TEA)
        shop.tendering.set_tip(order=order, tip=50, actor=shop.cashier)
        shop.checkout.pay_cash(order=order, tendered=500, actor=shop.cashier)

        facts = facts_of(shop.entries("order")[0])

        assert (facts.total, facts.tip, facts.payments) == (450, 50, [Line("cash", 500)])

    def test_say_what_came_back(self) -> None:
        shop = shop_with_tea()
        shop.open_shift()
        shop.give_back(shop.sell(TEA))

        [item] = facts_of(shop.entries("refund")[0]).items

        assert item.came_back
        assert item.total == -450

    @pytest.mark.parametrize(
        "entry",
        [{}, {"body": None}, {"body": {"items": 3}}, {"body": {"items": [7, {"name": []}]}}],
    )
    def test_leave_out_what_an_entry_lacks(self, entry: dict[str, Any]) -> None:
        facts = facts_of(json.loads(json.dumps(entry)))

        assert facts.total == 0
        assert all(one.name == "" for one in facts.items)
