"""What nobody should send, and somebody does: it is refused in words, and harms nobody else."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from pos_app.head_office.services.access.enrolling import UnfitTerminalError
from pos_app.head_office.services.access.roles import Role
from pos_app.head_office.services.reports import sales
from tests.fakes.head_office import Replica, Till, bearer
from tests.integration.head_office.test_trade import TEA, all_changes, order, put
from tests.integration.head_office.visitor import Visitor


@pytest.fixture
def office(everywhere: Replica) -> Replica:
    everywhere.add_store("Old Town")
    everywhere.add_person("Hana", Role.HEAD_OFFICE)
    everywhere.add_person("Carl", Role.CASHIER, "Old Town")
    everywhere.add_taxes()
    return everywhere


def forged(cursor: str, **changes: Any) -> str:
    """With another transaction in it."""
    plain, dot, mark = cursor.partition(".")
    parts = json.loads(base64.urlsafe_b64decode(plain + "=="))
    parts[1] = changes["txid"]
    text = json.dumps(parts, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=") + dot + mark


class TestCursor:
    def test_that_was_forged_makes_no_other_till_begin_again(self, office: Replica) -> None:
        put(office, "/v1/products/TEA", TEA)
        honest = office.till_token(office.enrol(Till(), "Old Town"))
        forger = office.till_token(office.enrol(Till(code="T02"), "Old Town"))
        _, cursor = all_changes(office, honest)

        answer = office.get(f"/v1/changes?cursor={forged(cursor, txid=2**62)}", forger)

        assert answer.status_code == 410
        assert office.get(f"/v1/changes?cursor={cursor}", honest).status_code == 200


class TestStoresOwn:
    def test_that_was_dropped_does_not_hide_what_all_stores_get_later(
        self, office: Replica
    ) -> None:
        [store] = office.office.access.stores.listed()
        own = f"/v1/products/TEA?store={store.store_id}"
        put(office, own, {**TEA, "price": 999})
        office.client.delete(own, headers=bearer(office.token_of("Hana")))
        token = office.till_token(office.enrol(Till(), "Old Town"))
        _, cursor = all_changes(office, token)

        put(office, "/v1/products/TEA", TEA)

        [change], _ = all_changes(office, token, cursor)
        assert change["body"]["price"] == 450
        first = {one["key"]: one["version"] for one in all_changes(office, token)[0]}
        assert first["TEA"] == change["version"]


class TestCatalogue:
    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("/v1/products/TEA%20", TEA),
            ("/v1/products/%20TEA", TEA),
            ("/v1/products/T%09A", TEA),
            ("/v1/products/TEA", {**TEA, "name": " \t"}),
            ("/v1/products/TEA", {**TEA, "barcodes": ["4" * 49]}),
            ("/v1/taxes/VAT%20", {"name": "VAT", "rate_millionths": 200_000}),
            ("/v1/settings/footer", {"value": "x" * 501}),
        ],
    )
    def test_takes_nothing_that_every_till_would_refuse(
        self, office: Replica, path: str, body: dict[str, Any]
    ) -> None:
        assert put(office, path, body) == 422

    def test_takes_a_sku_of_one_sign_and_one_with_spaces_inside(self, office: Replica) -> None:
        assert [put(office, f"/v1/products/{sku}", TEA) for sku in ("T", "A%20B", "a/b")] == [
            204
        ] * 3


class TestOrders:
    def test_of_more_than_can_be_added_up_are_refused(self, office: Replica) -> None:
        put(office, "/v1/products/TEA", {**TEA, "price": 10**12, "oversell": "allow"})

        answer = order(office, "Carl", "k1", quantity=10**9)

        assert answer.status_code == 422, answer.text
        assert "Nothing was recorded" in answer.json()["detail"]

    def test_of_half_a_piece_are_refused(self, office: Replica) -> None:
        put(office, "/v1/products/TEA", {**TEA, "oversell": "allow"})
        put(office, "/v1/products/LOOSE", {**TEA, "barcodes": [], "unit": "kg"})

        answer = order(office, "Carl", "k1", quantity=500)

        assert answer.status_code == 422, answer.text
        assert "TEA" in answer.json()["detail"]
        assert order(office, "Carl", "k2", "LOOSE", quantity=500).status_code == 201

    @pytest.mark.parametrize(("hour", "day"), [(3, "2026-03-13"), (5, "2026-03-14")])
    def test_after_midnight_are_of_the_day_that_the_tills_are_in(
        self, office: Replica, hour: int, day: str
    ) -> None:
        put(office, "/v1/products/TEA", TEA)
        wanted = office.clock.now().replace(
            year=2026, month=3, day=14, hour=hour - 1, minute=30, second=0
        )
        office.clock.at = wanted

        assert order(office, "Carl", "k1").json()["business_date"] == day


class TestReports:
    def test_longer_than_anybody_can_read_are_refused(
        self, office: Replica, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sales, "ROWS_MAX", 2)
        for number in range(3):
            put(office, f"/v1/products/TEA{number}", {**TEA, "barcodes": []})
            order(office, "Carl", f"k{number}", f"TEA{number}")
        token, period = office.token_of("Hana"), "from=2026-11-01&to=2026-11-30"

        refused = office.get(f"/v1/reports/sales?by=product&{period}", token)

        assert refused.status_code == 413
        assert "more than 2 rows" in refused.json()["detail"]
        assert office.get(f"/v1/reports/sales?by=day&{period}", token).status_code == 200


class TestTerminalCode:
    def test_of_head_offices_own_desk_is_not_given_to_a_till(self, office: Replica) -> None:
        with pytest.raises(UnfitTerminalError):
            office.new_code("DESK", "Old Town")


class TestPage:
    @pytest.mark.parametrize(
        "address",
        [
            f"/app/orders?before={'9' * 40}.x",
            "/app/orders?before=%C2%B2.x",
            "/app/orders?amount=1e999999",
            "/app/orders?q=%00",
            "/app/orders?day=0001-01-01",
            "/app/?day=9999-12-31",
            "/app/products?after=%00",
            "/app/products/%00",
        ],
    )
    def test_at_an_address_typed_by_hand_never_breaks(self, office: Replica, address: str) -> None:
        visitor = Visitor(office)
        visitor.sign_in("Hana")

        assert visitor.go(address).status < 500

    def test_of_a_problem_that_cannot_be_says_so(self, office: Replica) -> None:
        visitor = Visitor(office)
        visitor.sign_in("Hana")
        form = visitor.go("/app/problems")

        page = visitor.submit(f"/app/problems/{'9' * 30}/settled", **form.hidden)

        assert page.status in {404, 422}


class TestFigures:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("X-Forwarded-For", "203.0.113.9"),
            ("Forwarded", "for=203.0.113.9"),
            ("X-Real-IP", "203.0.113.9"),
            ("Via", "1.1 proxy"),
        ],
    )
    def test_are_not_told_through_a_proxy_on_the_same_machine(
        self, office: Replica, name: str, value: str
    ) -> None:
        assert office.client.get("/metrics").status_code == 200
        assert office.client.get("/metrics", headers={name: value}).status_code == 401
