"""How much one request may hold: bytes, unpacked bytes, levels, and the time to send them.

Everything is checked before a route sees it, so that no reader behind this can be overrun.
"""

from __future__ import annotations

import asyncio
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar

from fastapi import Query
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pos_app.head_office.api.problems import problem
from pos_app.wire.canonical import DEPTH_MAX
from pos_app.wire.problem import ProblemCode
from pos_app.wire.records import BODY_BYTES_MAX

SMALL_BODY_BYTES_MAX: Final = 1024 * 1024
"""Of every request that does not bring records."""
PAGE_MAX: Final = 500
PAGE_USUAL: Final = 100
TEXT_MAX: Final = 4096
"""Characters of one text, where a field says nothing smaller."""
ID_MAX: Final = 64
QUERY_BYTES_MAX: Final = 8192
BODY_SECONDS_MAX: Final = 10
"""From the first byte of a body to its last."""

PageSize = Annotated[int, Query(ge=1, le=PAGE_MAX, description="How many at once.")]
After = Annotated[
    str, Query(max_length=ID_MAX, pattern=r"^[^\x00]*$", description="Go on behind this id.")
]
T = TypeVar("T")


def page(rows: Sequence[T], *, key: Callable[[T], str], after: str, limit: int) -> Sequence[T]:
    """The rows behind the one whose key is `after`, or the first where there is none."""
    begin = next((n for n, row in enumerate(rows, 1) if key(row) == after), 0)
    return rows[begin : begin + limit]


_RECORDS: Final = re.compile(r"/v1/terminals/[^/]+/records/?\Z")
# A text without an end takes all that is left, so that no quote in it is tried again.
_NOT_A_BRACKET: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[^\[\]{}"]+', re.DOTALL)
_OPENING: Final = frozenset(b"[{")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, and seconds for a body to arrive."""

    body: int = SMALL_BODY_BYTES_MAX
    records: int = BODY_BYTES_MAX
    seconds: float = BODY_SECONDS_MAX


class Refused(HTTPException):
    """A request that is too much; a subclass of what FastAPI lets through while it reads a body."""

    def __init__(self, status: int, code: ProblemCode, detail: str) -> None:
        # The rest of the body is not read, so nothing can follow on this connection.
        super().__init__(status, detail, {"Connection": "close"})
        self.code = code


class Limited:
    """Measures a request before it is let in, and its body when somebody asks for it.

    A body is not read before that: who may not come in is refused without it.
    """

    def __init__(self, app: ASGIApp, *, limits: Limits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_records = _RECORDS.search(scope["path"]) is not None
        most = self._limits.records if is_records else self._limits.body
        try:
            _require_short(scope)
            packing = _packing(headers)
            _require_length(headers, most)
        except Refused as refusal:
            await problem_of(refusal)(scope, receive, send)
            return
        kind = headers.get("content-type", "")
        whole: Message | None = None

        async def body() -> Message:
            nonlocal whole
            if whole is not None:
                return await receive()
            raw = await self._arrived(receive, most)
            if packing == "gzip":
                raw = await asyncio.to_thread(unpacked, raw, most=most)
            # Records are looked at by their reader: there is little in them that could be deep.
            if raw and not is_records:
                _require_shallow(raw, kind)
            whole = {"type": "http.request", "body": raw, "more_body": False}
            return whole

        await self._app(scope, body, send)

    async def _arrived(self, receive: Receive, most: int) -> bytes:
        try:
            return await asyncio.wait_for(_whole(receive, most), self._limits.seconds)
        except TimeoutError as error:
            raise Refused(
                408,
                ProblemCode.INVALID,
                "The body did not arrive in time. Nothing was changed; send it again.",
            ) from error


def problem_of(refusal: Refused) -> JSONResponse:
    return problem(
        refusal.status_code, code=refusal.code, detail=refusal.detail, headers=refusal.headers
    )


def _packing(headers: Headers) -> str:
    packing = headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"identity", "gzip"}:
        raise Refused(
            415,
            ProblemCode.INVALID,
            "The body is packed in a way that is not known here. Nothing was changed; send it "
            "plain or as gzip.",
        )
    return packing


def _require_length(headers: Headers, most: int) -> None:
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdecimal() or int(length[:19]) > most:
        raise _too_large(most)


def _require_short(scope: Scope) -> None:
    if scope["method"] not in _METHODS:
        raise Refused(405, ProblemCode.INVALID, "Head office does not know that method.")
    if len(scope.get("query_string", b"")) > QUERY_BYTES_MAX:
        raise Refused(
            413,
            ProblemCode.TOO_LARGE,
            f"The address asks with more than {QUERY_BYTES_MAX} bytes. Nothing was changed.",
        )


async def _whole(receive: Receive, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, ProblemCode.INVALID, "The body ended early. Nothing was changed.")
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > most:
            raise _too_large(most)
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


def unpacked(body: bytes, *, most: int) -> bytes:
    """Of one gzip member; it never grows beyond `most` bytes, however small it comes.

    :raises Refused: if it is larger, or no gzip
    """
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpacking.decompress(body, most + 1)
    except zlib.error as error:
        raise _unpackable() from error
    if len(plain) > most:
        raise _too_large(most)
    if not unpacking.eof or unpacking.unused_data:
        raise _unpackable()
    return plain


def depth_of(body: bytes, *, most: int) -> int:
    """How deep lists and objects stand in each other; counting ends beyond `most`."""
    depth = deepest = 0
    for byte in _NOT_A_BRACKET.sub(b"", body):
        depth += 1 if byte in _OPENING else -1
        if depth > deepest:
            deepest = depth
            if deepest > most:
                break
    return deepest


def _require_shallow(body: bytes, kind: str) -> None:
    if "json" in kind.lower() and depth_of(body, most=DEPTH_MAX) > DEPTH_MAX:
        raise too_deep()


def too_deep() -> Refused:
    return Refused(
        413,
        ProblemCode.TOO_LARGE,
        f"Lists and objects stand more than {DEPTH_MAX} levels deep. Nothing was changed.",
    )


def _too_large(most: int) -> Refused:
    return Refused(
        413,
        ProblemCode.TOO_LARGE,
        f"A request may hold {most} bytes, unpacked. Nothing was changed; send less at once.",
    )


def _unpackable() -> Refused:
    return Refused(
        400, ProblemCode.INVALID, "The body is not whole gzip. Nothing was changed; send it again."
    )
