"""Terminals ask here what was edited, and what moved in the other tills of their store."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from pos_app.head_office.api.auth import AnyTerminal, guarded_router
from pos_app.head_office.api.contacts import NotedContact
from pos_app.head_office.api.fields import Told, text
from pos_app.head_office.api.parts import TradeParts
from pos_app.head_office.api.problems import Problem
from pos_app.head_office.services.changes.cursors import CURSOR_LENGTH_MAX
from pos_app.wire.changes import PAGE_MAX, Subject

router = guarded_router(tags=["changes"])


class ChangeTold(Told):
    """The newest state of one thing; `body` is null where it was deleted."""

    subject: Subject
    key: str
    version: int
    body: dict[str, Any] | None


class PageTold(Told):
    changes: list[ChangeTold]
    cursor: str = Field(description="For the next page; it belongs to these changes.")
    left: int = Field(description="About how many changes follow; 0 on the last page.")


@router.get(
    "/v1/changes",
    summary="What changed since the cursor",
    responses={410: {"model": Problem, "description": "No longer known"}},
)
def changes(
    caller: AnyTerminal,
    _contact: NotedContact,
    trade: TradeParts,
    cursor: Annotated[str, text(CURSOR_LENGTH_MAX), Query()] = "",
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = PAGE_MAX,
) -> PageTold:
    """In an order in which no late commit is ever missed. Begin without a cursor."""
    page = trade.changes.page(
        store_id=caller.store_id, terminal_id=caller.terminal_id, cursor=cursor, limit=limit
    )
    return PageTold.model_validate(page)
