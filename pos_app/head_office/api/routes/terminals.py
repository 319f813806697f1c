"""Terminals: codes for new ones, enrolling, who they are, and revoking one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import Response, status
from pydantic import Field

from pos_app.head_office.api.auth import (
    AdminPerson,
    ManagerPerson,
    guarded_router,
    open_router,
)
from pos_app.head_office.api.fields import Id, Name, PathId, Sent, Told, Whole, text
from pos_app.head_office.api.limits import PAGE_MAX, After, PageSize, page
from pos_app.head_office.api.parts import AccessParts, Address
from pos_app.head_office.services.access.moments import moment_of
from pos_app.wire.enrolment import Enrolment

open_routes = open_router(tags=["terminals"])
guarded_routes = guarded_router(tags=["terminals"])

TerminalCode = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]{0,15}$", examples=["T01"])]


class CodeRequest(Sent):
    terminal: TerminalCode
    store: Name = Field(description="Its id or name.", examples=["Old Town"])


class CodeAnswer(Told):
    """`code` is shown this once; it is good for one till, and for ten minutes."""

    code: str = Field(examples=["K7QF-M2XD-9PTA"])
    terminal: str = Field(examples=["T01"])
    store: str = Field(examples=["Old Town"])
    expires_at: datetime


@guarded_routes.post(
    "/v1/enrolments", status_code=status.HTTP_201_CREATED, summary="A code for one till"
)
def make_code(request: CodeRequest, person: AdminPerson, access: AccessParts) -> CodeAnswer:
    made = access.enrolling.make_code(
        terminal=request.terminal, store=request.store, actor=person.name
    )
    return CodeAnswer.model_validate(made)


class EnrolRequest(Sent):
    """What a till sends with its one-time code; see `pos_app.wire.enrolment`."""

    code: Annotated[str, text(32, least=1)] = Field(examples=["K7QF-M2XD-9PTA"])
    terminal: TerminalCode
    journal_id: Id
    key_id: str = Field(pattern=r"^[0-9a-f]{16}$", examples=["9f86d081884c7d65"])
    public_key: str = Field(
        pattern=r"^[A-Za-z0-9_-]{43}$",
        examples=["11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"],
    )
    first_seq: Whole
    epoch: Whole
    installation: Annotated[str, text(128, least=1)]
    currency: str = Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])
    app_version: Annotated[str, text(32, least=1)] = Field(examples=["1.0.0"])


class EnrolAnswer(Told):
    terminal_id: str
    store_id: str
    store_name: str
    head_key_id: str
    head_public_key: str = Field(description="Ed25519, base64url: it countersigns heads.")


@open_routes.post("/v1/terminals/enrol", summary="Make a till known by its code")
def enrol(request: EnrolRequest, access: AccessParts, address: Address) -> EnrolAnswer:
    """Whoever heard no answer sends the same again and is told the same."""
    told = access.enrolling.enrol(enrolment=Enrolment(**request.model_dump()), address=address)
    return EnrolAnswer(**asdict(told))


class TerminalAnswer(Told):
    """`state`: `active`, `revoked`, or `replaced` by another store file under its code."""

    terminal_id: str
    code: str
    store_id: str
    state: str
    epoch: int
    app_version: str
    enrolled_at: datetime


@guarded_routes.get("/v1/terminals", summary="The terminals of my store, or of all")
def terminals(
    person: ManagerPerson, access: AccessParts, after: After = "", limit: PageSize = PAGE_MAX
) -> list[TerminalAnswer]:
    seen = access.terminals.listed(store_id=person.store_id)
    return [
        TerminalAnswer(
            terminal_id=one.terminal_id,
            code=one.code,
            store_id=one.store_id,
            state=one.state.value,
            epoch=one.epoch,
            app_version=one.app_version,
            enrolled_at=moment_of(one.enrolled_at),
        )
        for one in page(seen, key=lambda one: one.terminal_id, after=after, limit=limit)
    ]


@guarded_routes.post(
    "/v1/terminals/{terminal_id}/revoke",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="This till may not speak any more",
)
def revoke(terminal_id: PathId, person: AdminPerson, access: AccessParts) -> Response:
    """It is refused everywhere within half a minute; what it sent stays."""
    access.terminals.revoke(terminal_id=terminal_id, actor=person.name)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
