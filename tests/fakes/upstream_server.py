"""The head office in memory behind HTTP on loopback, with faults on order."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict
from http import HTTPStatus
from typing import Any, Final

from pos_app.adapters.system.signing import Ed25519Check, Ed25519Signer
from pos_app.domain.errors import PosError
from pos_app.services.sync.membership import unpadded
from pos_app.services.sync.ports import (
    CodeRefusedError,
    ContentRefusedError,
    CursorUnknownError,
    OutOfOrderError,
    ShutOutError,
)
from pos_app.wire.enrolment import ASSERTION_LIFE_SECONDS, ASSERTION_TYPE, Enrolment
from pos_app.wire.keys import FOR_HEADS
from pos_app.wire.problem import MEDIA_TYPE, TYPE_PREFIX, ProblemCode
from pos_app.wire.records import Answer, Record
from tests.fakes.processors.server import Asked, Said, Simulator
from tests.fakes.upstream import FakeHeadOffice

HEAD_KEY: Final = bytes(range(32))
TOKEN_LIFE_S: Final = 600
_PROBLEMS: Final[dict[type[PosError], tuple[int, ProblemCode]]] = {
    OutOfOrderError: (HTTPStatus.CONFLICT, ProblemCode.OUT_OF_ORDER),
    CursorUnknownError: (HTTPStatus.GONE, ProblemCode.CURSOR_UNKNOWN),
    CodeRefusedError: (HTTPStatus.FORBIDDEN, ProblemCode.CODE_REFUSED),
    ShutOutError: (HTTPStatus.FORBIDDEN, ProblemCode.TERMINAL_REVOKED),
    ContentRefusedError: (HTTPStatus.UNPROCESSABLE_ENTITY, ProblemCode.INVALID),
}


class HeadOfficeServer(Simulator):
    """`tokens` are those that are good; steps are enrol, token, records, changes and keys."""

    def __init__(self) -> None:
        super().__init__()
        self.office = FakeHeadOffice(Ed25519Signer(HEAD_KEY), Ed25519Check())
        self.tokens: dict[str, str] = {}

    def step_of(self, asked: Asked) -> str:
        return asked.path.rpartition("/")[2]

    def answer(self, asked: Asked) -> Said:
        steps = {
            "enrol": self._enrol,
            "token": self._token,
            "records": self._records,
            "changes": self._changes,
            "keys": self._keys,
        }
        self.office.now = self.now()
        try:
            step = steps.get(self.step_of(asked), _nothing_there)
            return step(asked)
        except PosError as error:
            return _problem(error)

    def spoiled(self, said: Said) -> Said:
        return Said.json({"results": [], "changes": [], "cursor": ""}, said.status)

    def _enrol(self, asked: Asked) -> Said:
        enrolled = self.office.enrol(self.base, Enrolment(**json.loads(asked.body)))
        return Said.json(asdict(enrolled), HTTPStatus.CREATED)

    def _token(self, asked: Asked) -> Said:
        form = asked.form()
        assert form["grant_type"] == "client_credentials"
        assert form["client_assertion_type"] == ASSERTION_TYPE
        terminal_id = self._proven(form["client_assertion"])
        if not terminal_id:
            code = TYPE_PREFIX + ProblemCode.UNAUTHORISED
            return Said.json({"type": code, "status": 401}, HTTPStatus.UNAUTHORIZED)
        self.office.require(terminal_id)
        token = f"token-{len(self.tokens) + 1}"
        self.tokens[token] = terminal_id
        return Said.json(
            {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LIFE_S}
        )

    def _proven(self, assertion: str) -> str:
        """Who has signed it, if it is good now."""
        head, claims, signature = assertion.split(".")
        said: dict[str, Any] = json.loads(unpadded(claims))
        assert json.loads(unpadded(head))["alg"] == "EdDSA"
        assert said["aud"] == f"{self.base}/token"
        assert said["exp"] - said["iat"] <= ASSERTION_LIFE_SECONDS
        if abs(said["iat"] - self.now().timestamp()) > ASSERTION_LIFE_SECONDS:
            return ""
        held = self.office.books.terminals.get(said["sub"])
        signed = f"{head}.{claims}".encode("ascii")
        is_good = held is not None and Ed25519Check().valid(
            public_key=held.public_key, signature=unpadded(signature), data=signed
        )
        return said["sub"] if is_good else ""

    def _whose(self, asked: Asked) -> str:
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        return self.tokens.get(token, "")

    def _records(self, asked: Asked) -> Said:
        terminal_id = self._whose(asked)
        if not terminal_id:
            return Said.json({"type": TYPE_PREFIX + ProblemCode.UNAUTHORISED}, 401)
        assert asked.path == f"/v1/terminals/{terminal_id}/records"
        assert asked.headers["content-encoding"] == "gzip"
        body = json.loads(gzip.decompress(asked.body))
        assert body["v"] == 1
        received = self.office.take(terminal_id, [Record(**one) for one in body["records"]])
        is_conflict = any(one.answer is Answer.CONFLICT for one in received.results)
        return Said.json(asdict(received), 409 if is_conflict else 200)

    def _changes(self, asked: Asked) -> Said:
        terminal_id = self._whose(asked)
        if not terminal_id:
            return Said.json({"type": TYPE_PREFIX + ProblemCode.UNAUTHORISED}, 401)
        query = dict(asked.query)
        page = self.office.page(
            terminal_id, cursor=query.get("cursor", ""), limit=int(query["limit"])
        )
        return Said.json(asdict(page))

    def _keys(self, _asked: Asked) -> Said:
        told = [
            {
                "kid": one.key_id,
                "x": one.public_key,
                "use_for": FOR_HEADS,
                "signed_by": one.signed_by,
                "signature": one.signature,
            }
            for one in self.office.keys
        ]
        of_tokens = {"kid": "t", "x": "t", "use_for": "tokens"}
        return Said.json({"keys": [of_tokens, *told]})


def _nothing_there(_asked: Asked) -> Said:
    code = TYPE_PREFIX + ProblemCode.NOT_FOUND
    return Said.json({"type": code, "status": 404}, HTTPStatus.NOT_FOUND)


def _problem(error: PosError) -> Said:
    status, code = _PROBLEMS[type(error)]
    body: dict[str, Any] = {
        "type": TYPE_PREFIX + code,
        "title": code,
        "status": status,
        "detail": str(error.values.get("reason", "")),
    }
    if isinstance(error, OutOfOrderError):
        body["head"] = {name: getattr(error.head, name) for name in error.head.__slots__}
    said = Said.json(body, status)
    return Said(said.status, said.body, {**said.headers, "Content-Type": MEDIA_TYPE})
