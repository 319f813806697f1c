"""PayPal as its pages and its published specification tell of it; written here, so not a proof.

Money moves in `_take` and `_give_back` alone, and the ledger is written there.
"""

from __future__ import annotations

import base64
import json
import re
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from tests.fakes.processors.server import Asked, Said, Simulator

T = TypeVar("T")

CLIENT_ID: Final = "AZ-client-of-the-till"
SECRET: Final = "EL-canary-secret"
REPORTING: Final = "https://uri.paypal.com/services/reporting/search/read"
ORDER_KEYS_KEPT: Final = timedelta(hours=6)
PAYMENT_KEYS_KEPT: Final = timedelta(days=45)
OPEN_FOR: Final = timedelta(hours=3)
"""For the customer to agree, and then again for the shop to capture."""
LISTED_AFTER: Final = timedelta(hours=3)
LISTED_AT_ONCE: Final = timedelta(days=31)
_WHOLE: Final = re.compile(r"[0-9]+")
_CENTS: Final = re.compile(r"[0-9]+\.[0-9]{2}")
_STATUS: Final = {
    **dict.fromkeys(["PAYPAL_REQUEST_ID_REQUIRED", "MALFORMED_REQUEST_JSON"], 400),
    **dict.fromkeys(["MISSING_REQUIRED_PARAMETER", "INVALID_PARAMETER_VALUE"], 400),
    **dict.fromkeys(["AUTHENTICATION_FAILURE", "INVALID_ACCOUNT_STATUS"], 401),
    **dict.fromkeys(["PERMISSION_DENIED", "CONSENT_NEEDED"], 403),
    "INVALID_RESOURCE_ID": 404,
    "PREVIOUS_REQUEST_IN_PROGRESS": 409,
}
_NAME: Final = {
    400: "INVALID_REQUEST",
    401: "AUTHENTICATION_FAILURE",
    403: "NOT_AUTHORIZED",
    404: "RESOURCE_NOT_FOUND",
    409: "RESOURCE_CONFLICT",
    422: "UNPROCESSABLE_ENTITY",
    429: "RATE_LIMIT_REACHED",
    500: "INTERNAL_SERVER_ERROR",
}


class Refused(Exception):  # noqa: N818 - it is an answer
    """PayPal's negative answer, by its issue."""

    def __init__(self, issue: str) -> None:
        self.issue = issue
        super().__init__(issue)


@dataclass
class Order:
    order_id: str
    unit: dict[str, Any]
    since: datetime
    status: str = "PAYER_ACTION_REQUIRED"
    captures: list[Capture] = field(default_factory=list)


@dataclass
class Capture:
    capture_id: str
    unit: dict[str, Any]
    status: str
    reason: str = ""
    refunds: list[Back] = field(default_factory=list)


@dataclass
class Back:
    """A refund."""

    refund_id: str
    body: dict[str, Any]
    status: str


class PayPalSimulator(Simulator):
    """`approve` is the customer; `plan` says what the next capture or refund comes to."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: dict[str, Order] = {}
        self.captures: dict[str, Capture] = {}
        self.refunds: dict[str, Back] = {}
        self.scopes = [REPORTING]
        self.expires_in = 32_400
        self.tokens: set[str] = set()
        self.token_name = "A21AA-token-canary"
        self.token_error = ""
        """What it says in place of a token."""
        self.page_size_max = 500
        self.pages = 0
        """How many it claims to have; 0 for as many as there are."""
        self._planned: defaultdict[str, deque[str]] = defaultdict(deque)
        self._replays: dict[tuple[str, str], tuple[datetime, Callable[[], object]]] = {}
        self.listed: list[tuple[datetime, dict[str, object]]] = []
        self.link = "https://www.sandbox.paypal.com/checkoutnow"
        self._made = 0

    def plan(self, step: str, *outcomes: str) -> None:
        """An issue is answered; a status such as PENDING or "PENDING ECHECK" is what comes of it.

        `step` is create, query, capture, refund, query_refund or list.
        """
        self._planned[step].extend(outcomes)

    def approve(self, order_id: str) -> None:
        with self.lock:
            order = self._order(order_id)
            assert order.status in {"CREATED", "PAYER_ACTION_REQUIRED"}, order.status
            order.status, order.since = "APPROVED", self.now()

    def only_order(self) -> Order:
        (order,) = self.orders.values()
        return order

    def settle(self, order_id: str, status: str) -> None:
        """What was pending comes to an end."""
        with self.lock:
            (capture,) = self.orders[order_id].captures
            assert capture.status == "PENDING", capture.status
            capture.status, capture.reason = status, ""
            if status == "COMPLETED":
                self._take(capture)

    def settle_refund(self, refund_id: str, status: str) -> None:
        with self.lock:
            back = self.refunds[refund_id]
            assert back.status == "PENDING", back.status
            back.status = status
            if status == "COMPLETED":
                self._give_back(back)

    def step_of(self, asked: Asked) -> str:
        for step, (method, path) in _ROUTES.items():
            if asked.method == method and re.fullmatch(path, asked.path):
                return step
        return "unknown"

    def answer(self, asked: Asked) -> Said:
        step = self.step_of(asked)
        if step == "token":
            return self._token(asked)
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return self.refusal("AUTHENTICATION_FAILURE")
        try:
            value, is_new = self._answer(step, asked)
        except Refused as refused:
            return self.refusal(refused.issue)
        return Said.json(value, 201 if is_new else 200, Paypal_Debug_Id=self._new("debug"))

    def failed(self, status: int) -> Said:
        return Said.json(_error(_NAME[status], "", self._new("debug")), status)

    def refusal(self, issue: str) -> Said:
        status = _STATUS.get(issue, 422)
        return Said.json(_error(_NAME[status], issue, self._new("debug")), status)

    def _answer(self, step: str, asked: Asked) -> tuple[object, bool]:
        planned = self._planned[step]
        if planned and planned[0].split()[0] not in _OUTCOMES:
            raise Refused(planned.popleft())
        name = asked.path.split("/")[4] if asked.path.count("/") > 3 else ""
        if step == "create":
            return self._once(asked, lambda body: self._create(body, asked))
        if step == "capture":
            return self._once(asked, lambda _: self._capture(name, asked))
        if step == "refund":
            return self._once(asked, lambda body: self._refund(name, body))
        return self._shows(step, name, asked), False

    def _shows(self, step: str, name: str, asked: Asked) -> object:
        if step == "query":
            return self._shown(self._order(name), asked)
        if step == "query_capture":
            return _capture(_found(self.captures, name))
        if step == "query_refund":
            return _refund(_found(self.refunds, name))
        if step == "list":
            return self._list(dict(asked.query))
        raise Refused("INVALID_RESOURCE_ID")

    def _outcome(self, step: str) -> str:
        return self._planned[step].popleft() if self._planned[step] else "COMPLETED"

    def _once(
        self, asked: Asked, act: Callable[[dict[str, Any]], Callable[[], object]]
    ) -> tuple[object, bool]:
        """The same id again tells how that stands now, with 200; a refusal is not kept."""
        request_id = asked.headers.get("paypal-request-id", "")
        if not 0 < len(request_id) <= 108:
            raise Refused("PAYPAL_REQUEST_ID_REQUIRED")
        kept = ORDER_KEYS_KEPT if "/checkout/" in asked.path else PAYMENT_KEYS_KEPT
        key = (asked.path, request_id)
        at, show = self._replays.get(key, (None, None))
        if at is not None and show is not None and self.now() - at < kept:
            return show(), False
        try:
            body = json.loads(asked.body)
        except ValueError:
            raise Refused("MALFORMED_REQUEST_JSON") from None
        show = act(body)
        self._replays[key] = (self.now(), show)
        return show(), True

    def _create(self, body: dict[str, Any], asked: Asked) -> Callable[[], object]:
        if body.get("intent") != "CAPTURE" or len(body.get("purchase_units", ())) != 1:
            raise Refused("MISSING_REQUIRED_PARAMETER")
        unit = body["purchase_units"][0]
        context = body["payment_source"]["paypal"]["experience_context"]
        if not context["return_url"].startswith("https://") or "items" in unit:
            raise Refused("INVALID_PARAMETER_VALUE")
        _units(unit["amount"])
        order = Order(self._new("ORDER"), unit, self.now())
        self.orders[order.order_id] = order
        return lambda: self._shown(order, asked)

    def _capture(self, order_id: str, asked: Asked) -> Callable[[], object]:
        order = self._order(order_id)
        if order.status == "COMPLETED":
            raise Refused("ORDER_ALREADY_CAPTURED")
        if order.status != "APPROVED":
            raise Refused("ORDER_NOT_APPROVED")
        status, _, reason = self._outcome("capture").partition(" ")
        capture = Capture(self._new("CAP"), order.unit, status, reason)
        self.captures[capture.capture_id] = capture
        order.captures.append(capture)
        order.status = "COMPLETED"
        if status == "COMPLETED":
            self._take(capture)
        return lambda: self._shown(order, asked)

    def _refund(self, capture_id: str, body: dict[str, Any]) -> Callable[[], object]:
        capture = _found(self.captures, capture_id)
        if capture.status not in {"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"}:
            raise Refused("PENDING_CAPTURE")
        asked, currency = _units(body["amount"])
        paid, paid_in = _units(capture.unit["amount"])
        if currency != paid_in:
            raise Refused("REFUND_CAPTURE_CURRENCY_MISMATCH")
        good = [one for one in capture.refunds if one.status in {"COMPLETED", "PENDING"}]
        left = paid - sum(_units(one.body["amount"])[0] for one in good)
        if not left:
            raise Refused("CAPTURE_FULLY_REFUNDED")
        if asked > left:
            raise Refused("REFUND_AMOUNT_EXCEEDED")
        back = Back(self._new("REF"), body, self._outcome("refund"))
        self.refunds[back.refund_id] = back
        capture.refunds.append(back)
        if back.status in {"COMPLETED", "PENDING"}:
            capture.status = "REFUNDED" if asked == left else "PARTIALLY_REFUNDED"
        if back.status == "COMPLETED":
            self._give_back(back)
        return lambda: _refund(back)

    def _take(self, capture: Capture) -> None:
        amount, currency = _units(capture.unit["amount"])
        attempt_id = capture.unit["custom_id"]
        self.ledger.add(attempt_id, amount, currency, capture.capture_id)
        value = capture.unit["amount"]
        self._list_it(capture.capture_id, attempt_id, value, "T0006")

    def _give_back(self, back: Back) -> None:
        amount, currency = _units(back.body["amount"])
        attempt_id = back.body["custom_id"]
        self.ledger.add(attempt_id, -amount, currency, back.refund_id)
        value = back.body["amount"] | {"value": f"-{back.body['amount']['value']}"}
        self._list_it(back.refund_id, attempt_id, value, "T1107")

    def _list_it(self, name: str, attempt_id: str, amount: object, event: str) -> None:
        info = {
            "transaction_id": name,
            "custom_field": attempt_id,
            "transaction_amount": amount,
            "transaction_event_code": event,
            "transaction_status": "S",
            "transaction_initiation_date": self.now().strftime("%Y-%m-%dT%H:%M:%S+0000"),
        }
        self.listed.append((self.now(), info))

    def _list(self, query: dict[str, str]) -> object:
        if REPORTING not in self.scopes:
            raise Refused("PERMISSION_DENIED")
        start, end = (datetime.fromisoformat(query[name]) for name in ("start_date", "end_date"))
        if end - start > LISTED_AT_ONCE:
            raise Refused("INVALID_PARAMETER_VALUE")
        seen = [
            {"transaction_info": info}
            for at, info in self.listed
            if start <= at <= end and self.now() - at >= LISTED_AFTER
        ]
        size = min(int(query["page_size"]), self.page_size_max)
        first = (int(query["page"]) - 1) * size
        pages = self.pages or -(-len(seen) // size)
        page = seen[first : first + size]
        return {"transaction_details": page, "total_items": len(seen), "total_pages": pages}

    def _token(self, asked: Asked) -> Said:
        pair = base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {pair}":
            said = {"error": "invalid_client", "error_description": "Client Authentication failed"}
            return Said.json(said, 401)
        if self.token_error:
            return Said.json({"error": self.token_error}, 401)
        if asked.form() != {"grant_type": "client_credentials"}:
            return Said.json({"error": "unsupported_grant_type"}, 400)
        token = self._new(self.token_name)
        self.tokens.add(token)
        return Said.json(
            {
                "scope": " ".join(
                    ["https://uri.paypal.com/services/payments/refund", *self.scopes]
                ),
                "access_token": token,
                "token_type": "Bearer",
                "app_id": "APP-80W284485P519543T",
                "expires_in": self.expires_in,
                "nonce": "2026-03-14T09:00:00Z",
            }
        )

    def _order(self, order_id: str) -> Order:
        """What is not agreed to, or not captured, in time is forgotten."""
        order = _found(self.orders, order_id)
        if order.status != "COMPLETED" and self.now() - order.since >= OPEN_FOR:
            raise Refused("INVALID_RESOURCE_ID")
        return order

    def _shown(self, order: Order, asked: Asked) -> object:
        link = f"{self.link}?token={order.order_id}"
        shown: dict[str, Any] = {
            "id": order.order_id,
            "status": order.status,
            "links": [
                {"href": f"{self.base}{asked.path}", "rel": "self", "method": "GET"},
                {"href": link, "rel": "payer-action", "method": "GET"},
            ],
        }
        if asked.method == "POST" and asked.headers.get("prefer") != "return=representation":
            return shown
        unit = {"reference_id": "default"} | order.unit
        if order.captures:
            unit["payments"] = {"captures": [_capture(one) for one in order.captures]}
        return shown | {"intent": "CAPTURE", "purchase_units": [unit]}

    def _new(self, kind: str) -> str:
        self._made += 1
        return f"{kind}{self._made:04}"


_OUTCOMES: Final = {"COMPLETED", "PENDING", "DECLINED", "FAILED", "CANCELLED"}
_ROUTES: Final = {
    "token": ("POST", "/v1/oauth2/token"),
    "create": ("POST", "/v2/checkout/orders"),
    "query": ("GET", "/v2/checkout/orders/[^/]+"),
    "capture": ("POST", "/v2/checkout/orders/[^/]+/capture"),
    "query_capture": ("GET", "/v2/payments/captures/[^/]+"),
    "refund": ("POST", "/v2/payments/captures/[^/]+/refund"),
    "query_refund": ("GET", "/v2/payments/refunds/[^/]+"),
    "list": ("GET", "/v1/reporting/transactions"),
}


def _found(among: dict[str, T], name: str) -> T:
    if name not in among:
        raise Refused("INVALID_RESOURCE_ID")
    return among[name]


def _units(amount: dict[str, str]) -> tuple[int, str]:
    """In the smallest units that PayPal has of the currency."""
    currency, value = amount["currency_code"], amount["value"]
    if not isinstance(value, str):
        raise Refused("INVALID_PARAMETER_VALUE")
    if currency in {"HUF", "JPY", "TWD"}:
        if not _WHOLE.fullmatch(value):
            raise Refused("DECIMALS_NOT_SUPPORTED")
    elif not _CENTS.fullmatch(value):
        raise Refused("DECIMAL_PRECISION")
    return int(value.replace(".", "")), currency


def _capture(capture: Capture) -> dict[str, object]:
    shown = {
        "id": capture.capture_id,
        "status": capture.status,
        "amount": capture.unit["amount"],
        "custom_id": capture.unit["custom_id"],
        "final_capture": True,
    }
    return shown | ({"status_details": {"reason": capture.reason}} if capture.reason else {})


def _refund(back: Back) -> dict[str, object]:
    return {"id": back.refund_id, "status": back.status} | back.body


def _error(name: str, issue: str, debug_id: str) -> dict[str, object]:
    words = "The requested action could not be performed for jane.doe@example.com."
    again = {"href": "https://www.sandbox.paypal.com/again", "rel": "payer-action"}
    links = [again] if issue == "PAYER_ACTION_REQUIRED" else []
    shown: dict[str, object] = {"name": name, "message": words, "debug_id": debug_id}
    shown["links"] = links
    return shown | ({"details": [{"issue": issue, "description": words}]} if issue else {})
