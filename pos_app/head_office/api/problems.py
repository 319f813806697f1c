"""Every refusal as RFC 9457 says it: no trace, no echo of what was sent, words for a person."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from pos_app.head_office.services.errors import HeadOfficeError
from pos_app.wire.problem import MEDIA_TYPE, TYPE_PREFIX, ProblemCode

log = logging.getLogger(__name__)

STATUS: Final[Mapping[ProblemCode, int]] = {
    ProblemCode.INVALID: 422,
    ProblemCode.TOO_LARGE: 413,
    ProblemCode.UNAUTHORISED: 401,
    ProblemCode.FORBIDDEN: 403,
    ProblemCode.NOT_FOUND: 404,
    ProblemCode.RATE_LIMITED: 429,
    ProblemCode.UNAVAILABLE: 503,
    ProblemCode.CODE_REFUSED: 403,
    ProblemCode.TERMINAL_REVOKED: 403,
    ProblemCode.TERMINAL_CLONED: 403,
    ProblemCode.STALE_EPOCH: 403,
    ProblemCode.OUT_OF_ORDER: 409,
    ProblemCode.CONFLICT: 409,
    ProblemCode.OUT_OF_STOCK: 409,
    ProblemCode.CURSOR_UNKNOWN: 410,
}
"""The status of each code; a test holds that none is left out."""

TITLES: Final[Mapping[int, str]] = {
    400: "This cannot be read",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not found",
    405: "Not done here",
    408: "Too slow",
    409: "This contradicts what head office holds",
    410: "No longer known",
    411: "The length is missing",
    413: "Too large",
    415: "Unknown kind of content",
    422: "This cannot be used",
    429: "Too many at once",
    431: "Too many headers",
    500: "Something went wrong",
    503: "Not available now",
}
CODES: Final[Mapping[int, ProblemCode]] = {
    401: ProblemCode.UNAUTHORISED,
    403: ProblemCode.FORBIDDEN,
    404: ProblemCode.NOT_FOUND,
    405: ProblemCode.INVALID,
    413: ProblemCode.TOO_LARGE,
    429: ProblemCode.RATE_LIMITED,
    500: ProblemCode.UNAVAILABLE,
    503: ProblemCode.UNAVAILABLE,
}
DETAILS: Final[Mapping[int, str]] = {
    404: "There is nothing at this address. Nothing was changed; check the address.",
    405: "This address does not take that method. Nothing was changed.",
    500: (
        "Something went wrong at head office and has been recorded. What was answered before is "
        "kept; try again in a while."
    ),
}
ERRORS_MAX: Final = 20
"""Fields named in one problem."""
CHALLENGE: Final = 'Bearer realm="head office"'


class Problem(BaseModel):
    """What every refusal looks like. A program acts upon the last part of `type`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": f"{TYPE_PREFIX}{ProblemCode.NOT_FOUND}",
                    "title": "Not found",
                    "status": 404,
                    "detail": "There is no such order here. Nothing was changed.",
                }
            ]
        }
    )

    type: str = Field(description=f"`{TYPE_PREFIX}` and a code.")
    title: str
    status: int
    detail: str = Field(description="What happened, what was kept, what to do.")


def problem(
    status: int,
    *,
    detail: str = "",
    code: ProblemCode | None = None,
    extra: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    kind = code or CODES.get(status, ProblemCode.INVALID)
    title = TITLES.get(status, "This was refused")
    shown = dict(headers or {})
    if status == 401:  # noqa: PLR2004 - RFC 9110 wants the challenge with it
        shown.setdefault("WWW-Authenticate", CHALLENGE)
    content = {
        **(extra or {}),
        "type": f"{TYPE_PREFIX}{kind}",
        "title": title,
        "status": status,
        "detail": detail or DETAILS.get(status, f"{title}. Nothing was changed."),
    }
    return JSONResponse(content, status, headers=shown, media_type=MEDIA_TYPE)


def told(error: HeadOfficeError) -> JSONResponse:
    """The problem that an expected failure is."""
    wait = error.retry_after_s
    return problem(
        STATUS[error.code],
        code=error.code,
        detail=str(error),
        extra=error.extra,
        headers={} if wait is None else {"Retry-After": str(wait)},
    )


def explain_failures(app: FastAPI) -> None:
    app.add_exception_handler(HeadOfficeError, _expected)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _refused)


def _expected(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HeadOfficeError)
    return told(error)


def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    # Only what is ours has a code; the words of others are not meant for whoever asks.
    code = getattr(error, "code", None)
    detail = error.detail if code is not None else ""
    return problem(error.status_code, code=code, detail=detail, headers=error.headers)


def _unreadable(_request: Request, error: Exception) -> JSONResponse:
    """Name the fields and what is wrong with them, never what they held."""
    assert isinstance(error, RequestValidationError)
    wrong = [_field(one) for one in error.errors()[:ERRORS_MAX]]
    named = ", ".join(one["field"] for one in wrong) or "the request"
    return problem(
        422,
        detail=f"What was sent cannot be used: see {named}. Nothing was changed; correct it.",
        extra={"errors": wrong},
    )


def _field(error: Mapping[str, Any]) -> dict[str, str]:
    place: Sequence[object] = error.get("loc", ())
    name = ".".join(str(part)[:100] for part in place) or "body"
    return {"field": name, "reason": str(error.get("type", "")), "detail": str(error["msg"])[:200]}
