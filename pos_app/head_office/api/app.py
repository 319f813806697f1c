"""The application: its routes, and around them limits, refusals in words and figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fastapi import APIRouter, FastAPI
from starlette.types import Lifespan

from pos_app import __version__
from pos_app.head_office.api.describing import describe
from pos_app.head_office.api.limits import Limited
from pos_app.head_office.api.parts import Parts
from pos_app.head_office.api.problems import explain_failures
from pos_app.head_office.api.routes import (
    catalogue,
    changes,
    health,
    missing,
    orders,
    people,
    records,
    reports,
    stores,
    terminals,
    tokens,
)
from pos_app.head_office.api.shell import Shell

ROUTERS: Final = (
    health.router,
    tokens.open_routes,
    tokens.guarded_routes,
    terminals.open_routes,
    terminals.guarded_routes,
    stores.guarded_routes,
    people.guarded_routes,
    records.router,
    missing.router,
    changes.router,
    catalogue.router,
    orders.router,
    reports.router,
)
DESCRIPTION: Final = (
    "Every store's orders upstream, the catalogue downstream. Money is integers of minor units, "
    "quantities are integers of thousandths, times are RFC 3339, refusals are RFC 9457."
)


def make_app(
    parts: Parts,
    *,
    routers: Iterable[APIRouter] = ROUTERS,
    life: Lifespan[FastAPI] | None = None,
) -> FastAPI:
    app = FastAPI(
        title="pos_app head office",
        version=__version__,
        description=DESCRIPTION,
        # FastAPI's pages of the API load their program from elsewhere.
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json" if parts.has_docs else None,
        redirect_slashes=False,
        lifespan=life,
    )
    app.state.parts = parts
    for router in routers:
        app.include_router(router)
    explain_failures(app)
    describe(app)
    app.add_middleware(Limited, limits=parts.limits)
    app.add_middleware(Shell, figures=parts.figures, explain=parts.explain)
    return app
