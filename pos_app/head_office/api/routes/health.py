"""Is it alive, could it work, and what has it done: for whoever runs it."""

from __future__ import annotations

import hmac
from typing import Final

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from pos_app.head_office.api.fields import Told
from pos_app.head_office.api.parts import address_of, parts_of
from pos_app.head_office.services.access.tokens import TokenRefusedError

router = APIRouter(tags=["health"])
LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
FORWARDED: Final = frozenset({"forwarded", "via", "x-forwarded-for", "x-real-ip"})
"""What comes through a proxy on this machine is not from it, be the proxy trusted or not."""


class Alive(Told):
    status: str = "ok"


@router.get("/healthz", summary="Whether the process answers")
async def healthz() -> Alive:
    return Alive()


@router.get("/readyz", summary="Whether the database answers and has this program's schema")
def readyz(request: Request) -> Alive:
    parts_of(request).health.require_ready()
    return Alive()


@router.get("/metrics", summary="Figures for Prometheus", response_class=Response)
def metrics(request: Request) -> Response:
    """With a token where one is set; without, only from this machine."""
    parts = parts_of(request)
    given = request.headers.get("authorization", "")
    wanted = f"Bearer {parts.metrics_token}"
    is_known = (
        hmac.compare_digest(given.encode(), wanted.encode())
        if parts.metrics_token
        else address_of(request) in LOOPBACK and FORWARDED.isdisjoint(request.headers.keys())
    )
    if not is_known:
        raise TokenRefusedError
    return Response(parts.figures.written(), media_type=CONTENT_TYPE_LATEST)
