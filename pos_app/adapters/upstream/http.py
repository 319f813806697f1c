"""Requests to head office: encrypted, bounded in time and size, and never to another address."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, NameResolutionError
from urllib3.exceptions import TimeoutError as BodyTimeoutError

from pos_app.adapters.upstream import lines
from pos_app.domain.errors import InvalidInputError
from pos_app.services.sync.ports import BadAnswerError, BusyHeadOfficeError, OfflineError

log = logging.getLogger(__name__)

ANSWER_BYTES_MAX: Final = 8 * 1024 * 1024
"""After it was unpacked: a page of 500 products with all their barcodes is a tenth of it."""
_CHUNK: Final = 64 << 10
_OWN_MACHINE: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_REDIRECT: Final = range(300, 400)
_ITS_FAULT: Final = range(500, 600)
_TOO_MANY: Final = 429
WAIT_MS_MAX: Final = 300_000


Params = Mapping[str, str | list[str]]


class AddressError(InvalidInputError):
    code = "sync.address"
    text = (
        "{url} is no address of a head office: it begins with https:// and holds no name or "
        "password. Nothing was sent."
    )


@dataclass(frozen=True, slots=True)
class Timeouts:
    """In seconds; `whole` is for one answer from its first byte to its last."""

    connect: float = 3.05
    read: float = 10.0
    whole: float = 30.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer below 500 that is not 429, and by its own clock when it was given."""

    status: int
    body: bytes
    at: datetime | None

    def values(self) -> dict[str, Any]:
        """:raises BadAnswerError: if it is no JSON object"""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise BadAnswerError(reason=f"status {self.status}, and it cannot be read") from error
        if not isinstance(found, dict):
            raise BadAnswerError(reason=f"status {self.status}, and it cannot be read")
        return found


class Wire:
    """One head office's address. `abort` may come from another thread, the rest may not."""

    def __init__(self, url: str, timeouts: Timeouts) -> None:
        """:raises AddressError: for an address where others could read along"""
        self.base = checked_address(url)
        self._timeouts = timeouts
        self._session = lines.new_session()
        self._line = lines.Line()
        # What stays on this computer goes through no proxy that the environment names.
        self._session.trust_env = urlsplit(self.base).scheme == "https"
        self._is_aborted = threading.Event()

    def abort(self) -> None:
        self._is_aborted.set()
        self._line.cut()

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        data: bytes | Mapping[str, str] | None = None,
        params: Params | None = None,
    ) -> Reply:
        """Send once, and never again by itself.

        :raises OfflineError: if no whole answer came
        :raises BusyHeadOfficeError: for 429 and its own failures
        :raises BadAnswerError: for one that leads elsewhere, or is too large
        """
        if self._is_aborted.is_set():
            raise OfflineError(reason="the till is being closed")
        timeouts = self._timeouts
        lines.begin(self._line)
        try:
            with self._session.request(
                method,
                f"{self.base}{path}",
                headers={"Accept": "application/json", **headers},
                data=data,
                params=params,
                timeout=(timeouts.connect, timeouts.read),
                allow_redirects=False,
                stream=True,
                auth=_as_it_is,
            ) as response:
                body = self._read(response)
                status, told = response.status_code, response.headers
        except (requests.RequestException, HTTPError) as error:
            reason = _why(error)
            log.info("%s %s: %s", method, path, reason)
            raise OfflineError(reason=reason) from error
        log.debug("%s %s: %d", method, path, status)
        if status in _REDIRECT:
            raise BadAnswerError(reason="it leads to another address, which is not followed")
        if status == _TOO_MANY or status in _ITS_FAULT:
            wait_ms = _wait_ms(told.get("Retry-After", ""))
            raise BusyHeadOfficeError(reason=f"status {status}", wait_ms=wait_ms)
        return Reply(status, body, _time_of(told.get("Date", "")))

    def _read(self, response: requests.Response) -> bytes:
        """The whole body. The library counts its time-out anew with every byte that trickles in."""
        deadline = time.monotonic() + self._timeouts.whole
        parts = []
        size = 0
        while part := response.raw.read1(_CHUNK, decode_content=True):
            parts.append(part)
            size += len(part)
            if size > ANSWER_BYTES_MAX:
                raise BadAnswerError(reason="it is too large")
            if time.monotonic() > deadline or self._is_aborted.is_set():
                raise OfflineError(reason="its answer is too slow")
        return b"".join(parts)


def checked_address(url: str) -> str:
    """Where head office is, without a slash at its end.

    :raises AddressError: if it is unencrypted, but for one on this computer, or holds a name
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError as error:
        raise AddressError(url=url) from error
    is_own = parts.scheme == "http" and host in _OWN_MACHINE
    is_plain = not ("@" in parts.netloc or parts.query or parts.fragment)
    if not (host and is_plain and (parts.scheme == "https" or is_own)):
        raise AddressError(url=url.partition("?")[0] if "@" not in url else "What was typed")
    return url.strip().rstrip("/")


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps the library from putting what a .netrc says in place of our own authorisation."""
    return request


def _wait_ms(text: str) -> int:
    seconds = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0  # noqa: PLR2004
    return min(seconds * 1_000, WAIT_MS_MAX)


def _time_of(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo is not None else None


def _why(error: Exception) -> str:
    """In words; the library's own would name addresses and objects."""
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate cannot be trusted, or no encrypted connection comes about"
    if isinstance(error, (requests.Timeout, BodyTimeoutError)):
        return "it takes too long"
    inner = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(inner, NameResolutionError):
        return "its name is not found in the network"
    return "there is no connection to it"
