"""Around every answer: headers that browsers obey, a number to find it in the log, and figures."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from time import perf_counter
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pos_app.head_office.api.figures import Figures
from pos_app.head_office.api.problems import problem, told
from pos_app.head_office.services.errors import HeadOfficeError

log = logging.getLogger(__name__)

Explain = Callable[[Exception], HeadOfficeError | None]

REQUEST_ID: Final = "X-Request-ID"
SECURITY_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=31536000",
}
"""A route may say otherwise: what it sets itself stays."""

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9_-]{8,64}\Z")


class Shell:
    """The outermost part of the application: nothing it surrounds can leave without these."""

    def __init__(self, app: ASGIApp, *, figures: Figures, explain: Explain) -> None:
        self._app = app
        self._figures = figures
        self._explain = explain

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = _number(Headers(scope=scope).get(REQUEST_ID, ""))
        began = perf_counter()
        status = 500
        has_begun = False

        async def finish(message: Message) -> None:
            nonlocal status, has_begun
            if message["type"] == "http.response.start":
                status, has_begun = message["status"], True
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                headers[REQUEST_ID] = number
            await send(message)

        try:
            await self._app(scope, receive, finish)
        except Exception as error:
            answer = self._answer(error, number)
            if has_begun:
                raise
            await answer(scope, receive, finish)
        finally:
            self._figures.answered(scope, status=status, seconds=perf_counter() - began)

    def _answer(self, error: Exception, number: str) -> Response:
        """The problem that it is; a bug is recorded in full, and told without its trace."""
        expected = self._explain(error)
        if expected is None:
            log.error("Request %s failed", number, exc_info=error)
            return problem(500)
        log.warning("Request %s: %s (%s)", number, type(expected).__name__, type(error).__name__)
        return told(expected)


def _number(given: str) -> str:
    return given if _REQUEST_ID.match(given) else secrets.token_hex(8)
