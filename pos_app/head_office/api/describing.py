"""The OpenAPI of the application: every refusal that a route can give is said to be a problem."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from pos_app.head_office.api.problems import TITLES, Problem
from pos_app.wire.problem import MEDIA_TYPE

ALWAYS: Final = (400, 405, 413, 415, 422, 429, 500, 503)
GUARDED: Final = (401, 403)
NAMED: Final = (404,)
"""Where the address or the body names something that may not be there."""
CHANGING: Final = (404, 409)
_REPLACED: Final = ("HTTPValidationError", "ValidationError")
_PROBLEM: Final = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def describe(app: FastAPI) -> None:
    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _described(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in _REPLACED:
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status in _refusals(path, method, operation):
                described = operation["responses"].setdefault(str(status), {})
                described.setdefault("description", TITLES[status])
                described["content"] = _PROBLEM
    return document


def _refusals(path: str, method: str, operation: dict[str, Any]) -> set[int]:
    statuses = set(ALWAYS)
    # What proves who one is can itself be refused.
    if operation.get("security") or "access" in operation.get("tags", ()) or method == "post":
        statuses.update(GUARDED)
    if path == "/metrics":
        statuses.update(GUARDED)
    if "{" in path:
        statuses.update(NAMED)
    if method not in {"get", "head"}:
        statuses.update(CHANGING)
    return statuses
