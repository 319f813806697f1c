"""The catalogue downstream, orders of people, and reports, through the routes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from pos_app.head_office.services.access.roles import Role
from pos_app.head_office.storage.tables import store
from tests.fakes.head_office import Replica, Till, bearer

TEA: dict[str, Any] = {"name": "Tea", "price": 450, "tax_class": "STANDARD", "barcodes": ["4006"]}


@pytest.fixture
def office(everywhere: Replica) -> Replica:
    everywhere.add_store("Old Town")
    everywhere.add_store("New Town")
    everywhere.add_person("Hana", Role.HEAD_OFFICE)
    everywhere.add_person("Carl", Role.CASHIER, "Old Town")
    everywhere.add_person("Cleo", Role.CASHIER, "New Town")
    everywhere.add_person("Mia", Role.MANAGER, "Old Town")
    return everywhere


def put(office: Replica, path: str, body: dict[str, Any], *, who: str = "Hana") -> int:
    answer = office.client.put(path, json=body, headers=bearer(office.token_of(who)))
    return int(answer.status_code)


def order(office: Replica, who: str, key: str, sku: str = "TEA", quantity: int = 2000) -> Any:
    return office.client.post(
        "/orders",
        json={"items": [{"product_id": sku, "quantity": quantity}]},
        headers={**bearer(office.token_of(who)), "Idempotency-Key": key},
    )


def set_tax_inclusive(office: Replica, *, inclusive: bool) -> None:
    with office.office.database.writer.begin() as connection:
        connection.execute(update(store).values(prices_include_tax=int(inclusive)))


def all_changes(office: Replica, token: str, cursor: str = "") -> tuple[list[Any], str]:
    found: list[Any] = []
    while True:
        query = f"&cursor={cursor}" if cursor else ""
        page = office.get(f"/v1/changes?limit=2{query}", token).json()
        found += page["changes"]
        cursor = page["cursor"]
        if not page["left"]:
            return found, cursor


class TestCatalogue:
    def test_reaches_a_till_in_pages_and_then_only_what_is_new(self, office: Replica) -> None:
        for number in range(5):
            assert put(office, f"/v1/products/TEA{number}", TEA) == 204
        token = office.till_token(office.enrol(Till(), "Old Town"))

        found, cursor = all_changes(office, token)
        assert [one["key"] for one in found] == [f"TEA{number}" for number in range(5)]
        put(office, "/v1/products/TEA2", {**TEA, "price": 500})
        put(office, "/v1/products/TEA3", TEA)

        [change], cursor = all_changes(office, token, cursor)
        assert (change["key"], change["version"], change["body"]["price"]) == ("TEA2", 2, 500)
        assert all_changes(office, token, cursor)[0] == []

    def test_tells_what_was_dropped(self, office: Replica) -> None:
        put(office, "/v1/products/TEA", TEA)
        token = office.till_token(office.enrol(Till(), "Old Town"))
        _, cursor = all_changes(office, token)

        head = bearer(office.token_of("Hana"))
        assert office.client.delete("/v1/products/TEA", headers=head).status_code == 204

        [change], _ = all_changes(office, token, cursor)
        assert (change["key"], change["body"]) == ("TEA", None)
        assert office.get("/products/TEA", token).status_code == 404
        assert office.client.delete("/v1/products/TEA", headers=head).status_code == 404

    def test_lets_a_store_have_its_own_until_it_is_dropped(self, office: Replica) -> None:
        stores = {one.name: one.store_id for one in office.office.access.stores.listed()}
        put(office, "/v1/products/TEA", TEA)
        put(office, f"/v1/products/TEA?store={stores['Old Town']}", {**TEA, "price": 999})
        old = office.till_token(office.enrol(Till(), "Old Town"))
        new = office.till_token(office.enrol(Till(code="T02"), "New Town"))

        [own], cursor = all_changes(office, old)
        [shared], _ = all_changes(office, new)
        assert (own["body"]["price"], shared["body"]["price"]) == (999, 450)
        assert office.get("/products/TEA", old).json()["price"] == 999
        assert office.get("/products/TEA", new).json()["price"] == 450

        path = f"/v1/products/TEA?store={stores['Old Town']}"
        office.client.delete(path, headers=bearer(office.token_of("Hana")))

        [back], _ = all_changes(office, old, cursor)
        assert back["body"]["price"] == 450
        assert back["version"] > own["version"]

    def test_tells_a_cashier_the_price_and_not_the_cost(self, office: Replica) -> None:
        put(office, "/v1/products/TEA", {**TEA, "cost": 210})
        till = office.till_token(office.enrol(Till(), "Old Town"))

        told = {who: office.get("/products/TEA", office.token_of(who)).json() for who in WHO}

        assert {who: one["price"] for who, one in told.items()} == dict.fromkeys(WHO, 450)
        assert [who for who in WHO if "cost" in told[who]] == ["Mia", "Hana"]
        assert told["Mia"]["cost"] == office.get("/products/TEA", till).json()["cost"] == 210

    def test_leaves_to_the_tills_what_is_their_own(self, office: Replica) -> None:
        path = "/v1/products/CUSTOM"
        answer = office.client.put(path, json=TEA, headers=bearer(office.token_of("Hana")))

        assert answer.status_code == 422
        assert "every till's own" in answer.json()["detail"]
        assert office.get("/products/CUSTOM", office.token_of("Hana")).status_code == 404

    def test_does_not_know_the_cursor_of_another_life(self, office: Replica) -> None:
        token = office.till_token(office.enrol(Till(), "Old Town"))
        _, cursor = all_changes(office, token)

        office.office.renew_incarnation(reason="restored")

        answer = office.get(f"/v1/changes?cursor={cursor}", token)
        assert answer.status_code == 410
        assert answer.json()["type"].endswith("cursor_unknown")
        assert office.get("/v1/changes?cursor=x", token).status_code == 410


class TestOrders:
    def test_are_made_once_and_move_the_stock(self, office: Replica) -> None:
        office.add_taxes()
        put(office, "/v1/products/TEA", TEA)

        made, again = order(office, "Carl", "k1"), order(office, "Carl", "k1")

        assert made.status_code == 201, made.text
        assert (made.json()["total"]["minor"], made.json()["tax"]["minor"]) == (900, 150)
        assert again.json() == made.json()
        assert order(office, "Carl", "k1", quantity=1000).status_code == 409
        token = office.till_token(office.enrol(Till(), "Old Town"))
        stock = [one for one in all_changes(office, token)[0] if one["subject"] == "stock"]
        assert [(one["key"], one["body"]) for one in stock] == [("TEA", {"elsewhere": -2000})]

    def test_are_refused_where_too_little_is_left(self, office: Replica) -> None:
        office.add_taxes()
        put(office, "/v1/products/TEA", {**TEA, "oversell": "block"})
        assert order(office, "Carl", "k1").status_code == 201

        refused = order(office, "Carl", "k2")

        assert refused.status_code == 409
        assert refused.json()["type"].endswith("out_of_stock")
        assert order(office, "Carl", "k3", sku="NONE").status_code == 404

    @pytest.mark.parametrize("inclusive", [True, False])
    def test_are_refused_where_the_tax_is_not_known(
        self, office: Replica, *, inclusive: bool
    ) -> None:
        set_tax_inclusive(office, inclusive=inclusive)
        put(office, "/v1/products/TEA", TEA)
        refused = [order(office, "Carl", "k1")]
        put(office, "/v1/tax-classes/STANDARD", {"name": "Standard", "taxes": ["VAT", "CITY"]})
        put(office, "/v1/taxes/VAT", {"name": "VAT", "rate_millionths": 200_000})
        refused.append(order(office, "Carl", "k1"))

        put(office, "/v1/taxes/CITY", {"name": "City", "rate_millionths": 50_000})
        made = order(office, "Carl", "k1")

        assert [answer.status_code for answer in refused] == [422, 422]
        assert "STANDARD" in refused[1].json()["detail"]
        assert made.status_code == 201, made.text
        tax = {True: 180, False: 225}[inclusive]
        assert made.json()["tax"]["minor"] == tax

    def test_of_an_exempt_class_have_no_tax(self, office: Replica) -> None:
        put(office, "/v1/tax-classes/STANDARD", {"name": "Exempt", "taxes": []})
        put(office, "/v1/products/TEA", TEA)

        made = order(office, "Carl", "k1").json()

        assert (made["total"]["minor"], made["tax"]["minor"]) == (900, 0)

    def test_warn_where_too_little_is_left_of_what_may_be_oversold(self, office: Replica) -> None:
        office.add_taxes()
        put(office, "/v1/products/TEA", TEA)
        put(office, "/v1/products/GIFT", {**TEA, "oversell": "allow"})
        first = order(office, "Carl", "k1").json()

        made, again = order(office, "Carl", "k2"), order(office, "Carl", "k2")

        assert first["warnings"] == []
        assert made.status_code == 201, made.text
        assert made.json()["warnings"] == [{"sku": "TEA", "left": -2000, "wanted": 2000}]
        assert again.json() == made.json()
        assert [order(office, "Carl", key, "GIFT").json()["warnings"] for key in "ab"] == [[], []]

    def test_are_seen_by_those_who_may(self, office: Replica) -> None:
        office.add_taxes()
        put(office, "/v1/products/TEA", {**TEA, "oversell": "allow"})
        made = order(office, "Carl", "k1").json()
        path = f"/orders/{made['id']}"

        seen = {who: office.get(path, office.token_of(who)).status_code for who in WHO}

        assert seen == {"Carl": 200, "Mia": 200, "Hana": 200, "Cleo": 404}
        assert [one["id"] for one in office.get("/orders/my", office.token_of("Carl")).json()] == [
            made["id"]
        ]
        assert office.get("/orders/my", office.token_of("Cleo")).json() == []


WHO = ("Carl", "Mia", "Hana", "Cleo")


class TestReports:
    def test_add_up_what_a_manager_may_see(self, office: Replica) -> None:
        office.add_taxes()
        put(office, "/v1/products/TEA", {**TEA, "oversell": "allow"})
        for who in ("Carl", "Cleo"):
            order(office, who, who)
        asked = "/v1/reports/sales?from=2026-11-01&to=2026-11-30&by="

        def gross(who: str, by: str) -> dict[str, int]:
            rows = office.get(asked + by, office.token_of(who)).json()
            return {row["label"]: row["gross"]["minor"] for row in rows}

        assert gross("Mia", "store") == {"Old Town": 900, "total": 900}
        assert gross("Hana", "store") == {"New Town": 900, "Old Town": 900, "total": 1800}
        assert gross("Hana", "product") == {"Tea": 1800, "total": 1800}
        assert gross("Hana", "day") == {"2026-11-26": 1800, "total": 1800}
        assert gross("Hana", "hour") == {"10": 1800, "total": 1800}
        assert gross("Mia", "terminal") == {"DESK": 900, "total": 900}

    def test_refuse_a_period_that_ends_first(self, office: Replica) -> None:
        path = "/v1/reports/sales?from=2026-11-30&to=2026-11-01"

        assert office.get(path, office.token_of("Mia")).status_code == 422
