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
from urllib3.exceptions import HTTPError, NameResolutionError
from urllib3.exceptions import TimeoutError as BodyTimeoutError

from pos_app.adapters.payments import lines
from pos_app.adapters.payments.kinds import OWN_MACHINE
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
        if not _keeps_secrets(base):
            raise ProcessorRefusedError(
                processor=processor,
                reason="its address must be an https address, without a name; nothing was sent",
            )
        self.processor = processor
        self._base = base.rstrip("/")
        self._connect_s = connect_s
        self._read_s = read_s
        self._session = lines.new_session()
        # What stays on this computer goes through no proxy that the environment names.
        self._session.trust_env = urlsplit(base).scheme == "https"

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
        patience = self._read_s if read_s is None else read_s
        deadline = time.monotonic() + self._connect_s + patience
        place = path.partition("?")[0]
        lines.begin()
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
                answer = self._read(response, deadline=deadline)
                status, told = response.status_code, response.headers
        except (requests.RequestException, HTTPError) as error:
            reason = _why(error)
            log.info("%s %s %s: %s", self.processor, method, place, reason)
            kind = NoAnswerError if lines.may_have_left() else NotReachedError
            raise kind(processor=self.processor, reason=reason) from error
        log.info("%s %s %s: %d", self.processor, method, place, status)
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
        while part := response.raw.read1(_CHUNK, decode_content=True):
            parts.append(part)
            size += len(part)
            if size > BODY_MAX or time.monotonic() > deadline:
                reason = "its answer is too large" if size > BODY_MAX else "its answer is too slow"
                raise NoAnswerError(processor=self.processor, reason=reason)
        return b"".join(parts)


def _keeps_secrets(base: str) -> bool:
    """Nobody reads along, and no name or password stands in what is written into logs."""
    try:
        address = urlsplit(base)
        host = address.hostname
    except ValueError:
        return False
    is_own = address.scheme == "http" and host in OWN_MACHINE
    return bool(host) and "@" not in address.netloc and (address.scheme == "https" or is_own)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps the library from putting what a .netrc says in place of our own authorisation."""
    return request


def _why(error: Exception) -> str:
    """In words; the library's own would name addresses and objects."""
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate cannot be trusted, or no encrypted connection comes about"
    if isinstance(error, (requests.Timeout, BodyTimeoutError)):
        return "it takes too long"
    if isinstance(
        getattr(error.args[0] if error.args else None, "reason", None), NameResolutionError
    ):
        return "its name is not found in the network"
    return "the connection broke" if lines.may_have_left() else "there is no connection to it"
