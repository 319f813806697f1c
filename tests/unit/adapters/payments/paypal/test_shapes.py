"""Answers in PayPal's own shape, as its specification has them, and in any other."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.payments.http import Reply
from pos_app.adapters.payments.paypal.answers import of_capture, of_order, of_refund
from pos_app.adapters.payments.paypal.issues import problem_of
from pos_app.domain.attempt import Standing
from pos_app.domain.errors import PosError
from pos_app.services.payments.processor import NoAnswerError
from tests.unit.adapters.payments.paypal.setting import charge, refund

SITE: Final = "https://api-m.sandbox.paypal.com/v2"
AMOUNT: Final = {"currency_code": "EUR", "value": "12.30"}
CAPTURE: Final = {
    "id": "3C679366HH908993F",
    "status": "COMPLETED",
    "amount": AMOUNT,
    "final_capture": True,
    "custom_id": "0190-attempt",
    "seller_protection": {"status": "ELIGIBLE", "dispute_categories": ["ITEM_NOT_RECEIVED"]},
    "seller_receivable_breakdown": {
        "gross_amount": AMOUNT,
        "paypal_fee": {"currency_code": "EUR", "value": "0.76"},
        "net_amount": {"currency_code": "EUR", "value": "11.54"},
    },
    "links": [{"href": f"{SITE}/payments/captures/3C679366HH908993F", "rel": "self"}],
    "create_time": "2026-03-14T21:18:49Z",
    "update_time": "2026-03-14T21:18:49Z",
}
UNIT: Final = {
    "reference_id": "default",
    "amount": AMOUNT,
    "payee": {"email_address": "shop@example.com", "merchant_id": "NKJ6FPSDA9BSS"},
    "custom_id": "0190-attempt",
}
ORDER: Final = {
    "id": "5O190127TN364715T",
    "intent": "CAPTURE",
    "status": "COMPLETED",
    "payment_source": {"paypal": {"email_address": "jane@example.com", "account_id": "QYR5Z8X"}},
    "purchase_units": [UNIT | {"payments": {"captures": [CAPTURE]}}],
    "payer": {"name": {"given_name": "Jane"}, "payer_id": "QYR5Z8XDVJNXQ"},
    "links": [{"href": f"{SITE}/checkout/orders/5O190127TN364715T", "rel": "self"}],
}
REFUND: Final = {
    "id": "1JU08902781691411",
    "status": "COMPLETED",
    "amount": AMOUNT,
    "seller_payable_breakdown": {"gross_amount": AMOUNT, "total_refunded_amount": AMOUNT},
    "create_time": "2026-03-14T21:20:00Z",
    "links": [{"href": f"{SITE}/payments/refunds/1JU08902781691411", "rel": "self"}],
}
DECLINED: Final = {
    "name": "UNPROCESSABLE_ENTITY",
    "details": [
        {
            "issue": "INSTRUMENT_DECLINED",
            "description": "The instrument presented was either declined by the processor or bank.",
        }
    ],
    "message": "The requested action could not be performed.",
    "debug_id": "90957fca61718",
    "links": [
        {
            "href": "https://developer.paypal.com/api/orders/v2/#error-INSTRUMENT_DECLINED",
            "rel": "information_link",
            "method": "GET",
        },
        {
            "href": "https://www.paypal.com/checkoutnow?token=5O190127TN364715T",
            "rel": "redirect",
            "method": "GET",
        },
    ],
}
DOWN: Final = {
    "name": "NOT_AUTHORIZED",
    "message": "Authorization failed due to insufficient permissions.",
    "debug_id": "90957fca61718",
}
anything: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def reply(body: object, status: int = 200, **headers: str) -> Reply:
    return Reply("PayPal", status, headers, json.dumps(body).encode())


def spots(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to every value within."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = [way] if way else []
    for key, one in inner:
        is_deep = isinstance(one, (dict, list))
        found += spots(one, (*way, key)) if is_deep else [(*way, key)]
    return found


def put(value: Any, way: tuple[Any, ...], new: object) -> Any:
    copy: Any = json.loads(json.dumps(value))
    at = copy
    for key in way[:-1]:
        at = at[key]
    at[way[-1]] = new
    return copy


class TestAnOrder:
    def test_that_is_paid(self) -> None:
        answer = of_order(reply(ORDER), charge())

        assert answer.standing is Standing.DONE
        assert (answer.remote_id, answer.capture_id) == ("5O190127TN364715T", "3C679366HH908993F")
        assert (answer.amount, answer.prompt, answer.reason) == (1230, "", "")

    @pytest.mark.parametrize(
        ("rel", "status"), [("approve", "CREATED"), ("payer-action", "PAYER_ACTION_REQUIRED")]
    )
    def test_that_waits_with_either_name_for_its_link(self, rel: str, status: str) -> None:
        link = "https://www.paypal.com/checkoutnow?token=5O190127TN364715T"
        links = [
            {"href": f"{SITE}/checkout/orders/5O190127TN364715T", "rel": "self", "method": "GET"},
            {"href": link, "rel": rel, "method": "GET"},
        ]

        answer = of_order(
            reply(ORDER | {"status": status, "purchase_units": [UNIT], "links": links}), charge()
        )

        assert (answer.standing, answer.prompt) == (Standing.WAITING, link)

    def test_of_more_than_the_till_has_asked_for_is_no_answer(self) -> None:
        with pytest.raises(NoAnswerError):
            of_order(reply(ORDER | {"status": "APPROVED", "purchase_units": [UNIT] * 2}), charge())

    @given(way=st.sampled_from(spots(ORDER)), new=anything)
    def test_that_is_spoiled_is_never_money_that_did_not_move(
        self, way: tuple[Any, ...], new: object
    ) -> None:
        try:
            answer = of_order(reply(put(ORDER, way, new)), charge())
        except NoAnswerError:
            return

        if answer.standing is Standing.DONE:
            assert answer.amount == 1230 or way[-2:] == ("amount", "value")
            assert answer.capture_id
            assert answer.remote_id

    @given(body=anything)
    def test_that_is_none_is_no_answer(self, body: object) -> None:
        for read in (of_order, of_capture):
            with pytest.raises(NoAnswerError):
                read(reply(body), charge())
        with pytest.raises(NoAnswerError):
            of_refund(reply(body), refund(charge()))


class TestACapture:
    def test_is_read_by_itself(self) -> None:
        answer = of_capture(reply(CAPTURE), charge())

        assert (answer.standing, answer.amount) == (Standing.DONE, 1230)


class TestARefund:
    @pytest.mark.parametrize("custom_id", [None, "0190-refund", "0190-attempt"])
    def test_is_read_with_the_name_of_either_attempt(self, custom_id: str | None) -> None:
        answer = of_refund(reply(REFUND | {"custom_id": custom_id}), refund(charge()))

        assert (answer.standing, answer.amount) == (Standing.DONE, 1230)
        assert answer.remote_id == "1JU08902781691411"

    def test_of_another_attempt_is_no_answer(self) -> None:
        with pytest.raises(NoAnswerError):
            of_refund(reply(REFUND | {"custom_id": "another"}), refund(charge()))


class TestAProblem:
    def test_is_told_by_its_issue(self) -> None:
        problem = problem_of(reply(DECLINED, 422))

        assert (problem.issue, problem.debug_id) == ("INSTRUMENT_DECLINED", "90957fca61718")
        assert problem.words == "the customer's bank or card has refused"
        assert problem.link == "https://www.paypal.com/checkoutnow?token=5O190127TN364715T"

    def test_is_told_by_its_name_where_there_is_no_issue(self) -> None:
        for details in ([], [{"description": "no issue"}], None):
            problem = problem_of(reply(DOWN | {"details": details}, 403))

            assert problem.issue == "NOT_AUTHORIZED"
            assert "has no right" in problem.words

    def test_takes_its_number_from_the_header_where_the_body_has_none(self) -> None:
        told = reply({"name": "RESOURCE_NOT_FOUND"}, 404, **{"paypal-debug-id": "f00"})

        assert problem_of(told).debug_id == "f00"

    @pytest.mark.parametrize("way", [("name",), ("debug_id",), ("details", 0, "issue")])
    def test_brings_no_prose_along(self, way: tuple[Any, ...]) -> None:
        spoiled = put(DECLINED, way, "call jane@example.com, card 4111")

        try:
            said = str(problem_of(reply(spoiled, 422)).refusal())
        except NoAnswerError as error:
            said = str(error)

        assert "jane" not in said
        assert "4111" not in said

    @given(way=st.sampled_from(spots(DECLINED)), new=anything)
    def test_that_is_spoiled_stays_an_error_in_words(
        self, way: tuple[Any, ...], new: object
    ) -> None:
        try:
            error: PosError = problem_of(reply(put(DECLINED, way, new), 422)).refusal()
        except NoAnswerError as unreadable:
            error = unreadable

        assert str(error).startswith("PayPal ")
