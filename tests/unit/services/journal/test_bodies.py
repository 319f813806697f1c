from __future__ import annotations

from dataclasses import replace

from pos_app.domain.money import Currency, Money
from pos_app.domain.pricing import Discount, DiscountKind
from pos_app.domain.product import Unit
from pos_app.domain.rounding import Rounding
from pos_app.domain.tax import TaxPolicy, TaxScope
from pos_app.services.journal.bodies import order_body
from pos_app.wire import canonical
from tests.fakes.printing import french_items, item, paid_order

EUR = Currency.of("EUR")


class TestOrderBody:
    """The names are a permanent format on disk."""

    def test_says_every_stored_amount(self) -> None:
        document = paid_order(
            [
                item("Vin", 850, tax_class="STANDARD", thousandths=2_000),
                item("Comté", 2_490, unit=Unit.KILOGRAM, thousandths=842),
            ],
            discount=Discount(DiscountKind.AMOUNT, 100),
            tendered=4_000,
        )

        assert order_body(replace(document, opened_by=4)) == {
            "currency": "EUR",
            "state": "paid",
            "opened_by": 4,
            "completed_at": document.completed_at.isoformat(timespec="milliseconds"),
            "policy": {"inclusive": True, "scope": "group", "rounding": "half_up"},
            "items": [
                {
                    "sku": "SKU",
                    "name": "Vin",
                    "quantity": 2_000,
                    "unit_price": 850,
                    "tax_class": "STANDARD",
                    "discount": 45,
                    "total": 1_655,
                    "tax": 276,
                },
                {
                    "sku": "SKU",
                    "name": "Comté",
                    "quantity": 842,
                    "unit_price": 2_490,
                    "tax_class": "REDUCED",
                    "discount": 55,
                    "total": 2_042,
                    "tax": 106,
                },
            ],
            "taxes": [
                {
                    "tax_class": "STANDARD",
                    "tax": "S",
                    "rate_millionths": 200_000,
                    "net": 1_379,
                    "amount": 276,
                },
                {
                    "tax_class": "REDUCED",
                    "tax": "R",
                    "rate_millionths": 55_000,
                    "net": 1_936,
                    "amount": 106,
                },
            ],
            "payments": [
                {
                    "id": "pay-1",
                    "method": "cash",
                    "amount": 3_697,
                    "tendered": 4_000,
                    "change": 303,
                    "state": "approved",
                }
            ],
            "discount": 100,
            "tax": 382,
            "total": 3_697,
            "rounding": 0,
            "discount_terms": {"kind": "amount", "value": 100, "reason": ""},
        }

    def test_says_who_priced_it_anew_and_why(self) -> None:
        own = Discount(DiscountKind.PERCENT, 1_000, "Damaged")
        priced = replace(
            item("Thé", 900, discount=own),
            list_price=Money(0, EUR),
            approved_by=7,
            note="dented",
        )
        document = replace(
            paid_order([priced, item("Lait", 100)]), discount_approved_by=8, note="for the school"
        )

        body = order_body(document)

        items = body["items"]
        assert isinstance(items, list)
        assert items[0]["discount_terms"] == {
            "kind": "percent",
            "value": 1_000,
            "reason": "Damaged",
        }
        assert (items[0]["list_price"], items[0]["approved_by"]) == (0, 7)
        assert items[0]["note"] == "dented"
        assert not {"discount_terms", "list_price", "approved_by", "note"} & set(items[1])
        assert (body["discount_approved_by"], body["note"]) == (8, "for the school")

    def test_names_the_policy_and_the_rounding_of_its_time(self) -> None:
        policy = TaxPolicy(
            prices_include_tax=False, scope=TaxScope.ITEM, rounding=Rounding.HALF_EVEN
        )

        body = order_body(paid_order([item("Thé", 101)], policy=policy, rounding=-2))

        assert body["policy"] == {"inclusive": False, "scope": "item", "rounding": "half_even"}
        assert body["rounding"] == -2

    def test_adds_the_share_of_the_order_discount_to_the_lines_own(self) -> None:
        own = Discount(DiscountKind.PERCENT, 1_000)
        document = paid_order(
            [item("Thé", 1_000, discount=own), item("Lait", 900)],
            discount=Discount(DiscountKind.AMOUNT, 180),
        )

        items = order_body(document)["items"]

        assert isinstance(items, list)
        assert [(one["discount"], one["total"]) for one in items] == [(190, 810), (90, 810)]

    def test_has_an_exact_form(self) -> None:
        document = paid_order(french_items())

        assert canonical.decode(canonical.encode(order_body(document))) == order_body(document)
