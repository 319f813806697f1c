"""Requests to a payment processor, and above all: whether one may have come there."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from pos_app.services.payments.processor import (
    BusyError,
    NoAnswerError,
    NotReachedError,
    ProcessorRefusedError,
)

log = logging.getLogger(__name__)

BODY_MAX: Final = 1 << 20
"""Bytes; no answer of a processor comes near it, but for a list that asks for its pages."""
_CHUNK: Final = 16 << 10
_OWN_MACHINE: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_TOO_MANY: Final = 429
_REDIRECT: Final = range(300, 400)
_ITS_FAULT: Final = range(500, 600)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with a status below 500 that is not 429; header names in lower case."""

    processor: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """:raises NoAnswerError: if it is no JSON object, so that nothing can be told from it"""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise self.unreadable() from error
        if not isinstance(value, dict):
            raise self.unreadable()
        return value

    def unreadable(self) -> NoAnswerError:
        return NoAnswerError(processor=self.processor, reason="its answer cannot be read")


class Api:
    """One processor's address. A session for each thread that asks, so one for each purpose."""

    def __init__(self, processor: str, base: str, *, connect_s: float, read_s: float) -> None:
        """:raises ProcessorRefusedError: for an address that does not keep what is said secret"""
        address = urlsplit(base)
        if address.scheme != "https" and address.hostname not in _OWN_MACHINE:
            raise ProcessorRefusedError(
                processor=processor, reason=f"{base} is not an https address, and nothing was sent"
            )
        self.processor = processor
        self._base = base.rstrip("/")
        self._connect_s = connect_s
        self._read_s = read_s
        self._session = requests.Session()

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        form: Sequence[tuple[str, str]] | None = None,
        body: bytes | None = None,
        read_s: float | None = None,
    ) -> Reply:
        """Send once, never again by itself, and never to another address than the one it was told.

        :param read_s: how long this one may take, in seconds
        :raises NotReachedError: if it has not left, for certain
        :raises NoAnswerError: if it may have come there, and no answer can be trusted
        :raises BusyError: for 429
        """
        started = time.monotonic()
        patience = self._read_s if read_s is None else read_s
        try:
            with self._session.request(
                method,
                f"{self._base}{path}",
                headers=dict(headers),
                data=list(form) if form is not None else body,
                timeout=(self._connect_s, patience),
                allow_redirects=False,
                stream=True,
                auth=_as_it_is,
            ) as response:
                answer = self._read(response, deadline=started + patience)
                status, told = response.status_code, response.headers
        except requests.RequestException as error:
            raise self._explained(error) from error
        log.info("%s %s %s: %d", self.processor, method, path.partition("?")[0], status)
        if status in _ITS_FAULT or status in _REDIRECT:
            raise NoAnswerError(processor=self.processor, reason=f"status {status}")
        if status == _TOO_MANY:
            raise BusyError(processor=self.processor, reason="it was asked too often")
        return Reply(
            self.processor, status, {name.lower(): value for name, value in told.items()}, answer
        )

    def _read(self, response: requests.Response, *, deadline: float) -> bytes:
        """The whole body. The library counts its time-out anew with every byte that trickles in."""
        parts = []
        size = 0
        for chunk in response.iter_content(_CHUNK):
            parts.append(chunk)
            size += len(chunk)
            if size > BODY_MAX or time.monotonic() > deadline:
                reason = "its answer is too large" if size > BODY_MAX else "its answer is too slow"
                raise NoAnswerError(processor=self.processor, reason=reason)
        return b"".join(parts)

    def _explained(self, error: requests.RequestException) -> NotReachedError | NoAnswerError:
        if _never_left(error):
            return NotReachedError(processor=self.processor, reason=_why(error))
        return NoAnswerError(processor=self.processor, reason=_why(error))


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps the library from putting what a .netrc says in place of our own authorisation."""
    return request


def _never_left(error: requests.RequestException) -> bool:
    if isinstance(error, (requests.ConnectTimeout, requests.exceptions.SSLError)):
        return True
    inner = error.args[0] if error.args else None
    return isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError)


def _why(error: requests.RequestException) -> str:
    """In words; the library's own would name addresses and objects."""
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate cannot be trusted"
    if isinstance(error, requests.Timeout):
        return "it takes too long"
    if _never_left(error):
        return "there is no connection to it"
    return "the connection broke"
