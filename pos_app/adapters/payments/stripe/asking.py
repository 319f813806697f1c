"""Requests to Stripe: a form goes, JSON comes, and an error is told apart by its code."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from pos_app.adapters.payments.http import Api, Reply
from pos_app.adapters.payments.stripe import form, words
from pos_app.adapters.payments.stripe.amounts import TITLE
from pos_app.adapters.payments.stripe.kind import BASE
from pos_app.services.payments.processor import (
    BusyError,
    NoAnswerError,
    NotReachedError,
    ProcessorConfig,
    ProcessorRefusedError,
)

log = logging.getLogger(__name__)

VERSION: Final = "2026-10-28.endive"
"""Of Stripe's language; without it an account's own would count."""
PAGE: Final = 50
PAGES_MAX: Final = 2_000
_UNKNOWN_KEY: Final = 401
_NO_RIGHT: Final = 403
_MISSING: Final = 404
_CONFLICT: Final = 409
_DONE: Final = range(200, 300)
_KEY: Final = re.compile(r"\w{1,255}", re.ASCII)
_REQUEST_ID: Final = re.compile(r"\w{1,64}", re.ASCII)
_RIGHTS: Final = {
    "payment_intents": "PaymentIntents",
    "charges": "Charges and Refunds",
    "refunds": "Charges and Refunds",
    "terminal": "Terminal readers",
    "checkout": "Checkout Sessions",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What Stripe says: the object, or the `code` of its error (then `body` is the error)."""

    body: Mapping[str, Any]
    status: int = 200
    code: str = ""
    decline: str = ""
    parameter: str = ""
    request_id: str = ""
    is_replayed: bool = False
    """A stored answer to the first request under this key: it says how things were then."""

    @property
    def is_missing(self) -> bool:
        """Whether there is no such object: not where there is no such place, or another server."""
        return self.status == _MISSING and self.code == "resource_missing"

    def text(self, name: str) -> str:
        value = self.body.get(name)
        return value if isinstance(value, str) else ""

    def refusal(self) -> ProcessorRefusedError:
        reason = words.of_refusal(self.code, self.parameter)
        log.info("Stripe refuses, request %s: %s", self.request_id, reason)
        return _refused(reason)

    def done(self) -> Told:
        """:raises ProcessorRefusedError: if it has not done it"""
        if self.code:
            raise self.refusal()
        return self

    def require(self, kind: str, remote_id: str = "") -> Told:
        """:raises NoAnswerError: if it is another object than the one that was asked for"""
        is_named = self.text("id") == remote_id if remote_id else bool(self.text("id"))
        if self.text("object") != kind or not is_named:
            raise unreadable()
        return self


def unreadable() -> NoAnswerError:
    return NoAnswerError(processor=TITLE, reason="its answer cannot be read")


@contextmanager
def after_sending() -> Iterator[None]:
    """Of what is asked in the same call after a request has arrived.

    :raises NoAnswerError: where that says by itself that nothing has arrived
    """
    try:
        yield
    except (NotReachedError, BusyError) as error:
        reason = str(error.values["reason"])
        raise NoAnswerError(processor=TITLE, reason=reason) from error


class StripeApi:
    """One store's account.

    :raises ProcessorRefusedError: from any request, if the key, a right or a rule forbids it
    :raises BusyError: from any request, if it clashes with another
    """

    def __init__(self, config: ProcessorConfig) -> None:
        """:raises ProcessorRefusedError: for an address or a key that cannot be used"""
        key = config.values["key"].strip()
        if not _KEY.fullmatch(key):
            raise _refused("what is set is no key of Stripe's; see Settings, Payments")
        self._authorization = f"Bearer {key}"
        self._api = Api(
            TITLE,
            config.values.get("base", "").strip() or BASE,
            connect_s=config.time_outs.connect.total_seconds(),
            read_s=config.time_outs.read.total_seconds(),
        )

    def get(self, path: str, values: Mapping[str, form.Value] | None = None) -> Told:
        address = f"/v1/{path}{form.query(values or {})}"
        return _told(path, self._api.send("GET", address, headers=self._headers()))

    def post(
        self,
        path: str,
        values: Mapping[str, form.Value] | None = None,
        *,
        key: str = "",
        read_s: float | None = None,
    ) -> Told:
        """:param key: under which a repeated request has the first one's answer"""
        headers = self._headers() | ({"Idempotency-Key": key} if key else {})
        fields = form.pairs(values or {})
        reply = self._api.send("POST", f"/v1/{path}", headers=headers, form=fields, read_s=read_s)
        return _told(path, reply)

    def all(self, path: str, values: Mapping[str, form.Value]) -> Iterator[Mapping[str, Any]]:
        """Every object of a list, page by page; newest first."""
        last = ""
        for _ in range(PAGES_MAX):
            after = {"starting_after": last} if last else {}
            told = self.get(path, {**values, "limit": PAGE, **after}).done()
            page = _page(told)
            yield from page
            if not told.body.get("has_more"):
                return
            last = _next(page, last)
        raise NoAnswerError(processor=TITLE, reason="its list has no end")

    def _headers(self) -> dict[str, str]:
        return {"Authorization": self._authorization, "Stripe-Version": VERSION}


def place(*parts: str) -> str:
    """A path; what is set or stored may hold any character."""
    return "/".join(quote(part, safe="") for part in parts)


def _page(told: Told) -> list[Mapping[str, Any]]:
    page = told.body.get("data")
    is_list = told.text("object") == "list" and isinstance(page, list)
    if not is_list or not all(isinstance(one, Mapping) for one in page or ()):
        raise unreadable()
    return page or []


def _next(page: list[Mapping[str, Any]], last: str) -> str:
    """After which object the next page begins."""
    name = page[-1].get("id") if page else None
    if not isinstance(name, str) or name == last:
        raise unreadable()
    return name


def _told(path: str, reply: Reply) -> Told:
    request_id = reply.headers.get("request-id", "")
    if not _REQUEST_ID.fullmatch(request_id):
        request_id = ""
    is_replayed = reply.headers.get("idempotent-replayed") == "true"
    if reply.status in _DONE:
        return Told(reply.json(), reply.status, request_id=request_id, is_replayed=is_replayed)
    if reply.status == _UNKNOWN_KEY:
        raise _refused("it does not accept the key; see Settings, Payments")
    if reply.status == _NO_RIGHT:
        right = _RIGHTS.get(path.partition("/")[0], "this")
        raise _refused(f"the key lacks the right for {right}; give it in Stripe's dashboard")
    error = reply.json().get("error")
    if not isinstance(error, dict):
        raise unreadable()
    told = Told(
        error,
        reply.status,
        code=_text(error, "code") or _text(error, "type") or f"status {reply.status}",
        decline=_text(error, "decline_code"),
        parameter=_text(error, "param"),
        request_id=request_id,
        is_replayed=is_replayed,
    )
    _raise_if_general(told, should_retry=reply.headers.get("stripe-should-retry") == "true")
    return told


def _raise_if_general(told: Told, *, should_retry: bool) -> None:
    if told.status == _CONFLICT or should_retry:
        raise BusyError(processor=TITLE, reason="it is still busy with the request before")
    if told.text("type") == "idempotency_error":
        # The same try was sent in other words before: a bug here, and nothing was done by this.
        log.error("Stripe has had another request under this key: %s", told.request_id)
        raise _refused("the same payment was asked for before in another way")


def _refused(reason: str) -> ProcessorRefusedError:
    return ProcessorRefusedError(processor=TITLE, reason=reason)


def _text(error: Mapping[str, Any], name: str) -> str:
    value = error.get(name)
    return value if isinstance(value, str) else ""
