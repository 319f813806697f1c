"""A terminal as head office sees one: its own key, its journal in sequence, and a bad line."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from requests.adapters import HTTPAdapter

from pos_app.services.ports import Entry
from pos_app.wire.enrolment import ASSERTION_LIFE_SECONDS, ASSERTION_TYPE, Enrolment
from pos_app.wire.problem import ProblemCode
from pos_app.wire.records import VERSION, Record

BATCH: Final = 20
ANSWER_S: Final = 30
AT_ONCE_MAX: Final = 100
TOKEN_MARGIN_S: Final = 60
PAUSE_S: Final = 0.05
PAUSE_MAX_S: Final = 1.0
_OK: Final = 200
_UNAUTHORISED: Final = 401
_CONFLICT: Final = 409


class NoAnswerError(Exception):
    """Nobody knows whether the request arrived."""


class RefusedError(Exception):
    """Head office answered something that a sound terminal never causes."""


@dataclass(slots=True)
class Told:
    """What head office answered, counted; `slowest` and `times` in seconds."""

    answers: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    lost: int = 0
    sent_back: int = 0
    times: list[float] = field(default_factory=list)


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def record_of(entry: Entry) -> dict[str, Any]:
    return asdict(
        Record(
            epoch=json.loads(entry.raw)["epoch"],
            seq=entry.seq,
            kind=entry.kind,
            raw=entry.raw.decode(),
            hash=entry.hash.hex(),
            signature=base64url(entry.signature),
        )
    )


def batch_of(entries: Sequence[Entry]) -> bytes:
    return json.dumps({"v": VERSION, "records": [record_of(one) for one in entries]}).encode()


class SimulatedTerminal:
    """Enrols, and from then on sends whatever of its journal head office does not hold."""

    def __init__(
        self,
        *,
        code: str,
        private_key: bytes,
        entries: Sequence[Entry],
        audience: str,
        chance: random.Random,
    ) -> None:
        self.code = code
        self.entries = entries
        self.told = Told()
        self.held = 0
        self.terminal_id = ""
        self.store_id = ""
        self.base = audience
        self._audience = audience
        self._key = Ed25519PrivateKey.from_private_bytes(private_key)
        self._key_bytes = self._key.public_key().public_bytes_raw()
        self._installation = secrets.token_hex(16)
        self._chance = chance
        self._token, self._token_until = "", 0.0
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.mount("http://", HTTPAdapter(pool_maxsize=AT_ONCE_MAX))

    def enrol(self, code: str) -> None:
        """As often as it takes: whoever heard no answer is told the same again."""
        first = json.loads(self.entries[0].raw)
        enrolment = Enrolment(
            code=code,
            terminal=self.code,
            journal_id=first["journal_id"],
            key_id=hashlib.sha256(self._key_bytes).hexdigest()[:16],
            public_key=base64url(self._key_bytes),
            first_seq=1,
            epoch=1,
            installation=self._installation,
            currency="EUR",
            app_version=first["app_version"],
        )
        answer = self._post("/v1/terminals/enrol", json=asdict(enrolment))
        if answer.status_code != _OK:
            raise RefusedError(f"enrolling {self.code}: {answer.status_code} {answer.text}")
        self.terminal_id = answer.json()["terminal_id"]
        self.store_id = answer.json()["store_id"]

    def catch_up(self, *, rung: int, stop: threading.Event) -> None:
        """Send until head office holds the first `rung` entries, or it is time to stop."""
        pause = PAUSE_S
        while self.held < rung and not stop.is_set():
            try:
                self.held = self.push_once(after=self.held, rung=rung)
                pause = PAUSE_S
            except NoAnswerError:
                self.told.lost += 1
                stop.wait(pause * self._chance.uniform(0.5, 1.5))
                pause = min(2 * pause, PAUSE_MAX_S)

    def push_once(self, *, after: int, rung: int) -> int:
        """One batch behind this entry; how far head office has them without a gap.

        :raises NoAnswerError: if there was no answer, or none that says anything
        :raises RefusedError: for an answer that should never come
        """
        batch = self.entries[after : min(after + BATCH, rung)]
        answer = self.send(batch_of(batch))
        self.told.statuses[answer.status_code] += 1
        if answer.status_code == _OK:
            said = answer.json()
            self.told.answers.update(one["answer"] for one in said["results"])
            return self._held(said["head"], after)
        if answer.status_code == _CONFLICT and _problem(answer) == ProblemCode.OUT_OF_ORDER:
            return self._held(answer.json()["head"], after)
        if answer.status_code == _UNAUTHORISED:
            self._token = ""
            raise NoAnswerError
        if answer.status_code in {429, 502, 503, 504}:
            raise NoAnswerError
        raise RefusedError(f"{self.code}: {answer.status_code} {answer.text[:500]}")

    def send(self, body: bytes, *, base: str = "") -> requests.Response:
        """A batch as it is.

        :raises NoAnswerError: if there was no answer
        """
        headers = {
            "Authorization": f"Bearer {self.token()}",
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
        }
        path = f"/v1/terminals/{self.terminal_id}/records"
        packed = gzip.compress(body, compresslevel=1)
        began = time.monotonic()
        answer = self._post(path, data=packed, headers=headers, base=base)
        self.told.times.append(time.monotonic() - began)
        return answer

    def token(self) -> str:
        """:raises NoAnswerError: if none could be had now"""
        if self._token and time.monotonic() < self._token_until:
            return self._token
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._assertion(),
        }
        answer = self._post("/token", data=form)
        if answer.status_code != _OK:
            # A request that arrived twice has used the assertion up: the next one is a new one.
            self.told.statuses[answer.status_code] += 1
            raise NoAnswerError
        said = answer.json()
        self._token = str(said["access_token"])
        self._token_until = time.monotonic() + said["expires_in"] - TOKEN_MARGIN_S
        return self._token

    def _assertion(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.terminal_id,
            "sub": self.terminal_id,
            "aud": f"{self._audience}/token",
            "iat": now,
            "exp": now + ASSERTION_LIFE_SECONDS,
            "jti": secrets.token_hex(16),
            "epoch": 1,
            "installation": self._installation,
        }
        return jwt.encode(claims, self._key, algorithm="EdDSA")

    def _held(self, head: Mapping[str, Any], after: int) -> int:
        """Head office holds less than it did: it went back in time, and gets the rest again."""
        held = int(head["seq"])
        self.told.sent_back += held < after
        return held

    def _post(self, path: str, *, base: str = "", **request: Any) -> requests.Response:
        try:
            return self._http.post((base or self.base) + path, timeout=ANSWER_S, **request)
        except requests.RequestException as error:
            raise NoAnswerError from error


def _problem(answer: requests.Response) -> str:
    return str(answer.json().get("type", "")).rpartition(":")[2]
