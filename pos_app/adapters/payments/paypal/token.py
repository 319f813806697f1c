"""The token with which PayPal lets an app in: fetched when needed, kept in memory only."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from typing import Final

from pos_app.adapters.payments.http import Api, Reply
from pos_app.adapters.payments.paypal.fields import Fields, read
from pos_app.services.payments.processor import (
    NoAnswerError,
    NotReachedError,
    ProcessorRefusedError,
)

PATH: Final = "/v1/oauth2/token"
EARLY_S: Final = 60
"""How long before its end a token is replaced."""
_OK: Final = 200


class Token:
    """For one thread, as each processor that is opened is."""

    def __init__(
        self,
        api: Api,
        client_id: str,
        secret: str,
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        pair = f"{client_id.strip()}:{secret.strip()}".encode()
        self._api = api
        self._basic = f"Basic {base64.b64encode(pair).decode()}"
        self._seconds = seconds
        self._token = ""
        self._good_until = 0.0
        self.scopes: frozenset[str] = frozenset()
        """What the app may do, as PayPal has said with the last one."""

    def get(self) -> str:
        """:raises NotReachedError, BusyError, ProcessorRefusedError: as `renew`"""
        if self._token and self._seconds() < self._good_until:
            return self._token
        return self.renew()

    def renew(self) -> str:
        """Fetch one, whatever is kept.

        :raises NotReachedError: if none came: what it was wanted for has not been asked
        :raises ProcessorRefusedError: if PayPal does not know the app
        """
        asked_at = self._seconds()
        self._token = ""
        try:
            token, seconds, self.scopes = read(self._fetch(), _token)
        except NoAnswerError as error:
            processor, reason = (error.values[name] for name in ("processor", "reason"))
            raise NotReachedError(processor=processor, reason=reason) from error
        self._token, self._good_until = token, asked_at + seconds - EARLY_S
        return token

    def _fetch(self) -> Reply:
        reply = self._api.send(
            "POST",
            PATH,
            headers={"Authorization": self._basic, "Accept": "application/json"},
            form=[("grant_type", "client_credentials")],
        )
        if reply.status != _OK:
            raise _refusal(reply)
        return reply


def _token(answer: Fields) -> tuple[str, int, frozenset[str]]:
    token = answer.text("access_token")
    if not (token.isascii() and token.isprintable()):
        raise ValueError("no token")
    scopes = answer.text("scope").split() if "scope" in answer else ()
    return token, answer.number("expires_in"), frozenset(scopes)


def _refusal(reply: Reply) -> ProcessorRefusedError | NoAnswerError:
    """Its own shape is {"error", "error_description"}; anything else was not said by PayPal."""
    error = read(reply, lambda answer: answer.text("error"))
    if error in {"invalid_client", "unauthorized_client", "invalid_request"}:
        reason = "it does not know this client ID with this secret in this environment"
        return ProcessorRefusedError(processor=reply.processor, reason=reason)
    return ProcessorRefusedError(
        processor=reply.processor, reason="it lets this app in no more; look at it on PayPal's site"
    )
