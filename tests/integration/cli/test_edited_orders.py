"""An order that was changed by hand, as the command line and the reports tell of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pos_app.composition.opening import reading, writing
from pos_app.composition.order_editing import order_editing
from pos_app.domain.money import Money
from pos_app.domain.pricing import Discount, DiscountKind
from pos_app.domain.product import CUSTOM_ID, CUSTOM_SKU
from pos_app.services.reports.sales import SalesBy
from tests.integration import shop as shops
from tests.integration.cli.conftest import Terminal

TENTH = Discount(DiscountKind.PERCENT, 1_000, "Damaged")
EURO_OFF = Discount(DiscountKind.AMOUNT, 100, "Staff")


@pytest.fixture
def edited(tmp_path: Path) -> Terminal:
    """One order: milk a tenth off, soda priced anew, a mug from no catalogue, a euro off it all."""
    shop = shops.make(tmp_path / "store")
    with writing(shop.folder) as store:
        shops.bring_in(store, shops.GROCERIES)
        shops.open_shift(store)
        order = shops.ring(store, shops.MILK, shops.SODA)
        edit, owner = order_editing(store), shops.owner(store)
        edit.editing.discount_line(position=0, discount=TENTH, actor=owner)
        edit.editing.set_price(position=1, price=Money(100, order.currency), actor=owner)
        edit.custom.add(
            amount=Money(450, order.currency), tax_class="STANDARD", words="Mug", actor=owner
        )
        edit.editing.note_line(position=2, text="in red paper", actor=owner)
        edit.editing.discount_order(discount=EURO_OFF, actor=owner)
        edit.editing.note_order(text="for the school", actor=owner)
        edit.acts.write()
        shops.pay(store, order)
    return Terminal(shop.folder)


class TestShow:
    def test_says_what_was_taken_off_and_what_was_said(self, edited: Terminal) -> None:
        order = edited.json("orders", "show", "X-T01-000001")

        milk, soda, mug = order["items"]
        terms = {"kind": "percent", "value": 1_000, "reason": "Damaged"}
        assert milk["discount_terms"] == terms
        assert soda["list_price"]["minor"] > soda["unit_price"]["minor"] == 100
        assert "list_price" not in milk
        assert (mug["sku"], mug["name"], mug["note"]) == (CUSTOM_SKU, "Mug", "in red paper")
        assert order["discount"] == {"kind": "amount", "value": 100, "reason": "Staff"}
        assert order["note"] == "for the school"


class TestReceipt:
    def test_adds_up_and_gives_the_reasons(self, edited: Terminal) -> None:
        text = edited.done("orders", "receipt", "X-T01-000001")

        for words in ("(Damaged)", "(Staff)", "in red paper", "for the school", "Mug", "Was"):
            assert words in text


class TestReports:
    def test_by_product_are_net_of_every_discount(self, edited: Terminal) -> None:
        order = edited.json("orders", "show", "X-T01-000001")
        today = date.fromisoformat(order["business_date"])
        with reading(edited.folder) as queries:
            found = queries.reports.sales(since=today, until=today, by=SalesBy.PRODUCT)

        by_sku = {row.key: row for row in found}
        for item in order["items"]:
            assert by_sku[item["sku"]].gross == item["total"]["minor"]
            assert by_sku[item["sku"]].tax == item["tax"]["minor"]
        assert by_sku["total"].gross == order["total"]["minor"]
        assert by_sku[CUSTOM_SKU].label == "Custom item"


class TestStore:
    def test_is_sound_and_its_journal_too(self, edited: Terminal) -> None:
        assert edited.json("journal", "verify")["ok"]
        kinds = shops.rows(
            edited.folder.store, "SELECT kind FROM journal WHERE kind LIKE '%o%' ORDER BY seq"
        )
        told = [kind for (kind,) in kinds if kind in {"discount", "price_override", "order"}]
        assert told == ["discount", "price_override", "discount", "order"]

    def test_has_what_custom_items_are_booked_on_out_of_sight(self, edited: Terminal) -> None:
        assert edited.json("products", "find", "custom") == []
        with reading(edited.folder) as queries:
            product = queries.products.get_by_id(CUSTOM_ID)
            assert product is not None
            assert queries.products.by_sku(CUSTOM_SKU) is None
            assert CUSTOM_SKU not in {row.sku for row in queries.products.all_products()}
