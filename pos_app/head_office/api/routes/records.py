"""Journal entries of terminals come in here, many at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from pos_app.head_office.api.auth import OwnTerminal, guarded_router
from pos_app.head_office.api.fields import WHOLE_MAX, Told
from pos_app.head_office.api.limits import too_deep
from pos_app.head_office.api.parts import parts_of
from pos_app.head_office.api.problems import problem
from pos_app.head_office.services.errors import InvalidError
from pos_app.head_office.services.ingest.sent import Sent
from pos_app.wire.canonical import DEPTH_MAX
from pos_app.wire.problem import ProblemCode
from pos_app.wire.records import BATCH_MAX, VERSION, Answer, Received

router = guarded_router(tags=["records"])
_LEVELS_ABOVE: Final = 3
"""The batch, its list, and the record stand around a field."""


class BatchUnreadableError(InvalidError):
    text = (
        "The batch cannot be read: {reason}. Nothing was taken in; send at most "
        f"{BATCH_MAX} records with `epoch` and `seq` each, and `v` {VERSION}."
    )


class RecordSent(BaseModel):
    """What cannot be read of an entry is kept and told in its result; only its place must be."""

    epoch: int = Field(ge=1, le=WHOLE_MAX)
    seq: int = Field(ge=1, le=WHOLE_MAX)
    kind: str = Field(examples=["order"])
    raw: str = Field(description="The entry's canonical text.", examples=['{"v":1}'])
    hash: str = Field(description="SHA-256 of `raw`, in small hexadecimal digits.")
    signature: str = Field(description="Ed25519 of `pos-journal-v1` and the hash, in base64url.")


class ResultTold(Told):
    epoch: int
    seq: int
    answer: Answer
    reason: str
    detail: str


class HeadTold(Told):
    """What head office holds without a gap, signed behind `pos-head-v1`."""

    terminal: str
    epoch: int
    seq: int
    hash: str
    at: str
    key_id: str
    signature: str


class ReceivedTold(Told):
    results: list[ResultTold]
    head: HeadTold


# Read by hand: a model for each of 200 entries would cost as much as taking them in.
_SCHEMA: Final = {
    "title": "Batch",
    "type": "object",
    "required": ["v", "records"],
    "properties": {
        "v": {"type": "integer", "const": VERSION},
        "records": {
            "type": "array",
            "maxItems": BATCH_MAX,
            "items": RecordSent.model_json_schema(),
        },
    },
}
_BODY: Final = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": _SCHEMA}}}
}


@router.post(
    "/v1/terminals/{terminal_id}/records",
    summary="Take in entries of this terminal's journal",
    response_model=ReceivedTold,
    openapi_extra=_BODY,
)
async def receive(request: Request, caller: OwnTerminal) -> Response:
    """Each is kept exactly once, and everything answered is on disk.

    The status is 409 if one of them stands where head office holds another entry; the results
    are there all the same.
    """
    ingest = parts_of(request).trade.ingest
    body = await request.body()

    def take_in() -> Response:
        return _told(ingest.receive(terminal_id=caller.terminal_id, records=batch_of(body)))

    return await run_in_threadpool(take_in)


def batch_of(body: bytes) -> list[Sent]:
    """What its entries hold is not looked at, only that nothing in it is too deep.

    :raises BatchUnreadableError: if it is no batch
    :raises Refused: if it is too deep
    """
    try:
        batch = json.loads(body)
    except ValueError as error:
        raise BatchUnreadableError(reason="it is not JSON") from error
    except RecursionError as error:
        raise too_deep() from error
    if not isinstance(batch, dict) or batch.get("v") != VERSION or type(batch["v"]) is not int:
        raise BatchUnreadableError(reason="it is of another version")
    records = batch.get("records")
    if not isinstance(records, list) or len(records) > BATCH_MAX:
        raise BatchUnreadableError(reason="`records` is no list, or too long")
    return [_sent(one) for one in records]


def _sent(record: object) -> Sent:
    if not isinstance(record, dict):
        raise BatchUnreadableError(reason="a record is no object")
    fields = [record.get(name) for name in ("kind", "raw", "hash", "signature")]
    if any(type(one) is not str for one in fields) and _is_deep(fields):
        raise too_deep()
    return Sent(_number(record, "epoch"), _number(record, "seq"), *fields)


def _is_deep(fields: list[object]) -> bool:
    """Whether lists or objects in them stand deeper than a body may have them."""
    level = fields
    for _ in range(DEPTH_MAX - _LEVELS_ABOVE):
        level = [each for one in level for each in _held_by(one)]
    return any(isinstance(one, dict | list) for one in level)


def _held_by(one: object) -> Iterable[object]:
    if isinstance(one, dict):
        return one.values()
    return one if isinstance(one, list) else ()


def _number(record: Mapping[str, Any], name: str) -> int:
    value = record.get(name)
    if type(value) is not int or not 1 <= value <= WHOLE_MAX:
        raise BatchUnreadableError(reason=f"the `{name}` of a record is no number from 1")
    return value


def _told(received: Received) -> Response:
    content = {
        "results": [
            {
                "epoch": one.epoch,
                "seq": one.seq,
                "answer": one.answer.value,
                "reason": one.reason,
                "detail": one.detail,
            }
            for one in received.results
        ],
        "head": asdict(received.head),
    }
    if any(one.answer is Answer.CONFLICT for one in received.results):
        return problem(
            409,
            code=ProblemCode.CONFLICT,
            detail=(
                "Head office holds another entry at the place of one that was sent. Both are kept "
                "and a manager is told; the other entries were taken in as the results say."
            ),
            extra=content,
        )
    return JSONResponse(content)
