"""The simulated PayPal keeps its word: what is asked twice under one name is done once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from pos_app.adapters.payments.http import Api, Reply
from tests.fakes.processors.paypal import CLIENT_ID, SECRET, PayPalSimulator
from tests.unit.adapters.payments.paypal.setting import charge, known, till

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def paypal() -> Iterator[PayPalSimulator]:
    with PayPalSimulator() as simulator:
        yield simulator


def post(paypal: PayPalSimulator, path: str, body: object, request_id: str, **more: str) -> Reply:
    token = next(iter(paypal.tokens))
    headers = {"Authorization": f"Bearer {token}", "PayPal-Request-Id": request_id} | more
    api = Api("PayPal", paypal.base, connect_s=1, read_s=1)
    return api.send("POST", path, headers=headers, body=json.dumps(body).encode())


def approved(paypal: PayPalSimulator) -> str:
    """The path of an order that its customer has agreed to."""
    order_id = known(charge(), till(paypal).create(charge())).remote_id
    paypal.approve(order_id)
    return f"/v2/checkout/orders/{order_id}"


class TestTheSameRequest:
    def test_is_done_once_and_told_as_it_stands_by_now(self, paypal: PayPalSimulator) -> None:
        path = f"{approved(paypal)}/capture"
        paypal.plan("capture", "PENDING")
        shown = {"Prefer": "return=representation"}

        first = post(paypal, path, {}, "one", **shown)
        paypal.settle(paypal.only_order().order_id, "COMPLETED")
        again = post(paypal, path, {}, "one", **shown)

        assert (first.status, again.status) == (201, 200)
        (unit,) = again.json()["purchase_units"]
        assert unit["payments"]["captures"][0]["status"] == "COMPLETED"
        assert paypal.ledger.captured() == 1230

    def test_is_another_after_six_hours_for_an_order(self, paypal: PayPalSimulator) -> None:
        path = f"{approved(paypal)}/capture"
        post(paypal, path, {}, "one")

        paypal.pass_time(timedelta(hours=6))

        assert post(paypal, path, {}, "one").json()["details"][0]["issue"] == (
            "ORDER_ALREADY_CAPTURED"
        )

    def test_is_another_after_45_days_for_a_refund(self, paypal: PayPalSimulator) -> None:
        post(paypal, f"{approved(paypal)}/capture", {}, "one")
        path = f"/v2/payments/captures/{next(iter(paypal.captures))}/refund"
        body = {"amount": {"currency_code": "EUR", "value": "1.00"}, "custom_id": "back"}

        for days, given_back in ((0, 100), (44, 100), (1, 200)):
            paypal.pass_time(timedelta(days=days))
            assert post(paypal, path, body, "back").status in {200, 201}
            assert paypal.ledger.given_back("back") == given_back

    def test_needs_a_name(self, paypal: PayPalSimulator) -> None:
        answer = post(paypal, f"{approved(paypal)}/capture", {}, "")

        assert answer.status == 400
        assert paypal.ledger.captured() == 0


class TestMinimalAnswers:
    def test_tell_of_no_money(self, paypal: PayPalSimulator) -> None:
        answer = post(paypal, f"{approved(paypal)}/capture", {}, "one")

        assert answer.json().keys() == {"id", "status", "links"}


class TestAStranger:
    def test_is_told_nothing(self, paypal: PayPalSimulator) -> None:
        path = approved(paypal)
        api = Api("PayPal", paypal.base, connect_s=1, read_s=1)

        for said in ("", "Bearer guessed", f"Basic {CLIENT_ID}:{SECRET}"):
            assert api.send("GET", path, headers={"Authorization": said}).status == 401
