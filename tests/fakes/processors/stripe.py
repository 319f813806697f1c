"""A Stripe on this computer, written here from Stripe's documents; nobody at Stripe has seen it.

It keeps their rules where they decide about money: the states of an intent, the first answer
that is kept under a key, its own failures among them, and the reader that shows its latest
action alone. What Stripe really does is for the peers in `tests/peers` and for its sandbox.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tests.fakes.processors.server import Asked, Said, Simulator
from tests.fakes.processors.stripe_book import Book
from tests.fakes.processors.stripe_objects import (
    Form,
    Object,
    StripeError,
    listed,
    missing,
    values_in,
)
from tests.fakes.processors.stripe_terminal import Terminal

KEY: Final = "rk_test_51Canary0fTheTill"
KEY_LIFE: Final = timedelta(hours=24)

Handler = Callable[[str, Form], Object]


@dataclass(frozen=True, slots=True)
class _Kept:
    """The first answer under a key, and what had been asked."""

    asked: tuple[str, bytes]
    said: Said
    at: datetime


class StripeSimulator(Simulator):
    def __init__(self) -> None:
        super().__init__()
        self.book = Book(self.ledger, self.now)
        self.terminal = Terminal(self.book)
        self.key = KEY
        self.lacking: set[str] = set()
        """Of which areas the key lacks the right: `terminal`, `refunds`."""
        self.in_use: set[str] = set()
        """Keys whose first request is said to be still running."""
        self._kept: dict[str, _Kept] = {}
        self._problems: defaultdict[str, deque[tuple[StripeError, bool]]] = defaultdict(deque)
        self._count = 0
        self._routes = self._all_routes()

    def plan_problem(self, step: str, problem: StripeError, *, is_done: bool = False) -> None:
        """Answer the next request of that step with an error, after doing it or without."""
        self._problems[step].append((problem, is_done))

    def step_of(self, asked: Asked) -> str:
        return self._route(asked)[0]

    def answer(self, asked: Asked) -> Said:
        self._count += 1
        request_id = f"req_{self._count:06}"
        said = self._answered(asked)
        return Said(said.status, said.body, {"Request-Id": request_id, **said.headers})

    def failed(self, status: int) -> Said:
        return Said.json({"error": {"type": "api_error", "message": "for developers"}}, status)

    def failed_after(self, asked: Asked) -> Said:
        """A failure of its own is kept like any other first answer."""
        said = self.failed(500)
        self._keep(asked, said)
        return said

    def spoiled(self, said: Said) -> Said:
        return Said.json({"id": "zz_other", "object": "balance"}, 200)

    def _answered(self, asked: Asked) -> Said:
        refusal = self._refusal_of_key(asked)
        if refusal is not None:
            return refusal
        key = asked.headers.get("idempotency-key", "")
        kept = self._kept.get(key) if key else None
        if key in self.in_use:
            return _error(StripeError(409, "idempotency_key_in_use", kind="idempotency_error"))
        if kept is not None and self.now() - kept.at < KEY_LIFE:
            if kept.asked != (asked.path, asked.body):
                return _error(StripeError(400, "", kind="idempotency_error"))
            return Said(
                kept.said.status,
                kept.said.body,
                dict(kept.said.headers) | {"Idempotent-Replayed": "true"},
            )
        try:
            said = Said.json(_public(self._done(asked)))
        except StripeError as problem:
            said = _error(problem)
            if not problem.is_kept:
                return said
        self._keep(asked, said)
        return said

    def _keep(self, asked: Asked, said: Said) -> None:
        key = asked.headers.get("idempotency-key")
        if key:
            self._kept[key] = _Kept((asked.path, asked.body), said, self.now())

    def _done(self, asked: Asked) -> Object:
        step, handler, name = self._route(asked)
        form = dict(asked.query) | asked.form()
        problem, is_done = self._problems[step].popleft() if self._problems[step] else (None, True)
        if is_done:
            done = handler(name, form)
        if problem is not None:
            raise problem
        # A copy: what is told now does not change with what happens later.
        copy: Object = json.loads(json.dumps(done))
        for path in values_in(form, "expand"):
            self._expand(copy, path)
        return copy

    def _refusal_of_key(self, asked: Asked) -> Said | None:
        if asked.headers.get("authorization") != f"Bearer {self.key}":
            told = {
                "type": "invalid_request_error",
                "message": f"No such key: {asked.headers.get('authorization')}",
            }
            return Said.json({"error": told}, 401)
        area = asked.path.removeprefix("/v1/").partition("/")[0]
        if area in self.lacking:
            told = {"type": "invalid_request_error", "message": f"{self.key} lacks rak_{area}"}
            return Said.json({"error": told}, 403)
        return None

    def _route(self, asked: Asked) -> tuple[str, Handler, str]:
        for method, pattern, step, handler in self._routes:
            found = re.fullmatch(pattern, asked.path)
            if method == asked.method and found:
                return step, handler, found[1] if found.groups() else ""
        return "unknown", _unknown, ""

    def _all_routes(self) -> list[tuple[str, str, str, Handler]]:
        book, terminal = self.book, self.terminal
        intents, sessions = "/v1/payment_intents", "/v1/checkout/sessions"
        readers, refunds, one = "/v1/terminal/readers", "/v1/refunds", "/([^/]+)"
        helper = f"/v1/test_helpers/terminal/readers{one}/present_payment_method"
        return [
            ("POST", intents, "create", lambda _, form: book.create_intent(form)),
            ("GET", intents, "list", lambda _, form: listed(book.intents.values(), form)),
            ("GET", intents + one, "query", lambda name, _: book.intent(name)),
            ("POST", f"{intents}{one}/capture", "capture", book.capture),
            ("POST", f"{intents}{one}/cancel", "cancel", book.cancel),
            ("POST", sessions, "create", lambda _, form: book.create_session(form)),
            ("GET", sessions, "list", lambda _, form: listed(book.sessions.values(), form)),
            ("GET", sessions + one, "query", lambda name, _: book.session(name)),
            ("POST", f"{sessions}{one}/expire", "cancel", book.expire_session),
            ("POST", refunds, "refund", lambda _, form: book.refund(form)),
            ("GET", refunds, "query_refund", lambda _, form: listed(book.refunds.values(), form)),
            ("GET", refunds + one, "query_refund", lambda name, _: self._refund(name)),
            ("GET", "/v1/charges", "list", lambda _, form: listed(book.charges.values(), form)),
            ("GET", readers, "readers", lambda *_: _all(terminal.readers)),
            ("POST", readers, "register", lambda _, form: terminal.register(form)),
            ("GET", readers + one, "reader", lambda name, _: terminal.reader(name)),
            (
                *("POST", f"{readers}{one}/process_payment_intent", "hand_over"),
                terminal.process,
            ),
            ("POST", f"{readers}{one}/cancel_action", "cancel_action", terminal.cancel_action),
            ("GET", "/v1/terminal/locations", "locations", lambda *_: _all(terminal.locations)),
            ("POST", helper, "present", terminal.present_method),
        ]

    def _refund(self, name: str) -> Object:
        if name not in self.book.refunds:
            raise missing("id")
        return self.book.refunds[name]

    def _expand(self, told: Object, path: str) -> None:
        name, _, rest = path.partition(".")
        if name == "data":
            for one in told["data"]:
                self._expand(one, rest)
            return
        if isinstance(told.get(name), str):
            table = {"latest_charge": "charges", "charge": "charges", "payment_intent": "intents"}
            told[name] = json.loads(json.dumps(getattr(self.book, table[name])[told[name]]))
        if rest and told.get(name):
            self._expand(told[name], rest)


def _unknown(*_: object) -> Object:
    raise StripeError(404, "url_invalid", is_kept=False)


def _all(table: dict[str, Object]) -> Object:
    return {"object": "list", "data": list(table.values()), "has_more": False}


def _public(told: Object) -> Object:
    return {name: value for name, value in told.items() if not name.startswith("_")}


def _error(problem: StripeError) -> Said:
    return Said.json({"error": problem.error}, problem.status)
