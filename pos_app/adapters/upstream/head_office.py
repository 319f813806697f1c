"""Head office over HTTPS: enrolment with a code, then a token by a signed assertion."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from pos_app.adapters.upstream import answers
from pos_app.adapters.upstream.assertion import TerminalName, assertion
from pos_app.adapters.upstream.http import Params, Reply, Timeouts, Wire
from pos_app.services.ports import Signer
from pos_app.services.sync.ports import BadAnswerError, ContentRefusedError, ShutOutError
from pos_app.wire.changes import Page
from pos_app.wire.contact import WAITING_HEADER
from pos_app.wire.enrolment import ASSERTION_TYPE, TERMINAL_SCOPE, Enrolled, Enrolment
from pos_app.wire.keys import PublishedKey
from pos_app.wire.missing import Missing, Span
from pos_app.wire.records import VERSION, Received, Record

GZIP_LEVEL: Final = 4
TOKEN_SPARE_S: Final = 60
"""So long before its end a token is not used any more."""
TOKEN_LIFE_S_MAX: Final = 3_600
_JSON: Final = {"Content-Type": "application/json"}
_UNAUTHORISED: Final = 401
_NOT_FOUND: Final = 404
_CONFLICT: Final = 409


class HttpFrontDoor:
    def __init__(self, timeouts: Timeouts | None = None) -> None:
        self._timeouts = timeouts or Timeouts()

    def enrol(self, url: str, enrolment: Enrolment) -> Enrolled:
        wire = Wire(url, self._timeouts)
        reply = wire.send(
            "POST",
            "/v1/terminals/enrol",
            headers=_JSON,
            data=json.dumps(asdict(enrolment)).encode("utf-8"),
        )
        if reply.status not in answers.GOOD:
            raise _known(answers.refusal(reply))
        return answers.enrolled(reply)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks: asked anew for each token, as a store may begin another epoch meanwhile."""

    signer: Signer
    name: Callable[[], TerminalName]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    good_until: float
    """On the monotonic clock, in seconds."""


class HttpHeadOffice:
    """For one thread; only `abort` may come from another.

    `waiting` tells how many entries are not sent yet; head office shows it.
    """

    def __init__(
        self,
        url: str,
        identity: Identity,
        timeouts: Timeouts | None = None,
        waiting: Callable[[], int] | None = None,
    ) -> None:
        self._wire = Wire(url, timeouts or Timeouts())
        self._identity = identity
        self._waiting = waiting
        self._token: _Token | None = None
        self._ahead = timedelta()
        """How far head office's clock is ahead of this computer's, as far as is known."""

    def abort(self) -> None:
        self._wire.abort()

    def send(self, records: Sequence[Record]) -> Received:
        body = {"v": VERSION, "records": [asdict(one) for one in records]}
        plain = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        terminal_id = self._identity.name().terminal_id
        reply = self._ask(
            "POST",
            f"/v1/terminals/{terminal_id}/records",
            headers={**_JSON, "Content-Encoding": "gzip"},
            data=gzip.compress(plain, GZIP_LEVEL, mtime=0),
        )
        # A conflict among them changes the status, and not what is said of each.
        is_answered = reply.status == _CONFLICT and "results" in reply.values()
        if reply.status not in answers.GOOD and not is_answered:
            raise answers.refusal(reply)
        return answers.received(reply)

    def changes(self, *, cursor: str, limit: int) -> Page:
        params = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
        said = {} if self._waiting is None else {WAITING_HEADER: str(self._waiting())}
        reply = self._ask("GET", "/v1/changes", headers=said, params=params)
        if reply.status not in answers.GOOD:
            raise _known(answers.refusal(reply))
        return answers.page(reply)

    def missing(
        self, *, spans: Sequence[Span], after: str, known: Mapping[int, int] | None
    ) -> Missing | None:
        asked = {"holds": {one.epoch: one.last for one in spans}, "knows": known, "after": after}
        reply = self._ask(
            "POST",
            f"/v1/terminals/{self._identity.name().terminal_id}/missing",
            headers=_JSON,
            data=json.dumps(asked).encode("ascii"),
        )
        if reply.status == _NOT_FOUND:
            return None
        if reply.status not in answers.GOOD:
            raise _known(answers.refusal(reply))
        return answers.missing(reply)

    def keys(self) -> Sequence[PublishedKey]:
        reply = self._wire.send("GET", "/v1/keys", headers={})
        if reply.status not in answers.GOOD:
            raise _known(answers.refusal(reply))
        return answers.keys(reply)

    def _ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
        params: Params | None = None,
    ) -> Reply:
        """Send with a token; with a new one, once, where it is not taken any more."""
        for is_last in (False, True):
            token = self._token_in_use()
            reply = self._wire.send(
                method,
                path,
                headers={**(headers or {}), "Authorization": f"Bearer {token}"},
                data=data,
                params=params,
            )
            self._note_time(reply)
            if is_last or not _is_of_token(reply):
                break
            self._token = None
        return reply

    def _token_in_use(self) -> str:
        if self._token is None or time.monotonic() >= self._token.good_until:
            self._token = self._new_token()
        return self._token.text

    def _new_token(self) -> _Token:
        reply = self._ask_for_token()
        if reply.status not in answers.GOOD and self._note_time(reply):
            # Its clock is another than was thought: what was signed may have been too old.
            reply = self._ask_for_token()
        if reply.status not in answers.GOOD:
            error = answers.refusal(reply)
            if isinstance(error, ContentRefusedError | BadAnswerError):
                raise ShutOutError(reason="it gives this terminal no token", why="token")
            raise error
        values = reply.values()
        token, life = values.get("access_token"), values.get("expires_in")
        if not isinstance(token, str) or type(life) is not int:
            raise BadAnswerError(reason="its token cannot be read")
        lasts = max(1, min(life, TOKEN_LIFE_S_MAX) - TOKEN_SPARE_S)
        return _Token(token, time.monotonic() + lasts)

    def _ask_for_token(self) -> Reply:
        signed = assertion(
            self._identity.signer,
            self._identity.name(),
            audience=f"{self._wire.base}/token",
            now=datetime.now(UTC) + self._ahead,
        )
        return self._wire.send(
            "POST",
            "/token",
            headers={},
            data={
                "grant_type": "client_credentials",
                "client_assertion_type": ASSERTION_TYPE,
                "client_assertion": signed,
                "scope": TERMINAL_SCOPE,
            },
        )

    def _note_time(self, reply: Reply) -> bool:
        """Remember how the clocks differ; say whether that is news."""
        if reply.at is None:
            return False
        ahead = reply.at - datetime.now(UTC)
        is_news = abs(ahead - self._ahead) > timedelta(seconds=5)
        if is_news:
            self._ahead = ahead
        return is_news


def _is_of_token(reply: Reply) -> bool:
    return reply.status == _UNAUTHORISED


def _known(error: Exception) -> Exception:
    """Where nothing was sent that could be split, it is the answer that cannot be used."""
    if isinstance(error, ContentRefusedError):
        return BadAnswerError(reason=error.values["reason"])
    return error
