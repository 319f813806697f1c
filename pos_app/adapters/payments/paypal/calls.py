"""Requests to PayPal with a token that is good, and a name by which each is done once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from pos_app.adapters.payments.http import Api, Reply
from pos_app.adapters.payments.paypal.token import Token

_UNKNOWN_TOKEN: Final = 401


class Calls:
    def __init__(self, api: Api, token: Token) -> None:
        self._api = api
        self._token = token

    def get(self, path: str) -> Reply:
        return self._send("GET", path, {}, None)

    def post(self, path: str, body: Mapping[str, object], *, request_id: str) -> Reply:
        """:param request_id: whatever is sent under the same is done once"""
        headers = {"Content-Type": "application/json", "PayPal-Request-Id": request_id}
        return self._send("POST", path, headers, json.dumps(body).encode())

    def _send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        """One answer; a token that PayPal knows no more is replaced once, and all else kept."""
        reply = self._once(method, path, headers, body, self._token.get())
        if reply.status == _UNKNOWN_TOKEN:
            reply = self._once(method, path, headers, body, self._token.renew())
        return reply

    def _once(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, token: str
    ) -> Reply:
        ours = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            "Prefer": "return=representation",
        }
        return self._api.send(method, path, headers=ours | dict(headers), body=body)
