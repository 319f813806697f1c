"""PayPal: the customer's phone opens a link and agrees, and then the till takes the money.

What makes it safe is that money moves with a capture and with nothing else. An order that is
never captured costs nobody anything, whatever the customer has agreed to, and expires in hours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from pos_app.adapters.payments.http import Api, Reply
from pos_app.adapters.payments.paypal import answers, bodies, issues
from pos_app.adapters.payments.paypal.amounts import amount_error
from pos_app.adapters.payments.paypal.calls import Calls
from pos_app.adapters.payments.paypal.issues import Problem, problem_of
from pos_app.adapters.payments.paypal.kind import BASES, KIND
from pos_app.adapters.payments.paypal.listing import READ_SCOPE, transactions
from pos_app.adapters.payments.paypal.token import Token
from pos_app.domain.attempt import Standing
from pos_app.services.payments.processor import (
    Answer,
    Charge,
    Listed,
    ProcessorConfig,
    ProcessorRefusedError,
    Refund,
)

REFUND_KEY_LIFE: Final = timedelta(days=44)
"""PayPal knows a refund by the name of its request for 45 days."""
ORDERS: Final = "/v2/checkout/orders"
CAPTURES: Final = "/v2/payments/captures"
REFUNDS: Final = "/v2/payments/refunds"
_DONE: Final = frozenset({200, 201})


def _now() -> datetime:
    return datetime.now(UTC)


class PayPalProcessor:
    """`now` is the till's time, by which the age of a request is told."""

    def __init__(self, config: ProcessorConfig, *, now: Callable[[], datetime] = _now) -> None:
        """:raises ProcessorRefusedError: for an address that does not keep what is said secret"""
        values = config.values
        self._environment = values.get("environment") or "live"
        self._page = values.get("page", "").strip()
        self._now = now
        api = Api(
            KIND.title,
            values.get("base") or BASES[self._environment],
            connect_s=config.time_outs.connect.total_seconds(),
            read_s=config.time_outs.read.total_seconds(),
        )
        self._token = Token(api, values["client_id"], values["secret"])
        self._calls = Calls(api, self._token)

    def create(self, charge: Charge) -> Answer:
        """An order that the customer is asked to agree to: WAITING, with the link to draw."""
        body = bodies.order_of(charge, page=self._safe_page())
        reply = self._calls.post(ORDERS, body, request_id=bodies.create_id(charge))
        if reply.status not in _DONE:
            problem = problem_of(reply)
            if problem.issue in issues.AMOUNTS:
                raise amount_error(charge.amount, charge.currency, problem.words)
            raise problem.refusal()
        answer = answers.of_order(reply, charge)
        if answer.standing is Standing.WAITING and not (answer.prompt or answer.capture_id):
            # An order that nobody can be shown is none that can be waited for.
            raise reply.unreadable()
        return answer

    def hand_over(self, charge: Charge) -> Answer:
        """The link is good from the start: there is nothing to hand over but what is drawn."""
        return self.query(charge)

    def query(self, charge: Charge) -> Answer:
        """Where it stands; CANCELLED without a remote id that can still be found out.

        What is captured is captured by its remote id, so that an attempt which never learned one
        has never asked for money. While PayPal knows the request by its name, asking the same
        again tells the id; after that no order of it can be agreed to any more.
        """
        if not charge.remote_id:
            if self._is_younger(charge.created_at, KIND.key_life):
                return self.create(charge)
            reason = "it was never asked for, and nobody can pay it any more"
            return Answer(Standing.CANCELLED, reason=reason)
        reply = self._calls.get(f"{ORDERS}/{_quoted(charge.remote_id)}")
        if reply.status in _DONE:
            return answers.of_order(reply, charge)
        absent = _absent(reply)
        # An order is forgotten sooner than the money that it has moved.
        return self._query_capture(charge) if charge.capture_id else absent

    def capture(self, charge: Charge) -> Answer:
        """Take the money that the customer has agreed to pay."""
        assert charge.remote_id, "nothing was agreed to that is not known by name"
        path = f"{ORDERS}/{_quoted(charge.remote_id)}/capture"
        reply = self._calls.post(path, {}, request_id=bodies.capture_id(charge))
        if reply.status in _DONE:
            return answers.of_order(reply, charge)
        problem = problem_of(reply)
        if problem.issue == issues.ALREADY_CAPTURED or problem.is_absent:
            return self.query(charge)
        return _uncaptured(problem, charge)

    def cancel(self, charge: Charge) -> Answer:
        """CANCELLED where no money can move: PayPal has no word for it, and needs none.

        An order is captured by this till or not at all. One that shows no capture is only in
        doubt where a capture was sent: that may still be on its way. ABSENT says so.
        """
        if not charge.remote_id:
            return Answer(Standing.CANCELLED)
        answer = self.query(charge)
        if answer.standing is Standing.DONE:
            return answer
        is_under_way = answer.standing is Standing.AUTHORISED and charge.capture_sent
        is_pending = answer.standing is Standing.WAITING and answer.capture_id
        if is_under_way or is_pending:
            reason = answer.reason or "PayPal may still be taking the money"
            return replace(answer, standing=Standing.ABSENT, prompt="", reason=reason)
        return replace(answer, standing=Standing.CANCELLED, prompt="")

    def refund(self, refund: Refund) -> Answer:
        """:raises AmountError: for cents of a currency that has none at PayPal"""
        body = bodies.refund_of(refund)
        path = f"{CAPTURES}/{_quoted(self._capture_id(refund.charge))}/refund"
        reply = self._calls.post(path, body, request_id=bodies.refund_id(refund))
        if reply.status in _DONE:
            return answers.of_refund(reply, refund)
        problem = problem_of(reply)
        if problem.issue in issues.REFUND_DECLINES:
            return Answer(Standing.DECLINED, reason=problem.words, request_id=problem.debug_id)
        raise problem.refusal()

    def query_refund(self, refund: Refund) -> Answer:
        """:raises ProcessorRefusedError: if PayPal no longer knows it by the name that we have"""
        if refund.remote_id:
            reply = self._calls.get(f"{REFUNDS}/{_quoted(refund.remote_id)}")
            return answers.of_refund(reply, refund) if reply.status in _DONE else _absent(reply)
        if self._is_younger(refund.created_at, REFUND_KEY_LIFE):
            return self.refund(refund)
        reason = "it tells of a refund for 45 days; look for this one on PayPal's site"
        raise ProcessorRefusedError(processor=KIND.title, reason=reason)

    def listed(self, since: datetime, until: datetime) -> Iterator[Listed]:
        """From PayPal's report, which is up to three hours late and needs a right of its own."""
        return transactions(self._calls, since, until)

    def check(self) -> str:
        self._safe_page()
        self._token.renew()
        use = "payments are real" if self._environment == "live" else "no payment is real"
        if READ_SCOPE in self._token.scopes:
            return f"PayPal answers, and {use}."
        return (
            f"PayPal answers, and {use}. It does not let this app list payments: to compare them "
            "with the till, switch on Transaction Search for the app at PayPal."
        )

    def _safe_page(self) -> str:
        """:raises ProcessorRefusedError: for a page that no customer's phone should be sent to"""
        if not self._page.startswith("https://"):
            reason = "the page after paying must be an https address; see Settings, Payments"
            raise ProcessorRefusedError(processor=KIND.title, reason=reason)
        return self._page

    def _is_younger(self, created_at: datetime, life: timedelta) -> bool:
        """Of a clock that was put back nothing can be told."""
        return timedelta(0) <= self._now() - created_at < life

    def _query_capture(self, charge: Charge) -> Answer:
        reply = self._calls.get(f"{CAPTURES}/{_quoted(charge.capture_id)}")
        return answers.of_capture(reply, charge) if reply.status in _DONE else _absent(reply)

    def _capture_id(self, charge: Charge) -> str:
        """:raises ProcessorRefusedError: if no money was taken that could be given back"""
        if charge.capture_id:
            return charge.capture_id
        found = self.query(charge)
        if found.standing is not Standing.DONE:
            reason = "it has not taken this payment, so there is nothing to give back"
            raise ProcessorRefusedError(processor=KIND.title, reason=reason)
        return found.capture_id


def _uncaptured(problem: Problem, charge: Charge) -> Answer:
    """What it means that a capture was not done.

    :raises ProcessorRefusedError: if that is for a person to put right
    """
    if problem.issue in issues.DECLINES:
        standing = Standing.DECLINED
    elif problem.issue in issues.UNPAID or problem.issue in issues.IN_PROGRESS:
        standing = Standing.WAITING
    else:
        raise problem.refusal()
    return Answer(
        standing,
        remote_id=charge.remote_id,
        prompt=problem.link if standing is Standing.WAITING else "",
        reason=problem.words,
        request_id=problem.debug_id,
    )


def _absent(reply: Reply) -> Answer:
    """:raises NoAnswerError, ProcessorRefusedError: if it says anything but that there is none"""
    problem = problem_of(reply)
    if not problem.is_absent:
        raise problem.refusal()
    return Answer(Standing.ABSENT, reason=problem.words, request_id=problem.debug_id)


def _quoted(name: str) -> str:
    return quote(name, safe="")
